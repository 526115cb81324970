"""The public holidays that are kept beside the opening hours: the same days, without loading the library."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desktop.accounts.hours_book import HoursBook
from desktop.guardrails import default_hours
from desktop.guardrails.public_holidays import PublicHolidays
from desktop.store import Store
from tests.factories import NOON, a_store

NAME = "calendar/IT/"
NEW_YEAR = datetime(2026, 1, 1, 10, 0, tzinfo=UTC)

STARTS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from desktop.accounts.hours_book import HoursBook
from tests.factories import a_store
with a_store(Path(sys.argv[1])) as store:
    book = HoursBook(store)
    print(book.is_open(None, datetime(2026, 1, 1, 10, tzinfo=UTC)), book.is_open(None, datetime(2026, 1, 2, 10, tzinfo=UTC)))
    print("holidays" in sys.modules)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def test_kept_days_are_those_of_the_library(store: Store) -> None:
    HoursBook(store).keep_calendars(NOON)
    again = HoursBook(store).of(None)
    fresh = PublicHolidays("IT", None)
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(3 * 365)]
    assert [day in again.timetable.calendars[0] for day in days] == [day in fresh for day in days]


def test_years_that_are_not_kept_are_still_worked_out(store: Store) -> None:
    HoursBook(store).keep_calendars(NOON)
    holidays = HoursBook(store).of(None).timetable.calendars[0]
    assert date(2031, 12, 25) in holidays
    assert date(2031, 12, 24) not in holidays


@pytest.mark.slow  # a process of its own
def test_a_start_with_kept_days_does_not_load_the_library(store: Store, tmp_path: Path) -> None:
    HoursBook(store).keep_calendars(NOON)
    store.close()
    arguments = [sys.executable, "-c", STARTS, str(tmp_path)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["False", "True", "False"]


def test_days_of_another_version_of_the_library_are_written_again(store: Store) -> None:
    store.settings.set(NAME, {"by": "0.1", "2026": [], "2027": []}, NOON)
    book = HoursBook(store)
    assert book.is_open(None, NEW_YEAR)
    book.keep_calendars(NOON)
    book.forget()
    assert not book.is_open(None, NEW_YEAR)


def test_a_new_year_is_added_when_it_comes_near(store: Store) -> None:
    book = HoursBook(store)
    book.keep_calendars(NOON)
    assert "2028" not in store.settings.get(NAME)
    book.keep_calendars(NOON + timedelta(days=366))
    assert "2028" in store.settings.get(NAME)


@pytest.mark.parametrize("kept", ["nonsense", [], {"2026": ["never"]}, {"by": 1, "2026": 5}, {"year": ["2026-01-01"]}])
def test_kept_days_that_cannot_be_read_are_worked_out_again(store: Store, kept: object) -> None:
    store.settings.set(NAME, kept, NOON)
    assert not HoursBook(store).is_open(None, NEW_YEAR)


def test_a_desk_without_a_country_keeps_nothing(store: Store) -> None:
    book = HoursBook(store)
    hours = default_hours().to_dict() | {"country": None}
    store.settings.set("hours", hours, NOON)
    book.keep_calendars(NOON)
    assert store.settings.get("calendar/None/") is None
    assert book.is_open(None, NEW_YEAR)
