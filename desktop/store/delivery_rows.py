"""How a delivery is a row: the columns that are read, in their order, and how one is written first."""

from __future__ import annotations

import json
from typing import Any

from desktop.model import (
    AccountId,
    CaseId,
    Delivery,
    DeliveryId,
    DeliveryState,
    HoldReason,
    Overridden,
    PartOf,
    Purpose,
    ThreadId,
    Visibility,
)
from desktop.store.connection import Connection
from desktop.system.clock import from_ms, from_ms_or_none, to_ms, to_ms_or_none

COLUMNS = (
    "d.id, d.uid, d.case_id, d.thread_id, d.account_id, d.visibility, d.text, d.subject, d.language, d.agent, "
    "d.idempotency_key, d.in_reply_to, d.recipient, d.refs, d.created_at, d.state, d.hold_reason, d.not_before, "
    "d.attempts, d.next_try_at, d.error, d.override_reason, d.committing, p.name, "
    "d.purpose, d.past_hours, d.series, d.part, d.parts, d.gap, d.overridden, d.planned, d.past_crisis"
)
FROM = "FROM delivery d JOIN cases c ON c.id = d.case_id JOIN customer p ON p.id = c.customer_id "
PLANNED = (HoldReason.SCHEDULED, HoldReason.CLOSED)
"""Holds that a person chose and that end by themselves at a moment."""


def insert(db: Connection, delivery: Delivery) -> int:
    """Write a delivery that is new, and return its key."""
    part = delivery.part or PartOf("", 0, 0)
    planned = delivery.hold_reason if delivery.hold_reason in PLANNED else delivery.planned
    return db.insert(
        "INSERT INTO delivery (uid, case_id, thread_id, account_id, visibility, text, subject, language, agent, "
        "idempotency_key, in_reply_to, recipient, refs, created_at, hold_reason, not_before, "
        "override_reason, state, "
        "changed_at, purpose, past_hours, series, part, parts, gap, overridden, planned, past_crisis, seen) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "(SELECT coalesce(max(id), 0) FROM message WHERE direction = 'incoming' AND thread_id = ?))",
        (
            delivery.uid,
            delivery.case_id,
            delivery.thread_id,
            delivery.account_id,
            delivery.visibility.value,
            delivery.text,
            delivery.subject,
            delivery.language,
            delivery.agent,
            delivery.idempotency_key,
            delivery.in_reply_to,
            delivery.recipient,
            json.dumps(delivery.references),
            to_ms(delivery.created_at),
            delivery.hold_reason.value if delivery.hold_reason else None,
            to_ms_or_none(delivery.not_before),
            delivery.override_reason,
            delivery.state.value,
            to_ms(delivery.created_at),
            delivery.purpose.value,
            int(delivery.past_hours),
            part.series,
            part.number,
            part.total,
            part.gap,
            json.dumps([[one.rule, one.kind, one.start, one.end] for one in delivery.overridden]),
            planned.value if planned is not None else "",
            int(delivery.past_crisis),
            delivery.thread_id,
        ),
    )


def delivery_of(row: tuple[Any, ...]) -> Delivery:
    """Return the delivery of a row of COLUMNS."""
    return Delivery(
        id=DeliveryId(row[0]),
        uid=row[1],
        case_id=CaseId(row[2]),
        thread_id=ThreadId(row[3]),
        account_id=AccountId(row[4]),
        visibility=Visibility(row[5]),
        text=row[6],
        subject=row[7],
        language=row[8],
        agent=row[9],
        idempotency_key=row[10],
        in_reply_to=row[11],
        recipient=row[12],
        references=tuple(json.loads(row[13])),
        created_at=from_ms(row[14]),
        state=DeliveryState(row[15]),
        hold_reason=HoldReason(row[16]) if row[16] else None,
        not_before=from_ms_or_none(row[17]),
        attempts=row[18],
        next_try_at=from_ms_or_none(row[19]),
        error=row[20],
        override_reason=row[21],
        committing=bool(row[22]),
        customer_name=row[23],
        purpose=Purpose(row[24]),
        past_hours=bool(row[25]),
        part=PartOf(row[26], row[27], row[28], row[29]) if row[26] else None,
        overridden=tuple(Overridden(*one) for one in json.loads(row[30])),
        planned=HoldReason(row[31]) if row[31] else None,
        past_crisis=bool(row[32]),
    )
