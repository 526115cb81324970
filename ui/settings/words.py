"""The words of settings: weekdays, countries, and what is wrong with opening hours."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from ui.settings.hours_form import HoursFault

_FAULTS = {
    "zone": QT_TRANSLATE_NOOP("Settings", "Choose a time zone from the list, such as Europe/Rome."),
    "time": QT_TRANSLATE_NOOP("Settings", "{day}: “{0}” to “{1}” are not two times. Write them like 09:00 and 18:00."),
    "order": QT_TRANSLATE_NOOP(
        "Settings", "{day}: a period from {0} to {1} has no length. For a whole day write 00:00 to 24:00."
    ),
    "overlap": QT_TRANSLATE_NOOP("Settings", "{day}: {0} to {1} and {2} to {3} overlap. Shorten or remove one."),
    "dates": QT_TRANSLATE_NOOP("Settings", "An exception ends before it begins. Check its dates."),
    "closure_hours": QT_TRANSLATE_NOOP(
        "Settings", "“{0}” are no opening hours. Write them like 9-13, 15-17, or nothing for a closed day."
    ),
}


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


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)
