"""Counting in each network's unit; the networks' own vectors are in tests/corpora."""

from __future__ import annotations

import time
import unicodedata

import pytest
import regex  # type: ignore[import-untyped, unused-ignore]
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.composer import byte_limit_of, count, counting_of, lengths, remaining
from desktop.composer import links as linking
from desktop.composer.addressing import as_sent
from desktop.composer.lengths import graphemes
from desktop.composer.links import find_links
from desktop.model import Counting, Network, Visibility

FAMILY = "👩‍👩‍👧‍👧"
LINK = "https://example.org/aiuto/guasti?zona=nord"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("Perché no?", 10),
        ("字", 2),
        (FAMILY, 2),
        ("🇮🇹1️⃣👍🏽", 6),
        ("© 2026", 6),
        ("©️", 2),
        (f"Vedi {LINK}", 5 + 23),
        ("vedi example.org/aiuto.", 5 + 23 + 1),
        ("a\r\nb", 3),
        ("e\u0301", 1),
        ("nome.cognome@example.org", 24),
        ("Fine.Inizio", 11),
    ],
)
def test_x_weighs_wide_characters_emoji_and_links(text: str, length: int) -> None:
    assert count(text, Counting.WEIGHTED) == length


@pytest.mark.parametrize(
    ("text", "length"),
    [
        (FAMILY, 1),
        (f"Vedi {LINK}", 5 + 23),
        ("vedi example.org/aiuto.", 23),
        ("@marta@social.example ciao", 11),
        ("@marta ciao", 11),
        ("scrivi a aiuto@example.org", 26),
        (f"{LINK} @a@b.example", 23 + 3),
        ("https://example.org/@marta@social.example", 23),
    ],
)
def test_mastodon_counts_clusters_links_alike_and_names_without_server(text: str, length: int) -> None:
    assert count(text, Counting.MASTODON) == length


def test_a_server_may_count_links_otherwise() -> None:
    assert count(LINK, Counting.MASTODON, 40) == 40
    assert count(LINK, Counting.WEIGHTED, 10) == 10


def test_other_units_count_links_as_they_are_written() -> None:
    assert count(LINK, Counting.CHARACTERS) == count(LINK, Counting.GRAPHEMES) == len(LINK)
    assert count("è" + FAMILY, Counting.BYTES) == 2 + 25
    assert count("\ud83d", Counting.BYTES) == 3  # half an emoji, as an editor may hand it over while typing


def test_what_is_left_goes_below_zero_and_is_unknown_without_a_limit() -> None:
    assert remaining("ciao", 3, Counting.CHARACTERS) == -1
    assert remaining("ciao", None, Counting.CHARACTERS) is None


def test_instagram_and_bluesky_also_count_bytes() -> None:
    assert counting_of(Network.INSTAGRAM, Visibility.DIRECT) is Counting.BYTES
    assert counting_of(Network.INSTAGRAM, Visibility.PUBLIC) is Counting.CHARACTERS
    assert byte_limit_of(Network.BLUESKY, Visibility.PUBLIC) == 3_000
    assert byte_limit_of(Network.MASTODON, Visibility.PUBLIC) is None


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("vedi www.example.it, grazie", ["www.example.it"]),
        ("(https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("https://example.org/a?b=1&c=2.", ["https://example.org/a?b=1&c=2"]),
        ("https://example.org:8080/a", ["https://example.org:8080/a"]),
        ("https://xn--e1afmkfd.xn--p1ai/", ["https://xn--e1afmkfd.xn--p1ai/"]),
        ("va bene...ok.it", []),
        ("3.14 e 1.000.000", []),
        ("https://localhost:3000 e https://nessuno.invalid", []),
        ("#example.org @example.org $example.org", []),
        ("https://" + "a" * 64 + ".it", []),
        ("https://t.co/" + "a" * 41, []),
    ],
)
def test_links_end_where_the_sentence_goes_on(text: str, links: list[str]) -> None:
    assert [text[start:end] for start, end in find_links(text, bare=True)] == links


def test_without_a_protocol_only_some_networks_see_a_link() -> None:
    assert find_links("example.org", bare=False) == []


