"""Mastodon's JSON, whole and broken, becomes our own words or a code."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.mastodon import fields, mapping, mapping_answers
from desktop.channels.mastodon.mapping import Person, arrival_of, post_of
from desktop.channels.mastodon.mapping_answers import limits_of, streaming_url_of
from desktop.channels.payload import Unreadable
from desktop.model import Direction, Engagement, ThreadKind, Visibility

US = Person("1", "aurora")


def status(**changes: Any) -> dict[str, Any]:
    """Return a status as a server sends it."""
    return {
        "id": "10",
        "created_at": "2026-05-12T09:48:00.500Z",
        "visibility": "public",
        "content": "<p>@aurora ciao</p>",
        "account": {"id": "2", "acct": "nora@portici.example", "display_name": "Nora", "followers_count": 12},
        "mentions": [{"id": "1", "acct": "aurora"}],
        **changes,
    }


def arrival(**changes: Any) -> Any:
    """Return a status as it arrives in the thread of its own."""
    return arrival_of(post_of(status(**changes)), thread_id="10", answers=None, me=US)


def test_a_status_becomes_an_arrival() -> None:
    got = arrival(
        language="it", url="https://portici.example/@nora/10", replies_count=3, reblogs_count=2, favourites_count=1
    )
    assert got.text == "@aurora ciao"
    assert got.sent_at == datetime(2026, 5, 12, 9, 48, 0, 500_000, UTC)
    assert (got.author.remote_id, got.author.handle, got.author.name) == ("2", "@nora@portici.example", "Nora")
    assert got.author.followers == 12
    assert got.engagement == Engagement(3, 2, 1)
    assert got.recipients == ("1",)
    assert (got.direction, got.mentions_us, got.language_hint) == (Direction.INCOMING, True, "it")


@pytest.mark.parametrize(
    ("named", "visibility", "kind"),
    [
        ("public", Visibility.PUBLIC, ThreadKind.PUBLIC),
        ("unlisted", Visibility.PUBLIC, ThreadKind.PUBLIC),
        ("private", Visibility.DIRECT, ThreadKind.DIRECT),
        ("direct", Visibility.DIRECT, ThreadKind.DIRECT),
        ("mutuals_only", Visibility.DIRECT, ThreadKind.DIRECT),
        (None, Visibility.DIRECT, ThreadKind.DIRECT),
    ],
)
def test_whatever_is_not_open_to_all_is_private(named: str | None, visibility: Visibility, kind: ThreadKind) -> None:
    got = arrival(visibility=named)
    assert (got.visibility, got.thread_kind) == (visibility, kind)


def test_our_own_status_is_outgoing_and_for_whom_it_answers() -> None:
    got = arrival(
        account={"id": "1", "acct": "aurora"},
        in_reply_to_account_id="5",
        mentions=[{"id": "2", "acct": "nora"}, {"id": "5", "acct": "ugo"}],
    )
    assert got.direction is Direction.OUTGOING
    assert got.recipients == ("5", "2")
    assert got.author.name == ""


def test_warnings_polls_and_quotes_are_read_too() -> None:
    got = arrival(
        spoiler_text="bollette",
        poll={"options": [{"title": "sì"}, {"title": "no"}]},
        quote={"state": "accepted", "quoted_status": {"content": "<p>prima</p>"}},
    )
    assert got.text == "bollette\n\n@aurora ciao\n\n○ sì\n○ no"
    assert got.quoted == "prima"


def test_attachments_are_described() -> None:
    got = arrival(
        media_attachments=[
            {"id": "1", "type": "image", "description": "il contatore", "url": "https://a.example/x.jpg"},
            {"id": "2", "type": "unknown", "remote_url": "https://a.example/media/estratto.pdf"},
            "noise",
            {"id": "3", "type": "video", "url": "https://[bad"},
        ]
    )
    assert [each.name for each in got.attachments] == ["il contatore", "estratto.pdf", "video"]
    assert [each.content for each in got.attachments] == [None, None, None]


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (status(id=None), "no_id"),
        (status(id=True), "no_id"),
        (status(id=""), "no_id"),
        (status(id="\ud800"), "no_id"),
        (status(id="1\n2"), "no_id"),
        (status(account=None), "not_an_object"),
        (status(account={}), "no_id"),
        (status(created_at=None), "no_time"),
        (status(created_at="yesterday"), "no_time"),
        (status(created_at="0001-01-01T00:00:00+14:00"), "no_time"),
        ([], "not_an_object"),
        ("text", "not_an_object"),
        (None, "not_an_object"),
    ],
)
def test_what_is_no_post_says_why(broken: object, fault: str) -> None:
    with pytest.raises(Unreadable, match=fault):
        post_of(broken)


def test_ids_may_be_numbers_and_times_without_a_zone_are_utc() -> None:
    post = post_of(status(id=10, in_reply_to_id=9, created_at="2026-05-12T09:48:00"))
    assert (post.id, post.parent_id, post.at.utcoffset()) == ("10", "9", datetime.now(UTC).utcoffset())


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
_READERS = (
    mapping.post_of,
    mapping.notice_of,
    mapping.context_of,
    mapping.author_of,
    mapping_answers.limits_of,
    mapping.receipt_of,
    mapping_answers.upload_of,
    fields.listed,
    mapping_answers.streaming_url_of,
    mapping_answers.server_words,
)


@given(st.dictionaries(st.sampled_from(sorted(status(poll=0, quote=0, url=0, language=0, edited_at=0))), _JSON))
def test_wrong_types_in_any_field_are_survived(changes: dict[str, Any]) -> None:
    try:
        post = post_of({**status(), **changes})
    except Unreadable:
        return
    assert arrival_of(post, thread_id="1", answers=None, me=US).remote_id == post.id


@pytest.mark.parametrize("read", _READERS)
@given(value=_JSON)
def test_any_json_is_read_or_refused(read: Callable[[object], object], value: Any) -> None:
    with suppress(Unreadable):
        read(value)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"configuration": {"statuses": {"max_characters": 1000, "characters_reserved_per_url": 23}}}, (1000, 23)),
        ({"uri": "old.example", "max_toot_chars": 5000}, (5000, None)),
        ({"domain": "bare.example"}, (None, None)),
        ({"domain": "x", "configuration": {"statuses": {"max_characters": -1}}}, (None, None)),
    ],
)
def test_limits_are_what_the_instance_says(payload: object, expected: tuple[int | None, int | None]) -> None:
    limits = limits_of(payload)
    assert (limits.public_limit, limits.url_weight) == expected
    assert limits.direct_limit == limits.public_limit


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"configuration": {"urls": {"streaming": "wss://stream.example"}}}, "https://stream.example"),
        ({"urls": {"streaming_api": "ws://127.0.0.1:4000/x"}}, "http://127.0.0.1:4000"),
        ({"urls": {"streaming_api": "ftp://stream.example"}}, None),
        ({"urls": {"streaming_api": "wss://[broken"}}, None),
        ({}, None),
    ],
)
def test_the_streaming_address_is_made_one_for_http(payload: object, expected: str | None) -> None:
    assert streaming_url_of(payload) == expected
