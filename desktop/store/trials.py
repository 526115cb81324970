"""Self-tests: what staff are to post, what they posted, which messages those became, and when we answered them.

What became a post of a test is no question of any report; the answers are measured here alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop.model import Network
from desktop.store.connection import Connection
from desktop.system.clock import from_ms, from_ms_or_none, to_ms, to_ms_or_none

_POST = (
    "SELECT t.id, t.week, t.kind, t.mentions, t.network, t.author, t.text, t.planned_at, t.posted_at, t.message_id, "
    "m.sent_at, (SELECT min(r.sent_at) FROM message r WHERE r.case_id = m.case_id AND r.id > m.id "
    "AND r.direction = 'outgoing' AND r.mechanical IS NULL AND r.deleted_at IS NULL) "
    "FROM trial_post t LEFT JOIN message m ON m.id = t.message_id "
)


@dataclass(frozen=True, slots=True)
class Planned:
    """One post that somebody of the staff is to write. `author` is their handle on the network, without its "@"."""

    week: int
    kind: str
    mentions: bool
    network: Network
    author: str
    text: str
    planned_at: datetime


@dataclass(frozen=True, slots=True)
class TrialPost:
    """A planned post and what became of it: posted by somebody's word, seen here as a message, answered."""

    id: int
    planned: Planned
    posted_at: datetime | None
    message_id: int | None
    seen_at: datetime | None
    answered_at: datetime | None

    @property
    def is_out(self) -> bool:
        """Whether it was posted: somebody said so, or it was seen."""
        return self.posted_at is not None or self.message_id is not None


@dataclass(frozen=True, slots=True)
class Trial:
    """A self-test. `ended_at` None: it goes on."""

    id: int
    begun_at: datetime
    begun_by: str
    ended_at: datetime | None


class Trials:
    """Reads and writes of self-tests on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def newest(self) -> Trial | None:
        """Return the test that was begun last, None if there never was one."""
        row = self._db.read_one("SELECT id, begun_at, begun_by, ended_at FROM trial ORDER BY id DESC LIMIT 1")
        return Trial(row[0], from_ms(row[1]), row[2], from_ms_or_none(row[3])) if row else None

    def begin(self, plan: Sequence[Planned], *, actor: str, at: datetime) -> int:
        """Keep a plan and return the test's id; one that goes on ends."""
        with self._db.writing():
            self._db.write("UPDATE trial SET ended_at = ? WHERE ended_at IS NULL", (to_ms(at),))
            key = self._db.insert("INSERT INTO trial (begun_at, begun_by) VALUES (?, ?)", (to_ms(at), actor))
            self._db.write_many(
                "INSERT INTO trial_post (trial_id, week, kind, mentions, network, author, text, planned_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        key,
                        one.week,
                        one.kind,
                        int(one.mentions),
                        one.network.value,
                        one.author,
                        one.text,
                        to_ms(one.planned_at),
                    )
                    for one in plan
                ],
            )
        return key

    def end(self, trial_id: int, at: datetime) -> None:
        """End a test; what was measured stays."""
        with self._db.writing():
            self._db.write("UPDATE trial SET ended_at = ? WHERE id = ? AND ended_at IS NULL", (to_ms(at), trial_id))

    def posts(self, trial_id: int) -> tuple[TrialPost, ...]:
        """Return a test's posts in the order in which they are planned."""
        rows = self._db.read(f"{_POST} WHERE t.trial_id = ? ORDER BY t.planned_at, t.id", (trial_id,))
        return tuple(_post(row) for row in rows)

    def set_posted(self, post_id: int, at: datetime | None) -> None:
        """Note that somebody posted it, or did not after all."""
        with self._db.writing():
            self._db.write("UPDATE trial_post SET posted_at = ? WHERE id = ?", (to_ms_or_none(at), post_id))

    def written_by(self, trial: Trial) -> list[tuple[int, str, str, str]]:
        """Return key, network, handle and text of what a test's staff wrote since it began, and is no post yet.

        Some networks tell times by the second: what was written within the second of the beginning is of the test.
        """
        until = to_ms(trial.ended_at) if trial.ended_at else 1 << 52
        return self._db.read(
            "SELECT m.id, i.network, ltrim(i.handle, '@'), m.text FROM message m "
            "JOIN identity i ON i.id = m.identity_id "
            "WHERE m.direction = 'incoming' AND m.sent_at >= ? AND m.sent_at <= ? AND m.identity_id IN ("
            "SELECT n.id FROM identity n JOIN trial_post t ON t.network = n.network "
            "AND t.author = ltrim(n.handle, '@') WHERE t.trial_id = ?) "
            "AND NOT EXISTS (SELECT 1 FROM trial_post p WHERE p.message_id = m.id) ORDER BY m.id",
            (to_ms(trial.begun_at.replace(microsecond=0)), until, trial.id),
        )

    def recognise(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Note which messages are which posts, (post, message); their cases' questions are derived anew."""
        with self._db.writing():
            for post_id, message_id in pairs:
                self._db.write("UPDATE trial_post SET message_id = ? WHERE id = ?", (message_id, post_id))
                self._db.write(
                    "INSERT OR IGNORE INTO question_dirty SELECT case_id FROM message WHERE id = ?", (message_id,)
                )


def _post(row: Sequence[Any]) -> TrialPost:
    planned = Planned(row[1], row[2], bool(row[3]), Network(row[4]), row[5], row[6], from_ms(row[7]))
    return TrialPost(
        row[0], planned, from_ms_or_none(row[8]), row[9], from_ms_or_none(row[10]), from_ms_or_none(row[11])
    )
