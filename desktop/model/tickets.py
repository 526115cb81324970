"""Tickets: a ticket system, a ticket that a case is tied to, and what is wanted of it, with its states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop.model.ids import CaseId, TicketDeedId, TicketId, TicketSystemId


class SystemKind(StrEnum):
    """Which program keeps the tickets. The value is stored; never change one."""

    RT = "rt"
    REDMINE = "redmine"
    ZAMMAD = "zammad"
    ZENDESK = "zendesk"
    JIRA = "jira"
    EMAIL = "email"  # any other that takes a ticket by e-mail


class TicketState(StrEnum):
    """What a ticket's state amounts to, whatever its system calls it. The value is stored; never change one."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"  # for somebody outside, or for a moment
    SOLVED = "solved"
    REJECTED = "rejected"
    GONE = "gone"  # deleted, or out of our sight
    UNKNOWN = "unknown"  # a name of its own, or a system that can't be asked

    @property
    def is_over(self) -> bool:
        """True where nobody works on it any more."""
        return self in {TicketState.SOLVED, TicketState.REJECTED, TicketState.GONE}


class CaseEffect(StrEnum):
    """What a ticket's change does to its case, beyond the line in its timeline. The value is stored."""

    NOTE = "note"
    REOPEN = "reopen"
    SOLVE = "solve"


DEFAULT_EFFECTS: Mapping[TicketState, CaseEffect] = {
    TicketState.SOLVED: CaseEffect.REOPEN,  # the customer is to be told
    TicketState.REJECTED: CaseEffect.REOPEN,
    TicketState.GONE: CaseEffect.REOPEN,
}
"""What holds where nobody said anything else; a state that is not named is noted."""


@dataclass(frozen=True, slots=True)
class TicketSystem:
    """A connected ticket system.

    `place` is where new tickets go: a queue, a project, a group. `settings` are plain words by name, never a secret.
    `key_field` names the system's own field that takes our key, "" where the key stands elsewhere. `own_states` tells
    what a name of the system's own amounts to. `error` is a channel's code, "" while all is well.
    """

    id: TicketSystemId
    uid: str
    kind: SystemKind
    name: str
    address: str
    place: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    effects: Mapping[TicketState, CaseEffect] = field(default_factory=lambda: DEFAULT_EFFECTS)
    own_states: Mapping[str, TicketState] = field(default_factory=dict)
    error: str = ""
    error_since: datetime | None = None

    @property
    def secret_name(self) -> str:
        """The vault's name for the token."""
        return f"ticket-system/{self.uid}/token"

    @property
    def key_field(self) -> str:
        """The name of the field that takes our key."""
        return self.settings.get("key_field", "")


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket that a case is tied to, as it was last read. `state_name` is the system's own word."""

    id: TicketId
    case_id: CaseId
    system_id: TicketSystemId
    key: str
    remote_id: str
    number: str
    title: str
    address: str
    state: TicketState
    state_name: str
    mark: str = ""  # changes whenever the ticket does
    etag: str = ""
    comments_seen: str = ""  # the newest comment that was taken in
    read_at: datetime | None = None
    next_read_at: datetime | None = None
    error: str = ""
    system: SystemKind = SystemKind.RT
    system_name: str = ""

    @property
    def label(self) -> str:
        """How people name it: "RT #1423"; in Jira the number says where it is: "PROJ-7"."""
        return self.number if self.system is SystemKind.JIRA else f"{self.system_name} {self.number}".strip()


class TicketDeedKind(StrEnum):
    """What is wanted. The value is stored; never change one."""

    OPEN = "open"
    LINK = "link"
    COMMENT = "comment"


class TicketDeedState(StrEnum):
    """Where something that is wanted stands.

    `waiting`: is done as soon as the system is there. `doing`: handed over. `unsure`: the system may have it; it is
    looked up by our key before anything is handed over again. `done` and `cancelled` are final; `refused` waits for
    a person.
    """

    WAITING = "waiting"
    DOING = "doing"
    UNSURE = "unsure"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class TicketFile:
    """A file that goes along."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class TicketDeed:
    """One intention about tickets. `key` is ours and goes along: by it what was handed over is found again."""

    id: TicketDeedId
    key: str
    case_id: CaseId
    system_id: TicketSystemId
    kind: TicketDeedKind
    title: str
    text: str
    private: bool
    agent: str
    at: datetime
    state: TicketDeedState
    ticket_id: TicketId | None = None  # of a comment
    wanted: str = ""  # number or address of a ticket to be linked
    error: str = ""
    attempts: int = 0
    next_try_at: datetime | None = None
    committing: bool = False  # the last attempt had begun to hand it over


TICKET_DEED_MAY_BECOME: dict[TicketDeedState, frozenset[TicketDeedState]] = {
    TicketDeedState.WAITING: frozenset(
        {TicketDeedState.WAITING, TicketDeedState.DOING, TicketDeedState.REFUSED, TicketDeedState.CANCELLED}
    ),
    TicketDeedState.DOING: frozenset(
        {TicketDeedState.WAITING, TicketDeedState.UNSURE, TicketDeedState.DONE, TicketDeedState.REFUSED}
    ),
    TicketDeedState.UNSURE: frozenset(
        {TicketDeedState.UNSURE, TicketDeedState.DONE, TicketDeedState.WAITING, TicketDeedState.CANCELLED}
    ),
    TicketDeedState.REFUSED: frozenset({TicketDeedState.WAITING, TicketDeedState.CANCELLED}),
    TicketDeedState.DONE: frozenset(),
    TicketDeedState.CANCELLED: frozenset(),
}
"""Which state an intention may go to from which. What may have arrived goes on only after it was looked up."""


@dataclass(frozen=True, slots=True)
class RemoteComment:
    """Something that was said in a ticket. `private`: only the system's own people see it. `order` sorts by time."""

    id: str
    author: str
    text: str
    at: datetime
    private: bool


@dataclass(frozen=True, slots=True)
class RemoteTicket:
    """A ticket as its system tells of it now."""

    remote_id: str
    number: str
    title: str
    address: str
    state: TicketState
    state_name: str
    mark: str
    etag: str = ""


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A ticket to be opened."""

    key: str
    title: str
    text: str
    files: tuple[TicketFile, ...] = ()
