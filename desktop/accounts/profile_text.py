"""Profile text: what a network's profile or the site says of the desk's hours, within the length of its field.

Limits are the networks' own: X's bio 160 characters, Instagram's 150, a Facebook Page's bio 101, a field of a Mastodon
profile 255, Bluesky's description 256 graphemes, a Telegram bot's short description 120.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Any

from desktop.composer import count
from desktop.guardrails import OpeningHours, Slot
from desktop.guardrails.hours import DAY_MINUTES, WEEK_DAYS
from desktop.model import Counting

PROFILE_LANGUAGES = ("it", "ca", "es", "en")
PROFILE_FILE = "profile.toml"
_HOUR = 60
_SPARE = re.compile(r"\s+")


class ProfilePlace(StrEnum):
    """Where a text stands."""

    X = "x"
    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    TELEGRAM = "telegram"
    WEBSITE = "website"


LIMITS: Mapping[ProfilePlace, int | None] = {
    ProfilePlace.X: 160,
    ProfilePlace.INSTAGRAM: 150,
    ProfilePlace.FACEBOOK: 101,
    ProfilePlace.MASTODON: 255,
    ProfilePlace.BLUESKY: 256,
    ProfilePlace.TELEGRAM: 120,
    ProfilePlace.WEBSITE: None,
}
"""In characters, on Bluesky in graphemes."""


class ProfileWordsUnreadable(ValueError):
    """The file of sentences can't be read; the text says where and why."""


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What is said. `languages` are ISO 639-1, `reply_minutes` and `link` may be left out (None, "")."""

    hours: OpeningHours
    name: str = ""
    languages: tuple[str, ...] = ()
    reply_minutes: int | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class ProfileText:
    """A text with its length in the field's unit; `limit` None for a place without one. `label` is the field's name."""

    text: str
    length: int
    limit: int | None
    label: str = ""

    @property
    def fits(self) -> bool:
        """Whether the field takes it."""
        return self.limit is None or self.length <= self.limit


class ProfileWords:
    """The sentences of every language."""

    def __init__(self, languages: Mapping[str, Mapping[str, Any]]) -> None:
        """Take what the file holds."""
        self._languages = languages

    @classmethod
    def load(cls, folder: Path) -> ProfileWords:
        """Read `profile.toml` of a folder. Raises ProfileWordsUnreadable."""
        path = folder / PROFILE_FILE
        try:
            content = tomllib.loads(path.read_text("utf-8"))
            missing = [code for code in PROFILE_LANGUAGES if len(content[code]["short_days"]) != WEEK_DAYS]
        except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise ProfileWordsUnreadable(f"{path.name}: {type(error).__name__}: {error}") from error
        if missing:
            raise ProfileWordsUnreadable(f"{path.name}: not seven days in {missing[0]}")
        return cls(content)

    def of(self, language: str) -> Mapping[str, Any]:
        """Return a language's sentences, English for one that is not there."""
        return self._languages.get(language) or self._languages["en"]

    def text(self, place: ProfilePlace, language: str, facts: ProfileFacts) -> ProfileText:
        """Return the fullest text that fits a place; the shortest where none does."""
        words = self.of(language)
        values = self._values(words, language, facts)
        patterns = words["values"] if place is ProfilePlace.MASTODON else words["patterns"]
        label = words["field"] if place is ProfilePlace.MASTODON else ""
        limit = LIMITS[place]
        texts = [_filled(pattern, values) for pattern in patterns]
        known = [text for text in texts if text]
        made = [ProfileText(text, length_in(place, text), limit, label) for text in known]
        return next((one for one in made if one.fits), made[-1])

    def week(self, language: str, hours: OpeningHours, *, short: bool) -> str:
        """Return a week in words: "lun–ven 9–18, sab 9–13"."""
        words = self.of(language)
        if not any(hours.week):
            return str(words["never"])
        if _always(hours):
            return str(words["around_the_clock_short" if short else "around_the_clock"])
        return ", ".join(f"{days} {times}" for days, times in self.week_rows(language, hours, short=short))

    def week_rows(self, language: str, hours: OpeningHours, *, short: bool) -> list[tuple[str, str]]:
        """Return the days that are open, those in a row with the same hours in one, with the hours."""
        words = self.of(language)
        names = words["short_days" if short else "days"]
        rows = []
        for first, last, slots in _runs(hours):
            times = f" {words['and']} ".join(_times(slot, words) for slot in slots)
            if short:
                times = "/".join(_times(slot, words) for slot in slots)
            rows.append((_days(words, names, first, last, short=short), times))
        return rows

    def languages(self, language: str, codes: Sequence[str]) -> str:
        """Return languages by their names: "italiano, catalano e inglese"."""
        words = self.of(language)
        names = [str(words["languages"].get(code, code)) for code in codes]
        return f"{', '.join(names[:-1])} {words['and']} {names[-1]}" if len(names) > 1 else "".join(names)

    def reply(self, language: str, minutes: int) -> str:
        """Return a time in which an answer comes: "1 ora", "30 minuti"."""
        words = self.of(language)
        if minutes % _HOUR or not minutes:
            return str(words["minutes"]).format(n=minutes)
        return str(words["hour"]) if minutes == _HOUR else str(words["hours"]).format(n=minutes // _HOUR)

    def _values(self, words: Mapping[str, Any], language: str, facts: ProfileFacts) -> dict[str, str]:
        return {
            "name": facts.name.strip(),
            "hours": self.week(language, facts.hours, short=False),
            "hours_short": self.week(language, facts.hours, short=True),
            "languages": self.languages(language, facts.languages),
            "codes": " ".join(code.upper() for code in facts.languages),
            "reply": self.reply(language, facts.reply_minutes) if facts.reply_minutes else "",
            "link": facts.link.strip(),
            "heading": str(words["heading"]),
        }


def length_in(place: ProfilePlace, text: str) -> int:
    """Return a text's length as a place counts it."""
    return count(text, Counting.GRAPHEMES if place is ProfilePlace.BLUESKY else Counting.CHARACTERS)


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    """Return a pattern with its values, "" where one of them is not known."""
    needed = [name for _, name, _, _ in Formatter().parse(pattern) if name]
    if not all(values[name] for name in needed):
        return ""
    return _SPARE.sub(" ", pattern.format(**values)).strip()


def _always(hours: OpeningHours) -> bool:
    return all(_lasts_all_day(day) for day in hours.week)


def _lasts_all_day(day: Sequence[Slot]) -> bool:
    return any(slot.start == 0 and slot.end == DAY_MINUTES for slot in day)


def _runs(hours: OpeningHours) -> Iterator[tuple[int, int, tuple[Slot, ...]]]:
    """Yield first day, last day and slots of days in a row with the same hours; closed days are left out."""
    first = 0
    for day in range(WEEK_DAYS):
        slots = tuple(sorted(hours.week[day]))
        following = tuple(sorted(hours.week[day + 1])) if day + 1 < WEEK_DAYS else None
        if slots != following:
            if slots:
                yield first, day, slots
            first = day + 1


def _days(words: Mapping[str, Any], names: Sequence[str], first: int, last: int, *, short: bool) -> str:
    if first == 0 and last == WEEK_DAYS - 1:
        return str(words["every_day_short" if short else "every_day"])
    if first == last:
        return names[first]
    return f"{names[first]}–{names[last]}"


def _times(slot: Slot, words: Mapping[str, Any]) -> str:
    if slot.start == 0 and slot.end == DAY_MINUTES:
        return str(words["all_day"])
    return f"{_clock(slot.opens)}–{_clock(slot.closes)}"


def _clock(time: str) -> str:
    hour, _, minute = time.partition(":")
    return str(int(hour)) if minute == "00" else f"{int(hour)}:{minute}"
