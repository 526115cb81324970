"""The case list: its model, how a row is presented and painted, and the pane around it."""

from ui.inbox.delegate import CaseDelegate
from ui.inbox.header import ListFilter
from ui.inbox.model import CaseIdRole, CaseListModel, ListContext, SectionTitle, StateRole, ids_array
from ui.inbox.positions import Section
from ui.inbox.presenter import ClockChip, Priority, ReasonChip, RowState, Tone, present_clock, present_row, spoken_row
from ui.inbox.row_layout import RowAction, clock_look, reason_look
from ui.inbox.view import CaseListPane
from ui.inbox.wording import lane_name, network_name, reason_name, sort_name, status_name

__all__ = [
    "CaseDelegate",
    "CaseIdRole",
    "CaseListModel",
    "CaseListPane",
    "ClockChip",
    "ListContext",
    "ListFilter",
    "Priority",
    "ReasonChip",
    "RowAction",
    "RowState",
    "Section",
    "SectionTitle",
    "StateRole",
    "Tone",
    "clock_look",
    "ids_array",
    "lane_name",
    "network_name",
    "present_clock",
    "present_row",
    "reason_look",
    "reason_name",
    "sort_name",
    "spoken_row",
    "status_name",
]
