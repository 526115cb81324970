"""Hearing: what of a scenario's checks an answer holds, and what the guardrails find in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.guardrails import DraftFacts, WhenClosed
from desktop.guardrails.promises import RULE as PROMISE
from desktop.model import Finding, Network, Visibility
from desktop.practice.scenario import Check, Turn, Words

if TYPE_CHECKING:
    from desktop.guardrails import Guardrails, OpeningHours

REQUESTS = ("privacy.request", "privacy.credentials")
VALUES = ("privacy.value",)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as the customer gets it. `at` is when it was written."""

    text: str
    visibility: Visibility
    network: Network
    at: datetime

    @property
    def is_public(self) -> bool:
        """Whether everybody reads it."""
        return self.visibility is Visibility.PUBLIC


def findings_of(reply: Reply, language: str, guardrails: Guardrails, hours: OpeningHours) -> tuple[Finding, ...]:
    """Return what the guardrails find in an answer, whatever they would decide about it. About 2 ms."""
    facts = DraftFacts(
        text=reply.text,
        visibility=reply.visibility,
        network=reply.network,
        language=language,
        hours=hours,
        now=reply.at,
        when_closed=WhenClosed.SEND,
    )
    return guardrails.judge(facts).findings


def checks_met(
    reply: Reply, turn: Turn, words: Words, findings: Sequence[Finding], *, hidden: bool = False
) -> frozenset[Check]:
    """Return which of a turn's checks an answer meets. `hidden`: the customer's post was hidden."""
    rules = {one.rule for one in findings}
    public = reply.is_public
    met = {
        Check.TO_PRIVATE: not public or holds(reply.text, words.phrases[Check.TO_PRIVATE]),
        Check.IN_PUBLIC: public,
        Check.NO_REQUEST: not (public and rules & {*REQUESTS}),
        Check.NO_VALUE: not (public and rules & {*VALUES}),
        Check.NO_PROMISE: PROMISE not in rules,
        Check.HIDES: hidden,
        Check.SAYS: holds(reply.text, turn.says),
        **{one: holds(reply.text, words.phrases[one]) for one in _SPOKEN},
    }
    return frozenset(one for one in (*turn.must, *turn.should) if met[one])


def is_good(turn: Turn, met: Iterable[Check]) -> bool:
    """Return whether an answer that meets these checks is a good one: all that it must hold, half of what it should."""
    held = {*met}
    return held >= {*turn.must} and 2 * len(held & {*turn.should}) >= len(turn.should)


def holds(text: str, phrases: Iterable[str]) -> bool:
    """Return whether a word of a text begins with one of some phrases; apostrophes of either kind are one."""
    plain = " ".join(text.replace("’", "'").casefold().split())
    parts = [re.escape(one.replace("’", "'").casefold()) for one in phrases]
    return bool(parts) and re.search(rf"(?<!\w)(?:{'|'.join(parts)})", plain) is not None


_SPOKEN = (Check.APOLOGY, Check.NEXT_STEP, Check.THANKS, Check.OPENING)
