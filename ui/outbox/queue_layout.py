"""Where everything in a row of the outbox goes at a width: names, two lines of text, its standing, its actions."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QTextLayout, QTextOption

from ui.outbox.queue_rows import Deed, QueueRow
from ui.text import reads_from_right, utf16_length
from ui.theme import Theme

SECTION_HEIGHT = 26
TEXT_LEFT = 68
_RIGHT = 12
_LINE = 18
_STATE_LINE = 16
_DEED_HEIGHT = 24
_DEED_GAP = 12
_TEXT_LINES, _STATE_LINES = 2, 4
_LONGEST = 400
"""Characters of a text that two lines of the widest list can show, with room to spare."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words, already elided. `place` is as wide as the words may be."""

    place: QRect
    text: str
    size: int
    weight: int
    ink: str
    from_right: bool = False


@dataclass(frozen=True, slots=True)
class Glyph:
    """An icon in its place."""

    place: QRect
    icon: str
    ink: str


@dataclass(frozen=True, slots=True)
class RowLayout:
    """A row's geometry relative to its top left corner. `menu` is the target of the three dots."""

    height: int
    avatar: QRect
    badge: QRect
    lines: tuple[Line, ...]
    glyphs: tuple[Glyph, ...]
    deeds: tuple[tuple[Deed, QRect], ...]
    menu: QRect


def lay_out(theme: Theme, row: QueueRow, width: int) -> RowLayout:
    """Return a row's geometry in a viewport `width` pixels wide."""
    px = theme.px
    left, right = px(TEXT_LEFT), width - px(_RIGHT)
    lines = _head(theme, row, left, right)
    way = QRect(left, px(29), px(13), px(_STATE_LINE))
    glyphs = [Glyph(way, row.way_icon, "text.tertiary")]
    beside = QRect(left + px(17), px(29), max(0, right - left - px(17)), px(_STATE_LINE))
    lines.append(_elided(theme, beside, row.way_text, (11, 400, "text.tertiary")))
    top = px(48)
    for text in broken(theme, row.text, 13, 400, right - left, _TEXT_LINES):
        place = QRect(left, top, right - left, px(_LINE))
        lines.append(Line(place, text, 13, 400, "text.primary", reads_from_right(text)))
        top += px(_LINE)
    top += px(4)
    if row.standing is not None:
        top = _stand(theme, row, QRect(left, top, right - left, 0), lines, glyphs)
    deeds, menu = _deeds(theme, row, left, right, top)
    return RowLayout(
        height=top + px(_DEED_HEIGHT) + px(6) + 1,
        avatar=QRect(px(20), px(10), px(36), px(36)),
        badge=QRect(px(44), px(33), px(16), px(16)),
        lines=tuple(lines),
        glyphs=tuple(glyphs),
        deeds=deeds,
        menu=menu,
    )


def broken(theme: Theme, text: str, size: int, weight: int, width: int, most: int) -> tuple[str, ...]:
    """Return `text` in at most `most` lines of `width` pixels; the last one ends in an ellipsis if there is more."""
    text = text[:_LONGEST]
    layout = QTextLayout(text, theme.font(size, weight))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    units = text.encode("utf-16-le")
    while len(lines) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        start, end = line.textStart(), line.textStart() + line.textLength()
        if len(lines) == most - 1 and end < utf16_length(text):
            rest = units[start * 2 :].decode("utf-16-le", "ignore")
            lines.append(theme.metrics(size, weight).elidedText(rest, Qt.TextElideMode.ElideRight, width))
        else:
            lines.append(units[start * 2 : end * 2].decode("utf-16-le", "ignore").rstrip())
    layout.endLayout()
    return tuple(lines)


def _head(theme: Theme, row: QueueRow, left: int, right: int) -> list[Line]:
    px = theme.px
    time_width = theme.metrics(12).horizontalAdvance(row.time_text)
    time = Line(QRect(right - time_width, px(10), time_width + 1, px(_LINE)), row.time_text, 12, 400, "text.tertiary")
    name = QRect(left, px(10), max(0, right - time_width - px(8) - left), px(_LINE))
    return [_elided(theme, name, row.name, (13, 600, "text.primary")), time]


def _elided(theme: Theme, place: QRect, text: str, style: tuple[int, int, str]) -> Line:
    size, weight, ink = style
    shown = theme.metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    return Line(place, shown, size, weight, ink)


def _stand(theme: Theme, row: QueueRow, room: QRect, lines: list[Line], glyphs: list[Glyph]) -> int:
    """Place the sentence that says how the text stands; return where it ends."""
    assert row.standing is not None
    px, top = theme.px, room.top()
    indent = px(18)
    glyphs.append(Glyph(QRect(room.left(), top, px(14), px(_STATE_LINE)), row.standing.icon, row.standing.ink))
    width = room.width() - indent
    for text in broken(theme, row.standing.text, 12, 500, width, _STATE_LINES):
        place = QRect(room.left() + indent, top, width, px(_STATE_LINE))
        lines.append(Line(place, text, 12, 500, row.standing.ink))
        top += px(_STATE_LINE)
    return top + px(2)


def _deeds(
    theme: Theme, row: QueueRow, left: int, right: int, top: int
) -> tuple[tuple[tuple[Deed, QRect], ...], QRect]:
    """Place as many actions as fit before the three dots; the menu holds all of them anyway."""
    px = theme.px
    side = px(_DEED_HEIGHT)
    menu = QRect(right + px(4) - side, top, side, side)
    metrics = theme.metrics(12, 500)
    placed: list[tuple[Deed, QRect]] = []
    x = left
    for deed in row.deeds:
        width = metrics.horizontalAdvance(deed.label)
        if x + width > menu.left() - px(4):
            break
        placed.append((deed, QRect(x, top, width, side)))
        x += width + px(_DEED_GAP)
    return tuple(placed), menu


def inside(layout: RowLayout, point: QPoint) -> Deed | str | None:
    """Return what a point of a row hits: an action, "menu", or None."""
    if layout.menu.contains(point):
        return "menu"
    return next((deed for deed, place in layout.deeds if place.adjusted(-4, 0, 4, 0).contains(point)), None)
