"""Lanes, their order, their sections and counts, and search: sorted id lists, never rows without a bound."""

from desktop.inbox.lanes import AT_RISK_SECONDS, Found, Inbox, LanePage, LaneSection, SectionTitle
from desktop.inbox.query_text import Fault, ReadQuery, read_query
from desktop.inbox.query_values import OPERATORS, FaultCode
from desktop.inbox.snippets import without_personal_data

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
