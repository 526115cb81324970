"""What the Graph's JSON means: posts, comments, pictures and messages, and that no payload brings more than a code."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.facebook import mapping as facebook
from desktop.channels.facebook.threads import Ground, arrival_of, arrival_of_post
from desktop.channels.graph.addresses import customer_of, root_of, thread_of
from desktop.channels.graph.paging import page_of, page_within
from desktop.channels.graph.settings import place_of
from desktop.channels.graph.signin import FoundPage
from desktop.channels.graph.talks_mapping import arrival_of_message, message_of, talk_of
from desktop.channels.graph.token import signature_of
from desktop.channels.graph.values import is_id, moment_in
from desktop.channels.graph.wording import comparable
from desktop.channels.instagram import mapping as instagram
from desktop.channels.instagram.threads import arrival_of_tag, arrivals_of
from desktop.channels.payload import Unreadable
from desktop.model import (
    Account,
    AccountId,
    AccountRole,
    Arrival,
    Direction,
    Network,
    Refusal,
    SignInExpired,
    Visibility,
)

PAGE, US = "104871", "aurora.energia"
MARTA = {"id": "24001", "name": "Marta Bellini"}
AT = "2026-05-12T09:48:00+0000"
COMMENT: dict[str, Any] = {
    "id": "122_9",
    "created_time": AT,
    "from": MARTA,
    "message": "la luce va e viene",
    "is_hidden": True,
    "can_comment": False,
    "like_count": 3,
    "comment_count": 1,
    "permalink_url": "https://www.facebook.com/122_9",
    "attachment": {"type": "photo", "url": "https://www.facebook.com/photo/contatore.jpg?x=1"},
    "private_reply_conversation": {"id": "t_5", "link": "/inbox"},
}
POST: dict[str, Any] = {
    "id": f"{PAGE}_122",
    "created_time": AT,
    "updated_time": "2026-05-12T10:00:00+0000",
    "from": MARTA,
    "message": "Da voi non risponde nessuno",
    "shares": {"count": 2},
    "full_picture": "https://pictures.example/a/foto.jpg?oh=1",
    "comments": {"data": [], "summary": {"total_count": 4}},
}
REPLY: dict[str, Any] = {
    "id": "1788",
    "timestamp": AT,
    "text": "@marta_b ecco",
    "username": US,
    "from": {"id": "1790", "username": US},
    "parent_id": "1787",
}
IG_COMMENT: dict[str, Any] = {
    "id": "1787",
    "timestamp": AT,
    "text": "quando riaprite?",
    "username": "marta_b",
    "from": {"id": "17001", "username": "marta_b"},
    "hidden": False,
    "like_count": 2,
    "replies": {"data": [REPLY, {"id": None}]},
}
MEDIA: dict[str, Any] = {
    "id": "1799",
    "timestamp": AT,
    "caption": "Nuovi orari",
    "username": US,
    "permalink": "https://www.instagram.com/p/x/",
    "comments_count": 7,
    "is_comment_enabled": True,
    "media_product_type": "FEED",
}
TALK: dict[str, Any] = {
    "id": "t_1",
    "updated_time": AT,
    "participants": {"data": [MARTA, {"id": PAGE, "name": "Aurora Energia"}]},
    "messages": {"data": [{"id": "m_1", "created_time": AT, "from": MARTA, "message": "4471"}]},
}
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def test_a_comment_says_what_can_still_be_done_with_it() -> None:
    comment = facebook.comment_of(COMMENT)
    assert (comment.author.name, comment.hidden) == ("Marta Bellini", True)
    assert (comment.closed_public, comment.closed_direct) == (Refusal.REPLIES_OFF, Refusal.PRIVATE_REPLY_USED)
    assert (comment.engagement.likes, comment.engagement.replies) == (3, 1)
    assert [(file.name, file.content_type) for file in comment.attachments] == [("contatore.jpg", "image/*")]


def test_a_post_shows_by_its_mark_that_something_was_written_below() -> None:
    post = facebook.post_of(POST)
    later = facebook.post_of({**POST, "comments": {"data": [], "summary": {"total_count": 5}}})
    assert (post.comments, post.engagement.shares) == (4, 2)
    assert post.mark != later.mark
    assert [file.name for file in post.attachments] == ["foto.jpg"]
    assert arrival_of_post(facebook.post_of({**POST, "from": {"id": PAGE}}), PAGE) is None


def test_our_own_comment_belongs_to_whomever_it_names_or_answers() -> None:
    ground = Ground(f"{PAGE}_122", PAGE, "Nuovi orari")
    above = {"id": "122_9", "from": MARTA}
    ours = {**COMMENT, "id": "122_10", "from": {"id": PAGE}, "parent": above}
    arrival = arrival_of(facebook.comment_of(ours), ground, PAGE, {})
    assert arrival is not None
    assert (arrival.thread_remote_id, arrival.direction) == ("122_9/24001", Direction.OUTGOING)
    tagged = {**ours, "message_tags": [{"id": "24002", "name": "Oscar", "offset": 0, "length": 5}]}
    arrival = arrival_of(facebook.comment_of(tagged), ground, PAGE, {})
    assert arrival is not None
    assert arrival.thread_remote_id == "122_9/24002"
    assert arrival_of(facebook.comment_of({**ours, "parent": None}), ground, PAGE, {}) is None


def test_a_deep_answer_finds_its_first_comment() -> None:
    deep = {**COMMENT, "id": "122_11", "parent": {"id": "122_10", "from": {"id": PAGE}, "parent": {"id": "122_9"}}}
    comment = facebook.comment_of(deep)
    assert comment.top.id == "122_9"
    arrival = arrival_of(comment, Ground(f"{PAGE}_122", PAGE), PAGE, {"122_10": "122_9/24001"})
    assert arrival is not None
    assert (arrival.thread_remote_id, arrival.in_reply_to) == ("122_9/24001", "122_10")


def test_an_answer_of_ours_on_instagram_belongs_to_the_name_in_it() -> None:
    comment = instagram.comment_of(IG_COMMENT)
    assert comment.refused == ("no_id",)
    first, second = arrivals_of(comment, instagram.media_of(MEDIA), US)
    assert (first.author.handle, first.quoted, first.thread_remote_id) == ("@marta_b", "Nuovi orari", "1787/marta_b")
    assert (second.direction, second.thread_remote_id, second.in_reply_to) == (
        Direction.OUTGOING,
        "1787/marta_b",
        "1787",
    )


@pytest.mark.parametrize(
    ("caption", "closed"),
    [("Grazie @Aurora.Energia!", None), ("Grazie @aurora.energia.", None), ("Che bello", Refusal.REPLIES_OFF)],
)
def test_a_tag_is_answered_only_where_its_words_name_us(caption: str, closed: Refusal | None) -> None:
    arrival = arrival_of_tag(instagram.media_of({**MEDIA, "username": "marta_b", "caption": caption}), US)
    assert arrival is not None
    assert (arrival.closed_public, arrival.remote_id) == (closed, "media-1799")


def test_a_conversation_is_with_the_other_one() -> None:
    talk = talk_of(TALK, Network.FACEBOOK, frozenset({PAGE}))
    message = message_of(talk.messages.entries[0], Network.FACEBOOK)
    arrival = arrival_of_message(message, talk, frozenset({PAGE}))
    assert arrival is not None
    assert (arrival.thread_remote_id, arrival.visibility) == ("t_1/24001", Visibility.DIRECT)
    crowd = {**TALK, "participants": {"data": [MARTA, {"id": "24002"}, {"id": PAGE}]}}
    assert arrival_of_message(message, talk_of(crowd, Network.FACEBOOK, frozenset({PAGE})), frozenset({PAGE})) is None


def test_a_message_of_which_only_the_id_is_given_is_out_of_reach() -> None:
    with pytest.raises(Unreadable, match="out_of_reach"):
        message_of({"id": "m_1", "created_time": AT}, Network.FACEBOOK)


def test_an_edge_goes_on_only_where_it_says_so() -> None:
    paging: dict[str, Any] = {"cursors": {"after": "QVFI"}}
    assert page_of({"data": [1], "paging": paging}).after == ""
    going_on: dict[str, Any] = {**paging, "next": "https://graph.example/x"}
    assert page_of({"data": [1], "paging": going_on}).after == "QVFI"
    assert page_within(None).entries == ()
    nothings: tuple[Any, ...] = ({}, [], None, {"data": None})
    for nothing in nothings:
        with pytest.raises(Unreadable):
            page_of(nothing)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (AT, datetime(2026, 5, 12, 9, 48, tzinfo=UTC)),
        ("2026-05-12T11:48:00+0200", datetime(2026, 5, 12, 9, 48, tzinfo=UTC)),
        (1_778_579_280, datetime(2026, 5, 12, 9, 48, tzinfo=UTC)),
        ("9999-12-31T23:59:59+0000", None),
        ("0001-01-01T00:00:00+0000", None),
        (True, None),
        (10**30, None),
        ("yesterday", None),
    ],
)
def test_times_are_read_in_both_forms(value: object, read: datetime | None) -> None:
    assert moment_in({"created_time": value}, "created_time") == read


def test_threads_are_named_by_what_began_them_and_whom_they_are_with() -> None:
    thread = thread_of("122_9", "24001")
    assert (root_of(thread), customer_of(thread)) == ("122_9", "24001")
    assert customer_of(thread_of("122_9", "unknown-122_9")) is None
    assert (root_of("../me"), customer_of("x/a b")) == (None, None)
    assert not is_id("")
    assert not is_id("../../etc")


def test_texts_are_compared_without_names_and_white_space() -> None:
    assert comparable("@marta_b  Dieci al\nmese ") == comparable("dieci AL mese")
    assert comparable("Dieci") != comparable("Undici")


@pytest.mark.parametrize("token", ["", "a b", "è", "x\n"])
def test_what_can_t_be_a_token_signs_nothing(token: str) -> None:
    with pytest.raises(SignInExpired, match="no_token"):
        signature_of(token)


def test_secrets_show_themselves_nowhere() -> None:
    assert "EAAB" not in repr(signature_of("EAAB-1", "hush"))
    assert "EAAB" not in repr(FoundPage("1", "Aurora", "EAAB-1"))


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"page_id": "abc"},
        {"page_id": "1", "api": "http://graph.facebook.com"},
        {"page_id": "1", "api": "ftp://graph.facebook.com"},
        {"page_id": "1", "ig_user_id": "../x"},
    ],
)
def test_an_account_that_can_t_be_used_says_so(settings: dict[str, str | int | bool | None]) -> None:
    account = Account(AccountId(1), "a", Network.FACEBOOK, "Aurora", "Aurora", AccountRole.CARE, settings)
    with pytest.raises(ValueError, match="Facebook or Instagram account needs"):
        place_of(account)


@given(name=st.sampled_from(sorted(COMMENT)), value=ODD)
def test_a_comment_may_hold_anything(name: str, value: Any) -> None:
    try:
        comment = facebook.comment_of({**COMMENT, name: value})
    except Unreadable as fault:
        assert str(fault) in {"no_id", "no_time"}
        return
    assert isinstance(arrival_of(comment, Ground(f"{PAGE}_122", PAGE), PAGE, {}), Arrival | None)


@given(name=st.sampled_from(sorted(POST)), value=ODD)
def test_a_post_may_hold_anything(name: str, value: Any) -> None:
    try:
        post = facebook.post_of({**POST, name: value})
    except Unreadable as fault:
        assert str(fault) in {"no_id", "no_time"}
        return
    assert isinstance(arrival_of_post(post, PAGE), Arrival | None)


@given(name=st.sampled_from(sorted(IG_COMMENT)), value=ODD, within=st.booleans())
def test_a_comment_on_instagram_may_hold_anything(name: str, value: Any, within: bool) -> None:
    reply = {**REPLY, name: value}
    payload = {**IG_COMMENT, "replies": {"data": [reply]}} if within else {**IG_COMMENT, name: value}
    try:
        comment = instagram.comment_of(payload)
    except Unreadable as fault:
        assert str(fault) in {"no_id", "no_time", "no_author"}
        return
    assert all(isinstance(arrival, Arrival) for arrival in arrivals_of(comment, instagram.media_of(MEDIA), US))


@given(name=st.sampled_from(sorted(MEDIA)), value=ODD)
def test_a_picture_may_hold_anything(name: str, value: Any) -> None:
    try:
        media = instagram.media_of({**MEDIA, name: value})
    except Unreadable:
        return
    assert isinstance(arrival_of_tag(media, "somebody"), Arrival | None)


@given(name=st.sampled_from(sorted(TALK)), value=ODD)
def test_a_conversation_may_hold_anything(name: str, value: Any) -> None:
    me = frozenset({PAGE})
    for payload in ({**TALK, name: value}, {**TALK, "messages": {"data": [{**TALK, name: value}, value]}}):
        try:
            talk = talk_of(payload, Network.FACEBOOK, me)
        except Unreadable:
            continue
        for entry in talk.messages.entries:
            try:
                assert isinstance(arrival_of_message(message_of(entry, Network.FACEBOOK), talk, me), Arrival | None)
            except Unreadable as fault:
                assert len(str(fault)) < 20
