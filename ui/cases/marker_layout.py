"""Laying out what stands between messages: day separators, move markers and system lines, all centred."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF

from ui.cases.sheet import Box, Glyph, Sheet, Words, fitted
from ui.cases.timeline_rows import MarkerKind, MarkerRow
from ui.theme import Theme

SIDE = 20
_BREATH = 12  # between the words and the hairlines
_ICON = 14


def lay_marker(row: MarkerRow, width: int, theme: Theme) -> Sheet:
    """Return a marker laid out in `width` pixels."""
    is_event = row.kind is MarkerKind.EVENT
    weight = 400 if is_event else 500
    icon = theme.px(_ICON) if row.icon else 0
    room = width - 2 * SIDE - (icon + 7 if icon else 0) - 2 * _BREATH
    metrics = theme.metrics(11, weight)
    text = fitted(row.text, metrics, room)
    advance = metrics.horizontalAdvance(text)
    height = theme.px(16 if is_event else 20)
    left = (width - advance - (icon + 7 if icon else 0)) // 2
    sheet = Sheet(width, height)
    if not is_event:
        right = left + advance + (icon + 7 if icon else 0)
        _add_hairlines(sheet, left - _BREATH, right + _BREATH, height)
    if icon:
        sheet.add(Glyph(QRect(left, (height - icon) // 2, icon, icon), row.icon, "text.secondary"))
        left += icon + 7
    sheet.add(Words(QRect(left, 0, advance + 2, height), text, 11, weight, "text.secondary"))
    return sheet


def _add_hairlines(sheet: Sheet, left: int, right: int, height: int) -> None:
    middle = height // 2
    if left > SIDE:
        sheet.add(Box(QRectF(SIDE, middle, left - SIDE, 1), "line.hair"))
        sheet.add(Box(QRectF(right, middle, sheet.width - SIDE - right, 1), "line.hair"))
