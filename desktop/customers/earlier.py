"""Which earlier message a repeated question repeats, so that the agent can read it beside the new one.

Triage says that a question was asked before; it does not say where. Of the customer's messages that nobody had
answered, the one with the most words in common is it, if it is alike enough or there is no other.
"""

from __future__ import annotations

import re

from desktop.model import CaseRow, ReasonCode
from desktop.store import Asked, Question

_ALIKE = 55
"""Of 100 in `rapidfuzz.fuzz.token_set_ratio`: below it two messages share a topic's commonest words at most."""
_NOISE = re.compile(r"https?://\S+|@\S+|[^\w\s]")


def repeats_of(row: CaseRow) -> int | None:
    """Return how many earlier unanswered questions triage counted for a case, None if it is not a repeat."""
    reason = next((reason for reason in row.reasons if reason.code is ReasonCode.ASKED_BEFORE), None)
    if reason is None:
        return None
    return max(1, int(reason.detail)) if reason.detail.isdigit() else 1


def earlier_question(asked: Asked | None, repeats: int) -> Question | None:
    """Return the message that the newest one repeats, None if none of them is alike and there are several."""
    if asked is None or not asked.before:
        return None
    from rapidfuzz import fuzz

    words = _words(asked.newest.text)
    ranked = [(fuzz.token_set_ratio(words, _words(one.text)), one.message_id, one) for one in asked.before]
    likeness, _, best = max(ranked)
    return best if likeness >= _ALIKE or len(asked.before) <= repeats else None


def _words(text: str) -> str:
    return _NOISE.sub(" ", text).casefold()
