"""Listening becomes queries and rules that X takes: short enough, well formed, and that leave nothing out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.x.listening import (
    QUERY_LENGTH,
    RULE_LENGTH,
    is_excluded,
    name_of,
    queries_of,
    rules_of,
)
from desktop.demo.networks.x.query import read
from desktop.model import Listening

BRAND = Listening(("Aurora Energia", "aurora"), ("guasti",), ("boreale", "#tour"), ("it", "he"))


def test_a_query_names_words_hashtags_exclusions_and_languages() -> None:
    quotes, words = queries_of(BRAND, "@AuroraEnergia")
    assert words == (
        '("Aurora Energia" OR "aurora" OR #guasti) (lang:it OR lang:iw) -is:retweet -from:AuroraEnergia '
        '-"boreale" -#tour'
    )
    assert quotes.startswith('(url:"x.com/AuroraEnergia/status" OR ')


def test_one_word_in_one_language_needs_no_brackets() -> None:
    assert queries_of(Listening(("aurora",), languages=("it",)), "")[-1] == '"aurora" lang:it -is:retweet'


def test_nothing_to_listen_for_asks_nothing_but_the_stream_still_hears_mentions() -> None:
    assert queries_of(Listening(), "@AuroraEnergia") == ()
    assert rules_of(Listening(), "@AuroraEnergia") == ("@AuroraEnergia -is:retweet -from:AuroraEnergia",)
    assert rules_of(Listening(), "") == ()


def test_the_stream_which_tells_accents_apart_gets_both_spellings() -> None:
    (_, _, words) = rules_of(Listening(("Città Luce",)), "@a")
    assert words.startswith('("Città Luce" OR "Citta Luce") ')


def test_what_would_mean_something_to_x_is_only_words() -> None:
    listening = Listening(('su "due" piedi', "from:altri", "-casa", "OR", '"'), ("no spazi", "ok_1"))
    (_, words) = queries_of(listening, "@a")
    assert words == '("su due piedi" OR "from:altri" OR "-casa" OR "OR" OR #ok_1) -is:retweet -from:a'


def test_many_words_become_many_queries_and_many_exclusions_are_kept_here() -> None:
    words = tuple(f"parola numero {number}" for number in range(60))
    excluded = tuple(f"mai {number}" for number in range(80))
    listening = Listening(words, excluded=excluded)
    queries = queries_of(listening, "@AuroraEnergia")
    assert len(queries) > 3
    assert all(len(query) <= QUERY_LENGTH for query in queries)
    assert all(sum(f'"{word}"' in query for query in queries) == 1 for word in words)
    assert '-"mai 79"' not in queries[-1]
    assert is_excluded("ho detto Mai 79, basta", listening)
    assert not is_excluded("mai 790", listening)
    assert len(rules_of(listening, "@AuroraEnergia")) < len(queries)


def test_a_query_keeps_its_name_and_another_has_another() -> None:
    first, second = queries_of(BRAND, "@a")
    assert name_of(first) == name_of(first) != name_of(second)


entries = st.lists(st.text(max_size=40), max_size=25).map(tuple)


@given(words=entries, tags=entries, excluded=entries, languages=entries)
def test_whatever_is_typed_x_would_take_it(
    words: tuple[str, ...], tags: tuple[str, ...], excluded: tuple[str, ...], languages: tuple[str, ...]
) -> None:
    listening = Listening(words, tags, excluded, languages)
    for query in queries_of(listening, "@AuroraEnergia"):
        read(query, QUERY_LENGTH, folds=True)
    for rule in rules_of(listening, "@AuroraEnergia"):
        read(rule, RULE_LENGTH, folds=False)
