"""What the strip says of words that could be better: the first thing found in its title, what to do below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.model import Finding

_LONGEST = 40  # characters that are quoted
translate = QCoreApplication.translate


def tone_words(findings: Sequence[Finding]) -> tuple[str, str, str]:
    """Return glyph, title and text of the first finding."""
    first = findings[0]
    title, text = _sentences(first)
    return "info", title.replace("{words}", _quoted(first.text)).replace("{count}", first.kind), text


def plain_words(findings: Sequence[Finding]) -> str:
    """Return the button's words for the first proposal; they name what it replaces unless the title does."""
    found = next((one for one in findings if one.instead), findings[0])
    words = translate("Guard", "Write “{words}”")
    if found is not findings[0]:
        words = translate("Guard", "Write “{words}” for “{said}”").replace("{said}", _quoted(found.text))
    return words.replace("{words}", _quoted(found.instead))


def _sentences(finding: Finding) -> tuple[str, str]:
    if finding.rule == "tone.shouting" and finding.kind == "marks":
        return (
            translate("Guard", "“{words}” may sound as if you were shouting."),
            translate("Guard", "One mark is enough."),
        )
    return {
        "tone.plain": (
            translate("Guard", "“{words}” is heavy to read."),
            translate("Guard", "Say it as you would at a counter."),
        ),
        "tone.blame": (
            translate("Guard", "“{words}” may sound like a reproach."),
            translate("Guard", "Say what happens next instead."),
        ),
        "tone.shouting": (
            translate("Guard", "“{words}” reads as shouting."),
            translate("Guard", "Small letters say the same."),
        ),
        "tone.address": (
            translate("Guard", "This speaks formally and as to a friend (“{words}”)."),
            translate("Guard", "Keep to one of them."),
        ),
        "tone.language": (
            translate("Guard", "{customer} writes in another language."),
            translate("Guard", "Answer in theirs, if you can."),
        ),
        "tone.long": (
            translate("Guard", "This sentence has {count} words."),
            translate("Guard", "Two short ones are read more easily."),
        ),
        "tone.hard": (
            translate("Guard", "This text is hard to read."),
            translate("Guard", "Shorter words and sentences help."),
        ),
    }.get(finding.rule, (translate("Guard", "Look at the marked words again."), ""))


def _quoted(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"
