"""What a timeline row is painted from: boxes, glyphs, words and texts at places, and the parts that can be clicked."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics

from desktop.model import Network
from ui.cases.timeline_rows import Hit
from ui.text import Prose


@dataclass(frozen=True, slots=True)
class Box:
    """A filled or outlined rectangle. `radii` go clockwise from the top left; colours are tokens."""

    rect: QRectF
    fill: str | None
    outline: str | None = None
    radii: tuple[float, float, float, float] = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Glyph:
    """An icon in a token's colour; one that spins turns once a second."""

    rect: QRect
    icon: str
    ink: str
    spins: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text, elided beforehand, centred in height; `right` sets it at the right edge."""

    rect: QRect
    text: str
    size: int
    weight: int
    ink: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A laid out text at a place."""

    at: QPointF
    prose: Prose
    ink: str


@dataclass(frozen=True, slots=True)
class Portrait:
    """An avatar, with the badge of a network at its lower right if there is one."""

    rect: QRect
    key: str
    initials: str
    network: Network | None


Part = Box | Glyph | Words | Text | Portrait


@dataclass(frozen=True, slots=True)
class BodyPlace:
    """Where the text that can be selected stands, on which background, and how it is set."""

    rect: QRect
    text: str
    size: int
    line_height: int
    background: str
    ink: str


@dataclass(slots=True)
class Sheet:
    """One row laid out at a width. Coordinates are within the row."""

    width: int
    height: int = 0
    parts: list[Part] = field(default_factory=list)
    hits: list[tuple[QRect, Hit]] = field(default_factory=list)
    body: BodyPlace | None = None

    def add(self, *parts: Part) -> None:
        """Paint these after what is there."""
        self.parts.extend(parts)

    def hit_at(self, point: QPoint) -> Hit | None:
        """Return what a click at a point asks for."""
        return next((hit for rect, hit in self.hits if rect.contains(point)), None)

    @property
    def spins(self) -> bool:
        """True if a part turns, so the row must be repainted while it is seen."""
        return any(isinstance(part, Glyph) and part.spins for part in self.parts)


def fitted(text: str, metrics: QFontMetrics, room: int, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> str:
    """Return the text, elided if it is wider than `room` pixels."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    return metrics.elidedText(text, mode, max(0, room))
