"""Which chips the list shows beside a case: why it stands where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desktop.model import ClassEvidence, MessageClass, Reason, ReasonCode, Visibility
from desktop.triage.facts import MessageFacts
from desktop.triage.signs import Signs
from desktop.triage.weights import Weights

_WORDS = 4


def reasons_of(
    facts: MessageFacts, signs: Signs, classes: tuple[ClassEvidence, ...], weights: Weights
) -> tuple[Reason, ...]:
    """Return the chips in the order of ReasonCode. `detail` is a figure, or empty; `words` say so."""
    return tuple(_reasons(facts, signs, {entry.message_class: entry.evidence for entry in classes}, weights))


def _reasons(
    facts: MessageFacts, signs: Signs, kinds: Mapping[MessageClass, tuple[str, ...]], weights: Weights
) -> Iterator[Reason]:
    if (words := signs.gravity.get("medical")) and facts.mechanical is None:
        yield Reason(ReasonCode.MEDICAL_NEED, words=tuple(words[:_WORDS]))
    if facts.repeats_unanswered > 0:
        yield Reason(ReasonCode.ASKED_BEFORE, str(facts.repeats_unanswered))
    if MessageClass.URGENT in kinds:
        yield Reason(ReasonCode.URGENT_WORDING, words=kinds[MessageClass.URGENT][:_WORDS])
    if (facts.followers or 0) >= weights.reach_chip_from:
        yield Reason(ReasonCode.FOLLOWERS, str(facts.followers))
    if (words := signs.gravity.get("leaving")) and facts.mechanical is None:
        yield Reason(ReasonCode.LEAVING_RISK, words=tuple(words[:_WORDS]))
    if MessageClass.PURCHASE_INTENT in kinds:
        yield Reason(ReasonCode.PURCHASE_INTENT, words=kinds[MessageClass.PURCHASE_INTENT][:_WORDS])
    if not facts.mentions_us and facts.visibility is Visibility.PUBLIC:
        yield Reason(ReasonCode.NO_MENTION)
