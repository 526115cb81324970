"""What one row of the command palette shows, and what the palette's sources hand over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.model import CaseRow, Network
from desktop.model.tickets import TicketState
from ui.widgets import ChipLook

Spans = tuple[tuple[int, int], ...]
"""Code points that match what was typed, as (start, end)."""


class RowKind(StrEnum):
    """What choosing a row leads to."""

    CASE = "case"
    CUSTOMER = "customer"
    TICKET = "ticket"
    REPLY = "reply"
    TAG = "tag"
    SEARCH = "search"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class PaletteRow:
    """One row. `key` is a case's id, a canned reply's shortcut, a tag, words to search for or an action's id.

    At its left stands an avatar (`avatar_key`) or an icon in a square; at its right a chip, words, networks or keys.
    """

    kind: RowKind
    key: int | str
    title: str
    spoken: str
    title_spans: Spans = ()
    detail: str = ""
    detail_spans: Spans = ()
    icon: str = ""
    avatar_key: str = ""
    initials: str = ""
    chip: ChipLook | None = None
    aside: str = ""
    networks: tuple[Network, ...] = ()
    caps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaletteTitle:
    """The title of a group."""

    text: str


PaletteItem = PaletteRow | PaletteTitle


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case that matches, with the text in which it does."""

    case: CaseRow
    text: str


@dataclass(frozen=True, slots=True)
class FoundCustomer:
    """A person who matches; `case_id` is the newest case with them."""

    case_id: int
    uid: str
    name: str
    handle: str
    networks: tuple[Network, ...]
    interactions: int


@dataclass(frozen=True, slots=True)
class FoundTicket:
    """A ticket that matches. `label` is how people name it ("RT #1423"), `name` whose conversation it belongs to."""

    case_id: int
    label: str
    title: str
    name: str
    state: TicketState
    state_name: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the store found; `tags` are those in use that hold what was typed."""

    cases: Sequence[FoundCase] = ()
    customers: Sequence[FoundCustomer] = ()
    tickets: Sequence[FoundTicket] = ()
    tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class OfferedReply:
    """A canned reply. `language` is its name ("Italian")."""

    shortcut: str
    title: str
    language: str
