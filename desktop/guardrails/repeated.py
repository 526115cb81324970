"""Repeated: a text that this desk wrote lately where a network minds identical texts. Advice only: a person decides.

X's developer policy forbids the same text from several accounts or to many people; two customers who get the same
words also notice that nobody wrote to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.guardrails.facts import DraftFacts
from desktop.model import Decision, Finding

_LEADING_NAMES = re.compile(r"(?:@\w+\s+)+")
_SIGNATURE = re.compile(r"\s*\^\w{1,4}$")


def repeated_findings(facts: DraftFacts) -> Iterator[Finding]:
    """Yield advice if the text says, but for names and signature, what one of `said_lately` says."""
    plain = _plain(facts.text) if facts.said_lately else ""
    if plain and any(_plain(said) == plain for said in facts.said_lately):
        yield Finding("repeated.text", "text", Decision.ADVISE)


def _plain(text: str) -> str:
    """Return what a text says without the names before it, the signature behind it, spacing and case."""
    return " ".join(_SIGNATURE.sub("", _LEADING_NAMES.sub("", text.strip(), count=1)).casefold().split())
