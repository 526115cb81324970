"""Text of other programs: every encoding they leave, every line end, and no line beyond its limit."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.commands.textfile import read_lines, with_line_feeds

LONGEST = 1_000


def texts(data: bytes, longest: int = LONGEST) -> list[str]:
    return [line.text for line in read_lines(io.BytesIO(data), longest)]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert texts(b"\xef\xbb\xbfuno\ndue\n\xef\xbb\xbftre") == ["uno\n", "due\n", "tre"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_characters_are_read_by_their_mark(encoding: str) -> None:
    # U+010A and U+0A0A hold the byte of a line feed.
    lines = ["perché\n", "Ċ ਊ\n", "👍 fine"]
    found = list(read_lines(io.BytesIO("".join(lines).encode(encoding)), LONGEST))
    assert [line.text for line in found] == lines
    assert [line.number for line in found] == [1, 2, 3]


def test_a_line_that_is_no_utf8_is_read_as_windows_1252_and_says_so() -> None:
    found = list(read_lines(io.BytesIO("così\n".encode() + b"caff\xe8 \x80\n"), LONGEST))
    assert [(line.text, line.is_utf8) for line in found] == [("così\n", True), ("caffè €\n", False)]


def test_a_line_beyond_the_limit_is_named_and_the_next_one_is_whole() -> None:
    found = list(read_lines(io.BytesIO(b"a" * 70_000 + b"\nbreve\n" + b"b" * 2_000), LONGEST))
    assert [(line.number, line.text, line.is_too_long) for line in found] == [
        (1, "", True), (2, "breve\n", False), (3, "", True),
    ]  # fmt: skip
    assert [line.size for line in found] == [70_001, 6, 2_000]


def test_a_line_as_long_as_the_limit_is_read() -> None:
    assert texts(b"a" * 9 + b"\nb", longest=10) == ["a" * 9 + "\n", "b"]
    assert texts(b"a" * 10, longest=10) == ["a" * 10]


def test_a_wide_line_beyond_the_limit_is_named_and_the_next_one_is_whole() -> None:
    data = ("a" * 200_000 + "\nbreve\n").encode("utf-16")
    assert [(line.text, line.is_too_long) for line in read_lines(io.BytesIO(data), LONGEST)] == [
        ("", True), ("breve\n", False),
    ]  # fmt: skip


def test_carriage_returns_end_lines_only_where_nothing_else_does() -> None:
    assert with_line_feeds(io.BytesIO(b"uno\rdue\rtre")).read() == b"uno\ndue\ntre"
    assert with_line_feeds(io.BytesIO(b"uno\rdue\ntre")).read() == b"uno\rdue\ntre"
    assert with_line_feeds(io.BytesIO(b"uno\r")).read() == b"uno\r"


@given(st.binary(max_size=4_000), st.integers(1, 300))
def test_any_bytes_are_read_and_every_byte_is_counted(data: bytes, longest: int) -> None:
    found = list(read_lines(io.BytesIO(data), longest))
    assert sum(line.size for line in found) == len(data)
    assert [line.number for line in found] == list(range(1, len(found) + 1))
    assert all(not line.text for line in found if line.is_too_long)


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])), min_size=1), st.data())
def test_what_was_written_is_read_in_every_encoding(lines: list[str], data: st.DataObject) -> None:
    encoding = data.draw(st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
    raw = "\n".join(lines).encode(encoding)
    found = [line.text.removesuffix("\n") for line in read_lines(io.BytesIO(raw), 100_000)]
    if encoding == "utf-8-sig":
        lines = [line.removeprefix("\ufeff") for line in lines]
    assert found == lines or (lines[-1] == "" and found == lines[:-1])
