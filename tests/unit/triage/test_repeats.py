"""Repeats: a question that was asked before is known by its words, whatever their endings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.system.resources import resource_path
from desktop.triage import Earlier, Repeats, Stems
from desktop.triage.repeats import likeness

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def repeats() -> Repeats:
    return Repeats(Stems.load(resource_path("triage")))


def earlier(*texts: str, language: str | None = None) -> list[Earlier]:
    return [Earlier(number, text, NOW + timedelta(hours=number), language) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("language", "first", "again"),
    [
        ("it", "Quando arriva il rimborso della bolletta di gennaio?", "Ancora nessun rimborso per la bolletta..."),
        ("it", "Il contatore non funziona da ieri", "il mio contatore continua a non funzionare!!"),
        ("ca", "Quan tornareu els diners de la factura?", "Encara espero que em torneu els diners de la factura"),
        (
            "es",
            "¿Cuándo me devuelven el importe de la factura?",
            "Sigo esperando la devolución del importe, factura 221",
        ),
        ("en", "When will my new meter be installed?", "still nobody came for installing the meter"),
        ("en", "My refund has not arrived", "where is my refudn??"),
    ],
)
def test_the_same_question_in_other_words_is_a_repeat(repeats: Repeats, language: str, first: str, again: str) -> None:
    found = repeats.find(again, language, earlier(first, language=language))
    assert [repeat.earlier.text for repeat in found] == [first]
    assert found[0].likeness.words


@pytest.mark.parametrize(
    ("language", "first", "other"),
    [
        ("it", "Quando arriva il rimborso?", "Posso cambiare l'intestatario del contratto?"),
        ("ca", "Quin horari feu?", "La factura d'aquest mes és molt alta"),
        ("es", "Quiero darme de baja", "¿Tienen oficina en Girona?"),
        ("en", "How do I change my address?", "The app crashes when I open it"),
        ("en", "thanks", "thank you so much"),
    ],
)
def test_another_question_is_none(repeats: Repeats, language: str, first: str, other: str) -> None:
    assert repeats.find(other, language, earlier(first, language=language)) == ()


def test_what_matched_is_told_in_the_words_of_the_new_message(repeats: Repeats) -> None:
    found = repeats.find("I STILL wait for that refund of 45,90", "en", earlier("Please refund me 45.90"))
    assert found[0].likeness.words == ("refund", "45.90")


def test_a_shared_amount_tells_two_matters_apart(repeats: Repeats) -> None:
    found = repeats.find(
        "the invoice 2231 is wrong", "en", earlier("invoice 1187 is wrong", "my invoice 2231 is wrong")
    )
    assert found[0].earlier.message_id == 1


def test_the_likest_comes_first_and_of_two_alike_the_newer(repeats: Repeats) -> None:
    texts = ("no power in via Larga", "no power in via Larga", "power is expensive in via Larga")
    found = repeats.find("no power in via Larga again", "en", earlier(*texts))
    assert [repeat.earlier.message_id for repeat in found][:2] == [1, 0]


def test_a_language_without_stemmer_is_compared_by_its_words(repeats: Repeats) -> None:
    found = repeats.find("wo bleibt meine Rechnung?", "de", earlier("meine Rechnung fehlt: wo bleibt sie?"))
    assert found


@pytest.mark.parametrize("empty", ["", "???", "👍", "12", "@aurora"])
def test_a_text_without_words_repeats_nothing(repeats: Repeats, empty: str) -> None:
    assert repeats.find(empty, "en", earlier("where is my refund", empty)) == ()


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_between_0_and_1_and_the_same_both_ways(repeats: Repeats, one: str, other: str) -> None:
    first, second = repeats.read(one, "it"), repeats.read(other, "it")
    there, back = likeness(first, second).score, likeness(second, first).score
    assert 0 <= there <= 1
    assert there == pytest.approx(back)


@given(st.text(min_size=1, max_size=80))
def test_a_text_repeats_itself(repeats: Repeats, text: str) -> None:
    question = repeats.read(text, "es")
    assert likeness(question, question).score == (1.0 if question.stems else 0.0)
