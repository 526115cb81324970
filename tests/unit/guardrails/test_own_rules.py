"""Own rules: what a desk adds to the privacy rules, whether a rule can be trusted, and the file that keeps them."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.guardrails.own_rule import OwnRule, RuleDeed, RuleFaultCode, RuleSlow, faults_of_rule, spans_of
from desktop.guardrails.own_rules import (
    OWN_ADVICE,
    OWN_RULE,
    RULE_SLOW,
    RULES_UNREADABLE,
    OwnRulesFile,
    OwnRulesUnreadable,
    read_own_rules,
    with_own_rules,
    write_own_rules,
)
from desktop.model import Decision, Finding, Fix, Visibility

PLATE = OwnRule(
    "1",
    "Number plate",
    RuleDeed.BLOCK,
    r"number plate|targa",
    must_match=("Which number plate?",),
    must_pass=("Which plate shall I buy?",),
)
REQUEST = Finding("privacy.request", "tax_code", Decision.BLOCK, 5, 13, "tax code")


def judged(
    text: str, *rules: OwnRule, found: tuple[Finding, ...] = (), where: Visibility = Visibility.PUBLIC
) -> list[Finding]:
    return list(with_own_rules(found, rules, text, visibility=where, language="en"))


def codes(rule: OwnRule, *others: OwnRule) -> list[RuleFaultCode]:
    return [fault.code for fault in faults_of_rule(rule, others)]


def test_a_rule_stops_what_it_finds_in_public() -> None:
    (finding,) = judged("Your NUMBER PLATE?", PLATE)
    assert (finding.rule, finding.kind, finding.decision) == (OWN_RULE, "Number plate", Decision.BLOCK)
    assert (finding.text, finding.start, finding.end) == ("NUMBER PLATE", 5, 17)
    assert finding.fixes == (Fix.MOVE_TO_DIRECT, Fix.INSERT_PRIVACY_NOTICE)


def test_it_advises_in_a_direct_message_and_says_nothing_in_a_note() -> None:
    (finding,) = judged("Your number plate?", PLATE, where=Visibility.DIRECT)
    assert (finding.rule, finding.decision) == (OWN_ADVICE, Decision.ADVISE)
    assert judged("number plate AB", PLATE, where=Visibility.INTERNAL) == []


def test_an_overridable_rule_offers_to_send_anyway() -> None:
    (finding,) = judged("targa", replace(PLATE, overridable=True))
    assert finding.overridable
    assert Fix.SEND_ANYWAY in finding.fixes


def test_a_rule_that_lets_pass_takes_back_what_the_built_in_rules_found_within_its_words() -> None:
    passing = replace(PLATE, deed=RuleDeed.RELEASE, pattern=r"your tax code on the back")
    assert judged("your tax code on the back", passing, found=(REQUEST,)) == []
    assert judged("your tax code, please", passing, found=(REQUEST,)) == [REQUEST]


def test_no_rule_lets_secrets_pass() -> None:
    secret = replace(REQUEST, rule="privacy.credentials")
    passing = replace(PLATE, deed=RuleDeed.RELEASE, pattern=r".+")
    assert judged("your tax code", passing, found=(secret,)) == [secret]


@pytest.mark.parametrize(("language", "holds"), [("", True), ("en", True), ("it", False)])
def test_a_rule_of_another_language_is_left_out(language: str, holds: bool) -> None:
    assert bool(judged("targa", replace(PLATE, language=language))) is holds


def test_where_the_language_is_unknown_every_rule_holds() -> None:
    rule = replace(PLATE, language="it")
    assert with_own_rules((), [rule], "targa", visibility=Visibility.PUBLIC, language="unknown")


def test_a_rule_that_is_switched_off_does_nothing() -> None:
    assert judged("targa", replace(PLATE, is_on=False)) == []


def test_a_slow_pattern_is_given_up_and_told_of() -> None:
    slow = replace(PLATE, pattern=r"(a+)+b")
    text = "a" * 5_000
    with pytest.raises(RuleSlow):
        spans_of(slow, text)
    (finding,) = judged(text, slow)
    assert (finding.rule, finding.kind, finding.decision) == (RULE_SLOW, "Number plate", Decision.ADVISE)


@pytest.mark.parametrize("pattern", ["(", r"\p{Nothing}", r"\p{L}" * 100_000], ids=["open", "unknown", "endless"])
def test_a_rule_whose_pattern_is_broken_is_told_of_and_the_others_hold(pattern: str) -> None:
    broken = replace(PLATE, uid="other", name="Customer number", pattern=pattern)
    found = judged("targa", broken, PLATE)
    assert [(one.rule, one.kind) for one in found] == [
        (RULES_UNREADABLE, "Customer number"),
        (OWN_RULE, "Number plate"),
    ]


def test_a_good_rule_has_no_fault() -> None:
    assert codes(PLATE) == []


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (replace(PLATE, name="  "), RuleFaultCode.NAME_EMPTY),
        (replace(PLATE, pattern=""), RuleFaultCode.PATTERN_EMPTY),
        (replace(PLATE, pattern="(targa"), RuleFaultCode.PATTERN_BROKEN),
        (replace(PLATE, pattern="x" * 600), RuleFaultCode.PATTERN_LONG),
        (replace(PLATE, pattern="a*"), RuleFaultCode.PATTERN_TOO_WIDE),
        (replace(PLATE, pattern="(a+)+b"), RuleFaultCode.PATTERN_SLOW),
        (replace(PLATE, must_match=()), RuleFaultCode.NO_EXAMPLE),
        (replace(PLATE, must_match=("plate",)), RuleFaultCode.NOT_MATCHED),
        (replace(PLATE, must_pass=("a targa",)), RuleFaultCode.MATCHED),
    ],
)
def test_a_fault_is_named(rule: OwnRule, code: RuleFaultCode) -> None:
    assert code in codes(rule)


def test_two_rules_may_not_have_one_name() -> None:
    assert codes(replace(PLATE, uid="2", name="number PLATE "), PLATE) == [RuleFaultCode.NAME_TAKEN]
    assert codes(PLATE, PLATE) == []


@given(st.text(max_size=40), st.text(max_size=80))
def test_no_pattern_is_too_strange(pattern: str, text: str) -> None:
    rule = replace(PLATE, pattern=pattern, must_match=(text,))
    faults_of_rule(rule)
    for finding in judged(text, rule):
        assert finding.rule == RULE_SLOW or text[finding.start : finding.end] == finding.text


# --- the file -------------------------------------------------------------------------------------------------


RULES = st.builds(
    OwnRule,
    uid=st.text(min_size=1, max_size=5),
    name=st.text(max_size=9),
    deed=st.sampled_from(RuleDeed),
    pattern=st.text(max_size=9),
    kind=st.text(max_size=5),
    language=st.sampled_from(["", "it"]),
    overridable=st.booleans(),
    is_on=st.booleans(),
    must_match=st.lists(st.text(max_size=5), max_size=2).map(tuple),
    must_pass=st.lists(st.text(max_size=5), max_size=2).map(tuple),
)


@given(rule=RULES)
def test_a_rule_comes_back_as_it_was_written(rule: OwnRule) -> None:
    assert OwnRule.from_json(json.loads(json.dumps(rule.to_json()))) == rule


def test_the_file_keeps_rules_and_a_change_is_seen_at_once(tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    file = OwnRulesFile(path)
    assert file.rules() == ()
    write_own_rules(path, [PLATE])
    assert file.rules() == (PLATE,)
    write_own_rules(path, [])
    os.utime(path, ns=(1, 1))
    assert file.rules() == ()
    assert [one.name for one in tmp_path.iterdir()] == ["rules.json"]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"rules": 3}', '{"rules": [{"uid": "1"}]}', '{"rules": [7]}', "[" * 9999]
)
def test_a_spoilt_file_is_refused_and_what_held_before_goes_on(tmp_path: Path, content: str) -> None:
    path = tmp_path / "rules.json"
    write_own_rules(path, [PLATE])
    file = OwnRulesFile(path)
    assert file.is_readable
    path.write_text(content, "utf-8")
    os.utime(path, ns=(1, 1))
    with pytest.raises(OwnRulesUnreadable):
        read_own_rules(path)
    assert file.rules() == (PLATE,)
    assert not file.is_readable
    found = file.findings((), "targa", visibility=Visibility.PUBLIC, language="it")
    assert [one.rule for one in found] == [OWN_RULE, RULES_UNREADABLE]
    assert file.findings((), "targa", visibility=Visibility.INTERNAL, language="it") == ()
