"""Setting a message's text: fixed line heights, each paragraph in its own direction, links found, long texts cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from ui.text.links import Span, SpanKind, find_links
from ui.text.offsets import utf16_offset

_NARROWEST_GLYPH = 3  # pixels; bounds how much of a long text can be seen in some lines
_MOST_LINES = 6_000
_LONGEST_PIECE = 4_000  # code points; a layout takes quadratic time over one endless word


@dataclass(frozen=True, slots=True)
class ProseStyle:
    """How a text is set. `line_height` is in pixels; `find` returns what is marked in a paragraph."""

    font: QFont
    line_height: int
    accent: QColor
    find: Callable[[str], Sequence[Span]] = find_links
    mark: QColor | None = None  # the ground of what is searched for


@dataclass(slots=True)
class Prose:
    """A text laid out at a width. `shown` is the text that is seen, `is_cut` says that there is more."""

    width: int
    height: int = 0
    lines: int = 0
    is_cut: bool = False
    shown: str = ""
    parts: list[tuple[float, QTextLayout]] = field(default_factory=list)
    links: list[tuple[QRectF, str]] = field(default_factory=list)

    def draw(self, painter: QPainter, at: QPointF, clip: QRectF) -> None:
        """Paint the lines that touch `clip`, in the painter's pen."""
        for y, layout in self.parts:
            layout.draw(painter, QPointF(at.x(), at.y() + y), [], clip)


def set_prose(text: str, style: ProseStyle, width: int, most_lines: int | None = None) -> Prose:
    """Return `text` laid out in at most `most_lines` lines of `width` pixels."""
    limit = most_lines or _MOST_LINES
    prose = Prose(max(1, width))
    budget = limit * max(100, prose.width // _NARROWEST_GLYPH)
    clean = _one_kind_of_break(text[: budget + 1])
    prose.is_cut = len(text) > budget
    shown = []
    for paragraph in clean[:budget].split("\n"):
        if prose.lines >= limit:
            prose.is_cut = True
            break
        pieces = [_set_piece(prose, piece, style, limit) for piece in _pieces(paragraph) if prose.lines < limit]
        shown.append("".join(pieces))
    prose.shown = "\n".join(shown)
    prose.height = prose.lines * style.line_height
    return prose


def widest_line(text: str, font: QFont, most: int) -> int:
    """Return the width that the longest paragraph takes on one line, at most `most` pixels."""
    metrics = QFontMetricsF(font)
    widest = 0.0
    for paragraph in _one_kind_of_break(text[: most * 4]).split("\n"):
        if len(paragraph) * _NARROWEST_GLYPH > most:
            return most
        widest = max(widest, metrics.horizontalAdvance(paragraph))
        if widest >= most:
            return most
    return min(most, ceil(widest) + 1)


def reads_from_right(paragraph: str) -> bool:
    """True if the first letter with a direction is of a script that reads from right to left (UAX #9, P2 and P3)."""
    for character in paragraph[:500]:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _one_kind_of_break(text: str) -> str:
    for other in ("\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85"):
        text = text.replace(other, "\n")
    return text.replace("\t", "    ").strip("\n ")


def _pieces(paragraph: str) -> Iterator[str]:
    """A paragraph in pieces that the layout sets quickly, cut at a space where there is one."""
    while len(paragraph) > _LONGEST_PIECE:
        space = paragraph.rfind(" ", _LONGEST_PIECE // 2, _LONGEST_PIECE)
        end = space + 1 if space > 0 else _LONGEST_PIECE
        yield paragraph[:end]
        paragraph = paragraph[end:]
    yield paragraph


def _set_piece(prose: Prose, paragraph: str, style: ProseStyle, limit: int) -> str:
    layout = QTextLayout(paragraph, style.font)
    layout.setTextOption(_option(paragraph))
    layout.setCacheEnabled(True)
    spans = style.find(paragraph) if paragraph else ()
    layout.setFormats([_format(paragraph, span, style) for span in spans])
    top = prose.lines * style.line_height
    whole = _set_lines(prose, layout, style, limit)
    prose.parts.append((top, layout))
    for span in spans:
        if span.kind is SpanKind.LINK:
            prose.links.extend((rect.translated(0, top), span.target) for rect in _rects(layout, paragraph, span))
    if whole:
        return paragraph
    prose.is_cut = True
    last = layout.lineAt(layout.lineCount() - 1)
    return paragraph.encode("utf-16-le")[: (last.textStart() + last.textLength()) * 2].decode("utf-16-le", "ignore")


def _set_lines(prose: Prose, layout: QTextLayout, style: ProseStyle, limit: int) -> bool:
    room = limit - prose.lines
    lines, end = _lay_out(layout, style, prose.width, room)
    if end is not None:  # a line that is asked for and not placed would be painted over the first one
        units = layout.text().encode("utf-16-le")[: end * 2]
        layout.setText(units.decode("utf-16-le", "ignore"))
        lines, _ = _lay_out(layout, style, prose.width, room)
    prose.lines += lines
    return end is None


def _lay_out(layout: QTextLayout, style: ProseStyle, width: int, room: int) -> tuple[int, int | None]:
    """Return how many lines were set and the UTF-16 offset at which the first one without room begins."""
    metrics = QFontMetricsF(style.font)
    lead = (style.line_height - metrics.ascent() - metrics.descent()) // 2 + metrics.ascent()
    lines, end = 0, None
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        if lines >= room:
            end = line.textStart()
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, lines * style.line_height + round(lead - line.ascent())))
        lines += 1
    layout.endLayout()
    return lines, end


def _option(paragraph: str) -> QTextOption:
    option = QTextOption()
    if reads_from_right(paragraph):
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _format(paragraph: str, span: Span, style: ProseStyle) -> QTextLayout.FormatRange:
    marked = QTextLayout.FormatRange()
    marked.start = utf16_offset(paragraph, span.start)
    marked.length = utf16_offset(paragraph, span.end) - marked.start
    look = QTextCharFormat()
    if span.kind is SpanKind.HIT:
        look.setBackground(style.mark or style.accent)
        marked.format = look
        return marked
    look.setForeground(style.accent)
    if span.kind is SpanKind.LINK:
        look.setFontUnderline(True)
    else:
        look.setFontWeight(QFont.Weight.Medium)
    marked.format = look
    return marked


def _rects(layout: QTextLayout, paragraph: str, span: Span) -> list[QRectF]:
    start, end = utf16_offset(paragraph, span.start), utf16_offset(paragraph, span.end)
    rects = []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if first < last:
            edges = sorted((line.cursorToX(first)[0], line.cursorToX(last)[0]))  # type: ignore[index]
            rects.append(QRectF(edges[0], line.y(), edges[1] - edges[0], line.height()))
    return rects
