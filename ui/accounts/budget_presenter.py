"""What a month has cost on a network that charges, and how near its limit is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop.model import Spent
from desktop.store import next_month
from ui.accounts.dollars import dollars_text

WARNS_FROM = 0.8
"""The share of a month's limit from which on the meter warns."""

_KINDS = {
    "owned_read": "reads",
    "post_read": "reads",
    "dm_read": "messages_read",
    "post": "posts",
    "summoned_reply": "posts",
    "post_with_link": "links",
    "dm": "messages",
    "sending": "sent",
    "delete": "deletions",
}


@dataclass(frozen=True, slots=True)
class BudgetState:
    """The meter: `share` of the limit that is spent (0 to 1), None without one. `warning` is "" while all is well."""

    said: str
    counts: str
    share: float | None
    tint: str
    warning: str


def present_budget(spent: Sequence[Spent], limit_micros: int | None, now: datetime) -> BudgetState:
    """Return the meter of a month's spending so far."""
    total = sum(one.micros for one in spent)
    if limit_micros is None:
        words = QCoreApplication.translate("Budget", "{spent} this month, no limit")
        return BudgetState(words.replace("{spent}", dollars_text(total)), _counts(spent), None, "accent.mark", "")
    share = min(1.0, total / limit_micros) if limit_micros else 1.0
    words = QCoreApplication.translate("Budget", "{spent} of {limit} this month")
    said = words.replace("{spent}", dollars_text(total)).replace("{limit}", dollars_text(limit_micros))
    return BudgetState(said, _counts(spent), share, _tint(share), _warning(share, now))


def _tint(share: float) -> str:
    if share >= 1:
        return "red.fill"
    return "amber.fill" if share >= WARNS_FROM else "accent.mark"


def _warning(share: float, now: datetime) -> str:
    if share < WARNS_FROM:
        return ""
    new = next_month(now)
    first = QLocale().toString(QDate(new.year, new.month, new.day), "d MMMM")
    if share >= 1:
        words = QCoreApplication.translate(
            "Budget", "The month's limit is spent: nothing more is read until {day}. Replies still go out."
        )
    else:
        words = QCoreApplication.translate(
            "Budget",
            "{share} % of the limit is spent. At 100 % reading stops until {day}; replies still go out.",
        )
    return words.replace("{share}", str(int(share * 100))).replace("{day}", first)


def _counts(spent: Sequence[Spent]) -> str:
    """Return "3,210 posts read, 41 posts sent, 6 with a link", the kinds that there were."""
    counts: dict[str, int] = {}
    for one in spent:
        name = _KINDS.get(one.kind, "other")
        counts[name] = counts.get(name, 0) + one.count
    words = {
        "reads": QCoreApplication.translate("Budget", "{count} posts read"),
        "messages_read": QCoreApplication.translate("Budget", "{count} messages read"),
        "posts": QCoreApplication.translate("Budget", "{count} posts sent"),
        "links": QCoreApplication.translate("Budget", "{count} posts with a link"),
        "messages": QCoreApplication.translate("Budget", "{count} messages sent"),
        "sent": QCoreApplication.translate("Budget", "{count} sent"),
        "deletions": QCoreApplication.translate("Budget", "{count} deleted"),
        "other": QCoreApplication.translate("Budget", "{count} other"),
    }
    told = [words[name].replace("{count}", f"{counts[name]:,}") for name in words if counts.get(name)]
    return ", ".join(told) or QCoreApplication.translate("Budget", "Nothing read or sent yet")
