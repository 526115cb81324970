"""Targets: the table of rules that says within which time a case is answered or solved; the most specific one wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.model import ClockKind, MessageClass

LONGEST_MINUTES = 60 * 24 * 365
HIGH, URGENT = 40, 70
"""From which priority (0 to 100) a case counts as high or urgent."""

_USUAL_MINUTES, _URGENT_MINUTES = 60, 15
_FIRST_REPLIES: Mapping[MessageClass, int] = {
    MessageClass.PURCHASE_INTENT: 20,
    MessageClass.SUGGESTION: 480,
    MessageClass.BRAND_PREFERENCE: 480,
    MessageClass.ABUSE: 480,
    MessageClass.PRAISE_THANKS: 480,
    MessageClass.NOISE: 480,
}
_LEVELS = (0, HIGH, URGENT)


class CountedTime(StrEnum):
    """Which time a target counts. The value is stored."""

    ACCOUNT = "account"  # what the account's rule for closed times says
    BUSINESS = "business"
    WALL = "wall"


class TargetFault(StrEnum):
    """Why a rule can't be kept."""

    NO_TIME = "no_time"
    TOO_LONG = "too_long"
    DOUBLE = "double"  # another rule of the same clock has the same conditions


@dataclass(frozen=True, slots=True)
class TargetRule:
    """One rule: within `minutes` for the cases that meet its conditions.

    `account` is an account's uid, "" for all; `message_class` None for all; `from_priority` 0, HIGH or URGENT.
    `urgent`: only for what cannot wait, of whatever class it is.
    """

    uid: str
    clock: ClockKind
    minutes: int
    account: str = ""
    message_class: MessageClass | None = None
    from_priority: int = 0
    counts: CountedTime = CountedTime.ACCOUNT
    urgent: bool = False

    @property
    def seconds(self) -> int:
        """The target in seconds of the time that it counts."""
        return self.minutes * 60

    @property
    def is_general(self) -> bool:
        """Whether it has no condition."""
        return not (self.account or self.urgent or self.message_class is not None or self.from_priority)

    @property
    def conditions(self) -> tuple[object, ...]:
        """What tells two rules apart that would always hold for the same cases."""
        return self.clock, self.account, self.message_class, self.from_priority, self.urgent

    def holds_for(
        self, account: str, message_class: MessageClass | None, priority: int, *, urgent: bool = False
    ) -> bool:
        """Return whether a case of this account, class, priority and urgency meets the conditions."""
        return (
            self.account in ("", account)
            and (urgent or not self.urgent)
            and self.message_class in (None, message_class)
            and priority >= self.from_priority
        )

    def specificity(self) -> tuple[int, int, int, int, int]:
        """Return what is compared: how many conditions, then the account, the urgency, the class and the priority."""
        named, classed, pressing = int(bool(self.account)), int(self.message_class is not None), int(self.urgent)
        conditions = named + pressing + classed + int(self.from_priority > 0)
        return conditions, named, pressing, classed, self.from_priority

    def to_dict(self) -> dict[str, object]:
        """Return plain JSON values."""
        return {
            "uid": self.uid,
            "clock": self.clock.value,
            "minutes": self.minutes,
            "account": self.account,
            "class": self.message_class.value if self.message_class else "",
            "from_priority": self.from_priority,
            "counts": self.counts.value,
            "urgent": self.urgent,
        }


@dataclass(frozen=True, slots=True)
class Targets:
    """The whole table in the order in which a person wrote it."""

    rules: tuple[TargetRule, ...]

    def rule_for(
        self,
        clock: ClockKind,
        account: str,
        message_class: MessageClass | None,
        priority: int,
        *,
        urgent: bool = False,
    ) -> TargetRule | None:
        """Return the rule that holds for a case, None where nothing is promised. `urgent`: it cannot wait.

        A reply is always promised: without a rule within the usual hour. Of equal ones the first wins.
        """
        fitting = [
            rule
            for rule in self.rules
            if rule.clock is clock and rule.holds_for(account, message_class, priority, urgent=urgent)
        ]
        if fitting:
            return max(fitting, key=TargetRule.specificity)
        return None if clock is ClockKind.RESOLUTION else _usual(clock)

    @property
    def has_resolution(self) -> bool:
        """Whether any case is promised to be solved within a time."""
        return any(rule.clock is ClockKind.RESOLUTION for rule in self.rules)

    def to_list(self) -> list[dict[str, object]]:
        """Return plain JSON values for the settings."""
        return [rule.to_dict() for rule in self.rules]

    @classmethod
    def from_value(cls, value: object) -> Targets:
        """Return the table that `to_list` wrote down; a rule that can't be read is left out, no list is a new desk."""
        if not isinstance(value, list):
            return default_targets()
        return cls(tuple(rule for item in value if (rule := _rule_from(item)) is not None))


def default_targets() -> Targets:
    """Return what a new desk promises, in minutes of opening time. Nothing about solving.

    An answer within the hour is what customers expect; what cannot wait and who wants to buy come sooner, what asks for
    nothing may come later. A conversation under way keeps its pace whatever is said in it.
    """
    graded = [
        TargetRule(f"first-{kind.value}", ClockKind.FIRST_REPLY, minutes, message_class=kind)
        for kind, minutes in _FIRST_REPLIES.items()
    ]
    pressing = [
        TargetRule(f"urgent-{clock.value}", clock, _URGENT_MINUTES, urgent=True)
        for clock in (ClockKind.FIRST_REPLY, ClockKind.NEXT_REPLY)
    ]
    return Targets((*one_hour_targets().rules, *pressing, *graded))


def one_hour_targets() -> Targets:
    """Return the plainest promise: every answer within an hour of opening time."""
    return Targets((_usual(ClockKind.FIRST_REPLY), _usual(ClockKind.NEXT_REPLY)))


def faults_of_rule(rule: TargetRule, rules: Sequence[TargetRule]) -> tuple[TargetFault, ...]:
    """Return why a rule can't be kept among the others; () if it can."""
    faults = []
    if rule.minutes <= 0:
        faults.append(TargetFault.NO_TIME)
    if rule.minutes > LONGEST_MINUTES:
        faults.append(TargetFault.TOO_LONG)
    if any(other.uid != rule.uid and other.conditions == rule.conditions for other in rules):
        faults.append(TargetFault.DOUBLE)
    return tuple(faults)


def _usual(clock: ClockKind) -> TargetRule:
    return TargetRule(f"usual-{clock.value}", clock, _USUAL_MINUTES)


def _rule_from(value: object) -> TargetRule | None:
    if not isinstance(value, Mapping):
        return None
    uid, minutes, account = value.get("uid"), value.get("minutes"), value.get("account", "")
    clock = next((one for one in ClockKind if one == value.get("clock")), None)
    if not isinstance(uid, str) or not uid or clock is None or not isinstance(account, str):
        return None
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not 0 < minutes <= LONGEST_MINUTES:
        return None
    level = value.get("from_priority")
    return TargetRule(
        uid,
        clock,
        minutes,
        account,
        next((one for one in MessageClass if one == value.get("class")), None),
        next((one for one in _LEVELS if one == level), 0),
        next((one for one in CountedTime if one == value.get("counts")), CountedTime.ACCOUNT),
        value.get("urgent") is True,
    )
