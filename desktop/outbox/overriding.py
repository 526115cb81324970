"""Overriding: which written reason is enough to send what a rule blocks but lets a person decide."""

from __future__ import annotations

LEAST_REASON = 8
"""How many letters and digits a reason has at least: "ok" explains nothing to whoever reads the journal."""


def says_enough(reason: str) -> bool:
    """Tell whether a reason is one: letters and digits count, spaces and signs do not."""
    return sum(char.isalnum() for char in reason) >= LEAST_REASON
