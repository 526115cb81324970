"""The knowledge's controller: opens the window, and makes an entry of the newest answer of the case in front."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.accounts.own_values import own_values
from desktop.guardrails import Guardrails
from desktop.knowledge import LANGUAGES, Gap, KnowledgeBook, cleaned_answer, questions_without_entry
from desktop.model import CaseDetail, Direction, ItemKind, TimelineItem
from desktop.model.knowledge import FaqText
from desktop.store import Store, StoreError
from ui.bridge import JobRunner
from ui.knowledge.window import KnowledgeWindow, Proposed
from ui.session import Session
from ui.theme import Theme

_SLOT = "knowledge"
_QUESTION = 300  # characters


class KnowledgeController(QObject):
    """One window at most. Window thread only; what lacks an entry is looked for in the background."""

    done = Signal(object)
    """A Done: an entry was kept or removed."""
    failed = Signal(object)
    """A StoreError."""
    case_requested = Signal(int)

    def __init__(
        self, session: Session, theme: Theme, jobs: JobRunner, guardrails: Callable[[], Guardrails], window: QWidget
    ) -> None:
        """Read nothing yet."""
        super().__init__(window)
        self._session = session
        self._theme = theme
        self._jobs = jobs
        self._guardrails = guardrails
        self._window = window
        self._case: CaseDetail | None = None
        self._shown: KnowledgeWindow | None = None
        self.book = KnowledgeBook(
            session.store, guardrails, lambda: session.agent.name, session.clock, lambda: own_values(session.store)
        )

    @property
    def name(self) -> str:
        """Whose case is in front, "" for nobody's."""
        return self._case.row.name if self._case is not None else ""

    @property
    def has_case(self) -> bool:
        """True if a case is in front."""
        return self._case is not None

    def show(self, case: CaseDetail | None) -> None:
        """Know which case is in front."""
        self._case = case

    def refresh(self) -> None:
        """Look again: an entry may have come back or gone."""
        if self._shown is not None and self._shown.isVisible():
            self._shown.refresh()

    def open(self) -> KnowledgeWindow:
        """Show the window, and look for what lacks an entry."""
        if self._shown is None:
            self._shown = KnowledgeWindow(self._session, self._theme, self.book, self._window, self._made_of)
            self._shown.changed.connect(self.done)
            self._shown.changed.connect(lambda _: self._look_for_gaps())
            self._shown.failed.connect(self.failed)
            self._shown.case_requested.connect(self.case_requested)
        self._shown.refresh()
        self._shown.show()
        self._shown.raise_()
        self._shown.activateWindow()
        self._look_for_gaps()
        return self._shown

    def _look_for_gaps(self) -> None:
        """Look in the background for the questions that no entry answers now."""
        if self._shown is not None:
            now = self._session.clock()
            self._jobs.run(_SLOT, lambda store: _gaps(store, now), self._shown.show_gaps)

    def make_entry(self, message_id: int | None = None) -> None:
        """Show an entry made of a message of the case in front."""
        self.make_entry_of(self._case, message_id)

    def make_entry_of(self, case: CaseDetail | None, message_id: int | None = None) -> None:
        """Show an entry made of a message of a case: an answer and the question before it, or a question.

        Without a message it is the newest answer that a person wrote.
        """
        if case is None:
            return
        try:
            items = self._session.cases.timeline(case.row.id)
            made = self._made(case, *_pair(items, message_id))
        except StoreError as error:
            self.failed.emit(error)
            return
        self.open().propose(*made)

    def _made_of(self, gap: Gap) -> Proposed:
        """Return an entry made of a question that lacks one: as it was asked in its case, and answered if it was."""
        try:
            case = self._session.cases.detail(gap.case_id)
            items = self._session.cases.timeline(gap.case_id)
            asked = next((one.message_id for one in items if one.text == gap.text), None)
            if case is not None and asked is not None:
                return self._made(case, *_pair(items, asked))
        except StoreError as error:
            self.failed.emit(error)
        return FaqText(gap.language if gap.language in LANGUAGES else LANGUAGES[0], gap.text, ""), ()

    def _made(self, case: CaseDetail, question: str, answer: str) -> Proposed:
        """Return question and answer without what is personal. Raises StoreError."""
        own = own_values(self._session.store)
        names = (case.row.name, case.row.handle, *(one.customer_handle for one in case.threads))
        asked = cleaned_answer(question, self._guardrails(), names=names, own_values=own)
        said = cleaned_answer(answer, self._guardrails(), names=names, own_values=own)
        language = case.language if case.language in LANGUAGES else LANGUAGES[0]
        text = FaqText(language, " ".join(asked.text.split())[:_QUESTION], said.text)
        return text, (*asked.taken, *said.taken)


def _pair(items: Sequence[TimelineItem], message_id: int | None = None) -> tuple[str, str]:
    """Return question and answer, "" for what there is not.

    Of an answer the customer's message before it is the question; of a question our next message answers it. Without a
    message it is the newest answer with its question.
    """
    question, answer, asking = "", "", ""
    for item in items:
        if item.kind is not ItemKind.MESSAGE or item.deleted or item.mechanical is not None:
            continue
        if item.direction is Direction.INCOMING:
            asking = item.text
            question = asking if item.message_id == message_id else question
        elif message_id is None:
            question, answer = asking or question, item.text
        elif question or item.message_id == message_id:
            return question or asking, item.text
    return question or (asking if message_id is None else ""), answer


def _gaps(store: Store, now: datetime) -> tuple[Gap, ...]:
    try:
        return questions_without_entry(store, now)
    except StoreError:
        return ()
