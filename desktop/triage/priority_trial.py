"""Priority trial: where cases would stand by other weights and words, before anything of them is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.model import CaseId, FactorName, MessageClass
from desktop.store.weighing import Weighed
from desktop.triage.assess import Triage
from desktop.triage.reweighing import weigh_again


@dataclass(frozen=True, slots=True)
class Move:
    """One case: its priority now and by what is tried, and by how many points each factor differs."""

    case_id: CaseId
    name: str
    text: str
    before: int
    after: int
    factors: tuple[tuple[FactorName, int], ...] = ()
    message_class: MessageClass | None = None  # where it would be another one

    @property
    def up(self) -> bool:
        """Whether it would stand higher."""
        return self.after > self.before

    @property
    def differs(self) -> bool:
        """Whether it would stand elsewhere."""
        return self.after != self.before


def moves_of(cases: Iterable[Weighed], tried: Triage) -> list[Move]:
    """Return where each case would stand. About a millisecond a message; any thread that has the triage for itself."""
    return [_move(case, tried) for case in cases]


def farthest(moves: Iterable[Move]) -> list[Move]:
    """Return the cases that would stand elsewhere, those that move farthest first."""
    return sorted((one for one in moves if one.differs), key=lambda one: (-abs(one.after - one.before), one.case_id))


def _move(case: Weighed, tried: Triage) -> Move:
    found = weigh_again(case, tried)
    before = {factor.name: factor.points for factor in case.factors}
    after = {factor.name: factor.points for factor in found.factors}
    differing = ((name, after.get(name, 0) - before.get(name, 0)) for name in FactorName)
    return Move(
        case.case_id,
        case.name,
        case.said[-1].text,
        case.priority,
        found.priority,
        tuple((name, points) for name, points in differing if points),
        found.message_class if found.message_class is not case.message_class else None,
    )


def counted(moves: Sequence[Move]) -> tuple[int, int]:
    """Return how many would move up, and how many down."""
    return sum(one.up for one in moves), sum(one.differs and not one.up for one in moves)
