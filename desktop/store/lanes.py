"""Lanes: sorted case ids, their counts, and the rows of a page. Every query is bounded by an index."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.model import (
    AccountId,
    CaseId,
    CaseRow,
    CaseStatus,
    ClockKind,
    CustomerId,
    Lane,
    MessageClass,
    Network,
    Sort,
    ThreadKind,
)
from desktop.store.connection import Connection
from desktop.store.lane_sections import SectionIds, SectionReader, Standing
from desktop.store.schema import (
    LISTED_ASIDE,
    LISTED_DRAFTS,
    PROJECTION_COLUMNS,
    STAGE_ACTIVE,
    STAGE_HUSHED,
    STAGE_SNOOZED,
    STAGE_SOLVED,
    STAGE_WAITING,
)
from desktop.store.search import fts_query
from desktop.store.why import read_reasons
from desktop.system.clock import from_ms, from_ms_or_none, to_ms

if TYPE_CHECKING:
    from desktop.model.case_query import CaseQuery
    from desktop.store.case_filter import Sql, Standpoint

_CHUNK = 500
_TABLE = "case_row r"
_BY_RISK = "case_row r INDEXED BY case_row_risk"
_ACTIVE = "r.stage = 0"  # in words: the partial indexes are used only where the constant is seen
_UNSOLVED = "r.stage < 4"
_OPEN_DELIVERIES = "state NOT IN ('sent', 'cancelled')"  # in the words of the index delivery_open

# Calling an enum takes ten times as long as looking its member up.
_NETWORKS = {one.value: one for one in Network}
_THREAD_KINDS = {one.value: one for one in ThreadKind}
_STATUSES = {**{one.value: one for one in CaseStatus}, "merged": CaseStatus.SOLVED}
_CLASSES = {one.value: one for one in MessageClass}
_CLOCKS = {one.value: one for one in ClockKind}


@dataclass(frozen=True, slots=True)
class LaneFilter:
    """What narrows a lane further. None: not narrowed."""

    unread: bool | None = None
    network: Network | None = None


@dataclass(frozen=True, slots=True)
class _Query:
    where: str
    values: tuple[object, ...]
    table: str = _TABLE


class Lanes:
    """Reads of the inbox on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def ids(
        self,
        lane: Lane,
        *,
        agent: str,
        at_risk_before: datetime,
        sort: Sort = Sort.URGENCY,
        narrow: LaneFilter | None = None,
        limit: int | None = None,
    ) -> array[int]:
        """Return a lane's case ids in order; all of them unless `limit` says how many.

        `agent` is the assignee whose cases are "mine"; `at_risk_before` is the moment up to which what is at
        risk by then counts: now. About 4 million ids a second: bound it by `limit` in the window's thread.
        """
        if lane is Lane.ALL and limit is not None:
            return self._first_of_all(narrow, limit, "reach" if sort is Sort.REACH else "last_at")
        query = _lane_query(lane, agent, at_risk_before)
        where, values = _narrowed(query, narrow)
        table = _TABLE if sort in (Sort.NEWEST, Sort.REACH) else query.table
        sql = f"SELECT r.case_id FROM {table} WHERE {where} ORDER BY {_order(lane, sort)}"  # noqa: S608
        if limit is not None:
            sql += f" LIMIT {int(limit)}"
        return array("q", self._db.read_column(sql, values))

    def _first_of_all(self, narrow: LaneFilter | None, limit: int, by: str) -> array[int]:
        """Return the cases of every stage with the highest `by`, each stage read from its own range of the index."""
        first: list[tuple[int, int, int]] = []
        for stage in (STAGE_ACTIVE, STAGE_WAITING, STAGE_SNOOZED, STAGE_HUSHED, STAGE_SOLVED):
            where, values = _narrowed(_Query("r.stage = ?", (stage,)), narrow)
            rows = self._db.read(
                f"SELECT r.{by}, r.last_at, r.case_id FROM case_row r WHERE {where} ORDER BY r.{by} DESC LIMIT ?",  # noqa: S608
                (*values, limit),
            )
            first.extend((row[0], row[1], row[2]) for row in rows)
        first.sort(reverse=True)
        return array("q", (case_id for _, _, case_id in first[:limit]))

    def found(
        self, query: CaseQuery, standpoint: Standpoint, *, limit: int | None = None, sort: Sort = Sort.NEWEST
    ) -> array[int]:
        """Return the cases that a query asks for in an order, merged ones left out. For a background job."""
        where, values = _found_condition(query, standpoint)
        sql = f"SELECT r.case_id FROM case_row r WHERE {where} ORDER BY {_order(None, sort)}"  # noqa: S608
        return array("q", self._db.read_column(sql if limit is None else f"{sql} LIMIT {int(limit)}", values))

    def found_sections(
        self, query: CaseQuery, standpoint: Standpoint, standing: Standing, *, limit: int | None = None
    ) -> SectionIds:
        """Return what a query asks for in the urgency order by section. For a background job."""
        where, values = _found_condition(query, standpoint)
        return SectionReader(self._db, _TABLE, where, values, "r.urgency", limit).read(standing)

    def count_found(self, query: CaseQuery, standpoint: Standpoint) -> int:
        """Return how many cases a query asks for. For a background job."""
        where, values = _found_condition(query, standpoint)
        row = self._db.read_one(f"SELECT count(*) FROM case_row r WHERE {where}", values)  # noqa: S608
        return int(row[0]) if row else 0

    def count(self, lane: Lane, *, agent: str, at_risk_before: datetime) -> int:
        """Return how many cases a lane holds."""
        query = _lane_query(lane, agent, at_risk_before)
        table = _BY_RISK if lane is Lane.AT_RISK else query.table
        row = self._db.read_one(f"SELECT count(*) FROM {table} WHERE {query.where}", query.values)  # noqa: S608
        return int(row[0]) if row else 0

    def sections(
        self,
        lane: Lane,
        standing: Standing,
        *,
        agent: str,
        narrow: LaneFilter | None = None,
        limit: int | None = None,
    ) -> SectionIds:
        """Return a lane's ids in the urgency order by section: all of them unless `limit` says how many."""
        query = _lane_query(lane, agent, standing.now)
        where, values = _narrowed(query, narrow)
        by = "r.due_at" if lane is Lane.AT_RISK else "r.urgency"  # the same there, and indexed
        return SectionReader(self._db, query.table, where, values, by, limit).read(standing)

    def rows(self, case_ids: Sequence[int]) -> list[CaseRow]:
        """Return the rows of some cases in the order asked for; unknown ids are left out."""
        found: dict[int, CaseRow] = {}
        for start in range(0, len(case_ids), _CHUNK):
            chunk = case_ids[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            for row in self._db.read(
                f"SELECT {PROJECTION_COLUMNS} FROM case_row WHERE case_id IN ({marks})",  # noqa: S608
                tuple(chunk),
            ):
                found[row[0]] = case_row(row)
        return [found[case_id] for case_id in case_ids if case_id in found]

    def assignees(self) -> tuple[str, ...]:
        """Return the initials of the agents who have active cases, each read with one step in an index."""
        found: list[str] = []
        while True:
            row = self._db.read_one(
                "SELECT min(assignee) FROM case_row WHERE stage = 0 AND assignee > ?", (found[-1] if found else "",)
            )
            if row is None or row[0] is None:
                return tuple(found)
            found.append(str(row[0]))


def _lane_condition(lane: Lane, *, standpoint: Standpoint) -> Sql:
    query = _lane_query(lane, standpoint.agent, standpoint.at_risk_before)
    return f"({query.where})", query.values


def _found_condition(query: CaseQuery, standpoint: Standpoint) -> Sql:
    from desktop.store.case_filter import CaseFilter

    condition, values = CaseFilter(standpoint, partial(_lane_condition, standpoint=standpoint), fts_query).sql(query)
    return f"r.stage <= {STAGE_SOLVED} AND ({condition})", values


def _lane_query(lane: Lane, agent: str, at_risk_before: datetime) -> _Query:
    stages = {Lane.SNOOZED: STAGE_SNOOZED, Lane.WAITING: STAGE_WAITING, Lane.SOLVED: STAGE_SOLVED}
    queries = {
        Lane.MY_OPEN: _Query(f"{_ACTIVE} AND r.assignee = ? AND r.listening = 0", (agent,)),
        Lane.UNASSIGNED: _Query(f"{_ACTIVE} AND r.assignee = '' AND r.listening = 0", ()),
        Lane.AT_RISK: _Query(
            f"{_ACTIVE} AND r.due_at IS NOT NULL AND r.listening = 0 AND r.at_risk_at <= ?",
            (to_ms(at_risk_before),),
            "case_row r INDEXED BY case_row_due",
        ),
        Lane.OUTBOX: _Query(
            f"r.case_id IN (SELECT case_id FROM delivery WHERE {_OPEN_DELIVERIES})",  # noqa: S608
            (),
        ),
        Lane.DRAFTS: _Query(
            f"r.case_id IN (SELECT case_id FROM draft WHERE {LISTED_DRAFTS} "  # noqa: S608
            f"UNION SELECT case_id FROM draft_aside WHERE {LISTED_ASIDE})",
            (),
        ),
        Lane.ALL: _Query("r.stage <= ?", (STAGE_SOLVED,)),
        Lane.REPEAT: _Query(
            f"{_ACTIVE} AND r.listening = 0 AND instr(r.reasons, '\"asked_before\"') > 0",
            (),
            "case_row r INDEXED BY case_row_repeat",
        ),
        Lane.IMPOSTORS: _Query(f"r.impostor = 1 AND {_UNSOLVED}", (), "case_row r INDEXED BY case_row_impostors"),
        Lane.ABUSE: _Query(f"r.abuse = 1 AND {_UNSOLVED}", (), "case_row r INDEXED BY case_row_abuse"),
        Lane.LISTENING: _Query(f"{_ACTIVE} AND r.assignee = '' AND r.listening = 1", ()),
    }
    if lane in stages:
        return _Query("r.stage = ?", (stages[lane],))
    return queries[lane]


def _narrowed(query: _Query, narrow: LaneFilter | None) -> tuple[str, tuple[object, ...]]:
    where, values = query.where, query.values
    if narrow is not None and narrow.unread is not None:
        where, values = f"{where} AND r.unread = ?", (*values, int(narrow.unread))
    if narrow is not None and narrow.network is not None:
        where, values = f"{where} AND r.network = ?", (*values, narrow.network.value)
    return where, values


def _order(lane: Lane | None, sort: Sort) -> str:
    if sort is Sort.REACH:
        return "r.reach DESC, r.last_at DESC, r.case_id DESC"
    if sort is Sort.NEWEST or lane in (Lane.SOLVED, Lane.WAITING, Lane.ALL):
        return "r.last_at DESC, r.case_id DESC"
    if sort is Sort.OLDEST_WAITING:
        return "r.due_at IS NULL, r.due_at, r.last_at"
    return "r.due_at, r.case_id" if lane is Lane.AT_RISK else "r.urgency, r.case_id"


def case_row(row: tuple[Any, ...]) -> CaseRow:
    """Return a CaseRow from the projection's columns in their order."""
    return CaseRow(
        id=CaseId(row[0]),
        customer_id=CustomerId(row[1]),
        customer_uid=row[2],
        name=row[3],
        handle=row[4],
        network=_NETWORKS[row[5]],
        thread_kind=_THREAD_KINDS[row[6]],
        snippet=row[7],
        snippet_is_ours=bool(row[8]),
        unread=bool(row[9]),
        status=_STATUSES[row[11]],
        assignee=row[12] or None,
        last_at=from_ms(row[13]),
        message_class=_CLASSES[row[14]] if row[14] else None,
        priority=row[15],
        reasons=read_reasons(row[16]),
        due_at=from_ms_or_none(row[17]),
        snoozed_until=from_ms_or_none(row[19]),
        queued=row[20],
        listening=bool(row[21]),
        account_id=AccountId(row[22]) if row[22] is not None else None,
        has_impostor=bool(row[23]),
        is_abuse=bool(row[24]),
        at_risk_at=from_ms_or_none(row[25]),
        clock=_CLOCKS[row[26]] if row[26] else None,
        all_hours=bool(row[27]),
        owed=bool(row[28]),
    )
