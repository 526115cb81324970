"""Retention: how long conversations are kept, by network and kind, and taking away what was kept long enough.

Whole conversations go, counted from their newest message, never halves of them. What somebody still waits for an
answer to, what an agent works on or set aside, and what still has a reply to send stays until that is done. A person
of whom no conversation is left, and about whom the desk noted nothing, goes too. Without a rule everything is kept.
"""

# ruff: noqa: S608 - only names, codes and row keys of our own are put into statements

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.model import Deed
from desktop.store.connection import Connection
from desktop.store.journal import ENGINE, Journal
from desktop.store.schema import STAGE_ACTIVE, STAGE_HUSHED, STAGE_SOLVED, STAGE_WAITING
from desktop.store.scrubbing import scrub_soon
from desktop.store.uprooting import Uprooting, unguarded
from desktop.system.clock import from_ms, to_ms

SETTING = "retention.days"
"""A setting: days by network and thread kind, as {"x": {"direct": 365}}."""
BATCH = 50
"""Conversations that go in one transaction of the engine's."""

Rules = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Outlived:
    """How many conversations of a network and kind were kept long enough, and how many messages they hold."""

    network: str
    kind: str
    days: int
    conversations: int
    messages: int
    oldest: datetime | None


def rules_of(db: Connection) -> Rules:
    """Return the days by network and kind; nothing that can't be read counts, so that no fault deletes anything."""
    row = db.read_one("SELECT value FROM setting WHERE name = ?", (SETTING,))
    if row is None:
        return {}
    try:
        kept = json.loads(row[0])
    except ValueError:
        return {}
    found: dict[tuple[str, str], int] = {}
    for network, kinds in kept.items() if isinstance(kept, dict) else ():
        for kind, days in kinds.items() if isinstance(kinds, dict) else ():
            if isinstance(days, int) and not isinstance(days, bool) and days > 0:
                found[network, kind] = days
    return found


def cutoffs(rules: Rules, now: datetime) -> dict[tuple[str, str], int]:
    """Return by network and kind the moment, in milliseconds, before which nothing is kept."""
    return {place: to_ms(now - timedelta(days=min(days, 36_500))) for place, days in rules.items()}


