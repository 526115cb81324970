"""Check: one draft from a line of JSON judged, for `sportello check`. Opening hours and accounts play no part."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.guardrails.facts import DraftFacts
from desktop.guardrails.judge import Guardrails
from desktop.model import Finding, Network, Visibility

_VISIBILITIES = {"public": Visibility.PUBLIC, "private": Visibility.DIRECT}


class BadLine(ValueError):
    """A line that can't be judged; the text names the field and what is wrong with it."""


def check_line(obj: object, guardrails: Guardrails) -> dict[str, object]:
    """Return the verdict on a draft as plain JSON values.

    The draft: {"text", "visibility": "public"|"private", "network", "language"?, "customer"?, "account"?, "id"?}.
    "customer" and "account" are the handles of who is answered and who answers, as the network writes them: on Mastodon
    both may be named in a private draft, where anybody else named in it would read along. Without "customer" every
    name is taken for somebody else's.

    The answer is {"decision", "findings": [{"rule", "kind", "start", "end", "text"}]}, offsets in code points, after
    the line's "id" where it has one; other fields are ignored. Raises BadLine.
    """
    if not isinstance(obj, Mapping):
        raise BadLine("not an object")
    facts = DraftFacts(
        text=_text(obj, "text"),
        visibility=_VISIBILITIES[_one_of(obj, "visibility", tuple(_VISIBILITIES))],
        network=Network(_one_of(obj, "network", tuple(Network))),
        language=_language(obj),
        customer_handle=_optional(obj, "customer"),
        own_handle=_optional(obj, "account"),
    )
    verdict = guardrails.judge(facts)
    answer: dict[str, object] = {"id": obj["id"]} if "id" in obj else {}
    answer["decision"] = verdict.decision.value
    answer["findings"] = [_plain(finding) for finding in verdict.findings]
    return answer


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "kind": finding.kind,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
    }


def _text(line: Mapping[str, object], field: str) -> str:
    if field not in line:
        raise BadLine(f"{field}: missing")
    value = line[field]
    if not isinstance(value, str):
        raise BadLine(f"{field}: not a text")
    return value


def _one_of(line: Mapping[str, object], field: str, allowed: tuple[str, ...]) -> str:
    value = _text(line, field)
    if value not in allowed:
        raise BadLine(f"{field}: must be one of {', '.join(allowed)}")
    return value


def _optional(line: Mapping[str, object], field: str) -> str:
    return "" if line.get(field) is None else _text(line, field).strip()


def _language(line: Mapping[str, object]) -> str | None:
    return _optional(line, "language").lower().partition("-")[0] or None
