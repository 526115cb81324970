"""How a customer of the demo town takes our answer: what the answer is, what was before, and what follows from it.

A good answer is thanked for, an empty one asked again and then complained about; data asked for in public are refused,
data asked for in private are given in private; an offer is accepted.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.system.resources import resource_path

_WORTH_THANKS = 40  # characters: a shorter answer can hardly have solved anything
_ANGRY_AT = 2  # empty answers after which a customer complains; later ones are met with silence


class Manner(StrEnum):
    """What a customer's next post does. The values name the lines in the resources."""

    THANKS = "thanks"
    THANKS_AFTER_SORRY = "thanks_after_sorry"
    GIVES_DATA = "gives_data"
    WARY = "wary"
    WARY_AGAIN = "wary_again"
    ASKS_AGAIN = "asks_again"
    ANGRY = "angry"
    ANSWERS = "answers"
    BUYS = "buys"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """One language: the words by which an answer is understood, and the lines with which it is met."""

    words: Mapping[str, re.Pattern[str]]
    lines: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a customer understands of an answer of ours."""

    direct: bool
    asks_data: bool
    to_direct: bool
    sorry: bool
    acts: bool
    closed: bool
    question: bool
    long: bool


@dataclass(slots=True)
class Mood:
    """What a customer remembers of our answers so far."""

    answers: int = 0
    wary: int = 0
    empty: int = 0
    wants_offer: bool = False
    thanked: bool = False
    said: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a customer does: writes a post of some manner, or only likes the answer."""

    manner: Manner | None
    direct: bool = False
    likes: bool = False


def read_phrasebooks() -> dict[str, Phrasebook]:
    """Return the phrasebooks by language, read from the resources."""
    with resource_path("demo", "reactions.toml").open("rb") as file:
        data = tomllib.load(file)
    return {
        language: Phrasebook(
            words={name: _pattern(words) for name, words in entry["words"].items()},
            lines={name: tuple(lines) for name, lines in entry["lines"].items()},
        )
        for language, entry in data.items()
    }


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the words at the beginning of a word."""
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})", re.IGNORECASE)


def understood(text: str, book: Phrasebook, *, direct: bool) -> Understood:
    """Return what a customer understands of an answer, by the words of their language."""
    found = {name for name, pattern in book.words.items() if pattern.search(text)}
    question = "?" in text
    return Understood(
        direct=direct,
        asks_data="asks_data" in found and ("asks" in found or question),
        to_direct="to_direct" in found,
        sorry="sorry" in found,
        acts="acts" in found,
        closed="closed" in found,
        question=question,
        long=len(text) >= _WORTH_THANKS,
    )


def reaction_to(heard: Understood, mood: Mood, chance: random.Random) -> Reaction | None:
    """Return what a customer does about an answer, and let them remember it. None: nothing."""
    mood.answers += 1
    if heard.closed:
        return Reaction(Manner.WAITS, heard.direct) if chance.random() < 1 / 2 else None
    if heard.asks_data and not heard.direct and not heard.to_direct:
        mood.wary += 1
        return Reaction(Manner.WARY if mood.wary == 1 else Manner.WARY_AGAIN)
    if heard.to_direct or (heard.asks_data and heard.direct):
        return Reaction(Manner.GIVES_DATA, direct=True)
    if heard.acts and heard.long:
        return _content(heard, mood, chance)
    if heard.question:
        return Reaction(Manner.ANSWERS, heard.direct)
    return _unconvinced(heard, mood)


def _content(heard: Understood, mood: Mood, chance: random.Random) -> Reaction:
    if mood.wants_offer:
        mood.wants_offer = False
        return Reaction(Manner.BUYS, heard.direct)
    if mood.thanked:
        return Reaction(None, likes=not heard.direct)
    mood.thanked = True
    manner = Manner.THANKS_AFTER_SORRY if heard.sorry else Manner.THANKS
    return Reaction(manner, heard.direct, likes=not heard.direct and chance.random() < 1 / 2)


def _unconvinced(heard: Understood, mood: Mood) -> Reaction | None:
    mood.empty += 1
    if mood.thanked or mood.empty > _ANGRY_AT:
        return None
    return Reaction(Manner.ASKS_AGAIN if mood.empty < _ANGRY_AT else Manner.ANGRY, heard.direct)


def line_for(manner: Manner, book: Phrasebook, mood: Mood, chance: random.Random) -> str:
    """Return a line for a manner that this customer has not said yet, where there is one."""
    lines = book.lines[manner]
    fresh = [line for line in lines if line not in mood.said]
    line = chance.choice(fresh or lines)
    mood.said.add(line)
    return line
