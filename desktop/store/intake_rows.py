"""How an arrival becomes rows: its key, its columns, its snippet, and what is kept beside the message."""

from __future__ import annotations

import json
import zlib

from desktop.model import Account, Arrival, Direction
from desktop.store.arrivals import Taken
from desktop.store.sameness import post_key
from desktop.system.clock import to_ms

SLOTS = 4096
SNIPPET = 160
IN_BROWSER = "browser:"
"""How the remote id begins of an answer that an agent gave on the network's own website."""
BY_HAND = "by-hand:"
"""How the remote id begins of a message that a person says was sent where the network's own id is not known."""
INSERT_MESSAGE = (
    "INSERT INTO message (id, account_id, remote_id, case_id, thread_id, identity_id, direction, visibility, sent_at, "
    "text, language, message_class, in_reply_to, permalink, engagement, mechanical, edited_at, has_parts, addressed, "
    "hidden, closed_public, closed_direct, post_key, below_ours) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def message_row(
    message_id: int,
    account: Account,
    taken: Taken,
    *,
    sent_ms: int,
    thread_id: int,
    case_id: int,
    identity_id: int | None,
) -> tuple[object, ...]:
    """Return the values of INSERT_MESSAGE in their order."""
    arrival, assessment = taken.arrival, taken.assessment
    return (
        message_id,
        account.id,
        arrival.remote_id,
        case_id,
        thread_id,
        identity_id if arrival.direction is Direction.INCOMING else None,
        arrival.direction.value,
        arrival.visibility.value,
        sent_ms,
        arrival.text,
        assessment.language if assessment else None,
        assessment.message_class.value if assessment else None,
        arrival.in_reply_to,
        arrival.permalink,
        engagement_of(arrival),
        arrival.mechanical.value if arrival.mechanical else None,
        to_ms(arrival.edited_at) if arrival.edited_at else None,
        int(has_parts(arrival)),
        int(arrival.mentions_us),
        int(arrival.hidden),
        *closed_of(arrival),
        post_key(account.network, arrival.visibility, arrival.permalink),
        int(arrival.below_ours),
    )


def part_row(message_id: int, arrival: Arrival) -> tuple[object, ...]:
    """Return the values of a row of message_part."""
    return (
        message_id,
        arrival.subject,
        arrival.quoted,
        arrival.html,
        json.dumps(arrival.references),
        json.dumps(arrival.repairs),
    )


def index_row(message_id: int, arrival: Arrival) -> tuple[object, ...]:
    """Return the values of a row of message_fts."""
    return (message_id, arrival.text, arrival.subject, f"{arrival.author.name} {arrival.author.handle}")


def message_key(arrival: Arrival, probe: int) -> int:
    """Return a key that sorts by time, equal on every machine unless two messages share slot and millisecond."""
    slot = (zlib.crc32(arrival.remote_id.encode("utf-8", "surrogatepass")) + probe) % SLOTS
    return max(0, to_ms(arrival.sent_at)) * SLOTS + slot


def snippet_of(arrival: Arrival) -> str:
    """Return the words that the list shows of a message."""
    words = " ".join(arrival.text[: 4 * SNIPPET].split())
    return (words or arrival.subject)[:SNIPPET]


def engagement_of(arrival: Arrival) -> str | None:
    """Return what others did with a post, packed; None where it is not counted."""
    counts = arrival.engagement
    return None if counts is None else f"{counts.replies} {counts.shares} {counts.likes}"


def closed_of(arrival: Arrival) -> tuple[str | None, str | None]:
    """Return why a message can't be answered in public and in private, as codes."""
    public, direct = arrival.closed_public, arrival.closed_direct
    return (public.value if public else None, direct.value if direct else None)


def has_parts(arrival: Arrival) -> bool:
    """Tell whether there is anything to keep beside the text."""
    return bool(arrival.subject or arrival.quoted or arrival.html or arrival.references or arrival.repairs)
