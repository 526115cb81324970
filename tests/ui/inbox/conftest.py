"""Made case rows: a factory with defaults, and a list of twelve like a busy morning's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desktop.model import (
    CaseId,
    CaseRow,
    CaseStatus,
    CustomerId,
    Network,
    Reason,
    ReasonCode,
    ThreadKind,
)
from ui.inbox import Section

NOW = datetime(2026, 3, 12, 10, 48, tzinfo=UTC)
MakeRow = Callable[..., CaseRow]


def _row(**changed: Any) -> CaseRow:
    number = changed.pop("id", 1)
    values: dict[str, Any] = {
        "id": CaseId(number),
        "customer_id": CustomerId(number),
        "customer_uid": f"customer-{number}",
        "name": "Ada Ferrero",
        "handle": "",
        "network": Network.MASTODON,
        "snippet": "The meter shows nothing since this morning",
        "snippet_is_ours": False,
        "unread": False,
        "status": CaseStatus.OPEN,
        "assignee": "LV",
        "last_at": NOW - timedelta(minutes=47),
        "message_class": None,
        "priority": 10,
        "reasons": (),
        "due_at": NOW + timedelta(minutes=38),
        "snoozed_until": None,
        "queued": 0,
        "thread_kind": ThreadKind.PUBLIC,
    }
    return CaseRow(**values | changed)


@pytest.fixture
def now() -> datetime:
    """The moment at which the made rows are looked at: a Thursday, 10:48."""
    return NOW


@pytest.fixture
def make_row() -> MakeRow:
    """A factory of case rows: `make_row(id=7, unread=True)`."""
    return _row


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


@pytest.fixture
def morning() -> Sequence[CaseRow]:
    """Twelve rows: two breached, three at risk, seven on track."""
    asked = Reason(ReasonCode.ASKED_BEFORE)
    medical = (Reason(ReasonCode.URGENT_WORDING), Reason(ReasonCode.MEDICAL_NEED))
    crowd = (Reason(ReasonCode.FOLLOWERS, "120000"), Reason(ReasonCode.URGENT_WORDING))
    lines: list[tuple[str, Network, str, int, int, int, tuple[Reason, ...], bool, CaseStatus]] = [
        ("Dario Costanzo", Network.FACEBOOK, "Senza luce dalle sei, mia madre usa il respiratore", 78, -18, 90, medical, True, CaseStatus.OPEN),
        ("Quarto Nido", Network.X, "Tutto il quartiere al buio, qualcuno ci dice quando torna?", 64, -4, 80, crowd, True, CaseStatus.OPEN),
        ("Neus Palou", Network.MASTODON, "Bon dia, encara espero que vingui el tècnic del comptador", 51, 9, 50, (asked,), True, CaseStatus.OPEN),
        ("Mirta Sandri", Network.X, "Eccolo: 5519 2208. Sulla bolletta compare due volte la voce", 47, 13, 45, (asked,), False, CaseStatus.OPEN),
        ("Rocco Landini", Network.EMAIL, "Recesso luce 4410, terza richiesta senza risposta", 46, 14, 42, (Reason(ReasonCode.LEAVING_RISK),), False, CaseStatus.OPEN),
        ("Holly Wexford", Network.INSTAGRAM, "Hello, moving in May, how do I open a contract?", 22, 38, 10, (Reason(ReasonCode.PURCHASE_INTENT),), True, CaseStatus.NEW),
        ("Oriol Bassa", Network.BLUESKY, "Moltes gràcies! Només una cosa més sobre la quota", 19, 41, 10, (), False, CaseStatus.OPEN),
        ("Sabrina Melis", Network.FACEBOOK, "Dove trovo il codice del mio contatore nuovo?", 13, 47, 10, (), False, CaseStatus.NEW),
        ("Forum Casa Mia", Network.LISTENING, "«Qualcuno è rimasto con loro dopo l'aumento? Consigli»", 8, 52, 10, (Reason(ReasonCode.NO_MENTION), Reason(ReasonCode.PURCHASE_INTENT), Reason(ReasonCode.FOLLOWERS, "1200")), False, CaseStatus.NEW),
        ("Teo Brambati", Network.TELEGRAM, "Va bene, grazie", 7, 53, 10, (), False, CaseStatus.OPEN),
        ("Aina Oller", Network.BLUESKY, "Hola, la web no em deixa entrar", 5, 55, 10, (), False, CaseStatus.OPEN),
        ("Ivo Restelli", Network.MASTODON, "Come dicevo ieri, il codice non arriva", 0, 60, 10, (), False, CaseStatus.OPEN),
    ]  # fmt: skip
    return [
        _row(id=number, name=name, network=network, snippet=snippet, last_at=NOW - _minutes(ago), due_at=NOW + _minutes(due), priority=priority, reasons=reasons, unread=unread, status=status)
        for number, (name, network, snippet, ago, due, priority, reasons, unread, status) in enumerate(lines, start=1)
    ]  # fmt: skip


@pytest.fixture
def morning_sections() -> Sequence[Section]:
    """The sections of those twelve rows."""
    return [Section("breached", 2, 0), Section("at_risk", 3, 2), Section("on_track", 7, 5)]
