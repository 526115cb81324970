"""Moderations: what is to be done to messages on their networks, and the one function that changes a state.

As with deliveries, a change names the states it may start from, so that an undo and the engine can never both win.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from desktop.model import (
    MODERATION_MAY_BECOME,
    Account,
    AccountId,
    CaseId,
    Deed,
    MessageId,
    Moderating,
    Moderation,
    ModerationId,
    ModerationState,
    Removal,
)
from desktop.store.connection import Connection
from desktop.store.intake_removals import Removals
from desktop.store.journal import Journal
from desktop.store.projection import refresh
from desktop.system.clock import from_ms, from_ms_or_none, to_ms, to_ms_or_none

_SELECT = (
    "SELECT d.id, d.message_id, m.case_id, m.account_id, m.remote_id, d.deed, d.agent, d.at, d.state, d.error, "
    "d.attempts, d.next_try_at FROM moderation d JOIN message m ON m.id = d.message_id "
)
_OPEN = "d.state NOT IN ('done', 'cancelled') "
_REPLACEABLE = (ModerationState.WAITING, ModerationState.REFUSED)


class Moderations:
    """Reads and writes of moderations on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def get(self, moderation_id: ModerationId) -> Moderation | None:
        """Return a moderation, None if there is none."""
        row = self._db.read_one(_SELECT + "WHERE d.id = ?", (moderation_id,))
        return _moderation(row) if row else None

    def under_way(self) -> tuple[Moderation, ...]:
        """Return what the engine has still to do, oldest first."""
        rows = self._db.read(_SELECT + f"WHERE {_OPEN} AND d.state <> 'refused' ORDER BY d.id")
        return tuple(_moderation(row) for row in rows)

    def of_case(self, case_id: CaseId) -> dict[int, Moderation]:
        """Return what is not final in a case, by message."""
        rows = self._db.read(_SELECT + f"WHERE {_OPEN} AND m.case_id = ?", (case_id,))
        return {row[1]: _moderation(row) for row in rows}

    def ask(
        self, message_id: MessageId, deed: Moderating, *, agent: str, at: datetime, not_before: datetime | None = None
    ) -> Moderation | None:
        """Ask for a deed and return it; one that waits or was refused for the same message is cancelled.

        None if nothing is left to do: the message is unknown or gone, is that way already, or something is just being
        done to it.
        """
        with self._db.writing():
            row = self._db.read_one(
                "SELECT case_id, hidden FROM message WHERE id = ? AND deleted_at IS NULL", (message_id,)
            )
            if row is None:
                return None
            earlier = self._db.read_one(_SELECT + f"WHERE {_OPEN} AND d.message_id = ?", (message_id,))
            if earlier is not None and not self.change(
                ModerationId(earlier[0]), _REPLACEABLE, ModerationState.CANCELLED, actor=agent, at=at
            ):
                return None
            if deed is not Moderating.DELETE and bool(row[1]) is (deed is Moderating.HIDE):
                return None
            key = self._db.insert(
                "INSERT INTO moderation (message_id, deed, agent, at, state, next_try_at, changed_at) "
                "VALUES (?, ?, ?, ?, 'waiting', ?, ?)",
                (message_id, deed.value, agent, to_ms(at), to_ms_or_none(not_before), to_ms(at)),
            )
            self._record(row[0], key, deed, ModerationState.WAITING, before=None, actor=agent, at=at)
        return self.get(ModerationId(key))

    def change(
        self,
        moderation_id: ModerationId,
        allowed: Iterable[ModerationState],
        state: ModerationState,
        *,
        actor: str,
        at: datetime,
        error: str = "",
        next_try_at: datetime | None = None,
        attempted: bool = False,
    ) -> bool:
        """Move a moderation to a state if it stands in an allowed one; False if it does not any more.

        Steps that the state machine does not know (MODERATION_MAY_BECOME) never happen, whatever the caller allows.
        """
        with self._db.writing():
            before = self.get(moderation_id)
            if before is None or before.state not in set(allowed) or state not in MODERATION_MAY_BECOME[before.state]:
                return False
            self._db.write(
                "UPDATE moderation SET state = ?, error = ?, next_try_at = ?, attempts = attempts + ?, changed_at = ? "
                "WHERE id = ?",
                (state.value, error, to_ms_or_none(next_try_at), int(attempted), to_ms(at), moderation_id),
            )
            if before.state is not state:
                self._record(before.case_id, moderation_id, before.deed, state, before=before.state, actor=actor, at=at)
        return True

    def finish(self, moderation: Moderation, account: Account, *, actor: str, at: datetime) -> bool:
        """Record that a deed was done and make it so here: hidden, shown, or emptied as what its author took back.

        False if it was not being done any more. A case whose answer was deleted is not answered by it any more.
        """
        with self._db.writing():
            if not self.change(moderation.id, (ModerationState.DOING,), ModerationState.DONE, actor=actor, at=at):
                return False
            if moderation.deed is Moderating.DELETE:
                Removals(self._db, account).run((Removal(moderation.remote_id, at),))
                self._db.write(
                    "UPDATE cases SET last_out_at = (SELECT max(sent_at) FROM message WHERE case_id = cases.id "
                    "AND direction = 'outgoing' AND deleted_at IS NULL) WHERE id = ?",
                    (moderation.case_id,),
                )
            else:
                hidden = moderation.deed is Moderating.HIDE
                self._db.write("UPDATE message SET hidden = ? WHERE id = ?", (int(hidden), moderation.message_id))
            refresh(self._db, (moderation.case_id,))
        return True

    def _record(
        self,
        case_id: int,
        key: int,
        deed: Moderating,
        state: ModerationState,
        *,
        before: ModerationState | None,
        actor: str,
        at: datetime,
    ) -> None:
        self._journal.record(
            Deed.MODERATION,
            actor=actor,
            at=at,
            case_id=case_id,
            before=before.value if before else None,
            after=[key, deed.value, state.value],
        )


def _moderation(row: tuple[Any, ...]) -> Moderation:
    return Moderation(
        id=ModerationId(row[0]),
        message_id=MessageId(row[1]),
        case_id=CaseId(row[2]),
        account_id=AccountId(row[3]),
        remote_id=row[4],
        deed=Moderating(row[5]),
        agent=row[6],
        at=from_ms(row[7]),
        state=ModerationState(row[8]),
        error=row[9],
        attempts=row[10],
        next_try_at=from_ms_or_none(row[11]),
    )
