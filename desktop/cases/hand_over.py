"""Hand-over: what must be known before a case goes on elsewhere, and how it is undone.

A hand-over names one way and a written reason. By e-mail it begins a thread in the same case, so that the conversation
stays one; a call and a visit become internal notes of their own kind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.cases.desk import Done, parsed_address
from desktop.model import (
    Account,
    Agent,
    Author,
    CaseDetail,
    CaseId,
    Deed,
    HandOverWay,
    Network,
    NoteKind,
    Permission,
    Refusal,
    ThreadId,
)
from desktop.store import Store
from desktop.store.hand_overs import LetterTo

_LONGEST_REASON = 500


class Incomplete(ValueError):
    """Something must be written first; `field` is "reason", "address", "account" or "note"."""

    def __init__(self, field: str) -> None:
        """Name the field."""
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class HandOver:
    """Where a case is to go on. `note` is what a call's or a visit's note says; `account` the mailbox that writes.

    `thread_id` is the thread that leads to the direct message: from e-mail back to the network, too.
    """

    way: HandOverWay
    reason: str
    address: str = ""
    account: Account | None = None
    subject: str = ""
    note: str = ""
    thread_id: ThreadId | None = None


@dataclass(frozen=True, slots=True)
class WayOpen:
    """A way and, if it is not open, why: what the network refuses, or None where a mailbox is missing."""

    way: HandOverWay
    is_open: bool
    refusal: Refusal | None = None


def ways_open(permission: Permission | None, mailboxes: int) -> tuple[WayOpen, ...]:
    """Return the four ways, the open ones usable now. `permission` is that of the thread, None without one."""
    may_direct = permission is not None and permission.may_direct
    refusal = None if may_direct else (permission.why_not_direct if permission else None) or Refusal.NO_DIRECT
    return (
        WayOpen(HandOverWay.DIRECT, may_direct, refusal),
        WayOpen(HandOverWay.EMAIL, mailboxes > 0),
        WayOpen(HandOverWay.PHONE, is_open=True),
        WayOpen(HandOverWay.VISIT, is_open=True),
    )


def next_best(ways: tuple[WayOpen, ...], wanted: HandOverWay) -> HandOverWay:
    """Return the wanted way if it is open, else the first that is: e-mail keeps the written word, then the phone."""
    usable = [one.way for one in ways if one.is_open]
    return wanted if wanted in usable else usable[0]


class HandOverDesk:
    """Hands cases over for one agent. Belongs to the thread of its store."""

    def __init__(self, store: Store, agent: Agent, clock: Callable[[], datetime]) -> None:
        """`agent` is written into the journal."""
        self._store = store
        self._agent = agent
        self._clock = clock

    def known_addresses(self, case: CaseDetail) -> tuple[str, ...]:
        """Return the customer's e-mail addresses, as far as they are known."""
        profile = self._store.people.profile(case.row.customer_id)
        identities = profile.identities if profile is not None else ()
        return tuple(dict.fromkeys(one.handle for one in identities if one.network is Network.EMAIL and one.handle))

    def hand_over(self, case_id: CaseId, plan: HandOver) -> tuple[Done, ThreadId | None]:
        """Hand a case over and return the deed, with the e-mail thread in which it goes on.

        Raises Incomplete where something is missing; nothing was changed then.
        """
        reason = " ".join(plan.reason.split())[:_LONGEST_REASON]
        if not reason:
            raise Incomplete("reason")
        handed = self._store.hand_overs.record(
            case_id,
            plan.way,
            reason,
            actor=self._agent.name,
            at=self._clock(),
            note=_note_of(plan),
            letter=_letter_of(plan),
            thread_id=plan.thread_id if plan.way is HandOverWay.DIRECT else None,
        )

        def undo() -> None:
            self._store.hand_overs.take_back(handed, actor=self._agent.name, at=self._clock())

        return Done(Deed.HANDED_OVER, (case_id,), plan.way.value, undo), handed.thread_id


def _note_of(plan: HandOver) -> tuple[NoteKind, str] | None:
    kind = {HandOverWay.PHONE: NoteKind.CALL, HandOverWay.VISIT: NoteKind.VISIT}.get(plan.way)
    if kind is None:
        return None
    if not plan.note.strip():
        raise Incomplete("note")
    return kind, plan.note.strip()


def _letter_of(plan: HandOver) -> LetterTo | None:
    if plan.way is not HandOverWay.EMAIL:
        return None
    if plan.account is None:
        raise Incomplete("account")
    try:
        name, plain = parsed_address(plan.address)
    except ValueError as error:
        raise Incomplete("address") from error
    author = Author(plan.account.network, plain.lower(), plain, name)
    return LetterTo(plan.account, author, " ".join(plan.subject.split()))
