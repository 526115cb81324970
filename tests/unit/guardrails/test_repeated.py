"""A text that was sent lately where the network minds identical texts: advice, and nothing more."""

from __future__ import annotations

import pytest

from desktop.guardrails import DraftFacts
from desktop.guardrails.repeated import repeated_findings
from desktop.model import Decision, Network, Visibility

SAID = ("@bo Buongiorno, la squadra  è sul posto. ^GR",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Buongiorno, la squadra è sul posto. ^LB", True),
        ("@ada @cleo buongiorno, la squadra è sul posto.", True),
        ("Salve, la squadra è sul posto. ^LB", False),
        ("Buongiorno @bo, la squadra è sul posto.", False),
        ("", False),
        ("^LB", False),
    ],
)
def test_the_same_words_are_known_whatever_names_and_signature_surround_them(text: str, found: bool) -> None:
    facts = DraftFacts(text, Visibility.PUBLIC, Network.X, "it", said_lately=(*SAID, "^GR"))
    findings = list(repeated_findings(facts))
    assert [(one.rule, one.decision) for one in findings] == [("repeated.text", Decision.ADVISE)] * found
