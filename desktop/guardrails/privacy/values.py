"""Values: which stretches of a text are somebody's personal data. Used for drafts, and to mask what customers post."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.guardrails.privacy.contacts import find_addresses, find_numbers
from desktop.guardrails.privacy.folding import Folded, fold
from desktop.guardrails.privacy.identifiers import Identifier, compact, find_identifiers
from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.labelled import Labels
from desktop.guardrails.privacy.reading import Reading
from desktop.guardrails.privacy.rules import PrivacyRules

_LINK = re.compile(r"(?:https?://|www\.)\S*")
_TELLING = re.compile(r"[\d@]|[(\[] ?(?:at|chiocciola|arroba)\b")  # without any of these a text holds no value
_SHORTEST_OWN = 6  # digits that two ways of writing the company's own number must share at the end


@dataclass(frozen=True, slots=True)
class ValueSpan:
    """A value of personal data: its kind, code point offsets, and whether nobody may write it anywhere."""

    kind: DataKind
    start: int
    end: int
    secret: bool = False


def find_values(
    text: str, rules: PrivacyRules | None = None, *, own_values: frozenset[str] = frozenset()
) -> tuple[ValueSpan, ...]:
    """Return the personal data in a text, in the order in which it stands, none overlapping.

    Without `rules` only what proves itself is found: identifiers with check digits, e-mail addresses, telephone
    numbers with an international prefix. With them also what words introduce ("born on", "PIN:", "call me on").
    `own_values` are the company's own numbers and addresses, "@aurora.example" for a whole domain: never found.
    Takes time proportional to the text's length; never raises.
    """
    if rules is None:
        folded = fold(text)
        readable = _LINK.sub(lambda link: " " * len(link.group()), folded.text)
        return _spans(folded, _proven(readable), readable, own_values)
    return values_in(Reading(text, rules), own_values)


def values_in(reading: Reading, own_values: frozenset[str]) -> tuple[ValueSpan, ...]:
    """Return the personal data in a text that has been read."""
    if _TELLING.search(reading.folded.text) is None:
        return ()
    readable = "".join([*(one.readable[:-1] for one in reading.passages[:-1]), reading.passages[-1].readable])
    return _spans(reading.folded, _candidates(readable, reading), readable, own_values)


def _spans(
    folded: Folded, candidates: Iterable[Identifier], readable: str, own_values: frozenset[str]
) -> tuple[ValueSpan, ...]:
    own = _OwnValues(own_values)
    found = [one for one in candidates if not own.holds(readable[one.start : one.end])]
    return tuple(
        ValueSpan(one.kind, *folded.origin(one.start, one.end), one.secret)
        for one in sorted(_without_overlaps(found), key=lambda one: one.start)
    )


def _proven(text: str) -> Iterator[Identifier]:
    """Yield what needs no words around it to be known, the surer first."""
    yield from find_identifiers(text)
    yield from find_addresses(text, frozenset())
    yield from find_numbers(text, _never)


def _candidates(text: str, reading: Reading) -> Iterator[Identifier]:
    """Yield whatever looks like a value, the surer first."""
    labels = Labels(reading)
    placed = list(zip(reading.passages, reading.begins, strict=True))
    for one in (_moved(one, at) for passage, at in placed for one in passage.identifiers):
        if one.kind is not DataKind.CARD or not labels.introduces_other(one.start):
            yield one
    yield from (_moved(one, at) for passage, at in placed for one in passage.addresses)
    yield from labels.values()
    yield from find_numbers(text, labels.introduces_phone)


def _moved(one: Identifier, at: int) -> Identifier:
    """Return a value of a passage with its place in the text."""
    return one._replace(start=one.start + at, end=one.end + at)


def _never(_: int) -> bool:
    return False


def _without_overlaps(found: Iterable[Identifier]) -> list[Identifier]:
    """Return what does not lie over something surer."""
    kept: list[Identifier] = []
    taken: set[int] = set()
    for one in found:
        places = range(one.start, one.end)
        if taken.isdisjoint(places):
            kept.append(one)
            taken.update(places)
    return kept


class _OwnValues:
    """The company's own numbers and addresses, as far as spelling doesn't matter."""

    def __init__(self, values: Iterable[str]) -> None:
        written = {fold(value).text.strip() for value in values}
        self._domains = tuple(value for value in written if value.startswith("@"))
        self._values = {compact(value) for value in written}
        self._numbers = {value.lstrip("+") for value in self._values if value.lstrip("+").isdigit()}

    def holds(self, value: str) -> bool:
        """Return whether a value is the company's; numbers may differ in their prefix."""
        if self._domains and value.endswith(self._domains):
            return True
        plain = compact(value)
        if plain in self._values:
            return True
        digits = re.sub(r"\D", "", plain)
        return any(
            min(len(digits), len(number)) >= _SHORTEST_OWN and (digits.endswith(number) or number.endswith(digits))
            for number in self._numbers
        )
