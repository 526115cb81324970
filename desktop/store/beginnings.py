"""A conversation that we begin: the case and its thread stand before anybody has written."""

from __future__ import annotations

from datetime import datetime

from desktop.model import Account, Author, CaseId, Deed, ThreadKind, made_uid
from desktop.store.connection import Connection
from desktop.store.journal import Journal
from desktop.store.people import People
from desktop.store.projection import refresh
from desktop.system.clock import to_ms


class Beginnings:
    """Begins cases on one connection."""

    def __init__(self, connection: Connection, journal: Journal, people: People) -> None:
        """Share the store's connection, journal and people."""
        self._db = connection
        self._journal = journal
        self._people = people

    def begin(
        self, account: Account, to: Author, subject: str, *, kind: ThreadKind, agent: str, assignee: str, at: datetime
    ) -> CaseId:
        """Make a case of `assignee`'s with somebody and return it.

        `to` is found again if the store knows them. What they answer joins by the Message-ID of what we send.
        """
        uid, at_ms = made_uid(), to_ms(at)
        with self._db.writing():
            known = self._people.known(account.network, [to.remote_id]).get(to.remote_id)
            person = known if known is not None else self._people.add(to, at_ms)
            case_id = self._db.insert(
                "INSERT INTO cases (uid, customer_id, identity_id, network, thread_kind, subject, first_at, last_at, "
                "snippet, snippet_ours) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                (
                    uid,
                    person.customer_id,
                    person.id,
                    account.network.value,
                    kind.value,
                    subject,
                    at_ms,
                    at_ms,
                    subject,
                ),
            )
            self._db.insert(
                "INSERT INTO thread (case_id, home_case_id, account_id, identity_id, kind, remote_id, subject, last_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (case_id, case_id, account.id, person.id, kind.value, uid, subject, at_ms),
            )
            self._db.write(
                "INSERT INTO case_intent (case_id, status, status_at, assignee) VALUES (?, 'open', ?, ?)",
                (case_id, at_ms, assignee or None),
            )
            self._journal.record(Deed.CASE_BEGUN, actor=agent, at=at, case_id=CaseId(case_id))
            refresh(self._db, (case_id,))
        return CaseId(case_id)
