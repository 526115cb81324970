"""What may leave this desk, when and how: opening hours, permission, personal data, limits. One verdict for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    from desktop.guardrails.allowed import closed_way
    from desktop.guardrails.check import BadLine, check_line
    from desktop.guardrails.closed import WhenClosed
    from desktop.guardrails.facts import DraftFacts
    from desktop.guardrails.hours import Closure, HoursUnreadable, OpeningHours, Slot, default_hours
    from desktop.guardrails.judge import Guardrails
    from desktop.guardrails.limits import TOO_LONG, limit_findings, text_limit
    from desktop.guardrails.opening import (
        add_open_seconds,
        closed_since,
        holiday_name,
        holiday_places,
        is_open,
        next_closing,
        next_opening,
        open_periods_on,
        open_seconds_between,
        take_open_seconds,
    )
    from desktop.guardrails.permits import Asked, permission, permission_in
    from desktop.guardrails.public_holidays import holidays_known
else:
    __getattr__ = late(
        __name__,
        {
            "allowed": "closed_way",
            "check": "BadLine check_line",
            "closed": "WhenClosed",
            "facts": "DraftFacts",
            "hours": "Closure HoursUnreadable OpeningHours Slot default_hours",
            "judge": "Guardrails",
            "limits": "TOO_LONG limit_findings text_limit",
            "opening": (
                "add_open_seconds closed_since holiday_name holiday_places is_open next_closing "
                "next_opening open_periods_on open_seconds_between take_open_seconds"
            ),
            "permits": "Asked permission permission_in",
            "public_holidays": "holidays_known",
        },
    )

__all__ = [
    "TOO_LONG",
    "Asked",
    "BadLine",
    "Closure",
    "DraftFacts",
    "Guardrails",
    "HoursUnreadable",
    "OpeningHours",
    "Slot",
    "WhenClosed",
    "add_open_seconds",
    "check_line",
    "closed_since",
    "closed_way",
    "default_hours",
    "holiday_name",
    "holiday_places",
    "holidays_known",
    "is_open",
    "limit_findings",
    "next_closing",
    "next_opening",
    "open_periods_on",
    "open_seconds_between",
    "permission",
    "permission_in",
    "take_open_seconds",
    "text_limit",
]
