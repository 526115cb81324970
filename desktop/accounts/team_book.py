"""The team: who can be given a case, by name and initials, and who leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from desktop.clocks import Ladder, StepDeed
from desktop.model import Agent, Deed
from desktop.model.agents import Colleague
from desktop.store import Store

_TEAM, _LADDER = "team", "ladder"
LONGEST_INITIALS = 4


class TeamFault(StrEnum):
    """Why a colleague can't be kept."""

    NO_INITIALS = "no_initials"
    TOO_LONG = "too_long"
    DOUBLE = "double"  # somebody else has the same initials


class TeamBook:
    """The desk's colleagues. Until somebody writes the list down it is who is known anyway. One process, one thread."""

    def __init__(self, store: Store, agent: Callable[[], Agent], clock: Callable[[], datetime]) -> None:
        """`agent` is who sits here."""
        self._store = store
        self._agent = agent
        self._clock = clock

    def all(self) -> tuple[Colleague, ...]:
        """Return everybody, who sits here among them, by name. A few short reads."""
        kept = self._store.settings.get(_TEAM)
        found = _read(kept) if isinstance(kept, list) else self._taken_over()
        return tuple(sorted(_with(found, self._mine()), key=lambda one: (one.name or one.initials).casefold()))

    def offered(self) -> tuple[Agent, ...]:
        """Return whom a case can be given to, who sits here first."""
        me = self._agent()
        others = (one for one in self.all() if one.initials != me.initials)
        return (me, *(Agent(one.name or one.initials, one.initials, "") for one in others))

    def name_of(self, initials: str) -> str:
        """Return the name behind some initials, the initials where nobody is known."""
        return next((one.name for one in self.all() if one.initials == initials and one.name), initials)

    def keep(self, team: Sequence[Colleague], *, actor: str) -> None:
        """Keep the list with a line in the journal; the ladder tells the first who leads. Raises StoreError."""
        before, at = [one.to_dict() for one in self.all()], self._clock()
        after = [one.to_dict() for one in team]
        with self._store.connection.writing():
            self._store.settings.set(_TEAM, after, at)
            self._store.journal.record(Deed.SETTING, actor=actor, at=at, before=[_TEAM, before], after=[_TEAM, after])
            ladder = self._ladder()
            leaders = [one.initials for one in team if one.is_leader]
            if ladder.leader not in leaders:
                told = replace(ladder, leader=leaders[0] if leaders else "")
                self._store.settings.set(_LADDER, told.to_dict(), at)

    def _mine(self) -> tuple[Colleague, ...]:
        me = self._agent()
        return (Colleague(f"me-{me.initials}", me.name, me.initials),) if me.initials else ()

    def _taken_over(self) -> tuple[Colleague, ...]:
        """Return who has cases, is here, leads, or is given cases by the ladder."""
        store, ladder, me = self._store, self._ladder(), self._agent()
        given = [step.to for step in ladder.steps if step.deed is StepDeed.REASSIGN]
        here = {one.initials: one.agent for one in store.presence.others(me.name, self._clock())}
        known = dict.fromkeys(one for one in (*store.lanes.assignees(), *here, ladder.leader, *given) if one)
        leader = ladder.leader
        mine = [replace(one, is_leader=one.initials == leader) for one in self._mine()]
        others = [Colleague(f"known-{one}", here.get(one, ""), one, one == leader) for one in known]
        return _with(mine, others)

    def _ladder(self) -> Ladder:
        return Ladder.from_value(self._store.settings.get(_LADDER))


def faults_of_colleague(colleague: Colleague, team: Sequence[Colleague]) -> tuple[TeamFault, ...]:
    """Return why somebody can't be kept among the others; () if they can."""
    if not colleague.initials:
        return (TeamFault.NO_INITIALS,)
    faults = [TeamFault.TOO_LONG] if len(colleague.initials) > LONGEST_INITIALS else []
    if any(one.uid != colleague.uid and one.initials == colleague.initials for one in team):
        faults.append(TeamFault.DOUBLE)
    return tuple(faults)


def _with(team: Iterable[Colleague], others: Iterable[Colleague]) -> tuple[Colleague, ...]:
    """Return a team with those of the others whose initials nobody has."""
    found = {one.initials: one for one in team}
    for one in others:
        found.setdefault(one.initials, one)
    return tuple(found.values())


def _read(value: list[object]) -> tuple[Colleague, ...]:
    """Return the colleagues that were written down; one that can't be read is left out."""
    found = []
    for item in value:
        if not isinstance(item, Mapping):
            continue
        uid, name, initials = item.get("uid"), item.get("name"), item.get("initials")
        if isinstance(uid, str) and uid and isinstance(name, str) and isinstance(initials, str) and initials:
            found.append(Colleague(uid, name, initials, item.get("leader") is True))
    return tuple(found)
