"""Reports: what was asked and when it was answered, derived from the messages and kept, one row a question.

A *question* is what a customer wrote until we answered: its first message gives its moment, account, class and
language. What asks for nothing is left out: mechanical messages, thanks without a question mark, chatter, abuse (an
agent's word on a case comes before triage's), what its author deleted, what an impostor wrote, and the self-test's own
messages. An *answer* is the first message of ours after it that a person wrote; acknowledgements are none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.model import CaseId
from desktop.store.connection import Connection
from desktop.system.clock import from_ms, to_ms

SLOTS = 4096
"""A message's key is its time in milliseconds times this, and some."""
_CASES_AT_ONCE = 2_000
_ROWS_AT_ONCE = 25_000
_IDS_AT_ONCE = 500
_QUARTER_MS = 900_000
_TALK_MS = 86_400_000

_DERIVE = """
WITH picked AS MATERIALIZED (
    SELECT case_id FROM question_dirty ORDER BY case_id LIMIT ?
), said AS (
    SELECT m.id, m.case_id, m.direction = 'outgoing' AS ours
    FROM picked p CROSS JOIN message m ON m.case_id = p.case_id
    LEFT JOIN abuse_mark b ON b.case_id = m.case_id
    WHERE m.mechanical IS NULL AND m.deleted_at IS NULL AND (m.direction = 'outgoing' OR (m.direction = 'incoming'
        AND coalesce(m.message_class, '') <> 'noise'
        AND (coalesce(m.message_class, '') <> 'praise_thanks' OR instr(m.text, '?') > 0)
        AND NOT coalesce(b.abusive, coalesce(m.message_class, '') = 'abuse')
        AND NOT EXISTS (SELECT 1 FROM impostor_sighting g WHERE g.message_id = m.id)
        AND NOT EXISTS (SELECT 1 FROM trial_post p WHERE p.message_id = m.id)))
), turned AS (
    SELECT *, coalesce(sum(ours) OVER (PARTITION BY case_id ORDER BY id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS turn
    FROM said
), marked AS MATERIALIZED (
    SELECT min(CASE WHEN NOT ours THEN id END) AS asked_id, sum(NOT ours) AS messages,
        max(CASE WHEN ours THEN id END) AS answer_id
    FROM turned GROUP BY case_id, turn
)
INSERT INTO question (asked_id, case_id, account_id, asked_at, messages, message_class, language, listening, direct,
    answered_at, agent)
SELECT k.asked_id, a.case_id, a.account_id, a.sent_at, k.messages, coalesce(a.message_class, ''),
    coalesce(a.language, 'unknown'), NOT a.addressed, a.visibility = 'direct', r.sent_at, coalesce(r.agent, '')
FROM marked k
CROSS JOIN message a ON a.id = k.asked_id
LEFT JOIN message r ON r.id = k.answer_id
"""

_SEPARATOR = "\x1f"
_READ = """
SELECT json_group_array(asked_id / 4096), json_group_array(answered_at),
    json_group_array(concat_ws(char(31), account_id, listening, message_class, language, agent)), max(asked_id)
FROM (SELECT * FROM question WHERE asked_id >= ? AND asked_id < ? ORDER BY asked_id LIMIT ?)
"""
_STOPPED = """
SELECT what, count(*) FROM (
    SELECT CASE deed WHEN 'override' THEN 'overridden' ELSE json_extract(after, '$[2]') END AS what
    FROM journal WHERE at >= ? AND at < ? AND deed IN ('delivery_made', 'delivery_state', 'override')
        AND json_valid(after)
) WHERE what IN ('guardrail', 'closed', 'new_message', 'crisis', 'overridden') GROUP BY what
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """What questions share that are counted together. The class is "" for none; `listening`: only heard."""

    account_id: int
    listening: bool
    message_class: str
    language: str
    agent: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Some questions in the order of time, as columns of one length. Moments are milliseconds, None without an answer.

    A kind is a word that `kind_of` reads: a report has hundreds of kinds and hundreds of thousands of questions.
    """

    asked: Sequence[int]
    answered: Sequence[int | None]
    kinds: Sequence[str]

    def __len__(self) -> int:
        return len(self.asked)


def kind_of(word: str) -> Kind:
    """Return what a question's word of its kind says."""
    account, listening, message_class, language, agent = word.split(_SEPARATOR, 4)
    return Kind(int(account), listening == "1", message_class, language, agent)


