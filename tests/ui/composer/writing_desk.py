"""A composer with its controller on a fresh store, as the window puts them together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.guardrails import DraftFacts, limit_findings
from desktop.guardrails.files import file_findings
from desktop.model import Account, CaseDetail, CaseId, DraftMode, Verdict, verdict_of
from desktop.store import StoreError
from tests.factories import FakeClock
from tests.ui.sessions import a_session, detail
from ui.composer import Composer
from ui.composer.controller import ComposerController
from ui.session import Session
from ui.settings.preferences import keep_advice
from ui.theme import Theme


class LimitsAlone:
    """Guardrails that know of lengths and files only."""

    def judge(self, facts: DraftFacts) -> Verdict:
        return verdict_of((*limit_findings(facts), *file_findings(facts)))


@dataclass
class WritingDesk:
    """A window with a composer and its controller; `failed` is what the store said no to."""

    session: Session
    account: Account
    clock: FakeClock
    window: QWidget
    composer: Composer
    controller: ComposerController
    qtbot: QtBot
    queued: list[CaseId] = field(default_factory=list)
    failed: list[StoreError] = field(default_factory=list)

    def case(self, number: int = 0) -> CaseDetail:
        return detail(self.session, number)

    def show(self, number: int = 0, mode: DraftMode = DraftMode.PUBLIC) -> CaseId:
        """Show a case, as after a click on its row."""
        case = self.case(number)
        self.controller.show(case)
        self.composer.choose_mode(mode)
        return case.row.id

    def attach(self, *paths: str) -> None:
        """Drop files onto the composer and wait until they are beside the draft."""
        self.composer.attachments_dropped.emit(list(paths))
        self.attached()

    def attached(self) -> None:
        """Wait until nothing is on its way into a draft any more."""
        self.qtbot.waitUntil(lambda: not self.controller.is_attaching)

    def type(self, text: str) -> None:
        """Write a text as an agent does, and let it be judged."""
        self.composer.editor.selectAll()
        self.composer.insert_text(text)
        self.composer.state_needed.emit()


@contextmanager
def a_writing_desk(folder: Path, theme: Theme, qtbot: QtBot, width: int = 584) -> Iterator[WritingDesk]:
    """Open a desk with three customers who each wrote once in public; nobody proposes better words there."""
    clock = FakeClock()
    session, account = a_session(folder, clock)
    keep_advice(session.store, False, clock())
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(1)
    composer = Composer(theme)
    column.addWidget(composer)
    controller = ComposerController(session, composer, LimitsAlone, session.cases.add_note)  # type: ignore[arg-type]
    qtbot.addWidget(window, before_close_func=lambda _: controller.show(None))
    window.resize(width, 640)
    window.show()
    qtbot.waitExposed(window)
    desk = WritingDesk(session, account, clock, window, composer, controller, qtbot)
    controller.queued.connect(desk.queued.append)
    controller.failed.connect(desk.failed.append)
    yield desk
    session.store.close()
