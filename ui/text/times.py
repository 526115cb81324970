"""How the window writes times: local, 24 h clock, the day named only where it is not today."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale

_A_WEEK = timedelta(days=7)


def clock_time(moment: datetime, tz: tzinfo) -> str:
    """Return "09:47" in the zone."""
    local = moment.astimezone(tz)
    return f"{local.hour:02d}:{local.minute:02d}"


def day_heading(moment: datetime, now: datetime, tz: tzinfo) -> str:
    """Return "Today, Thursday 12 March", "Tuesday 10 March", or with the year when it is not this year's."""
    day, today = moment.astimezone(tz).date(), now.astimezone(tz).date()
    if day.year == today.year:
        pattern = QCoreApplication.translate("Times", "dddd d MMMM")
    else:
        pattern = QCoreApplication.translate("Times", "dddd d MMMM yyyy")
    heading = QLocale().toString(QDate(day.year, day.month, day.day), pattern)
    if day == today:
        return QCoreApplication.translate("Times", "Today, {day}").format(day=heading)
    if day == today - timedelta(days=1):
        return QCoreApplication.translate("Times", "Yesterday, {day}").format(day=heading)
    return heading


def short_moment(moment: datetime, now: datetime, tz: tzinfo) -> str:
    """Return "09:00" today, "Mon 09:00" within a week, else "16 Mar 09:00"."""
    local, today = moment.astimezone(tz), now.astimezone(tz)
    time = f"{local.hour:02d}:{local.minute:02d}"
    if local.date() == today.date():
        return time
    near = abs(local.date() - today.date()) < _A_WEEK
    pattern = QCoreApplication.translate("Times", "ddd") if near else QCoreApplication.translate("Times", "d MMM")
    return f"{QLocale().toString(QDate(local.year, local.month, local.day), pattern)} {time}"
