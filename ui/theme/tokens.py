"""The colour tokens as data: read from resources/styles/tokens.json, with a contrast figure for tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tokens:
    """The hex colours of one scheme by token name, and the channel discs' colours by network value."""

    colours: Mapping[str, str]
    channels: Mapping[str, str]


def load_tokens(path: Path) -> dict[str, Tokens]:
    """Return the tokens of "light" and "dark" from a tokens file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return {scheme: Tokens(data[scheme], data["channel"][scheme]) for scheme in ("light", "dark")}


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio (1 to 21) of two "#RRGGBB" colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
