"""What a message that arrives again changes: counts, an edit, what may be done with it, and whether it addresses us.

The same post may come twice in one batch, by search and as a mention, or through two accounts of ours; it stays one
message. A mention is worth more than a hit: it moves the post to the account that was addressed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace

from desktop.model import Account, Arrival, Deed, Direction, Network, ReasonCode
from desktop.store.arrivals import IntakeResult, Taken
from desktop.store.connection import Connection
from desktop.store.intake_facts import CaseFacts, StoredMessage
from desktop.store.intake_rows import closed_of, engagement_of, index_row, snippet_of
from desktop.store.journal import ENGINE, Journal
from desktop.store.sameness import post_key
from desktop.store.upkeep import forget_soon
from desktop.store.why import packed_reasons, read_reasons
from desktop.system.clock import to_ms


def merged(batch: Iterable[Taken], network: Network) -> list[Taken]:
    """Return a batch without doubles: the newest form of each post, addressed to us if any of them is."""
    found: dict[object, Taken] = {}
    for taken in batch:
        arrival = taken.arrival
        key = post_key(network, arrival.visibility, arrival.permalink) or arrival.remote_id
        before = found.get(key)
        found[key] = taken if before is None else _of_two(before, taken)
    return list(found.values())


def _of_two(first: Taken, second: Taken) -> Taken:
    if first.arrival.mentions_us and not second.arrival.mentions_us:
        return first
    if second.arrival.mentions_us and not first.arrival.mentions_us:
        return second
    kept = first if first.assessment is not None else second
    return replace(kept, arrival=second.arrival)


class Again:
    """Takes in what is stored already, inside a batch's transaction."""

    def __init__(self, db: Connection, account: Account, result: IntakeResult) -> None:
        """`result` is the batch's: it is told what changed."""
        self._db = db
        self._account = account
        self._result = result

    def replaces(self, arrival: Arrival, stored: StoredMessage) -> bool:
        """Tell whether an arrival addresses this account in a post that another one had only heard of."""
        return _addresses_now(arrival, stored) and stored.account_id != self._account.id

    def take(self, arrival: Arrival, stored: StoredMessage, facts_of: Callable[[int], CaseFacts]) -> None:
        """Note what is different now."""
        engagement = engagement_of(arrival)
        if engagement is not None:
            self._db.write("UPDATE message SET engagement = ? WHERE id = ?", (engagement, stored.id))
        if (arrival.hidden, closed_of(arrival)) != (stored.hidden, stored.closed):
            self._db.write(
                "UPDATE message SET hidden = ?, closed_public = ?, closed_direct = ? WHERE id = ?",
                (int(arrival.hidden), *closed_of(arrival), stored.id),
            )
            self._result.case_ids.add(stored.case_id)
        if _addresses_now(arrival, stored):
            self._db.write("UPDATE message SET addressed = 1 WHERE id = ?", (stored.id,))
            _promote(facts_of(stored.case_id))
            self._result.case_ids.add(stored.case_id)
        if arrival.edited_at is not None:
            self._edit(arrival, stored, facts_of)

    def drop(self, stored: StoredMessage) -> int | None:
        """Take a message away whose place another one takes; return whose it was."""
        row = self._db.read_one("SELECT identity_id FROM message WHERE id = ?", (stored.id,))
        self._db.write("DELETE FROM message_fts WHERE rowid = ?", (stored.id,))
        self._db.write("DELETE FROM message WHERE id = ?", (stored.id,))
        return int(row[0]) if row and row[0] is not None else None

    def _edit(self, arrival: Arrival, stored: StoredMessage, facts_of: Callable[[int], CaseFacts]) -> None:
        """Put the new text in the old one's place; what it was before is kept nowhere, as the networks ask."""
        assert arrival.edited_at is not None
        edited_ms = to_ms(arrival.edited_at)
        changed = self._db.write(
            "UPDATE message SET text = ?, edited_at = ? WHERE id = ? AND deleted_at IS NULL "
            "AND coalesce(edited_at, 0) < ? AND text <> ?",
            (arrival.text, edited_ms, stored.id, edited_ms, arrival.text),
        )
        if not changed:
            return
        self._db.write(
            "INSERT OR REPLACE INTO message_fts (rowid, text, subject, author) VALUES (?, ?, ?, ?)",
            index_row(stored.id, arrival),
        )
        self._db.write(
            "UPDATE message_part SET quoted = ?, html = ? WHERE message_id = ?",
            (arrival.quoted, arrival.html, stored.id),
        )
        facts = facts_of(stored.case_id)
        facts.factors = _only_with_words_of(arrival.text, facts.factors)
        facts.reasons = packed_reasons(
            replace(one, words=tuple(word for word in one.words if word.casefold() in arrival.text.casefold()))
            for one in read_reasons(facts.reasons)
        )
        if to_ms(arrival.sent_at) >= facts.last_at:
            facts.snippet = snippet_of(arrival)
        Journal(self._db).record(
            Deed.EDITED_ON_NETWORK, actor=ENGINE, at=arrival.edited_at, case_id=stored.case_id, after=stored.id
        )
        forget_soon(self._db, edited_ms)
        self._result.edited += 1
        self._result.case_ids.add(stored.case_id)


def _addresses_now(arrival: Arrival, stored: StoredMessage) -> bool:
    return arrival.direction is Direction.INCOMING and arrival.mentions_us and not stored.addressed


def _promote(facts: CaseFacts) -> None:
    """Let a case leave the listening lane: somebody turned to us."""
    facts.listening = 0
    reasons = [reason for reason in json.loads(facts.reasons) if reason[0] != ReasonCode.NO_MENTION.value]
    facts.reasons = json.dumps(reasons)


def _only_with_words_of(text: str, factors: str) -> str:
    """Return a case's factors without the words that are not said any more."""
    said = text.casefold()
    kept = [[name, points, words if words.casefold() in said else ""] for name, points, words in json.loads(factors)]
    return json.dumps(kept)
