"""Redaction: one value in a stored message is covered for good, in its text and wherever else the file repeats it.

The value itself is kept nowhere. A salted mark and its length are, so that the value can be covered again when the
network sends the message once more. An agent can take a redaction back while the program still holds the old words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from desktop.model import Account, Arrival, Deed, MessageId
from desktop.store.connection import Connection
from desktop.store.journal import Journal
from desktop.store.marks import Marks
from desktop.store.projection import refresh
from desktop.store.scrubbing import scrub_soon
from desktop.system.clock import to_ms

BLOCK = "█████"
"""What stands in a value's place, always of one length, so that it does not tell how long the value was."""
SHORTEST = 2
"""Characters: to cover one letter would cover it in every word."""

_PACKED = ("factors", "reasons")
_KEPT = (
    ("message", "text", "id = ?"),
    ("message_part", "subject", "message_id = ?"),
    ("message_part", "quoted", "message_id = ?"),
    ("message_part", "html", "message_id = ?"),
)


@dataclass(frozen=True, slots=True)
class Redacted:
    """A redaction with what was there before, for as long as somebody may undo it. Never stored."""

    key: int
    message_id: MessageId
    case_id: int
    before: tuple[tuple[str, str, str, int, Any], ...]  # table, column, condition, key, value


class Redactions:
    """Covers values, on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal
        self._marks = Marks(connection)

    def text_of(self, message_id: MessageId) -> str:
        """Return a message's text with its subject and what it quotes, "" if it is gone."""
        row = self._db.read_one(
            "SELECT coalesce(p.subject, ''), m.text, coalesce(p.quoted, '') FROM message m "
            "LEFT JOIN message_part p ON p.message_id = m.id WHERE m.id = ?",
            (message_id,),
        )
        return "\n".join(part for part in row if part) if row else ""

    def redact(self, message_id: MessageId, value: str, *, actor: str, at: datetime) -> Redacted | None:
        """Cover every occurrence of a value in a message; None if none is there. Raises ValueError if too short."""
        if len(value) < SHORTEST:
            raise ValueError("a value of one character stands in every word")
        with self._db.writing():
            row = self._db.read_one("SELECT case_id, account_id, remote_id FROM message WHERE id = ?", (message_id,))
            if row is None or value not in self.text_of(message_id):
                return None
            before = tuple(self._covered(self._places(message_id, row[0]), value))
            key = self._db.insert(
                "INSERT INTO redaction (account_id, remote_id, length, mark, agent, at) VALUES (?, ?, ?, ?, ?, ?)",
                (row[1], row[2], len(value), self._marks.of("value", value), actor, to_ms(at)),
            )
            self._settle(message_id, row[0], at)
            self._journal.record(Deed.REDACTED, actor=actor, at=at, case_id=row[0], after=message_id)
        return Redacted(key, message_id, row[0], before)

    def take_back(self, redacted: Redacted, *, actor: str, at: datetime) -> None:
        """Show what was covered again (undo); what changed on the network meanwhile stays as it is."""
        with self._db.writing():
            self._db.write("DELETE FROM redaction WHERE id = ?", (redacted.key,))
            for table, column, where, key, value in redacted.before:
                self._db.write(
                    f"UPDATE {table} SET {column} = ? WHERE {where} AND ({column} IS NULL OR instr({column}, ?))",  # noqa: S608
                    (value, key, _written(column, BLOCK)),
                )
            self._settle(redacted.message_id, redacted.case_id, at)
            self._journal.record(
                Deed.REDACTED, actor=actor, at=at, case_id=redacted.case_id, after=[redacted.message_id, "undo"]
            )

    def covering(self, account: Account, arrivals: Sequence[Arrival]) -> dict[str, Arrival]:
        """Return by remote id the arrivals in which something is to be covered again, covered. Of one network."""
        if self._db.read_one("SELECT 1 FROM redaction LIMIT 1") is None:
            return {}
        rows = self._db.read(
            "SELECT r.remote_id, r.length, r.mark FROM redaction r JOIN account a ON a.id = r.account_id "
            "WHERE a.network = ?",
            (account.network.value,),
        )
        values: dict[str, list[tuple[int, bytes]]] = {}
        for remote_id, length, mark in rows:
            values.setdefault(remote_id, []).append((length, bytes(mark)))
        return {one.remote_id: self._again(one, values[one.remote_id]) for one in arrivals if one.remote_id in values}

    def _again(self, arrival: Arrival, values: Sequence[tuple[int, bytes]]) -> Arrival:
        text, subject, quoted = arrival.text, arrival.subject, arrival.quoted
        for length, mark in values:
            text, subject, quoted = (self._found(one, length, mark) for one in (text, subject, quoted))
        return replace(arrival, text=text, subject=subject, quoted=quoted, html=None)

    def _found(self, text: str, length: int, mark: bytes) -> str:
        for start in range(len(text) - length + 1):
            if self._marks.of("value", text[start : start + length]) == mark:
                return text.replace(text[start : start + length], BLOCK)
        return text

    def _places(self, message_id: int, case_id: int) -> Iterable[tuple[str, str, str, int]]:
        """Yield where a message's words may stand: in itself, its case, its threads, quotes of it, its delivery."""
        yield from ((table, column, where, message_id) for table, column, where in _KEPT)
        yield from (("cases", column, "id = ?", case_id) for column in ("subject", "snippet", "factors", "reasons"))
        for thread in self._db.read_column("SELECT id FROM thread WHERE case_id = ?", (case_id,)):
            yield "thread", "subject", "id = ?", thread
        for delivery in self._db.read_column("SELECT id FROM delivery WHERE message_id = ?", (message_id,)):
            yield "delivery", "text", "id = ?", delivery
        for other in self._db.read_column(
            "SELECT id FROM message WHERE case_id = ? AND has_parts = 1 AND id <> ?", (case_id, message_id)
        ):
            yield from (("message_part", column, "message_id = ?", other) for column in ("quoted", "html"))

    def _covered(
        self, places: Iterable[tuple[str, str, str, int]], value: str
    ) -> Iterable[tuple[str, str, str, int, Any]]:
        for table, column, where, key in list(places):
            row = self._db.read_one(f"SELECT {column} FROM {table} WHERE {where}", (key,))  # noqa: S608
            held = row[0] if row else None
            sought = _written(column, value)
            if held is None or (sought not in held and column != "html"):
                continue
            after = None if column == "html" else held.replace(sought, _written(column, BLOCK))
            self._db.write(f"UPDATE {table} SET {column} = ? WHERE {where}", (after, key))  # noqa: S608
            yield table, column, where, key, held

    def _settle(self, message_id: int, case_id: int, at: datetime) -> None:
        """Let the search find only what is still to be read."""
        row = self._db.read_one(
            "SELECT m.text, coalesce(p.subject, ''), coalesce(n.name, ''), coalesce(n.handle, '') FROM message m "
            "LEFT JOIN message_part p ON p.message_id = m.id LEFT JOIN identity n ON n.id = m.identity_id "
            "WHERE m.id = ?",
            (message_id,),
        )
        if row is not None:
            self._db.write(
                "INSERT OR REPLACE INTO message_fts (rowid, text, subject, author) VALUES (?, ?, ?, ?)",
                (message_id, row[0], row[1], f"{row[2]} {row[3]}"),
            )
        scrub_soon(self._db, to_ms(at))
        refresh(self._db, {case_id})


def _written(column: str, value: str) -> str:
    """Return a value as it is written in a column: some hold JSON."""
    return json.dumps(value)[1:-1] if column in _PACKED else value