class Retention:
    """Reads of what was kept long enough, and its removal in batches (engine) on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def rules(self) -> Rules:
        """Return the days by network and kind."""
        return rules_of(self._db)

    def set_rules(self, rules: Rules, *, actor: str, at: datetime) -> None:
        """Keep other days; nothing is taken away by that itself."""
        packed: dict[str, dict[str, int]] = {}
        for (network, kind), days in rules.items():
            packed.setdefault(network, {})[kind] = days
        with self._db.writing():
            before = {" ".join(place): days for place, days in self.rules().items()}
            self._db.write(
                "INSERT OR REPLACE INTO setting (name, value, at) VALUES (?, ?, ?)",
                (SETTING, json.dumps(packed), to_ms(at)),
            )
            after = {" ".join(place): days for place, days in rules.items()}
            self._journal.record(Deed.SETTING, actor=actor, at=at, before=before, after=[SETTING, after])

    def outlived(self, rules: Rules, now: datetime) -> tuple[Outlived, ...]:
        """Return what would go by some rules, those that take nothing included. Belongs into the background."""
        found = []
        for (network, kind), before in cutoffs(rules, now).items():
            sql = f"SELECT count(*), coalesce(sum(c.messages), 0), min(r.last_at) {_OUTLIVED}"
            row = self._db.read_one(sql, (before, network, kind))
            cases, messages, oldest = row if row is not None else (0, 0, None)
            first = from_ms(oldest) if oldest is not None else None
            found.append(Outlived(network, kind, rules[network, kind], int(cases), int(messages), first))
        return tuple(found)

    def sweep(self, now: datetime) -> tuple[int, ...]:
        """Take one batch away and return its cases, none when nothing is left to take."""
        rules = self.rules()
        for (network, kind), before in cutoffs(rules, now).items():
            sql = f"SELECT r.case_id {_OUTLIVED} LIMIT {BATCH}"
            ids = self._db.read_column(sql, (before, network, kind))
            if ids:
                with unguarded(self._db), self._db.writing():
                    return self._take(ids, (network, kind), (before, rules[network, kind]), now)
        return ()

    def _take(self, ids: list[int], place: tuple[str, str], until: tuple[int, int], now: datetime) -> tuple[int, ...]:
        marks = ",".join("?" * len(ids))
        sure = self._db.read_column(
            f"SELECT r.case_id {_OUTLIVED} AND r.case_id IN ({marks})", (until[0], *place, *ids)
        )
        going = Uprooting(self._db)
        take_cases(self._db, going, sure)
        messages = len(going.ids("message"))
        self._lonely(going)
        going.gather()
        going.run()
        forget_journal(self._db, sure)
        self._journal.record(Deed.RETENTION, actor=ENGINE, at=now, after=[*place, until[1], len(sure), messages])
        scrub_soon(self._db, to_ms(now))
        return tuple(sure)

    def _lonely(self, going: Uprooting) -> None:
        """Let people go with their last conversation, unless somebody noted something about them."""
        people = self._db.read_column(
            "SELECT DISTINCT customer_id FROM cases WHERE id IN (SELECT id FROM temp.doomed WHERE kind = 'cases') "
            "AND NOT EXISTS (SELECT 1 FROM cases o WHERE o.customer_id = cases.customer_id "
            "AND o.id NOT IN (SELECT id FROM temp.doomed WHERE kind = 'cases')) "
            "AND NOT EXISTS (SELECT 1 FROM identity n JOIN thread t ON t.identity_id = n.id "
            "WHERE n.customer_id = cases.customer_id "
            "AND t.id NOT IN (SELECT id FROM temp.doomed WHERE kind = 'thread'))"
        )
        noted = ("customer_note", "customer_tag", "custom_value", "consent")
        kept = {one for table in noted for one in self._db.read_column(f"SELECT DISTINCT customer_id FROM {table}")}
        gone = [one for one in people if one not in kept and not self._is_tied(one)]
        going.add("customer", gone)
        for customer in gone:
            going.add("identity", self._db.read_column("SELECT id FROM identity WHERE customer_id = ?", (customer,)))
        self._db.write(
            "UPDATE message SET identity_id = NULL WHERE identity_id IN "
            "(SELECT id FROM temp.doomed WHERE kind = 'identity') "
            "AND id NOT IN (SELECT id FROM temp.doomed WHERE kind = 'message')"
        )

    def _is_tied(self, customer_id: int) -> bool:
        row = self._db.read_one(
            "SELECT 1 FROM identity WHERE customer_id = ? AND link_reason <> 'first_seen' LIMIT 1", (customer_id,)
        )
        return row is not None


_OUTLIVED = (
    "FROM case_row r JOIN cases c ON c.id = r.case_id WHERE r.last_at < ? AND r.network = ? AND r.thread_kind = ? "
    f"AND (r.stage IN ({STAGE_WAITING}, {STAGE_HUSHED}, {STAGE_SOLVED}) "
    f"OR (r.stage = {STAGE_ACTIVE} AND r.owed = 0 AND r.assignee = '')) AND r.queued = 0 "
    "AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.case_id = r.case_id AND d.text <> '')"
)


def take_cases(db: Connection, going: Uprooting, case_ids: list[int]) -> None:
    """Name cases, what was merged into them, their threads and messages as going, inside a write transaction."""
    going.add("cases", case_ids)
    inside = "(SELECT id FROM temp.doomed WHERE kind = 'cases')"
    while db.write(f"INSERT OR IGNORE INTO temp.doomed SELECT 'cases', id FROM cases WHERE merged_into IN {inside}"):
        pass
    for kind in ("thread", "message"):
        db.write(f"INSERT OR IGNORE INTO temp.doomed SELECT '{kind}', id FROM {kind} WHERE case_id IN {inside}")


def forget_journal(db: Connection, case_ids: list[int]) -> None:
    """Keep of the journal's lines about cases who did what kind of thing when, and nothing of what it was."""
    for case_id in case_ids:
        db.write("UPDATE journal SET case_id = NULL, before = NULL, after = NULL WHERE case_id = ?", (case_id,))
