"""The progress bar: on a terminal only, never behind what was read, and gone before anything is said."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from desktop.commands.progress import Progress


class Terminal(io.StringIO):
    """A terminal that remembers what was drawn."""

    def isatty(self) -> bool:
        return True

    @property
    def line(self) -> str:
        """What stands on the line now."""
        shown = ""
        for drawn in self.getvalue().split("\r"):
            shown = drawn + shown[len(drawn) :]
        return shown.rstrip()


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def test_the_bar_shows_how_much_of_the_file_was_read() -> None:
    terminal = Terminal()
    progress = Progress(terminal, "talk.csv", 200, Clock())
    progress.advance(100)
    assert terminal.line == "talk.csv [############            ]  50%"
    progress.advance(100)
    assert terminal.line == "talk.csv [########################] 100%"
    progress.clear()
    assert terminal.line == ""


def test_elsewhere_than_on_a_terminal_nothing_is_drawn() -> None:
    stream = io.StringIO()
    progress = Progress(stream, "talk.csv", 200, Clock())
    progress.advance(100)
    progress.clear()
    assert stream.getvalue() == ""


def test_it_is_drawn_ten_times_a_second_at_most() -> None:
    terminal = Terminal()
    moments = iter([0.0, 0.05, 0.09, 0.11])
    progress = Progress(terminal, "talk.csv", 10, lambda: next(moments))
    for _ in range(4):
        progress.advance(1)
    assert terminal.getvalue().count("\r") == 2


def test_a_file_s_name_never_moves_the_cursor() -> None:
    terminal = Terminal()
    Progress(terminal, "a\x1b[2Jb\r", 1, Clock()).advance(1)
    assert terminal.line.startswith("a?[2Jb? [")


@given(st.integers(0, 10_000), st.lists(st.integers(0, 5_000), max_size=20))
def test_it_never_says_more_than_all(total: int, sizes: list[int]) -> None:
    terminal = Terminal()
    progress = Progress(terminal, "x", total, Clock())
    for size in sizes:
        progress.advance(size)
        assert 0 <= int(terminal.line.rpartition("]")[2].strip(" %")) <= 100
