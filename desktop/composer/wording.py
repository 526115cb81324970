"""Wording: the sentences that the program itself puts into a reply, in the customer's language.

They come from `resources/canned/wording.toml`, not from the window's translations, because the customer reads them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from desktop.model import HandOverWay

WORDING_FILE = "wording.toml"
_FALLBACK = "en"
_WEEK = 7


class WordingUnreadable(ValueError):
    """The file of sentences can't be read; the text says where and why."""


@dataclass(frozen=True, slots=True)
class _Phrases:
    """One language's sentences, as the file has them."""

    days: tuple[str, ...]
    months: tuple[str, ...]
    at: str
    at_one: str
    today: str
    tomorrow: str
    weekday: str
    date: str
    closed: str
    acknowledgement: str
    acknowledgement_named: str
    acknowledgement_no_opening: str
    acknowledgement_no_opening_named: str
    privacy_notice: str
    posted_data: str
    goes_on_direct: str
    goes_on_email: str
    goes_on_phone: str
    goes_on_visit: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of every language. A language that is not there gets English."""

    languages: Mapping[str, _Phrases]

    @classmethod
    def load(cls, folder: Path) -> Wording:
        """Read `wording.toml` of a folder. Raises WordingUnreadable."""
        path = folder / WORDING_FILE
        try:
            content = tomllib.loads(path.read_text("utf-8"))
            languages = {language: _phrases(table) for language, table in content.items()}
        except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
            raise WordingUnreadable(f"{path.name}: {type(error).__name__}: {error}") from error
        if _FALLBACK not in languages:
            raise WordingUnreadable(f"{path.name}: no sentences in {_FALLBACK}")
        return cls(languages)

    def opening(self, language: str, opens: datetime, today: date) -> str:
        """Return when the desk opens, to follow "we open": "domani alle 9:00", "lunedì 16 marzo alle 9:00".

        `opens` is in the desk's own time zone and `today` is the date there.
        """
        phrases = self._of(language)
        clock = (phrases.at_one if opens.hour == 1 else phrases.at).format(time=_time(opens))
        ahead = (opens.date() - today).days
        if ahead in {0, 1}:
            return f"{phrases.tomorrow if ahead else phrases.today} {clock}"
        pattern = phrases.weekday if 0 < ahead < _WEEK else phrases.date
        names = {"day": phrases.days[opens.weekday()], "month": phrases.months[opens.month - 1], "number": opens.day}
        return f"{pattern.format(**names)} {clock}"

    def today(self, language: str, periods: Sequence[tuple[datetime, datetime]]) -> str:
        """Return a day's hours: "9:00–13:00, 14:00–18:00", or the word for closed. Times in the desk's zone."""
        if not periods:
            return self._of(language).closed
        return ", ".join(f"{_time(start)}–{_end_time(end)}" for start, end in periods)

    def acknowledgement(self, language: str, opening: str, *, first_name: str = "") -> str:
        """Return the answer that says that we are closed and when we open, without a signature.

        `opening` is what the method of that name gave, "" where no opening is in sight.
        """
        phrases = self._of(language)
        if opening:
            pattern = phrases.acknowledgement_named if first_name else phrases.acknowledgement
        else:
            pattern = phrases.acknowledgement_no_opening_named if first_name else phrases.acknowledgement_no_opening
        return pattern.format(opening=opening, name=first_name)

    def privacy_notice(self, language: str) -> str:
        """Return the sentence that asks a customer to go on in private instead of writing personal data in public."""
        return self._of(language).privacy_notice

    def posted_data(self, language: str) -> str:
        """Return the sentence that asks a customer who posted personal data in public to take it down."""
        return self._of(language).posted_data

    def goes_on(self, language: str, way: HandOverWay) -> str:
        """Return the public line that says how a case goes on. It asks for nothing."""
        phrases = self._of(language)
        return {
            HandOverWay.DIRECT: phrases.goes_on_direct,
            HandOverWay.EMAIL: phrases.goes_on_email,
            HandOverWay.PHONE: phrases.goes_on_phone,
            HandOverWay.VISIT: phrases.goes_on_visit,
        }[way]

    def _of(self, language: str) -> _Phrases:
        return self.languages.get(language) or self.languages[_FALLBACK]


def _phrases(table: Mapping[str, Any]) -> _Phrases:
    texts = {key: value for key, value in table.items() if key not in {"days", "months"}}
    return _Phrases(days=tuple(table["days"]), months=tuple(table["months"]), **texts)


def _time(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02d}"


def _end_time(moment: datetime) -> str:
    return _time(moment) if moment.hour or moment.minute else "24:00"
