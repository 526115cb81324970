"""Facets lie where their words are, counted in bytes; a delivery's key names one post for ever."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.channels.bluesky.facets import FacetKind, facets_of, handles_in, spans_of
from desktop.channels.bluesky.fields import whole
from desktop.channels.bluesky.tid import tid_of

PIECES = st.sampled_from(
    [
        "@marta.test",
        "@nome.org!",
        "aurora.org/x",
        "https://è.it/à?b=c#d",
        "#tag",
        "(#no)",
        "#1",
        "(aurora.org)",
        "è",
        "👩‍🔧",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=12).map(" ".join))
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is added


def naive_offset(text: str, characters: int) -> int:
    """Count the bytes before a character one by one, as slowly and surely as can be."""
    return sum(len(letter.encode()) for letter in text[:characters])


@given(TEXTS.map(whole))
@example("👩‍🔧è @marta.test: guardi aurora.org/guasti (o #LuceBuona)")
def test_spans_lie_on_whole_characters_in_order_and_say_what_is_there(text: str) -> None:
    octets = text.encode()
    end = 0
    for span in spans_of(text):
        assert end <= span.start < span.end <= len(octets)
        end = span.end
        shown = octets[span.start : span.end].decode()
        starts = [place for place in range(len(text)) if naive_offset(text, place) == span.start]
        assert len(starts) == 1
        assert text.startswith(shown, starts[0])
        if span.kind is FacetKind.MENTION:
            assert shown.lower() == f"@{span.value}"
        elif span.kind is FacetKind.TAG:
            assert shown[1:] == span.value
        else:
            assert span.value in {shown, f"https://{shown}"}
            assert re.match(r"https?://\S+$", span.value, re.IGNORECASE)


@given(st.lists(st.sampled_from(["@marta.test", "aurora.org", "#tag", "parola", "👩‍🔧", "è"]), max_size=20))
def test_every_word_that_is_a_facet_is_found_at_its_place(words: list[str]) -> None:
    text = " ".join(words)
    found = [(span.start, span.end) for span in spans_of(text)]
    expected, place = [], 0
    for word in words:
        if word in {"@marta.test", "aurora.org", "#tag"}:
            expected.append((naive_offset(text, place), naive_offset(text, place + len(word))))
        place += len(word) + 1
    assert found == expected


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("scriva a info@aurora.org", []),
        ("mia-luce.it/guasti.", ["https://mia-luce.it/guasti"]),
        ("«aurora.org»", []),
        ("vedi aurora.org…", ["https://aurora.org"]),
        ("HTTPS://Aurora.ORG/Guasti", ["HTTPS://Aurora.ORG/Guasti"]),
        ("@Marta.Test", ["marta.test"]),
        ("@marta", []),
        ("a@marta.test", []),
        ("3.50 euro, ore 9.30", []),
        ("https://", []),
        ("javascript://aurora.org", []),
    ],
)
def test_only_what_leads_somewhere_is_a_facet(text: str, values: list[str]) -> None:
    assert [span.value for span in spans_of(text)] == values


def test_a_mention_that_leads_to_nobody_stays_plain_text() -> None:
    spans = spans_of("@marta.test e @nessuno.test e @marta.test")
    assert handles_in(spans) == ["marta.test", "nessuno.test"]
    facets = facets_of(spans, {"marta.test": "did:plc:marta"})
    assert [facet["index"] for facet in facets] == [{"byteStart": 0, "byteEnd": 11}, {"byteStart": 30, "byteEnd": 41}]


@pytest.mark.timeout(10)
@pytest.mark.parametrize("text", ["(" * 10_000, "@a." * 3_000, "#" + "." * 10_000, "a-" * 5_000, "a.it" + ")" * 9_000])
def test_no_text_takes_long(text: str) -> None:
    spans_of(text)


@given(st.text(max_size=40), MOMENTS)
def test_a_key_is_a_sound_tid_and_always_the_same(key: str, at: datetime) -> None:
    tid = tid_of(key, at)
    assert re.fullmatch(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}", tid)
    assert tid == tid_of(key, at)
    assert tid == tid_of(key, at.replace(microsecond=at.microsecond // 1000 * 1000))


@given(st.text(max_size=40), st.text(max_size=40), MOMENTS, st.integers(1, 10**12))
def test_a_later_delivery_has_a_greater_key(first: str, second: str, at: datetime, milliseconds: int) -> None:
    later = at + timedelta(milliseconds=milliseconds)
    assert tid_of(first, at) < tid_of(second, later)


def test_deliveries_of_one_moment_have_keys_of_their_own() -> None:
    at = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
    assert len({tid_of(f"delivery {number}", at) for number in range(200)}) == 200


def test_a_delivery_without_a_time_has_a_key_too() -> None:
    assert tid_of("a", None) == tid_of("a", None) != tid_of("b", None)
