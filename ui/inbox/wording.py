"""The inbox's words: views, sections, states, reasons and how long something still has or already took."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from desktop.model import CaseStatus, Lane, Network, Reason, ReasonCode, Sort, traits_of
from ui.text import clock_time

_MINUTE = 60
_HOUR = 3600
_DAY = 86_400
_TWO_DAYS = 2 * _DAY
_A_WEEK = timedelta(days=7)

translate = QCoreApplication.translate

_LANES: Mapping[Lane, object] = {
    Lane.MY_OPEN: QT_TRANSLATE_NOOP("Inbox", "My open"),
    Lane.UNASSIGNED: QT_TRANSLATE_NOOP("Inbox", "Unassigned"),
    Lane.AT_RISK: QT_TRANSLATE_NOOP("Inbox", "At risk"),
    Lane.REPEAT: QT_TRANSLATE_NOOP("Inbox", "Repeat questions"),
    Lane.LISTENING: QT_TRANSLATE_NOOP("Inbox", "Listening"),
    Lane.SNOOZED: QT_TRANSLATE_NOOP("Inbox", "Snoozed"),
    Lane.WAITING: QT_TRANSLATE_NOOP("Inbox", "Waiting"),
    Lane.SOLVED: QT_TRANSLATE_NOOP("Inbox", "Solved"),
    Lane.ALL: QT_TRANSLATE_NOOP("Inbox", "All"),
    Lane.IMPOSTORS: QT_TRANSLATE_NOOP("Inbox", "Impersonators"),
    Lane.ABUSE: QT_TRANSLATE_NOOP("Inbox", "Abuse"),
    Lane.OUTBOX: QT_TRANSLATE_NOOP("Inbox", "Outbox"),
    Lane.DRAFTS: QT_TRANSLATE_NOOP("Inbox", "Drafts"),
}
_SORTS: Mapping[Sort, object] = {
    Sort.URGENCY: QT_TRANSLATE_NOOP("Inbox", "Urgency"),
    Sort.NEWEST: QT_TRANSLATE_NOOP("Inbox", "Newest"),
    Sort.OLDEST_WAITING: QT_TRANSLATE_NOOP("Inbox", "Oldest waiting"),
    Sort.REACH: QT_TRANSLATE_NOOP("Inbox", "Reach"),
}
_STATUSES: Mapping[CaseStatus, object] = {
    CaseStatus.NEW: QT_TRANSLATE_NOOP("Inbox", "New"),
    CaseStatus.OPEN: QT_TRANSLATE_NOOP("Inbox", "Open"),
    CaseStatus.WAITING: QT_TRANSLATE_NOOP("Inbox", "Waiting for customer"),
    CaseStatus.SNOOZED: QT_TRANSLATE_NOOP("Inbox", "Snoozed"),
    CaseStatus.SOLVED: QT_TRANSLATE_NOOP("Inbox", "Solved"),
}
_SECTIONS: Mapping[str, object] = {
    "breached": QT_TRANSLATE_NOOP("Inbox", "Breached"),
    "at_risk": QT_TRANSLATE_NOOP("Inbox", "At risk"),
    "on_track": QT_TRANSLATE_NOOP("Inbox", "On track"),
    "queued": QT_TRANSLATE_NOOP("Inbox", "Reply queued"),
    "paused": QT_TRANSLATE_NOOP("Inbox", "Clock paused"),
    "no_clock": QT_TRANSLATE_NOOP("Inbox", "Nothing due"),
}
_REASONS: Mapping[ReasonCode, object] = {
    ReasonCode.MEDICAL_NEED: QT_TRANSLATE_NOOP("Inbox", "Medical need"),
    ReasonCode.ASKED_BEFORE: QT_TRANSLATE_NOOP("Inbox", "Asked before, unanswered"),
    ReasonCode.CAMPAIGN: QT_TRANSLATE_NOOP("Inbox", "Same text by many"),
    ReasonCode.URGENT_WORDING: QT_TRANSLATE_NOOP("Inbox", "Urgent wording"),
    ReasonCode.LEAVING_RISK: QT_TRANSLATE_NOOP("Inbox", "Leaving risk"),
    ReasonCode.PURCHASE_INTENT: QT_TRANSLATE_NOOP("Inbox", "Purchase intent"),
    ReasonCode.IMPERSONATOR: QT_TRANSLATE_NOOP("Inbox", "Impersonator?"),
    ReasonCode.NO_MENTION: QT_TRANSLATE_NOOP("Inbox", "No @mention"),
}


def lane_name(lane: Lane) -> str:
    """Return a view's name as the navigation and the list's title say it."""
    return translate("Inbox", str(_LANES[lane]))


def sort_name(sort: Sort) -> str:
    """Return a sort order's name."""
    return translate("Inbox", str(_SORTS[sort]))


def status_name(status: CaseStatus) -> str:
    """Return a state's name."""
    return translate("Inbox", str(_STATUSES[status]))


def network_name(network: Network) -> str:
    """Return a network's name; brand names stay as they are."""
    if network is Network.EMAIL:
        return translate("Inbox", "E-mail")
    if network is Network.LISTENING:
        return translate("Inbox", "Web listening")
    return traits_of(network).display_name


