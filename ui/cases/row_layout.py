"""Laying out timeline rows: which sheet a row becomes at a width. The figures are the visual specification's."""

from __future__ import annotations

from desktop.model import ThreadKind
from ui.cases.marker_layout import lay_marker
from ui.cases.message_layout import lay_bubble, lay_card
from ui.cases.note_layout import lay_note
from ui.cases.sheet import Sheet
from ui.cases.timeline_rows import MarkerRow, NoteRow, Shape, TimelineRow
from ui.cases.timeline_sketch import Sketch, thread_kind_of
from ui.theme import Theme

GAP = 12
_GLYPH_WIDTH = 7  # mean advance of the message font, for estimates only


def lay_row(row: TimelineRow, width: int, theme: Theme) -> Sheet:
    """Return the row laid out in `width` pixels."""
    if isinstance(row, MarkerRow):
        return lay_marker(row, width, theme)
    if isinstance(row, NoteRow):
        return lay_note(row, width, theme)
    if row.shape is Shape.BUBBLE:
        return lay_bubble(row, width, theme)
    return lay_card(row, width, theme)


def estimate_height(sketch: Sketch, width: int, theme: Theme) -> int:
    """Return about how high a row will be, without making it or laying out its text."""
    if sketch.marker is not None:
        return theme.px(20)
    item = sketch.item
    room = max(60, min(width - 150, 900))
    advance = _GLYPH_WIDTH * theme.scale
    lines = min(40, item.text.count("\n", 0, 5_000) + 1 + int(min(len(item.text), 6_000) * advance / room))
    files = len(item.attachments) * theme.px(32)
    if not sketch.is_note and thread_kind_of(item) is ThreadKind.DIRECT:
        return 19 + theme.px(20) * lines + theme.px(16) + files
    return 23 + theme.px(20) * lines + theme.px(32) + files
