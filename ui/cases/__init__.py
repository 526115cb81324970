"""The conversation pane: header, context strip and timeline of one case."""

from ui.cases.context_strip import ContextFact, ContextStrip
from ui.cases.empty_conversation import EmptyConversation
from ui.cases.header import ConversationHeader
from ui.cases.header_presenter import HeaderState, clock_look, present_header
from ui.cases.html_view import HtmlView
from ui.cases.permission_line import PermissionLine
from ui.cases.permission_presenter import PermissionState, Way, present_permission
from ui.cases.timeline import Timeline
from ui.cases.timeline_presenter import TimelineContext, present_timeline

__all__ = [
    "ContextFact",
    "ContextStrip",
    "ConversationHeader",
    "EmptyConversation",
    "HeaderState",
    "HtmlView",
    "PermissionLine",
    "PermissionState",
    "Timeline",
    "TimelineContext",
    "Way",
    "clock_look",
    "present_header",
    "present_permission",
    "present_timeline",
]
