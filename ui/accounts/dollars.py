"""Amounts of US dollars as people type and read them."""

from __future__ import annotations

import math

MICROS = 1_000_000
_MOST = 1_000_000


def micros_of(typed: str) -> int | None:
    """Return an amount in millionths of a dollar, None for none typed. Raises ValueError for what is no amount."""
    text = typed.strip().replace(",", ".").removeprefix("$").strip()
    if not text:
        return None
    dollars = float(text)
    if not math.isfinite(dollars) or not 0 <= dollars <= _MOST:
        raise ValueError(typed)
    return round(dollars * MICROS)


def typed_of(micros: int | None) -> str:
    """Return an amount as it would be typed, "" for none."""
    return "" if micros is None else f"{micros / MICROS:g}"


def dollars_text(micros: int) -> str:
    """Return an amount to be read: "$12.40"."""
    return f"${micros / MICROS:,.2f}"
