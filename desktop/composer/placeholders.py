"""Placeholders: what a canned reply leaves open, what fills it, and what is still missing before it may leave.

`{customer}` is filled from the case, `{customer|there}` has words for when that is not known, `{?amount}` asks the
agent, `{?amount|10 €}` with a proposal. Anything in braces that begins with a letter counts as a placeholder, known or
not, and so does a known one that lost its closing brace, and `[[Hello|Good morning]]` of which none was chosen:
nothing half-filled can leave.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.composer.variation import alternatives_in
from desktop.model import Agent

CUSTOMER_FIRST_NAME = "customer.first_name"
CUSTOMER_NAME = "customer.name"
CUSTOMER_HANDLE = "customer.handle"
AGENT_NAME = "agent.name"
AGENT_SIGNATURE = "agent.signature"
ACCOUNT_HANDLE = "account.handle"
ACCOUNT_NAME = "account.name"
CASE_SUBJECT = "case.subject"
HOURS_NEXT_OPENING = "hours.next_opening"
HOURS_TODAY = "hours.today"

KNOWN_PLACEHOLDERS = (
    CUSTOMER_FIRST_NAME,
    CUSTOMER_NAME,
    CUSTOMER_HANDLE,
    AGENT_NAME,
    AGENT_SIGNATURE,
    ACCOUNT_HANDLE,
    ACCOUNT_NAME,
    CASE_SUBJECT,
    HOURS_NEXT_OPENING,
    HOURS_TODAY,
)

SHORT_NAMES = {
    "customer": CUSTOMER_FIRST_NAME,
    "agent": AGENT_NAME,
    "account": ACCOUNT_NAME,
    "case": CASE_SUBJECT,
    "hours": HOURS_TODAY,
    "opening": HOURS_NEXT_OPENING,
}
"""What `{customer}` and the like stand for."""

_ROOTS = "customer|agent|account|case|hours|opening"
_PLACEHOLDER = re.compile(
    rf"\{{(?:[ \t]+(?=\?|(?:{_ROOTS})\b))?"
    r"(?P<name>\?[^{}|\n]{1,80}|[^\W\d_][\w. ]{0,79})(?:\|(?P<fallback>[^{}\n]*))?\}"
)
_BROKEN = re.compile(rf"\{{[ \t]*(?:\?|(?:{_ROOTS})\b)[^{{}}\n]*")
_CLOSES_A_GAP = frozenset(",.;:!?)\n ")


@dataclass(frozen=True, slots=True)
class PlaceholderSpan:
    """Where a placeholder is, or was, in a text: code point offsets. A prompted one's name begins with "?"."""

    start: int
    end: int
    name: str
    filled: bool
    fallback: str | None = field(
        default=None, compare=False
    )  # what stands after the stroke: of a prompted one, what is proposed

    @property
    def prompt(self) -> str:
        """What the agent is asked for; "" for a placeholder that the program fills."""
        return self.name[1:].strip() if self.name.startswith("?") else ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A canned reply's text with its placeholders filled as far as possible, and where each of them is."""

    text: str
    spans: tuple[PlaceholderSpan, ...]

    @property
    def missing(self) -> tuple[PlaceholderSpan, ...]:
        """The spans that somebody must still fill."""
        return tuple(span for span in self.spans if not span.filled)


def fill(body: str, values: Mapping[str, str]) -> Filled:
    """Fill the placeholders of a canned reply.

    `values` maps names ("customer.first_name", "?estimated time") to texts; an empty text counts as not known. What
    has neither value nor fallback stays as written, as a span that is not filled. Braces in a value are dropped, so
    that a customer's name can't pass for a placeholder.
    """
    text, spans, position = "", [], 0
    for match in _PLACEHOLDER.finditer(body):
        text += body[position : match.start()]
        position = match.end()
        name = _full(match["name"])
        is_prompt = name.startswith("?")
        value = _clean(values.get(name, "")) or (None if is_prompt else match["fallback"])
        shown = match[0] if value is None else value
        if not shown and text.endswith(" ") and body[position : position + 1] in _CLOSES_A_GAP:
            text = text[:-1]
        spans.append(PlaceholderSpan(len(text), len(text) + len(shown), name, value is not None, match["fallback"]))
        text += shown
    return Filled(text + body[position:], tuple(spans))


def missing_placeholders(text: str) -> tuple[PlaceholderSpan, ...]:
    """Return what is still open in a text that is about to leave, in order."""
    whole = list(placeholders_in(text))
    taken = {span.start for span in whole}
    broken = [
        PlaceholderSpan(match.start(), match.start() + len(match[0].rstrip()), match[0][1:].strip(), filled=False)
        for match in _BROKEN.finditer(text)
        if match.start() not in taken
    ]
    return tuple(sorted(whole + broken + _unchosen(text), key=lambda span: span.start))


def placeholders_in(text: str) -> tuple[PlaceholderSpan, ...]:
    """Return the whole placeholders of a canned reply's text, in order, as written and none of them filled."""
    return tuple(
        PlaceholderSpan(*match.span(), _full(match["name"]), filled=False, fallback=match["fallback"])
        for match in _PLACEHOLDER.finditer(text)
    )


def placeholder_values(
    *,
    first_name: str = "",
    customer_name: str = "",
    customer_handle: str = "",
    agent: Agent | None = None,
    account_handle: str = "",
    account_name: str = "",
    case_subject: str = "",
    next_opening: str = "",
    today: str = "",
) -> dict[str, str]:
    """Return what `fill` takes for a case; "" for what is not known. The hours' texts come from `Wording`."""
    return {
        CUSTOMER_FIRST_NAME: first_name,
        CUSTOMER_NAME: customer_name,
        CUSTOMER_HANDLE: customer_handle,
        AGENT_NAME: agent.name if agent else "",
        AGENT_SIGNATURE: agent.signature if agent else "",
        ACCOUNT_HANDLE: account_handle,
        ACCOUNT_NAME: account_name or account_handle,
        CASE_SUBJECT: case_subject,
        HOURS_NEXT_OPENING: next_opening,
        HOURS_TODAY: today,
    }


def _unchosen(text: str) -> list[PlaceholderSpan]:
    """Return the alternatives of which none was chosen; a placeholder inside them is a span of its own."""
    return [
        PlaceholderSpan(span.start, span.end, " / ".join(option.strip() for option in span.options), filled=False)
        for span in alternatives_in(text)
    ]


def _full(name: str) -> str:
    name = name.strip()
    return SHORT_NAMES.get(name, name)


def _clean(value: str) -> str:
    return " ".join(value.replace("{", "").replace("}", "").split())