def section_name(code: str, until: datetime | None, now: datetime, tz: tzinfo) -> str:
    """Return a section's title. `until` is when a paused clock runs on. An unknown code is shown as it is."""
    if code == "paused" and until is not None:
        return translate("Inbox", "Clock paused until {moment}").format(moment=moment_name(until, now, tz))
    return translate("Inbox", str(_SECTIONS.get(code, code)))


def reason_name(reason: Reason) -> str:
    """Return a reason chip's words."""
    if reason.code is ReasonCode.FOLLOWERS:
        return translate("Inbox", "{count} followers").format(count=short_count(reason.detail))
    if reason.code is ReasonCode.CAMPAIGN and reason.detail:
        return translate("Inbox", "Same text by {count}").format(count=short_count(reason.detail))
    return translate("Inbox", str(_REASONS[reason.code]))


def left_text(seconds: float) -> str:
    """Return how long is left: "45 s", "38 min", "1 h 20", "3 d"."""
    if seconds < _MINUTE:
        return translate("Inbox", "{count} s").format(count=max(0, int(seconds)))
    return _span(seconds)


def over_text(seconds: float) -> str:
    """Return how long ago it was due: "4 min over", "1 h 20 over". A started minute counts."""
    seconds = max(seconds, 1)
    span = _span(-(-seconds // _MINUTE) * _MINUTE if seconds < _HOUR else seconds)
    return translate("Inbox", "{span} over").format(span=span)


def spoken_span(seconds: float) -> str:
    """Return a span in full words: "13 minutes", "1 hour 20 minutes", "3 days"."""
    seconds = max(seconds, _MINUTE)
    if seconds >= _TWO_DAYS:
        return _counted(int(seconds // _DAY), translate("Inbox", "day"), translate("Inbox", "days"))
    hours, minutes = int(seconds // _HOUR), int(seconds % _HOUR // _MINUTE)
    parts = [_counted(hours, translate("Inbox", "hour"), translate("Inbox", "hours"))] if hours else []
    if minutes or not hours:
        parts.append(_counted(minutes, translate("Inbox", "minute"), translate("Inbox", "minutes")))
    return " ".join(parts)


def row_time(at: datetime, now: datetime, tz: tzinfo, *, relative: bool) -> str:
    """Return a row's time: "now", "5 min" (only if `relative`), then as `day_or_time` does."""
    age = (now - at).total_seconds()
    if age < _MINUTE:
        return translate("Inbox", "now")
    if relative and age < _HOUR:
        return translate("Inbox", "{count} min").format(count=int(age // _MINUTE))
    return day_or_time(at, now, tz)


def day_or_time(at: datetime, now: datetime, tz: tzinfo) -> str:
    """Return "10:38" today, "Tue" within the last week, "10 Mar" this year, "Mar 2024" before."""
    local, today = at.astimezone(tz), now.astimezone(tz)
    if local.date() >= today.date():
        return clock_time(at, tz)
    if today.date() - local.date() < _A_WEEK:
        return _date(local, "ddd")
    return short_date(at, now, tz)


def short_date(at: datetime, now: datetime, tz: tzinfo) -> str:
    """Return "10 Mar" this year, "Mar 2024" before."""
    local = at.astimezone(tz)
    return _date(local, "d MMM" if local.year == now.astimezone(tz).year else "MMM yyyy")


def moment_name(at: datetime, now: datetime, tz: tzinfo) -> str:
    """Return a coming moment: "15:00" today, "Mon 09:00" within a week, "16 Mar 09:00" later."""
    local, today = at.astimezone(tz), now.astimezone(tz)
    if local.date() == today.date():
        return clock_time(at, tz)
    near = local.date() - today.date() < _A_WEEK
    return f"{_date(local, 'ddd' if near else 'd MMM')} {clock_time(at, tz)}"


def _span(seconds: float) -> str:
    if seconds >= _TWO_DAYS:
        return translate("Inbox", "{count} d").format(count=int(seconds // _DAY))
    if seconds < _HOUR:
        return translate("Inbox", "{count} min").format(count=int(seconds // _MINUTE))
    hours, minutes = int(seconds // _HOUR), int(seconds % _HOUR // _MINUTE)
    if not minutes:
        return translate("Inbox", "{hours} h").format(hours=hours)
    return translate("Inbox", "{hours} h {minutes}").format(hours=hours, minutes=f"{minutes:02d}")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _date(local: datetime, pattern: str) -> str:
    return QLocale().toString(QDate(local.year, local.month, local.day), pattern)


def short_count(digits: str) -> str:
    """Return "900", "1.2k", "18k", "120k", "1.3M" of a figure in digits; anything else unchanged."""
    if not digits.isdigit():
        return digits
    count = int(digits)
    for size, mark in ((1_000_000, "M"), (1_000, "k")):
        if count >= size:
            figure = count / size
            return f"{figure:.0f}{mark}" if figure >= 10 or count % size < size // 10 else f"{figure:.1f}{mark}"
    return digits
