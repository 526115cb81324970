"""How a phrase of a word list meets a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.triage.phrases import Phrases
from desktop.triage.words import words_of


def found(phrase: str, text: str) -> list[str]:
    words = words_of(text)
    hits = Phrases([(phrase, "label")]).hits(words.folded)
    return [words.excerpt(start, end) for _, start, end in hits]


def test_an_open_ending_meets_every_form() -> None:
    assert found("rimbors*", "Rimborso, rimborsarmi; rimborsatemi!") == ["Rimborso", "rimborsarmi", "rimborsatemi"]


def test_a_closed_word_meets_only_itself() -> None:
    assert found("top", "stop topping top") == ["top"]


def test_a_gap_leaves_up_to_three_words_between() -> None:
    assert found("non … funzion*", "non mi ha mai funzionato") == ["non mi ha mai funzionato"]
    assert found("non … funzion*", "non funziona") == ["non funziona"]
    assert found("non … funzion*", "non uno due tre quattro funziona") == []


def test_a_gap_may_lie_on_either_side_of_the_longest_word() -> None:
    assert found("tra … minuti parte", "tra dieci minuti parte") == ["tra dieci minuti parte"]
    assert found("arrivat* … con … ritardo", "arrivato oggi con un ritardo") == ["arrivato oggi con un ritardo"]


def test_a_phrase_never_reaches_across_punctuation() -> None:
    assert found("mai più", "mai, più") == []
    assert found("non … funziona", "non va. funziona") == []


def test_accents_in_the_list_and_in_the_message_do_not_matter() -> None:
    assert found("è già tardi", "e gia TARDI") == ["e gia TARDI"]
    assert found("can't wait", "CAN’T wait") == ["CAN’T wait"]


def test_an_emoji_is_a_phrase_too() -> None:
    assert found("😡", "ma dai 😡") == ["😡"]


@pytest.mark.parametrize("phrase", ["", "…", "*", "a*", "?!"])
def test_a_phrase_that_nothing_or_anything_could_match_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="a phrase that"):
        Phrases([(phrase, "label")])


@given(st.lists(st.sampled_from(["non", "va", "mai", "più", ",", "bene"]), max_size=12))
def test_every_hit_reads_as_its_phrase(tokens: list[str]) -> None:
    words = words_of(" ".join(tokens))
    for label, start, end in Phrases([("non va", "non va"), ("mai più", "mai piu"), ("va", "va")]).hits(words.folded):
        assert " ".join(words.folded[start:end]) == label
