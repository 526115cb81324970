"""The way into practice: one process at a time, with the profile's key and no account's secret."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.events import Unlock, decode, encode
from desktop.model import Network
from desktop.practice import Choice, Level, Result, Source, sittings_of
from desktop.store import open_store
from tests.factories import KEY, NOON, FakeClock
from tests.ui.practice.test_practice_dialogs import a_result
from tests.ui.sessions import a_session
from ui.practice.app import OwnDesk, keep_points, offers_of
from ui.practice.door import PracticeDoor, fill_practice
from ui.session import Session
from ui.shell.doors import Doors
from ui.shell.palette_actions import ActionRegistry
from ui.theme import Theme


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made, _ = a_session(tmp_path, FakeClock(NOON))
    made.vault.set("account/1/token", "secret of an account")
    yield made
    made.store.close()


class Process:
    """Stands for a process that runs until it is told otherwise."""

    def __init__(self, command: list[str], **_: object) -> None:
        self.command = command
        self.written = ""
        self.code: int | None = None
        self.stdin = io.StringIO()
        self.stdin.close = self._keep  # type: ignore[method-assign]

    def poll(self) -> int | None:
        return self.code

    def _keep(self) -> None:
        self.written = self.stdin.getvalue()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Process]:
    made: list[Process] = []

    def start(command: list[str], **given: Any) -> Process:
        made.append(Process(command, **given))
        return made[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    return made


def test_practice_gets_the_key_of_the_profile_and_no_secret(
    qtbot: QtBot, session: Session, started: list[Process]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    PracticeDoor(session, window).open()
    (process,) = started
    assert process.command[-4:] == ["--practice", "--profile", str(session.profile.folder), "--key-from-stdin"]
    assert decode(process.written) == Unlock((KEY.raw or b"").hex(), "", {})
    assert "secret of an account" not in process.written


def test_one_practice_at_a_time(qtbot: QtBot, session: Session, started: list[Process]) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    door, registry = PracticeDoor(session, window), ActionRegistry()
    fill_practice(registry, door)
    assert registry.run("practice")
    assert not registry.run("practice")
    started[0].code = 0
    assert registry.run("practice")
    assert len(started) == 2


@pytest.mark.expects_warnings
def test_a_practice_that_can_not_be_started_is_said(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(subprocess, "Popen", fails)
    window = QWidget()
    qtbot.addWidget(window)
    PracticeDoor(session, window).open()
    box = window.findChild(QMessageBox, "practice_failed")
    assert box is not None
    assert "Your desk is as it was" in box.text()


def test_a_practice_desk_connects_no_account(qtbot: QtBot, light: Theme, session: Session) -> None:
    session.is_practice = True
    window = QWidget()
    qtbot.addWidget(window)
    doors = Doors(session, light, window)
    doors.connect_account(Network.MASTODON)
    box = window.findChild(QMessageBox, "practice_only")
    assert box is not None
    assert "no account that could send" in box.text()
    assert doors._wizard is None


def own_desk(session: Session) -> OwnDesk:
    return OwnDesk(session.profile, KEY, session.agent)


def points(*results: Result) -> tuple[Result, ...]:
    return results


def test_points_are_kept_in_the_own_profile(session: Session) -> None:
    choice = Choice("en", Source.SCENARIOS, Level.USUAL, 3)
    assert keep_points(own_desk(session), choice, points(a_result(), a_result(answered=False)), NOON)
    with open_store(session.profile, KEY) as store:
        (sitting,) = sittings_of(store, session.agent.initials)
    assert (sitting.cases, sitting.level, sitting.language) == (1, 2, "en")
    assert sitting.total == a_result().total


def test_what_is_kept_while_a_sitting_goes_on_is_one_sitting_with_its_newest_points(session: Session) -> None:
    own, choice = own_desk(session), Choice("en", Source.SCENARIOS, Level.USUAL, 3)
    for count in (1, 2, 3):
        assert keep_points(own, choice, points(*[a_result()] * count), NOON)
    assert keep_points(own, choice, points(a_result()), NOON + timedelta(hours=1))
    with open_store(session.profile, KEY) as store:
        assert [one.cases for one in sittings_of(store, session.agent.initials)] == [3, 1]


def test_nothing_is_kept_where_nothing_was_answered_or_there_is_no_own_profile(session: Session) -> None:
    choice = Choice("en", Source.SCENARIOS, Level.USUAL, 3)
    assert keep_points(own_desk(session), choice, points(a_result(answered=False)), NOON)
    assert keep_points(OwnDesk(session.profile, None), choice, points(a_result()), NOON)
    assert sittings_of(session.store, session.agent.initials) == ()


def test_a_profile_that_is_gone_is_told_and_loses_nothing_else(session: Session, tmp_path: Path) -> None:
    gone = OwnDesk(type(session.profile)(tmp_path / "gone" / "away"), KEY, session.agent)
    choice = Choice("en", Source.SCENARIOS, Level.USUAL, 3)
    assert not keep_points(gone, choice, points(a_result()), NOON)


def test_own_cases_are_looked_for_once_in_each_language(session: Session) -> None:
    own = own_desk(session)
    offers = offers_of(own, session.store)
    scenarios, past = offers("en")
    assert len(scenarios) >= 6
    assert past == ()
    assert list(own.past) == ["en"]
    assert offers("en")[1] is own.past["en"]


def test_the_unlock_line_is_what_the_other_side_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.practice.app import _handed_key

    monkeypatch.setattr("sys.stdin", io.StringIO(encode(Unlock((KEY.raw or b"").hex(), "", {})) + "\n"))
    assert _handed_key() == KEY
    monkeypatch.setattr("sys.stdin", io.StringIO(encode(Unlock("", "a passphrase")) + "\n"))
    assert _handed_key().passphrase == "a passphrase"
