"""Requests: which words of a reply ask the customer for personal data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.guardrails.privacy.hearing import Said, hear
from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.reading import Reading
from desktop.guardrails.privacy.rules import PrivacyRules
from desktop.guardrails.privacy.weighing import Weighing


@dataclass(frozen=True, slots=True)
class RequestSpan:
    """Words that ask for personal data. `start` and `end` are code point offsets of the data words alone.

    `secret`: nobody may ask for it anywhere. `private_way`: the same sentence says to send it privately.
    """

    kind: DataKind
    start: int
    end: int
    secret: bool = False
    private_way: bool = False


def find_requests(text: str, rules: PrivacyRules, languages: tuple[str, ...] | None) -> tuple[RequestSpan, ...]:
    """Return the requests for personal data in a text, in the order in which they stand.

    `languages` (ISO 639-1) is a hint: those are always read, others where the text or one of its sentences is full of
    their words. None, or only unknown codes, lets the text decide. Takes time proportional to the text's length; never
    raises.
    """
    return requests_in(Reading(text, rules, languages or ()))


def requests_in(reading: Reading) -> tuple[RequestSpan, ...]:
    """Return the requests in a text that has been read."""
    heard = [said for number in range(len(reading.rules.lexicons)) for said in hear(reading, number)]
    leanings = reading.rules.leanings
    if leanings is not None:
        heard = list(Weighing(reading, leanings).weighed(heard))
    return _merged([_span(said, reading) for said in heard])


def _span(said: Said, reading: Reading) -> RequestSpan:
    """Return the span with offsets into the text as it was written."""
    start, end = reading.folded.origin(said.start, said.end)
    return RequestSpan(said.kind, start, end, said.secret, said.private)


def _merged(spans: Sequence[RequestSpan]) -> tuple[RequestSpan, ...]:
    """Return one span for words that several languages found: the longest, private if any of them read it so."""
    kept: list[RequestSpan] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if kept and span.start < kept[-1].end:
            last = kept[-1]
            kept[-1] = replace(
                last, secret=last.secret or span.secret, private_way=last.private_way or span.private_way
            )
        else:
            kept.append(span)
    return tuple(kept)
