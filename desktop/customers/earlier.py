"""Which earlier message a repeated question repeats, so that the agent can read it beside the new one.

Triage says that a question was asked before; it does not say where. Of the customer's messages that nobody had
answered, the likest one is it, by the comparison that triage made; or the only one there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.model import CaseRow, ReasonCode
from desktop.store import Asked, Question

if TYPE_CHECKING:
    from desktop.triage.repeats import Repeats


def repeats_of(row: CaseRow) -> int | None:
    """Return how many earlier unanswered questions triage counted for a case, None if it is not a repeat."""
    reason = next((reason for reason in row.reasons if reason.code is ReasonCode.ASKED_BEFORE), None)
    if reason is None:
        return None
    return max(1, int(reason.detail)) if reason.detail.isdigit() else 1


def earlier_question(asked: Asked | None, repeats: int, compare: Repeats) -> Question | None:
    """Return the message that the newest one repeats, None if none of them is alike and there are several."""
    if asked is None or not asked.before:
        return None
    from desktop.triage.repeats import Earlier

    before = {one.message_id: one for one in asked.before}
    earlier = [Earlier(one.message_id, one.text, one.at, one.language) for one in asked.before]
    found = compare.find(asked.newest.text, asked.newest.language, earlier)
    if found:
        return before[found[0].earlier.message_id]
    return asked.before[0] if len(asked.before) <= repeats else None


def comparison() -> Repeats:
    """Return the comparison that triage makes, with the program's word lists. Loads them, about 0.1 s."""
    from desktop.system.resources import resource_path
    from desktop.triage.repeats import Repeats
    from desktop.triage.stems import Stems

    return Repeats(Stems.load(resource_path("triage")))
