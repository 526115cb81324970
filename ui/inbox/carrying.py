"""Cases that are carried with the pointer: what the drag holds, and how it looks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QMimeData, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap

from ui.theme import Theme

MIME = "application/x-sportello-cases"
_HEIGHT, _PAD = 30, 12


def carried(case_ids: Sequence[int]) -> QMimeData:
    """Return a drag's data. It means something to this program alone."""
    data = QMimeData()
    data.setData(MIME, ",".join(str(one) for one in case_ids).encode("ascii"))
    return data


def cases_of(data: QMimeData) -> tuple[int, ...]:
    """Return the cases that a drag carries, none for anything else."""
    if not data.hasFormat(MIME):
        return ()
    parts = bytes(data.data(MIME).data()).decode("ascii", "ignore").split(",")
    return tuple(int(part) for part in parts if part.isdecimal())


def drag_picture(theme: Theme, count: int, ratio: float) -> QPixmap:
    """Return the label under the pointer."""
    one = QCoreApplication.translate("Inbox", "1 conversation")
    words = one if count == 1 else QCoreApplication.translate("Inbox", "{count} conversations")
    words = words.replace("{count}", f"{count:,}")
    width = theme.metrics(13, 600).horizontalAdvance(words) + 2 * theme.px(_PAD)
    place = QRect(0, 0, width, theme.px(_HEIGHT))
    picture = QPixmap(place.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour("line.strong"))
    painter.setBrush(theme.colour("bg.raised"))
    painter.drawRoundedRect(place.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setFont(theme.font(13, 600))
    painter.setPen(theme.colour("text.primary"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return picture
