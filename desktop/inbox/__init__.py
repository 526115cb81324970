"""Lanes, their order, their sections and counts, and search: sorted id lists, never rows without a bound."""

from desktop.inbox.lanes import AT_RISK_SECONDS, Inbox, LanePage, LaneSection, SectionTitle
from desktop.inbox.snippets import without_personal_data

__all__ = ["AT_RISK_SECONDS", "Inbox", "LanePage", "LaneSection", "SectionTitle", "without_personal_data"]
