"""Setting texts: line heights, cuts, links under the pointer, scripts that read from right to left."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

from tests.effort import examples
from ui.text import ProseStyle, reads_from_right, set_prose, widest_line


@pytest.fixture(scope="module")
def style(qapp: QApplication) -> ProseStyle:
    font = QFont("Inter")
    font.setPixelSize(14)
    return ProseStyle(font, 20, QColor("#2348B5"))


def test_each_line_is_as_high_as_the_style_says(style: ProseStyle) -> None:
    assert set_prose("one\ntwo\nthree", style, 300).height == 60


def test_a_long_text_is_cut_after_the_lines_asked_for(style: ProseStyle) -> None:
    prose = set_prose("a line of words that wraps somewhere " * 200, style, 300, 40)
    assert (prose.lines, prose.is_cut) == (40, True)


def test_what_is_cut_off_is_neither_painted_nor_shown(style: ProseStyle) -> None:
    prose = set_prose("a line of words that wraps somewhere 😀 " * 200, style, 300, 4)
    (_, layout), *others = prose.parts
    assert others == []
    assert layout.lineCount() == 4
    assert layout.text() == prose.shown
    assert layout.boundingRect().width() <= 300


def test_a_short_text_is_whole(style: ProseStyle) -> None:
    prose = set_prose("short", style, 300, 40)
    assert (prose.is_cut, prose.shown) == (False, "short")


def test_a_hundred_kilobytes_are_looked_at_only_as_far_as_they_are_seen(style: ProseStyle) -> None:
    prose = set_prose("x" * 100_000, style, 430, 40)
    assert prose.lines == 40
    assert len(prose.shown) < 10_000


def test_one_endless_word_can_be_unfolded(style: ProseStyle) -> None:
    prose = set_prose("y" * 100_000, style, 430)
    assert not prose.is_cut
    assert len(prose.shown) == 100_000


def test_a_link_has_a_rectangle_on_each_line_it_covers(style: ProseStyle) -> None:
    prose = set_prose("go to https://example.org/" + "long" * 40, style, 200)
    assert len(prose.links) > 1
    assert all(rect.width() > 0 and 0 <= rect.left() < 200 for rect, _ in prose.links)


def test_a_link_after_emoji_stands_where_it_is_painted(style: ProseStyle) -> None:
    plain = set_prose("https://example.org", style, 500).links[0][0]
    after = set_prose("😀😀😀 https://example.org", style, 500).links[0][0]
    assert after.left() > plain.left() + 20
    assert abs(after.width() - plain.width()) < 2


@pytest.mark.parametrize(
    ("text", "from_right"),
    [("مرحبا", True), ("שלום hello", True), ("hello שלום", False), ("123 مرحبا", True), ("", False)],
)
def test_the_first_letter_with_a_direction_decides(text: str, from_right: bool) -> None:
    assert reads_from_right(text) is from_right


def test_text_from_right_to_left_stands_at_the_right(style: ProseStyle) -> None:
    prose = set_prose("مرحبا", style, 300)
    line = prose.parts[0][1].lineAt(0)
    assert line.naturalTextRect().right() > 290


def test_the_widest_line_is_that_of_the_longest_paragraph(style: ProseStyle) -> None:
    assert widest_line("a\nmuch longer", style.font, 400) == widest_line("much longer", style.font, 400)
    assert widest_line("word " * 100, style.font, 400) == 400


@settings(max_examples=examples(40), deadline=None)
@given(st.text(max_size=300), st.integers(20, 400))
def test_any_text_can_be_set_at_any_width(text: str, width: int) -> None:
    font = QFont("Inter")
    font.setPixelSize(14)
    prose = set_prose(text, ProseStyle(font, 20, QColor("black")), width, 40)
    assert prose.height == prose.lines * 20 <= 800
