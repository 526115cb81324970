"""The conversation pane: header, context strip and timeline of one case."""

from ui.cases.context_strip import ContextFact, ContextStrip
from ui.cases.empty_conversation import EmptyConversation
from ui.cases.header import ConversationHeader
from ui.cases.header_presenter import HeaderState, clock_look, present_header
from ui.cases.html_view import HtmlView
from ui.cases.timeline import Timeline
from ui.cases.timeline_presenter import TimelineContext, present_timeline

__all__ = [
    "ContextFact",
    "ContextStrip",
    "ConversationHeader",
    "EmptyConversation",
    "HeaderState",
    "HtmlView",
    "Timeline",
    "TimelineContext",
    "clock_look",
    "present_header",
    "present_timeline",
]
