"""Closed rules: what happens to replies, clocks and acknowledgements while an account's desk is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.guardrails import WhenClosed

LONGEST_TEXT = 1_000
"""Characters of an acknowledgement: the shortest private message that a network takes (Instagram, Bluesky)."""


class ClockTime(StrEnum):
    """Which time the first-reply clock counts."""

    BUSINESS = "business"  # opening hours only
    WALL = "wall"


@dataclass(frozen=True, slots=True)
class ClosedRules:
    """An account's rules. `texts` are acknowledgements of one's own as (language, text), languages ISO 639-1.

    A text may hold {name} and {opening}; a language without one gets the program's own sentence. Off until chosen.
    """

    replies: WhenClosed = WhenClosed.HOLD
    clock: ClockTime = ClockTime.BUSINESS
    acknowledges: bool = False
    texts: tuple[tuple[str, str], ...] = ()

    def text(self, language: str) -> str:
        """Return one's own text in a language, "" for none."""
        return dict(self.texts).get(language, "")

    def to_dict(self) -> dict[str, object]:
        """Return plain JSON values for the settings."""
        return {
            "replies": self.replies.value,
            "clock": self.clock.value,
            "acknowledges": self.acknowledges,
            "texts": dict(self.texts),
        }

    @classmethod
    def from_dict(cls, value: object) -> ClosedRules:
        """Return the rules that `to_dict` wrote down; whatever can't be read is as in a new desk: nothing automatic."""
        if not isinstance(value, Mapping):
            return cls()
        texts = value.get("texts")
        pairs = texts.items() if isinstance(texts, Mapping) else ()
        kept = tuple((key, text) for key, text in pairs if isinstance(key, str) and isinstance(text, str))
        return cls(
            next((one for one in WhenClosed if one == value.get("replies")), WhenClosed.HOLD),
            next((one for one in ClockTime if one == value.get("clock")), ClockTime.BUSINESS),
            value.get("acknowledges") is True,
            kept,
        )
