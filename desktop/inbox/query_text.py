"""What was typed into the search, or kept as a view, read as a query: words, operators, and, or, not, parentheses.

    refund from:marta network:x (is:unanswered or tag:vip) -class:praise_thanks before:2026-03-01 "no heating"

Terms beside each other all hold. An operator that nobody knows is read as plain words, so that an address or a time of
day can be searched for; an operator whose value makes no sense is left out and told of as a fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from desktop.inbox.query_values import OPERATORS, BadValueError, FaultCode, QueryValues
from desktop.model.case_query import Both, CaseQuery, Either, Not, Words

_TOKEN = re.compile(
    r'\s*(?:(?P<mark>[()])|(?P<minus>-)?(?:(?P<name>[A-Za-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s()"]+)|(?<=:)(?=[\s()]|$)))'
)
_MOST_TERMS = 40
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Fault:
    """A term that was left out: why, its operator, its value, where it stands in the text, and what it may be."""

    code: FaultCode
    name: str
    value: str
    start: int
    end: int
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadQuery:
    """What a text asks for, and what of it could not be understood."""

    query: CaseQuery
    faults: tuple[Fault, ...] = ()

    @property
    def is_plain(self) -> bool:
        """True if the text holds words alone, so that the best hits are wanted rather than a list."""
        return isinstance(self.query, Words)


def read_query(typed: str, *, now: datetime, tz: tzinfo) -> ReadQuery:
    """Return what a text asks for. `now` is aware; days begin at midnight in `tz`. Never raises.

    An empty text asks for everything.
    """
    reader = _Reader(tokens(typed), typed, QueryValues(now, tz))
    query = reader.read()
    return ReadQuery(query, tuple(reader.faults))


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a query's text with its place, as code points."""

    mark: str  # "(", ")", "and", "or", "not" or "" for a term
    name: str
    value: str
    start: int
    end: int
    minus: bool = False
    quoted: bool = False


def tokens(typed: str) -> list[Token]:
    """Return the pieces of a text in their order. Never raises."""
    found, at = [], 0
    while (match := _TOKEN.match(typed, at)) is not None and match.end() > at:
        at = match.end()
        bare = match["bare"]
        name = (match["name"] or "").lower()
        word = bare.lower() if bare is not None and not name and not match["minus"] else ""
        mark = match["mark"] or (word if word in ("and", "or", "not") else "")
        value = bare if bare is not None else match["quoted"] or ""
        start = match.end() - len(match.group().lstrip())
        found.append(Token(mark, name, value, start, at, bool(match["minus"]), match["quoted"] is not None))
    return found


@dataclass(slots=True)
class _Reader:
    """Reads tokens from left to right: "or" binds looser than what stands side by side, "not" tighter."""

    tokens: list[Token]
    typed: str
    values: QueryValues
    faults: list[Fault] = field(default_factory=list)
    at: int = 0
    depth: int = 0

    def read(self) -> CaseQuery:
        if len(self.tokens) > _MOST_TERMS:
            last = self.tokens[_MOST_TERMS]
            self.faults.append(Fault(FaultCode.TOO_LONG, "", "", last.start, len(self.typed)))
            del self.tokens[_MOST_TERMS:]
        if self.typed.count('"') % 2:
            place = self.typed.rindex('"')
            self.faults.append(Fault(FaultCode.UNCLOSED, "", '"', place, place + 1))
        parts = [self._either()]
        while self.at < len(self.tokens):  # a closing parenthesis that nothing opened
            stray = self.tokens[self.at]
            self.faults.append(Fault(FaultCode.UNCLOSED, "", stray.mark, stray.start, stray.end))
            self.at += 1
            parts.append(self._either())
        return _joined([part for part in parts if part is not None])

    def _either(self) -> CaseQuery | None:
        options = [self._both()]
        while self._takes("or"):
            options.append(self._both())
        kept = tuple(option for option in options if option is not None)
        if len(kept) > 1:
            return Either(kept)
        return kept[0] if kept else None

    def _both(self) -> CaseQuery | None:
        parts: list[CaseQuery] = []
        while self.at < len(self.tokens) and self.tokens[self.at].mark not in (")", "or"):
            if self._takes("and"):
                continue
            part = self._one()
            if part is not None:
                parts.append(part)
        return _joined(parts) if parts else None

    def _one(self) -> CaseQuery | None:
        if self._takes("not"):
            part = self._one() if self._goes_on() else None
            return Not(part) if part is not None else None
        token = self.tokens[self.at]
        self.at += 1
        if token.mark == "(":
            return self._within(token)
        term = self._term(token)
        return Not(term) if term is not None and token.minus else term

    def _within(self, opening: Token) -> CaseQuery | None:
        self.depth += 1
        if self.depth > _DEEPEST:
            self.faults.append(Fault(FaultCode.TOO_LONG, "", "(", opening.start, opening.end))
            self.at = len(self.tokens)
            return None
        inner = self._either()
        self.depth -= 1
        if not self._takes(")"):
            self.faults.append(Fault(FaultCode.UNCLOSED, "", "(", opening.start, opening.end))
        return inner

    def _term(self, token: Token) -> CaseQuery | None:
        if token.name not in OPERATORS:
            return self._words(token)
        try:
            return self.values.read(token.name, token.value.strip())
        except BadValueError as bad:
            self.faults.append(Fault(bad.code, token.name, token.value, token.start, token.end, OPERATORS[token.name]))
            return None

    def _words(self, token: Token) -> Words | None:
        text = f"{token.name}:{token.value}" if token.name else token.value
        if not any(sign.isalnum() for sign in text):
            return None
        return Words(text, unfinished=token.end == len(self.typed) and not token.quoted)

    def _takes(self, mark: str) -> bool:
        if self._goes_on() and self.tokens[self.at].mark == mark:
            self.at += 1
            return True
        return False

    def _goes_on(self) -> bool:
        return self.at < len(self.tokens)


def _joined(parts: list[CaseQuery]) -> CaseQuery:
    """Return parts that all hold as one; words side by side become one term, which the index answers at once."""
    words = [part for part in parts if isinstance(part, Words)]
    rest: list[CaseQuery] = [part for part in parts if not isinstance(part, Words)]
    if words:
        rest.insert(0, Words(" ".join(word.text for word in words), unfinished=words[-1].unfinished))
    return rest[0] if len(rest) == 1 else Both(tuple(rest))
