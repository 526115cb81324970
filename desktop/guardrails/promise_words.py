"""Promise words: one language's data, read from `resources/hours`, and what in a clause promises a time."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Phrase = tuple[str, ...]

_LISTS = ("deeds", "before", "denials", "theirs", "joins", "clock_before", "clock_afternoon", "span_before")
_MORE_LISTS = ("minutes", "hours", "day_before")
_WEEK = 7


class PromisesUnreadable(ValueError):
    """The file of a language can't be read; the text says where and why."""


@dataclass(frozen=True, slots=True)
class Time:
    """A phrase that names a time: `when` is its kind; a firm one promises by itself."""

    phrase: Phrase
    when: str
    firm: bool


@dataclass(frozen=True, slots=True)
class PromiseWords:
    """One language. Phrases are tuples of folded words; `times` are by their first word, longest first."""

    language: str
    days: tuple[str, ...]
    phrases: Mapping[str, frozenset[Phrase]]
    numbers: Mapping[str, int]
    times: Mapping[str, tuple[Time, ...]]
    longest: Mapping[str, int]
    starters: frozenset[str]
    """The words with which anything that names a time begins."""

    @classmethod
    def load(cls, path: Path) -> PromiseWords:
        """Read a language's file. Raises PromisesUnreadable."""
        try:
            content = tomllib.loads(path.read_text("utf-8"))
            phrases = {name: _phrases(content[name]) for name in (*_LISTS, *_MORE_LISTS)}
            days = tuple(content["days"])
            times = [time for firm in (True, False) for time in _times(content["firm" if firm else "loose"], firm=firm)]
            numbers = {str(word): int(value) for word, value in content["numbers"].items()}
            longest = {name: max(map(len, found), default=0) for name, found in phrases.items()}
            content["days"][_WEEK - 1]  # seven, or it can't be read
            return cls(
                content["language"],
                days,
                phrases,
                numbers,
                _by_first_word(times),
                longest,
                _starters(days, phrases, times),
            )
        except (OSError, LookupError, TypeError, AttributeError, ValueError) as error:
            raise PromisesUnreadable(f"{path.name}: {type(error).__name__}: {error}") from error

    def time_at(self, words: Sequence[str], place: int) -> Time | None:
        """Return the longest time phrase that begins at a place."""
        for time in self.times.get(words[place], ()):
            if tuple(words[place : place + len(time.phrase)]) == time.phrase:
                return time
        return None

    def begins(self, name: str, words: Sequence[str], place: int) -> int:
        """Return the length of the longest phrase of a list that begins at a place, 0 for none."""
        lengths = range(self.longest[name], 0, -1)
        return next((n for n in lengths if tuple(words[place : place + n]) in self.phrases[name]), 0)

    def ends(self, name: str, words: Sequence[str], place: int) -> int:
        """Return the length of the longest phrase of a list that ends right before a place, 0 for none."""
        lengths = range(min(self.longest[name], place), 0, -1)
        return next((n for n in lengths if tuple(words[place - n : place]) in self.phrases[name]), 0)

    def holds(self, name: str, words: Sequence[str]) -> bool:
        """Return whether a phrase of a list is anywhere among some words."""
        return any(self.begins(name, words, place) for place in range(len(words)))


def _phrases(values: Iterable[str]) -> frozenset[Phrase]:
    return frozenset(tuple(value.split()) for value in values)


def _starters(days: Iterable[str], phrases: Mapping[str, Iterable[Phrase]], times: Iterable[Time]) -> frozenset[str]:
    leads = (phrase[0] for name in ("clock_before", "span_before", "day_before") for phrase in phrases[name])
    return frozenset((*days, *leads, *(time.phrase[0] for time in times)))


def _times(table: Mapping[str, Iterable[str]], *, firm: bool) -> Iterator[Time]:
    for when, values in table.items():
        for value in values:
            yield Time(tuple(value.split()), when, firm)


def _by_first_word(times: Iterable[Time]) -> dict[str, tuple[Time, ...]]:
    found: dict[str, list[Time]] = {}
    for time in times:
        found.setdefault(time.phrase[0], []).append(time)
    return {word: tuple(sorted(same, key=lambda time: -len(time.phrase))) for word, same in found.items()}
