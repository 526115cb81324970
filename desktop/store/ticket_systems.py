"""Ticket systems: which are connected, how they are addressed and what their tickets do to cases. No secrets here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from desktop.model.ids import TicketSystemId, made_uid
from desktop.model.journal import Deed
from desktop.model.tickets import DEFAULT_EFFECTS, CaseEffect, SystemKind, TicketState, TicketSystem
from desktop.store.connection import Connection
from desktop.store.journal import Journal
from desktop.system.clock import from_ms_or_none, to_ms, to_ms_or_none

_SELECT = (
    "SELECT id, uid, kind, name, address, place, settings, effects, own_states, error, error_since FROM ticket_system "
)


class TicketSystems:
    """Reads and writes of ticket systems on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def all(self) -> tuple[TicketSystem, ...]:
        """Return the connected systems in the order in which they were connected."""
        return tuple(_system(row) for row in self._db.read(_SELECT + "WHERE removed_at IS NULL ORDER BY id"))

    def get(self, system_id: TicketSystemId) -> TicketSystem | None:
        """Return a connected system, None if it is not connected any more."""
        row = self._db.read_one(_SELECT + "WHERE id = ? AND removed_at IS NULL", (system_id,))
        return _system(row) if row else None

    def add(self, system: TicketSystem, *, actor: str, at: datetime) -> TicketSystem:
        """Connect a system (its id and, where it has none, its uid are made here) and return it as it is kept."""
        made = replace(system, uid=system.uid or made_uid())
        with self._db.writing():
            key = self._db.insert(
                "INSERT INTO ticket_system (uid, kind, name, address, place, settings, effects, own_states, added_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (made.uid, made.kind.value, made.name, made.address, made.place, *_packed(made), to_ms(at)),
            )
            self._record(made, "connected", actor, at)
        return replace(made, id=TicketSystemId(key))

    def change(self, system: TicketSystem, *, actor: str, at: datetime) -> None:
        """Keep another name, place, settings or rules of a system.

        Where other states are meant by its names, its tickets are read anew, whatever their marks say.
        """
        with self._db.writing():
            before = self.get(system.id)
            if before is not None and dict(before.own_states) != dict(system.own_states):
                self._db.write(
                    "UPDATE ticket SET etag = '', mark = '', next_read_at = ? "
                    "WHERE system_id = ? AND next_read_at IS NOT NULL",
                    (to_ms(at), system.id),
                )
            self._db.write(
                "UPDATE ticket_system SET name = ?, address = ?, place = ?, settings = ?, effects = ?, own_states = ?, "
                "error = '', error_since = NULL WHERE id = ?",
                (system.name, system.address, system.place, *_packed(system), system.id),
            )
            self._record(system, "changed", actor, at)

    def remove(self, system: TicketSystem, *, actor: str, at: datetime) -> None:
        """Disconnect a system. Its tickets stay as they were last read; what waited for it is cancelled."""
        with self._db.writing():
            self._db.write("UPDATE ticket_system SET removed_at = ? WHERE id = ?", (to_ms(at), system.id))
            self._db.write(
                "UPDATE ticket_deed SET state = 'refused', error = 'system_removed' "
                "WHERE system_id = ? AND state = 'waiting'",
                (system.id,),
            )
            self._record(system, "removed", actor, at)

    def unknown_states(self, system_id: TicketSystemId) -> tuple[str, ...]:
        """Return the names of states in which tickets of a system stand and that nobody knows, at most twenty."""
        return tuple(
            self._db.read_column(
                "SELECT DISTINCT state_name FROM ticket WHERE system_id = ? AND state = 'unknown' AND state_name <> '' "
                "ORDER BY state_name LIMIT 20",
                (system_id,),
            )
        )

    def report(self, system_id: TicketSystemId, error: str, at: datetime) -> bool:
        """Keep how a system does, "" for well; True if that is news."""
        with self._db.writing():
            row = self._db.read_one("SELECT error FROM ticket_system WHERE id = ?", (system_id,))
            if row is None or row[0] == error:
                return False
            since = to_ms_or_none(at if error else None)
            self._db.write(
                "UPDATE ticket_system SET error = ?, error_since = ? WHERE id = ?", (error, since, system_id)
            )
        return True

    def _record(self, system: TicketSystem, what: str, actor: str, at: datetime) -> None:
        self._journal.record(Deed.TICKET, actor=actor, at=at, after={"what": what, "system": system.name})


def _packed(system: TicketSystem) -> tuple[str, str, str]:
    effects = {state.value: effect.value for state, effect in system.effects.items()}
    own = {name: state.value for name, state in system.own_states.items()}
    return json.dumps(dict(system.settings)), json.dumps(effects), json.dumps(own, ensure_ascii=False)


def _system(row: tuple[Any, ...]) -> TicketSystem:
    return TicketSystem(
        id=TicketSystemId(row[0]),
        uid=row[1],
        kind=SystemKind(row[2]),
        name=row[3],
        address=row[4],
        place=row[5],
        settings={str(name): str(value) for name, value in json.loads(row[6]).items()},
        effects=_effects(json.loads(row[7])),
        own_states={name: TicketState(value) for name, value in json.loads(row[8]).items()},
        error=row[9],
        error_since=from_ms_or_none(row[10]),
    )


def _effects(kept: Mapping[str, str]) -> Mapping[TicketState, CaseEffect]:
    if not kept:
        return DEFAULT_EFFECTS
    return {TicketState(state): CaseEffect(effect) for state, effect in kept.items()}
