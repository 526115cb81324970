"""The playbook's controller: the card of the case in front, ticked by clicks and keys, undone by the toast."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.model import CaseDetail
from desktop.store import StoreError
from ui.playbooks.card import PlaybookCard
from ui.playbooks.presenter import present_progress
from ui.session import Session


class PlaybookController(QObject):
    """Shows how far a case's playbook is. Window thread only; each look is a short read."""

    done = Signal(object)
    """A Done: a step was ticked, or was not done after all."""
    failed = Signal(object)
    """A StoreError: nothing was changed."""

    def __init__(self, session: Session, card: PlaybookCard) -> None:
        """Show nothing until a case is shown."""
        super().__init__(card)
        self._session = session
        self._card = card
        self._case: CaseDetail | None = None
        card.ticked.connect(self._on_card_ticked)

    def show(self, case: CaseDetail | None) -> None:
        """Show the playbook of a case, or none."""
        self._case = case
        self.refresh()

    def refresh(self) -> None:
        """Look again: somebody ticked a step, or the playbooks changed."""
        session, case = self._session, self._case
        if case is None:
            self._card.set_state(None)
            return
        try:
            progress = session.playbooks.of_case(case.row)
        except StoreError as error:
            self.failed.emit(error)
            return
        state = present_progress(progress, session.clock(), session.tz) if progress is not None else None
        self._card.set_state(state)

    def open(self) -> None:
        """Open the card with the caret at the next step."""
        self._card.open_steps()

    @property
    def name(self) -> str:
        """Whose case is in front, "" for nobody's."""
        return self._case.row.name if self._case is not None else ""

    @property
    def is_shown(self) -> bool:
        """True if the case in front has a playbook."""
        return not self._card.isHidden()

    def _on_card_ticked(self, step: str, is_done: bool) -> None:
        if self._case is None:
            return
        try:
            deed = self._session.playbooks.tick(self._case.row.id, step, done=is_done)
        except StoreError as error:
            self.failed.emit(error)
            deed = None
        self.refresh()
        if deed is not None:
            self.done.emit(deed)
