"""A customer's file is saved where the agent says, away from the window, and a disk that says no is told of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.model import ArrivedAttachment, CaseId
from desktop.store import StoreError
from tests.factories import NOON, FakeClock, an_arrival, an_author, taken
from tests.ui.sessions import a_session, case_ids
from ui.cases import ConversationHeader, Timeline
from ui.cases.controller import CaseController
from ui.session import Session
from ui.theme import Theme

CONTENT = b"%PDF bill" * 1_000


class Desk:
    """A conversation whose customer sent a bill, and one file of which only the name came."""

    def __init__(self, session: Session, controller: CaseController, timeline: Timeline) -> None:
        self.session, self.controller, self.timeline = session, controller, timeline

    def ask(self, name: str) -> None:
        """Click a file in the conversation."""
        case = CaseId(case_ids(self.session)[0])
        files = [file for item in self.session.cases.timeline(case) for file in item.attachments]
        self.timeline.attachment_requested.emit(int(next(file.id for file in files if file.name == name)))


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, light: Theme) -> Iterator[Desk]:
    session, account = a_session(tmp_path, FakeClock())
    sender = session.store.lanes.rows(case_ids(session)[:1])[0].name
    files = (
        ArrivedAttachment("bill.pdf", "application/pdf", len(CONTENT), CONTENT),
        ArrivedAttachment("film.mp4", "video/mp4", 90_000_000, None),
    )
    arrival = an_arrival("with-files", thread_remote_id="m0", author=an_author(sender), attachments=files)
    session.store.intake.take(account, [taken(arrival)], NOON)
    header, timeline = ConversationHeader(light, session.local_now), Timeline(light)
    for widget in (header, timeline):
        qtbot.addWidget(widget)
    made = Desk(session, CaseController(session, light, header, timeline, lambda _: None), timeline)
    yield made
    made.controller._deeds.saving.wait()
    session.store.close()


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    """Return what answers the question where a file is to be saved; None: nowhere."""

    def answered(target: Path | None) -> None:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target or ""), ""))

    return answered


def test_a_file_is_saved_where_the_agent_says(
    qtbot: QtBot, desk: Desk, tmp_path: Path, answer: Callable[[Path | None], None]
) -> None:
    target = tmp_path / "saved.pdf"
    answer(target)
    with qtbot.waitSignal(desk.controller._deeds.saving.saved) as told:
        desk.ask("bill.pdf")
    assert told.args == [str(target)]
    assert target.read_bytes() == CONTENT


def test_a_folder_that_is_not_there_is_told_of(
    qtbot: QtBot, desk: Desk, tmp_path: Path, answer: Callable[[Path | None], None]
) -> None:
    answer(tmp_path / "gone" / "saved.pdf")
    with qtbot.waitSignal(desk.controller.failed) as told:
        desk.ask("bill.pdf")
    assert told.args is not None
    assert isinstance(told.args[0], StoreError)


def test_who_chooses_no_place_saves_nothing(desk: Desk, tmp_path: Path, answer: Callable[[Path | None], None]) -> None:
    answer(None)
    before = set(tmp_path.iterdir())
    desk.ask("bill.pdf")
    desk.controller._deeds.saving.wait()
    assert set(tmp_path.iterdir()) == before


def test_a_file_whose_bytes_never_came_asks_for_no_place(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object) -> tuple[str, str]:
        raise AssertionError("there is nothing to save")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", asked)
    desk.ask("film.mp4")
