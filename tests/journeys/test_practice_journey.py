"""A sitting as an agent walks it: a request in public is stopped, the case moves to private and ends, points follow."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.cases import CaseDesk
from desktop.events import Unlock, encode
from desktop.model import CaseStatus, Direction, Lane
from desktop.practice import Mood, Part, Result, Tries, cases_by_uid, sittings_of
from desktop.practice.scoring import MarkCode
from desktop.store import open_store
from desktop.system.clock import utc_now
from desktop.system.profile import Profile
from desktop.system.vault import SessionVault
from tests.factories import KEY, a_profile, an_account, an_arrival, taken
from tests.journeys.practiceside import LAURA, PractisedWindow, plan_for, practising, scenarios_of
from ui.practice.results import ResultsDialog
from ui.session import begin_session

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def write(walk: PractisedWindow, text: str) -> None:
    """Write an answer in the place of what stands in the composer."""
    editor = walk.composer.editor
    editor.setFocus()
    walk.press(editor, Qt.Key.Key_A, CTRL)
    walk.type_text(editor, text)


def send(walk: PractisedWindow) -> None:
    walk.press(walk.composer.editor, Qt.Key.Key_Return, CTRL)


def first(walk: PractisedWindow) -> Result:
    return walk.practising.results()[0]


def codes(result: Result, part: Part) -> set[MarkCode]:
    return {mark.code for mark in result.part(part).marks}


def results_of(walk: PractisedWindow) -> ResultsDialog:
    """Open the results with the keyboard."""
    pill = walk.part("practice_pill")
    pill.setFocus()
    walk.press(pill, Qt.Key.Key_Space)
    walk.until(lambda: walk.practising.dialog is not None)
    assert walk.practising.dialog is not None
    return walk.practising.dialog


def test_a_sitting_from_the_first_message_to_the_points(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    plan = plan_for(scenarios_of("en", "wrong_bill", "praise"), "en")
    scored: list[tuple[Result, ...]] = []
    with practising(qtbot, qapp, tmp_path, plan) as walk:
        walk.practising.scored.connect(scored.append)
        assert "PRACTICE" in walk.window.windowTitle()
        walk.until(lambda: walk.practising.has_begun and walk.composer.isVisible())
        # what must not be asked in public is stopped, and the try is remembered
        write(walk, "Sorry about that. Send us your tax code and your IBAN here.")
        send(walk)
        walk.until(lambda: has_tried(walk))
        # the same customer is asked into private instead
        write(walk, "We are sorry, Toby. We are checking it now, please write to us in a private message.")
        send(walk)
        walk.until(lambda: messages(walk) == 3)
        # and answered there
        walk.press(walk.composer.editor, Qt.Key.Key_M, CTRL | SHIFT)
        write(walk, "Thank you. I pass it on to accounts and will write to you when it leaves.")
        send(walk)
        walk.until(lambda: first(walk).play.has_ended and messages(walk) == 5)
        # her thanks do not reopen the case, so it left the list; it is still the one in front
        walk.press(walk.part("conversation_solve"), Qt.Key.Key_Space)
        walk.until(lambda: first(walk).solved)
        check_points(first(walk))
        # whoever keeps the points on the way has these: nothing is lost with a window that is killed
        walk.until(lambda: bool(scored) and scored[-1][0] == first(walk))
        nothing_left(walk)
        walk_the_results(walk, tmp_path)


def has_tried(walk: PractisedWindow) -> bool:
    return bool(Tries(walk.session.store).all())


def messages(walk: PractisedWindow) -> int:
    """Return how many messages the first case has in the window's store."""
    cases = cases_by_uid(walk.session.store, walk.session.clock())
    return cases["practice01x1"].messages


def check_points(result: Result) -> None:
    assert result.play.mood is Mood.CONTENT
    assert result.part(Part.TIME).points == 100
    assert MarkCode.TRIED in codes(result, Part.PRIVACY)
    assert MarkCode.MOVED in codes(result, Part.PRIVACY)
    assert result.part(Part.PRIVACY).points == 85
    assert result.part(Part.OUTCOME).points >= 90


