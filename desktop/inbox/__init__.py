"""Lanes, their order, their sections and counts, and search: sorted id lists, never rows without a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    from desktop.inbox.completion import Completion, Offer, completions
    from desktop.inbox.dropping import Drop, DropRefusal, drop_on_lane, drop_on_view
    from desktop.inbox.lanes import AT_RISK_SECONDS, Found, Inbox, LanePage, LaneSection, SectionTitle
    from desktop.inbox.query_parts import WORDS, Part, Parts, parts_of, written
    from desktop.inbox.query_text import Fault, ReadQuery, read_query
    from desktop.inbox.query_values import OPERATORS, FaultCode
    from desktop.inbox.saved_views import ICONS, SavedView, ViewBook, ViewDone, ViewRefusedError
    from desktop.inbox.search_history import SearchHistory
    from desktop.inbox.snippets import without_personal_data
else:
    __getattr__ = late(
        __name__,
        {
            "completion": "Completion Offer completions",
            "dropping": "Drop DropRefusal drop_on_lane drop_on_view",
            "lanes": "AT_RISK_SECONDS Found Inbox LanePage LaneSection SectionTitle",
            "query_parts": "WORDS Part Parts parts_of written",
            "query_text": "Fault ReadQuery read_query",
            "query_values": "OPERATORS FaultCode",
            "saved_views": "ICONS SavedView ViewBook ViewDone ViewRefusedError",
            "search_history": "SearchHistory",
            "snippets": "without_personal_data",
        },
    )

__all__ = [
    "AT_RISK_SECONDS",
    "ICONS",
    "OPERATORS",
    "WORDS",
    "Completion",
    "Drop",
    "DropRefusal",
    "Fault",
    "FaultCode",
    "Found",
    "Inbox",
    "LanePage",
    "LaneSection",
    "Offer",
    "Part",
    "Parts",
    "ReadQuery",
    "SavedView",
    "SearchHistory",
    "SectionTitle",
    "ViewBook",
    "ViewDone",
    "ViewRefusedError",
    "completions",
    "drop_on_lane",
    "drop_on_view",
    "parts_of",
    "read_query",
    "without_personal_data",
    "written",
]
