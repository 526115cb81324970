"""How the ends of a snooze are called in a menu."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def snooze_words(code: str, moment: datetime) -> str:
    """Return the words of one of `snooze_choices`; `moment` is in the desk's zone."""
    words = {
        "hour": translate("Snooze", "1 hour, until {time}"),
        "afternoon": translate("Snooze", "This afternoon, {time}"),
        "tomorrow": translate("Snooze", "Tomorrow, {time}"),
        "monday": translate("Snooze", "Monday, {time}"),
    }.get(code, "{time}")
    return words.replace("{time}", moment.strftime("%H:%M"))
