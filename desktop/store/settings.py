"""Settings: named JSON values that a person chose, read with a default, changed with a line in the journal."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from desktop.store.connection import Connection
from desktop.system.clock import to_ms


class Settings:
    """Reads and writes of settings on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def get(self, name: str, default: Any = None) -> Any:
        """Return a setting's JSON value, or the default if it was never set or can't be read."""
        row = self._db.read_one("SELECT value FROM setting WHERE name = ?", (name,))
        if row is None:
            return default
        try:
            return json.loads(row[0])
        except ValueError:
            return default

    def set(self, name: str, value: Any, at: datetime) -> None:
        """Keep a setting."""
        with self._db.writing():
            self._db.write(
                "INSERT INTO setting (name, value, at) VALUES (?, ?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at",
                (name, json.dumps(value, ensure_ascii=False), to_ms(at)),
            )
