"""Own priority: what a desk changes of the points, of the word lists, and whom it favours; how each is compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.model import MessageClass
from desktop.triage.words import folded, words_of

SHARED = "shared"
"""The word list that counts in every language."""
STRENGTHS = ("weak", "clear", "strong", "grave")
"""How much a phrase says for its class: 1, 2, 3 or 5 points."""
USUAL_STRENGTH = "strong"
GRAVITIES = ("medical", "danger", "power", "legal", "leaving", "money")
TARGETS = (
    *(f"class.{kind.value}" for kind in MessageClass),
    *(f"gravity.{group}" for group in GRAVITIES),
    "mood.negative",
    "mood.positive",
)
"""The lists that a desk can change: of a class, of what is grave, of anger and of content."""
MOST_FAVOUR = 50  # points


class FavourKind(StrEnum):
    """By what a customer is known who is favoured. The value is stored."""

    CUSTOMER = "customer"  # by uid, on every network
    TAG = "tag"
    HANDLE = "handle"  # or an address


@dataclass(frozen=True, slots=True)
class Favour:
    """Who gets points besides those that the message earns. `name` is what a person reads of a customer."""

    kind: FavourKind
    value: str
    points: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class OwnPhrase:
    """A phrase that the desk adds to a list, or, if not `counts`, takes out. `language` "" is every language."""

    target: str
    phrase: str
    language: str = ""
    strength: str = USUAL_STRENGTH
    counts: bool = True

    def is_in(self, code: str) -> bool:
        """Return whether it changes the list of a language, or the one for all."""
        return not self.language or self.language == code


@dataclass(frozen=True, slots=True)
class OwnPriority:
    """All of it. `figures` are points by their dotted name in the weights file, such as "urgency.complaint"."""

    figures: Mapping[str, float] = field(default_factory=dict)
    phrases: tuple[OwnPhrase, ...] = ()
    favours: tuple[Favour, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return it as plain values."""
        return {
            "weights": dict(sorted(self.figures.items())),
            "phrases": [
                {
                    "list": one.target,
                    "phrase": one.phrase,
                    "language": one.language,
                    "strength": one.strength,
                    "counts": one.counts,
                }
                for one in self.phrases
            ],
            "favoured": [
                {"kind": one.kind.value, "value": one.value, "points": one.points, "name": one.name}
                for one in self.favours
            ],
        }

    @property
    def mark(self) -> str:
        """A text that differs whenever anything in it does, "" for nothing of one's own."""
        return "" if self == NOTHING_OWN else json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)


NOTHING_OWN = OwnPriority()


def favours_of(own: OwnPriority) -> dict[tuple[FavourKind, str], int]:
    """Return the points of each favoured customer, by what they are compared with."""
    return {(one.kind, favour_key(one.kind, one.value)): one.points for one in own.favours}


def favour_key(kind: FavourKind, value: str) -> str:
    """Return a tag, a handle or a uid as it is compared."""
    if kind is FavourKind.TAG:
        return folded_tag(value)
    return plain_handle(value) if kind is FavourKind.HANDLE else value


def folded_tag(tag: str) -> str:
    """Return a tag as tags are compared: lower case, no accents, single spaces."""
    return " ".join(words_of(tag).folded)


def plain_handle(handle: str) -> str:
    """Return a handle or an address as it is compared: lower case, without the "@" before it."""
    return handle.strip().casefold().removeprefix("@")


def plain_phrase(phrase: str) -> str:
    """Return a phrase as phrases are compared: accents, capitals and spacing never matter, "*" and "…" do."""
    return " ".join(
        f"{folded(piece.rstrip('*'))}{'*' * piece.endswith('*')}" if piece.rstrip("*") else piece
        for piece in phrase.split()
    )
