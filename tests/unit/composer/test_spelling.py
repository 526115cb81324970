"""Spelling: what is looked up, what is left alone, and where dictionaries come from."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.composer.dictionaries import Dictionaries, adopt
from desktop.composer.own_words import OwnWords, SpellingChoice
from desktop.composer.spelling import Spelling, words_in
from tests.factories import FakeClock, a_store

KNOWN = {"the", "crew", "comes", "acqua", "dell'", "perché", "col·legi", "we", "write", "to"}


class ListedWords:
    """A dictionary of a few words that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def check(self, word: str) -> bool:
        self.asked += 1
        return word.casefold() in KNOWN

    def suggest(self, word: str) -> list[str]:
        return [f"{word}{n}" for n in range(9)]


def wrong(text: str, *own: str) -> list[str]:
    return [error.word for error in Spelling(ListedWords(), lambda: frozenset(own)).errors(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The crew comes", []),
        ("The creww comes", ["creww"]),
        ("The creww comes at 9h30, ref 12AB", ["creww", "at", "ref"]),
        ("see https://exampel.org/gusti and exampel.org", ["see", "and"]),
        ("write to @martaa or #guastii or martaa@exampel.org", ["or", "or"]),
        ("> quotted line\nThe crew", []),
        ('«citazzione» “citazzione” "citazzione" the', []),
        ("{customer_nmae} the {?tiem}", []),
        ("The IBAN of BBVA ^LB", ["of"]),
        ("dell'acqua dell’acqua perché col·legi", []),
        ("dell'acquaa", ["dell'acquaa"]),
        ("a", []),
    ],
)
def test_words_are_looked_up_and_nothing_else(text: str, found: list[str]) -> None:
    assert wrong(text) == found


def test_own_words_are_right_however_they_are_written() -> None:
    assert wrong("Aurora aurora AURORA", "aurora") == []


def test_a_word_is_looked_up_once() -> None:
    words = ListedWords()
    spelling = Spelling(words, frozenset)
    spelling.errors("creww creww")
    spelling.errors("creww")
    assert words.asked == 1
    spelling.forget()
    spelling.errors("creww")
    assert words.asked == 2


def test_at_most_five_words_are_suggested() -> None:
    assert len(Spelling(ListedWords(), frozenset).suggestions("creww")) == 5


@given(text=st.text(st.sampled_from("abcé 'l·-\n>«»“”\"{}@#/.9^Z👍") | st.characters(), max_size=80))
def test_every_word_stands_where_it_says_and_none_overlaps(text: str) -> None:
    end = 0
    for word in words_in(text):
        assert text[word.start : word.end] == word.word
        assert word.start >= end
        end = word.end


def test_dictionaries_of_a_named_folder_are_taken_along(tmp_path: Path) -> None:
    folder, target = tmp_path / "mine", tmp_path / "kept"
    (folder / "sub").mkdir(parents=True)
    for name in ("it_IT", "de_DE", "en_GB"):
        (folder / "sub" / f"{name}.dic").write_text("1\nacqua\n")
        (folder / "sub" / f"{name}.aff").write_text("SET UTF-8\n")
    (folder / "ca.dic").write_text("1\naigua\n")  # no rules beside it
    adopt(target, [folder, tmp_path / "nowhere"], ["en_US"])
    assert sorted(file.name for file in target.iterdir()) == ["it_IT.aff", "it_IT.dic"]


def test_the_choice_and_the_words_are_kept(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        words = OwnWords(store, FakeClock())
        assert words.choice() == SpellingChoice()
        words.add("Lumeservizi")
        words.choose(SpellingChoice(is_on=False, folder="/words"))
        words.add("d’Aurora")
        assert words.all() == {"lumeservizi", "d'aurora"}
        assert words.choice() == SpellingChoice(is_on=False, folder="/words")
        store.settings.set("spelling", "odd", FakeClock()())
        assert (words.all(), words.choice()) == (frozenset(), SpellingChoice())


def test_a_language_without_a_dictionary_is_not_checked(tmp_path: Path) -> None:
    dictionaries = Dictionaries(tmp_path)
    assert dictionaries.open("tlh") is None
    assert set(dictionaries.languages()) <= {"it", "ca", "es", "en"}
    assert (dictionaries.lacking() is None) == bool(dictionaries.languages())
