"""What the list of a bulk reply says of each customer: that it goes, how, or why it stays."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.model import Decision, Visibility
from desktop.outbox.bulk import BulkLine, WhyNot
from ui.guardrails import present_verdict
from ui.inbox import network_name

translate = QCoreApplication.translate


def customer_words(line: BulkLine) -> str:
    """Return who would get it, and where."""
    if line.to is None:
        return translate("Bulk", "Unknown")
    return f"{line.to.case.row.name}, {network_name(line.to.account.network)}"


def line_words(line: BulkLine) -> tuple[str, str, str]:
    """Return a glyph, the token of its colour and a sentence."""
    if line.why_not is None:
        return _leaving(line)
    words = {
        WhyNot.NOWHERE: translate("Bulk", "There is nowhere to answer this one"),
        WhyNot.SAME_CUSTOMER: translate("Bulk", "The same customer gets one already"),
        WhyNot.WAITING: translate("Bulk", "A reply is on its way already"),
        WhyNot.DRAFT: translate("Bulk", "A draft is being written here: send or discard it first"),
        WhyNot.SAME_WORDS: translate("Bulk", "Somebody else gets the same words: change them, or use {customer}"),
        WhyNot.BLOCKED: _first_title(line) or translate("Bulk", "There is no text"),
    }[line.why_not]
    return "prohibit", "red.text", words


def _leaving(line: BulkLine) -> tuple[str, str, str]:
    if line.verdict.decision is Decision.HOLD:
        return "clock", "amber.text", _first_title(line)
    public = line.to is not None and line.to.visibility is Visibility.PUBLIC
    way = translate("Bulk", "Public reply") if public else translate("Bulk", "In private")
    if line.verdict.decision is Decision.ADVISE:
        return "info", "amber.text", f"{way}. {_first_title(line)}"
    return "check", "green.text", way


def _first_title(line: BulkLine) -> str:
    if line.to is None:
        return ""
    strip = present_verdict(
        line.verdict,
        visibility=line.to.visibility,
        network_name=network_name(line.to.account.network),
        customer_name=line.to.case.row.name,
        opens_text="",
        has_page=False,
    )
    return strip.pages[0].title if strip is not None else ""


def count_words(leaving: int, staying: int) -> str:
    """Return how many go and how many stay."""
    words = translate("Bulk", "{leaving} ready, {staying} left out.")
    return words.replace("{leaving}", str(leaving)).replace("{staying}", str(staying))


def send_words(leaving: int) -> str:
    """Return the button's words."""
    if leaving == 1:
        return translate("Bulk", "Send 1 reply")
    return translate("Bulk", "Send {count} replies").replace("{count}", str(leaving))
