"""Personal data that a customer posted in public: covered in the timeline until the agent asks to see it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.guardrails.privacy import find_values
from desktop.model import TimelineItem
from tests.ui.conversation import NOW, direct, item, reply, show
from ui.cases import Timeline
from ui.cases.timeline_rows import HitKind, MessageRow
from ui.guardrails.value_lookup import ValueLookup
from ui.theme import Theme

IBAN = "IT60X0542811101000000123456"
POSTED = item("p", text=f"Refund me on {IBAN} please", message_id=5)


@pytest.fixture
def timeline(qtbot: QtBot, light: Theme) -> Timeline:
    shown = Timeline(light)
    qtbot.addWidget(shown)
    shown.resize(560, 500)
    shown.set_value_finder(find_values)
    return shown


def message(timeline: Timeline) -> MessageRow:
    return next(row for row in timeline.rows if isinstance(row, MessageRow))


def actions(row: MessageRow) -> list[HitKind]:
    return [hit.kind for hit in row.strip.actions] if row.strip else []


def choose(timeline: Timeline, kind: HitKind) -> None:
    row = message(timeline)
    assert row.strip is not None
    hit = next(hit for hit in row.strip.actions if hit.kind is kind)
    timeline._on_pointer_hit_chosen(hit)


def test_a_posted_value_is_covered_everywhere_the_row_is_read(timeline: Timeline) -> None:
    show(timeline, [POSTED])
    row = message(timeline)
    assert IBAN not in row.text
    assert IBAN not in row.spoken
    assert row.text.endswith("56 please")
    assert row.strip is not None
    assert "bank account" in row.strip.text


def test_the_agent_may_see_it_and_it_stays_seen_while_the_conversation_is_open(
    qtbot: QtBot, timeline: Timeline
) -> None:
    show(timeline, [POSTED])
    with qtbot.waitSignal(timeline.revealed) as told:
        choose(timeline, HitKind.REVEAL)
    assert told.args == ["p"]
    assert message(timeline).text == POSTED.text
    assert IBAN in message(timeline).spoken
    show(timeline, [POSTED, replace(POSTED, key="q", at=NOW)])
    assert message(timeline).text == POSTED.text


def test_what_was_seen_is_covered_again_when_the_conversation_is_opened_anew(timeline: Timeline) -> None:
    show(timeline, [POSTED])
    choose(timeline, HitKind.REVEAL)
    timeline.clear()
    show(timeline, [POSTED])
    assert IBAN not in message(timeline).text


def test_ways_out_are_offered_in_the_order_of_their_use(timeline: Timeline) -> None:
    show(timeline, [POSTED], may_hide=frozenset({5}))
    assert actions(message(timeline)) == [HitKind.TO_PRIVATE, HitKind.HIDE, HitKind.REVEAL]
    choose(timeline, HitKind.REVEAL)
    assert actions(message(timeline)) == [HitKind.TO_PRIVATE, HitKind.HIDE]


def test_hiding_is_not_offered_where_the_network_has_no_such_thing(timeline: Timeline) -> None:
    show(timeline, [POSTED])
    assert HitKind.HIDE not in actions(message(timeline))


def test_asking_to_go_on_in_private_is_passed_on(qtbot: QtBot, timeline: Timeline) -> None:
    show(timeline, [POSTED])
    with qtbot.waitSignal(timeline.private_line_requested):
        choose(timeline, HitKind.TO_PRIVATE)


@pytest.mark.parametrize(
    "other",
    [
        direct("p", text=POSTED.text),
        reply("p", text=POSTED.text),
        item("p", text="No numbers here"),
        item("p", text=POSTED.text, deleted=True),
    ],
    ids=["direct", "ours", "harmless", "deleted"],
)
def test_nothing_else_is_covered(timeline: Timeline, other: TimelineItem) -> None:
    show(timeline, [other])
    row = message(timeline)
    assert "•" not in row.text
    assert HitKind.REVEAL not in actions(row)


def test_the_menu_copies_what_is_seen(timeline: Timeline, qtbot: QtBot) -> None:
    show(timeline, [POSTED])
    menu = timeline.menu_of(1)
    next(action for action in menu.actions() if action.text() == "Copy text").trigger()
    assert IBAN not in QGuiApplication.clipboard().text()


def test_a_text_is_asked_about_once() -> None:
    asked = []

    class Rules:
        def personal_data_in(self, text: str, _own: object) -> tuple[()]:
            asked.append(text)
            return ()

    lookup = ValueLookup(Rules, tuple)  # type: ignore[arg-type]
    for _ in range(3):
        lookup("call 12345678")
    lookup("nothing to find")
    assert asked == ["call 12345678"]
