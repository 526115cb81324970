"""What it means to drop cases on a lane or on a saved view: which deed, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.model import CaseStatus, Lane
from desktop.model.case_query import AssignedTo, Both, CaseQuery, In, Is, Not, Tagged, Trait


class DropRefusal(StrEnum):
    """Why nothing can be dropped here."""

    CLOCK = "clock"  # what is at risk follows from the clock
    REPEAT = "repeat"  # who asked before follows from the messages
    HEARD = "heard"  # what addresses nobody follows from the messages
    SEEN = "seen"  # an impersonator is seen, not declared
    HOLDS_ALL = "holds_all"
    SENDING = "sending"  # what is in the outbox and the drafts is written there
    FACT = "fact"  # a view asks for what no deed can bring about
    NOBODY = "nobody"  # the agent at this desk has no name yet


@dataclass(frozen=True, slots=True)
class Drop:
    """What is to be done with dropped cases. `assignee`: None leaves it, "" is nobody."""

    status: CaseStatus | None = None
    assignee: str | None = None
    tags: tuple[str, ...] = ()
    tags_off: tuple[str, ...] = ()
    snooze: bool = False  # somebody has to say until when
    abuse: bool = False  # somebody has to say why


_REFUSED = {
    Lane.AT_RISK: DropRefusal.CLOCK,
    Lane.REPEAT: DropRefusal.REPEAT,
    Lane.LISTENING: DropRefusal.HEARD,
    Lane.IMPOSTORS: DropRefusal.SEEN,
    Lane.ALL: DropRefusal.HOLDS_ALL,
    Lane.OUTBOX: DropRefusal.SENDING,
    Lane.DRAFTS: DropRefusal.SENDING,
}
_STATUSES = {Trait.OPEN: CaseStatus.OPEN, Trait.WAITING: CaseStatus.WAITING, Trait.SOLVED: CaseStatus.SOLVED}


def drop_on_lane(lane: Lane, me: str) -> Drop | DropRefusal:
    """Return what dropping cases on a lane means for the agent with the initials `me`."""
    if lane in _REFUSED:
        return _REFUSED[lane]
    if lane is Lane.MY_OPEN and not me:
        return DropRefusal.NOBODY
    return {
        Lane.MY_OPEN: Drop(CaseStatus.OPEN, me),
        Lane.UNASSIGNED: Drop(CaseStatus.OPEN, ""),
        Lane.SNOOZED: Drop(snooze=True),
        Lane.WAITING: Drop(CaseStatus.WAITING),
        Lane.SOLVED: Drop(CaseStatus.SOLVED),
        Lane.ABUSE: Drop(abuse=True),
    }[lane]


def drop_on_view(query: CaseQuery, me: str) -> Drop | DropRefusal:
    """Return what brings cases into a view: every term of its query must be something that can be set.

    A query with "or" has no one way in; a term about facts (network, words, dates, class) has none at all.
    """
    terms = query.parts if isinstance(query, Both) else (query,)
    drop = Drop()
    for term in terms:
        after = _with(drop, term, me)
        if isinstance(after, DropRefusal):
            return after
        drop = after
    return drop if drop != Drop() else DropRefusal.FACT


def _with(drop: Drop, term: CaseQuery, me: str) -> Drop | DropRefusal:
    after: Drop | DropRefusal = DropRefusal.FACT
    match term:
        case Tagged(tag):
            after = replace(drop, tags=(*drop.tags, tag))
        case Not(Tagged(tag)):
            after = replace(drop, tags_off=(*drop.tags_off, tag))
        case AssignedTo(initials):
            after = replace(drop, assignee=initials)
        case Is(Trait.MINE) if me:
            after = replace(drop, assignee=me)
        case Is(Trait.UNASSIGNED) | Not(Is(Trait.ASSIGNED)):
            after = replace(drop, assignee="")
        case Is(trait) if trait in _STATUSES:
            after = replace(drop, status=_STATUSES[trait])
        case Not(Is(Trait.SOLVED)):
            after = replace(drop, status=drop.status or CaseStatus.OPEN)
        case In(lane):
            after = _with_lane(drop, lane, me)
    return after


def _with_lane(drop: Drop, lane: Lane, me: str) -> Drop | DropRefusal:
    other = drop_on_lane(lane, me)
    if isinstance(other, DropRefusal):
        return DropRefusal.FACT
    return replace(
        drop,
        status=other.status or drop.status,
        assignee=other.assignee if other.assignee is not None else drop.assignee,
        snooze=drop.snooze or other.snooze,
        abuse=drop.abuse or other.abuse,
    )
