"""Labelled values: what only the words before it show to be personal ("codice cliente 4471", "born on", "PIN:")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from desktop.guardrails.privacy.identifiers import Identifier
from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.lexicon import Cue, DataNoun
from desktop.guardrails.privacy.reading import Reading

_CUE_REACHES = 30  # characters from a cue to the number that it introduces

_CODE = re.compile(r"(?=[a-z]{0,8}\d)[a-z0-9]{1,34}(?:[ /.-](?=[a-z]{0,8}\d)[a-z0-9]{1,34}){0,7}")
_PIN = re.compile(r"\d(?:[ -]?\d){2,7}(?![\w.,]\d|\w)")
_PASSWORD = re.compile(r"(?=\S{0,40}[\d!#$%&*+=^~])[^\s,;.]\S{3,62}[^\s,;.!?)\"'»]")
_DAY = re.compile(  # no number of anything; "44 71 09 32" is one
    r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)|\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])"
    r"|(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]) (?:\d{4}|\d{2})(?! ?\d)"
)
_FEWEST = {  # digits of a value, by what its name promises
    DataKind.TAX_CODE: 7,
    DataKind.IDENTITY_DOCUMENT: 5,
    DataKind.BANK_ACCOUNT: 6,
    DataKind.CARD: 12,
    DataKind.PHONE: 9,
    DataKind.CUSTOMER_NUMBER: 5,
    DataKind.HEALTH: 8,
}


_NUMBERS = frozenset({Cue.PHONE, Cue.OTHER_NUMBER, Cue.CUSTOMER})


class Labels:
    """The words of one text that name or introduce values, in all languages."""

    def __init__(self, reading: Reading) -> None:
        """Keep where each name and each cue of the text ends."""
        self._text = reading.folded.text
        self._patterns = reading.rules.patterns
        self._nouns: list[tuple[int, DataNoun]] = []
        self._cues: list[tuple[int, Cue]] = []
        for number, (read, at) in enumerate(zip(reading.read, reading.starts, strict=True)):
            self._cues += [(at + end, cue) for end, cue in read.cues(reading.rules.cues)]
            for found in reading.found:
                self._nouns += [(at + end, noun) for end, noun in found[number].nouns]
        self._cues.sort()
        self._ends = [end for end, _ in self._cues]

    def introduces_phone(self, start: int) -> bool:
        """Return whether the nearest cue before an offset speaks of a telephone."""
        return self._nearest(start) is Cue.PHONE

    def introduces_other(self, start: int) -> bool:
        """Return whether the nearest cue before an offset speaks of an order, a ticket, a customer."""
        return self._nearest(start) in {Cue.OTHER_NUMBER, Cue.CUSTOMER}

    def _nearest(self, start: int) -> Cue | None:
        place = bisect_right(self._ends, start) - 1
        while place >= 0 and start - self._ends[place] <= _CUE_REACHES:
            if self._cues[place][1] in _NUMBERS:
                return self._cues[place][1]
            place -= 1
        return None

    def values(self) -> Iterator[Identifier]:
        """Yield the values that a name or a cue announces."""
        for end, noun in self._nouns:
            start = self._after_link(end)
            found = self._named(noun, start) if start > end else None
            if found is not None:
                yield found
        for end, cue in self._cues:
            start = self._after_link(end)
            if cue is Cue.BIRTH:
                yield from self._date(start)
            elif cue is Cue.LIVING:
                yield from self._street(start)
            elif cue is Cue.CUSTOMER and start > end:
                yield from self._customer_number(start)

    def _after_link(self, end: int) -> int:
        """Return where a value would begin: behind "is", "number", a colon."""
        match = self._patterns.link.match(self._text, end)
        return end if match is None else match.end()

    def _named(self, noun: DataNoun, start: int) -> Identifier | None:
        """Return the value of a data word, by the form that its kind has."""
        if noun.kind is DataKind.CREDENTIALS:
            announced = self._text[:start].rstrip(" \"'«“").endswith((":", "="))
            match = _PIN.match(self._text, start) or (_PASSWORD.match(self._text, start) if announced else None)
            return None if match is None else Identifier(noun.kind, start, match.end(), secret=True)
        if noun.kind is DataKind.BIRTH_DATE:
            return next(self._date(start), None)
        if noun.kind is not DataKind.BANK_ACCOUNT and _DAY.match(self._text, start) is not None:
            return None  # "the document of 3/4/2025"; a sort code only looks like one
        end = self._code(noun.kind, start)
        return None if end is None else Identifier(noun.kind, start, end, secret=noun.kind is DataKind.CARD)

    def _code(self, kind: DataKind, start: int) -> int | None:
        """Return where a code that begins here ends, None where too few digits are in it."""
        fewest = _FEWEST.get(kind)
        match = _CODE.match(self._text, start)
        if fewest is None or match is None or sum(map(str.isdigit, match.group())) < fewest:
            return None
        return match.end()

    def _customer_number(self, start: int) -> Iterator[Identifier]:
        """Yield the customer number that begins here, in groups of digits or in one."""
        end = None if _DAY.match(self._text, start) else self._code(DataKind.CUSTOMER_NUMBER, start)
        if end is not None:
            yield Identifier(DataKind.CUSTOMER_NUMBER, start, end)

    def _date(self, start: int) -> Iterator[Identifier]:
        """Yield the date that begins here or a few words on."""
        match = self._patterns.day.match(self._text, start)
        if match is not None:
            yield Identifier(DataKind.BIRTH_DATE, *match.span("day"))

    def _street(self, start: int) -> Iterator[Identifier]:
        """Yield the postal address that begins here or a few words on."""
        match = self._patterns.street.match(self._text, start)
        if match is not None:
            yield Identifier(DataKind.ADDRESS, *match.span("street"))
