"""Lanes, their order, their sections and counts, and search: sorted id lists, never rows without a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    from desktop.inbox.lanes import AT_RISK_SECONDS, Found, Inbox, LanePage, LaneSection, SectionTitle
    from desktop.inbox.query_text import Fault, ReadQuery, read_query
    from desktop.inbox.query_values import OPERATORS, FaultCode
    from desktop.inbox.snippets import without_personal_data
else:
    __getattr__ = late(
        __name__,
        {
            "lanes": "AT_RISK_SECONDS Found Inbox LanePage LaneSection SectionTitle",
            "query_text": "Fault ReadQuery read_query",
            "query_values": "OPERATORS FaultCode",
            "snippets": "without_personal_data",
        },
    )

__all__ = [
    "AT_RISK_SECONDS",
    "OPERATORS",
    "Fault",
    "FaultCode",
    "Found",
    "Inbox",
    "LanePage",
    "LaneSection",
    "ReadQuery",
    "SectionTitle",
    "read_query",
    "without_personal_data",
]
