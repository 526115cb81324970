"""The self-test's dialog: it begins with a person's words, shows what comes next and the results beside the article's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.model import Network
from desktop.store import open_store
from desktop.system.vault import SessionVault
from tests.factories import KEY, FakeClock, a_profile, an_account
from ui.reports.trial_controller import TrialController
from ui.session import Session, begin_session
from ui.theme import Theme


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    profile = a_profile(tmp_path / "profile")
    made = begin_session(profile, open_store(profile, KEY), KEY, SessionVault(), FakeClock())
    an_account(made.store, Network.X, "@aurora")
    yield made
    made.store.close()


def test_a_test_is_begun_posted_and_ended(session: Session, theme: Theme, qtbot: QtBot) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    controller = TrialController(session, theme, room)
    dialog = controller.open()
    dialog.begin.click()
    assert "handle" in dialog.fault.text()
    dialog.writers[0][1].edit.setText("@anna")
    dialog.begin.click()
    trial = session.store.trials.newest()
    assert trial is not None
    posts = session.store.trials.posts(trial.id)
    assert len(posts) == 20
    assert dialog.posts.shown_rows[0].cells[4] == "to be posted"
    assert dialog.standing.text() == "0 of 20 posted, 0 seen here"
    dialog.posts.selectRow(0)
    dialog.copy.click()
    assert dialog.standing.text() == "Copied: post it as @anna."
    dialog.posted.click()
    assert dialog.standing.text() == "1 of 20 posted, 0 seen here"
    assert dialog.posts.shown_rows[0].cells[4] == "posted, not seen"
    assert dialog.results.shown_rows[-1].cells[-1] == "without @: 3 of 40, less than 8 %"
    dialog.end.click()
    ended = session.store.trials.newest()
    assert ended is not None
    assert ended.ended_at is not None


def test_a_theme_that_changes_afterwards_asks_nothing_of_a_closed_test(
    session: Session, light: Theme, qtbot: QtBot
) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    dialog = TrialController(session, light, room).open()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close_button.click()
    light.set_scale(1.25)
    light.set_scale(1.0)
