"""Countries and regions to choose from, as the opening hours understand them."""

from __future__ import annotations

from desktop.accounts.holiday_places import holiday_countries, holiday_regions
from desktop.guardrails import holidays_known


def test_the_countries_are_those_whose_holidays_are_known() -> None:
    countries = holiday_countries()
    assert {"IT", "ES", "AD", "SM"} <= set(countries)
    assert all(len(code) == 2 for code in countries)
    assert all(holidays_known(code) for code in countries[::25])


def test_regions_have_the_names_people_call_them() -> None:
    regions = dict(holiday_regions("ES"))
    assert regions["CT"] == "Cataluña / Catalunya"
    assert dict(holiday_regions("IT"))["FC"] == "Forlì-Cesena"
    assert all(holidays_known("ES", code) for code in regions)


def test_a_country_without_regions_or_calendar_has_none() -> None:
    assert holiday_regions("SM") == ()
    assert holiday_regions("??") == ()
