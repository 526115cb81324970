"""What a row means: ids, times and texts as spreadsheets and editors leave them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.commands.rows import Place, RowRefused, read_values, to_arrival
from desktop.model import Arrival, Direction, Network, ThreadKind, Visibility

FIELDS = {"id": "1", "author": "Marta", "text": "La bolletta è doppia.", "created_at": "2026-03-12T12:00:00Z"}
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


def arrival(network: Network = Network.LISTENING, **changes: Any) -> Arrival:
    fields = FIELDS | changes
    values = read_values(fields)
    return to_arrival(fields, values, Place(values.id), network)


def reason(**changes: Any) -> str:
    with pytest.raises(RowRefused) as caught:
        arrival(**changes)
    return caught.value.reason


def test_a_plain_row_is_a_public_message_of_its_author() -> None:
    found = arrival()
    assert (found.remote_id, found.author.handle, found.author.remote_id) == ("1", "Marta", "marta")
    assert (found.direction, found.visibility, found.thread_kind) == (
        Direction.INCOMING, Visibility.PUBLIC, ThreadKind.PUBLIC,
    )  # fmt: skip
    assert (found.sent_at, found.text, found.repairs) == (NOON, "La bolletta è doppia.", ())


@pytest.mark.parametrize(
    ("given_id", "remote_id", "repairs"),
    [
        ("571,566,571,564", "571566571564", ("id_grouped",)),
        ("1093195590979280896.0", "1093195590979280896", ("id_decimal",)),
        (1093195590979280896, "1093195590979280896", ()),
        ("<a.b@example.org>", "a.b@example.org", ()),
        ("tag:example.org,2026:post,7", "tag:example.org,2026:post,7", ()),
        (" 12 ", "12", ()),
    ],
)
def test_an_id_is_mended_where_its_digits_are_all_there(
    given_id: object, remote_id: str, repairs: tuple[str, ...]
) -> None:
    found = arrival(id=given_id)
    assert (found.remote_id, found.repairs) == (remote_id, repairs)


@pytest.mark.parametrize("given_id", ["1.0931955909792809e+18", "1.09E+18", 1.0931955909792809e18])
def test_an_id_that_lost_digits_is_refused_and_never_guessed(given_id: object) -> None:
    assert reason(id=given_id) == "id_lost_digits"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"id": " "}, "no_id"),
        ({"id": float("nan")}, "no_id"),
        ({"id": float("inf")}, "no_id"),
        ({"id": {"a": 1}}, "no_id"),
        ({"id": "x" * 1_001}, "id_too_long"),
        ({"author": ""}, "no_author"),
        ({"author": "\0\ufeff"}, "no_author"),
        ({"text": " \r\n"}, "no_text"),
        ({"text": None}, "no_text"),
        ({"created_at": ""}, "no_time"),
        ({"created_at": "yesterday"}, "bad_time"),
        ({"created_at": "+inf"}, "bad_time"),
        ({"created_at": "99999-01-01"}, "bad_time"),
        ({"created_at": "1970-01-01T00:00:00Z"}, "bad_time"),
        ({"created_at": "9999999999999"}, "bad_time"),
    ],
)
def test_what_a_message_can_not_be_without_is_named(changes: dict[str, Any], expected: str) -> None:
    assert reason(**changes) == expected


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-12T12:00:00Z",
        "2026-03-12 12:00:00",
        "2026-03-12 12:00:00 UTC",
        "2026-03-12 13:00:00 +0100",
        "2026-03-12T13:00:00+01:00",
        "Thu Mar 12 12:00:00 +0000 2026",
        "Thu, 12 Mar 2026 13:00:00 +0100",
        "1773316800",
        "1773316800000",
        1773316800,
        1773316800000,
        1773316800.0,
    ],
)
def test_a_time_is_read_in_every_form_that_tools_write(written: object) -> None:
    assert arrival(created_at=written).sent_at == NOON


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("Itâ€™s here", "It’s here"),
        ("perchÃ© no", "perché no"),
        ("cittÃ\xa0 e cittÃ\xa0", "città e città"),
        ("tÃ¨ e tè", "tè e tè"),
        ("Ã¢â‚¬â„¢", "’"),
        ("brava ðŸ˜€", "brava 😀"),
        ("20 â‚¬", "20 €"),
    ],
)
def test_utf8_that_was_saved_as_windows_1252_is_mended_where_it_stands(damaged: str, whole: str) -> None:
    found = arrival(text=damaged)
    assert found.text == whole
    assert "mojibake" in found.repairs


@pytest.mark.parametrize("text", ["«PERCHÉ»", "Che cos’è”…", "È “vero”", "Â e Ã", "DE LA FIN’", "l’À…", "ÂŸ".lower()])
def test_letters_beside_quotes_are_no_damage(text: str) -> None:
    assert (arrival(text=text).text, arrival(text=text).repairs) == (text, ())


def test_entities_carriage_returns_and_unprintable_characters_are_mended_and_counted_once() -> None:
    found = arrival(text="uno &amp; due\rtre\r\nquattro\0\ud800")
    assert found.text == "uno & due\ntre\nquattro\ufffd"
    assert found.repairs == ("html_entities", "bare_cr", "unprintable")


def test_our_own_message_goes_to_whom_it_answers() -> None:
    fields = FIELDS | {"inbound": "False"}
    found = to_arrival(fields, read_values(fields), Place("7", "7", "Luca"), Network.LISTENING)
    assert (found.direction, found.recipients, found.in_reply_to) == (Direction.OUTGOING, ("luca",), "7")


def test_a_named_recipient_and_a_named_conversation_count_more() -> None:
    fields = FIELDS | {"inbound": False, "to": "Anna", "conversation_id": "c9"}
    found = to_arrival(fields, read_values(fields), Place("7", "7", "Luca"), Network.LISTENING)
    assert (found.recipients, found.thread_remote_id) == (("anna",), "c9")


def test_a_direct_message_is_private_and_every_mail_is() -> None:
    assert arrival(visibility="direct").visibility is Visibility.DIRECT
    assert arrival(Network.EMAIL).thread_kind is ThreadKind.EMAIL


hostile = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers(), max_size=2),
    st.sampled_from(["1e999", "0000-00-00", "Thu, 99 Foo 2026 99:99:99 +9999", "٣", "²", "9" * 400, "1,2,", ",", "1;2"]),
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(sorted([*FIELDS, "in_reply_to", "name", "to", "url", "inbound"])), hostile))
def test_any_values_give_a_message_or_a_named_refusal(changes: dict[str, Any]) -> None:
    try:
        found = arrival(**changes)
    except RowRefused as refused:
        assert refused.reason.isidentifier()
    else:
        for value in (found.text, found.remote_id, found.author.handle, found.author.name, found.subject):
            assert value.encode("utf-8").find(b"\0") == -1
        assert found.sent_at.tzinfo is not None
