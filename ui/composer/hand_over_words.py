"""The words of a hand-over: its ways, why one is not open, and what a call's or a visit's note says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.model import CallOutcome, HandOverWay

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class WayState:
    """A way as the dialog offers it; `why_not` is "" for one that is open."""

    way: HandOverWay
    title: str
    note: str
    why_not: str = ""


def way_words(way: HandOverWay) -> tuple[str, str]:
    """Return a way's glyph and name."""
    return {
        HandOverWay.DIRECT: ("lock-key", translate("HandOver", "Direct message")),
        HandOverWay.EMAIL: ("envelope-simple", translate("HandOver", "E-mail")),
        HandOverWay.PHONE: ("phone", translate("HandOver", "Phone")),
        HandOverWay.VISIT: ("storefront", translate("HandOver", "Visit")),
    }[way]


def way_note(way: HandOverWay) -> str:
    """Return what choosing a way brings."""
    return {
        HandOverWay.DIRECT: translate("HandOver", "You write on in private, on the same network."),
        HandOverWay.EMAIL: translate("HandOver", "A letter begins in this conversation."),
        HandOverWay.PHONE: translate("HandOver", "A call note that only your team sees."),
        HandOverWay.VISIT: translate("HandOver", "Place and time, as a note that only your team sees."),
    }[way]


def outcome_words(outcome: CallOutcome) -> str:
    """Return what came of a call, in words."""
    return {
        CallOutcome.REACHED: translate("HandOver", "Reached"),
        CallOutcome.NO_ANSWER: translate("HandOver", "No answer"),
        CallOutcome.CALL_AGAIN: translate("HandOver", "To be called again"),
        CallOutcome.PLANNED: translate("HandOver", "Still to be called"),
    }[outcome]


def call_note(number: str, when: datetime, outcome: CallOutcome) -> str:
    """Return what a call's note says. `when` is in the desk's zone."""
    words = translate("HandOver", "Call to {number}, {moment}: {outcome}.")
    outcome_text = outcome_words(outcome)
    words = words.replace("{moment}", _moment(when)).replace("{outcome}", outcome_text[0].lower() + outcome_text[1:])
    return words.replace("{number}", " ".join(number.split()))


def visit_note(place: str, when: datetime) -> str:
    """Return what a visit's note says. `when` is in the desk's zone."""
    words = translate("HandOver", "Visit, {moment}: {place}")
    return words.replace("{moment}", _moment(when)).replace("{place}", " ".join(place.split()))


def _moment(when: datetime) -> str:
    locale = QLocale()
    if locale.language() == QLocale.Language.C:
        locale = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    day = locale.toString(when.date(), "ddd d MMM")  # type: ignore[call-overload]
    return f"{day} {when:%H:%M}"
