"""The words of clocks: their names, a target's length, whom a rule is for, what a step does and what came of it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from desktop.clocks.ladder import LEADER, Step, StepDeed
from desktop.clocks.targets import HIGH, URGENT, CountedTime, TargetRule
from desktop.model import ClockKind, MessageClass

translate = QCoreApplication.translate
_DAY, _HOUR = 1_440, 60


def clock_name(clock: ClockKind) -> str:
    """Return "First reply", "Next reply", "Resolution"."""
    return {
        ClockKind.FIRST_REPLY: translate("Clocks", "First reply"),
        ClockKind.NEXT_REPLY: translate("Clocks", "Next reply"),
        ClockKind.RESOLUTION: translate("Clocks", "Resolution"),
    }[clock]


def class_name(message_class: MessageClass | None) -> str:
    """Return what a message is, in the plural; of None "every message"."""
    return {
        None: translate("Clocks", "every message"),
        MessageClass.URGENT: translate("Clocks", "urgent messages"),
        MessageClass.COMPLAINT: translate("Clocks", "complaints"),
        MessageClass.PURCHASE_INTENT: translate("Clocks", "purchase requests"),
        MessageClass.BRAND_PREFERENCE: translate("Clocks", "opinions of the brand"),
        MessageClass.FAQ_QUESTION: translate("Clocks", "common questions"),
        MessageClass.TECHNICAL_QUESTION: translate("Clocks", "technical questions"),
        MessageClass.SUGGESTION: translate("Clocks", "suggestions"),
        MessageClass.PRAISE_THANKS: translate("Clocks", "praise and thanks"),
        MessageClass.NOISE: translate("Clocks", "chatter"),
        MessageClass.ABUSE: translate("Clocks", "abuse"),
    }[message_class]


def level_name(from_priority: int) -> str:
    """Return from which priority on a rule holds."""
    names = {
        0: translate("Clocks", "any priority"),
        HIGH: translate("Clocks", "high priority or above"),
        URGENT: translate("Clocks", "urgent priority"),
    }
    return names.get(from_priority, str(from_priority))


def counted_name(counts: CountedTime) -> str:
    """Return which time a rule counts."""
    return {
        CountedTime.ACCOUNT: translate("Clocks", "as the account does"),
        CountedTime.BUSINESS: translate("Clocks", "opening hours only"),
        CountedTime.WALL: translate("Clocks", "all hours"),
    }[counts]


def minutes_text(minutes: int) -> str:
    """Return a length of time: "45 min", "1 h", "1 h 30", "2 d" for whole days of 24 hours."""
    if minutes >= 2 * _DAY and minutes % _DAY == 0:
        return translate("Clocks", "{count} d").replace("{count}", str(minutes // _DAY))
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return translate("Clocks", "{count} min").replace("{count}", str(rest))
    if not rest:
        return translate("Clocks", "{count} h").replace("{count}", str(hours))
    return translate("Clocks", "{hours} h {minutes}").replace("{hours}", str(hours)).replace("{minutes}", f"{rest:02d}")


def rule_name(rule: TargetRule, accounts: Mapping[str, str]) -> str:
    """Return for what a rule is: "every message", "complaints, high priority or above, on @Aurora"."""
    parts = [class_name(rule.message_class)]
    if rule.urgent and rule.message_class is None:
        parts = [translate("Clocks", "whatever cannot wait")]
    elif rule.urgent:
        parts = [translate("Clocks", "{messages} that cannot wait").replace("{messages}", parts[0])]
    if rule.from_priority:
        parts.append(level_name(rule.from_priority))
    if rule.account:
        account = accounts.get(rule.account, translate("Clocks", "a removed account"))
        parts.append(translate("Clocks", "on {account}").replace("{account}", account))
    return ", ".join(parts)


def when_text(minutes: int) -> str:
    """Return when a step comes: "15 min before", "when it is over", "1 h after"."""
    if not minutes:
        return translate("Clocks", "when it is over")
    sentence = translate("Clocks", "{time} before") if minutes < 0 else translate("Clocks", "{time} after")
    return sentence.replace("{time}", minutes_text(abs(minutes)))


def step_words(step: Step, leader: str = "") -> str:
    """Return what a step does: "Tell the team leader, CB", "Give it to GV"."""
    if step.deed is StepDeed.RAISE_PRIORITY:
        return translate("Clocks", "Raise the priority")
    if step.deed is StepDeed.OPEN_TICKET:
        return translate("Clocks", "Open a ticket")
    if step.deed is StepDeed.REASSIGN:
        if not step.to:
            return translate("Clocks", "Take it from its agent")
        return translate("Clocks", "Give it to {agent}").replace("{agent}", step.to)
    if step.to != LEADER:
        return translate("Clocks", "Tell the agent")
    words = (
        translate("Clocks", "Tell the team leader, {agent}") if leader else translate("Clocks", "Tell the team leader")
    )
    return words.replace("{agent}", leader)


def outcome_words(deed: str, outcome: str) -> str:
    """Return what came of a step that was taken, of the codes in the journal."""
    plain = {
        "not_connected": translate("Clocks", "No ticket: no ticket system is connected"),
        "nobody": translate("Clocks", "Nobody to tell"),
        "wanted": translate("Clocks", "A ticket is asked for"),
    }
    if outcome in plain:
        return plain[outcome]
    if outcome == "unchanged":
        return {
            StepDeed.RAISE_PRIORITY.value: translate("Clocks", "The priority was the highest already"),
            StepDeed.OPEN_TICKET.value: translate("Clocks", "A ticket was asked for already"),
        }.get(deed, translate("Clocks", "It was so already"))
    sentence = {
        StepDeed.RAISE_PRIORITY.value: translate("Clocks", "Priority raised to {detail}"),
        StepDeed.NOTIFY.value: translate("Clocks", "{detail} was told"),
        StepDeed.REASSIGN.value: translate("Clocks", "Given to {detail}"),
        StepDeed.OPEN_TICKET.value: translate("Clocks", "Ticket {detail}"),
    }.get(deed, "{detail}")
    if deed == StepDeed.REASSIGN and not outcome:
        return translate("Clocks", "Taken from its agent")
    return sentence.replace("{detail}", outcome)
