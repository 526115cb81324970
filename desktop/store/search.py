"""Search: words in messages, subjects and people, newest first, as typed, bounded in rows and interruptible."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from desktop.model import CaseId, CustomerId
from desktop.store.connection import Connection
from desktop.system.clock import from_ms

_WORD = re.compile(r"\w+", re.UNICODE)
_DETAILS = 300
_MOST_WORDS = 8
_SHORTEST_PREFIX = 2
_INDEXED_PREFIX = 3  # letters: shorter beginnings have an index of their own (`prefix` in the schema)
_MOST_WORDS_NAMED = 400
_RANKED = 4_000
"""Of so many newest messages the best are chosen: to rank every message that holds a common word takes seconds."""


@dataclass(frozen=True, slots=True)
class MessageHit:
    """One message that matches, with the case it belongs to."""

    message_id: int
    case_id: CaseId
    customer_name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CustomerHit:
    """One person who matches."""

    customer_id: CustomerId
    name: str
    handle: str


class Search:
    """Full-text reads on one connection; `Connection.interrupt` from another thread ends them."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def messages(self, typed: str, limit: int = 50, *, best: bool = False) -> tuple[MessageHit, ...]:
        """Return the newest messages that hold every word typed; the last word may be unfinished.

        `best`: of the newest thousands those that the words are most of (bm25), the best first.
        """
        match = fts_query(typed) if best else self._query(typed)
        if match is None:
            return ()
        newest = "SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC LIMIT ?"
        ranked = (
            "SELECT rowid FROM (SELECT rowid, rank FROM message_fts WHERE message_fts MATCH ? "  # noqa: S608
            f"ORDER BY rowid DESC LIMIT {_RANKED}) ORDER BY rank, rowid DESC LIMIT ?"
        )
        keys = self._db.read_column(ranked if best else newest, (match, limit))
        if not keys:
            return ()
        marks = ",".join("?" * len(keys))
        rows = self._db.read(
            "SELECT m.id, m.case_id, p.name, m.text, m.sent_at FROM message m JOIN cases c ON c.id = m.case_id "  # noqa: S608
            f"JOIN customer p ON p.id = c.customer_id WHERE m.id IN ({marks})",
            keys,
        )
        found = {row[0]: MessageHit(row[0], CaseId(row[1]), row[2], row[3], from_ms(row[4])) for row in rows}
        return tuple(found[key] for key in keys if key in found)

    def customers(self, typed: str, limit: int = 10) -> tuple[CustomerHit, ...]:
        """Return people whose name or handle holds every word typed."""
        match = fts_query(typed)
        if match is None:
            return ()
        rows = self._db.read(
            "SELECT p.id, p.name, (SELECT handle FROM identity WHERE customer_id = p.id LIMIT 1) FROM customer p "
            "WHERE p.id IN (SELECT rowid FROM customer_fts WHERE customer_fts MATCH ? ORDER BY rowid DESC LIMIT ?)",
            (match, limit),
        )
        return tuple(CustomerHit(CustomerId(row[0]), row[1], row[2] or "") for row in rows)

    def _query(self, typed: str) -> str | None:
        """Return the FTS5 query of what was typed, with an unfinished word as the words that begin so.

        For a beginning longer than those that are indexed FTS5 merges every message of every such word before it
        gives the first; the words one by one it reads newest first, and stops at the limit.
        """
        query = fts_query(typed)
        if query is None or not query.endswith("*"):
            return query
        finished, _, beginning = query.removesuffix('"*').rpartition('"')
        if len(beginning) <= _INDEXED_PREFIX or not (beginning.isascii() and beginning.isalnum()):
            return query
        words = self._words_beginning(beginning.lower())
        if words is None:
            return query
        either = " OR ".join(f'"{word}"' for word in words or (beginning,))
        return " AND ".join([*finished.split(), f"({either})"])

    def _words_beginning(self, beginning: str) -> list[str] | None:
        """Return the indexed words with a beginning in lower-case ASCII; None if they are too many to name."""
        self._db.write(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.message_word USING fts5vocab(main, message_fts, instance)"
        )
        words: list[str] = []
        at_least = beginning
        while len(words) < _MOST_WORDS_NAMED:
            row = self._db.read_one("SELECT term FROM temp.message_word WHERE term >= ? LIMIT 1", (at_least,))
            if row is None or not row[0].startswith(beginning):
                return words
            words.append(row[0])
            at_least = row[0] + "\1"
        return None

    def case_ids(self, typed: str, limit: int = 200) -> list[int]:
        """Return the cases with the newest matching messages, each once, then those of matching people."""
        return list(self.hits(typed, limit))

    def hits(self, typed: str, limit: int = 200, *, best: bool = False) -> dict[int, MessageHit | None]:
        """Return the cases that match, each with its first matching message; None: its customer does, by name.

        Other kinds of things that cases can be found by, tickets say, add theirs here.
        """
        ordered: dict[int, MessageHit | None] = {}
        for hit in self.messages(typed, limit, best=best):
            ordered.setdefault(int(hit.case_id), hit)
        for case_id in self._cases_of_people(typed):
            ordered.setdefault(case_id, None)
        return ordered

    def known_values(self, limit: int = 60) -> dict[str, tuple[str, ...]]:
        """Return what stands in this store for some operators: tags by use, our accounts, agents with open cases.

        Of the desk's own fields 300 values, those first that most customers share.
        """
        tags = self._db.read_column(
            "SELECT tag FROM case_tag GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ?", (limit,)
        )
        accounts = self._db.read_column(
            "SELECT DISTINCT coalesce(nullif(handle, ''), name) FROM account WHERE removed_at IS NULL ORDER BY 1", ()
        )
        agents = self._db.read_column(
            "SELECT DISTINCT assignee FROM case_row WHERE stage < 4 AND assignee <> '' ORDER BY 1 LIMIT ?", (limit,)
        )
        details = self._db.read_column(
            "SELECT f.name || '=' || v.value FROM custom_value v JOIN custom_field f ON f.id = v.field_id "
            "WHERE f.removed_at IS NULL GROUP BY f.id, v.value ORDER BY f.place, count(*) DESC, v.value LIMIT ?",
            (_DETAILS,),
        )
        return {"tag": tuple(tags), "account": tuple(accounts), "assignee": tuple(agents), "field": tuple(details)}

    def _cases_of_people(self, typed: str) -> list[int]:
        people = [hit.customer_id for hit in self.customers(typed)]
        if not people:
            return []
        marks = ",".join("?" * len(people))
        return self._db.read_column(
            f"SELECT id FROM cases WHERE customer_id IN ({marks}) AND merged_into IS NULL "  # noqa: S608
            "ORDER BY last_at DESC LIMIT 50",
            people,
        )


def fts_query(typed: str, unfinished: bool | None = None) -> str | None:
    """Return the FTS5 query of what a person typed: every word, the last one as a prefix; None for no word.

    `unfinished` says whether the last word may go on; None: it may unless a space follows it.

    Only word characters reach the query, so nothing typed is ever read as FTS5's own syntax.
    """
    words = _WORD.findall(typed)[:_MOST_WORDS]
    if not words:
        return None
    finished = typed[-1:].isspace() if unfinished is None else not unfinished
    parts = [f'"{word}"' for word in words]
    if not finished and len(words[-1]) >= _SHORTEST_PREFIX:
        parts[-1] += "*"
    return " ".join(parts)
