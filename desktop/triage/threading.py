"""Which case an arrival belongs to, whether it reopens that case, and whether it waits for an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.model import CaseId, CaseStatus, Direction, Mechanical, MessageClass, Network, ThreadKind

_SAME_SUBJECT_WITHIN = timedelta(days=14)
_MOVED_TO_DIRECT_WITHIN = timedelta(hours=48)
_WANTS_NOTHING = frozenset({MessageClass.PRAISE_THANKS, MessageClass.NOISE})
# "Re:", "Fwd:" and what mail programs of our languages write instead, also repeated: "R: RE: RV:".
_REPLY_MARKS = re.compile(r"^(?:\s*(?:re|r|rif|fwd?|fw|i|rv|tr|aw|wg|enc|reenv)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case of the same customer, as far as belonging goes. Moments are aware UTC."""

    id: CaseId
    status: CaseStatus
    network: Network
    thread_kind: ThreadKind
    last_at: datetime
    subject: str = ""


def case_of(
    *,
    thread_case: CaseId | None,
    referenced_cases: Sequence[CaseId],
    known: Sequence[KnownCase],
    network: Network,
    thread_kind: ThreadKind,
    subject: str,
    at: datetime,
) -> CaseId | None:
    """Return the case that an arrival belongs to, None if it starts one of its own.

    Surest first: the case of its thread; the case of the latest message that it refers to (`referenced_cases`, oldest
    first, RFC 5322 References); for an e-mail that says it is a reply and lost its references, the customer's case of
    that subject within 14 days; for a direct message, the one unsolved public case of the same customer on the same
    network within 48 hours, since that is where we asked them to write.
    """
    if thread_case is not None:
        return thread_case
    if referenced_cases:
        return referenced_cases[-1]
    if thread_kind is ThreadKind.EMAIL:
        return _case_of_subject(known, subject, at)
    if thread_kind is ThreadKind.DIRECT:
        return _case_moved_to_direct(known, network, at)
    return None


def plain_subject(subject: str) -> str:
    """Return a subject as subjects are compared: without reply and forward marks, case and spacing."""
    return " ".join(_REPLY_MARKS.sub("", subject).casefold().split())


def _case_of_subject(known: Sequence[KnownCase], subject: str, at: datetime) -> CaseId | None:
    plain = plain_subject(subject)
    if not plain or not _REPLY_MARKS.match(subject):
        return None
    same = [
        case
        for case in known
        if case.thread_kind is ThreadKind.EMAIL
        and plain_subject(case.subject) == plain
        and at - case.last_at <= _SAME_SUBJECT_WITHIN
    ]
    return max(same, key=lambda case: case.last_at).id if same else None


def _case_moved_to_direct(known: Sequence[KnownCase], network: Network, at: datetime) -> CaseId | None:
    moved = [
        case
        for case in known
        if case.network is network
        and case.thread_kind is ThreadKind.PUBLIC
        and case.status is not CaseStatus.SOLVED
        and at - case.last_at <= _MOVED_TO_DIRECT_WITHIN
    ]
    return moved[0].id if len(moved) == 1 else None


def reopens(assessment_class: MessageClass, mechanical: Mechanical | None, text: str) -> bool:
    """Return True if a message reopens a solved case: a person wrote it and it wants something.

    Thanks and chatter do not, unless they ask something after all; bounces, automatic replies, calendar and list mail
    never do.
    """
    if mechanical is not None:
        return False
    return assessment_class not in _WANTS_NOTHING or (assessment_class is MessageClass.PRAISE_THANKS and "?" in text)


def awaits_answer(
    assessment_class: MessageClass,
    mechanical: Mechanical | None,
    text: str,
    direction: Direction = Direction.INCOMING,
) -> bool:
    """Return True if a message starts the reply clock, or keeps one running. Only what would reopen a case does."""
    return direction is Direction.INCOMING and reopens(assessment_class, mechanical, text)
