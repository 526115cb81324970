"""Leanings: what the learned weights add to the rules, what they take back, and that they can say why."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.guardrails.privacy import DataKind, PrivacyRules, RequestSpan, RulesUnreadable, find_requests
from desktop.guardrails.privacy.leanings import FOLDER, THEMES_FILE, WEIGHTS_FILE, Leanings
from desktop.guardrails.privacy.reading import Reading
from desktop.guardrails.privacy.themes import Themes
from desktop.guardrails.privacy.weighing import Weighing
from desktop.system.resources import resource_path
from tests.loaded import shipped_privacy_rules

THEMES = Themes({("figures", "en"): ("digit*", "code"), ("here", "en"): ("here",)})
KINDS = {"#figures": [100 if kind is DataKind.CREDENTIALS else 0 for kind in DataKind]}
DENIED = {
    "en": "We don't need {}.",
    "it": "Non ci serve {}.",
    "es": "No necesitamos {}.",
    "ca": "No ens cal {}.",
}
DATA = {
    "en": ("your IBAN", "your date of birth", "your card number", "your address", "your phone number", "your email"),
    "it": ("il suo IBAN", "la data di nascita", "il codice fiscale", "il suo indirizzo", "il suo numero di telefono"),
    "es": ("su IBAN", "la fecha de nacimiento", "el DNI", "su dirección", "su número de teléfono", "su correo"),
    "ca": ("el seu IBAN", "la data de naixement", "el DNI", "la seva adreça", "el seu número de telèfon"),
}


@pytest.fixture(scope="module")
def rules() -> PrivacyRules:
    return shipped_privacy_rules()


def leant(weights: Mapping[str, int], *, fires: int = 100, keeps: int = -500, slack: int = 0) -> Leanings:
    """Return weights that a test makes up; nothing leans anywhere without them."""
    return Leanings(THEMES, 0, fires, keeps, slack, weights, KINDS)


def found(text: str, rules: PrivacyRules, leanings: Leanings) -> tuple[RequestSpan, ...]:
    return find_requests(text, replace(rules, leanings=leanings), ("en",))


def words(text: str, spans: tuple[RequestSpan, ...]) -> list[str]:
    return [text[span.start : span.end] for span in spans]


def test_enough_weight_makes_a_request_of_what_no_rule_hears_and_points_at_the_words(rules: PrivacyRules) -> None:
    text = "Somewhere by the number there are six digits in a row."
    leanings = leant({"digits": 120, "six": 30})
    assert found(text, rules, leant({})) == ()
    assert words(text, found(text, rules, leanings)) == ["six digits"]
    assert found(text, rules, leanings)[0].kind is DataKind.CREDENTIALS


def test_a_request_points_at_the_name_of_its_data_where_there_is_one(rules: PrivacyRules) -> None:
    text = "That was a password with digits."
    spans = found(text, rules, leant({"digits": 120}))
    assert words(text, spans) == ["password"]


def test_a_request_without_any_word_that_weighs_points_at_words_all_the_same(rules: PrivacyRules) -> None:
    text = "The code, then."
    spans = found(text, rules, leant({"#figures.": 120}))
    assert len(spans) == 1
    assert words(text, spans)[0]


def test_a_sentence_that_asks_for_what_the_one_before_named_is_weighed_with_it(rules: PrivacyRules) -> None:
    leanings = leant({"sticker": 60, "say": 60})
    assert found("There's a sticker with a code. Say.", rules, leanings)
    assert not found("There's a sticker with a code. It rained. Say.", rules, leanings)


def test_a_sentence_that_names_nothing_goes_on_with_the_request_before_it(rules: PrivacyRules) -> None:
    eager = leant({"write": 120})
    text = "Please send us your date of birth. Could you write it here?"
    assert words(text, found(text, rules, eager)) == ["date of birth"]
    text = "Please send us your date of birth. Write a code well."
    assert len(found(text, rules, eager)) > 1


def test_the_weights_take_back_what_the_rules_hear_but_never_what_nobody_may_ask_for(rules: PrivacyRules) -> None:
    against = leant({"send": -400, "tell": -400}, keeps=0)
    assert not found("Please send us your date of birth.", rules, against)
    assert found("Please send us your date of birth.", rules, leant({}, keeps=0))
    assert found("Please tell us your password.", rules, against)[0].secret


def test_what_the_weights_alone_find_is_no_secret_and_may_be_sent_privately(rules: PrivacyRules) -> None:
    spans = found("The code by direct message.", rules, leant({"code": 120}))
    assert [(span.secret, span.private_way) for span in spans] == [(False, True)]


@pytest.mark.parametrize("language", sorted(DATA))
def test_what_is_not_needed_is_no_request_however_much_its_words_weigh(language: str, rules: PrivacyRules) -> None:
    assert rules.leanings is not None
    eager = replace(rules, leanings=replace(rules.leanings, fires=-10_000))
    for name in DATA[language]:
        text = DENIED[language].format(name)
        assert find_requests(text, eager, (language,)) == (), text


@given(language=st.sampled_from(sorted(DATA)), data=st.data())
def test_a_request_never_goes_away_when_the_weights_ask_for_less(
    rules: PrivacyRules, language: str, data: st.DataObject
) -> None:
    assert rules.leanings is not None
    name = data.draw(st.sampled_from(DATA[language]))
    lower = data.draw(st.integers(0, 900))
    text = name.capitalize() + data.draw(st.sampled_from(["?", ".", "!", ", please.", ": 1/2"]))
    less = replace(rules.leanings, fires=rules.leanings.fires - lower, keeps=rules.leanings.keeps - lower)
    if find_requests(text, rules, (language,)):
        assert find_requests(text, replace(rules, leanings=less), (language,))


def test_few_sentences_need_more_than_their_words_to_be_passed_over(rules: PrivacyRules) -> None:
    assert rules.leanings is not None
    reading = Reading("Thank you for your patience. The shop opens at nine.", rules, ("en",))
    weighing = Weighing(reading, rules.leanings)
    assert all(weighing.roughly(window) < rules.leanings.fires - rules.leanings.slack for window in weighing.windows())


def test_many_strange_words_fill_no_memory() -> None:
    leanings = leant({})
    for number in range(9_000):
        leanings.roughly(["^", f"word{number}", "."], ("en",))
    assert len(leanings._by_word) < 9_000


def test_words_have_themes_by_their_beginning_or_as_a_whole() -> None:
    assert THEMES.of("en", "digits") == ("figures",)
    assert THEMES.of("en", "codes") == ()
    assert THEMES.of("it", "code") == ()


@pytest.mark.parametrize("content", ["{", '{"start": 1}', "[]", '{"start": "x", "fires": 1, "keeps": 1, "slack": 1}'])
def test_weights_that_cant_be_read_are_refused_by_name(content: str, tmp_path: Path) -> None:
    shutil.copytree(resource_path("privacy", FOLDER), tmp_path / FOLDER)
    (tmp_path / FOLDER / WEIGHTS_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(RulesUnreadable, match=WEIGHTS_FILE):
        Leanings.load(tmp_path / FOLDER, ("en",))


def test_themes_that_are_no_words_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / THEMES_FILE).write_text("[figures]\nen = 3\n", encoding="utf-8")
    with pytest.raises(RulesUnreadable, match="figures"):
        Themes.load(tmp_path / THEMES_FILE, frozenset({"en"}))
    (tmp_path / THEMES_FILE).write_text("figures = 3\n", encoding="utf-8")
    with pytest.raises(RulesUnreadable, match="figures"):
        Themes.load(tmp_path / THEMES_FILE, frozenset({"en"}))


def test_rules_without_weights_are_rules_all_the_same(tmp_path: Path) -> None:
    shutil.copytree(resource_path("privacy"), tmp_path / "privacy", ignore=shutil.ignore_patterns(FOLDER))
    alone = PrivacyRules.load(tmp_path / "privacy")
    assert alone.leanings is None
    assert find_requests("Could you send us your IBAN?", alone, ("en",))


def test_a_sentence_is_looked_for_in_its_own_windows_however_many_a_text_has(rules: PrivacyRules) -> None:
    """A pasted megabyte of questions took three quarters of a minute while each looked through all windows."""
    weighing = Weighing(Reading("Qual è il suo numero? " * 500, rules, ("it",)), leant({}))
    held = [weighing.windows_of(number) for number in range(500)]
    assert {len(windows) for windows in held[1:-1]} == {3}
    assert all(number in window for number, windows in enumerate(held) for window in windows)
    assert {window for windows in held for window in windows} == set(weighing.windows())
