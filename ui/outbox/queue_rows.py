"""What one row of the outbox's or the drafts' list shows: section titles, and texts that have not gone out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.model import Network


class QueueAction(StrEnum):
    """What can be asked of a text that has not gone out. The value is told with `action_requested`."""

    SEND_NOW = "send_now"
    TRY_AGAIN = "try_again"
    SEND_ANYWAY = "send_anyway"
    CHECK_AGAIN = "check_again"
    SIGN_IN = "sign_in"
    CHANGE_TIME = "change_time"
    UNDO = "undo"
    EDIT = "edit"
    WAS_SENT = "was_sent"
    WAS_NOT_SENT = "was_not_sent"
    OPEN = "open"
    ON_NETWORK = "on_network"
    COPY = "copy"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Deed:
    """An action with its words; `hint` says more in its tooltip."""

    action: QueueAction
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a text stands: a glyph and a sentence in a token's colour."""

    icon: str
    text: str
    ink: str = "text.secondary"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One text. `key` is a delivery's or, for a draft, a case's id; `deeds` stand on the row, `more` in its menu."""

    key: int
    case_id: int
    account_id: int | None
    avatar_key: str
    initials: str
    name: str
    network: Network
    way_icon: str
    way_text: str  # "Public reply as @lumeservizi"
    text: str
    time_text: str
    standing: Standing | None
    deeds: tuple[Deed, ...]
    more: tuple[Deed, ...]
    spoken: str
    whole: str  # the text as it was written, for copying
    undo_until: datetime | None = None  # while it runs, the row changes once a second
    address: str = ""  # where to look in the browser

    def __hash__(self) -> int:
        """Hash what tells rows apart most often: layouts are looked up in every frame."""
        return hash((self.key, self.time_text, self.text, self.standing))


@dataclass(frozen=True, slots=True)
class QueueSection:
    """A title over some rows. `count` None shows none."""

    code: str
    text: str
    count: int | None
    ink: str = "text.secondary"


QueueItem = QueueRow | QueueSection
