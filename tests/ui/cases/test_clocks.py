"""The header's clock: its card says the rule, the reckoning and the steps, and opens without a pointer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.clocks import CountedTime, Ladder, Step, StepDeed, TargetRule, Targets, default_targets
from desktop.model import CaseId, CaseStatus, ClockKind, MessageClass
from desktop.sync import ClockKeeper, Escalator
from tests.factories import NOON, FakeClock
from tests.ui.sessions import a_session, case_ids
from ui.cases.clock_card import ClockCard, ClockChip
from ui.cases.clock_presenter import ClockPart, card_text
from ui.cases.clock_reading import clock_of, clocks_of
from ui.cases.header import ConversationHeader
from ui.cases.header_presenter import clock_look
from ui.inbox import present_clock
from ui.inbox.clock_words import minutes_text, outcome_words, rule_name, step_words, when_text
from ui.session import Session
from ui.theme import Theme
from ui.widgets import Label

FIRST, SOLVED = ClockKind.FIRST_REPLY, ClockKind.RESOLUTION


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def session(tmp_path: Path, clock: FakeClock) -> Iterator[Session]:
    made, _ = a_session(tmp_path, clock, ("Ada Neri",))
    yield made
    made.store.close()


def work(session: Session) -> None:
    """Do what the engine does about clocks."""
    ClockKeeper(session.store, session.clocks, session.clock).work()
    Escalator(session.store, session.clocks, session.clock).work()


def parts(session: Session) -> tuple[ClockPart, ...]:
    found = session.cases.detail(case_ids(session)[0])
    assert found is not None
    return clocks_of(session, found)


def test_the_card_says_the_rule_the_target_and_the_end(session: Session) -> None:
    (part,) = parts(session)
    assert (part.title, part.stand, part.tone) == ("First reply", "1 h left", "")
    assert [line.text for line in part.lines] == [
        "Target 1 h of opening time, by the rule for every message",
        "Written 13:00, to be answered by 14:00",
    ]
    assert card_text((part,)).startswith("First reply: 1 h left\nTarget 1 h")


def test_the_card_names_the_more_specific_rule_and_what_it_counts(session: Session) -> None:
    (account,) = session.store.accounts.all()
    rule = TargetRule("r", FIRST, 90, account.uid, MessageClass.COMPLAINT, 40, CountedTime.WALL)
    session.clocks.keep(Targets((*default_targets().rules, rule)), Ladder(), at=NOON, actor="Laura")
    work(session)
    (part,) = parts(session)
    assert part.lines[0].text == (
        "Target 1 h 30 of all hours, by the rule for complaints, high priority or above, on @aurora@town.example"
    )


def test_the_card_says_what_was_done_and_what_comes_next(session: Session, clock: FakeClock) -> None:
    steps = (
        Step("a", FIRST, -30, StepDeed.NOTIFY, "leader"),
        Step("b", FIRST, 0, StepDeed.RAISE_PRIORITY),
        Step("c", FIRST, 15, StepDeed.REASSIGN, "GV"),
    )
    session.clocks.keep(default_targets(), Ladder(steps, "CB"), at=NOON, actor="Laura")
    clock.advance(35 * 60)
    work(session)
    (part,) = parts(session)
    assert [line.text for line in part.lines[2:]] == [
        "13:35   CB was told",
        "14:00   Raise the priority, when it is over",
        "14:15   Give it to GV, 15 min after",
    ]
    clock.advance(12 * 60)
    (part,) = parts(session)
    assert (part.stand, part.tone) == ("13 min left", "amber")
    clock.advance(20 * 60)
    (part,) = parts(session)
    assert (part.stand, part.tone) == ("7 min over", "red")


def test_a_wait_is_counted_out_and_said(session: Session, clock: FakeClock) -> None:
    (case,) = case_ids(session)
    clock.advance(600)
    session.cases.set_status([case], CaseStatus.WAITING)
    clock.advance(1_200)
    session.cases.set_status([case], CaseStatus.OPEN)
    work(session)
    (part,) = parts(session)
    assert part.lines[2].text == "Stood still for 20 min while Ada Neri was to answer"
    assert part.stand == "50 min left"


def test_both_clocks_stand_on_the_card_the_nearer_one_first(session: Session) -> None:
    rules = (*default_targets().rules, TargetRule("s", SOLVED, 240))
    session.clocks.keep(Targets(rules), Ladder(), at=NOON, actor="Laura")
    work(session)
    assert [(part.title, part.stand) for part in parts(session)] == [
        ("First reply", "1 h left"),
        ("Resolution", "4 h left"),
    ]


def test_what_is_to_be_solved_says_so_in_header_and_list(session: Session, clock: FakeClock) -> None:
    rules = (*default_targets().rules, TargetRule("s", SOLVED, 30))
    session.clocks.keep(Targets(rules), Ladder(), at=NOON, actor="Laura")
    work(session)
    found = session.cases.detail(case_ids(session)[0])
    assert found is not None
    look = clock_look(clock_of(session, found))
    assert look is not None
    assert look.text == "To solve: 30 min left"
    chip = present_clock(found.row, now=clock(), tz=session.tz, hours_open=True)
    assert chip is not None
    assert (chip.text, chip.spoken) == ("30 min", "to solve: 30 minutes left")


def test_a_closed_desk_says_until_when_the_clock_is_paused(session: Session, clock: FakeClock) -> None:
    clock.now = NOON + timedelta(hours=5, minutes=30)
    case = CaseId(case_ids(session)[0])
    rules = (*default_targets().rules, TargetRule("s", FIRST, 600, message_class=MessageClass.COMPLAINT))
    session.clocks.keep(Targets(rules), Ladder(), at=NOON, actor="Laura")
    work(session)
    (part,) = parts(session)
    assert part.stand == "paused until Fri 09:00, 5 h left"
    found = session.cases.detail(case)
    assert found is not None
    assert clock_of(session, found).seconds_left == 5 * 3_600


def test_the_chip_opens_the_card_with_the_keyboard_and_escape_closes_it(
    session: Session, qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    header = ConversationHeader(theme, lambda: NOON)
    header.set_clocks(lambda: parts(session))
    qtbot.addWidget(header)
    header.resize(584, 56)
    detail = session.cases.detail(case_ids(session)[0])
    assert detail is not None
    header.set_case(detail, clock_of(session, detail))
    header.show()
    chip = header.findChild(ClockChip)
    assert chip is not None
    assert "by the rule for every message" in chip.toolTip()
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Space)
    card = QApplication.activePopupWidget()
    assert isinstance(card, ClockCard)
    assert "Target 1 h" in card.accessibleDescription()
    assert card.grab().save(str(tmp_path / "card.png"))
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None


def test_a_case_that_owes_nothing_says_so(qtbot: QtBot, light: Theme) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    card = ClockCard(light, (), owner)
    (only,) = card.findChildren(Label)
    assert only.text() == "No clock runs: nothing is owed."


def test_times_steps_and_outcomes_have_their_words() -> None:
    assert [minutes_text(minutes) for minutes in (5, 60, 90, 1_440, 2_880, 3_000)] == [
        "5 min",
        "1 h",
        "1 h 30",
        "24 h",
        "2 d",
        "50 h",
    ]
    assert [when_text(minutes) for minutes in (-15, 0, 60)] == ["15 min before", "when it is over", "1 h after"]
    told = [
        step_words(Step("s", FIRST, 0, StepDeed.NOTIFY, to), leader)
        for to, leader in (("agent", ""), ("leader", "CB"), ("leader", ""))
    ]
    assert told == ["Tell the agent", "Tell the team leader, CB", "Tell the team leader"]
    assert outcome_words("reassign", "") == "Taken from its agent"
    assert outcome_words("open_ticket", "not_connected") == "No ticket: no ticket system is connected"
    assert outcome_words("raise_priority", "unchanged") == "The priority was the highest already"
    assert outcome_words("notify", "nobody") == "Nobody to tell"
    assert rule_name(TargetRule("r", FIRST, 1, "gone"), {}) == "every message, on a removed account"
    pressing = TargetRule("r", FIRST, 1, urgent=True)
    assert rule_name(pressing, {}) == "whatever cannot wait"
    complaint = replace(pressing, message_class=MessageClass.COMPLAINT)
    assert rule_name(complaint, {}) == "complaints that cannot wait"
