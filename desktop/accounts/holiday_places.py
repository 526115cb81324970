"""The countries and regions whose public holidays are known, for people to choose from."""

from __future__ import annotations

import unicodedata

_CODE_LETTERS = 2


def holiday_countries() -> tuple[str, ...]:
    """Return the ISO 3166 codes of the countries. Loads the list, about 0.2 s the first time."""
    from holidays import list_supported_countries

    return tuple(sorted(code for code in list_supported_countries() if len(code) == _CODE_LETTERS))


def holiday_regions(country: str) -> tuple[tuple[str, str], ...]:
    """Return (code, name) of a country's regions by name, as `OpeningHours.region` wants the code; () for none.

    A region that its own language and the country's name differently ("Cataluña", "Catalunya") has both names.
    """
    from holidays import country_holidays

    try:
        calendar = country_holidays(country)
    except NotImplementedError:
        return ()
    names: dict[str, list[str]] = {code: [] for code in calendar.subdivisions}
    for name, code in calendar.subdivisions_aliases.items():
        names.get(code, []).append(name)
    aliases = set(calendar.subdivisions_aliases)
    found = [(code, _joined(said) or code) for code, said in names.items() if code not in aliases]
    return tuple(sorted(found, key=lambda region: region[1].casefold()))


def _joined(names: list[str]) -> str:
    """Return a region's names in one; a spelling that only lacks another's accents is left out."""
    accented = {_bare(name) for name in names if not name.isascii()}
    return " / ".join([name for name in names if not name.isascii() or name not in accented][-2:])


def _bare(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
