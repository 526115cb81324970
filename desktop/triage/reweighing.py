"""What a case would be worth by other weights and words: its messages are weighed again as intake weighed them.

What was counted when a message came (earlier questions, activity) is taken from the factors of then. What others found
out about the case, that it belongs to a campaign, stays as it is.
"""

from __future__ import annotations

from dataclasses import replace

from desktop.model import Assessment, FactorName, Reason, ReasonCode
from desktop.store.weighing import Said, Weighed
from desktop.triage.assess import Triage
from desktop.triage.facts import MessageFacts
from desktop.triage.threading import awaits_answer

_FOUND_BY_OTHERS = frozenset({ReasonCode.CAMPAIGN, ReasonCode.IMPERSONATOR})


def weigh_again(case: Weighed, triage: Triage) -> Assessment:
    """Return what triage says of a case now. About a millisecond for each message since our last answer."""
    kept: Assessment | None = None
    awaits = False
    for one in case.said:
        found = triage.assess(_facts(case, one))
        if kept is None or not awaits or found.priority >= kept.priority:
            kept = found
        started = case.awaiting_since is not None and one.sent_at >= case.awaiting_since
        awaits = awaits or (started and awaits_answer(found.message_class, one.mechanical, one.text))
    assert kept is not None, "a case that is weighed has a message"
    return replace(kept, reasons=_reasons(case, kept))


def _facts(case: Weighed, one: Said) -> MessageFacts:
    return MessageFacts(
        text=one.text,
        subject=one.subject,
        network=one.network,
        visibility=one.visibility,
        mechanical=one.mechanical,
        mentions_us=one.mentions_us,
        followers=one.followers,
        verified=one.verified,
        interactions_90d=_figure(case, FactorName.ACTIVITY),
        repeats_unanswered=_figure(case, FactorName.REPEAT) or _asked_before(case),
        tags=case.tags,
        handle=one.handle,
        customer=case.customer,
        language=one.language,
    )


def _figure(case: Weighed, name: FactorName) -> int:
    evidence = next((factor.evidence for factor in case.factors if factor.name is name), "")
    return int(evidence) if evidence.isdigit() else 0


def _asked_before(case: Weighed) -> int:
    detail = next((one.detail for one in case.reasons if one.code is ReasonCode.ASKED_BEFORE), "")
    return int(detail) if detail.isdigit() else 0


def _reasons(case: Weighed, found: Assessment) -> tuple[Reason, ...]:
    had = {one.code for one in case.reasons}
    told = [one for one in found.reasons if one.code is not ReasonCode.NO_MENTION or one.code in had]
    told += [one for one in case.reasons if one.code in _FOUND_BY_OTHERS]
    return tuple(sorted(told, key=lambda one: list(ReasonCode).index(one.code)))
