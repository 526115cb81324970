"""The pile of rows: tops, rows at a height, and what measuring changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.cases.row_stack import RowStack

HEIGHTS = st.lists(st.integers(1, 400), min_size=1, max_size=60)


@given(HEIGHTS, st.integers(0, 30_000))
def test_the_row_at_a_height_covers_it(heights: list[int], y: int) -> None:
    stack = RowStack(heights)
    row = stack.row_at(y)
    assert stack.top(row) <= y or row == 0
    if y < stack.total:
        assert y < stack.top(row) + stack.height(row)


@given(HEIGHTS, st.data())
def test_measuring_moves_only_what_is_below(heights: list[int], data: st.DataObject) -> None:
    stack = RowStack(heights)
    row = data.draw(st.integers(0, len(heights) - 1))
    height = data.draw(st.integers(1, 900))
    before = [stack.top(number) for number in range(len(heights))]
    change = stack.measure(row, height)
    after = [stack.top(number) for number in range(len(heights))]
    assert after[: row + 1] == before[: row + 1]
    assert after[row + 1 :] == [top + change for top in before[row + 1 :]]
    assert stack.is_measured(row)


@given(HEIGHTS, HEIGHTS, st.data())
def test_replaced_rows_are_estimates_again(heights: list[int], fresh: list[int], data: st.DataObject) -> None:
    stack = RowStack(heights)
    first = data.draw(st.integers(0, len(heights)))
    last = data.draw(st.integers(first, len(heights)))
    stack.replace(first, last, fresh)
    expected = heights[:first] + fresh + heights[last:]
    assert [stack.height(number) for number in range(len(stack))] == expected
    assert stack.total == sum(expected)
    assert not any(stack.is_measured(number) for number in range(first, first + len(fresh)))


def test_an_empty_pile_has_no_row() -> None:
    assert RowStack().row_at(0) == -1
