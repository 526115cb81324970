"""Content: a draft that says nothing, or that still holds a placeholder, never leaves."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from desktop.composer import missing_placeholders
from desktop.guardrails.facts import DraftFacts
from desktop.model import Decision, Finding, Fix

_INVISIBLE = frozenset(("Cc", "Cf", "Zl", "Zp", "Zs", "Mn"))  # categories that alone show nothing


def content_findings(facts: DraftFacts) -> Iterator[Finding]:
    """Yield a finding for an empty text without attachments, and one for each placeholder left."""
    if not facts.has_attachments and not facts.files and not _says_something(facts.text):
        yield Finding("text.empty", "text", Decision.BLOCK)
    for span in missing_placeholders(facts.text):
        words = facts.text[span.start : span.end]
        yield Finding(
            "placeholder.missing",
            span.prompt or span.name,
            Decision.BLOCK,
            span.start,
            span.end,
            words,
            (Fix.FILL_PLACEHOLDER,),
        )


def _says_something(text: str) -> bool:
    return any(unicodedata.category(char) not in _INVISIBLE for char in text)
