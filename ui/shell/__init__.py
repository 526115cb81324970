"""The frame around the panes: top bar, banner, navigation, splitter, toast and the application's style."""

from ui.shell.account_presenter import AccountState, present_account
from ui.shell.app_mark import AppMark, app_icon, paint_app_mark
from ui.shell.banner import Banner, BannerAction, BannerKind, BannerMessage
from ui.shell.navigation import Navigation
from ui.shell.pane_steps import PaneSteps, PaneWishes, steps_at
from ui.shell.panes import Panes
from ui.shell.style import apply_style, palette_of, style_sheet
from ui.shell.toast import Toast
from ui.shell.topbar import BellNotice, SyncKind, SyncState, TopBar

__all__ = [
    "AccountState",
    "AppMark",
    "Banner",
    "BannerAction",
    "BannerKind",
    "BannerMessage",
    "BellNotice",
    "Navigation",
    "PaneSteps",
    "PaneWishes",
    "Panes",
    "SyncKind",
    "SyncState",
    "Toast",
    "TopBar",
    "app_icon",
    "apply_style",
    "paint_app_mark",
    "palette_of",
    "present_account",
    "steps_at",
    "style_sheet",
]
