"""Tickets that cases are tied to: what is known of them, and their news as notes of the cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from desktop.model.hand_over import NoteKind
from desktop.model.ids import CaseId, TicketId, TicketSystemId, fact_uid
from desktop.model.journal import Deed
from desktop.model.tickets import (
    RemoteComment,
    RemoteTicket,
    SystemKind,
    Ticket,
    TicketDeed,
    TicketState,
)
from desktop.store.connection import Connection, escaped
from desktop.store.journal import ENGINE, Journal
from desktop.system.clock import from_ms_or_none, to_ms, to_ms_or_none

_TICKETS = (
    "SELECT t.id, t.case_id, t.system_id, t.key, t.remote_id, t.number, t.title, t.address, t.state, t.state_name, "
    "t.mark, t.etag, t.comments_seen, t.read_at, t.next_read_at, t.error, s.kind, s.name "
    "FROM ticket t JOIN ticket_system s ON s.id = t.system_id "
)


class Tickets:
    """Reads and writes of tickets on one connection. What is wanted of them is another shelf's: `ticket_deeds`."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

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
        like = escaped(number)
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

    def record(self, ticket: Ticket, what: str, *, actor: str, at: datetime, state: str = "", name: str = "") -> None:
        """Put a line about a ticket into its case's journal. Call inside a transaction."""
        after = {"what": what, "ticket": ticket.label, "state": state, "name": name}
        self._journal.record(Deed.TICKET, actor=actor, at=at, case_id=ticket.case_id, after=after)


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
