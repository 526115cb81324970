"""Small widgets and painting functions that several panes share: buttons, labels, chips, avatars, channel marks."""

from ui.widgets.buttons import Button, ButtonKind, IconButton, themed_icon, tooltip_of
from ui.widgets.chip import CHIP_HEIGHT, Chip, ChipLook, chip_width, fitted_look, paint_chip
from ui.widgets.focus_ring import FocusRing
from ui.widgets.labels import ElidedLabel, Label, Separator
from ui.widgets.marks import AvatarMark, ChannelMark, paint_avatar, paint_channel_badge
from ui.widgets.menu_button import MenuButton
from ui.widgets.notice import Notice, NoticeWords
from ui.widgets.overlay_scroll_bar import OverlayScrollBar

__all__ = [
    "CHIP_HEIGHT",
    "AvatarMark",
    "Button",
    "ButtonKind",
    "ChannelMark",
    "Chip",
    "ChipLook",
    "ElidedLabel",
    "FocusRing",
    "IconButton",
    "Label",
    "MenuButton",
    "Notice",
    "NoticeWords",
    "OverlayScrollBar",
    "Separator",
    "chip_width",
    "fitted_look",
    "paint_avatar",
    "paint_channel_badge",
    "paint_chip",
    "themed_icon",
    "tooltip_of",
]
