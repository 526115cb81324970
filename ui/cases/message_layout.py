"""Laying out messages: posts, comments and e-mails as cards, direct messages as bubbles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, QRectF

from ui.cases.file_layout import files_width, lay_files
from ui.cases.meta_line import Bit, bit_of, lay_line, line_width, state_bits
from ui.cases.sheet import BodyPlace, Box, Portrait, Sheet, Text, Words, fitted
from ui.cases.strip_layout import lay_strip
from ui.cases.timeline_rows import Hit, HitKind, MessageRow
from ui.text import Prose, ProseStyle, Span, find_links, hit_spans, set_prose, widest_line
from ui.theme import Theme

_SIDE = 20
_FOLDED_LINES = 40
_BUBBLE_MOST = 456
_BUBBLE_INSET = QPoint(14, 8)
_CARD_RADII = (8.0, 8.0, 8.0, 8.0)
_THEIR_BUBBLE = (4.0, 14.0, 14.0, 14.0)
_OUR_BUBBLE = (14.0, 4.0, 14.0, 14.0)


def lay_card(row: MessageRow, width: int, theme: Theme) -> Sheet:
    """Return a post, comment or e-mail laid out in `width` pixels."""
    sheet = Sheet(width)
    gutter = _gutter(theme)
    inner = QRect(gutter + 13, 9, width - 2 * gutter - 26, theme.px(16))
    background = "accent.tint" if row.ours else "bg.surface"
    _add_header(sheet, row, inner, theme)
    bottom = _add_subject(sheet, row, inner, theme)
    bottom, cut = _add_body(sheet, row, QPoint(inner.x(), bottom), inner.width(), background, theme)
    bottom = lay_files(sheet, row.files, inner.x(), bottom, inner.width(), theme)
    bottom = _add_footer(sheet, row, inner, bottom + 4, _links(row, cut), theme) + 7
    frame = QRectF(gutter, 0, width - 2 * gutter, bottom)
    sheet.parts.insert(0, Box(frame, background, "accent.line" if row.ours else "line.strong", _CARD_RADII))
    _finish(sheet, row, bottom, theme)
    return sheet


def lay_bubble(row: MessageRow, width: int, theme: Theme) -> Sheet:
    """Return a direct message laid out in `width` pixels."""
    sheet = Sheet(width)
    gutter = _gutter(theme)
    most = max(40, min(theme.px(_BUBBLE_MOST), width - 2 * gutter))
    room = most - 2 * _BUBBLE_INSET.x()
    wanted = max(widest_line(_text_of(row), theme.font(14), room), min(room, files_width(row.files, theme)))
    left = width - gutter - wanted - 2 * _BUBBLE_INSET.x() if row.ours else gutter
    background = "accent.tint.strong" if row.ours else "bg.sunken"
    bottom, cut = _add_body(sheet, row, QPoint(left, 0) + _BUBBLE_INSET, wanted, background, theme)
    bottom = lay_files(sheet, row.files, left + _BUBBLE_INSET.x(), bottom, wanted, theme) + _BUBBLE_INSET.y()
    frame = QRectF(left, 0, wanted + 2 * _BUBBLE_INSET.x(), bottom)
    sheet.parts.insert(0, Box(frame, background, None, _OUR_BUBBLE if row.ours else _THEIR_BUBBLE))
    if row.strip is None or row.delivery is not None:
        bottom = _add_meta(sheet, row, frame, bottom + 3, _links(row, cut), theme)
    _finish(sheet, row, bottom, theme)
    return sheet


def _gutter(theme: Theme) -> int:
    return _SIDE + theme.px(32) + 10


def _finish(sheet: Sheet, row: MessageRow, bottom: int, theme: Theme) -> None:
    size, gutter = theme.px(32), _gutter(theme)
    if row.shows_avatar:
        x = sheet.width - _SIDE - size if row.ours else _SIDE
        sheet.add(Portrait(QRect(x, 0, size, size), row.avatar_key, row.initials, row.network))
    if row.strip is not None:
        bottom = lay_strip(sheet, row.strip, bottom + 4, gutter, sheet.width - gutter, theme)
    sheet.height = max(bottom, size + 3 if row.shows_avatar else 0)


def _add_header(sheet: Sheet, row: MessageRow, rect: QRect, theme: Theme) -> None:
    kind = Bit(row.visibility_text, "text.secondary", row.visibility_icon, hit=row.permalink)
    kind_width = line_width((kind,), theme)
    lay_line(sheet, (kind,), rect.right() + 1 - kind_width, rect.y(), theme)
    room = rect.width() - kind_width - 12
    bold = theme.metrics(12, 600)
    name = fitted(row.name, bold, room)
    used = bold.horizontalAdvance(name) + 6
    by_line = fitted(row.by_line, theme.metrics(12), room - used)
    rest = QRect(rect.x() + used, rect.y(), max(0, room - used), rect.height())
    sheet.add(Words(rect, name, 12, 600, "text.primary"), Words(rest, by_line, 12, 400, "text.secondary"))


def _add_subject(sheet: Sheet, row: MessageRow, inner: QRect, theme: Theme) -> int:
    top = inner.bottom() + 1 + 3
    if not row.subject:
        return top
    style = ProseStyle(theme.font(14, 600), theme.px(20), theme.colour("accent.text"), _nothing)
    prose = set_prose(row.subject, style, inner.width(), 2)
    sheet.add(Text(QPointF(inner.x(), top), prose, "text.primary"))
    return top + prose.height


def _add_body(sheet: Sheet, row: MessageRow, at: QPoint, width: int, background: str, theme: Theme) -> tuple[int, bool]:
    text = _text_of(row)
    if not text.strip():
        return at.y(), False
    line_height = theme.px(20)
    style = ProseStyle(theme.font(14), line_height, theme.colour("accent.text"), mark=theme.colour("amber.line"))
    if row.sought:
        style = replace(style, find=lambda part: (*find_links(part), *hit_spans(part, row.sought)))
    prose = set_prose(text, style, width, None if row.unfolded else _FOLDED_LINES)
    ink = "text.tertiary" if row.faded else "text.primary"
    sheet.add(Text(QPointF(at), prose, ink))
    _add_links(sheet, prose, at)
    rect = QRect(at.x(), at.y(), width, prose.height)
    sheet.body = BodyPlace(rect, prose.shown, 14, line_height, background, ink)
    return at.y() + prose.height, prose.is_cut


def _text_of(row: MessageRow) -> str:
    return f"{row.text.rstrip()}\n\n{row.quoted}" if row.unfolded and row.quoted else row.text


def _add_links(sheet: Sheet, prose: Prose, at: QPoint) -> None:
    for rect, target in prose.links:
        sheet.hits.append((rect.toAlignedRect().translated(at), Hit(HitKind.LINK, target, target)))


def _links(row: MessageRow, cut: bool) -> tuple[Bit, ...]:
    bits = []
    if cut or row.quoted or row.unfolded:
        label = (
            QCoreApplication.translate("Timeline", "Show less")
            if row.unfolded
            else QCoreApplication.translate("Timeline", "Show full message")
        )
        bits.append(Bit(label, "accent.text", weight=500, hit=Hit(HitKind.UNFOLD, row.key, label)))
    if row.html is not None:
        bits.append(Bit(row.html.label, "accent.text", weight=500, hit=row.html))
    return tuple(bits)


def _add_footer(sheet: Sheet, row: MessageRow, inner: QRect, top: int, links: Sequence[Bit], theme: Theme) -> int:
    counts = [bit_of(count, 10) for count in row.counts]
    left = (*counts, *links)
    right = (*(bit_of(remark) for remark in row.remarks), *state_bits(row, 11, 11))
    if row.strip is not None and row.delivery is None and not left and not row.remarks:
        return _lay_ends(sheet, (), (Bit(row.time_text),), inner, top, theme)
    return _lay_ends(sheet, left, right, inner, top, theme)


def _lay_ends(sheet: Sheet, left: Sequence[Bit], right: Sequence[Bit], inner: QRect, top: int, theme: Theme) -> int:
    right_width = line_width(right, theme)
    crowded = bool(left) and line_width(left, theme) + 16 + right_width > inner.width()
    lay_line(sheet, left, inner.x(), top, theme)
    top += theme.px(16) + 2 if crowded else 0
    lay_line(sheet, right, max(inner.x(), inner.right() + 1 - right_width), top, theme)
    return top + theme.px(16)


def _add_meta(sheet: Sheet, row: MessageRow, frame: QRectF, top: int, links: Sequence[Bit], theme: Theme) -> int:
    kind = Bit(row.visibility_text, "text.tertiary", row.visibility_icon, hit=row.permalink, icon_size=14)
    remarks = tuple(bit_of(remark) for remark in row.remarks)
    bits = (kind, *state_bits(row, 6, 7), *remarks, *links)
    left = int(frame.left()) + 4
    if row.ours:
        left = max(_SIDE, int(frame.right()) - 4 - line_width(bits, theme))
    lay_line(sheet, bits, left, top, theme)
    return top + theme.px(16)


def _nothing(_text: str) -> tuple[Span, ...]:
    return ()
