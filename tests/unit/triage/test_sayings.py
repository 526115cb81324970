"""Sayings: what a surge is about, in the words that its people share and that are not everybody's at any time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.triage.sayings import shared_saying

BEFORE = [
    "Buongiorno, quando arriva la bolletta di marzo?",
    "Vorrei sapere quando posso cambiare la potenza del contatore",
    "Quando rispondete? La bolletta è sbagliata",
    "La mia pratica quando viene chiusa?",
]
OUTAGE = [
    "Blackout Torino nord, quando torna la luce?",
    "ancora blackout torino nord!! vergogna",
    "Ma il blackout Torino nord quando finisce?",
    "C'è un blackout Torino nord da un'ora",
    "Senza luce in corso Vercelli",
    "blackout Torino Nord. Quando torna?",
]


def test_the_shared_words_are_told_as_most_people_wrote_them() -> None:
    saying = shared_saying(OUTAGE, BEFORE)
    assert saying is not None
    assert (saying.words, saying.share) == ("blackout Torino nord", 83)


def test_what_everybody_says_at_any_time_is_no_saying() -> None:
    assert shared_saying(["Quando arriva?", "Quando parte?", "Quando torna?", "E quando?"], BEFORE) is None


def test_people_who_share_nothing_have_no_saying() -> None:
    assert shared_saying(["La caldaia perde", "Fattura doppia", "Contatore rotto", "Numero occupato"], BEFORE) is None
    assert shared_saying([], []) is None


def test_links_and_handles_are_no_words() -> None:
    texts = [f"@aurora https://example.org/{number} vergogna{number}" for number in range(10)]
    assert shared_saying(texts, []) is None


@given(st.lists(st.text(max_size=60), max_size=12), st.lists(st.text(max_size=60), max_size=12))
def test_any_text_is_taken_and_the_share_is_true(texts: list[str], before: list[str]) -> None:
    saying = shared_saying(texts, before)
    if saying is not None:
        assert 30 <= saying.share <= 100
        assert any(all(word in text for word in saying.words.split()) for text in texts)
