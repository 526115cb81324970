"""What is offered while a query is typed: operators, their values, and the searches of before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.inbox.query_text import tokens
from desktop.inbox.query_values import OPERATORS

_MOST = 8


class Offer(StrEnum):
    """What an offered text is."""

    OPERATOR = "operator"
    VALUE = "value"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Completion:
    """A text that may take the place of what stands from `start` to `end` in the typed text."""

    kind: Offer
    text: str
    start: int
    end: int

    def applied(self, typed: str) -> tuple[str, int]:
        """Return the typed text with this in its place, and where the caret goes."""
        space = "" if self.kind is Offer.OPERATOR or typed[self.end :].startswith(" ") else " "
        if self.kind is Offer.HISTORY:
            return self.text, len(self.text)
        put = self.text + space
        return typed[: self.start] + put + typed[self.end :], self.start + len(put)


def completions(
    typed: str,
    caret: int,
    *,
    values: Mapping[str, Sequence[str]] | None = None,
    history: Sequence[str] = (),
) -> tuple[Completion, ...]:
    """Return what may be meant at the caret, the likeliest first; at most eight.

    `values` are known values of operators beyond their fixed ones: tags, agents, accounts. Nothing typed offers the
    searches of before, the newest first, then the operators.
    """
    if not typed.strip():
        old = [Completion(Offer.HISTORY, one, 0, len(typed)) for one in history]
        names = [Completion(Offer.OPERATOR, f"{name}:", len(typed), len(typed)) for name in OPERATORS]
        return tuple([*old[: _MOST - 3], *names][:_MOST])
    start, end = _term_at(typed, caret)
    term = typed[start:end]
    lead = 1 if term.startswith("-") else 0
    name, colon, value = term[lead:].partition(":")
    if colon and name.lower() in OPERATORS:
        return _values(name.lower(), value.strip('"'), start + lead, end, values or {})
    if colon or not term[lead:]:
        return ()
    begun = term[lead:].lower()
    found = [name for name in OPERATORS if name.startswith(begun)]
    offers = [Completion(Offer.OPERATOR, f"{name}:", start + lead, end) for name in found]
    before = [one for one in history if one.lower().startswith(typed.lower()) and one != typed]
    offers += [Completion(Offer.HISTORY, one, 0, len(typed)) for one in before]
    return tuple(offers[:_MOST])


def _term_at(typed: str, caret: int) -> tuple[int, int]:
    """Return where the term under the caret begins and ends; an empty place where there is none."""
    for token in tokens(typed):
        if token.start <= caret <= token.end and token.mark in ("", "and", "or", "not"):
            return token.start, token.end
    return caret, caret


def _values(name: str, begun: str, start: int, end: int, known: Mapping[str, Sequence[str]]) -> tuple[Completion, ...]:
    lowered = begun.lower()
    all_values = dict.fromkeys([*known.get(name, ()), *OPERATORS[name]])
    fitting = [one for one in all_values if one.lower().startswith(lowered)]
    fitting += [one for one in all_values if lowered and lowered in one.lower() and one not in fitting]
    offers = []
    for value in fitting:
        if value != begun:
            quoted = f'"{value}"' if " " in value else value
            offers.append(Completion(Offer.VALUE, f"{name}:{quoted}", start, end))
    return tuple(offers[:_MOST])
