"""Requests for personal data: practised sentences, the rules' own examples, and what the findings point at."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from desktop.guardrails.privacy import (
    ADVICE,
    CREDENTIALS,
    REQUEST,
    DataKind,
    PrivacyRules,
    find_requests,
    privacy_findings,
)
from desktop.model import Decision, Finding, Visibility
from tests.loaded import shipped_privacy_rules
from tests.unit.guardrails_privacy.sentences import Practised, practised

FEWEST_BLOCKED = {"it": 0.85, "en": 0.82, "es": 0.85, "ca": 0.85}  # of the requests of a language, in all files
FEWEST_OF_KIND = 0.70  # of the requests of a kind in a language
MOST_HARMLESS_BLOCKED = 0.04


@cache
def sentences() -> list[Practised]:
    """Return the practice sentences of this folder, some ten thousand."""
    return practised(Path(__file__).parent)


@pytest.fixture(scope="module")
def rules() -> PrivacyRules:
    return shipped_privacy_rules()


def found(text: str, rules: PrivacyRules, language: str | None, visibility: Visibility) -> tuple[Finding, ...]:
    return privacy_findings(text, visibility=visibility, language=language, rules=rules)


def decided(sentence: Practised, rules: PrivacyRules) -> Decision:
    findings = found(sentence.text, rules, sentence.language, Visibility.PUBLIC)
    return max((one.decision for one in findings), key=lambda one: one.severity, default=Decision.ALLOW)


def missed(sentences: list[Practised], rules: PrivacyRules) -> list[Practised]:
    """Return those that are not judged as they should be, and print them for whoever mends the rules."""
    wrong = [one for one in sentences if not one.allows(decided(one, rules))]
    for one in wrong:
        print(f"{one.language} {one.wanted} {one.kind}: {one.text!r}")
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(FEWEST_BLOCKED))
def test_public_requests_are_blocked(language: str, rules: PrivacyRules) -> None:
    requests = [one for one in sentences() if one.language == language and one.wanted == "block"]
    assert len(missed(requests, rules)) <= (1 - FEWEST_BLOCKED[language]) * len(requests)


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(FEWEST_BLOCKED))
@pytest.mark.parametrize("kind", list(DataKind))
def test_requests_of_every_kind_are_blocked(language: str, kind: DataKind, rules: PrivacyRules) -> None:
    requests = [
        one for one in sentences() if one.language == language and one.wanted == "block" and one.kind == kind.value
    ]
    assert requests
    assert len(missed(requests, rules)) <= (1 - FEWEST_OF_KIND) * len(requests)


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(FEWEST_BLOCKED))
def test_harmless_replies_pass(language: str, rules: PrivacyRules) -> None:
    harmless = [one for one in sentences() if one.language == language and one.wanted == "pass"]
    assert len(missed(harmless, rules)) <= MOST_HARMLESS_BLOCKED * len(harmless)


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(FEWEST_BLOCKED))
def test_requests_by_a_private_way_are_advised_on(language: str, rules: PrivacyRules) -> None:
    requests = [one for one in sentences() if one.language == language and one.wanted == "advise"]
    assert len(missed(requests, rules)) <= 0.2 * len(requests)


def test_the_examples_in_the_rules_files_hold_by_the_rules_alone(rules: PrivacyRules) -> None:
    alone = replace(rules, leanings=None)
    for example in rules.examples:
        kinds = {one.kind for one in find_requests(example.text, alone, (example.language,))}
        as_promised = bool(kinds) if example.matches else not kinds
        assert as_promised, (example.language, example.place, example.text, kinds)
        assert not example.matches or example.kind is None or example.kind in kinds, (
            example.language,
            example.place,
            example.text,
            kinds,
        )


def test_every_rule_of_data_shows_examples_of_every_kind(rules: PrivacyRules) -> None:
    shown = {(one.language, one.kind) for one in rules.examples if one.matches and one.kind is not None}
    assert shown == {(language, kind) for language in rules.languages for kind in DataKind}


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("it", "Ciao! Ci manderesti il tuo codice fiscale?", ["codice fiscale"]),
        ("it", "Ci servono codice fiscale, IBAN e data di nascita.", ["codice fiscale", "IBAN", "data di nascita"]),
        ("it", "Rispondete indicando: nome, data di nascita", ["data di nascita"]),
        ("it", "Il codice cliente è in bolletta. Ce lo scrive qui?", ["codice cliente"]),
        ("en", "You'll find the customer number on the bill. Could you write it here?", ["customer number"]),
        ("en", "Would you mind sharing your date of birth?", ["date of birth"]),
        ("es", "¿Nos podrías pasar el número de cuenta?", ["número de cuenta"]),
        ("ca", "Ens podria enviar l'adreça i el telèfon de contacte?", ["adreça", "telèfon de contacte"]),
    ],
)
def test_the_findings_are_the_words_that_are_asked_for(
    language: str, text: str, words: list[str], rules: PrivacyRules
) -> None:
    findings = [one for one in found(text, rules, language, Visibility.PUBLIC) if one.rule in (REQUEST, CREDENTIALS)]
    assert [text[one.start : one.end] for one in findings] == words
    assert [one.text for one in findings] == words


@pytest.mark.slow
def test_every_finding_lies_inside_its_text_and_is_not_blank(rules: PrivacyRules) -> None:
    for sentence in sentences()[::9]:
        for one in found(sentence.text, rules, sentence.language, Visibility.PUBLIC):
            assert 0 <= one.start < one.end <= len(sentence.text)
            assert one.text == sentence.text[one.start : one.end]
            assert one.text.strip() == one.text != ""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "Ci mandi in privato il suo codice fiscale."),
        ("en", "Please send your booking reference by direct message."),
        ("es", "Mándenos su NIF por mensaje privado."),
        ("ca", "Envieu-nos el NIF per missatge privat."),
    ],
)
def test_a_private_way_in_the_same_sentence_is_advised_on(language: str, text: str, rules: PrivacyRules) -> None:
    findings = found(text, rules, language, Visibility.PUBLIC)
    assert {(one.rule, one.decision) for one in findings} == {(ADVICE, Decision.ADVISE)}


@pytest.mark.parametrize("language", [None, "unknown", "de", "it"])
def test_the_language_of_the_draft_is_only_a_hint(language: str | None, rules: PrivacyRules) -> None:
    text = "Could you send us your date of birth and your home address, please?"
    kinds = {one.kind for one in found(text, rules, language, Visibility.PUBLIC)}
    assert kinds == {DataKind.BIRTH_DATE, DataKind.ADDRESS}


def test_a_reply_in_two_languages_is_read_in_both(rules: PrivacyRules) -> None:
    text = "Bon dia, ens podria enviar el seu NIF?\n\nBuenos días, ¿nos podría enviar su fecha de nacimiento?"
    kinds = {one.kind for one in found(text, rules, "ca", Visibility.PUBLIC)}
    assert kinds == {DataKind.TAX_CODE, DataKind.BIRTH_DATE}


@pytest.mark.parametrize(
    ("written", "read"),
    [("codcie fiscale", True), ("codice fiscle", True), ("CODICE FISCALE", True), ("codice sconto", False)],
)
def test_slips_of_the_pen_in_long_words_are_read_as_meant(written: str, read: bool, rules: PrivacyRules) -> None:
    assert bool(found(f"Ci manda il suo {written}?", rules, "it", Visibility.PUBLIC)) is read
