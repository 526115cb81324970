"""Rows of a conversation are made when they come into sight, and read the same as if all were made at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop.model import DeliveryState, Direction, ItemKind, ThreadKind, TimelineItem, Visibility
from tests.ui.conversation import AGENT, NOW, TZ, at, delivery, item, show
from ui.cases import Timeline, TimelineContext, present_timeline
from ui.cases.timeline_model import TimelineModel
from ui.cases.timeline_presenter import present_row
from ui.cases.timeline_rows import MessageRow, TimelineRow
from ui.cases.timeline_sketch import Sketch, sketch_timeline
from ui.theme import Theme

CONTEXT = TimelineContext(NOW, TZ, AGENT)


class Making:
    """Makes rows and remembers which."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def __call__(self, sketch: Sketch) -> TimelineRow:
        self.keys.append(sketch.key)
        return present_row(sketch, CONTEXT)


@pytest.fixture
def timeline(qtbot: QtBot, light: Theme) -> Timeline:
    """A timeline at a conversation's size."""
    made = Timeline(light)
    qtbot.addWidget(made)
    made.resize(584, 616)
    made.show()
    qtbot.waitExposed(made)
    return made


def many(count: int, **changed: Mapping[str, object]) -> list[TimelineItem]:
    return [
        item(
            str(n),
            at=at(1, 8, 0) + timedelta(minutes=n * 20),
            text=f"Message {n}. " * (n % 9 + 1),
            **changed.get(str(n), {}),
        )
        for n in range(count)
    ]


def made(timeline: Timeline) -> list[int]:
    return [number for number, _ in timeline._model.made_rows()]


def test_only_what_is_in_sight_is_made(timeline: Timeline) -> None:
    show(timeline, many(300))
    timeline.grab()
    assert 2 < len(made(timeline)) < 30
    assert timeline.view.accessibleName() == "Conversation, 300 messages"
    assert len(timeline.rows) == len(timeline._model.sketches)


def test_a_jump_makes_what_it_leads_to_and_shows_it_at_the_top(timeline: Timeline) -> None:
    show(timeline, many(300))
    assert timeline.go_to_item("150")
    timeline.grab()
    number = timeline._model.number_of("150")
    assert timeline.view.currentIndex().row() == number
    assert 0 <= timeline.view.row_rect(number).top() <= 60
    assert len(made(timeline)) < 60


def test_what_is_made_later_marks_the_words_that_are_sought(timeline: Timeline) -> None:
    show(timeline, many(120))
    timeline.set_sought(("message",))
    timeline.go_to_item("5")
    row = timeline._model.row_at(timeline._model.number_of("5"))
    assert isinstance(row, MessageRow)
    assert row.sought == ("message",)


def test_news_of_a_row_out_of_sight_is_there_once_it_is_seen(timeline: Timeline) -> None:
    show(timeline, many(120))
    show(timeline, many(120, **{"3": {"deleted": True}}))
    assert timeline.view.is_at_end()
    timeline.go_to_item("3")
    row = timeline._model.row_at(timeline._model.number_of("3"))
    assert isinstance(row, MessageRow)
    assert row.faded


def test_what_can_be_taken_back_counts_down_out_of_sight(timeline: Timeline) -> None:
    until = NOW + timedelta(seconds=7)
    sending = delivery(
        "d",
        at=at(1, 8, 0),
        delivery_state=DeliveryState.HELD,
        delivery_reason="undo",
        undo_until=until,
        not_before=until,
    )
    show(timeline, [sending, *many(120)])
    timeline.set_now(NOW + timedelta(seconds=4))
    row = timeline._model.row_at(timeline._model.number_of("d"))
    assert isinstance(row, MessageRow)
    assert row.countdown is not None
    assert row.countdown.seconds == 3


def test_a_new_set_makes_anew_only_what_was_made() -> None:
    model, making = TimelineModel(), Making()
    model.set_rows(sketch_timeline(many(50), NOW, TZ), making)
    model.row_at(10)
    told: list[int] = []
    model.dataChanged.connect(lambda top, _bottom: told.append(top.row()))
    edited = many(50, **{making.keys[0]: {"edited": True}})
    model.set_rows(sketch_timeline(edited, NOW, TZ), making)
    assert making.keys == [making.keys[0]] * 2
    assert told == [10]


_ITEMS = st.lists(
    st.builds(
        lambda number, key, direction, kind, thread: item(
            f"m{key}",
            at=at(1, 8, 0) + timedelta(minutes=30 * number),
            direction=direction,
            kind=kind,
            thread_kind=thread,
            visibility=Visibility.DIRECT if thread is ThreadKind.DIRECT else Visibility.PUBLIC,
        ),
        st.integers(0, 200),
        st.integers(0, 40),
        st.sampled_from((Direction.INCOMING, Direction.OUTGOING)),
        st.sampled_from((ItemKind.MESSAGE, ItemKind.NOTE)),
        st.sampled_from((ThreadKind.PUBLIC, ThreadKind.DIRECT)),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
).map(lambda items: sorted(items, key=lambda one: one.at))


@given(st.lists(_ITEMS, min_size=1, max_size=4), st.data())
def test_rows_made_one_by_one_read_as_if_made_at_once(sets: list[list[TimelineItem]], data: st.DataObject) -> None:
    model, making = TimelineModel(), Making()
    for items in sets:
        sketches = sketch_timeline(items, NOW, TZ)
        model.set_rows(sketches, making)
        for number in data.draw(st.sets(st.integers(0, max(0, len(sketches) - 1)))) if sketches else ():
            model.row_at(number)
        assert model.rowCount() == len(sketches)
        for number, row in model.made_rows():
            assert row == present_row(sketches[number], CONTEXT)
    assert model.rows == present_timeline(sets[-1], CONTEXT)
