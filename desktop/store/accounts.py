"""Connected accounts, how they are doing, and how far each has been read."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from desktop.model import (
    Account,
    AccountHealth,
    AccountId,
    AccountLimits,
    AccountRole,
    Deed,
    HealthState,
    Network,
    fact_uid,
)
from desktop.store.connection import Connection
from desktop.store.journal import Journal
from desktop.system.clock import from_ms_or_none, to_ms, to_ms_or_none

_SELECT = (
    "SELECT a.id, a.uid, a.network, a.name, a.handle, a.role, a.settings, h.state, h.since, h.last_sync_at, "
    "h.retry_at, h.detail, h.limits FROM account a LEFT JOIN account_health h ON h.account_id = a.id "
)


class Accounts:
    """Reads and writes of accounts on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def all(self) -> tuple[Account, ...]:
        """Return the connected accounts in the order in which they were added."""
        return tuple(_account(row) for row in self._db.read(_SELECT + "WHERE a.removed_at IS NULL ORDER BY a.id"))

    def all_ever(self) -> tuple[Account, ...]:
        """Return every account that was ever connected, removed ones included, in the order of adding."""
        return tuple(_account(row) for row in self._db.read(_SELECT + "ORDER BY a.id"))

    def get(self, account_id: AccountId) -> Account | None:
        """Return an account, removed ones included, None if there is none."""
        row = self._db.read_one(_SELECT + "WHERE a.id = ?", (account_id,))
        return _account(row) if row else None

    def add(
        self,
        network: Network,
        *,
        name: str,
        handle: str,
        role: AccountRole,
        settings: dict[str, Any],
        actor: str,
        at: datetime,
    ) -> Account:
        """Connect an account; one that was removed earlier comes back with its history."""
        uid = fact_uid("account", network.value, handle.lower())
        with self._db.writing():
            self._db.write(
                "INSERT INTO account (uid, network, name, handle, role, settings, created_at) VALUES (?, ?, "
                "?, ?, ?, ?, ?) "
                "ON CONFLICT (uid) DO UPDATE SET name = excluded.name, role = excluded.role, "
                "settings = excluded.settings, removed_at = NULL",
                (uid, network.value, name, handle, role.value, json.dumps(settings), to_ms(at)),
            )
            row = self._db.read_one(_SELECT + "WHERE a.uid = ?", (uid,))
            assert row is not None
            account = _account(row)
            self._journal.record(Deed.ACCOUNT_ADDED, actor=actor, at=at, after=[account.id, network.value, role.value])
        return account

    def change(
        self, account: Account, *, role: AccountRole, name: str, settings: dict[str, Any], actor: str, at: datetime
    ) -> None:
        """Change what a person may change of an account."""
        with self._db.writing():
            self._db.write(
                "UPDATE account SET role = ?, name = ?, settings = ? WHERE id = ?",
                (role.value, name, json.dumps(settings), account.id),
            )
            self._journal.record(
                Deed.ACCOUNT_CHANGED, actor=actor, at=at, before=[account.id, account.role.value], after=role.value
            )

    def remove(self, account: Account, *, actor: str, at: datetime) -> None:
        """Disconnect an account; its messages stay."""
        with self._db.writing():
            self._db.write("UPDATE account SET removed_at = ? WHERE id = ?", (to_ms(at), account.id))
            self._journal.record(Deed.ACCOUNT_REMOVED, actor=actor, at=at, before=account.id)

    def report_health(self, account_id: AccountId, health: AccountHealth) -> None:
        """Store how an account is doing (engine)."""
        with self._db.writing():
            self._db.write(
                "INSERT INTO account_health (account_id, state, since, last_sync_at, retry_at, detail) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account_id) DO UPDATE SET state = excluded.state, "
                "since = excluded.since, last_sync_at = coalesce(excluded.last_sync_at, last_sync_at), "
                "retry_at = excluded.retry_at, detail = excluded.detail",
                (
                    account_id,
                    health.state.value,
                    to_ms_or_none(health.since),
                    to_ms_or_none(health.last_sync_at),
                    to_ms_or_none(health.retry_at),
                    health.detail,
                ),
            )

    def report_limits(self, account_id: AccountId, limits: AccountLimits) -> None:
        """Store what an account's server allows (engine)."""
        with self._db.writing():
            self._db.write(
                "INSERT INTO account_health (account_id, state, limits) VALUES (?, ?, ?) "
                "ON CONFLICT (account_id) DO UPDATE SET limits = excluded.limits",
                (account_id, HealthState.CONNECTING.value, json.dumps(asdict(limits))),
            )

    def cursor(self, account_id: AccountId, stream: str) -> str | None:
        """Return how far a stream of an account was read, None for never."""
        row = self._db.read_one(
            "SELECT value FROM sync_cursor WHERE account_id = ? AND stream = ?", (account_id, stream)
        )
        return str(row[0]) if row else None

    def move_cursor(self, account_id: AccountId, stream: str, value: str) -> None:
        """Remember how far a stream was read, after what it brought is stored (engine)."""
        with self._db.writing():
            self._db.write(
                "INSERT INTO sync_cursor (account_id, stream, value) VALUES (?, ?, ?) "
                "ON CONFLICT (account_id, stream) DO UPDATE SET value = excluded.value",
                (account_id, stream, value),
            )


def _account(row: tuple[Any, ...]) -> Account:
    health = AccountHealth()
    limits = AccountLimits()
    if row[7] is not None:
        health = AccountHealth(
            HealthState(row[7]),
            from_ms_or_none(row[8]),
            from_ms_or_none(row[9]),
            from_ms_or_none(row[10]),
            row[11],
        )
        told = json.loads(row[12])
        limits = AccountLimits(**{**told, "attachment_types": tuple(told.get("attachment_types", ()))})
    return Account(
        AccountId(row[0]),
        row[1],
        Network(row[2]),
        row[3],
        row[4],
        AccountRole(row[5]),
        json.loads(row[6]),
        limits,
        health,
    )
