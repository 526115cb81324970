"""The bell: what was told in the last seven days, each thing once, kept without names or texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from desktop.model import Network
from ui.shell.notices import Happening, NoticeKind

KEPT_FOR = timedelta(days=7)
MOST = 100
"""How many happenings the menu holds; older ones go first."""

MOST_TOLD = 600
"""How many keys are remembered, so that nothing is told twice although the menu forgot it."""


class Bell:
    """The happenings of the last days, newest first. What is kept of one: what, when, which case, no name, no text."""

    def __init__(self, kept: object = None) -> None:
        """`kept` is what `to_json` gave; anything else begins an empty bell."""
        data: dict[str, Any] = kept if isinstance(kept, dict) else {}
        rows = data.get("happenings")
        found = [_from_json(one) for one in rows] if isinstance(rows, list) else []
        self._happenings = [one for one in found if one is not None]
        told = data.get("told")
        moments = {key: _moment(at) for key, at in told.items()} if isinstance(told, dict) else {}
        self._told = {str(key): at for key, at in moments.items() if at is not None}
        self._seen_at = _moment(data.get("seen_at"))
        journal = data.get("journal")
        self.journal_id = journal if isinstance(journal, int) else None

    @property
    def happenings(self) -> tuple[Happening, ...]:
        """What the menu lists, newest first."""
        return tuple(self._happenings)

    @property
    def keys(self) -> frozenset[str]:
        """What was told already."""
        return frozenset(self._told)

    @property
    def unseen(self) -> int:
        """How many came since the menu was last opened."""
        return sum(1 for one in self._happenings if self._seen_at is None or one.at > self._seen_at)

    def add(self, happening: Happening, now: datetime) -> bool:
        """Keep a happening as of now; False if it was told before. What is older than seven days goes."""
        self.prune(now)
        if happening.key in self._told:
            return False
        self.remember(happening.key, now)
        self._happenings.insert(0, replace(happening, at=now))
        del self._happenings[MOST:]
        return True

    def remember(self, key: str, now: datetime) -> None:
        """Count a happening as told without listing it: it was in front when it happened."""
        self._told[key] = now
        while len(self._told) > MOST_TOLD:
            del self._told[min(self._told, key=lambda one: self._told[one])]

    def prune(self, now: datetime) -> None:
        """Forget what is older than seven days."""
        self._happenings = [one for one in self._happenings if now - one.at < KEPT_FOR]
        self._told = {key: at for key, at in self._told.items() if now - at < KEPT_FOR}

    def mark_seen(self, now: datetime) -> bool:
        """Note that the menu was opened; False if nothing was new."""
        was_new = self.unseen > 0
        self._seen_at = now
        return was_new

    def forget_cases(self, case_ids: Iterable[int]) -> None:
        """Forget what tells of these cases: they were erased."""
        gone = set(case_ids)
        self._happenings = [one for one in self._happenings if one.case_id not in gone]

    def to_json(self) -> dict[str, object]:
        """Return what the settings keep."""
        return {
            "happenings": [_to_json(one) for one in self._happenings],
            "told": {key: at.isoformat() for key, at in self._told.items()},
            "seen_at": self._seen_at.isoformat() if self._seen_at is not None else None,
            "journal": self.journal_id,
        }


def _to_json(happening: Happening) -> dict[str, object]:
    return {
        "kind": happening.kind.value,
        "key": happening.key,
        "at": happening.at.isoformat(),
        "case": happening.case_id,
        "account": happening.account_id,
        "network": happening.network.value if happening.network is not None else None,
        "direct": happening.is_direct,
        "detail": happening.detail,
    }


def _from_json(data: object) -> Happening | None:
    if not isinstance(data, dict):
        return None
    at, case_id, account_id = _moment(data.get("at")), data.get("case"), data.get("account")
    try:
        kind, network = NoticeKind(str(data.get("kind"))), data.get("network")
        known = Network(str(network)) if network is not None else None
    except ValueError:
        return None  # a newer version's kind or network
    if at is None:
        return None
    return Happening(
        kind=kind,
        key=str(data.get("key", "")),
        at=at,
        case_id=case_id if isinstance(case_id, int) else None,
        account_id=account_id if isinstance(account_id, int) else None,
        network=known,
        is_direct=data.get("direct") is True,
        detail=str(data.get("detail") or ""),
    )


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo is not None else moment.replace(tzinfo=UTC)
