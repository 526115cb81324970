"""Knowledge: answers that are worth keeping, in several languages, with every version that was ever kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FaqText:
    """One language's question and answer. `version` counts from 1; 0 is one that was not kept yet."""

    language: str  # ISO 639-1
    question: str
    answer: str
    version: int = 0
    agent: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FaqEntry:
    """A question that is asked again and again, with its answer in one or more languages."""

    uid: str
    category: str
    texts: tuple[FaqText, ...]

    def text_in(self, language: str) -> FaqText | None:
        """Return its text in exactly this language, None if it has none."""
        return next((text for text in self.texts if text.language == language), None)
