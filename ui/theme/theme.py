"""The theme in force: which scheme, which colour a token has, which font a size and weight give.

One Theme object exists per window process, made in `ui/app.py` and handed to every view. A change of scheme or
text scale is told by `changed`; views repaint from the same names.
"""

from __future__ import annotations

import sys
import zlib
from enum import StrEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, Qt

from desktop.model import Network
from ui.theme.high_contrast import system_tokens
from ui.theme.icons import IconPainter
from ui.theme.tokens import Tokens


class Scheme(StrEnum):
    """What the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_CHANNEL_GLYPHS = {
    Network.X: "fa6b.x-twitter",
    Network.FACEBOOK: "fa6b.facebook-f",
    Network.INSTAGRAM: "fa6b.instagram",
    Network.MASTODON: "fa6b.mastodon",
    Network.BLUESKY: "fa6b.bluesky",
    Network.TELEGRAM: "fa6b.telegram",
    Network.EMAIL: "envelope-simple-bold",
    Network.LISTENING: "ear-bold",
}
_FAMILIES = {"win32": ["Segoe UI"], "darwin": [".AppleSystemUIFont"]}
_WEIGHTS = {400: QFont.Weight.Normal, 500: QFont.Weight.Medium, 600: QFont.Weight.DemiBold}
_AVATARS = 6


class Theme(QObject):
    """Colours, fonts and icons in force. Window thread only."""

    changed = Signal()

    def __init__(
        self,
        tokens: dict[str, Tokens],
        scheme: Scheme = Scheme.SYSTEM,
        scale: float = 1.0,
        *,
        high_contrast: bool | None = None,
    ) -> None:
        """`scale` is the user's text scale, 0.9 to 1.5; `high_contrast` None follows the system."""
        super().__init__()
        self._tokens = tokens
        self._scheme = scheme
        self._scale = scale
        self._high_contrast = bool(high_contrast)
        self._system: Tokens | None = None
        self._fonts: dict[tuple[int, int], QFont] = {}
        self._metrics: dict[tuple[int, int], QFontMetrics] = {}
        self._colours: dict[str, QColor] = {}
        self.icons = IconPainter()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_scheme_changed)
        if high_contrast is None:
            wishes = hints.accessibility()
            self._high_contrast = wishes.contrastPreference() is Qt.ContrastPreference.HighContrast
            wishes.contrastPreferenceChanged.connect(self._on_system_contrast_changed)

    @property
    def is_dark(self) -> bool:
        """True if the dark tokens are in force."""
        if self._scheme is Scheme.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._scheme is Scheme.DARK

    @property
    def high_contrast(self) -> bool:
        """True if the system's own colours are in force, without tints and with every outline drawn."""
        return self._high_contrast

    @property
    def scheme(self) -> Scheme:
        """What the user chose."""
        return self._scheme

    @property
    def scale(self) -> float:
        """The user's text scale, 0.9 to 1.5."""
        return self._scale

    def set_scheme(self, scheme: Scheme) -> None:
        """Choose system, light or dark."""
        self._scheme = scheme
        self._forget()

    def set_scale(self, scale: float) -> None:
        """Choose the text scale; it is held within 0.9 to 1.5."""
        self._scale = min(1.5, max(0.9, scale))
        self._forget()

    def colour(self, token: str) -> QColor:
        """Return a token's colour ("bg.surface"). Raises KeyError for a name that is not in the tokens file."""
        found = self._colours.get(token)
        if found is None:
            found = QColor(self._in_force.colours[token])
            self._colours[token] = found
        return found

    def hex(self, token: str) -> str:
        """Return a token's colour as "#RRGGBB", for style sheets."""
        return self._in_force.colours[token]

    def channel_colour(self, network: Network) -> QColor:
        """Return the disc colour of a network's mark."""
        return QColor(self._in_force.channels[network.value])

    def channel_glyph_colour(self, network: Network) -> QColor:
        """Return the glyph colour on that disc: white, but dark on X's light disc in the dark scheme."""
        dark_glyph = network is Network.X and self.is_dark
        return QColor(self._tokens["light"].channels["x"]) if dark_glyph else QColor("#FFFFFF")

    @staticmethod
    def channel_glyph(network: Network) -> str:
        """Return the icon name of a network's mark."""
        return _CHANNEL_GLYPHS[network]

    def avatar_colours(self, key: str) -> tuple[QColor, QColor]:
        """Return background and foreground of an avatar, chosen by crc32 of `key` so that it never changes."""
        number = zlib.crc32(key.encode()) % _AVATARS + 1
        return self.colour(f"av{number}.bg"), self.colour(f"av{number}.fg")

    def font(self, size: int, weight: int = 400) -> QFont:
        """Return the system UI font at a pixel size of the scale (10 11 12 13 14 15 16 20 24 26) and weight 400-600."""
        found = self._fonts.get((size, weight))
        if found is None:
            found = self._make_font(size, weight)
            self._fonts[(size, weight)] = found
        return found

    def metrics(self, size: int, weight: int = 400) -> QFontMetrics:
        """Return the metrics of that font."""
        found = self._metrics.get((size, weight))
        if found is None:
            found = QFontMetrics(self.font(size, weight))
            self._metrics[size, weight] = found
        return found

    def px(self, length: int) -> int:
        """Return a row height or control height scaled with the text."""
        return round(length * self._scale)

    @property
    def _in_force(self) -> Tokens:
        usual = self._tokens["dark" if self.is_dark else "light"]
        if not self.high_contrast:
            return usual
        if self._system is None:
            self._system = system_tokens(QGuiApplication.palette(), usual)
        return self._system

    def _make_font(self, size: int, weight: int) -> QFont:
        font = QFont(_FAMILIES.get(sys.platform, ["Inter", "Noto Sans", "DejaVu Sans"]))
        font.setPixelSize(max(1, round(size * self._scale)))
        font.setWeight(_WEIGHTS[weight])
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def _forget(self) -> None:
        self._fonts.clear()
        self._metrics.clear()
        self._colours.clear()
        self._system = None
        self.changed.emit()

    def _on_system_contrast_changed(self, preference: Qt.ContrastPreference) -> None:
        self._high_contrast = preference is Qt.ContrastPreference.HighContrast
        self._forget()

    def _on_system_scheme_changed(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self._forget()
