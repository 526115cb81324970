"""The settings dialog: pages made when first looked at, one Save for all that waits, what was changed told by group."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.accounts.desk import store_fault
from desktop.store import StoreError
from ui.accounts.dialog_frame import Footer, dim, fit, scrolled, show_focus
from ui.session import Session
from ui.settings.account_doors import AccountDoors
from ui.settings.contents import Chapter, Contents
from ui.settings.hours_dialog import HoursDialog
from ui.settings.settings_page import SettingsPage
from ui.settings.unread_page import UnreadPage
from ui.settings.unsaved_dialog import UnsavedDialog
from ui.settings.words import keep_sentence
from ui.shell.navigation_items import ViewItem
from ui.theme import Theme
from ui.widgets import Separator

if TYPE_CHECKING:
    from ui.settings.hours_page import HoursPage
    from ui.settings.playbooks_page import PlaybooksPage
    from ui.settings.priority_page import PriorityPage
    from ui.tickets.systems_page import SystemsPage

_WIDTH, _HEIGHT, _RAIL = 800, 608, 200
_WIDE, _HIGH = 1080, 740
_WIDE_GROUPS = frozenset(("canned",))


class SettingsDialog(QDialog):
    """Open it with `open()`."""

    settings_changed = Signal(str)
    """A group was kept: "agent", "appearance", "sending", "notices", "hours", "targets", "priority", "privacy",
    "canned", "faces"."""
    case_requested = Signal(int)
    """A case is to be shown behind the settings: a trial would move it."""
    account_connected = Signal(int)
    """An account was connected, signed in again or told to listen for something else: nudge with AccountsEdited."""
    account_removed = Signal(int)
    """An account was removed from here: nudge the engine with AccountsEdited."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        """Show the first page."""
        super().__init__(parent)
        self.setObjectName("settings_dialog")
        self.setWindowTitle(self.tr("Settings"))
        self._session = session
        self._theme = theme
        self._chapters = Contents(self).chapters()
        self._made: dict[str, SettingsPage] = {}
        self._doors = AccountDoors(session, theme, self)
        self._hours: HoursPage | None = None
        self._stack = QStackedWidget()
        self._stack.setProperty("ground", "surface")
        self._stack.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._areas: dict[str, QWidget] = {}
        self._wires: dict[str, Callable[[Any], None]] = {
            "accounts": self._doors.attach,
            "hours": self._connect_hours,
            "playbooks": self._connect_playbooks,
            "priority": self._connect_priority,
            "tickets": self._connect_systems,
        }
        self._question: UnsavedDialog | None = None
        self._items: list[ViewItem] = []
        self._footer = Footer(theme, self)
        self._cancel = self._footer.add(self.tr("Cancel"), "cancel")
        self._save = self._footer.add(self.tr("Save"), "save", primary=True)
        self._rail = self._make_rail()
        self._lay_out()
        self._connect()
        dim(self)
        fit(self, theme, _WIDTH, _HEIGHT)
        self.show_group("agent")
        self._show_state()

    def show_group(self, group: str) -> None:
        """Show the page of a group: "agent", "appearance", "sending", "hours", "profile", "accounts"."""
        if self._page(group) is None:
            return
        walks = any(item.hasFocus() for item in self._items)
        self._stack.setCurrentWidget(self._areas[group])
        for chapter, item in zip(self._chapters, self._items, strict=True):
            here = chapter.group == group
            item.setChecked(here)
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)
            if here:
                self._make_room(group)
                if walks:
                    item.setFocus(Qt.FocusReason.TabFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the list of pages."""
        super().showEvent(event)
        self._items[self.groups.index(self.group)].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def group(self) -> str:
        """The group whose page is shown."""
        shown = self._stack.currentWidget()
        return next(group for group, area in self._areas.items() if area is shown)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups in the order of their pages, whether these were looked at or not."""
        return tuple(chapter.group for chapter in self._chapters)

    def edit_hours(self, account_id: int = 0) -> None:
        """Open the hours of an account, of the desk for 0."""
        dialog = HoursDialog(self._session, self._theme, self, account=account_id)
        dialog.hours_kept.connect(self._on_hours_kept)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def refresh_accounts(self) -> None:
        """Read the accounts again: the engine told that they changed."""
        self._doors.refresh()

    def reject(self) -> None:
        """Close without Save: by Cancel, Escape or the window's own button. Texts are lost only if somebody says so."""
        sentences = [page.unsaved for page in self._pages if page.unsaved]
        if not sentences:
            self._leave()
            return
        if self._question is None:
            self._question = UnsavedDialog(self._theme, sentences, self)
            self._question.discarded.connect(self._leave)
            self._question.finished.connect(self._on_question_finished)
            self._question.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk through the list of pages with the arrows."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and isinstance(watched, ViewItem):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            place = self._items.index(watched) + (step or 0)
            if step is not None and 0 <= place < len(self._items):
                self.show_group(self.groups[place])
                return True
        return super().eventFilter(watched, event)

    # Making.

    def _make_rail(self) -> QWidget:
        rail = QWidget()
        rail.setObjectName("settings_rail")
        rail.setAccessibleName(self.tr("Settings"))
        rail.setProperty("ground", "window")
        rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(rail)
        column.setContentsMargins(8, 14, 8, 8)
        column.setSpacing(2)
        for chapter in self._chapters:
            item = ViewItem(self._theme, chapter.icon, chapter.title, f"settings_{chapter.group}")
            item.clicked.connect(lambda _=False, group=chapter.group: self.show_group(group))
            item.installEventFilter(self)
            self._items.append(item)
            column.addWidget(item)
        column.addStretch(1)
        return rail

    def _lay_out(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self._rail)
        upper.addWidget(Separator(self._theme, vertical=True))
        upper.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self._footer)
        self._resize_rail()

    def _connect(self) -> None:
        self._save.clicked.connect(self._on_save_clicked)
        self._cancel.clicked.connect(self.reject)
        self._theme.changed.connect(self._on_theme_changed)
        self._doors.connected.connect(self.account_connected)
        self._doors.removed.connect(self.account_removed)

    # Pages are made when they are first looked at.

    @property
    def _pages(self) -> list[SettingsPage]:
        """The pages that were looked at, in the order of the list: no other can hold a change."""
        return [self._made[group] for group in self.groups if group in self._made]

    def _page(self, group: str) -> SettingsPage | None:
        """Return a group's page, made if it is not or could not be read; None for a group that there is not."""
        chapter = next((one for one in self._chapters if one.group == group), None)
        made = self._made.get(group)
        if chapter is None or (made is not None and not isinstance(made, UnreadPage)):
            return made
        page = self._made_page(chapter)
        page.edited.connect(self._show_state)
        before = self._areas.get(group)
        self._made[group] = page
        self._areas[group] = scrolled(page)
        self._stack.addWidget(self._areas[group])
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()
        connect = self._wires.get(group)
        if connect is not None and not isinstance(page, UnreadPage):
            connect(page)
        return page

    def _made_page(self, chapter: Chapter) -> SettingsPage:
        """Return a chapter's page, or the one that says why it can't be read."""
        try:
            return chapter.make(self._session, self._theme)
        except StoreError as error:
            unread = UnreadPage(self._theme, chapter.group, chapter.icon, chapter.title, store_fault(error))
            unread.again_requested.connect(lambda: self.show_group(chapter.group))
            return unread

    def _connect_hours(self, page: HoursPage) -> None:
        self._hours = page
        page.edit_requested.connect(self.edit_hours)

    def _connect_playbooks(self, page: PlaybooksPage) -> None:
        page.crisis_switched.connect(lambda: self.settings_changed.emit("crisis"))

    def _connect_priority(self, page: PriorityPage) -> None:
        page.case_requested.connect(self.case_requested)

    def _connect_systems(self, page: SystemsPage) -> None:
        page.systems_changed.connect(lambda: self.settings_changed.emit("tickets"))

    # Acting.

    def _leave(self) -> None:
        """Keep nothing that was not saved, and let the window look as before."""
        for page in self._pages:
            page.revert()
        super().reject()

    def _on_question_finished(self) -> None:
        assert self._question is not None
        self._question.deleteLater()
        self._question = None

    def _on_hours_kept(self) -> None:
        if self._hours is not None:
            self._hours.refresh()
        self.settings_changed.emit("hours")

    def _show_state(self) -> None:
        waits = any(page.is_changed for page in self._pages)
        self._save.setEnabled(waits)
        self._cancel.setText(self.tr("Cancel") if waits else self.tr("Close"))
        self._footer.set_hint(self.tr("Changes wait for Save.") if waits else "")

    def _on_save_clicked(self) -> None:
        changed = [page for page in self._pages if page.is_changed]
        for page in changed:
            if not page.check():
                self.show_group(page.group)
                page.check()
                show_focus(self._stack)
                return
        for page in changed:
            try:
                page.keep()
            except StoreError as error:
                self._footer.set_hint(keep_sentence(store_fault(error)), icon="warning-circle", colour="red.text")
                return
            self.settings_changed.emit(page.group)
        self.accept()

    def _make_room(self, group: str) -> None:
        """Grow for a page with a list beside its form; the dialog never shrinks again under the agent's hands."""
        if group in _WIDE_GROUPS and self.width() < self._theme.px(_WIDE):
            screen = self.screen().availableGeometry()
            width = min(self._theme.px(_WIDE), screen.width() - _WIDTH // 20)
            height = min(max(self.height(), self._theme.px(_HIGH)), screen.height() - _WIDTH // 20)
            left = self.x() - (width - self.width()) // 2
            self.setGeometry(max(screen.left(), left), max(screen.top(), self.y()), width, height)

    def _on_theme_changed(self) -> None:
        self._resize_rail()
        fit(self, self._theme, _WIDTH, _HEIGHT)

    def _resize_rail(self) -> None:
        self._rail.setFixedWidth(self._theme.px(_RAIL))
