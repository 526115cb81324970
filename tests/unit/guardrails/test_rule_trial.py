"""A desk's own rules tried on replies that went out, and rules that are broken, slow or no rules at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.guardrails import DraftFacts, Guardrails
from desktop.guardrails.own_rule import OwnRule, RuleDeed, RuleFaultCode, faults_of_rule, spans_of
from desktop.guardrails.own_rules import OWN_RULE, RULES_UNREADABLE, OwnRulesFile, write_own_rules
from desktop.guardrails.rule_trial import trial
from desktop.model import Decision, Finding, Network, Visibility
from desktop.model.messages import SentReply
from tests.unit.outbox.outbox_town import guardrails

PLATE = OwnRule("1", "Number plate", RuleDeed.BLOCK, r"number plate", must_match=("Which number plate?",))
SLOW = replace(PLATE, pattern="(a+)+b", must_match=("a" * 30 + "b",))
ASKING = SentReply("Which number plate?", Visibility.PUBLIC, "en")
THANKS = SentReply("Thank you.", Visibility.PUBLIC, "en")


def test_a_trial_says_which_replies_a_new_rule_would_have_stopped_and_by_which_words() -> None:
    asked, thanked = trial((ASKING, THANKS), lambda _: (), (), (PLATE,))
    assert (asked.is_stopped, asked.would_be_stopped, asked.differs) == (False, True, True)
    assert asked.words == ("number plate",)
    assert (thanked.would_be_stopped, thanked.differs, thanked.words) == (False, False, ())


def test_a_trial_counts_what_the_built_in_rules_stop_already_and_names_a_rule_that_is_too_slow() -> None:
    built_in = (Finding("privacy.request", "plate", Decision.BLOCK, 6, 18, "number plate"),)
    (outcome,) = trial((ASKING,), lambda _: built_in, (), (PLATE,))
    assert (outcome.is_stopped, outcome.differs) == (True, False)
    (slow,) = trial((replace(ASKING, text="a" * 3_000 + "!"),), lambda _: (), (), (SLOW,))
    assert slow.slow == ("Number plate",)


def test_a_broken_pattern_finds_nothing_and_is_named() -> None:
    broken = replace(PLATE, pattern="(number")
    assert spans_of(broken, "number plate") == ()
    assert [fault.code for fault in faults_of_rule(broken)] == [RuleFaultCode.PATTERN_BROKEN]


def test_a_pattern_that_is_slow_on_its_own_example_is_named_with_it() -> None:
    example = "z" * 3_000 + "!"
    slow = replace(PLATE, pattern="(z+)+y", must_match=(example,))
    faults = [fault for fault in faults_of_rule(slow) if fault.code is RuleFaultCode.PATTERN_SLOW]
    assert [fault.detail for fault in faults] == [example]


@pytest.mark.parametrize("change", [{"name": 1}, {"must_match": "Which?"}, {"must_pass": [1]}])
def test_what_is_no_rule_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        OwnRule.from_json({**PLATE.to_json(), **change})


def test_the_guardrails_judge_by_the_desks_own_rules_too(tmp_path: Path) -> None:
    path = tmp_path / "privacy_rules.json"
    write_own_rules(path, (PLATE,))
    own = Guardrails(guardrails()._rules, own=OwnRulesFile(path))
    facts = DraftFacts(ASKING.text, Visibility.PUBLIC, Network.MASTODON, "en")
    assert [one.rule for one in own.judge(facts).findings] == [OWN_RULE]
    path.write_text("no rules", encoding="utf-8")
    assert [one.rule for one in Guardrails(guardrails()._rules, own=OwnRulesFile(path)).judge(facts).findings] == [
        RULES_UNREADABLE
    ]


def test_a_pattern_that_finds_much_is_no_fault() -> None:
    assert faults_of_rule(replace(PLATE, pattern="mia|a", must_match=("La mia targa.",))) == ()
