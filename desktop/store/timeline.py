"""The timeline: messages, notes, deliveries on their way and journal lines of one case, oldest first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from desktop.model import (
    CaseId,
    Deed,
    DeliveryState,
    Direction,
    Engagement,
    ItemKind,
    Mechanical,
    Moderation,
    Network,
    ThreadId,
    ThreadKind,
    TimelineItem,
    Visibility,
)
from desktop.store.attachments import Attachments
from desktop.store.connection import Connection
from desktop.store.intake_rows import IN_BROWSER
from desktop.store.journal import Journal
from desktop.store.moderations import Moderations
from desktop.system.clock import from_ms, from_ms_or_none, to_ms

_SHOWN_DEEDS = (
    Deed.STATUS,
    Deed.ASSIGN,
    Deed.SNOOZE,
    Deed.MERGE,
    Deed.UNMERGE,
    Deed.REOPENED,
    Deed.OVERRIDE,
    Deed.HANDED_OVER,
    Deed.ESCALATED,
    Deed.ABUSE,
    Deed.HUSH,
    Deed.KNOWN_FACE,
    Deed.TICKET,
    Deed.RATED,
)
_MESSAGES = (
    "SELECT m.id, m.remote_id, m.sent_at, m.direction, m.visibility, t.kind, n.network, n.name, n.handle, "
    "p.uid, m.text, "
    "m.permalink, m.engagement, m.mechanical, m.agent, m.edited_at, m.deleted_at, m.has_parts, a.network, "
    "a.name, a.handle, m.thread_id, m.hidden "
    "FROM message m JOIN thread t ON t.id = m.thread_id JOIN account a ON a.id = m.account_id "
    "LEFT JOIN identity n ON n.id = m.identity_id LEFT JOIN customer p ON p.id = n.customer_id "
)

# A long conversation has hundreds of messages; calling an enum takes ten times as long as looking its member up.
_DIRECTIONS = {one.value: one for one in Direction}
_VISIBILITIES = {one.value: one for one in Visibility}
_NETWORKS = {one.value: one for one in Network}
_THREAD_KINDS = {one.value: one for one in ThreadKind}


class Timeline:
    """Reads of one case's timeline on one connection."""

    def __init__(
        self, connection: Connection, attachments: Attachments, journal: Journal, moderations: Moderations
    ) -> None:
        """Share the store's connection and shelves."""
        self._db = connection
        self._attachments = attachments
        self._journal = journal
        self._moderations = moderations

    def items(self, case_id: CaseId, limit: int = 300) -> tuple[TimelineItem, ...]:
        """Return a case's newest items, oldest first; `limit` bounds the messages."""
        messages = self._messages(case_id, limit)
        items = [*messages, *self._events(case_id), *self._notes(case_id), *self._deliveries(case_id)]
        return tuple(sorted(items, key=lambda item: item.at))

    def html(self, message_id: int) -> str | None:
        """Return a message's sanitised HTML, None if it has none."""
        row = self._db.read_one("SELECT html FROM message_part WHERE message_id = ?", (message_id,))
        return row[0] if row else None

    def message_keys(self, case_id: CaseId, limit: int, *, until: datetime | None = None) -> frozenset[int]:
        """Return the keys of a case's newest messages, at most `limit`; with `until` those that were sent by then."""
        where, values = ("", ()) if until is None else (" AND sent_at <= ?", (to_ms(until),))
        rows = self._db.read(
            f"SELECT id FROM message WHERE case_id = ?{where} ORDER BY id DESC LIMIT ?",  # noqa: S608
            (case_id, *values, limit),
        )
        return frozenset(row[0] for row in rows)

    def newest_incoming_key(self, case_id: CaseId) -> int:
        """Return the key of the customer's newest message, 0 if there is none; a larger one later is news."""
        row = self._db.read_one("SELECT max(id) FROM message WHERE case_id = ? AND direction = 'incoming'", (case_id,))
        return int(row[0]) if row and row[0] is not None else 0

    def newest_mechanical(self, case_id: CaseId) -> Mechanical | None:
        """Return what kind of machine wrote the newest incoming message, None if a person did."""
        row = self._db.read_one(
            "SELECT mechanical FROM message WHERE case_id = ? AND direction = 'incoming' ORDER BY id DESC LIMIT 1",
            (case_id,),
        )
        return Mechanical(row[0]) if row and row[0] else None

    def _messages(self, case_id: CaseId, limit: int) -> list[TimelineItem]:
        rows = self._db.read(_MESSAGES + "WHERE m.case_id = ? ORDER BY m.id DESC LIMIT ?", (case_id, limit))
        with_parts = [row[0] for row in rows if row[17]]
        parts = self._parts(with_parts)
        attachments = self._attachments.of_messages(row[0] for row in rows)
        moderated = self._moderations.of_case(case_id)
        answered_at = max((row[2] for row in rows if row[3] == Direction.OUTGOING.value), default=0)
        return [
            _message_item(row, parts.get(row[0]), attachments.get(row[0], ()), answered_at, moderated.get(row[0]))
            for row in reversed(rows)
        ]

    def _parts(self, message_ids: list[int]) -> dict[int, tuple[Any, ...]]:
        if not message_ids:
            return {}
        marks = ",".join("?" * len(message_ids))
        rows = self._db.read(
            f"SELECT message_id, subject, quoted, html IS NOT NULL FROM message_part WHERE message_id IN ({marks})",  # noqa: S608
            message_ids,
        )
        return {row[0]: row for row in rows}

    def _notes(self, case_id: CaseId) -> Iterable[TimelineItem]:
        for uid, author, text, at, kind in self._db.read(
            "SELECT uid, author, text, at, kind FROM note WHERE case_id = ?", (case_id,)
        ):
            yield TimelineItem(
                kind=ItemKind.NOTE,
                key=uid,
                at=from_ms(at),
                direction=Direction.NOTE,
                visibility=Visibility.INTERNAL,
                network=None,
                thread_kind=None,
                author_name=author,
                author_handle="",
                author_key=author,
                text=text,
                detail=kind,
            )

    def _deliveries(self, case_id: CaseId) -> Iterable[TimelineItem]:
        rows = self._db.read(
            "SELECT d.id, d.uid, d.created_at, d.visibility, a.network, t.kind, d.agent, d.text, d.subject, d.state, "
            "d.hold_reason, d.error, d.not_before, a.handle FROM delivery d JOIN thread t ON t.id = d.thread_id "
            "JOIN account a ON a.id = d.account_id WHERE d.case_id = ? AND d.state NOT IN ('sent', 'cancelled')",
            (case_id,),
        )
        for row in rows:
            undoable = row[9] == DeliveryState.HELD.value and row[10] == "undo"
            yield TimelineItem(
                kind=ItemKind.DELIVERY,
                key=row[1],
                at=from_ms(row[2]),
                direction=Direction.OUTGOING,
                visibility=Visibility(row[3]),
                network=Network(row[4]),
                thread_kind=ThreadKind(row[5]),
                author_name=row[6],
                author_handle="",
                author_key=row[6],
                text=row[7],
                subject=row[8],
                account_name=row[13],
                delivery_state=DeliveryState(row[9]),
                delivery_reason=row[11] or row[10] or "",
                undo_until=from_ms_or_none(row[12]) if undoable else None,
                not_before=from_ms_or_none(row[12]),
                delivery_id=row[0],
            )

    def _events(self, case_id: CaseId) -> Iterable[TimelineItem]:
        entries = self._journal.of_case(case_id)
        taken_back = {one.before for one in entries if one.deed is Deed.HANDED_OVER and isinstance(one.before, int)}
        for entry in entries:
            if entry.deed not in _SHOWN_DEEDS or (entry.deed is Deed.HANDED_OVER and entry.after is None):
                continue
            if entry.id in taken_back or (entry.deed is Deed.TICKET and _is_on_its_way(entry.after)):
                continue
            yield TimelineItem(
                kind=ItemKind.EVENT,
                key=f"event-{entry.id}",
                at=entry.at,
                direction=Direction.NOTE,
                visibility=Visibility.INTERNAL,
                network=None,
                thread_kind=None,
                author_name=entry.actor,
                author_handle="",
                author_key=entry.actor,
                text=entry.deed.value,
                detail=json.dumps(entry.after),
            )


