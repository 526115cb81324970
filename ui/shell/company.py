"""Company: tells the store which case is in front and where keys are pressed, and shows what colleagues tell."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtWidgets import QMessageBox

from desktop.model import CaseDetail, CaseId
from desktop.store import StoreError
from desktop.store.presence import Present
from ui.inbox.model import CaseListModel
from ui.session import Session
from ui.shell.conversation import ConversationPane

_LOOK_MS = 10_000
_TYPING_MS = 5_000


class Company(QObject):
    """One window's. Window thread only; a read of a table with a row an open window, every ten seconds."""

    def __init__(
        self, session: Session, conversation: ConversationPane, model: CaseListModel | None, parent: QObject
    ) -> None:
        """`model` is the list whose rows say who is there, None for a window without one."""
        super().__init__(parent)
        self._session = session
        strip, composer = conversation.company, conversation.composer
        self._header = conversation.header
        self._strip = strip
        self._composer = composer
        self._model = model
        self._window = uuid4().hex
        self._case: CaseId | None = None
        self._put_aside: set[tuple[CaseId, str]] = set()
        self._others: tuple[Present, ...] = ()
        self._last_key = QElapsedTimer()
        self._turn = QTimer(self)  # the own sign of life is written once the conversation is painted
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self.look)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.look)
        self._clock.start(_LOOK_MS)
        composer.text_changed.connect(self._on_text_changed)
        strip.draft_requested.connect(self._on_strip_draft_requested)
        strip.continued.connect(self._on_strip_continued)

    def show(self, detail: CaseDetail | None) -> None:
        """Another case is in front."""
        self._case = detail.row.id if detail is not None else None
        self._last_key.invalidate()
        if self._session.agent.is_set:
            self._say()  # as the last look has it
            self._turn.start()

    def look(self) -> None:
        """Renew the own sign of life and read those of the others."""
        session, agent = self._session, self._session.agent
        if not agent.is_set:
            return
        try:
            session.store.presence.note(self._window, self._case, agent.name, agent.initials, at=session.clock())
            self._others = session.store.presence.others(agent.name, session.clock())
        except StoreError:
            return  # who is there is worth no error message; the next look comes in seconds
        if self._model is not None:
            self._model.set_company(_by_case(self._others))
        self._say()

    def leave(self) -> None:
        """The window closes."""
        self._clock.stop()
        self._turn.stop()
        try:
            self._session.store.presence.leave(self._window)
        except StoreError:
            return  # it fades by itself

    def _here(self) -> tuple[Present, ...]:
        return tuple(one for one in self._others if one.case_id == self._case)

    def _say(self) -> None:
        here = self._here()
        writers = [one for one in here if one.writes]
        if writers and (writers[0].case_id, writers[0].agent) not in self._put_aside:
            words = self.tr("{name} is answering this conversation.").replace("{name}", _first(writers[0].agent))
            self._strip.say(words, writes=True, has_draft=bool(self._session.drafts.colleague(writers[0].case_id)))
        elif here:
            names = ", ".join(_first(one.agent) for one in here)
            pattern = (
                self.tr("{names} has this conversation open.")
                if len(here) == 1
                else self.tr("{names} have this conversation open.")
            )
            self._strip.say(pattern.replace("{names}", names), writes=False, has_draft=False)
        else:
            self._strip.say("", writes=False, has_draft=False)
        self._head(here, writers)

    def _head(self, here: Sequence[Present], writers: Sequence[Present]) -> None:
        """Name everybody in the header, who answers first, also where the strip was put aside."""
        ordered = sorted(here, key=lambda one: not one.writes)
        names = ", ".join(dict.fromkeys(_first(one.agent) for one in ordered))
        spoken = self.tr("{names} also here").replace("{names}", names)
        if writers:
            spoken = self.tr("{name} is answering this conversation.").replace("{name}", _first(writers[0].agent))
        self._header.set_company(names, spoken if here else "", writes=bool(writers))

    def _on_text_changed(self, text: str) -> None:
        if self._case is None or (text and self._last_key.isValid() and not self._last_key.hasExpired(_TYPING_MS)):
            return
        if self._turn.isActive():
            self._turn.stop()
            self.look()
        self._last_key.start()
        try:
            at = self._session.clock() if text.strip() else None
            self._session.store.presence.note_typing(self._window, self._case, at=at)
        except StoreError:
            return  # the next key tells it again

    def _on_strip_draft_requested(self) -> None:
        if self._case is None:
            return
        draft = self._session.store.drafts.of_case(self._case)
        if draft is not None:
            author = _first(self._session.store.drafts.author_of(self._case))
            title = self.tr("{name}'s draft").replace("{name}", author)
            QMessageBox.information(self._strip.window(), title, draft.text or self.tr("Nothing is written yet."))

    def _on_strip_continued(self) -> None:
        self._put_aside |= {(one.case_id, one.agent) for one in self._here() if one.writes}
        self._say()
        self._composer.focus_editor()


def _first(name: str) -> str:
    return name.split(" ", 1)[0]


def _by_case(others: Sequence[Present]) -> dict[int, str]:
    found: dict[int, str] = {}
    for one in others:
        before = found.get(int(one.case_id))
        found[int(one.case_id)] = f"{before}, {_first(one.agent)}" if before else _first(one.agent)
    return found
