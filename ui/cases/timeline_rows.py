"""What one row of the timeline shows: markers between messages, messages as cards or bubbles, internal notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.model import Network


class MarkerKind(StrEnum):
    """What stands between messages."""

    DAY = "day"
    MOVE = "move"  # the conversation went from public to private or back
    EVENT = "event"  # a system line


class Shape(StrEnum):
    """How a message is drawn: cards are for what is read like a post or a letter, bubbles for direct messages."""

    CARD = "card"
    BUBBLE = "bubble"


class HitKind(StrEnum):
    """What a click on a part of a row asks for."""

    LINK = "link"
    PERMALINK = "permalink"
    ATTACHMENT = "attachment"
    UNFOLD = "unfold"
    HTML = "html"
    UNDO = "undo"
    RETRY = "retry"
    WAS_SENT = "was_sent"
    CHANGE_TIME = "change_time"
    EDIT = "edit"
    HIDE = "hide"
    SHOW = "show"
    DELETE = "delete"
    TAKE_BACK = "take_back"  # a hiding, showing or deleting that was asked for
    DO_AGAIN = "do_again"  # one that the network refused
    REVEAL = "reveal"  # the personal data that is masked
    TO_PRIVATE = "to_private"  # a public line that asks to go on in private


@dataclass(frozen=True, slots=True)
class Hit:
    """A part of a row that can be clicked: what for, with which id or address, and its words for the menu."""

    kind: HitKind
    value: str | int
    label: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A glyph with some words in a token's colour. `strong` is weight 500, `hit` what a click on it asks for."""

    icon: str
    text: str
    ink: str = "text.tertiary"
    strong: bool = False
    spins: bool = False
    hit: Hit | None = None


@dataclass(frozen=True, slots=True)
class FileRow:
    """An attachment as the timeline shows it. `warning` is set for a type that can run, which is never opened."""

    attachment_id: int
    icon: str
    name: str
    size_text: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """The line under one of our messages that did not go out. `tint` is "red" or "amber"."""

    tint: str
    icon: str
    title: str
    text: str
    actions: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Countdown:
    """Until when one of our messages can be taken back."""

    until: datetime
    seconds: int
    undo: Hit


@dataclass(frozen=True, slots=True)
class MarkerRow:
    """A day, a move or a system line, centred."""

    kind: MarkerKind
    key: str
    text: str
    spoken: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class NoteRow:
    """An internal note."""

    key: str
    name: str
    caption: str
    time_text: str
    text: str
    spoken: str
    files: tuple[FileRow, ...] = ()
    icon: str = "note"


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message of the customer or of ours."""

    key: str
    at: datetime
    shape: Shape
    ours: bool
    name: str
    by_line: str  # handle, "on Facebook", "for @AuroraEnergia"
    initials: str
    avatar_key: str
    network: Network | None  # the badge; None on our own
    shows_avatar: bool
    visibility_icon: str
    visibility_text: str
    time_text: str
    text: str
    spoken: str
    plain: str = ""  # the text without its mask, "" where nothing is masked
    subject: str = ""
    quoted: str = ""
    faded: bool = False  # deleted on the network
    counts: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()  # never answered, edited, deleted, written by a machine
    delivery: Remark | None = None
    countdown: Countdown | None = None
    ways: tuple[Hit, ...] = ()  # what can be done about a delivery that needs no strip
    strip: Strip | None = None
    files: tuple[FileRow, ...] = ()
    permalink: Hit | None = None
    html: Hit | None = None
    deeds: tuple[Hit, ...] = ()  # what its menu offers beyond what can be clicked
    unfolded: bool = False
    sought: tuple[str, ...] = ()  # words that are marked where they stand


TimelineRow = MarkerRow | NoteRow | MessageRow
