"""Impostors: who was seen answering customers in our likeness, by what one sees it, and whom we know all the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.model.ids import CaseId, IdentityId, MessageId
from desktop.model.networks import Network


class Trait(StrEnum):
    """What somebody has in common with us. The value is stored; never change one."""

    SAME_HANDLE = "same_handle"  # letter for letter, on another server or with look-alike letters
    NEAR_HANDLE = "near_handle"  # a letter or two apart
    CARE_HANDLE = "care_handle"  # ours with a word of service
    SAME_NAME = "same_name"
    NEAR_NAME = "near_name"
    CARE_NAME = "care_name"


@dataclass(frozen=True, slots=True)
class LookAlike:
    """One trait: what they call themselves and what of ours it looks like."""

    trait: Trait
    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """The newest message of one look-alike in a case, whom it answered, and what else is known of the author.

    `look_alikes` are the plainest first. `since` is when it was first seen answering anybody of ours, `answers` how
    many messages of its were. `answered_case` is the case of the customer whom it answered, `answered` their name, ""
    where neither name nor handle is known.
    """

    message_id: MessageId
    case_id: CaseId
    identity_id: IdentityId
    network: Network
    handle: str
    name: str
    at: datetime
    text: str
    permalink: str | None
    answered: str
    look_alikes: tuple[LookAlike, ...]
    since: datetime
    answers: int
    answered_case: CaseId | None = None


@dataclass(frozen=True, slots=True)
class KnownFace:
    """An account of somebody else that may look like us: a reseller, a partner, a colleague. `handle` has no "@"."""

    network: Network
    handle: str
    note: str
    agent: str
    at: datetime
