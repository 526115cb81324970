"""Small widgets and painting functions that several panes share: buttons, labels, chips, avatars, channel marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    from ui.widgets.buttons import Button, ButtonKind, IconButton, themed_icon, tooltip_of
    from ui.widgets.card import Card
    from ui.widgets.check_box import CheckBox
    from ui.widgets.chip import CHIP_HEIGHT, Chip, ChipLook, chip_width, fitted_look, paint_chip
    from ui.widgets.combo_box import ComboBox, ComboField
    from ui.widgets.date_time_field import DateTimeField
    from ui.widgets.field import Field, SecretField
    from ui.widgets.focus_ring import FocusRing
    from ui.widgets.hint_line import HintLine
    from ui.widgets.icon_line import IconLine
    from ui.widgets.keys import key_caps, key_words
    from ui.widgets.labels import ClampedLabel, ElidedLabel, Label, Separator, paint_line
    from ui.widgets.marks import AvatarMark, ChannelMark, paint_avatar, paint_channel_badge
    from ui.widgets.menu_button import MenuButton
    from ui.widgets.notice import Notice, NoticeWords
    from ui.widgets.option_list import Option, OptionList
    from ui.widgets.overlay_scroll_bar import OverlayScrollBar
    from ui.widgets.segmented import Segmented
    from ui.widgets.viewport import make_viewport
else:
    __getattr__ = late(
        __name__,
        {
            "buttons": "Button ButtonKind IconButton themed_icon tooltip_of",
            "card": "Card",
            "check_box": "CheckBox",
            "chip": "CHIP_HEIGHT Chip ChipLook chip_width fitted_look paint_chip",
            "combo_box": "ComboBox ComboField",
            "date_time_field": "DateTimeField",
            "field": "Field SecretField",
            "focus_ring": "FocusRing",
            "hint_line": "HintLine",
            "icon_line": "IconLine",
            "keys": "key_caps key_words",
            "labels": "ClampedLabel ElidedLabel Label Separator paint_line",
            "marks": "AvatarMark ChannelMark paint_avatar paint_channel_badge",
            "menu_button": "MenuButton",
            "notice": "Notice NoticeWords",
            "option_list": "Option OptionList",
            "overlay_scroll_bar": "OverlayScrollBar",
            "segmented": "Segmented",
            "viewport": "make_viewport",
        },
    )

__all__ = [
    "CHIP_HEIGHT",
    "AvatarMark",
    "Button",
    "ButtonKind",
    "Card",
    "ChannelMark",
    "CheckBox",
    "Chip",
    "ChipLook",
    "ClampedLabel",
    "ComboBox",
    "ComboField",
    "DateTimeField",
    "ElidedLabel",
    "Field",
    "FocusRing",
    "HintLine",
    "IconButton",
    "IconLine",
    "Label",
    "MenuButton",
    "Notice",
    "NoticeWords",
    "Option",
    "OptionList",
    "OverlayScrollBar",
    "SecretField",
    "Segmented",
    "Separator",
    "chip_width",
    "fitted_look",
    "key_caps",
    "key_words",
    "make_viewport",
    "paint_avatar",
    "paint_channel_badge",
    "paint_chip",
    "paint_line",
    "themed_icon",
    "tooltip_of",
]
