"""Deliveries: everything to send, and the one function that changes a delivery's state.

A change names the states it may start from; if another process was faster the change does not happen and the
caller is told. That is what keeps an undo and a send from both winning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from desktop.model import (
    MAY_BECOME,
    AccountId,
    ArrivedAttachment,
    Deed,
    Delivery,
    DeliveryId,
    DeliveryState,
    DraftFile,
    HoldReason,
    OutgoingAttachment,
    Purpose,
    SentReceipt,
)
from desktop.store.attachments import add_attachment
from desktop.store.connection import Connection
from desktop.store.delivery_messages import message_of
from desktop.store.delivery_rows import COLUMNS, FROM, PLANNED, delivery_of, insert
from desktop.store.draft_files import forget_draft, hand_over
from desktop.store.intake_rows import BY_HAND, IN_BROWSER
from desktop.store.journal import Journal
from desktop.store.projection import refresh
from desktop.system.clock import to_ms, to_ms_or_none

_RANK = "CASE state WHEN 'refused' THEN 0 WHEN 'unsure' THEN 1 WHEN 'held' THEN 2 WHEN 'waiting' THEN 3 ELSE 4 END"
FINAL = (DeliveryState.SENT, DeliveryState.CANCELLED)


class Deliveries:
    """Reads and writes of deliveries on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def get(self, delivery_id: DeliveryId) -> Delivery | None:
        """Return a delivery, None if there is none."""
        row = self._db.read_one(f"SELECT {COLUMNS} {FROM} WHERE d.id = ?", (delivery_id,))
        return delivery_of(row) if row else None

    def open(self, account_id: AccountId | None = None) -> tuple[Delivery, ...]:
        """Return every delivery that is not sent or cancelled, oldest first, of one account or of all."""
        one, values = ("", ()) if account_id is None else (" AND account_id = ?", (account_id,))
        rows = self._db.read(
            f"SELECT {COLUMNS} {FROM} WHERE d.id IN (SELECT id FROM delivery INDEXED BY delivery_open "  # noqa: S608
            f"WHERE state NOT IN ('sent', 'cancelled'){one}) ORDER BY d.id",
            values,
        )
        return tuple(delivery_of(row) for row in rows)

    def listed(self, limit: int) -> tuple[Delivery, ...]:
        """Return at most `limit` of them: refused first, then unsure, held, waiting and sending, each oldest first."""
        rows = self._db.read(
            f"SELECT {COLUMNS} {FROM} WHERE d.id IN (SELECT id FROM delivery WHERE state NOT IN "  # noqa: S608
            f"('sent', 'cancelled') ORDER BY {_RANK}, id LIMIT ?) ORDER BY {_RANK.replace('state', 'd.state')}, d.id",
            (limit,),
        )
        return tuple(delivery_of(row) for row in rows)

    def waiting(self) -> int:
        """Return how many texts have not gone out, refused ones included; one in several parts is one."""
        row = self._db.read_one(
            "SELECT count(DISTINCT CASE series WHEN '' THEN uid ELSE series END) FROM delivery "
            "WHERE state NOT IN ('sent', 'cancelled')"
        )
        return int(row[0]) if row else 0

    def of_key(self, idempotency_key: str) -> Delivery | None:
        """Return the delivery that carries a key, None if none does."""
        row = self._db.read_one(f"SELECT {COLUMNS} {FROM} WHERE d.idempotency_key = ?", (idempotency_key,))
        return delivery_of(row) if row else None

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
            f"SELECT {COLUMNS} {FROM} WHERE d.series = ? AND d.series <> '' ORDER BY d.part", (series,)
        )
        return tuple(delivery_of(row) for row in rows)

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
            key = insert(self._db, delivery)
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
            message_id = message_of(self._db, delivery, receipt)
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
