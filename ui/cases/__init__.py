"""The conversation pane: header, context strip and timeline of one case."""

from ui.cases.html_view import HtmlView
from ui.cases.timeline import Timeline
from ui.cases.timeline_presenter import TimelineContext, present_timeline

__all__ = ["HtmlView", "Timeline", "TimelineContext", "present_timeline"]
