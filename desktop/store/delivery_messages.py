"""What a sent delivery becomes: a message of its conversation, unless a pull brought it before."""

from __future__ import annotations

import json
import zlib

from desktop.model import Delivery, Mechanical, Purpose, SentReceipt
from desktop.store.connection import Connection
from desktop.system.clock import to_ms

_SLOTS = 4096  # keys of a millisecond


def message_of(db: Connection, delivery: Delivery, receipt: SentReceipt) -> int:
    """Return the key of the message that a sent delivery became, stored now unless a pull was faster."""
    row = db.read_one(
        "SELECT id FROM message WHERE account_id = ? AND remote_id = ?", (delivery.account_id, receipt.remote_id)
    )
    if row is not None:
        db.write("UPDATE message SET agent = ? WHERE id = ?", (delivery.agent, row[0]))
        return int(row[0])
    sent_ms = to_ms(receipt.at)
    key = sent_ms * _SLOTS + zlib.crc32(receipt.remote_id.encode()) % _SLOTS
    while db.read_one("SELECT 1 FROM message WHERE id = ?", (key,)):
        key += 1
    db.write(
        "INSERT INTO message (id, account_id, remote_id, case_id, thread_id, direction, visibility, sent_at, text, "
        "language, in_reply_to, permalink, agent, has_parts, mechanical) "
        "VALUES (?, ?, ?, ?, ?, 'outgoing', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key,
            delivery.account_id,
            receipt.remote_id,
            delivery.case_id,
            delivery.thread_id,
            delivery.visibility.value,
            sent_ms,
            delivery.text,
            delivery.language,
            delivery.in_reply_to,
            receipt.permalink,
            delivery.agent,
            int(bool(delivery.subject)),
            None if delivery.purpose is Purpose.ANSWER else Mechanical.AUTO_REPLY.value,
        ),
    )
    if delivery.subject:
        db.write(
            "INSERT INTO message_part (message_id, subject, refs) VALUES (?, ?, ?)",
            (key, delivery.subject, json.dumps(delivery.references)),
        )
    db.write(
        "INSERT INTO message_fts (rowid, text, subject, author) VALUES (?, ?, ?, ?)",
        (key, delivery.text, delivery.subject, delivery.agent),
    )
    db.write("UPDATE cases SET messages = messages + 1 WHERE id = ?", (delivery.case_id,))
    db.write("UPDATE thread SET last_at = max(last_at, ?) WHERE id = ?", (sent_ms, delivery.thread_id))
    return key
