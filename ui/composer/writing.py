"""What is being written: the case, the way and the account chosen for it, and what the guardrails last said of it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.composer.parts import Part
from desktop.model import AccountId, CaseDetail, DraftMode, TimelineItem, Verdict
from ui.composer.draft_view import DraftView


@dataclass(slots=True)
class Writing:
    """The state that the composer's controllers share. `view` is None where nothing can be written."""

    case: CaseDetail | None = None
    mode: DraftMode = DraftMode.DIRECT
    account: AccountId | None = None
    view: DraftView | None = None
    verdict: Verdict | None = None
    online: bool = True
    threaded: bool = False
    """The agent wants what is too long sent in numbered parts."""
    parts: tuple[Part, ...] = ()
    """Those parts, while there are any."""
    news: tuple[TimelineItem, ...] = ()
    """What was said meanwhile and has stopped the sending."""
    past_hours: bool = False
    """The agent decided, for what is being sent just now, to send it although the desk is closed."""
    looked_again: bool = False
    """The agent read this answer to abuse once more and wants it sent."""
