"""The rules' files: how verbs are conjugated, what is refused, and that no pattern of a user's can run away."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.guardrails.privacy import PrivacyRules, RulesUnreadable, find_requests
from desktop.guardrails.privacy.clue_file import read_clues
from desktop.guardrails.privacy.clues import Clue, signs_among
from desktop.guardrails.privacy.conjugation import Joint, Paradigm, Verb
from desktop.guardrails.privacy.phrases import Phrasebook
from desktop.guardrails.privacy.phrasing import MOST_VARIANTS, PhraseUnreadable
from desktop.system.resources import resource_path

ARE = {"are": Paradigm({"you": ("i", "a", "erebbe"), "us": ("arci", "aci")}, (Joint("c", "ie", "ch"),))}


def clue_file(folder: Path, text: str) -> Path:
    path = folder / "xx.toml"
    path.write_text('language = "xx"\n' + text, encoding="utf-8")
    return path


def rules_with(folder: Path, line: str) -> PrivacyRules:
    """Return the shipped English rules with one more phrase, as a user would add it."""
    shutil.copytree(resource_path("privacy"), folder / "privacy", ignore=shutil.ignore_patterns("it*", "es*", "ca*"))
    path = folder / "privacy" / "en.toml"
    path.write_text(path.read_text(encoding="utf-8") + f'\n[[data]]\nkind = "card"\n{line}\n', encoding="utf-8")
    return PrivacyRules.load(folder / "privacy")


def test_a_verb_is_conjugated_by_its_ending_and_spelt_as_the_language_spells() -> None:
    verb = Verb.written("indicare", ARE)
    assert {use: verb.forms(use) for use in verb.uses} == {
        "inf": {"indicare"},
        "you": {"indichi", "indica", "indicherebbe"},
        "us": {"indicarci", "indicaci"},
    }


def test_irregular_forms_are_added_or_stand_instead() -> None:
    assert Verb.written("dare you:=dà,dai us=dacci", {}).forms("you") == {"dà", "dai"}
    assert "faccia" in Verb.written("fare you=faccia", ARE).forms("you")


def test_all_forms_of_a_verb_are_read_alike(tmp_path: Path) -> None:
    path = clue_file(
        tmp_path,
        '[verbs]\ngive = ["mandar"]\n[conjugation.ar]\nyou = ["a", "(as|en)"]\n[clues]\ngive_us = ["me <give_you>"]\n',
    )
    book = read_clues(path, frozenset()).clues
    for form in ("manda", "mandas", "manden"):
        assert [sign.clues for sign in signs_among(book, ["me", form], frozenset())] == [{Clue.GIVE_US}]


def test_what_follows_a_negation_is_denied_up_to_the_next_pause(tmp_path: Path) -> None:
    book = read_clues(clue_file(tmp_path, '[clues]\nnot = ["not"]\ngive_us = ["send us"]\n'), frozenset()).clues
    words = ["not", "send", "us", ",", "send", "us"]
    assert [sign.denied for sign in signs_among(book, words, frozenset({3}))] == [False, True, False]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[clues]\nsend = ['x']", "clues, send"),
        ("[clues]\nnot = ['(no']", "clues, not"),
        ("[clues]\nnot = ['<nobody>']", "clues, not"),
        ("[verbs]\ngive = ['dar you']", "verbs, give"),
        ("[conjugation.ar]\njoints = [['c']]", "conjugation ar, joints"),
        ("[conjugation.ar]\nyou = ['(a']", "conjugation ar"),
        ("[examples]\nmust = ['x']", "examples, must"),
    ],
)
def test_a_malformed_clue_file_names_the_place(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(RulesUnreadable) as refused:
        read_clues(clue_file(tmp_path, text), frozenset())
    assert refused.value.place == place


def test_a_users_phrase_of_too_many_variants_is_refused_before_it_is_worked_out() -> None:
    with pytest.raises(PhraseUnreadable, match=f"{MOST_VARIANTS}"):
        Phrasebook[str]({}).add("(a|b|c|d|e|f|g|h|i|j)" * 9, "label")


def test_a_users_shorthand_that_names_itself_is_refused() -> None:
    with pytest.raises(PhraseUnreadable, match="too deep"):
        Phrasebook[str]({"loop": "a|(<loop>)"}).add("<loop>", "label")


def test_a_users_phrase_is_read_once_a_word_however_the_text_repeats_it(tmp_path: Path) -> None:
    """A pattern that would make a backtracking engine run for ever only follows the ways that are still open."""
    rules = rules_with(tmp_path, f'words = ["{"(zz|) " * 20}zz end", "zz *zz"]')
    assert find_requests("Please send us " + "zz " * 5_000, rules, ("en",)) != ()
    assert find_requests("Please send us zz zz end.", rules, ("en",)) != ()
