"""QR code: an address as a picture to print, in the size that is asked for."""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from segno import QRCode

LONGEST_ADDRESS = 500
SMALLEST_MM, LARGEST_MM = 10, 500
_BORDER = 4  # modules of quiet zone, ISO/IEC 18004
_DOTS_PER_MM = 300 / 25.4  # what print shops ask for
_LARGEST_PIXELS = 6_000


class Correction(StrEnum):
    """How much of a code may be damaged: about 7, 15, 25 and 30 %."""

    LOW = "L"
    MEDIUM = "M"
    QUARTILE = "Q"
    HIGH = "H"


class AddressUnfit(ValueError):
    """An address that no code is made of. `reason`: "empty", "no_web_address", "spaces", "too_long"."""

    def __init__(self, reason: str) -> None:
        """Keep the reason as a code."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PrintedCode:
    """A code of an address, `millimetres` wide with its quiet zone. `modules` is its width in dots of the pattern."""

    address: str
    millimetres: int
    correction: Correction
    modules: int

    @property
    def module_mm(self) -> float:
        """How wide one dot is in print, in millimetres; under 0.4 telephones have trouble at arm's length."""
        return self.millimetres / self.modules

    def svg(self) -> bytes:
        """Return the code as SVG whose width and height are in millimetres."""
        out = io.BytesIO()
        self._code().save(out, kind="svg", border=_BORDER, scale=self.module_mm, unit="mm", light="white")
        return out.getvalue()

    def png(self) -> bytes:
        """Return the code as PNG that says its own resolution, so that it prints in its size, near 300 dpi."""
        wanted = min(_LARGEST_PIXELS, self.millimetres * _DOTS_PER_MM)
        scale = max(1, round(wanted / self.modules))
        dots_per_inch = round(scale * self.modules / self.millimetres * 25.4)
        out = io.BytesIO()
        self._code().save(out, kind="png", border=_BORDER, scale=scale, dpi=dots_per_inch, light="white")
        return out.getvalue()

    def rows(self) -> tuple[tuple[bool, ...], ...]:
        """Return the pattern with its quiet zone, True for dark, to be painted."""
        matrix = self._code().matrix_iter(border=_BORDER)
        return tuple(tuple(bool(cell) for cell in row) for row in matrix)

    def _code(self) -> QRCode:
        return _made(self.address, self.correction)


def printed_code(address: str, millimetres: int, correction: Correction) -> PrintedCode:
    """Return the code of a web address. Raises AddressUnfit. `millimetres` are kept between 10 and 500."""
    fit = checked_address(address)
    width = _made(fit, correction).symbol_size(border=_BORDER)[0]
    return PrintedCode(fit, min(LARGEST_MM, max(SMALLEST_MM, millimetres)), correction, int(width))


def checked_address(address: str) -> str:
    """Return an address as it goes into the code, "https://" put before one that lacks it. Raises AddressUnfit."""
    fit = address.strip()
    if not fit:
        raise AddressUnfit("empty")
    if any(char.isspace() or not char.isprintable() for char in fit):
        raise AddressUnfit("spaces")
    if "://" not in fit and not fit.lower().startswith(("mailto:", "javascript:", "data:", "tel:")):
        fit = f"https://{fit}"
    try:
        parts = urlsplit(fit)
        host = parts.hostname or ""
    except ValueError as error:
        raise AddressUnfit("no_web_address") from error
    if parts.scheme.lower() not in {"http", "https"} or "." not in host.strip(".") or parts.username is not None:
        raise AddressUnfit("no_web_address")
    if len(fit.encode()) > LONGEST_ADDRESS:
        raise AddressUnfit("too_long")
    return fit


def _made(address: str, correction: Correction) -> QRCode:
    import segno

    return segno.make_qr(address, error=correction.value, boost_error=False)
