"""What a desk knows of a customer beside what they wrote: marks they gave, its own fields, what they agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.model.ids import CaseId


@dataclass(frozen=True, slots=True)
class Rating:
    """One mark that a customer gave, from 1 (worst) to 5."""

    mark: int
    at: datetime
    case_id: CaseId


class FieldKind(StrEnum):
    """What a field of the desk's own holds. The value is stored; never change one."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    PLACE = "place"  # where they live: stands under the name
    SINCE = "since"  # the day on which they became a customer: stands among the figures

    @property
    def is_day(self) -> bool:
        """True where the value is a date."""
        return self in {FieldKind.DATE, FieldKind.SINCE}


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field that the desk made up: "customer number", "contract since"."""

    uid: str
    name: str
    kind: FieldKind
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnValue:
    """What a field says of one customer: the text, a plain decimal number, a date as YYYY-MM-DD, or a choice."""

    field: OwnField
    value: str


class ConsentKind(StrEnum):
    """What somebody may agree to. The value is stored; never change one."""

    AUTOMATIC = "automatic"  # X and others ask for it before an automatic reply or direct message
    SURVEY = "survey"
    LINKING = "linking"  # tying a handle to who they are elsewhere
    MARKETING = "marketing"
    SHARING = "sharing"  # passing data on to somebody else, a repair service say


@dataclass(frozen=True, slots=True)
class Consent:
    """What a customer said last about one kind: given or taken back, how, and who wrote it down."""

    kind: ConsentKind
    given: bool
    how: str
    agent: str
    at: datetime
