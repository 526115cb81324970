"""Laying out the strip under one of our messages that did not go out: what happened, what is safe, what to do."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF

from ui.cases.sheet import Box, Glyph, Sheet, Text, Words
from ui.cases.timeline_rows import Strip
from ui.text import ProseStyle, Span, set_prose
from ui.theme import Theme

_RADII = (6.0, 6.0, 6.0, 6.0)
_INSET = 11
_GAP = 10


def lay_strip(sheet: Sheet, strip: Strip, top: int, left: int, right: int, theme: Theme) -> int:
    """Add the strip below `top`, at the right edge, and return where it ends."""
    icon = theme.px(14)
    title = theme.metrics(12, 600).horizontalAdvance(strip.title)
    text = theme.metrics(12).horizontalAdvance(strip.text)
    actions = sum(theme.metrics(12, 500).horizontalAdvance(hit.label) + _GAP for hit in strip.actions)
    wanted = 2 * _INSET + icon + 6 + title + 3 + text + actions
    on_one_line = wanted <= right - left
    width = wanted if on_one_line else right - left
    rect = QRect(right - width, top, width, theme.px(28))
    words = rect.adjusted(_INSET + icon + 6, 0, -_INSET, 0)
    parts = [Glyph(QRect(rect.x() + _INSET, rect.center().y() - icon // 2 + 1, icon, icon), strip.icon, _ink(strip))]
    title_part = Words(QRect(words.x(), top, title + 2, rect.height()), strip.title, 12, 600, _ink(strip))
    text_part: Words | Text
    if on_one_line:
        text_part = Words(
            QRect(words.x() + title + 3, top, text + 2, rect.height()), strip.text, 12, 400, "text.primary"
        )
    else:
        style = ProseStyle(theme.font(12), theme.px(16), theme.colour("accent.text"), _nothing)
        prose = set_prose(strip.text, style, words.width(), 6)
        text_part = Text(QPointF(words.x(), top + theme.px(24)), prose, "text.primary")
        rect.setHeight(theme.px(24) + prose.height + 7)
    sheet.add(Box(QRectF(rect), f"{strip.tint}.tint", f"{strip.tint}.line", _RADII), *parts, title_part, text_part)
    _add_actions(sheet, strip, words.right() + 1, top, theme)
    return rect.bottom() + 1


def _add_actions(sheet: Sheet, strip: Strip, right: int, top: int, theme: Theme) -> None:
    height = theme.px(28)
    for hit in reversed(strip.actions):
        width = theme.metrics(12, 500).horizontalAdvance(hit.label)
        rect = QRect(right - width, top, width, height)
        sheet.add(Words(rect.adjusted(0, 0, 2, 0), hit.label, 12, 500, "accent.text"))
        sheet.hits.append((rect.adjusted(-4, 0, 4, 0), hit))
        right -= width + _GAP


def _ink(strip: Strip) -> str:
    return f"{strip.tint}.text"


def _nothing(_text: str) -> tuple[Span, ...]:
    return ()
