"""Hand-over: where a case goes on when a reply is not enough, and what came of a call."""

from __future__ import annotations

from enum import StrEnum

from desktop.model.messages import ThreadKind


class HandOverWay(StrEnum):
    """How a case goes on. The value is stored; never change one."""

    DIRECT = "direct"
    EMAIL = "email"
    PHONE = "phone"
    VISIT = "visit"

    @property
    def thread_kind(self) -> ThreadKind | None:
        """The kind of thread in which it is written from then on, None where nothing is written."""
        return {HandOverWay.DIRECT: ThreadKind.DIRECT, HandOverWay.EMAIL: ThreadKind.EMAIL}.get(self)


class CallOutcome(StrEnum):
    """What came of a call."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    CALL_AGAIN = "call_again"
    PLANNED = "planned"  # nobody has called yet


class NoteKind(StrEnum):
    """What an internal note is about. The value is stored; never change one."""

    NOTE = "note"
    CALL = "call"
    VISIT = "visit"
    TICKET = "ticket"  # said in a ticket, among its own people
    TICKET_REPLY = "ticket_reply"  # said in a ticket, to whoever asked
