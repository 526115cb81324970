"""A query in plain parts: what a form shows row by row, and the text that such rows are written as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.inbox.query_text import Token, tokens
from desktop.inbox.query_values import OPERATORS

WORDS = "words"
"""The name of a part that holds plain words."""


@dataclass(frozen=True, slots=True)
class Part:
    """One condition: an operator's name (or WORDS) and its value; `negated`: it must not hold."""

    name: str
    value: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """Conditions that must all hold, or any of them."""

    parts: tuple[Part, ...] = ()
    any_of: bool = False


def written(parts: Parts) -> str:
    """Return the query of some parts; those without a value are left out."""
    terms = [_term(part) for part in parts.parts if part.value.strip()]
    return (" or " if parts.any_of else " ").join(terms)


def parts_of(typed: str) -> Parts | None:
    """Return the parts of a query, None for one that a form can't show: parentheses, or "and" beside "or"."""
    found: list[Part] = []
    ors = 0
    negated = False
    for token in tokens(typed):
        if token.mark in ("(", ")"):
            return None
        if token.mark in ("or", "and"):
            ors += token.mark == "or"
        elif token.mark == "not":
            negated = not negated
        else:
            found.append(_part(token, negated=negated))
            negated = False
    if ors and ors != len(found) - 1:
        return None
    return Parts(_with_words_joined(found) if not ors else tuple(found), any_of=bool(ors))


def _part(token: Token, *, negated: bool) -> Part:
    if token.name in OPERATORS:
        return Part(token.name, token.value, token.minus != negated)
    text = f"{token.name}:{token.value}" if token.name else token.value
    return Part(WORDS, text, token.minus != negated)


def _with_words_joined(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the parts with plain words that stand side by side as one."""
    joined: list[Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last is not None and part.name == last.name == WORDS and not (part.negated or last.negated):
            joined[-1] = Part(WORDS, f"{last.value} {part.value}")
        else:
            joined.append(part)
    return tuple(joined)


def _term(part: Part) -> str:
    value = " ".join(part.value.replace('"', " ").split())
    minus = "-" if part.negated else ""
    if part.name == WORDS:
        needs_quotes = (part.negated and " " in value) or any(word in ("or", "and", "not") for word in value.split())
        return f'{minus}"{value}"' if needs_quotes or any(sign in value for sign in "():") else f"{minus}{value}"
    quoted = f'"{value}"' if " " in value or any(sign in value for sign in "()") else value
    return f"{minus}{part.name}:{quoted}"
