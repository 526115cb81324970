"""Laying out an internal note: full width, its own colour and icon, and the words that say who sees it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF

from ui.cases.file_layout import lay_files
from ui.cases.sheet import BodyPlace, Box, Glyph, Sheet, Text, Words, fitted
from ui.cases.timeline_rows import NoteRow
from ui.text import ProseStyle, Span, find_links, find_mentions, set_prose
from ui.theme import Theme

_SIDE = 20
_RADII = (6.0, 6.0, 6.0, 6.0)
_MOST_LINES = 200


def lay_note(row: NoteRow, width: int, theme: Theme) -> Sheet:
    """Return a note laid out in `width` pixels."""
    sheet = Sheet(width)
    icon, header = theme.px(16), theme.px(16)
    left = _SIDE + 13 + icon + 10
    right = width - _SIDE - 13
    line_height = theme.px(19)
    style = ProseStyle(theme.font(13), line_height, theme.colour("accent.text"), _marked)
    prose = set_prose(row.text, style, right - left, _MOST_LINES)
    body = QRect(left, 9 + header + 2, right - left, prose.height)
    parts = [Glyph(QRect(_SIDE + 13, 9, icon, icon), row.icon, "note.text")]
    bottom = lay_files(sheet, row.files, left, body.bottom() + 1, right - left, theme)
    sheet.height = bottom + 9
    sheet.parts.insert(0, Box(QRectF(_SIDE, 0, width - 2 * _SIDE, sheet.height), "note.bg", "note.line", _RADII))
    sheet.add(*parts, Text(QPointF(body.topLeft()), prose, "text.primary"))
    sheet.body = BodyPlace(body, prose.shown, 13, line_height, "note.bg", "text.primary")
    _add_header(sheet, row, QRect(left, 9, right - left, header), theme)
    return sheet


def _add_header(sheet: Sheet, row: NoteRow, rect: QRect, theme: Theme) -> None:
    time = theme.metrics(12).horizontalAdvance(row.time_text)
    room = rect.width() - time - 12
    bold = theme.metrics(12, 600)
    name = fitted(row.name, bold, room)
    used = bold.horizontalAdvance(name) + 6
    caption = fitted(row.caption, theme.metrics(12), room - used)
    rest = QRect(rect.x() + used, rect.y(), max(0, room - used), rect.height())
    sheet.add(
        Words(rect, name, 12, 600, "text.primary"),
        Words(rest, caption, 12, 400, "note.text"),
        Words(rect, row.time_text, 12, 400, "note.text", right=True),
    )


def _marked(text: str) -> tuple[Span, ...]:
    links = find_links(text)
    loose = (span for span in find_mentions(text) if not any(link.start <= span.start < link.end for link in links))
    return tuple(sorted((*links, *loose), key=lambda span: span.start))
