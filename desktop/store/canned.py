"""Canned replies: those changed or made here, how often each was used, in which words last on which account."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from desktop.model import AccountId, CaseId, Deed, Network, Visibility
from desktop.store.connection import Connection
from desktop.store.journal import Journal
from desktop.system.clock import from_ms_or_none, to_ms


@dataclass(frozen=True, slots=True)
class KeptReply:
    """One reply as kept. `texts` are (language, title, body, words that customers use). Deleted ones are kept too."""

    uid: str
    shortcut: str
    folder: str
    texts: tuple[tuple[str, str, str, str], ...]
    network: Network | None
    visibility: Visibility | None
    crisis: bool
    deleted: bool = False


class Canned:
    """Reads and writes of canned replies on one connection."""

    def __init__(self, connection: Connection, journal: Journal) -> None:
        """Share the store's connection and journal."""
        self._db = connection
        self._journal = journal

    def kept(self) -> tuple[KeptReply, ...]:
        """Return what was changed, made or deleted here, the oldest first."""
        rows = self._db.read(
            "SELECT uid, shortcut, folder, texts, network, visibility, crisis, deleted FROM canned_reply "
            "ORDER BY made_at, uid"
        )
        return tuple(
            KeptReply(
                uid=row[0],
                shortcut=row[1],
                folder=row[2],
                texts=tuple((text[0], text[1], text[2], text[3]) for text in json.loads(row[3])),
                network=Network(row[4]) if row[4] else None,
                visibility=Visibility(row[5]) if row[5] else None,
                crisis=bool(row[6]),
                deleted=bool(row[7]),
            )
            for row in rows
        )

    def version(self) -> tuple[int, int]:
        """Return what is another value once a reply was changed, made or deleted."""
        row = self._db.read_one("SELECT count(*), coalesce(max(changed_at), 0) FROM canned_reply")
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def keep(self, reply: KeptReply, *, before: object, actor: str, at: datetime) -> None:
        """Keep a reply as it is now and journal what it was before (plain JSON values)."""
        texts = json.dumps(reply.texts, ensure_ascii=False)
        with self._db.writing():
            self._db.write(
                "INSERT INTO canned_reply (uid, shortcut, folder, texts, network, visibility, crisis, deleted, "
                "made_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid) DO UPDATE SET "
                "shortcut = excluded.shortcut, folder = excluded.folder, texts = excluded.texts, "
                "network = excluded.network, visibility = excluded.visibility, crisis = excluded.crisis, "
                "deleted = excluded.deleted, changed_at = excluded.changed_at",
                (
                    reply.uid,
                    reply.shortcut,
                    reply.folder,
                    texts,
                    reply.network,
                    reply.visibility,
                    reply.crisis,
                    reply.deleted,
                    to_ms(at),
                    to_ms(at),
                ),
            )
            after = None if reply.deleted else [reply.uid, reply.shortcut, [[one[0], one[2]] for one in reply.texts]]
            self._journal.record(Deed.CANNED_REPLY, actor=actor, at=at, before=before, after=after)

    def uses(self) -> dict[str, tuple[int, datetime | None]]:
        """Return how often and when last each reply was used, by its uid."""
        rows = self._db.read("SELECT uid, uses, last_used_at FROM canned")
        return {uid: (uses, from_ms_or_none(at)) for uid, uses, at in rows}

    def count_use(self, uid: str, at: datetime) -> None:
        """Count one use."""
        with self._db.writing():
            self._db.write(
                "INSERT INTO canned (uid, body, uses, last_used_at) VALUES (?, '', 1, ?) "
                "ON CONFLICT (uid) DO UPDATE SET uses = uses + 1, last_used_at = excluded.last_used_at",
                (uid, to_ms(at)),
            )

    def remember(self, uid: str, language: str, account_id: AccountId, variation: int, at: datetime) -> None:
        """Remember in which of its variations a reply was last used on an account."""
        with self._db.writing():
            self._db.write(
                "INSERT INTO canned_said (uid, language, account_id, variation, at) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (uid, language, account_id) DO UPDATE SET variation = excluded.variation, "
                "at = excluded.at",
                (uid, language, account_id, variation, to_ms(at)),
            )

    def last_variation(self, uid: str, language: str, account_id: AccountId) -> int | None:
        """Return the variation that was last used on an account, None if none was."""
        row = self._db.read_one(
            "SELECT variation FROM canned_said WHERE uid = ? AND language = ? AND account_id = ?",
            (uid, language, account_id),
        )
        return int(row[0]) if row else None

    def said_on(self, network: Network, since: datetime, limit: int) -> tuple[str, ...]:
        """Return the newest texts that left, or are about to leave, from a network's accounts since a moment.

        Looks at the desk's last 1,000 deliveries.
        """
        return tuple(
            self._db.read_column(
                "SELECT d.text FROM (SELECT text, account_id, created_at, state, id FROM delivery "
                "ORDER BY id DESC LIMIT 1000) d JOIN account a ON a.id = d.account_id "
                "WHERE a.network = ? AND d.created_at >= ? AND d.state <> 'cancelled' ORDER BY d.id DESC LIMIT ?",
                (network, to_ms(since), limit),
            )
        )

    def question_of(self, case_id: CaseId) -> str:
        """Return what the customer wrote last in a case, up to three messages, newest first; "" for nothing."""
        texts = self._db.read_column(
            "SELECT text FROM message WHERE case_id = ? AND direction = 'incoming' AND deleted_at IS NULL "
            "ORDER BY id DESC LIMIT 3",
            (case_id,),
        )
        return "\n".join(texts)
