"""Tickets: the connected systems, the tickets that cases are tied to, and what is wanted of them.

One function changes an intention's state; it names the states it may start from and obeys TICKET_DEED_MAY_BECOME.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from desktop.model.hand_over import NoteKind
from desktop.model.ids import CaseId, TicketDeedId, TicketId, TicketSystemId, fact_uid, made_uid
from desktop.model.journal import Deed
from desktop.model.tickets import (
    TICKET_DEED_MAY_BECOME,
    RemoteComment,
    RemoteTicket,
    SystemKind,
    Ticket,
    TicketDeed,
    TicketDeedKind,
    TicketDeedState,
    TicketFile,
    TicketState,
)
from desktop.store.connection import Connection
from desktop.store.journal import ENGINE, Journal
from desktop.system.clock import from_ms, from_ms_or_none, to_ms, to_ms_or_none

_TICKETS = (
    "SELECT t.id, t.case_id, t.system_id, t.key, t.remote_id, t.number, t.title, t.address, t.state, t.state_name, "
    "t.mark, t.etag, t.comments_seen, t.read_at, t.next_read_at, t.error, s.kind, s.name "
    "FROM ticket t JOIN ticket_system s ON s.id = t.system_id "
)
_DEEDS = (
    "SELECT id, key, case_id, system_id, kind, title, text, private, agent, at, state, ticket_id, wanted, error, "
    "attempts, next_try_at, committing FROM ticket_deed "
)
_OPEN = "state IN ('waiting', 'doing', 'unsure')"
_KEY_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_KEY_LENGTH = 10


class Tickets:
    """Reads and writes of tickets on one connection. Systems are another shelf's: `ticket_systems`."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    # --- tickets ----------------------------------------------------------------------------------------------

    def of_case(self, case_id: CaseId) -> tuple[Ticket, ...]:
        """Return the tickets that a case is tied to, in the order in which they came."""
        return tuple(_ticket(row) for row in self._db.read(_TICKETS + "WHERE t.case_id = ? ORDER BY t.id", (case_id,)))

    def cases_named(self, typed: str) -> list[int]:
        """Return cases that are tied to a ticket of this number ("1423", "RT #1423", "CARE-7"); at most fifty."""
        number = typed.rpartition("#")[2].strip()
        return self._db.read_column(
            "SELECT DISTINCT case_id FROM ticket WHERE number IN (?, ?) COLLATE NOCASE LIMIT 50", (number, f"#{number}")
        )

    def found(self, typed: str, limit: int = 12) -> tuple[Ticket, ...]:
        """Return tickets by their number's beginning, words of their title or their system; nothing typed finds all.

        The number itself comes first, then what is open, then the newest tie.
        """
        number = typed.rpartition("#")[2].strip()
        like = number.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        begins = (f"{like}%", f"#{like}%")
        over = "t.state IN ('solved', 'rejected', 'gone')"
        rows = self._db.read(
            _TICKETS + r"WHERE t.number LIKE ? ESCAPE '\' OR t.number LIKE ? ESCAPE '\' OR t.title LIKE ? ESCAPE '\' "
            r"OR s.name LIKE ? ESCAPE '\' "
            f"ORDER BY t.number NOT IN (?, ?), {over}, t.tied_at DESC, t.id DESC LIMIT ?",
            (*begins, f"%{like}%", f"{like}%", number, f"#{number}", limit),
        )
        return tuple(_ticket(row) for row in rows)

    def get(self, ticket_id: TicketId) -> Ticket | None:
        """Return one ticket, None if its tie was taken away."""
        row = self._db.read_one(_TICKETS + "WHERE t.id = ?", (ticket_id,))
        return _ticket(row) if row else None

    def of_system(self, system_id: TicketSystemId) -> tuple[Ticket, ...]:
        """Return every ticket of a system, those first that are to be read first."""
        rows = self._db.read(_TICKETS + "WHERE t.system_id = ? ORDER BY t.next_read_at, t.id", (system_id,))
        return tuple(_ticket(row) for row in rows)

    def due(self, now: datetime, limit: int) -> tuple[Ticket, ...]:
        """Return tickets of connected systems that are to be read again."""
        rows = self._db.read(
            _TICKETS + "WHERE t.next_read_at <= ? AND s.removed_at IS NULL ORDER BY t.next_read_at LIMIT ?",
            (to_ms(now), limit),
        )
        return tuple(_ticket(row) for row in rows)

    def next_read_at(self) -> datetime | None:
        """Return when a ticket is to be read next, None if none is."""
        row = self._db.read_one(
            "SELECT min(t.next_read_at) FROM ticket t JOIN ticket_system s ON s.id = t.system_id "
            "WHERE s.removed_at IS NULL"
        )
        return from_ms_or_none(row[0]) if row else None

    def tie(self, deed: TicketDeed, remote: RemoteTicket, *, at: datetime, next_read_at: datetime | None) -> Ticket:
        """Tie a case to a ticket that was opened or found; a ticket that it is tied to already stays as it is.

        Call inside the transaction that finishes the deed.
        """
        known = self._db.read_one(
            "SELECT id FROM ticket WHERE case_id = ? AND system_id = ? AND remote_id = ?",
            (deed.case_id, deed.system_id, remote.remote_id),
        )
        if known is None:
            key = self._db.insert(
                "INSERT INTO ticket (case_id, system_id, key, remote_id, number, title, address, state, state_name, "
                "mark, etag, tied_at, read_at, next_read_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', ?, ?, ?)",
                (
                    deed.case_id,
                    deed.system_id,
                    deed.key,
                    remote.remote_id,
                    remote.number,
                    remote.title,
                    remote.address,
                    remote.state.value,
                    remote.state_name,
                    to_ms(at),
                    to_ms(at),
                    to_ms_or_none(next_read_at),
                ),
            )
        else:
            key = int(known[0])
        ticket = self.get(TicketId(key))
        assert ticket is not None
        return ticket

    def untie(self, ticket_id: TicketId, *, actor: str, at: datetime) -> Ticket | None:
        """Take a tie away, not the ticket; return what it was."""
        with self._db.writing():
            ticket = self.get(ticket_id)
            if ticket is not None:
                self._db.write("DELETE FROM ticket_deed WHERE ticket_id = ?", (ticket_id,))
                self._db.write("DELETE FROM ticket WHERE id = ?", (ticket_id,))
                self.record(ticket, "untied", actor=actor, at=at)
        return ticket

    def keep_read(
        self,
        ticket: Ticket,
        remote: RemoteTicket,
        comments: Sequence[RemoteComment],
        *,
        seen: str,
        at: datetime,
        next_at: datetime | None,
    ) -> bool:
        """Keep what a ticket is now, its news as notes of the case; True if its state is another one than before.

        `seen` is the newest comment that was looked at, `next_at` None: it is not read again. Call inside a
        transaction. Notes have the ids of their facts: what was taken in once comes no second time.
        """
        self._db.write(
            "UPDATE ticket SET title = ?, number = ?, address = ?, state = ?, state_name = ?, mark = ?, etag = ?, "
            "comments_seen = ?, read_at = ?, next_read_at = ?, error = '' WHERE id = ?",
            (
                remote.title,
                remote.number,
                remote.address,
                remote.state.value,
                remote.state_name,
                remote.mark,
                remote.etag,
                seen,
                to_ms(at),
                to_ms_or_none(next_at),
                ticket.id,
            ),
        )
        for comment in comments:
            self._take_in(ticket, comment)
        is_other = (ticket.state, ticket.state_name) != (remote.state, remote.state_name)
        if is_other:
            self.record(ticket, "state", actor=ENGINE, at=at, state=remote.state.value, name=remote.state_name)
        return is_other

    def _take_in(self, ticket: Ticket, comment: RemoteComment) -> None:
        kind = NoteKind.TICKET if comment.private else NoteKind.TICKET_REPLY
        self._db.write(
            "INSERT OR IGNORE INTO note (uid, case_id, author, text, at, kind) VALUES (?, ?, ?, ?, ?, ?)",
            (
                fact_uid("ticket", str(ticket.system_id), ticket.remote_id, comment.id, str(ticket.case_id)),
                ticket.case_id,
                " · ".join(part for part in (comment.author, ticket.label) if part),
                comment.text,
                to_ms(comment.at),
                kind.value,
            ),
        )

    def keep_own_comment(self, ticket: Ticket, deed: TicketDeed, *, at: datetime) -> None:
        """Show in the case what its agent said in the ticket. Call inside the transaction that finishes the deed."""
        kind = NoteKind.TICKET if deed.private else NoteKind.TICKET_REPLY
        self._db.write(
            "INSERT OR IGNORE INTO note (uid, case_id, author, text, at, kind) VALUES (?, ?, ?, ?, ?, ?)",
            (
                fact_uid("ticket_deed", deed.key),
                ticket.case_id,
                f"{deed.agent} → {ticket.label}",
                deed.text,
                to_ms(at),
                kind.value,
            ),
        )

    def keep_unread(
        self, tickets: Iterable[Ticket], error: str, next_at: datetime, *, looked_at: datetime | None = None
    ) -> None:
        """Keep why tickets could not be read, "" where nothing changed, and when they are to be read again.

        `looked_at`: when the system said that a ticket is as it was.
        """
        with self._db.writing():
            self._db.write_many(
                "UPDATE ticket SET error = ?, next_read_at = ?, read_at = coalesce(?, read_at) WHERE id = ?",
                [(error, to_ms(next_at), to_ms_or_none(looked_at), one.id) for one in tickets],
            )

    def read_soon(self, now: datetime, ticket_id: TicketId | None = None) -> None:
        """Have a ticket, or all of them (None), read again at once."""
        with self._db.writing():
            where, values = ("WHERE id = ?", (ticket_id,)) if ticket_id is not None else ("WHERE 1", ())
            self._db.write(
                f"UPDATE ticket SET next_read_at = ? {where} AND next_read_at IS NOT NULL",  # noqa: S608
                (to_ms(now), *values),
            )

    # --- what is wanted ---------------------------------------------------------------------------------------

    def deeds_of_case(self, case_id: CaseId) -> tuple[TicketDeed, ...]:
        """Return what is wanted in a case and not done: under way, or refused."""
        rows = self._db.read(_DEEDS + f"WHERE case_id = ? AND ({_OPEN} OR state = 'refused') ORDER BY id", (case_id,))
        return tuple(_deed(row) for row in rows)

    def under_way(self) -> tuple[TicketDeed, ...]:
        """Return everything that is not over, oldest first."""
        return tuple(_deed(row) for row in self._db.read(_DEEDS + f"WHERE {_OPEN} ORDER BY id"))

    def deed(self, deed_id: TicketDeedId) -> TicketDeed | None:
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
            deed = self.deed(TicketDeedId(key))
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
            before = self.deed(deed_id)
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

    def record(self, ticket: Ticket, what: str, *, actor: str, at: datetime, state: str = "", name: str = "") -> None:
        """Put a line about a ticket into its case's journal. Call inside a transaction."""
        after = {"what": what, "ticket": ticket.label, "state": state, "name": name}
        self._journal.record(Deed.TICKET, actor=actor, at=at, case_id=ticket.case_id, after=after)

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


def _ticket(row: tuple[Any, ...]) -> Ticket:
    return Ticket(
        id=TicketId(row[0]),
        case_id=CaseId(row[1]),
        system_id=TicketSystemId(row[2]),
        key=row[3],
        remote_id=row[4],
        number=row[5],
        title=row[6],
        address=row[7],
        state=TicketState(row[8]),
        state_name=row[9],
        mark=row[10],
        etag=row[11],
        comments_seen=row[12],
        read_at=from_ms_or_none(row[13]),
        next_read_at=from_ms_or_none(row[14]),
        error=row[15],
        system=SystemKind(row[16]),
        system_name=row[17],
    )


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
