"""Value patterns: the forms of values that have words in them (dates, streets), compiled from all languages' words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.guardrails.privacy.lexicon import ValueWords

_SIGNS = r"[\s:=.,\"'«“(#°-]"
_TOWN = r"(?:,? (?:\d{5}|[a-z]{1,2}\d[a-z\d]? \d[a-z]{2})(?:,? [^\W\d_]+){0,3})?"
_WORDS_ON = r"(?:[^\W\d_]+ ){0,3}?"  # "born in Siena on", "I live with my sister in"


@dataclass(frozen=True, slots=True)
class ValuePatterns:
    """Patterns over folded text, each matched at one place. None of them can run away: all repetition is bounded."""

    link: re.Pattern[str]  # what may stand between a name and its value
    day: re.Pattern[str]  # group "day"
    street: re.Pattern[str]  # group "street", with postcode and town if they are there
    mailboxes: frozenset[str]


def compile_patterns(languages: Sequence[ValueWords]) -> ValuePatterns:
    """Return the patterns for all languages together: an address keeps its language in any text."""
    months = _any(month for words in languages for month in words.months)
    linking = _any(word for words in languages for word in words.linking)
    before = _any(word for words in languages for word in words.street_before)
    behind = _any(word for words in languages for word in words.street_after)
    figures = r"\d{1,2}[ ./-]\d{1,2}[ ./-](?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2}(?!\d)"
    ordinal = r"(?:st|nd|rd|th|er|°)?"
    written = (
        rf"\d{{1,2}}{ordinal} (?:de |d'|of )?{months},?(?: de| del)? \d{{4}}|{months} \d{{1,2}}{ordinal},? \d{{4}}"
    )
    romance = rf"{before}[.]? (?:[^\W\d_][\w'.-]*,? ){{1,6}}(?:n[.°]{{0,2}} ?)?\d{{1,4}}(?:/?[a-z])?\b"
    english = rf"\d{{1,4}}[a-z]? (?:[^\W\d_][\w'-]* ){{1,4}}{behind}\b"
    return ValuePatterns(
        link=re.compile(rf"(?:{_SIGNS}{{1,3}}(?:{linking}(?!\w))?){{0,5}}"),
        day=re.compile(rf"{_WORDS_ON}(?P<day>{figures}|{written})"),
        street=re.compile(rf"{_WORDS_ON}(?P<street>(?:{romance}|{english}){_TOWN})"),
        mailboxes=frozenset().union(*(words.mailboxes for words in languages)),
    )


def _any(words: Iterable[str]) -> str:
    """Return a pattern for one of some words, the longest first; for none of them one that never matches."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, ordered)) + ")" if ordered else r"(?!)"
