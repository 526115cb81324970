"""The small line of a message: who can read it, when, how it stands on its way, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF

from ui.cases.sheet import Box, Glyph, Sheet, Words
from ui.cases.timeline_rows import Hit, MessageRow, Remark
from ui.theme import Theme
from ui.widgets import key_caps

_GLYPH = 13
_GLYPH_GAP = 4
_KEYCAP_PADDING = 5


@dataclass(frozen=True, slots=True)
class Bit:
    """One part of the line. `space` is the gap before it in pixels; a keycap is drawn as a key."""

    text: str
    ink: str = "text.tertiary"
    icon: str = ""
    weight: int = 400
    space: int = 11
    hit: Hit | None = None
    spins: bool = False
    keycap: bool = False
    icon_size: int = _GLYPH


def bit_of(remark: Remark, space: int = 11) -> Bit:
    """Return a remark as a part of the line."""
    weight = 500 if remark.strong else 400
    return Bit(remark.text, remark.ink, remark.icon, weight, space, hit=remark.hit, spins=remark.spins)


def state_bits(row: MessageRow, time_space: int, delivery_space: int) -> tuple[Bit, ...]:
    """Return time, delivery, undo and what else can be done about a message, in this order.

    The gaps before the first two are in pixels.
    """
    bits = [Bit(row.time_text, space=time_space, hit=row.permalink)]
    if row.delivery is not None:
        bits.append(bit_of(row.delivery, delivery_space))
    if row.countdown is not None:
        bits.append(Bit(row.countdown.undo.label, "accent.text", weight=600, space=9, hit=row.countdown.undo))
        caps = key_caps("Ctrl+Z")
        bits.extend(
            Bit(cap, "text.secondary", space=2 if number else 6, keycap=True) for number, cap in enumerate(caps)
        )
    bits.extend(Bit(way.label, "accent.text", weight=500, space=9, hit=way) for way in row.ways)
    return tuple(bits)


def line_width(bits: Sequence[Bit], theme: Theme) -> int:
    """Return how wide the parts are side by side."""
    return sum(_width(bit, theme) + bit.space for bit in bits) - (bits[0].space if bits else 0)


def lay_line(sheet: Sheet, bits: Sequence[Bit], left: int, top: int, theme: Theme) -> None:
    """Add the parts side by side from `left`, in a line of 16 pixels at `top`."""
    x = left
    height = theme.px(16)
    for number, bit in enumerate(bits):
        x += bit.space if number else 0
        width = _width(bit, theme)
        rect = QRect(x, top, width, height)
        _add_bit(sheet, bit, rect, theme)
        if bit.hit is not None:
            sheet.hits.append((rect.adjusted(-3, -4, 3, 4), bit.hit))
        x += width


def _add_bit(sheet: Sheet, bit: Bit, rect: QRect, theme: Theme) -> None:
    if bit.keycap:
        sheet.add(Box(QRectF(rect), "bg.raised", "line.strong", (3.0, 3.0, 3.0, 3.0)))
        sheet.add(Words(rect.adjusted(_KEYCAP_PADDING, 0, 0, 0), bit.text, 11, bit.weight, bit.ink))
        return
    left = rect.x()
    if bit.icon:
        size = theme.px(bit.icon_size)
        place = QRect(left, rect.y() + (rect.height() - size) // 2, size, size)
        sheet.add(Glyph(place, bit.icon, bit.ink, bit.spins))
        left += size + _gap(bit)
    sheet.add(Words(QRect(left, rect.y(), rect.right() - left + 2, rect.height()), bit.text, 11, bit.weight, bit.ink))


def _width(bit: Bit, theme: Theme) -> int:
    icon = theme.px(bit.icon_size) + _gap(bit) if bit.icon else 0
    padding = 2 * _KEYCAP_PADDING if bit.keycap else 0
    return icon + padding + theme.metrics(11, bit.weight).horizontalAdvance(bit.text)


def _gap(bit: Bit) -> int:
    return _GLYPH_GAP if bit.icon_size <= _GLYPH else _GLYPH_GAP + 2
