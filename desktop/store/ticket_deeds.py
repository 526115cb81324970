"""What is wanted of tickets: to open, to comment, to change them, and what the ladder wishes.

One function changes an intention's state; it names the states it may start from and obeys TICKET_DEED_MAY_BECOME.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from desktop.model.ids import CaseId, TicketDeedId, TicketId, TicketSystemId, made_uid
from desktop.model.journal import Deed
from desktop.model.tickets import TICKET_DEED_MAY_BECOME, TicketDeed, TicketDeedKind, TicketDeedState, TicketFile
from desktop.store.connection import Connection
from desktop.store.journal import Journal
from desktop.system.clock import from_ms, from_ms_or_none, to_ms, to_ms_or_none

_DEEDS = (
    "SELECT id, key, case_id, system_id, kind, title, text, private, agent, at, state, ticket_id, wanted, error, "
    "attempts, next_try_at, committing FROM ticket_deed "
)
_OPEN = "state IN ('waiting', 'doing', 'unsure')"
_KEY_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_KEY_LENGTH = 10


class TicketDeeds:
    """Reads and writes of what is wanted of tickets, on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def of_case(self, case_id: CaseId) -> tuple[TicketDeed, ...]:
        """Return what is wanted in a case and not done: under way, or refused."""
        rows = self._db.read(_DEEDS + f"WHERE case_id = ? AND ({_OPEN} OR state = 'refused') ORDER BY id", (case_id,))
        return tuple(_deed(row) for row in rows)

    def under_way(self) -> tuple[TicketDeed, ...]:
        """Return everything that is not over, oldest first."""
        return tuple(_deed(row) for row in self._db.read(_DEEDS + f"WHERE {_OPEN} ORDER BY id"))

    def get(self, deed_id: TicketDeedId) -> TicketDeed | None:
        """Return one intention, None if there is none."""
        row = self._db.read_one(_DEEDS + "WHERE id = ?", (deed_id,))
        return _deed(row) if row else None

    def want(
        self,
        case_id: CaseId,
        system_id: TicketSystemId,
        kind: TicketDeedKind,
        *,
        agent: str,
        at: datetime,
        title: str = "",
        text: str = "",
        private: bool = True,
        ticket_id: TicketId | None = None,
        wanted: str = "",
        files: Iterable[TicketFile] = (),
    ) -> TicketDeed:
        """Write down what is wanted, with a key of its own, and return it."""
        with self._db.writing():
            key = self._db.insert(
                "INSERT INTO ticket_deed (key, case_id, system_id, kind, title, text, private, agent, at, state, "
                "ticket_id, wanted, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)",
                (
                    _made_key(),
                    case_id,
                    system_id,
                    kind.value,
                    title,
                    text,
                    int(private),
                    agent,
                    to_ms(at),
                    ticket_id,
                    wanted,
                    to_ms(at),
                ),
            )
            self._db.write_many(
                "INSERT INTO ticket_file (deed_id, name, content_type, content) VALUES (?, ?, ?, ?)",
                [(key, file.name, file.content_type, file.content) for file in files],
            )
            deed = self.get(TicketDeedId(key))
            assert deed is not None
            self._journal.record(
                Deed.TICKET, actor=agent, at=at, case_id=case_id, after={"what": "wanted", "kind": kind.value}
            )
        return deed

    def files(self, deed_id: TicketDeedId) -> tuple[TicketFile, ...]:
        """Return the files that go along with a deed, bytes included."""
        rows = self._db.read(
            "SELECT name, content_type, content FROM ticket_file WHERE deed_id = ? ORDER BY id", (deed_id,)
        )
        return tuple(TicketFile(row[0], row[1], bytes(row[2])) for row in rows)

    def forget_files(self, deed_id: TicketDeedId) -> None:
        """Keep a deed's files no longer: the system has them, or nobody wants them. Call inside a transaction."""
        self._db.write("DELETE FROM ticket_file WHERE deed_id = ?", (deed_id,))

    def pass_files_on(self, deed: TicketDeed, later: TicketDeed) -> None:
        """Let a deed's files go along with a later one. Call inside a transaction."""
        self._db.write("UPDATE ticket_file SET deed_id = ? WHERE deed_id = ?", (later.id, deed.id))

    def commit(self, deed_id: TicketDeedId) -> None:
        """Note that from now on the system may have what is handed over."""
        with self._db.writing():
            self._db.write("UPDATE ticket_deed SET committing = 1 WHERE id = ?", (deed_id,))

    def change(
        self,
        deed_id: TicketDeedId,
        allowed: Iterable[TicketDeedState],
        state: TicketDeedState,
        *,
        actor: str,
        at: datetime,
        error: str = "",
        next_try_at: datetime | None = None,
        attempted: bool = False,
    ) -> bool:
        """Move an intention to a state if it stands in an allowed one; False if it does not any more.

        Steps that TICKET_DEED_MAY_BECOME does not know never happen, whatever the caller allows.
        """
        with self._db.writing():
            before = self.get(deed_id)
            if before is None or before.state not in set(allowed) or state not in TICKET_DEED_MAY_BECOME[before.state]:
                return False
            self._db.write(
                "UPDATE ticket_deed SET state = ?, error = ?, next_try_at = ?, attempts = attempts + ?, "
                "committing = CASE WHEN ? THEN committing ELSE 0 END, changed_at = ? WHERE id = ?",
                (
                    state.value,
                    error,
                    to_ms_or_none(next_try_at),
                    int(attempted),
                    state is TicketDeedState.UNSURE,
                    to_ms(at),
                    deed_id,
                ),
            )
            if state in {TicketDeedState.DONE, TicketDeedState.CANCELLED}:  # what it carried is kept no longer here
                self._db.write("UPDATE ticket_deed SET text = '' WHERE id = ?", (deed_id,))
            if state is TicketDeedState.CANCELLED:
                self.forget_files(deed_id)
            if state in {TicketDeedState.REFUSED, TicketDeedState.CANCELLED} and before.state is not state:
                name = self._db.read_one("SELECT name FROM ticket_system WHERE id = ?", (before.system_id,))
                system = name[0] if name else ""
                after = {"what": state.value, "kind": before.kind.value, "error": error, "system": system}
                self._journal.record(Deed.TICKET, actor=actor, at=at, case_id=before.case_id, after=after)
        return True

    # --- what the ladder wants --------------------------------------------------------------------------------

    def wanted(self, limit: int) -> tuple[tuple[CaseId, str], ...]:
        """Return cases about which the ladder wants a ticket, each with the clock that ran out, oldest first."""
        rows = self._db.read("SELECT case_id, reason FROM ticket_wanted WHERE done = 0 ORDER BY at LIMIT ?", (limit,))
        return tuple((CaseId(row[0]), str(row[1])) for row in rows)

    def wish_taken(self, case_id: CaseId) -> None:
        """Note that the ladder's wish was taken up. Call inside the transaction that does."""
        self._db.write("UPDATE ticket_wanted SET done = 1 WHERE case_id = ?", (case_id,))


def _made_key() -> str:
    """Return a new key of ours: short enough for a subject, and never the same twice."""
    number = int(made_uid().replace("-", ""), 16) % len(_KEY_SIGNS) ** _KEY_LENGTH
    signs = []
    for _ in range(_KEY_LENGTH):
        number, place = divmod(number, len(_KEY_SIGNS))
        signs.append(_KEY_SIGNS[place])
    return "S-" + "".join(signs)


def _deed(row: tuple[Any, ...]) -> TicketDeed:
    return TicketDeed(
        id=TicketDeedId(row[0]),
        key=row[1],
        case_id=CaseId(row[2]),
        system_id=TicketSystemId(row[3]),
        kind=TicketDeedKind(row[4]),
        title=row[5],
        text=row[6],
        private=bool(row[7]),
        agent=row[8],
        at=from_ms(row[9]),
        state=TicketDeedState(row[10]),
        ticket_id=TicketId(row[11]) if row[11] is not None else None,
        wanted=row[12],
        error=row[13],
        attempts=row[14],
        next_try_at=from_ms_or_none(row[15]),
        committing=bool(row[16]),
    )
