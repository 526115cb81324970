"""Positions: rows, titles and ids stand where arithmetic says, and a case is found by its id."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from ui.inbox import Section
from ui.inbox.positions import Positions


def test_titles_take_a_row_before_their_cases() -> None:
    positions = Positions([7, 8, 9], [Section("breached", 1, 0), Section("on_track", 2, 1)])
    assert len(positions) == 5
    assert [positions.id_at(row) for row in range(5)] == [None, 7, None, 8, 9]
    assert positions.section_at(2) == Section("on_track", 2, 1)


def test_empty_sections_leave_no_title() -> None:
    positions = Positions([7], [Section("breached", 0, 0), Section("on_track", 1, 0)])
    assert [positions.id_at(row) for row in range(len(positions))] == [None, 7]


def test_rows_outside_hold_nothing() -> None:
    positions = Positions([7])
    assert positions.id_at(-1) is None
    assert positions.id_at(1) is None


def test_ids_whose_bytes_overlap_are_not_mistaken_for_each_other() -> None:
    positions = Positions([256, 65536, 0, 1])
    assert positions.row_of(1) == 3
    assert positions.row_of(256) == 0
    assert positions.row_of(2**70) is None


@given(st.lists(st.integers(-(2**63), 2**63 - 1), unique=True, max_size=60), st.data())
def test_every_id_is_found_in_the_row_that_holds_it(ids: list[int], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(ids)), max_size=4)))
    ends = [*cuts[1:], len(ids)]
    sections = [Section(str(start), end - start, start) for start, end in zip(cuts, ends, strict=False)]
    positions = Positions(array("q", ids), sections)
    held = [(row, positions.id_at(row)) for row in range(len(positions))]
    assert [case_id for _, case_id in held if case_id is not None] == ids
    assert all(positions.row_of(case_id) == row for row, case_id in held if case_id is not None)
    assert positions.rows_of(ids) == {case_id: row for row, case_id in held if case_id is not None}
    titles = [row for row, case_id in held if case_id is None]
    assert titles == list(positions.title_rows)
    assert all(positions.titles_before(row) == sum(title < row for title in titles) for row in range(len(positions)))


def test_positions_are_equal_when_ids_and_sections_are() -> None:
    sections = [Section("on_track", 2, 0)]
    assert Positions([1, 2], sections) == Positions(array("q", [1, 2]), sections)
    assert Positions([1, 2]) != Positions([2, 1])
