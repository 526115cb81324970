"""How soon a message deserves an answer: a sum of named factors, each with the words or the figure that earned it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from desktop.model import ClassEvidence, Factor, FactorName, MessageClass
from desktop.triage.classes import Classified
from desktop.triage.facts import MessageFacts
from desktop.triage.lexicon import Cue
from desktop.triage.own_priority import FavourKind, folded_tag, plain_handle
from desktop.triage.signs import Signs
from desktop.triage.weights import Weights

_MOST = 100
_WORDS_SHOWN = 4
_SECONDS_AN_HOUR = 3_600
_SLIGHT_DOUBT = 0.05  # of a message's leaning; less takes nothing away
_MUCH_DOUBT = 0.1  # with which content words without any grievance earn no more than they must
_LONGEST_WAIT = 1e9  # seconds
_CONTENT = frozenset({Cue.THANKS, Cue.POSITIVE})
_GRIEVANCES = (MessageClass.COMPLAINT, MessageClass.URGENT, MessageClass.ABUSE)


def priority_of(
    facts: MessageFacts, signs: Signs, classified: Classified, weights: Weights
) -> tuple[int, tuple[Factor, ...]]:
    """Return the priority, 0 to 100, and the factors that gave points, in the order of FactorName.

    Never falls when followers, activity, repeats or waiting grow. Praise and noise stay below the cap of their class,
    and everything else above it, whatever a desk does with the weights.
    """
    leading = classified.classes[0]
    doubt = 1.0 if _may_be_thanks(signs, classified) else classified.doubt
    earned = (
        (FactorName.URGENCY, _urgency(classified, doubt, weights)),
        (FactorName.GRAVITY, _gravity(signs, doubt, weights)),
        (FactorName.REACH, _reach(facts, weights)),
        (FactorName.ACTIVITY, _activity(facts.interactions_90d, weights)),
        (FactorName.REPEAT, _repeat(facts.repeats_unanswered, weights)),
        (FactorName.WAITING, _waiting(facts.waiting_seconds, weights)),
        (FactorName.SENTIMENT, _sentiment(signs, weights)),
        (FactorName.CUSTOMER_VALUE, _customer_value(facts, weights)),
    )
    factors = tuple([Factor(name, points, evidence) for name, (points, evidence) in earned if points > 0])
    total = sum([factor.points for factor in factors])
    return min(total, _MOST, weights.caps.get(leading.message_class, _MOST)), factors


Earned = tuple[int, str]  # points, and the words or the figure that earned them
_NO_POINTS: Earned = (0, "")


def _shown(words: Sequence[str]) -> str:
    return ", ".join(words[:_WORDS_SHOWN])


def _may_be_thanks(signs: Signs, classified: Classified) -> bool:
    """Return whether a message with words of thanks or content may be no more than that: no haste, no grievance."""
    if classified.doubt < _MUCH_DOUBT or is_urgent(classified.classes) or _CONTENT.isdisjoint(signs.cues):
        return False
    return not any(kind in signs.classes and signs.classes[kind].is_clear for kind in _GRIEVANCES)


def _urgency(classified: Classified, doubt: float, weights: Weights) -> Earned:
    """Return the points of the leading class, raised by haste as far as it is sure, lowered by doubt."""
    leading = classified.classes[0]
    points: float = weights.urgency[leading.message_class]
    shown = leading.evidence
    most = weights.urgency[MessageClass.URGENT]
    for entry in classified.classes:
        if entry.message_class is MessageClass.URGENT:
            least = points if entry is not leading else most / 2
            points = least + (most - least) * classified.haste
            shown = entry.evidence or shown
    earned = round(points * _trusted(doubt))
    if leading.message_class not in weights.caps:
        earned = max(earned, weights.least)
    return earned, _shown(shown) or leading.message_class.value


def _trusted(doubt: float) -> float:
    return 1.0 if doubt < _SLIGHT_DOUBT else (1 - doubt) ** 2


def _gravity(signs: Signs, doubt: float, weights: Weights) -> Earned:
    if not signs.gravity:
        return _NO_POINTS
    groups = [group for group in weights.gravity if group in signs.gravity]
    words = list(dict.fromkeys(word for group in groups for word in signs.gravity[group]))
    points = min(weights.gravity_most, sum(weights.gravity[group] for group in groups))
    return round(points * _trusted(doubt)), _shown(words)


def _reach(facts: MessageFacts, weights: Weights) -> Earned:
    followers = facts.followers or 0
    points = weights.reach_verified if facts.verified else 0
    if followers > weights.reach_from:
        tenfolds = math.log10(followers / weights.reach_from)
        points += min(weights.reach_most, round(weights.reach_per_tenfold * tenfolds))
    return points, str(followers) if followers > 0 else "verified"


def _activity(messages: int, weights: Weights) -> Earned:
    if messages <= 0:
        return _NO_POINTS
    return min(weights.activity_most, round(weights.activity_per_doubling * math.log2(1 + messages))), str(messages)


def _repeat(repeats: int, weights: Weights) -> Earned:
    return min(weights.repeat_most, weights.repeat_each * max(0, repeats)), str(repeats)


def _waiting(seconds: float, weights: Weights) -> Earned:
    if not seconds > 0:  # also what is not a number
        return _NO_POINTS
    seconds = min(seconds, _LONGEST_WAIT)
    doublings = math.log2(1 + seconds / _SECONDS_AN_HOUR)
    return min(weights.waiting_most, round(weights.waiting_per_doubling * doublings)), str(round(seconds))


def _sentiment(signs: Signs, weights: Weights) -> Earned:
    angry = signs.cues.get(Cue.NEGATIVE)
    if not angry:
        return _NO_POINTS
    surplus = len(angry) - len(signs.cues.get(Cue.POSITIVE, ()))
    return min(weights.sentiment_most, weights.sentiment_each * max(0, surplus)), _shown(angry)


def _customer_value(facts: MessageFacts, weights: Weights) -> Earned:
    """Return the points of the customer's tags, and those that the desk gives to this customer, the most of them."""
    points, shown = _by_tags(facts, weights)
    if not weights.favours:
        return points, shown
    keys = [(FavourKind.TAG, folded_tag(tag), tag) for tag in facts.tags]
    keys.append((FavourKind.HANDLE, plain_handle(facts.handle), facts.handle))
    keys.append((FavourKind.CUSTOMER, facts.customer, facts.handle or FavourKind.CUSTOMER.value))
    most, by = max((weights.favours.get((kind, key), 0), by) for kind, key, by in keys)
    if not most:
        return points, shown
    return points + most, shown if by in shown.split(", ") else ", ".join(filter(None, (shown, by)))


def _by_tags(facts: MessageFacts, weights: Weights) -> Earned:
    if not facts.tags:
        return _NO_POINTS
    worth = {tag: weights.customer_value.get(folded_tag(tag), 0) for tag in facts.tags}
    valued = [tag for tag, points in worth.items() if points]
    return min(weights.customer_value_most, sum(worth.values())), _shown(valued)


def is_urgent(classes: tuple[ClassEvidence, ...]) -> bool:
    """Return True if urgency is among the classes."""
    return any(entry.message_class is MessageClass.URGENT for entry in classes)
