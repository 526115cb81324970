"""The words of the priority's page: what each figure, list and fault is called, and what a trial found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.model import MessageClass
from desktop.triage.own_phrases import LONGEST, PhraseFault
from desktop.triage.own_priority import FavourKind
from desktop.triage.priority_trial import Move, counted
from ui.inbox.clock_words import class_name
from ui.inbox.factor_words import factor_name

translate = QCoreApplication.translate
_QUOTED = 70  # characters


def group_name(section: str) -> str:
    """Return the heading above the figures of a section."""
    return {
        "urgency": translate("Priority", "What the message is"),
        "gravity": translate("Priority", "What is at stake"),
        "reach": translate("Priority", "Reach"),
        "activity": translate("Priority", "Messages of the last 90 days"),
        "repeat": translate("Priority", "Asked before, unanswered"),
        "waiting": translate("Priority", "Waiting"),
        "sentiment": translate("Priority", "Anger"),
        "customer_value": translate("Priority", "Tags of the customer"),
    }[section]


def figure_name(name: str) -> str:
    """Return what a figure is called, by its dotted name in the weights."""
    section, _, key = name.partition(".")
    if section == "urgency":
        return _capital(class_name(MessageClass(key)))
    if section == "gravity" and key != "most":
        return gravity_name(key)
    if section == "customer_value" and key != "most":
        return _tag_name(key)
    return {
        "from": translate("Priority", "Counts from so many followers"),
        "per_tenfold": translate("Priority", "For ten times as many followers"),
        "verified": translate("Priority", "A verified account"),
        "per_doubling": translate("Priority", "For twice as much"),
        "each": translate("Priority", "For each one"),
        "most": translate("Priority", "At most"),
    }[key]


def gravity_name(group: str) -> str:
    """Return what can be at stake."""
    return {
        "medical": translate("Priority", "A medical need"),
        "danger": translate("Priority", "Danger"),
        "power": translate("Priority", "No power, water or line"),
        "legal": translate("Priority", "Lawyers and courts"),
        "leaving": translate("Priority", "Leaving us"),
        "money": translate("Priority", "Money"),
    }[group]


def _tag_name(key: str) -> str:
    return {"vip": translate("Priority", "Tagged VIP"), "fragile": translate("Priority", "Tagged fragile")}[key]


def target_name(target: str) -> str:
    """Return what a word list is called."""
    family, _, key = target.partition(".")
    if family == "class":
        return _capital(class_name(MessageClass(key)))
    if family == "gravity":
        return translate("Priority", "At stake: {what}").replace("{what}", gravity_name(key))
    return translate("Priority", "Anger") if key == "negative" else translate("Priority", "Content")


def strength_name(strength: str) -> str:
    """Return how much a phrase says for its class."""
    return {
        "weak": translate("Priority", "a hint"),
        "clear": translate("Priority", "clear"),
        "strong": translate("Priority", "strong"),
        "grave": translate("Priority", "decisive"),
    }[strength]


def favour_name(kind: FavourKind) -> str:
    """Return by what a customer is known."""
    return {
        FavourKind.CUSTOMER: translate("Priority", "Customer"),
        FavourKind.TAG: translate("Priority", "Tag"),
        FavourKind.HANDLE: translate("Priority", "Handle or address"),
    }[kind]


def phrase_fault_sentence(fault: PhraseFault) -> str:
    """Return why a phrase can't be added, and what to do."""
    return {
        PhraseFault.EMPTY: translate("Priority", "Write a word or a phrase."),
        PhraseFault.LONG: translate("Priority", "This is too long: eight words and {most} characters at most.").replace(
            "{most}", str(LONGEST)
        ),
        PhraseFault.TOO_WIDE: translate(
            "Priority", "Almost every message would hold this. Write at least three letters before a *."
        ),
        PhraseFault.PARTED: translate(
            "Priority", "A phrase never reaches across a comma or a full stop. Add its parts one by one."
        ),
        PhraseFault.DOUBLE: translate("Priority", "This phrase is in the list already."),
        PhraseFault.MANY: translate("Priority", "Your lists are full. Delete what is not needed any more."),
        PhraseFault.LANGUAGE: translate("Priority", "There is no word list for this language."),
    }[fault]


def trial_sentence(moves: Sequence[Move]) -> str:
    """Return how many cases would move, and where to."""
    if not moves:
        return translate("Priority", "No case is open, so there is nothing to try on.")
    up, down = counted(moves)
    if not up and not down:
        return translate("Priority", "None of {count} open cases would move.").replace("{count}", str(len(moves)))
    words = translate(
        "Priority", "Of {count} open cases {up} would move up and {down} down. Nothing changes until Save."
    )
    return words.replace("{count}", str(len(moves))).replace("{up}", str(up)).replace("{down}", str(down))


def move_line(move: Move) -> str:
    """Return what changes for a case: "Urgency +12, What is at stake −7. Would be complaints."."""
    changes = ", ".join(f"{factor_name(name)} {signed(points)}" for name, points in move.factors)
    if move.message_class is not None:
        words = translate("Priority", "counts among {class}").replace("{class}", class_name(move.message_class))
        changes = f"{changes}; {words}" if changes else words
    return changes


def signed(points: int) -> str:
    """Return points with their sign, as typeset."""
    return f"+{points}" if points > 0 else f"−{-points}"


def shortened(text: str, most: int = _QUOTED) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
