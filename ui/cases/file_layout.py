"""Laying out attachments: one outlined row each with name and size; a type that can run is named in red."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt

from ui.cases.sheet import Box, Glyph, Sheet, Words, fitted
from ui.cases.timeline_rows import FileRow, Hit, HitKind
from ui.theme import Theme

_RADII = (6.0, 6.0, 6.0, 6.0)
_SPACE_ABOVE = 6
_SPACE_BETWEEN = 4
_INSET = 11
_GAP = 8


def files_width(files: Sequence[FileRow], theme: Theme) -> int:
    """Return the width that the widest attachment row would like."""
    return max((_wanted(file, theme) for file in files), default=0)


def lay_files(sheet: Sheet, files: Sequence[FileRow], left: int, top: int, room: int, theme: Theme) -> int:
    """Add the attachment rows below `top` and return where they end (`top` itself if there are none)."""
    y = top + _SPACE_ABOVE - _SPACE_BETWEEN
    for file in files:
        y += _SPACE_BETWEEN
        width = min(room, _wanted(file, theme))
        rect = QRect(left, y, width, theme.px(28))
        _add_file(sheet, file, rect, theme)
        y = rect.bottom() + 1
    return y if files else top


def _wanted(file: FileRow, theme: Theme) -> int:
    name = theme.metrics(12).horizontalAdvance(file.name)
    warning = theme.metrics(12, 500).horizontalAdvance(file.warning) + _GAP if file.warning else 0
    size = theme.metrics(12).horizontalAdvance(file.size_text)
    return 2 * _INSET + theme.px(16) + _GAP + name + _GAP + warning + size


def _add_file(sheet: Sheet, file: FileRow, rect: QRect, theme: Theme) -> None:
    icon = theme.px(16)
    red = bool(file.warning)
    sheet.add(Box(QRectF(rect), "bg.surface", "red.line" if red else "line.strong", _RADII))
    icon_rect = QRect(rect.x() + _INSET, rect.center().y() - icon // 2 + 1, icon, icon)
    sheet.add(Glyph(icon_rect, file.icon, "red.text" if red else "text.primary"))
    right = rect.right() - _INSET + 1
    right = _set_right(sheet, rect, right, file.size_text, 400, "text.tertiary", theme)
    if file.warning:
        right = _set_right(sheet, rect, right, file.warning, 500, "red.text", theme)
    left = icon_rect.right() + 1 + _GAP
    name = fitted(file.name, theme.metrics(12), right - left, Qt.TextElideMode.ElideMiddle)
    place = QRect(left, rect.y(), max(0, right - left) + 2, rect.height())
    sheet.add(Words(place, name, 12, 400, "red.text" if red else "text.primary"))
    sheet.hits.append((rect, Hit(HitKind.ATTACHMENT, file.attachment_id, file.name)))


def _set_right(sheet: Sheet, rect: QRect, right: int, text: str, weight: int, ink: str, theme: Theme) -> int:
    width = theme.metrics(12, weight).horizontalAdvance(text)
    sheet.add(Words(QRect(right - width - 2, rect.y(), width + 2, rect.height()), text, 12, weight, ink, right=True))
    return right - width - _GAP
