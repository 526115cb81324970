"""Lexicon: what the words of one language stand for in a request for personal data."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from desktop.guardrails.privacy.clues import Clue
from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.phrases import Phrasebook

_MOST_KEPT = 512  # sentences that are remembered


class Role(StrEnum):
    """What a small word or phrase does in a sentence. The value is its key in a language's file."""

    YOURS = "yours"  # your, suo, tu, seva
    OURS = "ours"
    ARTICLE = "articles"
    GENITIVE = "genitive"  # of, del: "the model of your phone" asks for no phone
    AWAY = "away"  # to, from, by: what follows says where or how, not what
    AND = "and"
    OR = "or"
    WHICH = "which"
    PLEASE = "please"
    OPENER = "openers"  # before an imperative: "then", "hello"
    HOLLOW = "hollow"  # looks like something in the file, but stands for nothing
    COMPANION = "companions"  # asked for beside personal data without being such (name, order number)
    YOURS_AFTER = "yours_after"  # "you registered with", behind the data word
    PRIVATE = "private"  # by direct message
    PUBLIC = "public"  # here in the comments


class Need(StrEnum):
    """What must stand by a data word before it counts as asked for."""

    NOTHING = "nothing"
    ARTICLE = "article"  # an article or a possessive
    GIVING = "giving"  # a possessive, or a verb of giving (not of sending: "send us an e-mail")
    OWNER = "owner"  # a possessive
    BESIDE = "beside"  # a possessive directly before it: "your number", not "your order number"
    LOOSE = "loose"  # an everyday word ("card", "number"): plain asking right at it


@dataclass(frozen=True, slots=True)
class DataNoun:
    """A word for personal data. `which` lets "which ..." ask for it; `unless` are words right behind that spoil it."""

    kind: DataKind
    need: Need = Need.NOTHING
    which: bool = False
    secret: bool = False  # never asked for by anybody, anywhere
    unless: frozenset[str] = frozenset()
    has_value: bool = True  # an order number is asked for like personal data, but may be written in a reply


@dataclass(frozen=True, slots=True)
class Query:
    """A phrase that asks for data without naming it ("where do you live")."""

    kind: DataKind
    secret: bool = False


Label = Role | DataNoun | Query


class Cue(StrEnum):
    """What words before a value say it is. The value is its key in a language's file."""

    PHONE = "phone_before"
    OTHER_NUMBER = "other_number_before"  # an order, a ticket, an amount: no telephone number, no card
    CUSTOMER = "customer_before"  # "customer number", in whatever language the text is
    BIRTH = "birth_before"
    LIVING = "living_before"  # "lives at", "your address is"


@dataclass(frozen=True, slots=True)
class ValueWords:
    """Words by which a value is known for what it is. Single words are folded."""

    months: tuple[str, ...]
    street_before: frozenset[str]  # "via" in "via Roma 12"
    street_after: frozenset[str]  # "street" in "12 High Street"
    linking: frozenset[str]  # small words between a name and its value: "is", "number", "n"
    mailboxes: frozenset[str]  # "info@": nobody's personal address


class Memory:
    """What was found for the last sentences: while somebody types, all but one stay what they were. Any thread."""

    def __init__(self, most: int = _MOST_KEPT) -> None:
        """Keep at least the `most` last ones, twice as many at the most."""
        self._most = most
        self._young: dict[Hashable, tuple[Any, ...]] = {}
        self._old: dict[Hashable, tuple[Any, ...]] = {}

    def get(self, sentence: Hashable) -> tuple[Any, ...] | None:
        """Return what was kept for a sentence."""
        kept = self._young.get(sentence)
        if kept is None and (kept := self._old.get(sentence)) is not None:
            self.keep(sentence, kept)
        return kept

    def keep(self, sentence: Hashable, heard: tuple[Any, ...]) -> tuple[Any, ...]:
        """Keep what was heard in a sentence, and return it; what nobody asked for lately goes."""
        if len(self._young) >= self._most:
            self._old, self._young = self._young, {}
        self._young[sentence] = heard
        return heard


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language, compiled. Immutable; read from any thread."""

    language: str
    phrases: Phrasebook[Label]
    telling: frozenset[str]  # without any of these words a sentence names no data
    fillers: frozenset[str]
    values: ValueWords
    clues: Phrasebook[Clue]
    vocabulary: frozenset[str]  # by which a text is known to be in this language
    memory: Memory = field(default_factory=Memory, init=False, compare=False)
