"""What the card of a case's priority shows: each factor with its points and the words or figure that earned them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.model import Direction, Factor, FactorName, ItemKind, MessageClass, Reason, ReasonCode, TimelineItem
from ui.inbox.clock_words import class_name
from ui.inbox.factor_words import factor_name
from ui.inbox.wording import reason_name, spoken_span

translate = QCoreApplication.translate
_FIGURES = frozenset({FactorName.REACH, FactorName.ACTIVITY, FactorName.REPEAT, FactorName.WAITING})
_CLASSES = frozenset(MessageClass)


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One line: what it is, its points ("" for a reason without), what is said of it, the words that can be shown."""

    title: str
    points: str
    said: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhyCard:
    """The card. `note` says where the sum is not the priority: a cap, or an agent's own word."""

    title: str
    factors: tuple[WhyLine, ...]
    reasons: tuple[WhyLine, ...]
    note: str = ""
    campaign: tuple[tuple[int, str], ...] = ()  # other cases with this text: key and name

    @property
    def spoken(self) -> str:
        """The whole card in words."""
        lines = (f"{one.title} {one.points}: {one.said}" for one in (*self.factors, *self.reasons))
        return ". ".join((self.title, *lines, *([self.note] if self.note else ())))


def present_why(
    shown: int,
    given: tuple[int, Sequence[Factor], Sequence[Reason]],
    items: Sequence[TimelineItem],
    campaign: Sequence[tuple[int, str]] = (),
) -> WhyCard:
    """Return the card of a case. `shown` is its priority as the list has it, `given` what triage made of it."""
    priority, factors, reasons = given
    said = [item.text for item in items if _is_theirs(item)]
    return WhyCard(
        translate("Priority", "Priority {points} of 100").replace("{points}", str(shown)),
        tuple(_factor_line(one, said) for one in factors),
        tuple(_reason_line(one, said) for one in reasons),
        _note(shown, priority, sum(one.points for one in factors)),
        tuple(campaign),
    )


def item_with(words: Sequence[str], items: Sequence[TimelineItem]) -> str | None:
    """Return the key of the customer's newest message that holds most of some words, None if none holds any."""
    theirs = [item for item in items if _is_theirs(item)]
    counts = [sum(word.casefold() in item.text.casefold() for word in words) for item in theirs]
    best = max(zip(counts, range(len(counts)), strict=True), default=(0, 0))
    return theirs[best[1]].key if best[0] else None


def _is_theirs(item: TimelineItem) -> bool:
    return item.kind is ItemKind.MESSAGE and item.direction is Direction.INCOMING


def _found(words: Sequence[str], said: Sequence[str]) -> tuple[str, ...]:
    """Return the words that stand in a message of the timeline: the others can't be shown."""
    return tuple(word for word in words if word and any(word.casefold() in text.casefold() for text in said))


def _factor_line(factor: Factor, said: Sequence[str]) -> WhyLine:
    title, points = factor_name(factor.name), f"+{factor.points}"
    if factor.name in _FIGURES:
        return WhyLine(title, points, _figure_words(factor))
    if factor.name is FactorName.URGENCY and factor.evidence in _CLASSES:
        return WhyLine(title, points, class_name(MessageClass(factor.evidence)))
    if factor.name is FactorName.CUSTOMER_VALUE:
        return WhyLine(title, points, factor.evidence)
    return _with_words(title, points, factor.evidence.split(", "), said)


def _with_words(title: str, points: str, words: Sequence[str], said: Sequence[str]) -> WhyLine:
    quoted = ", ".join(f"“{word}”" for word in words if word)
    return WhyLine(title, points, quoted or translate("Priority", "the words are gone"), _found(words, said))


def _reason_line(reason: Reason, said: Sequence[str]) -> WhyLine:
    if reason.code is ReasonCode.CAMPAIGN:
        text = translate("Priority", "{count} people sent this text").replace("{count}", reason.detail)
        return WhyLine(reason_name(reason), "", text, _found(reason.words, said))
    if reason.words:
        return _with_words(reason_name(reason), "", reason.words, said)
    if reason.code is ReasonCode.ASKED_BEFORE:
        words = translate("Priority", "{count} earlier questions without an answer").replace("{count}", reason.detail)
        return WhyLine(reason_name(reason), "", words)
    if reason.code is ReasonCode.NO_MENTION:
        return WhyLine(reason_name(reason), "", translate("Priority", "it names us without addressing us"))
    return WhyLine(reason_name(reason), "", translate("Priority", "as its network says"))


def _figure_words(factor: Factor) -> str:
    evidence = factor.evidence
    if factor.name is FactorName.REACH:
        if not evidence.isdigit():
            return translate("Priority", "a verified account")
        return translate("Priority", "{count} followers").replace("{count}", f"{int(evidence):,}")
    if factor.name is FactorName.ACTIVITY:
        return translate("Priority", "{count} messages so far").replace("{count}", evidence)
    if factor.name is FactorName.REPEAT:
        return translate("Priority", "asked {count} times before").replace("{count}", evidence)
    return spoken_span(float(evidence)) if evidence.isdigit() else evidence


def _note(shown: int, priority: int, total: int) -> str:
    if shown != priority:
        words = translate("Priority", "Somebody or a rule set it to {shown}; by its words it has {given}.")
        return words.replace("{shown}", str(shown)).replace("{given}", str(priority))
    if total > priority:
        words = translate("Priority", "The sum is {total}; no case of its kind gets more than {given}.")
        return words.replace("{total}", str(total)).replace("{given}", str(priority))
    return ""