@given(st.text(st.sampled_from("a.@-_/:é字 (?)h\u0301👩\u200d\ufe0f1\u20e3🇮{http://it}"), max_size=60))
def test_links_are_in_order_and_within_the_text(text: str) -> None:
    ends = 0
    for start, end in find_links(text, bare=True):
        assert ends <= start < end <= len(text)
        ends = end
    for counting in Counting:
        assert count(text, counting) >= 0


@given(st.text(max_size=80), st.text(max_size=80))
def test_two_lines_are_as_long_as_each_and_their_break(one: str, other: str) -> None:
    for counting in (Counting.CHARACTERS, Counting.BYTES):
        assert count(one + "\n" + other, counting) == count(one, counting) + 1 + count(other, counting)


@pytest.mark.parametrize(
    "text",
    [
        "a.b." * 2_500,
        "a-" * 5_000 + ".it",
        "http://" + "日." * 5_000,
        "https://a.it/" + "(a(" * 3_000,
        "👩\u200d" * 5_000,
    ],
)
def test_no_text_stalls_the_counter(text: str) -> None:
    begun = time.thread_time()
    count(text, Counting.WEIGHTED)
    count(text, Counting.MASTODON)
    assert time.thread_time() - begun < 20  # work, not waiting: some 0.05 s; backtracking would take minutes


EMOJI = "ab1*#\u20e3\ufe0f\u200d👩👧🏽🏴\U000e0067\U000e007f🇮🇹©®™é\u1e9e字\u1100\u202f\u2019 \n\u0301"


@given(st.text(st.one_of(st.sampled_from(EMOJI), st.characters()), max_size=40))
@example("1️⃣2️⃣ 12\u20e3 ©️ ©\u200d© 🏴\U000e0067\U000e007f")
def test_a_weight_is_that_of_one_pass_over_the_whole_text(text: str) -> None:
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    rest, emoji = lengths._EMOJI.subn("", composed)
    slowly = 2 * emoji + len(rest) + len(lengths._HEAVY.findall(rest))
    assert find_links(composed, bare=True) or count(text, Counting.WEIGHTED) == slowly


CLUSTERS = "ab \r\n.é©®\u0301\u0300👩\u200d👧🏽\ufe0f\u20e31🇮🇹\u0600\u1100\u1161\u11a8가नि\u0d4eക\xad"


@given(st.text(st.one_of(st.sampled_from(CLUSTERS), st.characters()), max_size=40))
@example("\u06001 \r\u0301\n e\u0301a\u0301\r\n👩\u200d👧")
def test_clusters_are_those_of_the_standard_wherever_they_stand(text: str) -> None:
    assert graphemes(text) == len(regex.findall(r"\X", text))


@given(
    st.text(st.sampled_from("a.@-_/:é字 (?)\n\t\xa0\u3000\x1fh\u0301👩\u200d1🇮{http://it}"), max_size=60), st.booleans()
)
@example("vedi a.it/b(c)\u3000http://x.it, y.it?q=1.", True)
def test_links_are_found_as_in_one_pass_over_the_whole_text(text: str, bare: bool) -> None:
    found = list(linking._links_within(text, 0, len(text), bare=bare))
    assert find_links(text, bare=bare) == found


@pytest.mark.parametrize(
    ("text", "network", "sent"),
    [
        ("Ciao", Network.MASTODON, "@marta@social.example Ciao"),
        ("Ciao @marta@social.example", Network.MASTODON, "Ciao @marta@social.example"),
        ("Ciao @marta", Network.MASTODON, "@marta@social.example Ciao @marta"),
        ("Ciao", Network.X, "Ciao"),
        ("Ciao", Network.BLUESKY, "Ciao"),
    ],
)
def test_the_name_that_mastodon_needs_is_counted_and_that_of_x_is_not(text: str, network: Network, sent: str) -> None:
    assert as_sent(text, network, "@marta@social.example", "@aurora@town.example") == sent


def test_nobody_to_address_adds_nothing() -> None:
    assert as_sent("Ciao", Network.MASTODON, "", "@aurora@town.example") == "Ciao"