@dataclass(frozen=True, slots=True)
class Mark:
    """How many ratings of one mark (1 to 5) a network's customers gave."""

    network: str
    mark: int
    count: int


class Reports:
    """Derives and reads questions on one connection. Whoever opens the reports derives; a short transaction each."""

    def __init__(self, connection: Connection) -> None:
        """Share the store's connection."""
        self._db = connection

    def pending(self) -> int:
        """Return of how many cases the questions are to be derived anew."""
        row = self._db.read_one("SELECT count(*) FROM question_dirty")
        return int(row[0]) if row else 0

    def has_any(self) -> bool:
        """Return whether anything was ever asked."""
        return self._db.read_one("SELECT 1 FROM question LIMIT 1") is not None

    def derive(self, limit: int = _CASES_AT_ONCE) -> int:
        """Derive the questions of at most `limit` marked cases, in one transaction; return how many cases that were."""
        with self._db.writing():
            marked = self._db.read_column("SELECT case_id FROM question_dirty ORDER BY case_id LIMIT ?", (limit,))
            if not marked:
                return 0
            last = marked[-1]
            self._db.write(
                "DELETE FROM question WHERE case_id IN (SELECT case_id FROM question_dirty WHERE case_id <= ?)", (last,)
            )
            self._db.write(_DERIVE, (len(marked),))
            self._db.write("DELETE FROM question_dirty WHERE case_id <= ?", (last,))
        return len(marked)

    def derive_all(self, told: Callable[[int, int], None] | None = None) -> None:
        """Derive everything that is marked; `told` hears how many of how many cases are done. Raises StoreError."""
        total, done = self.pending(), 0
        while worked := self.derive():
            done += worked
            if told is not None:
                told(done, max(total, done))

    def asked(self, since: datetime, until: datetime) -> Iterator[Asked]:
        """Yield the questions that were asked from `since` on and before `until`, in the order of time, in chunks.

        Columns come as JSON, because as rows of seven values they take twice the time.
        """
        first, last = to_ms(since) * SLOTS, to_ms(until) * SLOTS
        while True:
            found = self._db.read_one(_READ, (first, last, _ROWS_AT_ONCE))
            if found is None or found[3] is None:
                return
            yield (chunk := Asked(*map(json.loads, found[:3])))
            if len(chunk) < _ROWS_AT_ONCE:
                return
            first = found[3] + 1

    def unanswered(
        self, account_ids: Sequence[int], since: datetime, until: datetime, limit: int = 500
    ) -> tuple[CaseId, ...]:
        """Return the cases with a question to some accounts in that time that nobody answered, the oldest first."""
        marks = ",".join("?" * len(account_ids))
        found = self._db.read_column(
            f"SELECT case_id FROM question WHERE asked_id >= ? AND asked_id < ? AND answered_at IS NULL "  # noqa: S608
            f"AND listening = 0 AND account_id IN ({marks}) ORDER BY asked_id LIMIT ?",
            (to_ms(since) * SLOTS, to_ms(until) * SLOTS, *account_ids, limit),
        )
        return tuple(CaseId(one) for one in dict.fromkeys(found))

    def asked_texts(self, since: datetime, until: datetime, limit: int) -> list[tuple[int, int, str, str, int]]:
        """Return case, moment in milliseconds, text, language, 1 if answered: the newest questions of that time."""
        return self._db.read(
            "SELECT q.case_id, q.asked_at, m.text, q.language, q.answered_at IS NOT NULL FROM question q "
            "JOIN message m ON m.id = q.asked_id WHERE q.asked_id >= ? AND q.asked_id < ? AND q.listening = 0 "
            "ORDER BY q.asked_id DESC LIMIT ?",
            (to_ms(since) * SLOTS, to_ms(until) * SLOTS, limit),
        )

    def new_messages(
        self, account_ids: Sequence[int], since: datetime, until: datetime
    ) -> list[tuple[int, int, int | None]]:
        """Return case, moment and moment of the first answer (milliseconds) of private messages that began a talk.

        A talk begins where the customer asked nothing in the same case for a day, which is Meta's standard window.
        """
        marks = ",".join("?" * len(account_ids))
        return self._db.read(
            "SELECT q.case_id, q.asked_at, q.answered_at FROM question q WHERE q.asked_id >= ? AND q.asked_id < ? "  # noqa: S608
            f"AND q.account_id IN ({marks}) AND q.listening = 0 AND q.direct = 1 AND NOT EXISTS ("
            "SELECT 1 FROM question e WHERE e.case_id = q.case_id AND e.asked_id < q.asked_id "
            f"AND e.asked_at >= q.asked_at - {_TALK_MS}) ORDER BY q.asked_id",
            (to_ms(since) * SLOTS, to_ms(until) * SLOTS, *account_ids),
        )

    def by_quarter(self, account_ids: Sequence[int], since: datetime, until: datetime) -> list[tuple[int, int]]:
        """Return how many questions came in each quarter of an hour (its number since 1970) that had any."""
        marks = ",".join("?" * len(account_ids))
        return self._db.read(
            f"SELECT asked_at / {_QUARTER_MS}, count(*) FROM question WHERE asked_id >= ? AND asked_id < ? "  # noqa: S608
            f"AND listening = 0 AND account_id IN ({marks}) GROUP BY 1",
            (to_ms(since) * SLOTS, to_ms(until) * SLOTS, *account_ids),
        )

    def marks(self, since: datetime, until: datetime) -> tuple[Mark, ...]:
        """Return the ratings of that time by network and mark; none where nobody asks for ratings."""
        if self._db.read_one("SELECT 1 FROM sqlite_schema WHERE name = 'rating'") is None:
            return ()
        rows = self._db.read(
            "SELECT coalesce(c.network, ''), r.mark, count(*) FROM rating r LEFT JOIN cases c ON c.id = r.case_id "
            "WHERE r.at >= ? AND r.at < ? GROUP BY 1, 2 ORDER BY 1, 2",
            (to_ms(since), to_ms(until)),
        )
        return tuple(Mark(*row) for row in rows)

    def stopped(self, since: datetime, until: datetime) -> dict[str, int]:
        """Return how often replies were held, by why, and how often an agent overrode a finding with a reason."""
        return {str(what): int(count) for what, count in self._db.read(_STOPPED, (to_ms(since), to_ms(until)))}

    def by_account(self, since: datetime, until: datetime) -> list[tuple[int, int]]:
        """Return how many questions came to each account in that time, what was only heard left out."""
        return self._db.read(
            "SELECT account_id, count(*) FROM question WHERE asked_id >= ? AND asked_id < ? AND listening = 0 "
            "GROUP BY account_id",
            (to_ms(since) * SLOTS, to_ms(until) * SLOTS),
        )

    def answer_lengths(self, limit: int) -> list[int]:
        """Return the lengths (code points) of the newest answers that a person wrote."""
        return self._db.read_column(
            "SELECT length(text) FROM message WHERE direction = 'outgoing' AND mechanical IS NULL "
            "AND deleted_at IS NULL ORDER BY id DESC LIMIT ?",
            (limit,),
        )

    def note_agents(self, account_id: int, agents: Mapping[str, str]) -> None:
        """Note who wrote messages of ours that came from elsewhere, by their remote ids."""
        with self._db.writing():
            self._db.write_many(
                "UPDATE message SET agent = ? WHERE account_id = ? AND remote_id = ? AND direction = 'outgoing'",
                [(agent, account_id, remote_id) for remote_id, agent in agents.items()],
            )

    def case_of(self, account_id: int, remote_ids: Sequence[str]) -> Mapping[str, CaseId]:
        """Return the cases of some of an account's messages, by remote id; unknown ones are left out."""
        found: dict[str, CaseId] = {}
        for start in range(0, len(remote_ids), _IDS_AT_ONCE):
            some = remote_ids[start : start + _IDS_AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = self._db.read(
                f"SELECT remote_id, case_id FROM message WHERE account_id = ? AND remote_id IN ({marks})",  # noqa: S608
                (account_id, *some),
            )
            found.update((remote_id, CaseId(case_id)) for remote_id, case_id in rows)
        return found

    def bounds(self) -> tuple[datetime, datetime] | None:
        """Return when the first and the last question was asked, None before anything was."""
        row = self._db.read_one("SELECT min(asked_id), max(asked_id) FROM question")
        if row is None or row[0] is None:
            return None
        return from_ms(row[0] // SLOTS), from_ms(row[1] // SLOTS)
