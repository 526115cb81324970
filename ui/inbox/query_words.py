"""What of a search could not be understood, in a sentence that says what it may be instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from desktop.inbox import Fault

_MOST_CHOICES = 6


def query_fault_words(faults: Sequence[Fault]) -> str:
    """Return a sentence on the first fault, "" for none. What was understood was searched for all the same."""
    if not faults:
        return ""
    from desktop.inbox import FaultCode

    fault = faults[0]
    pattern = {
        FaultCode.UNKNOWN_VALUE: QCoreApplication.translate(
            "Search", '"{name}:" does not know "{value}" and was left out. It takes {choices}.'
        ),
        FaultCode.NO_VALUE: QCoreApplication.translate("Search", '"{name}:" wants something after the colon.'),
        FaultCode.NOT_A_DATE: QCoreApplication.translate(
            "Search", '"{value}" is no date and was left out. Write 2026-03-31, today, yesterday, 12h, 7d or 3m.'
        ),
        FaultCode.NOT_A_NUMBER: QCoreApplication.translate(
            "Search", '"{value}" is no number and was left out. Write 50, >=50, <50 or 20..50.'
        ),
        FaultCode.UNCLOSED: QCoreApplication.translate("Search", "A parenthesis or a quotation mark has no partner."),
        FaultCode.TOO_LONG: QCoreApplication.translate("Search", "The search is too long; its end was left out."),
    }[fault.code]
    choices = ", ".join(fault.choices[:_MOST_CHOICES]) + (" …" if len(fault.choices) > _MOST_CHOICES else "")
    return pattern.replace("{name}", fault.name).replace("{choices}", choices).replace("{value}", fault.value)
