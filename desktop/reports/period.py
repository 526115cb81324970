"""Periods: which days a report is about, by the desk's clock, and which days come before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum


class Preset(StrEnum):
    """A period that is chosen by name. The value is kept in the settings."""

    TODAY = "today"
    LAST_7_DAYS = "last_7_days"
    LAST_30_DAYS = "last_30_days"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    LAST_12_MONTHS = "last_12_months"


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from `first` to `last`, both included. Raises ValueError where the end comes first."""

    first: date
    last: date
    zone: tzinfo

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.last < self.first:
            raise ValueError("a period ends on its first day or later")

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def since(self) -> datetime:
        """Its first moment, UTC: local midnight, whatever the clocks did that night."""
        return _midnight(self.first, self.zone)

    @property
    def until(self) -> datetime:
        """The moment after its last, UTC."""
        return _midnight(self.last + timedelta(days=1), self.zone)

    @property
    def before(self) -> Period:
        """As many days that end where this one begins; a whole month is compared with the whole month before."""
        end = self.first - timedelta(days=1)
        if self.is_month:
            return Period(end.replace(day=1), end, self.zone)
        return Period(end - timedelta(days=self.days - 1), end, self.zone)

    @property
    def is_month(self) -> bool:
        """Whether it is one calendar month from end to end."""
        return self.first.day == 1 and self.last == _month_end(self.first)


def preset_period(preset: Preset, today: date, zone: tzinfo) -> Period:
    """Return the days of a preset; those of a month or a year that are still to come are left out."""
    if preset is Preset.TODAY:
        return Period(today, today, zone)
    if preset is Preset.LAST_7_DAYS:
        return Period(today - timedelta(days=6), today, zone)
    if preset is Preset.LAST_30_DAYS:
        return Period(today - timedelta(days=29), today, zone)
    if preset is Preset.THIS_MONTH:
        return Period(today.replace(day=1), today, zone)
    if preset is Preset.LAST_MONTH:
        end = today.replace(day=1) - timedelta(days=1)
        return Period(end.replace(day=1), end, zone)
    return Period(_year_before(today) + timedelta(days=1), today, zone)


def _month_end(day: date) -> date:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
