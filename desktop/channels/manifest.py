"""What a channel says of itself before any connection exists: what it can do and what it keeps."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.model import Network


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one channel can do.

    `secrets` are the kinds under which it keeps an account's secrets (see `secret_name`): all of them are deleted
    when the account is removed.
    """

    network: Network
    secrets: tuple[str, ...]
    pushes: bool  # the server can say at once that something is new
    looks_up: bool  # something sent earlier can be found again by its key
    deletes: bool  # our own messages can be deleted on the network
    reaches_back: bool  # older messages can be pulled on demand
    edits_arrive: bool  # edits and deletions by others reach us
    removals_arrive: bool = True  # False where edits do, but nobody tells of deletions
    listens: bool = False  # finds what names the company without addressing it
    answers_public: bool = False
    answers_private: bool = False
    hides: bool = False  # others' public messages below ours can be hidden
    arrives_by: str = "polling"  # how news come, as the network calls it: "WebSocket", "IMAP IDLE", "long polling"
    limits: str = ""  # the network's own limits in a few words, for people
    cost: str = ""  # what it charges in a few words, "" for nothing
