"""How reasons and factors are written in the store, and read from it: why a case stands where it stands."""

from __future__ import annotations

import json
from collections.abc import Iterable

from desktop.model import Factor, FactorName, Reason, ReasonCode


def packed_reasons(reasons: Iterable[Reason]) -> str:
    """Return reasons as they are stored: [code, detail], and the customer's words where there are any."""
    return _packed([[one.code.value, one.detail, *([list(one.words)] if one.words else ())] for one in reasons])


def read_reasons(packed: str) -> tuple[Reason, ...]:
    """Return what `packed_reasons` wrote; those of before had no words."""
    if packed == "[]":
        return ()
    return tuple([Reason(ReasonCode(one[0]), one[1], tuple(one[2]) if one[2:] else ()) for one in json.loads(packed)])


def packed_factors(factors: Iterable[Factor]) -> str:
    """Return factors as they are stored."""
    return _packed([[one.name.value, one.points, one.evidence] for one in factors])


def read_factors(packed: str) -> tuple[Factor, ...]:
    """Return what `packed_factors` wrote."""
    return tuple([Factor(FactorName(name), points, words) for name, points, words in json.loads(packed)])


def _packed(value: list[list[object]]) -> str:
    return json.dumps(value) if value else "[]"  # most messages have none
