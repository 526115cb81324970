"""Own rule: a pattern that a desk adds to the privacy rules that come with the program, and whether it can be trusted.

A rule stops or advises against what its pattern finds, or lets pass what the built-in rules would stop. It carries
sentences of its own that must match and must pass; a rule that fails one of them, or takes long, is not kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

import regex  # type: ignore[import-untyped, unused-ignore]

PATIENCE_SECONDS = 0.02
"""How long one pattern may search one text; a pattern that takes longer is not applied to it, and that is told."""
OTHER = "other"
_FLAGS = regex.IGNORECASE | regex.VERSION1
_LONGEST_PATTERN = 500  # code points
_LONGEST_NAME = 60
_STRAIN = ("a" * 3_000 + "!", "1 " * 1_500 + "x", "la mia la mia " * 200, "@" * 2_000, "x y-" * 700 + "\n")
"""Texts that make a careless pattern try every way of matching."""


class RuleDeed(StrEnum):
    """What a rule does with what it finds. The value is stored."""

    BLOCK = "block"  # in public; in a direct message it advises
    ADVISE = "advise"
    RELEASE = "release"  # the built-in rules say nothing of what it finds; secrets stay stopped


class RuleFaultCode(StrEnum):
    """Why a rule can't be kept."""

    NAME_EMPTY = "name_empty"
    NAME_TAKEN = "name_taken"
    PATTERN_EMPTY = "pattern_empty"
    PATTERN_LONG = "pattern_long"
    PATTERN_BROKEN = "pattern_broken"
    PATTERN_TOO_WIDE = "pattern_too_wide"  # it matches nothing at all, everywhere
    PATTERN_SLOW = "pattern_slow"
    NO_EXAMPLE = "no_example"
    NOT_MATCHED = "not_matched"
    MATCHED = "matched"


@dataclass(frozen=True, slots=True)
class RuleFault:
    """What is wrong with a rule; `detail` is the sentence that fails, or what is wrong with the pattern."""

    code: RuleFaultCode
    detail: str = ""


@dataclass(frozen=True, slots=True)
class OwnRule:
    """One rule. `pattern` is a regular expression over the text as written, without regard to case.

    `kind` is a kind of personal data or OTHER; `language` ISO 639-1, "" for every language; `overridable`: an agent may
    send all the same with a written reason.
    """

    uid: str
    name: str
    deed: RuleDeed
    pattern: str
    kind: str = OTHER
    language: str = ""
    overridable: bool = False
    is_on: bool = True
    must_match: tuple[str, ...] = ()
    must_pass: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, object]:
        """Return the rule as plain values."""
        return {
            "uid": self.uid,
            "name": self.name,
            "deed": self.deed.value,
            "pattern": self.pattern,
            "kind": self.kind,
            "language": self.language,
            "overridable": self.overridable,
            "on": self.is_on,
            "must_match": list(self.must_match),
            "must_pass": list(self.must_pass),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> OwnRule:
        """Read plain values. Raises KeyError, TypeError, ValueError for what is no rule."""
        texts = {key: _text(value[key]) for key in ("uid", "name", "pattern")}
        return cls(
            **texts,
            deed=RuleDeed(value["deed"]),
            kind=_text(value.get("kind", OTHER)),
            language=_text(value.get("language", "")),
            overridable=value.get("overridable", False) is True,
            is_on=value.get("on", True) is True,
            must_match=_texts(value.get("must_match", [])),
            must_pass=_texts(value.get("must_pass", [])),
        )


class RuleSlow(Exception):
    """A pattern took too long over a text."""


def spans_of(rule: OwnRule, text: str) -> tuple[tuple[int, int], ...]:
    """Return where a rule's pattern matches, empty matches left out; a broken one finds nothing. Raises RuleSlow."""
    pattern = compiled(rule.pattern)
    if pattern is None:
        return ()
    try:
        found = [match.span() for match in pattern.finditer(text, timeout=PATIENCE_SECONDS)]
    except TimeoutError as error:
        raise RuleSlow(rule.name) from error
    return tuple((start, end) for start, end in found if end > start)


@lru_cache(maxsize=256)
def compiled(pattern: str) -> regex.Pattern[str] | None:
    """Return a pattern compiled, None for one that can't be, or is longer than any that is kept: that takes minutes."""
    if len(pattern) > _LONGEST_PATTERN:
        return None
    try:
        return regex.compile(pattern, _FLAGS)
    except (regex.error, RecursionError, OverflowError):
        return None


def faults_of_rule(rule: OwnRule, others: tuple[OwnRule, ...] = ()) -> tuple[RuleFault, ...]:
    """Return everything that keeps a rule from being kept, the plainest first. Takes a fraction of a second."""
    return tuple(_faults(rule, others))


def _faults(rule: OwnRule, others: tuple[OwnRule, ...]) -> Iterator[RuleFault]:
    name = rule.name.strip()
    if not name or len(name) > _LONGEST_NAME:
        yield RuleFault(RuleFaultCode.NAME_EMPTY)
    if any(one.uid != rule.uid and one.name.strip().casefold() == name.casefold() for one in others):
        yield RuleFault(RuleFaultCode.NAME_TAKEN, name)
    broken = _pattern_fault(rule.pattern)
    if broken is not None:
        yield broken
        return
    yield from _example_faults(rule)


def _pattern_fault(pattern: str) -> RuleFault | None:
    if not pattern.strip():
        return RuleFault(RuleFaultCode.PATTERN_EMPTY)
    if len(pattern) > _LONGEST_PATTERN:
        return RuleFault(RuleFaultCode.PATTERN_LONG)
    try:
        tried = regex.compile(pattern, _FLAGS)
    except (regex.error, RecursionError, OverflowError) as error:
        return RuleFault(RuleFaultCode.PATTERN_BROKEN, str(error))
    return RuleFault(code) if (code := _strained(tried)) is not None else None


def _strained(pattern: regex.Pattern[str]) -> RuleFaultCode | None:
    try:
        if pattern.fullmatch("") is not None:
            return RuleFaultCode.PATTERN_TOO_WIDE
        for text in _STRAIN:
            for _ in pattern.finditer(text, timeout=PATIENCE_SECONDS):
                pass
    except TimeoutError:
        return RuleFaultCode.PATTERN_SLOW
    return None


def _example_faults(rule: OwnRule) -> Iterator[RuleFault]:
    if not rule.must_match:
        yield RuleFault(RuleFaultCode.NO_EXAMPLE)
    for wanted, sentences, code in (
        (True, rule.must_match, RuleFaultCode.NOT_MATCHED),
        (False, rule.must_pass, RuleFaultCode.MATCHED),
    ):
        for sentence in sentences:
            try:
                if bool(spans_of(rule, sentence)) is not wanted:
                    yield RuleFault(code, sentence)
            except RuleSlow:
                yield RuleFault(RuleFaultCode.PATTERN_SLOW, sentence)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return tuple(_text(one) for one in value)
