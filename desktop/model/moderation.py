"""Moderation: one thing to be done to a message on its network, hiding, showing or deleting it, and its states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.model.ids import AccountId, CaseId, MessageId, ModerationId


class Moderating(StrEnum):
    """What is to be done to a message. The value is stored; never change one."""

    HIDE = "hide"
    SHOW = "show"  # again
    DELETE = "delete"  # one of our own


class ModerationState(StrEnum):
    """Where a moderation stands.

    `waiting`: is carried out as soon as its moment has come and the network is there. `doing`: handed to the channel.
    `done` and `cancelled` are final; `refused` waits for a person.
    """

    WAITING = "waiting"
    DOING = "doing"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Moderation:
    """One intention. A message has at most one that is not final."""

    id: ModerationId
    message_id: MessageId
    case_id: CaseId
    account_id: AccountId
    remote_id: str
    deed: Moderating
    agent: str
    at: datetime
    state: ModerationState
    error: str = ""  # a channel's code
    attempts: int = 0
    next_try_at: datetime | None = None  # not before; None: at once


MODERATION_MAY_BECOME: dict[ModerationState, frozenset[ModerationState]] = {
    ModerationState.WAITING: frozenset({ModerationState.WAITING, ModerationState.DOING, ModerationState.CANCELLED}),
    ModerationState.DOING: frozenset({ModerationState.WAITING, ModerationState.DONE, ModerationState.REFUSED}),
    ModerationState.REFUSED: frozenset({ModerationState.WAITING, ModerationState.CANCELLED}),
    ModerationState.DONE: frozenset(),
    ModerationState.CANCELLED: frozenset(),
}
"""Which state a moderation may go to from which."""
