"""Values of personal data: what proves itself, what words introduce, and what only looks like either."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from desktop.guardrails.privacy import (
    CREDENTIALS,
    REQUEST,
    VALUE,
    DataKind,
    PrivacyRules,
    RulesUnreadable,
    find_values,
    privacy_findings,
)
from desktop.guardrails.privacy.phrases import Phrasebook
from desktop.guardrails.privacy.phrasing import PhraseUnreadable
from desktop.model import Decision, Visibility
from tests.loaded import shipped_privacy_rules


@pytest.fixture(scope="module")
def rules() -> PrivacyRules:
    return shipped_privacy_rules()


def kinds(text: str, rules: PrivacyRules | None = None, own: frozenset[str] = frozenset()) -> list[DataKind]:
    return [one.kind for one in find_values(text, rules, own_values=own)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("IBAN ES91 2100 0418 4502 0005 1332.", DataKind.BANK_ACCOUNT),
        ("carta 4111 1111 1111 1111", DataKind.CARD),
        ("RSSMRA85T10A562S", DataKind.TAX_CODE),
        ("RSS MRA 85T10 A562S", DataKind.TAX_CODE),
        ("IT00743110157", DataKind.TAX_CODE),
        ("12345678Z", DataKind.IDENTITY_DOCUMENT),
        ("X1234567L", DataKind.IDENTITY_DOCUMENT),
        ("AB123456C", DataKind.TAX_CODE),
        ("IT001E12345678", DataKind.CUSTOMER_NUMBER),
        ("ES1234123456789012JY", DataKind.CUSTOMER_NUMBER),
        ("marta (at) posta.example", DataKind.EMAIL),
        ("+39 333 123 4567", DataKind.PHONE),
    ],
)
def test_a_value_proves_itself_by_its_form_and_check_digits(text: str, kind: DataKind) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "IBAN ES91 2100 0418 4502 0005 1333.",
        "ES91 2100 0418 4502 0005 133é",
        "ES91 2100 0418",
        "4111 1111 1111 1112",
        "RSS MRA 85T10 A562T",
        "IT00743110158",
        "12345678A",
        "@marta@town.example 1",
        "+999 123 456 789",
        "+39 800 123 456",
        "333 123 4567",
    ],
)
def test_what_only_looks_like_a_value_is_none(text: str) -> None:
    assert kinds(text) == []


def test_a_tax_code_whose_digits_are_all_letters_is_known_by_its_check_letter_alone() -> None:
    found = [letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if kinds(f"RSSMRAUTTMLAPSN{letter} 1")]
    assert len(found) == 1


def test_words_introduce_what_does_not_prove_itself(rules: PrivacyRules) -> None:
    assert kinds("Il suo telefono è 333 123 4567.", rules) == [DataKind.PHONE]
    assert kinds("Abita in via Roma 12, 20121 Milano.", rules) == [DataKind.ADDRESS]
    assert kinds("Abita in centro da 2 anni.", rules) == []
    assert kinds("Nata il 3 maggio 1980.", rules) == [DataKind.BIRTH_DATE]
    assert kinds("Ordine 333 123 4567, chiamo dopo.", rules) == []
    assert kinds("Abita in 333 123 4567.", rules) == []
    assert kinds("La password è: Gatto2024!", rules) == [DataKind.CREDENTIALS]
    assert kinds("La data di nascita è 3/5/1980.", rules) == [DataKind.BIRTH_DATE]
    assert kinds("Il documento del 3/4/2025.", rules) == []
    assert kinds("Abita in piazza.", rules) == []
    assert kinds("Nata il 3 maggio 1980 in via Roma 12, si chiama 333 123 4567.", rules)[0] is DataKind.BIRTH_DATE


def test_a_number_of_an_order_is_no_card(rules: PrivacyRules) -> None:
    assert kinds("Ordine 4111 1111 1111 1111", rules) == []


def test_of_two_readings_of_one_place_the_surer_counts(rules: PrivacyRules) -> None:
    assert kinds("Telefono: +39 333 123 4567", rules) == [DataKind.PHONE]


def test_the_company_s_own_numbers_and_addresses_are_no_personal_data() -> None:
    own = frozenset({"@aurora.example", "02 1234 5678", "marta@posta.example"})
    assert kinds("ufficio@aurora.example marta@posta.example +39 02 1234 5678", own=own) == []
    assert kinds("paolo@posta.example", own=own) == [DataKind.EMAIL]


def test_a_note_asks_nobody_and_holds_what_the_team_works_with_save_secrets(rules: PrivacyRules) -> None:
    text = "Ci mandi il suo IBAN. Il telefono è +39 333 123 4567, carta 4111 1111 1111 1111. Ci mandi la password."
    note = privacy_findings(text, visibility=Visibility.INTERNAL, language="it", rules=rules)
    assert {(one.rule, one.decision) for one in note} == {(CREDENTIALS, Decision.ADVISE)}
    direct = privacy_findings(text, visibility=Visibility.DIRECT, language="it", rules=rules)
    assert {one.decision for one in direct if one.rule == VALUE} == {Decision.ADVISE}
    public = privacy_findings(text, visibility=Visibility.PUBLIC, language="it", rules=rules)
    assert {one.rule for one in public} == {REQUEST, VALUE, CREDENTIALS}


HEAD = 'language = "xx"\n'


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("language = \nsmall = 3", "line 1"),
        ("language = 3", "language"),
        (HEAD + "nonsense = 3", "nonsense"),
        (HEAD + "small = 3", "small"),
        (HEAD + "data = 3", "data"),
        (HEAD + "fillers = [3]", "fillers"),
        (HEAD + "[shorthand]\nus = 3", "us"),
        (HEAD + '[[data]]\nkind = "shoe"\nwords = ["shoe"]', "data 1, kind"),
        (HEAD + '[[data]]\nkind = "card"\nwhich = 3\nwords = ["card"]', "data 1, which"),
        (HEAD + '[[data]]\nkind = "card"\nwords = ["(card"]', "data 1, words"),
        (HEAD + '[[data]]\nkind = "card"\nwords = ["card)"]', "data 1, words"),
        (HEAD + '[[data]]\nkind = "card"\nwords = ["(card|)"]', "data 1, words"),
    ],
)
def test_a_file_that_cant_be_read_is_refused_with_the_place(content: str, place: str, tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text(content, encoding="utf-8")
    with pytest.raises(RulesUnreadable) as refused:
        PrivacyRules.load(tmp_path)
    assert place in str(refused.value)


def test_a_file_that_is_no_text_and_a_folder_without_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesUnreadable, match="no rules"):
        PrivacyRules.load(tmp_path)
    (tmp_path / "xx.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RulesUnreadable):
        PrivacyRules.load(tmp_path)


@pytest.mark.parametrize("at_work", [True, False])
def test_the_collector_is_left_as_it_was(at_work: bool, tmp_path: Path) -> None:
    before = gc.isenabled()
    (tmp_path / "xx.toml").write_text(HEAD, encoding="utf-8")
    try:
        gc.enable() if at_work else gc.disable()
        PrivacyRules.load(tmp_path)
        assert gc.isenabled() is at_work
    finally:
        gc.enable() if before else gc.disable()


def test_a_language_knows_its_own_words_only(rules: PrivacyRules) -> None:
    assert rules.languages == ("ca", "en", "es", "it")


def test_a_phrase_that_may_begin_with_anything_is_refused_and_a_book_is_read_again_after_more() -> None:
    book = Phrasebook[str]({})
    for phrase in ("(a|)", "*are", "card)"):
        with pytest.raises(PhraseUnreadable):
            book.add(phrase, "x")
    book.add("bank card", "card")
    assert [match.labels for match in book.find(["bank", "card"])] == [("card",)]
    assert [match.labels for match in book.find(["bank", "bank", "card"])] == [("card",)]
    book.add("bank", "bank")
    assert [match.labels for match in book.find(["bank", "bank", "card"])] == [("bank",), ("card",)]
