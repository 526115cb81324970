"""The words of the reports: times, shares, changes and periods, for people."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop.model import MessageClass, Network
from desktop.reports.period import Period, Preset
from ui.inbox import network_name

NONE = "–"
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def duration_words(seconds: float | None) -> str:
    """Return a time in its two largest units: "45 s", "18 min", "1 h 50", "2 d 3 h"."""
    if seconds is None:
        return NONE
    whole = round(seconds)
    if whole < _MINUTE:
        return _tr("{n} s").format(n=whole)
    minutes = round(whole / _MINUTE)
    if minutes < _MINUTE:
        return _tr("{n} min").format(n=minutes)
    if whole < _DAY:
        return _tr("{hours} h {minutes:02d}").format(hours=minutes // 60, minutes=minutes % 60)
    hours = round(whole / _HOUR)
    return _tr("{days} d {hours} h").format(days=hours // 24, hours=hours % 24)


def share_words(share: float | None) -> str:
    """Return a share as whole per cent; never 100 % where something is missing, never 0 % where there is something."""
    return NONE if share is None else _tr("{n} %").format(n=whole_share(share))


def whole_share(share: float) -> int:
    """Return per cent as a whole number that never claims all or nothing."""
    if 0 < share < 1:
        return 1
    if 99 < share < 100:
        return 99
    return round(share)


def count_words(count: int) -> str:
    """Return a count with its thousands parted."""
    return f"{count:,}"


def rating_words(rating: float | None) -> str:
    """Return a mean mark."""
    return _tr("None") if rating is None else f"{rating:.1f}"


def period_words(period: Period) -> str:
    """Return a period as people write it: "1 to 12 March 2026"."""
    first, last = period.first, period.last
    if first == last:
        return _day(first, "d MMMM yyyy")
    if first.year != last.year:
        return _tr("{first} to {last}").format(first=_day(first, "d MMM yyyy"), last=_day(last, "d MMM yyyy"))
    if first.month != last.month:
        return _tr("{first} to {last}").format(first=_day(first, "d MMM"), last=_day(last, "d MMM yyyy"))
    return _tr("{first} to {last}").format(first=_day(first, "d"), last=_day(last, "d MMMM yyyy"))


def short_period(period: Period) -> str:
    """Return a period that something is compared with, short: "February", "17 to 28 Feb"."""
    if period.is_month:
        return _day(period.first, "MMMM")
    if period.first == period.last:
        return _day(period.first, "d MMM")
    if period.first.month == period.last.month and period.first.year == period.last.year:
        return _tr("{first}–{last}").format(first=_day(period.first, "d"), last=_day(period.last, "d MMM"))
    return _tr("{first}–{last}").format(first=_day(period.first, "d MMM"), last=_day(period.last, "d MMM"))


def day_words(day: date) -> str:
    """Return a day: "Mon 9 Mar 2026"."""
    return _day(day, "ddd d MMM yyyy")


def short_day(day: date) -> str:
    """Return a day under a chart: "9 Mar"."""
    return _day(day, "d MMM")


def preset_name(preset: Preset) -> str:
    """Return the name of a preset."""
    return {
        Preset.TODAY: _tr("Today"),
        Preset.LAST_7_DAYS: _tr("Last 7 days"),
        Preset.LAST_30_DAYS: _tr("Last 30 days"),
        Preset.THIS_MONTH: _tr("This month"),
        Preset.LAST_MONTH: _tr("Last month"),
        Preset.LAST_12_MONTHS: _tr("Last 12 months"),
    }[preset]


def class_name(value: str) -> str:
    """Return the name of a class of messages."""
    names = {
        MessageClass.URGENT.value: _tr("Urgent"),
        MessageClass.COMPLAINT.value: _tr("Complaint"),
        MessageClass.PURCHASE_INTENT.value: _tr("Purchase intent"),
        MessageClass.BRAND_PREFERENCE.value: _tr("Brand preference"),
        MessageClass.FAQ_QUESTION.value: _tr("Common question"),
        MessageClass.TECHNICAL_QUESTION.value: _tr("Technical question"),
        MessageClass.SUGGESTION.value: _tr("Suggestion"),
        MessageClass.PRAISE_THANKS.value: _tr("Praise and thanks"),
        MessageClass.ABUSE.value: _tr("Abuse"),
    }
    return names.get(value, _tr("Not classed"))


def channel_name(value: str) -> str:
    """Return the name of a network by its value."""
    try:
        return network_name(Network(value))
    except ValueError:
        return _tr("Unknown channel")


def weekday_short(day: int) -> str:
    """Return a weekday's short name, 0 for Monday."""
    return QLocale().standaloneDayName(day + 1, QLocale.FormatType.ShortFormat)


def weekday_long(day: int) -> str:
    """Return a weekday's name, 0 for Monday."""
    return QLocale().standaloneDayName(day + 1, QLocale.FormatType.LongFormat)


def said_channel_name(channel: str) -> str:
    """Return what a channel is called that customers named, a shop or a telephone too."""
    others = {
        "whatsapp": "WhatsApp",
        "phone": _tr("Telephone"),
        "chat": _tr("Website, chat"),
        "shop": _tr("Shop or office"),
    }
    return network_name(Network(channel)) if channel in set(Network) else others.get(channel, channel)


def stopped_name(code: str) -> str:
    """Return why replies were held back or let through."""
    return {
        "guardrail": _tr("Stopped by the check before sending"),
        "new_message": _tr("Stopped because the customer wrote again"),
        "closed": _tr("Held until the desk opened"),
        "crisis": _tr("Held in a crisis"),
        "overridden": _tr("Sent all the same, with a written reason"),
    }.get(code, code)


def _day(day: date, pattern: str) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)
