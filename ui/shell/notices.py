"""Which happenings become notices, and how many of them a person is told at once. Pure: time is handed in."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desktop.model import Network

WINDOW = timedelta(seconds=60)
"""Three or more notices within this time become one summary."""

_SINGLY = 2
"""So many notices are shown one by one before a summary."""


class NoticeKind(StrEnum):
    """What a notice is about. The value is kept in the bell; never change one."""

    ASSIGNED = "assigned"  # to this agent, by somebody else
    MENTION = "mention"  # of this agent in a note
    MESSAGE = "message"  # in one of this agent's open conversations
    AT_RISK = "at_risk"
    BREACHED = "breached"
    NOT_SENT = "not_sent"
    SIGN_IN = "sign_in"
    CRISIS = "crisis"
    ESCALATED = "escalated"  # a step of the ladder tells this agent
    REMINDER = "reminder"  # a follow-up of this agent's own is due
    VIP = "vip"  # a customer tagged so wrote, and nobody has the case


OUTSIDE_HOURS = frozenset({NoticeKind.SIGN_IN, NoticeKind.CRISIS})
"""What is told while the desk is closed, unless the agent wants everything."""

ALARMING = frozenset({NoticeKind.BREACHED, NoticeKind.CRISIS})
"""What makes the taskbar flash or the dock bounce."""

IN_QUIET_HOURS = frozenset({NoticeKind.CRISIS})
"""What is told even in the agent's quiet hours."""

_OUTCOMES = frozenset({NoticeKind.NOT_SENT, NoticeKind.SIGN_IN, NoticeKind.AT_RISK, NoticeKind.BREACHED})
"""What nobody did, so that it is nobody's own action."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that may be told. `key` is equal for the same happening at every start of the program.

    `name` is the customer's, `actor` who did it ("" for nobody), `detail` a code or a figure of the kind: the minutes
    left, the words of a crisis. `text` is the message's; it is never kept.
    """

    kind: NoticeKind
    key: str
    at: datetime
    case_id: int | None = None
    account_id: int | None = None
    network: Network | None = None
    name: str = ""
    actor: str = ""
    is_direct: bool = False
    detail: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class NoticeContext:
    """For whom and in which moment: the agent's name, the desk's hours, the conversation in front (None: none)."""

    now: datetime
    agent: str = ""
    hours_open: bool = True
    front_case: int | None = None
    shows_direct_text: bool = False
    tells_outside_hours: bool = False
    is_quiet: bool = False  # within the agent's quiet hours
    off: frozenset[NoticeKind] = frozenset()  # what the agent does not want to be shown


@dataclass(frozen=True, slots=True)
class Notice:
    """What the system is asked to show. `covers` are the keys of the happenings that it tells of."""

    title: str
    text: str
    covers: tuple[str, ...]
    kind: NoticeKind | None = None  # None: a summary
    case_id: int | None = None
    account_id: int | None = None
    alarming: bool = False


def is_news(happening: Happening, context: NoticeContext) -> bool:
    """Return whether a happening belongs into the bell: not an own action, not what is in front."""
    own = bool(happening.actor) and happening.actor == context.agent and happening.kind not in _OUTCOMES
    in_front = happening.case_id is not None and happening.case_id == context.front_case
    return not own and not in_front


def is_told(happening: Happening, context: NoticeContext) -> bool:
    """Return whether the system is asked to show it: wanted news within the hours, or one of the few exceptions."""
    if not is_news(happening, context) or happening.kind in context.off:
        return False
    if context.is_quiet and happening.kind not in IN_QUIET_HOURS:
        return False
    return context.hours_open or context.tells_outside_hours or happening.kind in OUTSIDE_HOURS


class Gathering:
    """Turns a burst of notices into a summary: two are shown singly, the third within a minute makes a summary.

    What comes within a minute after a summary waits for the next one. Nothing is lost: whatever is not shown singly is
    covered by a summary.
    """

    def __init__(self) -> None:
        """Begin quiet."""
        self._recent: deque[tuple[datetime, Happening]] = deque()
        self._held: list[Happening] = []
        self._summary_at: datetime | None = None

    @property
    def due_at(self) -> datetime | None:
        """When `flush` has something to tell, None while nothing waits."""
        return self._summary_at + WINDOW if self._held and self._summary_at is not None else None

    def take(self, happening: Happening, now: datetime) -> tuple[Happening, ...]:
        """Take a happening in; return what is to be told of now: nothing, it alone, or a burst for a summary."""
        while self._recent and now - self._recent[0][0] >= WINDOW:
            self._recent.popleft()
        if self._held or (self._summary_at is not None and now - self._summary_at < WINDOW):
            self._held.append(happening)
            return self.flush(now)
        if len(self._recent) < _SINGLY:
            self._recent.append((now, happening))
            return (happening,)
        burst = (*(one for _, one in self._recent), happening)
        self._begin_anew(now)
        return burst

    def flush(self, now: datetime) -> tuple[Happening, ...]:
        """Return what waited, once a minute has passed since the last summary."""
        due = self.due_at
        if due is None or now < due:
            return ()
        told = tuple(self._held)
        if len(told) == 1:
            self._held.clear()
            self._summary_at = None
            self._recent.append((now, told[0]))
        else:
            self._begin_anew(now)
        return told

    def _begin_anew(self, now: datetime) -> None:
        self._recent.clear()
        self._held.clear()
        self._summary_at = now


def counted(happenings: Sequence[Happening]) -> tuple[tuple[NoticeKind, int], ...]:
    """Return how many there are of each kind, in the kinds' own order."""
    kinds = [one.kind for one in happenings]
    return tuple((kind, kinds.count(kind)) for kind in NoticeKind if kind in kinds)
