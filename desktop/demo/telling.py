"""What people of the demo's history ask: each text with its class and answer, none by many people in one week."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desktop.model import MessageClass

_MOST = 3
_DAYS = timedelta(days=9)
"""So many people say one text in so many days: five in seven would be a campaign."""


@dataclass(frozen=True, slots=True)
class Told:
    """A question as it was asked, and what answers it."""

    language: str
    message_class: MessageClass
    text: str
    answer: str


class Teller:
    """Chooses what is asked next and fills it in. Remembers what was asked lately."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        """`words` are those of the history's resource."""
        self._languages = words["languages"]
        self._fill = words["fill"]
        self._questions: dict[str, list[Mapping[str, str]]] = {}
        for one in words["question"]:
            self._questions.setdefault(one["language"], []).append(one)
        self._said: dict[str, list[datetime]] = {}

    def tell(self, moment: datetime, chance: random.Random) -> Told:
        """Return what is asked at a moment; moments come in the order of time."""
        language = chance.choices(list(self._languages), list(self._languages.values()))[0]
        some = self._questions[language]
        fresh = [one for one in some if self._lately(one["text"], moment) < _MOST]
        if not fresh:  # a busy week in a small language: those who are left write Italian
            language = next(iter(self._languages))
            fresh = [one for one in self._questions[language] if self._lately(one["text"], moment) < _MOST]
        one = chance.choice(fresh or _shortest(self._questions[language]))
        self._said.setdefault(one["text"], []).append(moment)
        filling = self._filling(language, chance)
        kind = MessageClass(one["class"])
        return Told(language, kind, one["text"].format(**filling), one["answer"].format(**filling))

    def _lately(self, text: str, moment: datetime) -> int:
        return sum(1 for at in self._said.get(text, ()) if moment - at < _DAYS)

    def _filling(self, language: str, chance: random.Random) -> dict[str, str]:
        return {
            "street": chance.choice(self._fill["streets"]),
            "month": chance.choice(self._fill["months"][language]),
            "amount": f"{chance.randint(48, 290)},{chance.randint(0, 9)}0",
            "number": str(chance.randint(2_000, 48_000)),
            "day": str(chance.randint(2, 27)),
            "hour": f"{chance.randint(10, 19)}:{chance.choice(('00', '30'))}",
        }


def _shortest(questions: Sequence[Mapping[str, str]]) -> Sequence[Mapping[str, str]]:
    """Return a few of the shortest: what everybody says in three words is no campaign."""
    return sorted(questions, key=lambda one: len(one["text"]))[:4]
