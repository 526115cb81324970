"""Icons by their Phosphor names, painted in a token's colour and kept as pixmaps per size, colour and scale.

The glyphs are qtawesome's fonts. Its files are read without importing it: the library loads a binding for every Qt
and twelve fonts, a tenth of a second and 40 MB, where two fonts are needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPixmap

_FONTS = {
    "ph": ("phosphor-[0-9]*.ttf", "phosphor-charmap-*.json"),
    "fa6b": ("fontawesome6-brands-webfont-[0-9]*.ttf", "fontawesome6-brands-webfont-charmap-*.json"),
}


@dataclass(frozen=True, slots=True)
class _Glyphs:
    """One icon font: its family, and a JSON object with the code point of each name in hexadecimal.

    A window shows some dozens of its thousand names, so each is looked up in the text.
    """

    family: str
    names: str

    def character(self, name: str) -> str:
        """Return a name's character. Raises KeyError if there is none."""
        _, found, rest = self.names.partition(f'"{name}":')
        if not found:
            raise KeyError(name)
        return chr(int(rest.split('"', 2)[1], 16))


@cache
def _glyphs_of(prefix: str) -> _Glyphs:
    """Load an icon font. Raises KeyError for an unknown prefix, FileNotFoundError if there is no such font to read."""
    font, names = (_font_file(pattern) for pattern in _FONTS[prefix])
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(font)))
    if not families:
        raise FileNotFoundError(font)
    return _Glyphs(families[0], names.read_text(encoding="utf-8"))


def load_icon_fonts() -> None:
    """Load the icon fonts before anything is written: each makes Qt look at all fonts anew."""
    for prefix in _FONTS:
        _glyphs_of(prefix)


def _font_file(pattern: str) -> Path:
    spec = find_spec("qtawesome")  # finds the folder without importing the library
    for folder in spec.submodule_search_locations or () if spec is not None else ():
        for path in sorted((Path(folder) / "fonts").glob(pattern)):
            return path
    raise FileNotFoundError(f"qtawesome/fonts/{pattern}")


class IconPainter:
    """Paints icons of the window. Window thread only. `name` is a Phosphor name ("user-plus") or "fa6b.…"."""

    def __init__(self) -> None:
        """Start with an empty cache."""
        self._pixmaps: dict[tuple[str, int, str, float], QPixmap] = {}

    def pixmap(self, name: str, size: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
        """Return a square pixmap of `size` logical pixels at the device pixel ratio."""
        key = (name, size, colour.name(QColor.NameFormat.HexArgb), ratio)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._draw(name, size, colour, ratio)
            self._pixmaps[key] = found
        return found

    def paint(self, painter: QPainter, rect: QRect, name: str, colour: QColor) -> None:
        """Paint an icon centred in `rect`, as large as its shorter side."""
        size = min(rect.width(), rect.height())
        pixmap = self.pixmap(name, size, colour, painter.device().devicePixelRatioF())
        top_left = QPoint(rect.x() + (rect.width() - size) // 2, rect.y() + (rect.height() - size) // 2)
        painter.drawPixmap(top_left, pixmap)

    def icon(self, name: str, colour: QColor, size: int = 16) -> QIcon:
        """Return a QIcon in one colour, for buttons and menus, sharp up to a device pixel ratio of 2."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, size, colour, ratio))
        return icon

    @staticmethod
    def _draw(name: str, size: int, colour: QColor, ratio: float) -> QPixmap:
        prefix, _, glyph = name.rpartition(".")
        glyphs = _glyphs_of(prefix or "ph")
        physical = round(size * ratio)
        pixmap = QPixmap(QSize(physical, physical))
        pixmap.fill(Qt.GlobalColor.transparent)
        font = QFont(glyphs.family)
        font.setPixelSize(max(1, physical))
        painter = QPainter(pixmap)
        painter.setPen(colour)
        painter.setFont(font)
        painter.drawText(pixmap.rect(), Qt.AlignmentFlag.AlignCenter, glyphs.character(glyph))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap
