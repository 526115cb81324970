"""Public holidays: whether a day is one in a country or region, and what people there call it.

The `holidays` library is loaded on the first question about a year that nobody worked out before (about 0.2 s and
15 MB), never on import. It leaves out Spanish holidays that fall on a Sunday, because nobody gets a day off for them;
a desk that opens on Sundays is closed all the same, so here they count: a Sunday whose date has the same name in the
years before and after.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

log = logging.getLogger(__name__)

# The library answers in English, without a word, for a language that it knows under another name.
_LIBRARY_LANGUAGES = {"it": "it_IT", "en": "en_US", "ca": "ca", "es": "es"}

READING = 2
"""Counts up whenever the same library's days are read in another way, so that kept days are worked out again."""

_SUNDAYS_LEFT_OUT = frozenset({"ES"})
_SUNDAY = 6
_LEAP_DAY = (2, 29)


class PublicHolidays:
    """The public holidays of one country, or of one of its regions. No country: there are none."""

    def __init__(self, country: str | None, region: str | None) -> None:
        """`country` is an ISO 3166 code, `region` the library's code of the subdivision ("CT" for Catalonia)."""
        self._country = country
        self._region = region
        self._calendars: dict[str, HolidayBase | None] = {}
        self._worked_out: dict[int, frozenset[date]] = {}

    @property
    def place(self) -> tuple[str | None, str | None]:
        """The country and the region."""
        return self._country, self._region

    def __contains__(self, day: date) -> bool:
        """Return whether `day` is a public holiday. False where the library does not know the country."""
        known = self._worked_out.get(day.year)
        return day in known if known is not None else self._is_in_calendar(day)

    def take(self, years: Mapping[int, frozenset[date]]) -> None:
        """Take what `days_of` returned earlier for some years, so that the library need not be loaded for them."""
        self._worked_out.update(years)

    def days_of(self, year: int) -> frozenset[date]:
        """Return the public holidays of a year, from the library whatever was taken."""
        first = date(year, 1, 1)
        days = (first + timedelta(days=number) for number in range((date(year, 12, 31) - first).days + 1))
        return frozenset(day for day in days if self._is_in_calendar(day))

    def name(self, day: date, language: str) -> str | None:
        """Return what `language` (ISO 639-1) calls that day's holiday, None on other days.

        Where the library has no such translation for the country: in English, else in the country's own language.
        """
        calendar = self._calendar(language)
        if calendar is None:
            return None
        name: str | None = calendar.get(day)
        return name or self._name_of_sunday(calendar, day)

    def _is_in_calendar(self, day: date) -> bool:
        calendar = self._calendar("")
        return calendar is not None and (day in calendar or self._name_of_sunday(calendar, day) is not None)

    def _name_of_sunday(self, calendar: HolidayBase, day: date) -> str | None:
        """Return what a Sunday that the library leaves out is called in the years around it."""
        if self._country not in _SUNDAYS_LEFT_OUT or day.weekday() != _SUNDAY or (day.month, day.day) == _LEAP_DAY:
            return None
        before, after = (calendar.get(day.replace(year=day.year + step)) for step in (-1, 1))
        return before if before == after else None

    def _calendar(self, language: str) -> HolidayBase | None:
        if self._country is None:
            return None
        if language not in self._calendars:
            self._calendars[language] = _load(self._country, self._region, language)
        return self._calendars[language]


def holidays_known(country: str, region: str | None = None) -> bool:
    """Return whether there is a calendar for a country, or for that region of it. Loads the library."""
    from holidays import country_holidays

    try:
        country_holidays(country, subdiv=region)
    except NotImplementedError:
        return False
    return True


def _load(country: str, region: str | None, language: str) -> HolidayBase | None:
    from holidays import country_holidays

    try:
        calendar = country_holidays(country, subdiv=region)
    except NotImplementedError:
        if region is not None:
            log.warning("No holiday calendar for region %s of %s, taking the country's", region, country)
            return _load(country, None, language)
        log.warning("No holiday calendar for country %s", country)
        return None
    wanted = _LIBRARY_LANGUAGES.get(language, language)
    known = calendar.supported_languages
    spoken = wanted if wanted in known else "en_US" if "en_US" in known else calendar.default_language
    return country_holidays(country, subdiv=region, language=spoken)
