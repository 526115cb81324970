"""Follow-ups: whom to ask how it went, what was asked, and the answers, each written down once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from desktop.model import AccountId, CaseId, Deed, Delivery, IdentityId, MessageId
from desktop.model.follow_up import Answered, Askable, Asking, OpenQuestion
from desktop.store.connection import Connection
from desktop.store.deliveries import Deliveries
from desktop.store.journal import ENGINE, Journal
from desktop.store.schema import STAGE_SOLVED
from desktop.system.clock import from_ms, to_ms

_SLOTS = 4096
_MOST = 200
_THEIRS = "(SELECT o.id FROM identity n JOIN identity o ON o.customer_id = n.customer_id WHERE n.id = {whose})"
_OPEN = (
    "SELECT f.id, f.case_id, f.identity_id, f.account_id, f.asking, f.asked_at FROM follow_up f JOIN delivery d "
    "ON d.uid = f.delivery_uid WHERE f.answered_at IS NULL AND d.state NOT IN ('cancelled', 'held', 'waiting') "
)


class FollowUps:
    """Reads and writes of follow-ups on one connection. Only the engine writes."""

    def __init__(self, connection: Connection, deliveries: Deliveries, journal: Journal) -> None:
        """Share the store's connection and shelves."""
        self._db = connection
        self._deliveries = deliveries
        self._journal = journal

    def askable(self, since: datetime, until: datetime) -> tuple[Askable, ...]:
        """Return the cases solved in a span of time and not asked about since, the first solved first; at most 200.

        None of abuse, nor what is only heard of.
        """
        rows = self._db.read(
            "SELECT r.case_id, i.status_at, coalesce(c.message_class, '') "
            "FROM case_intent i INDEXED BY case_intent_solved CROSS JOIN case_row r ON r.case_id = i.case_id "
            "JOIN cases c ON c.id = r.case_id WHERE i.status = 'solved' AND r.stage = ? "
            "AND i.status_at BETWEEN ? AND ? AND r.abuse = 0 AND r.listening = 0 AND NOT EXISTS "
            "(SELECT 1 FROM follow_up f WHERE f.case_id = r.case_id AND f.asked_at >= i.status_at) "
            "AND NOT EXISTS (SELECT 1 FROM hush h WHERE h.identity_id = c.identity_id) "
            "ORDER BY i.status_at LIMIT ?",
            (STAGE_SOLVED, to_ms(since), to_ms(until), _MOST),
        )
        return tuple(Askable(CaseId(case), from_ms(at), kind) for case, at, kind in rows)

    def still_stands(self, delivery: Delivery) -> bool:
        """Tell whether a question may still leave: its case is solved, and nothing was written since it was made."""
        row = self._db.read_one("SELECT stage FROM case_row WHERE case_id = ?", (delivery.case_id,))
        return row is not None and row[0] == STAGE_SOLVED and not self._deliveries.is_unread_below(delivery)

    def asked_since(self, identity_id: IdentityId, moment: datetime, asking: Asking | None = None) -> bool:
        """Tell whether a person, whichever of their identities, was asked anything, or this, since a moment."""
        row = self._db.read_one(
            f"SELECT 1 FROM follow_up f JOIN delivery d ON d.uid = f.delivery_uid WHERE f.identity_id IN "  # noqa: S608
            f"{_THEIRS.format(whose='?')} AND f.asked_at > ? AND d.state <> 'cancelled' AND f.asking = coalesce(?, "
            "f.asking) LIMIT 1",
            (identity_id, to_ms(moment), asking.value if asking else None),
        )
        return row is not None

    def identity_of(self, delivery_thread: int) -> IdentityId | None:
        """Return with whom a thread is, None if it is gone."""
        row = self._db.read_one("SELECT identity_id FROM thread WHERE id = ?", (delivery_thread,))
        return IdentityId(row[0]) if row is not None else None

    def make_once(
        self, delivery: Delivery, asking: Asking, identity_id: IdentityId, *, not_since: datetime, until: datetime
    ) -> Delivery | None:
        """Store a question and its delivery in one transaction, unless the person was asked since `not_since`.

        Answers are read `until` a moment.
        """
        with self._db.writing():
            if self.asked_since(identity_id, not_since):
                return None
            made = self._deliveries.make(delivery)
            self._db.write(
                "INSERT INTO follow_up (case_id, identity_id, account_id, asking, delivery_uid, asked_at, ends_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    delivery.case_id,
                    identity_id,
                    delivery.account_id,
                    asking.value,
                    delivery.uid,
                    to_ms(delivery.created_at),
                    to_ms(until),
                ),
            )
        return made

    def open_in(self, account_id: AccountId, now: datetime) -> dict[str, OpenQuestion]:
        """Return the questions of an account that left and wait for an answer, by the person's remote id."""
        rows = self._db.read(
            "SELECT n.remote_id, q.* FROM (" + _OPEN + "AND f.account_id = ? AND f.ends_at > ?) q "  # noqa: S608
            "JOIN identity n ON n.id = q.identity_id ORDER BY q.asked_at",
            (account_id, to_ms(now)),
        )
        return {row[0]: _question(row[1:]) for row in rows}

    def answers(self) -> tuple[Answered, ...]:
        """Return what came after open questions, in the same channel and in private, in the order of time."""
        found: list[Answered] = []
        for question in (_question(row) for row in self._db.read(_OPEN + "ORDER BY f.id LIMIT 500")):
            rows = self._db.read(
                "SELECT m.id, m.sent_at, m.text FROM thread t CROSS JOIN message m ON m.case_id = t.case_id "
                "AND m.thread_id = t.id WHERE t.identity_id = ? AND t.account_id = ? AND m.id >= ? "
                "AND m.direction = 'incoming' AND m.visibility = 'direct' AND m.mechanical IS NULL "
                "AND m.deleted_at IS NULL AND m.sent_at <= (SELECT ends_at FROM follow_up WHERE id = ?) "
                "ORDER BY m.id LIMIT 20",
                (question.identity_id, question.account_id, to_ms(question.asked_at) * _SLOTS, question.id),
            )
            found += [Answered(question, MessageId(row[0]), from_ms(row[1]), row[2]) for row in rows]
        return tuple(found)

    def rate(self, answer: Answered, mark: int) -> bool:
        """Write a mark down with its question; False if that is answered already."""
        with self._db.writing():
            if not self._settle(answer):
                return False
            self._db.write(
                "INSERT OR IGNORE INTO rating (customer_id, case_id, mark, at, message_id) "
                "SELECT customer_id, id, ?, ?, ? FROM cases WHERE id = ?",
                (mark, to_ms(answer.at), answer.message_id, answer.question.case_id),
            )
            self._journal.record(
                Deed.RATED, actor=ENGINE, at=answer.at, case_id=answer.question.case_id, after=str(mark)
            )
        return True

    def note_channels(self, answer: Answered, uses: str, rather: str) -> bool:
        """Write down which channel somebody uses and which they would rather use; False if answered already."""
        with self._db.writing():
            if not self._settle(answer):
                return False
            question = answer.question
            self._db.write(
                "INSERT OR IGNORE INTO channel_answer (case_id, identity_id, uses, rather, at, message_id) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (question.case_id, question.identity_id, uses, rather, to_ms(answer.at), answer.message_id),
            )
        return True

    def close(self, answer: Answered) -> bool:
        """End a question without a mark: whoever was asked wants no more of them."""
        with self._db.writing():
            return self._settle(answer)

    def channel_figures(self, since: datetime, until: datetime) -> tuple[tuple[str, str, int], ...]:
        """Return how many people use one channel and would rather use another: (uses, rather, people).

        Of each person the last answer of that time counts.
        """
        return tuple(
            (str(uses), str(rather), int(count))
            for uses, rather, count in self._db.read(
                "SELECT uses, rather, count(*) FROM (SELECT uses, rather, max(at) FROM channel_answer "
                "WHERE at >= ? AND at < ? GROUP BY identity_id) GROUP BY uses, rather ORDER BY 3 DESC, uses, rather",
                (to_ms(since), to_ms(until)),
            )
        )

    def _settle(self, answer: Answered) -> bool:
        changed = self._db.write(
            "UPDATE follow_up SET answered_at = ? WHERE id = ? AND answered_at IS NULL",
            (to_ms(answer.at), answer.question.id),
        )
        return changed == 1


def _question(row: Sequence[Any]) -> OpenQuestion:
    return OpenQuestion(row[0], CaseId(row[1]), IdentityId(row[2]), AccountId(row[3]), Asking(row[4]), from_ms(row[5]))
