"""A second look before abuse is answered: advice once, and never in a note."""

from __future__ import annotations

import pytest

from desktop.guardrails import DraftFacts
from desktop.guardrails.second_look import SECOND_LOOK, second_look_findings
from desktop.model import Decision, Fix, Network, Visibility


@pytest.mark.parametrize(
    ("answers_abuse", "looked_again", "found"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_an_answer_to_abuse_is_looked_at_twice(answers_abuse: bool, looked_again: bool, found: bool) -> None:
    facts = DraftFacts(
        "Si calmi.", Visibility.PUBLIC, Network.X, answers_abuse=answers_abuse, looked_again=looked_again
    )
    findings = list(second_look_findings(facts))
    assert [(one.rule, one.decision, one.fixes) for one in findings] == [
        (SECOND_LOOK, Decision.ADVISE, (Fix.LOOKED_AGAIN,))
    ] * found
