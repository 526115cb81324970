"""Deliveries: everything to send, and the one function that changes a delivery's state.

A change names the states it may start from; if another process was faster the change does not happen and the
caller is told. That is what keeps an undo and a send from both winning.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from desktop.model import (
    MAY_BECOME,
    AccountId,
    ArrivedAttachment,
    CaseId,
    Deed,
    Delivery,
    DeliveryId,
    DeliveryState,
    DraftFile,
    HoldReason,
    Mechanical,
    OutgoingAttachment,
    Overridden,
    PartOf,
    Purpose,
    SentReceipt,
    ThreadId,
    Visibility,
)
from desktop.store.attachments import add_attachment
from desktop.store.connection import Connection
from desktop.store.draft_files import forget_draft, hand_over
from desktop.store.intake_rows import BY_HAND, IN_BROWSER
from desktop.store.journal import Journal
from desktop.store.projection import refresh
from desktop.system.clock import from_ms, from_ms_or_none, to_ms, to_ms_or_none

_COLUMNS = (
    "d.id, d.uid, d.case_id, d.thread_id, d.account_id, d.visibility, d.text, d.subject, d.language, d.agent, "
    "d.idempotency_key, d.in_reply_to, d.recipient, d.refs, d.created_at, d.state, d.hold_reason, d.not_before, "
    "d.attempts, d.next_try_at, d.error, d.override_reason, d.committing, p.name, "
    "d.purpose, d.past_hours, d.series, d.part, d.parts, d.gap, d.overridden, d.planned, d.past_crisis"
)
_FROM = "FROM delivery d JOIN cases c ON c.id = d.case_id JOIN customer p ON p.id = c.customer_id "
_RANK = "CASE state WHEN 'refused' THEN 0 WHEN 'unsure' THEN 1 WHEN 'held' THEN 2 WHEN 'waiting' THEN 3 ELSE 4 END"
FINAL = (DeliveryState.SENT, DeliveryState.CANCELLED)
PLANNED = (HoldReason.SCHEDULED, HoldReason.CLOSED)
"""Holds that a person chose and that end by themselves at a moment."""
_SLOTS = 4096


class Deliveries:
    """Reads and writes of deliveries on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def get(self, delivery_id: DeliveryId) -> Delivery | None:
        """Return a delivery, None if there is none."""
        row = self._db.read_one(f"SELECT {_COLUMNS} {_FROM} WHERE d.id = ?", (delivery_id,))
        return _delivery(row) if row else None

    def open(self, account_id: AccountId | None = None) -> tuple[Delivery, ...]:
        """Return every delivery that is not sent or cancelled, oldest first, of one account or of all."""
        where, values = "d.state NOT IN ('sent', 'cancelled')", ()
        if account_id is not None:
            where, values = where + " AND d.account_id = ?", (account_id,)  # type: ignore[assignment]
        rows = self._db.read(f"SELECT {_COLUMNS} {_FROM} WHERE {where} ORDER BY d.id", values)
        return tuple(_delivery(row) for row in rows)

    def listed(self, limit: int) -> tuple[Delivery, ...]:
        """Return at most `limit` of them: refused first, then unsure, held, waiting and sending, each oldest first."""
        rows = self._db.read(
            f"SELECT {_COLUMNS} {_FROM} WHERE d.id IN (SELECT id FROM delivery WHERE state NOT IN "  # noqa: S608
            f"('sent', 'cancelled') ORDER BY {_RANK}, id LIMIT ?) ORDER BY {_RANK.replace('state', 'd.state')}, d.id",
            (limit,),
        )
        return tuple(_delivery(row) for row in rows)

    def waiting(self) -> int:
        """Return how many texts have not gone out, refused ones included; one in several parts is one."""
        row = self._db.read_one(
            "SELECT count(DISTINCT CASE series WHEN '' THEN uid ELSE series END) FROM delivery "
            "WHERE state NOT IN ('sent', 'cancelled')"
        )
        return int(row[0]) if row else 0

    def of_key(self, idempotency_key: str) -> Delivery | None:
        """Return the delivery that carries a key, None if none does."""
        row = self._db.read_one(f"SELECT {_COLUMNS} {_FROM} WHERE d.idempotency_key = ?", (idempotency_key,))
        return _delivery(row) if row else None

    def copy_of(self, delivery: Delivery) -> str | None:
        """Return the network's id of a delivery's copy that a pull brought already, None if there is none.

        That is a message of ours in the same thread with the same words, written after the delivery and no other
        delivery's.
        """
        from desktop.store.adoption import CLOCK_SKEW_MS, comparable  # a start counts what waits and needs none of it

        rows = self._db.read(
            "SELECT remote_id, text FROM message m WHERE case_id = ? AND thread_id = ? AND direction = 'outgoing' "
            "AND visibility = ? AND sent_at >= ? AND remote_id NOT LIKE ? AND remote_id NOT LIKE ? "
            "AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.case_id = m.case_id AND d.message_id = m.id) ORDER BY id",
            (
                delivery.case_id,
                delivery.thread_id,
                delivery.visibility.value,
                to_ms(delivery.created_at) - CLOCK_SKEW_MS,
                f"{BY_HAND}%",
                f"{IN_BROWSER}%",
            ),
        )
        wanted = comparable(delivery.text)
        return next((remote_id for remote_id, text in rows if comparable(text) == wanted), None)

    def series(self, series: str) -> tuple[Delivery, ...]:
        """Return every part of a numbered thread, in order, whatever became of it."""
        rows = self._db.read(
            f"SELECT {_COLUMNS} {_FROM} WHERE d.series = ? AND d.series <> '' ORDER BY d.part", (series,)
        )
        return tuple(_delivery(row) for row in rows)

    def remote_id(self, delivery_id: DeliveryId) -> str | None:
        """Return the network's id of what a delivery became, None if it was not sent."""
        row = self._db.read_one(
            "SELECT m.remote_id FROM delivery d JOIN message m ON m.id = d.message_id WHERE d.id = ?", (delivery_id,)
        )
        return str(row[0]) if row else None

    def make(self, delivery: Delivery, attachments: Sequence[OutgoingAttachment | DraftFile] = ()) -> Delivery:
        """Store a new delivery, its files, and forget the case's draft, in one transaction. `id` is ignored.

        A draft stays where the delivery is not the answer that was being written. The bytes of a draft's file stay
        where they are. Raises FileGone if such a file is not there any more.
        """
        with self._db.writing():
            key = self._insert(delivery)
            for attachment in attachments:
                if isinstance(attachment, DraftFile):
                    hand_over(self._db, attachment, key)
                    continue
                arrived = ArrivedAttachment(
                    attachment.name, attachment.content_type, attachment.size, attachment.content
                )
                add_attachment(self._db, arrived, delivery_id=key, alt_text=attachment.alt_text)
            if delivery.purpose is Purpose.ANSWER:
                forget_draft(self._db, delivery.case_id, delivery.agent, at=delivery.created_at)
            self._journal.record(
                Deed.DELIVERY_MADE,
                actor=delivery.agent,
                at=delivery.created_at,
                case_id=delivery.case_id,
                after=[delivery.uid, delivery.state.value, delivery.hold_reason],
            )
            self._journal_override(delivery)
            refresh(self._db, (delivery.case_id,))
        made = self.get(DeliveryId(key))
        assert made is not None
        return made

    def _journal_override(self, delivery: Delivery) -> None:
        """Note once for a text, not for each of its parts, what an agent's written reason covers; never the words."""
        if not delivery.override_reason or delivery.follows is not None:
            return
        self._journal.record(
            Deed.OVERRIDE,
            actor=delivery.agent,
            at=delivery.created_at,
            case_id=delivery.case_id,
            after={
                "reason": delivery.override_reason,
                "findings": [[one.rule, one.kind] for one in delivery.overridden],
            },
        )

    def is_unread_below(self, delivery: Delivery) -> bool:
        """Tell whether the customer wrote in a delivery's thread what was not there when it was made or released."""
        row = self._db.read_one(
            "SELECT EXISTS (SELECT 1 FROM message m JOIN delivery d ON d.id = ? WHERE m.thread_id = d.thread_id "
            "AND m.direction = 'incoming' AND m.id > d.seen AND m.deleted_at IS NULL)",
            (delivery.id,),
        )
        return bool(row and row[0])

    def change(
        self,
        delivery_id: DeliveryId,
        allowed: Iterable[DeliveryState],
        state: DeliveryState,
        *,
        actor: str,
        at: datetime,
        hold_reason: HoldReason | None = None,
        not_before: datetime | None = None,
        next_try_at: datetime | None = None,
        error: str = "",
        attempted: bool = False,
        released: bool = False,
    ) -> bool:
        """Move a delivery to a state if it stands in an allowed one; False if it does not any more.

        Steps that the state machine does not know (MAY_BECOME) never happen, whatever the caller allows.
        `released`: a person says so, who has read what the customer wrote until now, and who knows whether the desk is
        closed if the delivery waited for its opening or for a moment, or of the crisis if that held it; it is not
        planned any more then.
        """
        names = [one.value for one in allowed if state in MAY_BECOME[one]]
        marks = ",".join("?" * len(names))
        planned = hold_reason.value if hold_reason in PLANNED else ""
        with self._db.writing():
            row = self._db.read_one(
                f"SELECT case_id, state, uid, hold_reason FROM delivery WHERE id = ? AND state IN ({marks})",  # noqa: S608
                (delivery_id, *names),
            )
            if row is None:
                return False
            self._db.write(
                "UPDATE delivery SET state = ?, hold_reason = ?, not_before = ?, next_try_at = ?, error = ?, "
                "attempts = attempts + ?, committing = CASE WHEN ? IN ('sending', 'waiting') THEN 0 ELSE "
                "committing END, "
                "past_hours = past_hours OR (? AND coalesce(hold_reason IN ('closed', 'scheduled'), 0)), "
                "past_crisis = past_crisis OR (? AND coalesce(hold_reason = 'crisis', 0)), "
                "planned = CASE WHEN ? THEN '' WHEN ? <> '' THEN ? ELSE planned END, "
                "seen = CASE WHEN ? THEN (SELECT coalesce(max(m.id), 0) FROM message m WHERE "
                "m.direction = 'incoming' AND m.thread_id = delivery.thread_id) ELSE seen END, "
                "changed_at = ? WHERE id = ?",
                (
                    state.value,
                    hold_reason.value if hold_reason else None,
                    to_ms_or_none(not_before),
                    to_ms_or_none(next_try_at),
                    error,
                    int(attempted),
                    state.value,
                    int(released),
                    int(released),
                    int(released),
                    planned,
                    planned,
                    int(released),
                    to_ms(at),
                    delivery_id,
                ),
            )
            reason = hold_reason.value if hold_reason else None
            if released or (row[1], row[3]) != (state.value, reason):
                after = [row[2], state.value, *([reason] if reason else [])]
                self._journal.record(
                    Deed.DELIVERY_STATE, actor=actor, at=at, case_id=row[0], before=row[1], after=after
                )
            refresh(self._db, (row[0],))
        return True

    def restore(self, before: Delivery, *, actor: str, at: datetime) -> bool:
        """Put a delivery that a person discarded back as it stood (undo); False if it is not cancelled any more.

        No other step leaves `cancelled`, so that an engine which looks at an older state can never revive one.
        """
        with self._db.writing():
            row = self._db.read_one("SELECT state FROM delivery WHERE id = ?", (before.id,))
            if (
                row is None
                or row[0] != DeliveryState.CANCELLED.value
                or before.state in (*FINAL, DeliveryState.SENDING)
            ):
                return False
            self._db.write(
                "UPDATE delivery SET state = ?, hold_reason = ?, not_before = ?, next_try_at = ?, error = ?, "
                "changed_at = ? WHERE id = ?",
                (
                    before.state.value,
                    before.hold_reason.value if before.hold_reason else None,
                    to_ms_or_none(before.not_before),
                    to_ms_or_none(before.next_try_at),
                    before.error,
                    to_ms(at),
                    before.id,
                ),
            )
            self._journal.record(
                Deed.DELIVERY_STATE,
                actor=actor,
                at=at,
                case_id=before.case_id,
                before=DeliveryState.CANCELLED.value,
                after=[before.uid, before.state.value, "undo"],
            )
            refresh(self._db, (before.case_id,))
        return True

    def begin_commit(self, delivery_id: DeliveryId) -> None:
        """Note that the network may have the text from now on: a crash after this leaves the outcome open."""
        with self._db.writing():
            self._db.write("UPDATE delivery SET committing = 1 WHERE id = ?", (delivery_id,))

    def finish(self, delivery_id: DeliveryId, receipt: SentReceipt, *, actor: str, at: datetime) -> bool:
        """Record that a delivery was sent: its message joins the timeline and the case stops waiting, at once.

        False if it was recorded before (the fetched copy was faster).
        """
        with self._db.writing():
            delivery = self.get(delivery_id)
            if delivery is None or DeliveryState.SENT not in MAY_BECOME[delivery.state]:
                return False
            message_id = self._message_of(delivery, receipt)
            self._db.write(
                "UPDATE delivery SET state = 'sent', message_id = ?, error = '', changed_at = ?, next_try_at = NULL "
                "WHERE id = ?",
                (message_id, to_ms(at), delivery_id),
            )
            self._db.write(
                "UPDATE attachment SET message_id = ?, delivery_id = NULL WHERE delivery_id = ?",
                (message_id, delivery_id),
            )
            self._journal.record(
                Deed.DELIVERY_STATE,
                actor=actor,
                at=at,
                case_id=delivery.case_id,
                before=delivery.state.value,
                after=[delivery.uid, "sent"],
            )
            self._answer(delivery, to_ms(receipt.at))
            refresh(self._db, (delivery.case_id,))
        return True

    def _answer(self, delivery: Delivery, at_ms: int) -> None:
        """Let the case wait no longer; one that was only told when the desk opens still waits for its answer."""
        if delivery.purpose is not Purpose.ANSWER:
            return
        snippet = " ".join(delivery.text.split())[:160]
        self._db.write(
            "UPDATE cases SET last_out_at = max(coalesce(last_out_at, 0), ?), last_at = max(last_at, ?), snippet = ?, "
            "snippet_ours = 1, listening = 0, "
            "awaiting_since = CASE WHEN awaiting_since <= ? THEN NULL ELSE awaiting_since END, "
            "due_at = CASE WHEN awaiting_since <= ? THEN NULL ELSE due_at END WHERE id = ?",
            (at_ms, at_ms, snippet, at_ms, at_ms, delivery.case_id),
        )

    def _message_of(self, delivery: Delivery, receipt: SentReceipt) -> int:
        """Return the key of the message that a sent delivery became, stored now unless a pull was faster."""
        row = self._db.read_one(
            "SELECT id FROM message WHERE account_id = ? AND remote_id = ?", (delivery.account_id, receipt.remote_id)
        )
        if row is not None:
            self._db.write("UPDATE message SET agent = ? WHERE id = ?", (delivery.agent, row[0]))
            return int(row[0])
        sent_ms = to_ms(receipt.at)
        key = sent_ms * _SLOTS + zlib.crc32(receipt.remote_id.encode()) % _SLOTS
        while self._db.read_one("SELECT 1 FROM message WHERE id = ?", (key,)):
            key += 1
        self._db.write(
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
            self._db.write(
                "INSERT INTO message_part (message_id, subject, refs) VALUES (?, ?, ?)",
                (key, delivery.subject, json.dumps(delivery.references)),
            )
        self._db.write(
            "INSERT INTO message_fts (rowid, text, subject, author) VALUES (?, ?, ?, ?)",
            (key, delivery.text, delivery.subject, delivery.agent),
        )
        self._db.write("UPDATE cases SET messages = messages + 1 WHERE id = ?", (delivery.case_id,))
        self._db.write("UPDATE thread SET last_at = max(last_at, ?) WHERE id = ?", (sent_ms, delivery.thread_id))
        return key

    def _insert(self, delivery: Delivery) -> int:
        part = delivery.part or PartOf("", 0, 0)
        planned = delivery.hold_reason if delivery.hold_reason in PLANNED else delivery.planned
        return self._db.insert(
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


def _delivery(row: tuple[Any, ...]) -> Delivery:
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
