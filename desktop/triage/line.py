"""One line of JSON in, one out: what `sportello triage` reads, refuses and writes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from desktop.model import Assessment, Direction, Mechanical, Network, Visibility, traits_of
from desktop.triage.assess import Triage
from desktop.triage.facts import MessageFacts

Choice = TypeVar("Choice", bound=StrEnum)

_MOST_FIGURE = 10**12


class BadLine(ValueError):
    """A line that cannot be assessed. `reason` names the field and what it should hold."""

    def __init__(self, reason: str) -> None:
        """Keep the reason; it never quotes the line."""
        super().__init__(reason)
        self.reason = reason


def triage_line(obj: object, triage: Triage) -> dict[str, object]:
    """Assess one message given as a JSON object and return the result as one.

    Reads `text` (required), `subject`, `network`, `visibility`, `direction`, `mechanical`, `mentions_us`, `followers`,
    `verified`, `language` (the network's hint), `thread_language`, `interactions_90d`, `repeats_unanswered`,
    `waiting_seconds`, `tags`, `handle` (the author's, or an address) and `customer` (a uid); other fields are left
    alone. Raises BadLine.
    """
    if not isinstance(obj, dict):
        raise BadLine("the line is not an object")
    return _result(triage.assess(_facts(obj)))


def _facts(obj: Mapping[str, object]) -> MessageFacts:
    network = _choice(obj, "network", Network) or Network.EMAIL
    usual = Visibility.PUBLIC if traits_of(network).has_public else Visibility.DIRECT
    if "text" not in obj:
        raise BadLine("text: missing")
    return MessageFacts(
        text=_text(obj, "text") or "",
        subject=_text(obj, "subject") or "",
        network=network,
        visibility=_choice(obj, "visibility", Visibility) or usual,
        direction=_choice(obj, "direction", Direction) or Direction.INCOMING,
        mechanical=_choice(obj, "mechanical", Mechanical),
        mentions_us=_flag(obj, "mentions_us", usual=True),
        followers=_figure(obj, "followers"),
        verified=_flag(obj, "verified", usual=False),
        language_hint=_text(obj, "language"),
        thread_language=_text(obj, "thread_language"),
        interactions_90d=_figure(obj, "interactions_90d") or 0,
        repeats_unanswered=_figure(obj, "repeats_unanswered") or 0,
        waiting_seconds=_seconds(obj, "waiting_seconds"),
        tags=_tags(obj),
        handle=_text(obj, "handle") or "",
        customer=_text(obj, "customer") or "",
    )


def _text(obj: Mapping[str, object], name: str) -> str | None:
    value = obj.get(name)
    if value is not None and not isinstance(value, str):
        raise BadLine(f"{name}: not a text")
    if value is None and name == "text":
        raise BadLine("text: not a text")
    return value


def _flag(obj: Mapping[str, object], name: str, *, usual: bool) -> bool:
    value = obj.get(name)
    if value is None:
        return usual
    if not isinstance(value, bool):
        raise BadLine(f"{name}: not true or false")
    return value


def _figure(obj: Mapping[str, object], name: str) -> int | None:
    value = obj.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_FIGURE:
        raise BadLine(f"{name}: not a whole number from 0")
    return value


def _seconds(obj: Mapping[str, object], name: str) -> float:
    value = obj.get(name)
    if value is None:
        return 0.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST_FIGURE:
        raise BadLine(f"{name}: not a number of seconds from 0")
    return float(value)


def _tags(obj: Mapping[str, object]) -> tuple[str, ...]:
    value = obj.get("tags")
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        raise BadLine("tags: not a list of texts")
    return tuple(value)


def _choice(obj: Mapping[str, object], name: str, choices: type[Choice]) -> Choice | None:
    value = obj.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or value not in set(choices):
        raise BadLine(f"{name}: not one of {', '.join(choices)}")
    return choices(value)


def _result(assessment: Assessment) -> dict[str, object]:
    return {
        "language": assessment.language,
        "class": assessment.message_class.value,
        "urgent": assessment.urgent,
        "priority": assessment.priority,
        "factors": [
            {"name": factor.name.value, "points": factor.points, "evidence": factor.evidence}
            for factor in assessment.factors
        ],
        "classes": [
            {"class": entry.message_class.value, "evidence": list(entry.evidence)} for entry in assessment.classes
        ],
        "reasons": [
            {"code": reason.code.value, "detail": reason.detail, "words": list(reason.words)}
            for reason in assessment.reasons
        ],
    }
