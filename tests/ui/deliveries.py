"""Made deliveries in every state: a factory with defaults, and an outbox like a bad morning's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from desktop.model import (
    AccountId,
    CaseId,
    Delivery,
    DeliveryId,
    DeliveryState,
    HoldReason,
    Network,
    ThreadId,
    Visibility,
)
from desktop.outbox import OutboxEntry, OutboxListing
from ui.outbox import Surroundings

TZ = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 3, 12, 10, 48, tzinfo=TZ)
AROUND = Surroundings(NOW, TZ)


def entry(number: int = 1, **changed: Any) -> OutboxEntry:
    """Return an entry of the outbox, a queued public reply unless changed."""
    network = changed.pop("network", Network.MASTODON)
    account = changed.pop("account", "@lumeservizi")
    values: dict[str, Any] = {
        "id": DeliveryId(number),
        "uid": f"uid-{number}",
        "case_id": CaseId(100 + number),
        "thread_id": ThreadId(1),
        "account_id": AccountId(1),
        "visibility": Visibility.PUBLIC,
        "text": "Good morning, a crew is on its way and will be there before noon. ^LB",
        "subject": "",
        "language": "en",
        "agent": "Livia Bruno",
        "idempotency_key": f"key-{number}",
        "in_reply_to": None,
        "recipient": "@irene",
        "references": (),
        "created_at": NOW - timedelta(minutes=7),
        "state": DeliveryState.WAITING,
        "hold_reason": None,
        "not_before": None,
        "attempts": 0,
        "next_try_at": None,
        "error": "",
        "customer_name": "Irene Valsecchi",
    }
    delivery = Delivery(**values | changed)
    return OutboxEntry(delivery, network, account, f"customer-{number}", "@irene@social.example")


def busy_outbox() -> OutboxListing:
    """One delivery in every state, like a bad morning's."""
    monday = datetime(2026, 3, 16, 9, 0, tzinfo=TZ)
    entries = (
        entry(1, state=DeliveryState.REFUSED, error="reply_target_gone", customer_name="Núria Bonet"),
        entry(
            2,
            state=DeliveryState.UNSURE,
            error="not_found",
            network=Network.EMAIL,
            account="care@lume.example",
            visibility=Visibility.DIRECT,
            customer_name="Rocco Landini",
            text="Dear Rocco, the second charge of 41.20 € is on its way back to you.\n\nKind regards",
        ),
        entry(
            3,
            state=DeliveryState.HELD,
            hold_reason=HoldReason.CLOSED,
            not_before=monday,
            customer_name="Oriol Bassa",
            network=Network.BLUESKY,
            account="lume.example",
        ),
        entry(
            4,
            state=DeliveryState.HELD,
            hold_reason=HoldReason.NEW_MESSAGE,
            customer_name="Holly Wexford",
            network=Network.INSTAGRAM,
            visibility=Visibility.DIRECT,
            text="Hello Holly, yes.",
        ),
        entry(
            5,
            error="rate_limited",
            next_try_at=NOW + timedelta(minutes=3, seconds=20),
            network=Network.FACEBOOK,
            account="Lume Servizi",
            customer_name="Sabrina Melis",
        ),
        entry(6, customer_name="Teo Brambati", text="Thank you, Teo. ^LB"),
        entry(
            7,
            state=DeliveryState.HELD,
            hold_reason=HoldReason.UNDO,
            not_before=NOW + timedelta(seconds=7),
            created_at=NOW,
            visibility=Visibility.DIRECT,
            customer_name="Aina Oller",
        ),
    )
    return OutboxListing(entries, len(entries))
