"""Judge: all guardrails together. The window asks while a reply is written, the outbox before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from desktop.guardrails.account import account_findings
from desktop.guardrails.allowed import permission_findings
from desktop.guardrails.closed import closed_findings
from desktop.guardrails.content import content_findings
from desktop.guardrails.cost import cost_findings
from desktop.guardrails.crisis import crisis_findings
from desktop.guardrails.facts import DraftFacts
from desktop.guardrails.files import file_findings
from desktop.guardrails.limits import limit_findings
from desktop.guardrails.own_rules import OwnRulesFile
from desktop.guardrails.recipients import recipient_findings
from desktop.guardrails.repeated import repeated_findings
from desktop.guardrails.second_look import second_look_findings
from desktop.model import Finding, Verdict, Visibility, verdict_of

if TYPE_CHECKING:
    from desktop.guardrails.privacy import PrivacyRules, ValueSpan
    from desktop.guardrails.promises import PromiseRules

_GUARDRAILS: tuple[Callable[[DraftFacts], Iterable[Finding]], ...] = (
    permission_findings,
    account_findings,
    content_findings,
    recipient_findings,
    limit_findings,
    file_findings,
    closed_findings,
    cost_findings,
    repeated_findings,
    second_look_findings,
    crisis_findings,
)


class Guardrails:
    """The guardrails with their rules. Holds no state of a draft; may be asked from any thread."""

    def __init__(
        self, rules: PrivacyRules, promises: PromiseRules | None = None, own: OwnRulesFile | None = None
    ) -> None:
        """Judge personal data by `rules` and the desk's `own` ones, what is said of times by `promises`; None: not."""
        self._rules = rules
        self._promises = promises
        self._own = own

    def judge(self, facts: DraftFacts) -> Verdict:
        """Return what the guardrails say of a draft, the worst first. A note is judged for personal data alone."""
        guardrails = () if facts.visibility is Visibility.INTERNAL else _GUARDRAILS
        findings = [finding for guardrail in guardrails for finding in guardrail(facts)]
        if guardrails and self._promises is not None:
            findings += self._promises.findings(facts)
        return verdict_of((*self._personal_data(facts), *findings))

    def personal_data_in(self, text: str, own_values: Iterable[str] = ()) -> tuple[ValueSpan, ...]:
        """Return the values of personal data in a text that somebody wrote, in their order, none overlapping.

        `own_values` are the company's own numbers and addresses, which are not found.
        """
        from desktop.guardrails.privacy import find_values  # loads patterns and number formats

        return find_values(text, self._rules, own_values=frozenset(own_values))

    def _personal_data(self, facts: DraftFacts) -> tuple[Finding, ...]:
        from desktop.guardrails.privacy import privacy_findings  # loads patterns and number formats

        found = privacy_findings(
            facts.text,
            visibility=facts.visibility,
            language=facts.language,
            rules=self._rules,
            own_values=frozenset(facts.own_values),
        )
        if self._own is None:
            return found
        return self._own.findings(found, facts.text, visibility=facts.visibility, language=facts.language)
