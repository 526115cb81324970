"""Profile texts, the site's snippet and the code for print: what they say, and that they fit where they go."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.accounts.profile_text import LIMITS, PROFILE_LANGUAGES, ProfileFacts, ProfilePlace, ProfileWords, length_in
from desktop.accounts.qr_code import AddressUnfit, Correction, checked_address, printed_code
from desktop.accounts.site_snippet import schema_of, site_snippet
from desktop.guardrails import Closure, OpeningHours, Slot, default_hours
from desktop.system.resources import resource_path

WORDS = ProfileWords.load(resource_path("hours/profile"))
OFFICE = (Slot.of("09:00", "18:00"),)
SHOP = (Slot.of("09:30", "13:00"), Slot.of("15:00", "19:00"))
WEEK = (*((OFFICE,) * 5), (Slot.of("09:00", "13:00"),), ())
HOURS = OpeningHours("Europe/Rome", WEEK, country="IT")
FACTS = ProfileFacts(HOURS, "Aurora Energia", PROFILE_LANGUAGES, 60, "https://aurora.example/aiuto")
TODAY = date(2026, 3, 12)

slots = st.builds(
    lambda start, length: Slot(start * 15, start * 15 + length * 15), st.integers(0, 95), st.integers(1, 95)
)
weeks = st.tuples(*[st.lists(slots, max_size=3).map(tuple)] * 7)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("it", "lun–ven 9–18, sab 9–13"),
        ("ca", "dl.–dv. 9–18, ds. 9–13"),
        ("es", "lun–vie 9–18, sáb 9–13"),
        ("en", "Mon–Fri 9–18, Sat 9–13"),
    ],
)
def test_a_week_is_said_shortly_in_each_language(language: str, said: str) -> None:
    assert WORDS.week(language, HOURS, short=True) == said


def test_breaks_nights_and_days_without_end_have_their_words() -> None:
    shop = OpeningHours("Europe/Rome", ((SHOP,) * 7))
    assert WORDS.week("it", shop, short=True) == "ogni giorno 9:30–13/15–19"
    assert WORDS.week("en", shop, short=False) == "every day 9:30–13 and 15–19"
    assert WORDS.week("en", OpeningHours("UTC", ((Slot(0, 1440),),) * 7), short=True) == "24/7"
    assert WORDS.week("it", OpeningHours("UTC", ((),) * 7), short=True) == "chiuso"
    night = OpeningHours("UTC", ((), (), (), (), (Slot.of("22:00", "02:00"),), (), ()))
    assert WORDS.week("en", night, short=True) == "Fri 22–2"


def test_x_gets_a_bio_with_name_hours_time_and_languages() -> None:
    facts = ProfileFacts(HOURS, "Aurora", ("it", "en"), 60)
    text = WORDS.text(ProfilePlace.X, "it", facts)
    assert text.text == (
        "Aurora, assistenza clienti. Rispondiamo lun–ven 9–18, sab 9–13, di solito entro 1 ora, in italiano e inglese."
    )
    assert (text.limit, text.fits) == (160, True)


def test_mastodon_gets_a_field_with_a_name() -> None:
    text = WORDS.text(ProfilePlace.MASTODON, "ca", FACTS)
    assert text.label == "Horari"
    assert text.text == "dl.–dv. 9–18, ds. 9–13 · italià, català, castellà i anglès · en 1 hora"


@given(weeks, st.sampled_from(PROFILE_LANGUAGES), st.sampled_from(ProfilePlace), st.text(max_size=80))
def test_a_text_fits_its_place_or_says_that_it_does_not(
    week: tuple[tuple[Slot, ...], ...], language: str, place: ProfilePlace, name: str
) -> None:
    facts = ProfileFacts(OpeningHours("UTC", week), name, PROFILE_LANGUAGES, 90, "https://aurora.example")
    text = WORDS.text(place, language, facts)
    assert text.length == length_in(place, text.text)
    assert text.text.strip() == text.text != ""
    assert WORDS.week(language, facts.hours, short=True) in text.text
    if not text.fits:
        assert text.text == WORDS.week(language, facts.hours, short=True)


def test_every_place_takes_an_ordinary_week_in_every_language() -> None:
    for place in LIMITS:
        for language in PROFILE_LANGUAGES:
            assert WORDS.text(place, language, FACTS).fits


def test_the_snippet_says_it_to_people_and_to_search_engines() -> None:
    html = site_snippet(WORDS, "it", FACTS, TODAY)
    assert "<dt>lunedì–venerdì</dt><dd>9–18</dd>" in html
    assert "Chiuso nei giorni festivi." in html
    found = re.search(r"<script[^>]*>(.*)</script>", html, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert data["openingHours"] == ["Mo-Fr 09:00-18:00", "Sa 09:00-13:00"]
    assert data["contactPoint"]["availableLanguage"] == list(PROFILE_LANGUAGES)
    assert data["contactPoint"]["hoursAvailable"][0]["dayOfWeek"] == "https://schema.org/Monday"
    ET.fromstring(html)  # noqa: S314 - our own


def test_no_name_can_break_out_of_the_snippet() -> None:
    facts = ProfileFacts(HOURS, "</script><script>alert(1)//", (), None, 'https://a.example/"><b>')
    html = site_snippet(WORDS, "en", facts, TODAY)
    assert html.count("<script") == html.count("</script>") == 1
    assert "<b>" not in html


def test_special_days_are_those_of_ones_own_that_are_still_to_come() -> None:
    closures = (
        Closure(date(2025, 8, 1), date(2025, 8, 20), "Ferie"),
        Closure(date(2020, 6, 24), date(2020, 6, 24), "San Giovanni", yearly=True),
        Closure(date(2026, 12, 24), date(2026, 12, 24), "", (Slot.of("09:00", "13:00"),)),
    )
    special = schema_of(ProfileFacts(OpeningHours("Europe/Rome", WEEK, closures=closures)), TODAY)[
        "specialOpeningHoursSpecification"
    ]
    assert [(one["validFrom"], one["opens"], one["closes"]) for one in special] == [
        ("2026-06-24", "00:00", "00:00"),
        ("2026-12-24", "09:00", "13:00"),
    ]


def test_a_desk_without_end_and_one_that_never_opens_are_described_too() -> None:
    always = schema_of(ProfileFacts(OpeningHours("UTC", ((Slot(0, 1440),),) * 7)), TODAY)
    assert always["openingHours"] == ["Mo-Su 00:00-23:59"]
    assert schema_of(ProfileFacts(OpeningHours("UTC", ((),) * 7)), TODAY)["openingHours"] == []
    assert "chiuso" in site_snippet(WORDS, "it", ProfileFacts(OpeningHours("UTC", ((),) * 7)), TODAY)


def test_a_code_is_as_large_as_it_was_asked_for() -> None:
    code = printed_code("aurora.example/aiuto", 40, Correction.MEDIUM)
    assert code.address == "https://aurora.example/aiuto"
    root = ET.fromstring(code.svg())  # noqa: S314 - our own
    assert root.attrib["width"] == root.attrib["height"]
    assert abs(float(root.attrib["width"].removesuffix("mm")) - 40) < 0.01
    png = code.png()
    assert png.startswith(b"\x89PNG")
    place = png.index(b"pHYs") + 4
    pixels, per_metre = int.from_bytes(png[16:20]), int.from_bytes(png[place : place + 4])
    assert abs(pixels / per_metre * 1000 - 40) < 0.5
    assert per_metre * 0.0254 > 250
    assert len(code.rows()) == code.modules


def test_more_correction_makes_a_denser_code() -> None:
    widths = [printed_code("https://aurora.example/" + "x" * 60, 40, level).modules for level in Correction]
    assert widths == sorted(widths)
    assert widths[0] < widths[-1]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("javascript:alert(1)", "no_web_address"),
        ("ftp://aurora.example", "no_web_address"),
        ("https://", "no_web_address"),
        ("https://user:secret@aurora.example", "no_web_address"),
        ("https://[::1", "no_web_address"),
        ("localhost", "no_web_address"),
        ("https://aurora.example/a b", "spaces"),
        ("https://aurora.example/" + "x" * 500, "too_long"),
    ],
)
def test_what_is_no_web_address_gets_no_code(address: str, reason: str) -> None:
    with pytest.raises(AddressUnfit) as caught:
        checked_address(address)
    assert caught.value.reason == reason


def test_sizes_are_kept_within_what_can_be_printed() -> None:
    assert printed_code("aurora.example", 1, Correction.LOW).millimetres == 10
    assert printed_code("aurora.example", 9_999, Correction.HIGH).millimetres == 500
    assert int.from_bytes(printed_code("aurora.example", 9_999, Correction.LOW).png()[16:20]) <= 6_100


def test_the_usual_desk_is_described() -> None:
    assert WORDS.week("it", default_hours(), short=True) == "lun–ven 9–18"
