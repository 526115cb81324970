"""Everything held about one person, for a copy they may ask for (GDPR, articles 15 and 20): bounded in memory.

What other people wrote in the same conversations is theirs and is counted, not given.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.model import AttachmentId, CustomerId
from desktop.store.connection import Connection
from desktop.store.consents import consents_of
from desktop.store.own_fields import values_of
from desktop.store.people import homes_of
from desktop.system.clock import from_ms, from_ms_or_none

_PAGE = 500


@dataclass(frozen=True, slots=True)
class HeldIdentity:
    """One author on one network."""

    network: str
    remote_id: str
    handle: str
    name: str
    followers: int | None
    verified: bool
    avatar_url: str | None
    first_seen_at: datetime
    tied_because: str
    basis: str = ""  # what allowed the tie, as a code
    basis_words: str = ""


@dataclass(frozen=True, slots=True)
class HeldNote:
    """What an agent wrote about the person or in one of their conversations."""

    author: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class HeldValue:
    """What one of the desk's own fields says."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class HeldConsent:
    """What the person agreed to or took back, each time it was written down."""

    kind: str
    given: bool
    how: str
    agent: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HeldRating:
    """A mark that the person gave, from 1 to 5."""

    mark: int
    at: datetime


@dataclass(frozen=True, slots=True)
class HeldPerson:
    """What is held beside the conversations."""

    uid: str
    name: str
    since: datetime
    identities: tuple[HeldIdentity, ...]
    tags: tuple[str, ...]
    notes: tuple[HeldNote, ...]
    details: tuple[HeldValue, ...] = ()
    consents: tuple[HeldConsent, ...] = ()
    ratings: tuple[HeldRating, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldConversation:
    """A conversation, what was made of it, and what is still to be sent in it. `reasons` and `factors` are codes."""

    id: int
    uid: str
    network: str
    kind: str
    subject: str
    first_at: datetime
    last_at: datetime
    status: str
    assignee: str
    language: str
    message_class: str | None
    priority: int
    reasons: Any
    factors: Any
    tags: tuple[str, ...]
    notes: tuple[HeldNote, ...]
    draft: str
    unsent: tuple[str, ...]
    others_messages: int


@dataclass(frozen=True, slots=True)
class HeldAttachment:
    """A file's description; its bytes are asked for by id. `is_here`: they were fetched from the network."""

    id: AttachmentId
    name: str
    content_type: str
    size: int
    dangerous: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """One message by or to the person."""

    id: int
    remote_id: str
    network: str
    direction: str
    visibility: str
    sent_at: datetime
    author: str
    subject: str
    text: str
    quoted: str
    html: str | None
    language: str | None
    message_class: str | None
    permalink: str | None
    edited_at: datetime | None
    deleted_at: datetime | None
    attachments: tuple[HeldAttachment, ...]


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """One line of the journal about one of the person's conversations."""

    at: datetime
    actor: str
    deed: str
    conversation: str
    before: Any
    after: Any


_CASES = (
    "SELECT c.id, c.uid, c.network, c.thread_kind, c.subject, c.first_at, c.last_at, coalesce(r.status, 'merged'), "
    "coalesce(r.assignee, ''), c.language, c.message_class, c.priority, c.reasons, c.factors, "
    "coalesce((SELECT text FROM draft WHERE case_id = c.id), '') FROM cases c "
    "LEFT JOIN case_row r ON r.case_id = c.id WHERE c.customer_id = ? AND c.id > ? ORDER BY c.id LIMIT ?"
)
_MESSAGES = (
    "SELECT m.id, m.remote_id, a.network, m.direction, m.visibility, m.sent_at, "
    "CASE m.direction WHEN 'incoming' THEN coalesce(n.handle, '') ELSE coalesce(m.agent, a.name) END, "
    "coalesce(p.subject, ''), m.text, coalesce(p.quoted, ''), p.html, m.language, m.message_class, m.permalink, "
    "m.edited_at, m.deleted_at FROM message m JOIN account a ON a.id = m.account_id "
    "LEFT JOIN identity n ON n.id = m.identity_id LEFT JOIN message_part p ON p.message_id = m.id "
)
_THEIRS = "(m.direction <> 'incoming' OR m.identity_id IS NULL OR n.customer_id = ?)"


class Dossier:
    """Reads of everything about one person on one connection. Belongs into the background."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def person(self, customer_id: CustomerId) -> HeldPerson | None:
        """Return what is held beside the conversations, None if there is no such customer."""
        row = self._db.read_one("SELECT uid, name, since_at FROM customer WHERE id = ?", (customer_id,))
        if row is None:
            return None
        homes = homes_of(self._db, customer_id)
        marks = ",".join("?" * len(homes))
        tags = self._db.read_column(
            f"SELECT DISTINCT tag FROM customer_tag WHERE customer_id IN ({marks}) ORDER BY tag",  # noqa: S608
            homes,
        )
        notes = self._db.read(
            f"SELECT author, at, text FROM customer_note WHERE customer_id IN ({marks}) ORDER BY at",  # noqa: S608
            homes,
        )
        identities = self._identities(customer_id)
        return HeldPerson(
            row[0],
            row[1],
            min([from_ms(row[2]), *(one.first_seen_at for one in identities)]),
            identities,
            tuple(tags),
            _notes(notes),
            *self._known(customer_id, homes),
        )

    def conversations(self, customer_id: CustomerId) -> Iterator[HeldConversation]:
        """Yield a person's conversations, those that were merged into others too."""
        after = 0
        while rows := self._db.read(_CASES, (customer_id, after, _PAGE)):
            for row in rows:
                yield self._conversation(customer_id, row)
            after = rows[-1][0]

    def messages(self, customer_id: CustomerId, case_id: int) -> Iterator[HeldMessage]:
        """Yield what the person and the desk said in a conversation, oldest first."""
        after = -1
        sql = _MESSAGES + f"WHERE m.case_id = ? AND m.id > ? AND {_THEIRS} ORDER BY m.id LIMIT ?"
        while rows := self._db.read(sql, (case_id, after, customer_id, _PAGE)):
            yield from self._held(rows)
            after = rows[-1][0]

    def messages_elsewhere(self, customer_id: CustomerId) -> Iterator[HeldMessage]:
        """Yield what the person wrote in other people's conversations, and our answers in threads that they began.

        No index leads there: every message of the store is looked at, some seconds for a million.
        """
        ids = self._db.read_column(
            "WITH theirs AS (SELECT id FROM identity WHERE customer_id = ?) "
            "SELECT m.id FROM message m JOIN cases c ON c.id = m.case_id WHERE (m.identity_id IN theirs OR "
            "(m.direction = 'outgoing' AND m.thread_id IN (SELECT id FROM thread WHERE identity_id IN theirs))) "
            "AND c.customer_id <> ? ORDER BY m.id",
            (customer_id, customer_id),
        )
        for start in range(0, len(ids), _PAGE):
            chunk = ids[start : start + _PAGE]
            marks = ",".join("?" * len(chunk))
            yield from self._held(self._db.read(_MESSAGES + f"WHERE m.id IN ({marks}) ORDER BY m.id", chunk))

    def events(self, customer_id: CustomerId) -> Iterator[HeldEvent]:
        """Yield the journal's lines about a person's conversations, one conversation after the other."""
        after = 0
        while cases := self._db.read(
            "SELECT id, uid FROM cases WHERE customer_id = ? AND id > ? ORDER BY id LIMIT ?",
            (customer_id, after, _PAGE),
        ):
            for case_id, uid in cases:
                for at, actor, deed, before, then in self._db.read(
                    "SELECT at, actor, deed, before, after FROM journal WHERE case_id = ? ORDER BY id", (case_id,)
                ):
                    yield HeldEvent(from_ms(at), actor, deed, uid, _unpacked(before), _unpacked(then))
            after = cases[-1][0]

    def _known(
        self, customer_id: CustomerId, homes: tuple[int, ...]
    ) -> tuple[tuple[HeldValue, ...], tuple[HeldConsent, ...], tuple[HeldRating, ...]]:
        values = (HeldValue(one.field.name, one.value) for one in values_of(self._db, homes))
        said = (HeldConsent(c.kind.value, c.given, c.how, c.agent, c.at) for c in consents_of(self._db, homes))
        rated = self._db.read("SELECT mark, at FROM rating WHERE customer_id = ? ORDER BY at", (customer_id,))
        return tuple(values), tuple(said), tuple(HeldRating(mark, from_ms(at)) for mark, at in rated)

    def _identities(self, customer_id: CustomerId) -> tuple[HeldIdentity, ...]:
        rows = self._db.read(
            "SELECT n.network, n.remote_id, n.handle, n.name, n.followers, n.verified, n.avatar_url, n.first_seen_at, "
            "n.link_reason, coalesce(b.kind, ''), coalesce(b.why, '') FROM identity n "
            "LEFT JOIN tie_basis b ON b.identity_id = n.id WHERE n.customer_id = ? ORDER BY n.first_seen_at, n.id",
            (customer_id,),
        )
        return tuple(
            HeldIdentity(
                network=row[0],
                remote_id=row[1],
                handle=row[2],
                name=row[3],
                followers=row[4],
                verified=bool(row[5]),
                avatar_url=row[6],
                first_seen_at=from_ms(row[7]),
                tied_because=row[8],
                basis=row[9],
                basis_words=row[10],
            )
            for row in rows
        )

    def _conversation(self, customer_id: CustomerId, row: tuple[Any, ...]) -> HeldConversation:
        case_id = row[0]
        tags = self._db.read_column("SELECT tag FROM case_tag WHERE case_id = ? ORDER BY tag", (case_id,))
        notes = self._db.read("SELECT author, at, text FROM note WHERE case_id = ? ORDER BY at", (case_id,))
        unsent = self._db.read_column(
            "SELECT text FROM delivery WHERE case_id = ? AND state NOT IN ('sent', 'cancelled') ORDER BY id", (case_id,)
        )
        others = self._db.read_one(
            "SELECT count(*) FROM message m LEFT JOIN identity n ON n.id = m.identity_id "  # noqa: S608 - our own words
            f"WHERE m.case_id = ? AND NOT {_THEIRS}",
            (case_id, customer_id),
        )
        return HeldConversation(
            id=case_id,
            uid=row[1],
            network=row[2],
            kind=row[3],
            subject=row[4],
            first_at=from_ms(row[5]),
            last_at=from_ms(row[6]),
            status=row[7],
            assignee=row[8],
            language=row[9],
            message_class=row[10],
            priority=row[11],
            reasons=_unpacked(row[12]),
            factors=_unpacked(row[13]),
            tags=tuple(tags),
            notes=_notes(notes),
            draft=row[14],
            unsent=tuple(unsent),
            others_messages=others[0] if others else 0,
        )

    def _held(self, rows: Sequence[tuple[Any, ...]]) -> Iterator[HeldMessage]:
        marks = ",".join("?" * len(rows))
        files: dict[int, tuple[HeldAttachment, ...]] = {}
        for row in self._db.read(
            "SELECT message_id, id, name, content_type, size, dangerous, c.attachment_id IS NOT NULL "  # noqa: S608
            "FROM attachment LEFT JOIN attachment_content c ON c.attachment_id = id "
            f"WHERE message_id IN ({marks}) ORDER BY id",  # only marks
            [row[0] for row in rows],
        ):
            held = HeldAttachment(AttachmentId(row[1]), row[2], row[3], row[4], bool(row[5]), bool(row[6]))
            files[row[0]] = (*files.get(row[0], ()), held)
        for row in rows:
            yield _held_message(row, files.get(row[0], ()))


def _held_message(row: tuple[Any, ...], files: tuple[HeldAttachment, ...]) -> HeldMessage:
    return HeldMessage(
        id=row[0],
        remote_id=row[1],
        network=row[2],
        direction=row[3],
        visibility=row[4],
        sent_at=from_ms(row[5]),
        author=row[6],
        subject=row[7],
        text=row[8],
        quoted=row[9],
        html=row[10],
        language=row[11],
        message_class=row[12],
        permalink=row[13],
        edited_at=from_ms_or_none(row[14]),
        deleted_at=from_ms_or_none(row[15]),
        attachments=files,
    )


def _notes(rows: Sequence[tuple[Any, ...]]) -> tuple[HeldNote, ...]:
    return tuple(HeldNote(author, from_ms(at), text) for author, at, text in rows)


def _unpacked(packed: str | None) -> Any:
    return None if packed is None else json.loads(packed)
