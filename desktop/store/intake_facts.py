"""What a batch looks up before it takes anything in: which messages and threads are stored, and what a case knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop.model import Account, Arrival, ThreadKind, Visibility
from desktop.store.connection import Connection
from desktop.store.sameness import fellows, post_key

_CHUNK = 400


@dataclass(slots=True)
class ThreadKeys:
    """A stored thread's keys."""

    id: int
    case_id: int
    identity_id: int


class StoredMessage(NamedTuple):
    """A stored message's keys, and what a later arrival of it may change."""

    id: int
    thread_id: int
    case_id: int
    account_id: int
    addressed: bool
    hidden: bool
    closed: tuple[str | None, str | None]


@dataclass(slots=True)
class CaseFacts:
    """The part of a case that messages change; written back once per batch."""

    id: int
    last_at: int
    last_in_at: int | None
    last_out_at: int | None
    snippet: str
    snippet_ours: int
    messages: int
    language: str
    message_class: str | None
    priority: int
    reasons: str
    factors: str
    awaiting_since: int | None
    due_at: int | None
    reopened_at: int
    thread_kind: str
    listening: int
    risk_at: int | None = None
    all_hours: int = 0

    def row(self) -> tuple[object, ...]:
        """Return the values of WRITE_CASE in their order."""
        return (
            self.last_at,
            self.last_in_at,
            self.last_out_at,
            self.snippet,
            self.snippet_ours,
            self.messages,
            self.language,
            self.message_class,
            self.priority,
            self.reasons,
            self.factors,
            self.awaiting_since,
            self.due_at,
            self.reopened_at,
            self.thread_kind,
            self.listening,
            self.risk_at,
            self.all_hours,
            self.id,
        )


CASE_COLUMNS = (
    "id, last_at, last_in_at, last_out_at, snippet, snippet_ours, messages, language, message_class, priority, "
    "reasons, factors, awaiting_since, due_at, reopened_at, thread_kind, listening, "
    "risk_at, all_hours"
)
WRITE_CASE = (
    "UPDATE cases SET last_at = ?, last_in_at = ?, last_out_at = ?, snippet = ?, snippet_ours = ?, messages = ?, "
    "language = ?, message_class = ?, priority = ?, reasons = ?, factors = ?, awaiting_since = ?, due_at = ?, "
    "reopened_at = ?, thread_kind = ?, listening = ?, risk_at = ?, all_hours = ? WHERE id = ?"
)
_MESSAGE_KEYS = "id, thread_id, case_id, account_id, addressed, hidden, closed_public, closed_direct"


class Shelf:
    """Looks up what one account, and the accounts that see the same posts, have stored already."""

    def __init__(self, db: Connection, account: Account) -> None:
        """Ask once which accounts see the same public posts."""
        self._db = db
        self._account = account
        self.accounts = fellows(db, account)
        self._account_marks = ",".join("?" * len(self.accounts))

    def messages(self, remote_ids: Sequence[str]) -> dict[str, StoredMessage]:
        """Return remote id -> message: this account's own, else the public one of another account."""
        found: dict[str, StoredMessage] = {}
        for start in range(0, len(remote_ids), _CHUNK):
            chunk = remote_ids[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            for row in self._db.read(
                f"SELECT remote_id, {_MESSAGE_KEYS} FROM message WHERE account_id IN ({self._account_marks}) "  # noqa: S608
                f"AND remote_id IN ({marks}) AND (account_id = ? OR visibility = ?)",
                (*self.accounts, *chunk, self._account.id, Visibility.PUBLIC.value),
            ):
                if row[0] not in found or row[4] == self._account.id:
                    found[row[0]] = _stored(row[1:])
        return found

    def arrived(self, arrivals: Sequence[Arrival]) -> dict[str, StoredMessage]:
        """Return, by the remote ids of some arrivals, the messages that they are, known by id or by address."""
        found = self.messages(sorted({arrival.remote_id for arrival in arrivals}))
        keys = {
            key: arrival.remote_id
            for arrival in arrivals
            if arrival.remote_id not in found
            and (key := post_key(self._account.network, arrival.visibility, arrival.permalink)) is not None
        }
        ordered = sorted(keys)
        for start in range(0, len(ordered), _CHUNK):
            chunk = ordered[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            for row in self._db.read(
                f"SELECT post_key, {_MESSAGE_KEYS} FROM message WHERE post_key IN ({marks})",  # noqa: S608
                chunk,
            ):
                found.setdefault(keys[row[0]], _stored(row[1:]))
        return found

    def threads(self, remote_ids: Iterable[str]) -> dict[str, ThreadKeys]:
        """Return remote id -> thread: this account's own, else the public one of another account."""
        wanted = sorted(set(remote_ids))
        found: dict[str, ThreadKeys] = {}
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            for row in self._db.read(
                f"SELECT remote_id, id, case_id, identity_id, account_id FROM thread WHERE account_id IN "  # noqa: S608
                f"({self._account_marks}) AND remote_id IN ({marks}) AND (account_id = ? OR kind = ?)",
                (*self.accounts, *chunk, self._account.id, ThreadKind.PUBLIC.value),
            ):
                if row[0] not in found or row[4] == self._account.id:
                    found[row[0]] = ThreadKeys(*row[1:4])
        return found

    def cases(self, case_ids: Iterable[int]) -> dict[int, CaseFacts]:
        """Return the facts of some cases."""
        ordered = sorted(set(case_ids))
        found: dict[int, CaseFacts] = {}
        for start in range(0, len(ordered), _CHUNK):
            chunk = ordered[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            for row in self._db.read(f"SELECT {CASE_COLUMNS} FROM cases WHERE id IN ({marks})", chunk):  # noqa: S608
                found[row[0]] = CaseFacts(*row)
        return found

    def taken_keys(self, candidates: Sequence[int]) -> set[int]:
        """Return which of some message keys are taken."""
        found: set[int] = set()
        for start in range(0, len(candidates), _CHUNK):
            chunk = candidates[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            found.update(self._db.read_column(f"SELECT id FROM message WHERE id IN ({marks})", chunk))  # noqa: S608
        return found


def _stored(row: Sequence[object]) -> StoredMessage:
    identity, thread, case, account, addressed, hidden, public, direct = row
    return StoredMessage(
        int(str(identity)),
        int(str(thread)),
        int(str(case)),
        int(str(account)),
        bool(addressed),
        bool(hidden),
        (str(public) if public else None, str(direct) if direct else None),
    )
