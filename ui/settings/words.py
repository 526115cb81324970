"""The words of settings: weekdays, countries, and what is wrong with opening hours."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from desktop.accounts.calendar_file import LeftOut
from desktop.accounts.holiday_places import holiday_regions
from desktop.accounts.profile_text import ProfilePlace
from desktop.guardrails import Slot
from desktop.model import Network
from ui.settings.hours_form import HoursFault

_NAMED = 3
_FAULTS = {
    "zone": QT_TRANSLATE_NOOP("Settings", "Choose a time zone from the list, such as Europe/Rome."),
    "time": QT_TRANSLATE_NOOP("Settings", "{day}: “{0}” to “{1}” are not two times. Write them like 09:00 and 18:00."),
    "order": QT_TRANSLATE_NOOP(
        "Settings", "{day}: a period from {0} to {1} has no length. For a whole day write 00:00 to 24:00."
    ),
    "overlap": QT_TRANSLATE_NOOP("Settings", "{day}: {0} to {1} and {2} to {3} overlap. Shorten or remove one."),
    "dates": QT_TRANSLATE_NOOP("Settings", "An exception ends before it begins. Check its dates."),
    "closure_year": QT_TRANSLATE_NOOP("Settings", "What comes every year lasts less than one. Check its dates."),
    "closure_hours": QT_TRANSLATE_NOOP(
        "Settings", "“{0}” are no opening hours. Write them like 9-13, 15-17, or nothing for a closed day."
    ),
}


def named(names: Sequence[str]) -> str:
    """Return some names in one line, at most three of them, and how many more there are."""
    shown = ", ".join(names[:_NAMED])
    if len(names) <= _NAMED:
        return shown
    words = QCoreApplication.translate("Settings", "{names} and {count} more")
    return words.replace("{names}", shown).replace("{count}", str(len(names) - _NAMED))


def weekday_name(day: int) -> str:
    """Return a weekday's name, 0 for Monday, in the language in force."""
    name = QLocale().standaloneDayName(day + 1)
    return name[:1].upper() + name[1:]


def country_name(code: str) -> str:
    """Return a country's name by its ISO 3166 code, the code where the system knows no name."""
    territory = QLocale.codeToTerritory(code)
    name = QLocale.territoryToString(territory)
    return code if territory is QLocale.Country.AnyTerritory else name


def hours_sentence(fault: HoursFault, day_name: Callable[[int], str] = weekday_name) -> str:
    """Return what is wrong with typed opening hours and what to do."""
    sentence = QCoreApplication.translate("Settings", str(_FAULTS[fault.reason]))
    for number, fact in enumerate(fault.facts):
        sentence = sentence.replace(f"{{{number}}}", fact)
    return sentence.replace("{day}", day_name(fault.day) if fault.day is not None else "")


def keep_sentence(code: str) -> str:
    """Return why settings could not be kept, by the codes of `desktop.accounts.desk.store_fault`."""
    sentences = {
        "store_disk_full": _tr("The disk is full, nothing was saved. Free 200 MB and save again."),
        "store_read_only": _tr("The store can't be written, nothing was saved. Check its folder's permissions."),
        "store_busy": _tr("Another program holds the store, nothing was saved. Save again in a moment."),
    }
    return sentences.get(code, _tr("This could not be saved. What was kept before is as it was."))


def read_sentence(code: str) -> str:
    """Return why settings could not be read, by the codes of `desktop.accounts.desk.store_fault`."""
    sentences = {
        "store_disk_full": _tr("The disk is full, so this page could not be read. Free 200 MB and try again."),
        "store_busy": _tr("Another program holds the store, so this page could not be read. Try again in a moment."),
    }
    return sentences.get(code, _tr("This page could not be read. Nothing was changed and nothing is lost."))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)


def language_title(code: str) -> str:
    """Return a language's name in the language in force, by its ISO 639-1 code."""
    names = {"it": _tr("Italian"), "ca": _tr("Catalan"), "es": _tr("Spanish"), "en": _tr("English")}
    return names.get(code, code)


def ui_language() -> str:
    """Return the language in force, English for one that the program has no sentences in."""
    code = QLocale().name()[:2]
    return code if code in {"it", "ca", "es", "en"} else "en"


def place_network(place: ProfilePlace) -> Network | None:
    """Return the network of a profile, None for the company's own site."""
    return None if place is ProfilePlace.WEBSITE else Network(place.value)


def site_title() -> str:
    """Return what the company's own site is called among the profiles."""
    return _tr("Your site")


def slot_words(slot: Slot) -> str:
    """Return a period in words: "09:00 to 18:00"."""
    return _tr("{0} to {1}").replace("{0}", slot.opens).replace("{1}", slot.closes)


def ordinal_period(place: int) -> str:
    """Return which period of a day it is, by its place: "first period"."""
    names = (_tr("first period"), _tr("second period"), _tr("third period"), _tr("fourth period"))
    return names[place] if place < len(names) else _tr("period {n}").replace("{n}", str(place + 1))


def place_name(country: str | None, region: str | None) -> str:
    """Return a holiday calendar's name: a country, or a region of it by the name that people there use."""
    if country is None:
        return ""
    if not region:
        return country_name(country)
    regions = dict(holiday_regions(country))
    return regions.get(region, region).split(" / ", maxsplit=1)[-1]


def left_out_sentence(reason: LeftOut, count: int) -> str:
    """Return why some events of a calendar file add nothing."""
    sentences = {
        LeftOut.PAST: _tr("{n} in the past"),
        LeftOut.LATER: _tr("{n} more than two years ahead"),
        LeftOut.CANCELLED: _tr("{n} cancelled"),
        LeftOut.OUTSIDE: _tr("{n} at times when you are closed anyway"),
        LeftOut.UNREADABLE: _tr("{n} that can't be read"),
        LeftOut.OFTEN: _tr("{n} repeated more than once a day"),
        LeftOut.MANY: _tr("{n} beyond the first 500"),
    }
    return sentences[reason].replace("{n}", str(count))


def calendar_sentence(reason: str) -> str:
    """Return why a calendar file is refused, by the codes of `desktop.accounts.calendar_file`."""
    sentences = {
        "too_large": _tr("This file is larger than 2 MB. Export only the calendar with your closures."),
        "not_a_calendar": _tr("This is no calendar file. Export the calendar as iCalendar (.ics) and choose that."),
        "broken": _tr("This calendar file is damaged. Export it again and choose the new file."),
        "no_events": _tr("This calendar holds no events. Nothing would be added."),
        "unreadable": _tr("This file can't be read. Check that it is still there and that you may open it."),
    }
    return sentences.get(reason, sentences["broken"])


def address_sentence(reason: str) -> str:
    """Return why an address gets no code, by the codes of `desktop.accounts.qr_code`."""
    sentences = {
        "empty": _tr("Write the address that the code leads to."),
        "no_web_address": _tr("Write a web address such as https://aurora.example/help."),
        "spaces": _tr("An address has no spaces. Take them out."),
        "too_long": _tr("This address is too long for a code that telephones can read. Use a shorter one."),
    }
    return sentences.get(reason, sentences["no_web_address"])
