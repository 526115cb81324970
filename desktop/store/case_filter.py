"""A case query as SQL over the inbox's rows. Values never reach the text of a statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatchmethod

from desktop.model.case_query import (
    AssignedTo,
    Both,
    CaseQuery,
    Classed,
    Counted,
    Detailed,
    Either,
    Figure,
    Has,
    Held,
    In,
    Is,
    Not,
    On,
    Person,
    Span,
    Speaks,
    Tagged,
    Through,
    Ticketed,
    Trait,
    Words,
)
from desktop.model.cases import Lane
from desktop.store.connection import escaped
from desktop.store.schema import STAGE_ACTIVE, STAGE_SNOOZED, STAGE_SOLVED, STAGE_WAITING
from desktop.system.clock import to_ms

Sql = tuple[str, tuple[object, ...]]
"""A condition on `case_row r` and the values of its marks."""

_CASE_OF_CUSTOMER = "r.customer_id IN (SELECT rowid FROM customer_fts WHERE customer_fts MATCH ?)"
_CASE_OF_MESSAGE = (
    "r.case_id IN (SELECT case_id FROM message WHERE id IN (SELECT rowid FROM message_fts WHERE message_fts MATCH ?))"
)
_CASE_OF_ACCOUNT = (
    "r.case_id IN (SELECT t.case_id FROM thread t JOIN account a ON a.id = t.account_id "
    r"WHERE a.name LIKE ? ESCAPE '\' OR a.handle LIKE ? ESCAPE '\')"
)
_TAGGED = (
    "(r.case_id IN (SELECT case_id FROM case_tag WHERE tag = ? COLLATE NOCASE) "
    "OR r.customer_id IN (SELECT customer_id FROM customer_tag WHERE tag = ? COLLATE NOCASE))"
)
_HAS_VALUE = (
    "SELECT v.customer_id FROM custom_value v JOIN custom_field f ON f.id = v.field_id "
    "WHERE f.removed_at IS NULL AND (? = '' OR f.name = ? COLLATE NOCASE) AND (? = '' OR v.value = ? COLLATE NOCASE)"
)
_DETAILED = (  # a value stays where it was written when two people are tied: the index knows of whom it is now
    f"(r.customer_id IN ({_HAS_VALUE}) OR (EXISTS ({_HAS_VALUE}) AND "  # noqa: S608 - no value is in it
    "r.customer_id IN (SELECT rowid FROM customer_fts WHERE customer_fts MATCH ?) AND "
    "r.customer_id IN (SELECT customer_id FROM identity WHERE link_reason <> 'first_seen')))"
)
_IS_TICKET = (
    "(number = ? COLLATE NOCASE OR number = ? COLLATE NOCASE OR remote_id = ? COLLATE NOCASE "
    r"OR title LIKE ? ESCAPE '\')"
)
_TRAITS = {
    Trait.UNREAD: "r.unread = 1",
    Trait.UNANSWERED: "r.owed = 1",
    Trait.REPEAT: "instr(r.reasons, '\"asked_before\"') > 0",
    Trait.URGENT: "instr(r.reasons, '\"urgent_wording\"') > 0",
    Trait.OPEN: f"r.stage = {STAGE_ACTIVE}",
    Trait.WAITING: f"r.stage = {STAGE_WAITING}",
    Trait.SNOOZED: f"r.stage = {STAGE_SNOOZED}",
    Trait.SOLVED: f"r.stage = {STAGE_SOLVED}",
    Trait.ASSIGNED: "r.assignee <> ''",
    Trait.UNASSIGNED: "r.assignee = ''",
    Trait.PUBLIC: "r.thread_kind = 'public'",
    Trait.PRIVATE: "r.thread_kind <> 'public'",
    Trait.LISTENING: "r.listening = 1",
    Trait.QUEUED: "r.queued > 0",
}
_HELD = {
    Held.ATTACHMENT: "r.case_id IN (SELECT m.case_id FROM attachment a JOIN message m ON m.id = a.message_id)",
    Held.NOTE: "r.case_id IN (SELECT case_id FROM note)",
    Held.DRAFT: "r.case_id IN (SELECT case_id FROM draft WHERE text <> '')",
    Held.TAG: "r.case_id IN (SELECT case_id FROM case_tag)",
}
_FIGURES = {
    Figure.PRIORITY: "r.priority",
    Figure.FOLLOWERS: "(SELECT max(followers) FROM identity n WHERE n.customer_id = r.customer_id)",
    Figure.MESSAGES: "(SELECT messages FROM cases c WHERE c.id = r.case_id)",
}


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Who asks and when: whose cases are "mine", now, and up to when a due time counts as at risk."""

    agent: str
    now: datetime
    at_risk_before: datetime


