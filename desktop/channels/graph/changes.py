"""What became of posts and comments we know: read again, many at once, for edits, deletions and what was hidden.

A comment is changed or taken back in its first minutes most of all: young ones are looked over often, old ones once a
day. Where one of several is gone the Graph refuses them all and may name it; else they are halved until it is found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from desktop.channels.graph.failures import NotThere
from desktop.channels.graph.pull import Pull
from desktop.channels.graph.values import seconds_of
from desktop.channels.payload import Fields, Unreadable, maybe_fields
from desktop.model import Arrival, Refused, Removal

PART = "lookup"
BATCH = 50  # ids, the most that the Graph takes at once
_REQUESTS = 8  # of one look, at most
_TIERS = ((3_600, 300), (86_400, 3_600))
"""Younger than so many seconds: looked over as often as that."""
_OTHERWISE = 72_000


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of what is known: the fields to ask for, and what to make of an answer and the thread that is known."""

    name: str
    fields: str
    again: Callable[[Fields, str], Arrival | None]


@dataclass(slots=True)
class Looked:
    """What came of asking for many: those that are there, that are gone, and all that were decided."""

    there: dict[str, Fields] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)


async def look_over(pull: Pull, kinds: Sequence[Kind]) -> None:
    """Look over what is due: changed ones join the pull's arrivals, those that are gone its removals."""
    if pull.more or not pull.client.pace.is_open(PART, pull.now):
        return  # what is new comes first
    for kind in kinds:
        chosen = due(pull, kind.name)
        if chosen:
            await _look_over(pull, kind, chosen)


async def _look_over(pull: Pull, kind: Kind, chosen: Sequence[str]) -> None:
    looked = await looked_up(pull, chosen, kind.fields)
    for identity, payload in looked.there.items():
        known = pull.cursor.known[identity]
        try:
            arrival = kind.again(payload, known.thread)
        except Unreadable as fault:
            pull.refused.append(f"{PART}:{fault}")
            continue
        if arrival is not None and arrival.remote_id == identity:
            pull.add(arrival, known.kind)
    forget(pull, looked.gone)
    mark_as_seen(pull, looked.asked)


async def looked_up(pull: Pull, wanted: Sequence[str], fields: str) -> Looked:
    """Ask for many nodes at once. Raises TemporaryFailure or SignInExpired."""
    looked = Looked()
    waiting = [list(wanted)]
    for _ in range(_REQUESTS):
        if not waiting:
            break
        batch = waiting.pop(0)
        try:
            payload = await pull.client.get("", [("ids", ",".join(batch)), ("fields", fields)])
        except Refused as error:
            waiting += _parted(batch, error, looked)
            continue
        answer = maybe_fields(payload)
        looked.there |= {name: maybe_fields(answer[name]) for name in batch if isinstance(answer.get(name), dict)}
        looked.asked |= set(batch)
    return looked


def _parted(wanted: list[str], error: Refused, looked: Looked) -> list[list[str]]:
    """Note what is gone, and return what is to be asked for again without it."""
    named = {name for name in error.gone if name in wanted} if isinstance(error, NotThere) else set()
    if named or len(wanted) == 1:
        looked.gone |= named or (set(wanted) if isinstance(error, NotThere) else set())
        looked.asked |= set() if named else set(wanted)  # what is refused otherwise has its turn again later
        rest = [name for name in wanted if name not in looked.gone]
        return [rest] if rest and named else []
    half = len(wanted) // 2
    return [wanted[:half], wanted[half:]]


def due(pull: Pull, kind: str) -> list[str]:
    """Return what is to be read again of a kind, those first that have waited longest."""
    now = seconds_of(pull.now)
    found = [
        (known.seen, name)
        for name, known in pull.cursor.known.items()
        if known.kind == kind and not 0 <= now - known.seen < _every(now - known.made)
    ]
    return [name for _, name in sorted(found)[:BATCH]]


def _every(age: int) -> int:
    return next((every for younger, every in _TIERS if age < younger), _OTHERWISE)


def forget(pull: Pull, gone: set[str]) -> None:
    """Let what is gone be removed, and forget it."""
    pull.removals += [Removal(identity, pull.now) for identity in sorted(gone)]
    pull.cursor = pull.cursor.without(gone)


def mark_as_seen(pull: Pull, asked: set[str]) -> None:
    """Let their turn pass for all that were asked for, also those of which the Graph said nothing."""
    known = dict(pull.cursor.known)
    for name in asked:
        if name in known:
            known[name] = replace(known[name], seen=seconds_of(pull.now))
    pull.cursor = replace(pull.cursor, known=known)
