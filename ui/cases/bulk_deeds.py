"""Deeds on several cases: one after the other in small portions, so that the window answers, and undone as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.cases import Done, snooze_choices, together
from desktop.inbox import Drop
from desktop.model import CaseId, CaseStatus, Deed
from desktop.store import StoreError
from ui.cases.dialogs import ask_priority, ask_snooze_date, ask_tags
from ui.cases.snooze_words import snooze_words
from ui.session import Session
from ui.theme import Theme

PORTION = 50
_NORMAL = 35

DeedOn = Callable[[Sequence[CaseId]], Done]


class BulkDeeds(QObject):
    """Carries out what is asked for several cases, all of it through the desks. Window thread only."""

    done = Signal(object)
    """A Done for all of them."""
    failed = Signal(object)
    """A StoreError. What was done before it stays, and is told of by `done`."""
    progressed = Signal(int, int)
    """How many of how many cases were reached."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        window: QWidget,
        leave_list: Callable[[Iterable[int]], object],
        portion: int = PORTION,
    ) -> None:
        """`leave_list` selects the case that follows those about to leave the list."""
        super().__init__(window)
        self._session = session
        self._theme = theme
        self._window = window
        self._leave_list = leave_list
        self._portion = portion
        self._waiting: list[CaseId] = []
        self._total = 0
        self._deed: DeedOn | None = None
        self._dones: list[Done] = []
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._on_turn_came)

    @property
    def is_busy(self) -> bool:
        """True while a deed has not reached all its cases."""
        return bool(self._waiting)

    @property
    def me(self) -> str:
        """The initials of who sits here."""
        return self._session.agent.initials

    def finish(self) -> None:
        """Do what is left at once: the window closes."""
        while self.is_busy:
            self._turn.stop()
            self._on_turn_came()

    # --- deeds --------------------------------------------------------------------------------------------------

    def set_status(self, ids: Sequence[int], status: CaseStatus) -> None:
        """Solve, reopen, or set cases waiting."""
        if status is CaseStatus.SOLVED:
            self._leave_list(ids)
        self.run(ids, lambda some: self._session.cases.set_status(some, status))

    def assign(self, ids: Sequence[int], initials: str | None) -> None:
        """Give cases to an agent or to nobody."""
        self.run(ids, lambda some: self._session.cases.assign(some, initials))

    def snooze(self, ids: Sequence[int], until: datetime) -> None:
        """Put cases away until a moment."""
        self._leave_list(ids)
        self.run(ids, lambda some: self._session.cases.snooze(some, until))

    def ask_priority(self, ids: Sequence[int]) -> None:
        """Ask how soon cases need an answer."""
        rows = self._session.inbox.rows([CaseId(ids[0])])
        chosen, priority = ask_priority(rows[0].priority if rows else _NORMAL, self._window)
        if chosen:
            self.run(ids, lambda some: self._session.cases.set_priorities(some, priority))

    def ask_tags(self, ids: Sequence[int]) -> None:
        """Edit the tags that all cases have: what is added goes on all of them, what is taken off comes off all."""
        shared = set.intersection(*(set(self._session.store.cases.tags(CaseId(one))) for one in ids[:200]))
        before = tuple(sorted(shared))
        after = ask_tags(before, self._window)
        if after is None:
            return
        kept = {tag.strip() for tag in after}
        more, less = [tag for tag in after if tag not in shared], [tag for tag in before if tag not in kept]
        if more or less:
            self.run(ids, lambda some: self._session.cases.change_tags(some, more, less))

    # --- menus ------------------------------------------------------------------------------------------------

    def open_menu(self, deed: str, ids: Sequence[int], at: QPoint) -> None:
        """Offer the agents ("assign") or the ends of a snooze ("snooze") at a place of the screen."""
        menu = self.assign_menu(ids) if deed == "assign" else self.snooze_menu(ids)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def assign_menu(self, ids: Sequence[int]) -> QMenu:
        """Return a menu of the team, who sits here first."""
        menu = QMenu(self._window)
        menu.setObjectName("bulk_assign_menu")
        me, *others = self._session.team.offered()
        mine = menu.addAction(self.tr("Me, {name}").replace("{name}", me.name))
        mine.triggered.connect(lambda: self.assign(ids, me.initials))
        for one in others:
            other = menu.addAction(one.name)
            other.triggered.connect(lambda _=False, initials=one.initials: self.assign(ids, initials))
        menu.addSeparator()
        menu.addAction(self.tr("Nobody")).triggered.connect(lambda: self.assign(ids, None))
        return menu

    def snooze_menu(self, ids: Sequence[int]) -> QMenu:
        """Return a menu of the ends of a snooze."""
        menu = QMenu(self._window)
        menu.setObjectName("bulk_snooze_menu")
        for code, moment in snooze_choices(self._session.local_now()):
            action = menu.addAction(snooze_words(code, moment))
            action.triggered.connect(lambda _=False, moment=moment: self.snooze(ids, moment))
        menu.addSeparator()
        menu.addAction(self.tr("Date…")).triggered.connect(lambda: self._ask_snooze_date(ids))
        return menu

    # --- drops ------------------------------------------------------------------------------------------------

    def drop(self, ids: Sequence[int], wanted: Drop, at: QPoint) -> None:
        """Do with cases what dropping them means; a snooze asks until when in a menu at a place of the screen."""
        if wanted.snooze:
            self.open_menu("snooze", ids, at)
            return
        if wanted.status is CaseStatus.SOLVED:
            self._leave_list(ids)
        self.run(ids, lambda some: self._dropped(some, wanted))

    def _dropped(self, ids: Sequence[CaseId], wanted: Drop) -> Done:
        cases, dones = self._session.cases, []
        if wanted.tags or wanted.tags_off:
            dones.append(cases.change_tags(ids, wanted.tags, wanted.tags_off))
        if wanted.status is not None:
            dones.append(cases.set_status(ids, wanted.status))
        if wanted.assignee is not None:
            dones.append(cases.assign(ids, wanted.assignee or None))
        return together(dones)

    def _ask_snooze_date(self, ids: Sequence[int]) -> None:
        until = ask_snooze_date(self._session.local_now(), self._theme, self._window)
        if until is not None:
            self.snooze(ids, until)

    # --- in portions ------------------------------------------------------------------------------------------

    def run(self, ids: Sequence[int], deed: DeedOn) -> None:
        """Carry a deed out on cases, portion by portion."""
        self.finish()  # an earlier one: its cases are not to be mixed with these
        self._waiting = [CaseId(one) for one in ids]
        self._total, self._deed, self._dones = len(self._waiting), deed, []
        if self._waiting:
            self._on_turn_came()

    def _on_turn_came(self) -> None:
        portion, self._waiting = self._waiting[: self._portion], self._waiting[self._portion :]
        assert self._deed is not None
        try:
            self._dones.append(self._deed(portion))
        except StoreError as error:
            self._waiting = []
            self.failed.emit(error)
        except ValueError:
            self._waiting = []
        if self._waiting:
            self.progressed.emit(self._total - len(self._waiting), self._total)
            self._turn.start()
            return
        self.progressed.emit(self._total, self._total)
        dones, self._dones = self._dones, []
        if dones:
            self.done.emit(self._one(dones))

    def _one(self, dones: Sequence[Done]) -> Done:
        """Return portions of a deed as one; its undo is one transaction."""
        whole = together(dones)
        undo = whole.undo
        if undo is None:
            return whole

        def at_once() -> None:
            with self._session.store.connection.writing():
                undo()

        detail = next((one.detail for one in reversed(dones) if one.detail), "")
        return replace(whole, deed=_kind(dones), detail=detail, undo=at_once)


def _kind(dones: Sequence[Done]) -> Deed:
    return next((one.deed for one in reversed(dones) if one.deed is not Deed.READ), Deed.READ)
