"""Judge: what follows from requests and values in a text, by the place where it is about to be written."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.reading import Reading
from desktop.guardrails.privacy.requests import RequestSpan, requests_in
from desktop.guardrails.privacy.rules import PrivacyRules
from desktop.guardrails.privacy.values import ValueSpan, values_in
from desktop.model import Decision, Finding, Fix, Visibility

REQUEST = "privacy.request"
VALUE = "privacy.value"
CREDENTIALS = "privacy.credentials"
ADVICE = "privacy.advice"

_PUBLIC_FIXES = (Fix.MOVE_TO_DIRECT, Fix.INSERT_PRIVACY_NOTICE)


def privacy_findings(
    text: str,
    *,
    visibility: Visibility,
    language: str | None,
    rules: PrivacyRules,
    own_values: frozenset[str] = frozenset(),
) -> tuple[Finding, ...]:
    """Return what the privacy guardrail says of a draft, in the order in which it stands.

    In public a request for personal data and a value of it block ("privacy.request", "privacy.value"); a customer
    number may be overridden with a reason. A request by a private way ("by direct message") and one in a direct message
    are advised on ("privacy.advice": ask only for what is needed, say why). Credentials and full card numbers
    ("privacy.credentials") block wherever a customer reads them and are advised on in a note. `language` is an ISO
    639-1 code or "unknown" or None, and only a hint. `own_values` are the company's own numbers and addresses.
    Each finding's span and text are the data words alone. Fast enough for the window's thread; never raises.
    """
    reading = Reading(text, rules, () if language is None else (language,))
    requests = requests_in(reading)
    values = values_in(reading, own_values)
    judged = [*_requests(requests, text, visibility), *_values(values, text, visibility)]
    return tuple(sorted(judged, key=lambda finding: (finding.start, finding.end)))


def _requests(spans: tuple[RequestSpan, ...], text: str, visibility: Visibility) -> Iterator[Finding]:
    """Yield the findings on requests. A note asks nobody, so only secrets are mentioned there."""
    for span in spans:
        if span.secret:
            yield _on_secret(span, text, visibility)
        elif visibility is Visibility.INTERNAL:
            continue
        elif visibility is Visibility.DIRECT or span.private_way:
            fixes = (Fix.INSERT_PRIVACY_NOTICE,)
            yield Finding(ADVICE, span.kind, Decision.ADVISE, span.start, span.end, text[span.start : span.end], fixes)
        else:
            yield _blocked(REQUEST, span, text)


def _values(spans: tuple[ValueSpan, ...], text: str, visibility: Visibility) -> Iterator[Finding]:
    """Yield the findings on values. A team's note may hold what the team works with, save secrets."""
    for span in spans:
        if span.secret:
            yield _on_secret(span, text, visibility)
        elif visibility is Visibility.PUBLIC:
            yield _blocked(VALUE, span, text)
        elif visibility is Visibility.DIRECT:
            yield Finding(VALUE, span.kind, Decision.ADVISE, span.start, span.end, text[span.start : span.end])


def _on_secret(span: RequestSpan | ValueSpan, text: str, visibility: Visibility) -> Finding:
    """Return the finding on what nobody may ask for or write: moving it to a direct message is no way out."""
    internal = visibility is Visibility.INTERNAL
    decision = Decision.ADVISE if internal else Decision.BLOCK
    fixes = () if internal else (Fix.INSERT_PRIVACY_NOTICE,)
    return Finding(CREDENTIALS, span.kind, decision, span.start, span.end, text[span.start : span.end], fixes)


def _blocked(rule: str, span: RequestSpan | ValueSpan, text: str) -> Finding:
    """Return the finding that stops a public reply; a customer number alone opens no door, so it may be overridden."""
    overridable = span.kind is DataKind.CUSTOMER_NUMBER
    fixes = (*_PUBLIC_FIXES, Fix.SEND_ANYWAY) if overridable else _PUBLIC_FIXES
    words = text[span.start : span.end]
    return Finding(rule, span.kind, Decision.BLOCK, span.start, span.end, words, fixes, overridable)