def _is_on_its_way(after: object) -> bool:
    """Tell whether a ticket's line is of a wish: what comes of it has a line of its own."""
    return isinstance(after, dict) and after.get("what") in {"wanted", "cancelled"}


def _message_item(
    row: tuple[Any, ...],
    parts: tuple[Any, ...] | None,
    attachments: tuple[Any, ...],
    answered_at: int,
    moderation: Moderation | None,
) -> TimelineItem:
    incoming = row[3] == Direction.INCOMING.value
    return TimelineItem(
        kind=ItemKind.MESSAGE,
        key=f"message-{row[0]}",
        at=from_ms(row[2]),
        direction=_DIRECTIONS[row[3]],
        visibility=_VISIBILITIES[row[4]],
        network=_NETWORKS[row[18]],
        thread_kind=_THREAD_KINDS[row[5]],
        author_name=row[7] or row[8] or "" if incoming else row[14] or row[19],
        author_handle=row[8] or "" if incoming else row[20],
        author_key=row[9] or "" if incoming else row[14] or row[19],
        text=row[10],
        subject=parts[1] if parts else "",
        quoted=parts[2] if parts else "",
        html="" if parts and parts[3] else None,
        permalink=row[11],
        remote_id=row[1],
        account_name=row[20],
        attachments=attachments,
        engagement=_engagement(row[12]),
        mechanical=Mechanical(row[13]) if row[13] else None,
        delivery_state=None if incoming else DeliveryState.SENT,
        unanswered=incoming and row[2] > answered_at and row[16] is None,
        deleted=row[16] is not None,
        edited=row[15] is not None,
        message_id=row[0],
        thread_id=ThreadId(row[21]),
        hidden=bool(row[22]),
        moderation=moderation,
        in_browser=row[1].startswith(IN_BROWSER),
    )


def _engagement(packed: str | None) -> Engagement | None:
    if packed is None:
        return None
    replies, shares, likes = packed.split()
    return Engagement(int(replies), int(shares), int(likes))
