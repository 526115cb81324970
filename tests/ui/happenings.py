"""Made happenings with defaults: a public message of Marta on X, a Thursday morning."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from desktop.model import Network
from ui.shell.notices import Happening, NoticeKind

NOW = datetime(2026, 3, 12, 10, 48, tzinfo=UTC)


def happening(kind: NoticeKind = NoticeKind.MESSAGE, key: str = "k", **changed: Any) -> Happening:
    """Return a happening of a kind, changed as asked."""
    values: dict[str, Any] = {"at": NOW, "case_id": 7, "network": Network.X, "name": "Marta Sanguineti"}
    return Happening(kind, key, **values | changed)
