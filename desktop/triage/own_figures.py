"""Which figures of the priority a desk may change, and between what bounds: an answer stays explicable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.model import MessageClass
from desktop.triage.own_priority import GRAVITIES

_IDLE = frozenset({MessageClass.PRAISE_THANKS, MessageClass.NOISE})


@dataclass(frozen=True, slots=True)
class Span:
    """From what to what a figure goes; `step` below 1 allows fractions."""

    least: float
    most: float
    step: float = 1.0


_POINTS = Span(0, 40)
_MOST = Span(0, 60)
SPANS: Mapping[str, Span] = {
    **{f"urgency.{kind.value}": _POINTS for kind in MessageClass if kind not in _IDLE},
    **{f"gravity.{group}": _POINTS for group in GRAVITIES},
    "gravity.most": _MOST,
    "reach.per_tenfold": Span(0, 15, 0.5),
    "reach.from": Span(1, 100_000),
    "reach.most": _MOST,
    "reach.verified": Span(0, 20),
    "activity.per_doubling": Span(0, 10, 0.5),
    "activity.most": _MOST,
    "repeat.each": Span(0, 30),
    "repeat.most": _MOST,
    "waiting.per_doubling": Span(0, 20, 0.5),
    "waiting.most": _MOST,
    "sentiment.each": Span(0, 20),
    "sentiment.most": _MOST,
    "customer_value.vip": _POINTS,
    "customer_value.fragile": _POINTS,
    "customer_value.most": _MOST,
}
"""By dotted name, in the order in which they are shown. What thanks and noise may get is nobody's to change."""


def bounded(name: str, figure: object) -> float:
    """Return a figure if it may stand for `name`. Raises ValueError with the bounds."""
    span = SPANS.get(name)
    if span is None:
        raise ValueError(f"no weight is called {name!r}")
    if isinstance(figure, bool) or not isinstance(figure, int | float) or not span.least <= figure <= span.most:
        raise ValueError(f"{name}: not a number from {span.least:g} to {span.most:g}")
    if int(figure) == figure:
        return int(figure)
    if span.step >= 1:
        raise ValueError(f"{name}: not a whole number")
    return figure
