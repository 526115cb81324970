"""Laying out timeline rows: which sheet a row becomes at a width. The figures are the visual specification's."""

from __future__ import annotations

from collections.abc import Iterable

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


def estimate_heights(sketches: Iterable[Sketch], width: int, theme: Theme) -> list[int]:
    """Return about how high rows will be, without making them or laying out their texts. About 1 µs a row."""
    line, file, marker = theme.px(20), theme.px(32), theme.px(20)
    bubble, card = 19 + theme.px(16), 23 + theme.px(32)
    letters_a_line = max(60, min(width - 150, 900)) / (_GLYPH_WIDTH * theme.scale)
    heights = []
    for sketch in sketches:
        if sketch.marker is not None:
            heights.append(marker)
            continue
        item = sketch.item
        lines = min(40, item.text.count("\n", 0, 5_000) + 1 + int(min(len(item.text), 6_000) / letters_a_line))
        is_bubble = thread_kind_of(item) is ThreadKind.DIRECT and not sketch.is_note
        heights.append((bubble if is_bubble else card) + line * lines + file * len(item.attachments))
    return heights
