"""What the guardrails say, as the agent sees it: the strip above the editor and the marks under the words."""

from ui.guardrails.highlighter import FindingHighlighter, Marked
from ui.guardrails.strip import GuardStrip
from ui.guardrails.strip_presenter import Ask, StripAction, StripPage, StripState, present_verdict

__all__ = [
    "Ask",
    "FindingHighlighter",
    "GuardStrip",
    "Marked",
    "StripAction",
    "StripPage",
    "StripState",
    "present_verdict",
]