class CaseFilter:
    """Turns queries into conditions for one standpoint."""

    def __init__(
        self,
        standpoint: Standpoint,
        lane_sql: Callable[[Lane], Sql],
        match: Callable[[str, bool], str | None],
    ) -> None:
        """`lane_sql` gives a lane's own condition, `match` the FTS5 query of some words, finished or not."""
        self._standpoint = standpoint
        self._lane_sql = lane_sql
        self._match = match

    @singledispatchmethod
    def sql(self, query: CaseQuery) -> Sql:
        """Return the condition of a query. Its depth is bounded by who read it."""
        raise TypeError(type(query).__name__)

    @sql.register
    def _(self, words: Words) -> Sql:
        match = self._match(words.text, words.unfinished)
        if match is None:
            return "0", ()
        return f"({_CASE_OF_MESSAGE} OR {_CASE_OF_CUSTOMER})", (match, match)

    @sql.register
    def _(self, person: Person) -> Sql:
        match = self._match(person.text, True)
        return (_CASE_OF_CUSTOMER, (match,)) if match is not None else ("0", ())

    @sql.register
    def _(self, on: On) -> Sql:
        return "r.network = ?", (on.network.value,)

    @sql.register
    def _(self, through: Through) -> Sql:
        sought = f"%{escaped(through.account)}%"
        return _CASE_OF_ACCOUNT, (sought, sought)

    @sql.register
    def _(self, inside: In) -> Sql:
        return self._lane_sql(inside.lane)

    @sql.register
    def _(self, tagged: Tagged) -> Sql:
        return _TAGGED, (tagged.tag, tagged.tag)

    @sql.register
    def _(self, ticketed: Ticketed) -> Sql:
        parts: list[Sql] = []
        if ticketed.text:
            number = ticketed.text.rpartition("#")[2].strip() or ticketed.text
            parts.append((_IS_TICKET, (number, f"#{number}", ticketed.text, f"%{escaped(ticketed.text)}%")))
        if ticketed.states:
            marks = ",".join("?" * len(ticketed.states))
            parts.append((f"state IN ({marks})", ticketed.states))
        where = " AND ".join(sql for sql, _ in parts) or "1"
        return (
            f"r.case_id IN (SELECT case_id FROM ticket WHERE {where})",  # noqa: S608 - no value is in it
            tuple(value for _, values in parts for value in values),
        )

    @sql.register
    def _(self, detailed: Detailed) -> Sql:
        values = (detailed.name, detailed.name, detailed.value, detailed.value)
        match = self._match(detailed.value, False) if detailed.value else None
        if match is None:
            return f"r.customer_id IN ({_HAS_VALUE})", values
        return _DETAILED, (*values, *values, match)

    @sql.register
    def _(self, classed: Classed) -> Sql:
        return "r.message_class = ?", (classed.message_class.value,)

    @sql.register
    def _(self, speaks: Speaks) -> Sql:
        return "r.case_id IN (SELECT id FROM cases WHERE language = ?)", (speaks.language,)

    @sql.register
    def _(self, assigned: AssignedTo) -> Sql:
        return "r.assignee = ? COLLATE NOCASE", (assigned.initials,)

    @sql.register
    def _(self, span: Span) -> Sql:
        parts = [("r.last_at >= ?", span.since), ("r.last_at < ?", span.until)]
        kept = [(sql, to_ms(moment)) for sql, moment in parts if moment is not None]
        return " AND ".join(sql for sql, _ in kept) or "1", tuple(value for _, value in kept)

    @sql.register
    def _(self, counted: Counted) -> Sql:
        figure = _FIGURES[counted.figure]
        parts = [(f"{figure} >= ?", counted.least), (f"{figure} <= ?", counted.most)]
        kept = [(sql, value) for sql, value in parts if value is not None]
        return " AND ".join(sql for sql, _ in kept) or "1", tuple(value for _, value in kept)

    @sql.register
    def _(self, one: Is) -> Sql:
        if one.trait is Trait.MINE:
            return "r.assignee = ?", (self._standpoint.agent,)
        if one.trait is Trait.OVERDUE:
            return "r.due_at < ?", (to_ms(self._standpoint.now),)
        return _TRAITS[one.trait], ()

    @sql.register
    def _(self, has: Has) -> Sql:
        return _HELD[has.held], ()

    @sql.register
    def _(self, both: Both) -> Sql:
        return self._connected(both.parts, " AND ", "1")

    @sql.register
    def _(self, either: Either) -> Sql:
        return self._connected(either.parts, " OR ", "0")

    def _connected(self, parts: tuple[CaseQuery, ...], word: str, empty: str) -> Sql:
        conditions = [self.sql(part) for part in parts]
        values = tuple(value for _, some in conditions for value in some)
        return "(" + word.join(sql for sql, _ in conditions) + ")" if conditions else empty, values

    @sql.register
    def _(self, negated: Not) -> Sql:
        condition, values = self.sql(negated.part)
        return f"NOT coalesce({condition}, 0)", values
