"""Which texts name the company: whole words in any case, phrases, hashtags, exclusions, languages."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.listening.matching import Matcher, folded, words_of
from desktop.model import Listening


def wants(
    text: str, *words: str, tags: tuple[str, ...] = (), language: str | None = None, **lists: tuple[str, ...]
) -> bool:
    return Matcher(Listening(words, **lists)).wants(text, tags, language)


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("Aurora Energia mi ha alzato il prezzo", "Aurora Energia", True),
        ("AURORA   energia!", "aurora energia", True),
        ("l'aurora-energia", "Aurora Energia", True),
        ("Aurora\nEnergia", "aurora energia", True),
        ("scrivo ad @aurora_energia", "Aurora Energia", True),
        ("Aurora e l'energia", "Aurora Energia", False),
        ("Auroras Energia", "Aurora Energia", False),
        ("dell’Aurora", "aurora", True),
        ("l'auroraboreale", "aurora", False),
        ("l'elèctrica d'Àurora", "electrica", True),
        ("ELECTRICA", "elèctrica", True),
        ("Straße", "STRASSE", True),
        ("ＡＵＲＯＲＡ", "aurora", True),
        ("a\u0300urora", "àurora", True),
        ("AT&T è cara", "at&t", True),
        ("la 🔌 nuova", "🔌", True),
        ("niente", "🔌", False),
        ("qualcosa", " ", False),
        ("Aurra Energía", "aurra energia", True),
    ],
)
def test_words_are_found_whole_and_in_any_spelling_of_theirs(text: str, word: str, found: bool) -> None:
    assert wants(text, word) is found


@pytest.mark.parametrize(
    ("text", "labels", "found"),
    [
        ("viva #AuroraEnergia", (), True),
        ("viva #auroraenergía!", (), True),
        ("viva auroraenergia", (), False),
        ("viva #AuroraEnergia2", (), False),
        ("una&#auroraenergia; entità", (), False),
        ("senza", ("AuroraEnergia",), True),
        ("senza", ("#auroraenergia",), True),
        ("senza", ("Bollette",), False),
    ],
)
def test_hashtags_are_found_in_the_text_and_beside_it(text: str, labels: tuple[str, ...], found: bool) -> None:
    assert wants(text, tags=labels, hashtags=("AuroraEnergia",)) is found


def test_labels_count_as_words_and_so_do_exclusions() -> None:
    assert wants("prezzi su", "aurora energia", tags=("Aurora Energia",))
    assert not wants("aurora boreale a Tromsø", "aurora", excluded=("Boreale",))
    assert not wants("aurora", "aurora", tags=("Boreale",), excluded=("boreale",))
    assert wants("aurora borealee", "aurora", excluded=("boreale",))


@pytest.mark.parametrize(
    ("language", "found"), [("it", True), ("it-CH", True), ("IT_it", True), ("ca", False), ("", True), (None, True)]
)
def test_a_language_that_is_not_listened_to_is_left_alone(language: str | None, found: bool) -> None:
    assert wants("aurora", "aurora", language=language, languages=("it", "en")) is found


def test_nothing_to_listen_for_hears_nothing() -> None:
    assert not Matcher(Listening()).hears_anything
    assert not Matcher(Listening(("  ",), ("#",))).hears_anything
    assert not wants("qualsiasi cosa")
    assert Matcher(Listening((), ("#aurora",))).hears_anything


LETTERS = st.text(st.sampled_from("aàAbBçÇ eé-'.,#_1&ßİ\u0301"), max_size=24)
WORDS = st.lists(LETTERS, max_size=3).map(tuple)


def oracle(text: str, word: str) -> bool:
    """Say slowly whether a text holds a phrase: letter by letter, then word by word."""

    def spoken(said: str) -> list[str]:
        plain = "".join(one for one in unicodedata.normalize("NFKD", said.casefold()) if not unicodedata.combining(one))
        plain = unicodedata.normalize("NFKC", plain).casefold()
        return [one for one in re.split(r"[\W_]+", plain) if one]

    have, want = spoken(text), spoken(word)
    return any(have[at : at + len(want)] == want for at in range(len(have) - len(want) + 1)) if want else False


@given(LETTERS, WORDS.filter(lambda words: all(words_of(word).strip() for word in words)), WORDS)
def test_the_matcher_agrees_with_looking_word_by_word(
    text: str, words: tuple[str, ...], excluded: tuple[str, ...]
) -> None:
    excluded = tuple(word for word in excluded if words_of(word).strip())
    expected = any(oracle(text, word) for word in words) and not any(oracle(text, word) for word in excluded)
    assert wants(text, *words, excluded=excluded) is expected


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(max_size=40), st.text(max_size=40), st.lists(st.text(max_size=12), max_size=3))
def test_no_text_is_too_odd(text: str, word: str, labels: list[str]) -> None:
    matcher = Matcher(Listening((word,), (word,), (), ("it",)))
    assert matcher.wants(text, labels, text) in {True, False}
    if words_of(word).strip():
        assert matcher.wants(f"{text} {word} {text}", ())