def nothing_left(walk: PractisedWindow) -> None:
    """Every delivery was heard by the stage alone; none is open."""
    assert walk.session.store.deliveries.open() == ()


def walk_the_results(walk: PractisedWindow, folder: Path) -> None:
    dialog = results_of(walk)
    assert [one.entry.scenario.key for one in dialog.shown][:1] == ["wrong_bill"]
    target = folder / "points.csv"
    dialog.export_to(target)
    lines = target.read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("case,attempt,language")
    assert "Toby" not in target.read_text("utf-8-sig")
    walk.press(dialog, Qt.Key.Key_Escape)
    walk.until(lambda: walk.practising.dialog is None)


_PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from ui.practice.start_dialog import StartDialog
from ui.practice.controller import Practising
from desktop.practice import Source

def begin(dialog):
    dialog.language.box.choose("it")
    dialog.source.choose(Source.PAST)
    dialog.source.chosen.emit(Source.PAST)
    print(dialog.offer_words, flush=True)
    return StartDialog.DialogCode.Accepted

def practise(self):
    look(self)
    composer = self._window.composing._composer if self.has_begun else None
    if composer is not None and not hasattr(self, "wrote"):
        self.wrote = True
        composer.insert_text("Ci dispiace, controlliamo subito e le scriviamo.")
        QTimer.singleShot(500, composer.send)
    if self.has_begun and self.results()[0].took is not None:
        print("answered", flush=True)
        self._window.close()

look = Practising.look
Practising.look = practise
StartDialog.exec = begin
from ui.__main__ import main
sys.exit(main())
"""


def an_own_desk(folder: Path) -> Profile:
    """Make an agent's own profile with one solved case in Italian."""
    profile = a_profile(folder / "own")
    with open_store(profile, KEY) as store:
        account, now = an_account(store), utc_now()
        asked = an_arrival(
            "m1",
            text="Sono Marta Rossi, la bolletta è doppia: che cosa posso fare?",
            sent_at=now - timedelta(minutes=9),
        )
        answer = an_arrival(
            "m2",
            text="Ci dispiace Marta, verifichiamo.",
            direction=Direction.OUTGOING,
            sent_at=now,
            thread_remote_id="m1",
        )
        store.intake.take(account, [taken(asked), taken(answer)], now)
        ids = store.lanes.ids(Lane.ALL, agent="", at_risk_before=now)
        rows = store.lanes.rows(ids)
        CaseDesk(store, LAURA, utc_now).set_status([row.id for row in rows], CaseStatus.SOLVED)
        session = begin_session(profile, store, KEY, SessionVault(), utc_now)
        session.set_agent(LAURA)
    return profile


@pytest.mark.timeout(240)
def test_the_program_practises_on_an_own_case_and_keeps_the_points_alone(tmp_path: Path) -> None:
    profile = an_own_desk(tmp_path)
    unlock = encode(Unlock((KEY.raw or b"").hex(), "", {})) + "\n"
    command = [sys.executable, "-c", _PROGRAM, "--practice", "--profile", str(profile.folder), "--key-from-stdin"]
    ran = subprocess.run(command, input=unlock, capture_output=True, text=True, check=False, timeout=200)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == [
        "Cases in Italian: 1. In your own ones names, handles and numbers are covered.",
        "answered",
    ]
    with open_store(profile, KEY) as store:
        (sitting,) = sittings_of(store, LAURA.initials)
        assert (sitting.cases, sitting.language, sitting.level) == (1, "it", 1)
        assert sitting.part(Part.TIME) == 100
        assert "controlliamo" not in str(store.settings.get("practice.history"))
        ids = store.lanes.ids(Lane.ALL, agent="", at_risk_before=utc_now())
        assert len(ids) == 1, "nothing was written beside"
