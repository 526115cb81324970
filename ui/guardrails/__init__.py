"""What the guardrails say, as the agent sees it: the strip above the editor and the marks under the words."""

from ui.guardrails.highlighter import FindingHighlighter, Marked
from ui.guardrails.paragraph import Paragraph
from ui.guardrails.strip import GuardStrip
from ui.guardrails.strip_presenter import UNCUT, Ask, StripAction, StripPage, StripState, present_verdict
from ui.guardrails.verdict_words import fix_words

__all__ = [
    "UNCUT",
    "Ask",
    "FindingHighlighter",
    "GuardStrip",
    "Marked",
    "Paragraph",
    "StripAction",
    "StripPage",
    "StripState",
    "fix_words",
    "present_verdict",
]
