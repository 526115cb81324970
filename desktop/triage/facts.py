"""What triage is told of a message: everything it may judge by, handed in by whoever keeps the store."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.model import Direction, Mechanical, Network, Visibility


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """One message and what is known of its author and thread when it arrives.

    `text` is what the customer wrote now, without quoted parts. `language_hint` is what the network says,
    `thread_language` what the conversation was in so far. `followers` is None where the network does not say.
    `repeats_unanswered` counts earlier messages of the same customer on the same matter that nobody answered;
    `waiting_seconds` is how long the customer has waited. `tags` are the customer's and the case's. `handle` is the
    author's, or their address; `customer` the customer's uid. `language` is the text's where it is known already.
    """

    text: str
    subject: str = ""
    network: Network = Network.EMAIL
    visibility: Visibility = Visibility.DIRECT
    direction: Direction = Direction.INCOMING
    mechanical: Mechanical | None = None
    mentions_us: bool = True
    followers: int | None = None
    verified: bool = False
    language_hint: str | None = None
    thread_language: str | None = None
    interactions_90d: int = 0
    repeats_unanswered: int = 0
    waiting_seconds: float = 0.0
    tags: tuple[str, ...] = ()
    handle: str = ""
    customer: str = ""
    language: str | None = None
