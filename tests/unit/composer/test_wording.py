"""The sentences that the program writes to customers, in their language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.composer import Wording, WordingUnreadable
from desktop.system.resources import resource_path

WORDING = Wording.load(resource_path("canned"))
ROME = ZoneInfo("Europe/Rome")
MONDAY = datetime(2026, 3, 16, 9, 0, tzinfo=ROME)
SATURDAY = date(2026, 3, 14)


@pytest.mark.parametrize(
    ("language", "today", "text"),
    [
        ("it", SATURDAY, "lunedì alle 9:00"),
        ("ca", SATURDAY, "dilluns a les 9:00"),
        ("es", SATURDAY, "el lunes a las 9:00"),
        ("en", SATURDAY, "on Monday at 9:00"),
        ("it", MONDAY.date(), "oggi alle 9:00"),
        ("ca", MONDAY.date() - timedelta(days=1), "demà a les 9:00"),
        ("it", date(2026, 3, 9), "lunedì 16 marzo alle 9:00"),
        ("es", date(2026, 3, 9), "el lunes 16 de marzo a las 9:00"),
        ("unknown", SATURDAY, "on Monday at 9:00"),
    ],
)
def test_the_opening_is_said_as_people_say_it(language: str, today: date, text: str) -> None:
    assert WORDING.opening(language, MONDAY, today) == text


def test_one_oclock_and_elided_months_are_said_right() -> None:
    first = datetime(2026, 10, 5, 1, 30, tzinfo=ROME)
    assert WORDING.opening("it", first, SATURDAY) == "lunedì 5 ottobre all'1:30"
    assert WORDING.opening("ca", first, SATURDAY) == "dilluns 5 d'octubre a la 1:30"


def test_todays_hours_are_listed_or_said_to_be_none() -> None:
    def period(start: int, hours: int) -> tuple[datetime, datetime]:
        begin = datetime(2026, 3, 16, start, tzinfo=ROME)
        return begin, begin + timedelta(hours=hours)

    assert WORDING.today("it", [period(9, 4), period(14, 4)]) == "9:00–13:00, 14:00–18:00"
    assert WORDING.today("it", [period(0, 24)]) == "0:00–24:00"
    assert WORDING.today("ca", []) == "tancat"


@pytest.mark.parametrize("language", ["it", "ca", "es", "en"])
@pytest.mark.parametrize("first_name", ["Oriol", ""])
@pytest.mark.parametrize("opening", ["domani alle 9:00", ""])
def test_an_acknowledgement_says_who_and_when_where_that_is_known(language: str, first_name: str, opening: str) -> None:
    text = WORDING.acknowledgement(language, opening, first_name=first_name)
    assert first_name in text
    assert opening in text
    assert "{" not in text
    assert "  " not in text


def test_every_language_has_its_own_notice() -> None:
    assert len({WORDING.privacy_notice(language) for language in ("it", "ca", "es", "en")}) == 4
    assert WORDING.privacy_notice("de") == WORDING.privacy_notice("en")
    assert len({WORDING.posted_data(language) for language in ("it", "ca", "es", "en")}) == 4


@pytest.mark.parametrize("content", [None, "it = 1", "[it]\ndays = []", "[", ""])
def test_a_broken_file_of_sentences_says_so(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "wording.toml").write_text(content, "utf-8")
    with pytest.raises(WordingUnreadable, match=r"wording\.toml"):
        Wording.load(tmp_path)
