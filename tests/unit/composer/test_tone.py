"""Advice on words: what is heavy, shouted, blaming or hard to read, and how quiet it is about everything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.composer import fill, placeholders_in, starter_replies, variations, vary
from desktop.composer.readability import fernandez_huerta, flesch, gulpease, syllables_en, syllables_es
from desktop.composer.tone import MOST, Tone, ToneUnreadable, ToneWords
from desktop.model import Decision, Finding, Fix, Verdict
from desktop.system.resources import resource_path

TONE = Tone.load(resource_path("tone"))
CANNED = starter_replies(resource_path("canned"))


def rules(text: str, language: str = "it") -> list[str]:
    return [one.rule for one in TONE.advice(text, language)]


def test_heavy_words_get_the_plain_ones() -> None:
    text = "Le scriviamo in merito alla bolletta di febbraio."
    [found] = TONE.advice(text, "it")
    assert (found.rule, text[found.start : found.end], found.instead) == ("tone.plain", "in merito alla", "sulla")
    assert found.fixes == (Fix.SAY_PLAINLY,)


@pytest.mark.parametrize(
    ("language", "text", "instead"),
    [
        ("it", "In merito all’addebito, controlliamo oggi.", "Sull'"),
        ("es", "En relación con su factura, la miramos hoy.", "Sobre"),
        ("ca", "En relació amb la teva factura, ho mirem avui.", "Sobre"),
        ("en", "Prior to the visit we will call.", "Before"),
    ],
)
def test_the_plain_words_keep_a_capital(language: str, text: str, instead: str) -> None:
    assert [one.instead for one in TONE.advice(text, language)] == [instead]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "Come le ho già detto, il rimborso parte domani."),
        ("it", "Deve capire che non dipende da noi."),
        ("es", "Como ya le dije, el reembolso sale mañana."),
        ("ca", "Com ja t'he dit, el reemborsament surt demà."),
        ("en", "As I already told you, the refund leaves tomorrow."),
    ],
)
def test_blaming_is_named(language: str, text: str) -> None:
    assert rules(text, language) == ["tone.blame"]


def test_capitals_are_shouting_and_abbreviations_are_not() -> None:
    text = "Può mandarci l'IBAN e il PDF? CHIAMI SUBITO il numero verde."
    [found] = TONE.advice(text, "it")
    assert (found.text, found.instead) == ("CHIAMI SUBITO", "Chiami subito")
    assert rules("Il PIN SPID e il codice POD li trova in area clienti.") == []


def test_a_row_of_marks_is_shouting_and_one_is_proposed() -> None:
    assert [one.instead for one in TONE.advice("Grazie a lei!!!!", "it")] == ["!"]
    assert rules("Grazie a lei!") == []


def test_a_sentence_of_more_than_thirty_words_is_too_long() -> None:
    assert rules("La squadra " + "lavora " * 28 + ".") == []
    assert rules("La squadra " + "lavora " * 29 + ".") == ["tone.long"]


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("it", "La preghiamo di attendere. Se vuoi, scrivici il tuo nome e il tuo comune.", "La preghiamo"),
        ("es", "Escríbanos cuando quiera. Si tienes prisa, dinos tu pueblo.", "Escríbanos"),
        ("ca", "Escrigui'ns quan vulgui. Si tens pressa, digue'ns el teu poble.", "Escrigui'ns"),
    ],
)
def test_two_ways_of_addressing_are_one_too_many(language: str, text: str, word: str) -> None:
    found = [one for one in TONE.advice(text, language) if one.rule == "tone.address"]
    assert [one.text for one in found] == [word]


def test_an_answer_in_another_language_is_noticed() -> None:
    text = "Hello, we have received your message and will answer you as soon as the desk is open."
    assert [(one.rule, one.kind) for one in TONE.advice(text, "it")] == [("tone.language", "it.en")]
    assert rules(text, "en") == []
    assert rules(text, "") == []
    assert rules("OK, thank you", "it") == []


def test_a_hard_text_is_said_to_be_hard() -> None:
    text = (
        "Responsabilizzazione amministrativa contestualmente documentata. " * 12
        + "La documentazione è stata trasmessa all'amministrazione."
    )
    assert "tone.hard" in rules(text)


def test_the_formulas_are_the_published_ones() -> None:
    assert gulpease(letters=500, words=100, sentences=5) == pytest.approx(54.0)
    assert fernandez_huerta(syllables=200, words=100, sentences=5) == pytest.approx(66.44)
    assert flesch(syllables=150, words=100, sentences=5) == pytest.approx(59.635)


@pytest.mark.parametrize(("word", "count"), [("factura", 3), ("día", 2), ("agua", 2), ("ciudad", 2), ("leer", 2)])
def test_spanish_syllables(word: str, count: int) -> None:
    assert syllables_es(word) == count


@pytest.mark.parametrize(("word", "count"), [("the", 1), ("table", 2), ("invoice", 2), ("yesterday", 3)])
def test_english_syllables(word: str, count: int) -> None:
    assert syllables_en(word) == count


def filled_replies() -> list[tuple[str, str]]:
    texts = []
    for reply in CANNED:
        for text in reply.texts:
            for number in range(min(variations(text.body), 6)):
                body = vary(text.body, number)
                values = {span.name: "Marta" for span in placeholders_in(body)}
                texts.append((text.language, fill(body, values).text))
    return texts


def test_nothing_is_said_of_the_starter_replies() -> None:
    said = [(language, text, TONE.advice(text, language)) for language, text in filled_replies()]
    assert len(said) > 100
    assert [one for one in said if one[2]] == []


def test_at_most_two_things_are_said_the_unkind_first() -> None:
    text = "In merito alla bolletta, deve capire. ASPETTI DOMANI MATTINA!!! Qualora servisse, le ripeto."
    found = TONE.advice(text, "it")
    assert len(found) == MOST
    assert {one.rule for one in found} == {"tone.blame"}


def test_advice_stands_behind_what_the_guardrails_say() -> None:
    block = Finding("privacy.request", "tax_code", Decision.BLOCK, 50, 60)
    verdict = TONE.with_advice(Verdict(Decision.BLOCK, (block,)), "Deve capire.", "it")
    assert verdict.decision is Decision.BLOCK
    assert [one.rule for one in verdict.findings] == ["privacy.request", "tone.blame"]
    alone = TONE.with_advice(Verdict(Decision.ALLOW), "Deve capire.", "it")
    assert (alone.decision, alone.until) == (Decision.ADVISE, None)


@given(st.text(max_size=400), st.sampled_from(["it", "ca", "es", "en", "de", ""]))
def test_any_text_gets_advice_that_fits_it_and_never_blocks(text: str, language: str) -> None:
    found = TONE.advice(text, language)
    assert len(found) <= MOST
    assert all(one.decision is Decision.ADVISE for one in found)
    assert all(text[one.start : one.end].rstrip() == one.text.rstrip() for one in found if one.end)


@given(st.lists(st.sampled_from(sorted(TONE._languages["it"].instead)), min_size=1, max_size=4))
def test_carrying_out_the_advice_leaves_nothing_to_say_of_those_words(phrases: list[str]) -> None:
    text = ". ".join(phrases)
    for _ in range(40):
        found = next((one for one in TONE.advice(text, "it") if one.rule == "tone.plain"), None)
        if found is None or not found.instead:
            break
        text = text[: found.start] + found.instead + text[found.end :]
    assert all(one.rule != "tone.plain" for one in TONE.advice(text, "it"))


def test_a_file_that_is_none_says_which(tmp_path: Path) -> None:
    broken = tmp_path / "it.toml"
    broken.write_text("[plain]\n", "utf-8")
    with pytest.raises(ToneUnreadable, match=r"it\.toml"):
        ToneWords.load(broken)
