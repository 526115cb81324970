"""What Bluesky's JSON becomes, and that no JSON at all brings the mapping down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.bluesky.addresses import permalink
from desktop.channels.bluesky.chat_mapping import convo_in, convo_of, log_of, may_chat, message_of
from desktop.channels.bluesky.mapping import (
    arrival_of,
    author_of,
    authors_in,
    chain_of,
    notice_of,
    page_of,
    post_of,
    posts_in,
    record_of,
)
from desktop.channels.bluesky.requests import alt_of, blob_of, did_of, post_record, written_of
from desktop.channels.bluesky.richtext import plain_text
from desktop.channels.payload import Unreadable
from desktop.model import Author, Direction, Network

ME = "did:plc:aurora"
MARTA = {"did": "did:plc:marta", "handle": "Marta.test", "displayName": " Marta ", "followersCount": 12}
AT = "2026-05-12T09:48:00.000Z"


def a_post(text: str = "ciao", **record: Any) -> dict[str, Any]:
    return {
        "uri": "at://did:plc:marta/app.bsky.feed.post/3l6oveex3ii2l",
        "cid": "bafyreicxzktdfz5d2tvn3a7m4ewxfaf3baiwprlwmblo7bpmuj3wqh4ljq",
        "author": MARTA,
        "record": {"$type": "app.bsky.feed.post", "text": text, "createdAt": AT, **record},
        "indexedAt": AT,
    }


def link(start: int, end: int, uri: str) -> dict[str, Any]:
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": uri}
    return {"index": {"byteStart": start, "byteEnd": end}, "features": [feature]}


def test_a_post_says_who_wrote_what_when() -> None:
    post = post_of(a_post("la luce va e viene", langs=["it-IT", "en"]))
    arrival = arrival_of(post, thread_id=post.uri, answers=None, me=ME, named_us=True)
    assert arrival.author == Author(Network.BLUESKY, "did:plc:marta", "@marta.test", "Marta", 12)
    assert (arrival.text, arrival.language_hint) == ("la luce va e viene", "it")
    assert arrival.sent_at == datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
    assert arrival.direction is Direction.INCOMING
    assert arrival.permalink == "https://bsky.app/profile/marta.test/post/3l6oveex3ii2l"


def test_a_handle_that_leads_nowhere_gives_way_to_the_did() -> None:
    author = author_of({**MARTA, "handle": "handle.invalid"})
    assert author.handle == "did:plc:marta"
    link = permalink("at://did:plc:marta/app.bsky.feed.post/3l6oveex3ii2l", author.handle)
    assert link == "https://bsky.app/profile/did:plc:marta/post/3l6oveex3ii2l"


def test_labels_hide_nobody() -> None:
    assert post_of({**a_post("aiuto"), "labels": [{"val": "!hide"}, {"val": "spam"}]}).text == "aiuto"


def test_a_clock_ahead_of_the_network_is_not_believed() -> None:
    post = post_of({**a_post(createdAt="2199-01-01T00:00:00Z")})
    assert post.at == datetime(2026, 5, 12, 9, 48, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"facets": [{"index": {}, "features": [{"did": ME}]}]}, True),
        ({"reply": {"parent": {"uri": f"at://{ME}/app.bsky.feed.post/a"}, "root": {}}}, True),
        ({"embed": {"record": {"uri": f"at://{ME}/app.bsky.feed.post/a"}}}, True),
        ({"embed": {"record": {"record": {"uri": f"at://{ME}/app.bsky.feed.post/a"}}}}, True),
        ({"text": f"{ME}"}, False),
    ],
)
def test_a_post_concerns_whom_it_names_answers_or_quotes(change: dict[str, Any], expected: bool) -> None:
    assert post_of(a_post(**change)).concerns(ME) is expected


@pytest.mark.parametrize(
    ("text", "facet", "read"),
    [
        ("vedi aurora.org/gua...", link(5, 22, "https://aurora.org/guasti"), "vedi https://aurora.org/guasti"),
        ("vedi aurora.org/gua…", link(5, 22, "https://www.aurora.org/guasti"), "vedi https://www.aurora.org/guasti"),
        ("vedi aurora.org", link(5, 15, "https://aurora.org/"), "vedi aurora.org"),
        ("è qui", link(3, 6, "https://aurora.org"), "è qui (https://aurora.org)"),
        ("la banca.it", link(3, 11, "https://ladri.example"), "la banca.it (https://ladri.example)"),
        ("è qui", link(1, 6, "https://aurora.org"), "è qui"),
        ("corto", link(0, 90, "https://aurora.org"), "corto"),
        ("corto", link(0, 5, "javascript:alert(1)"), "corto"),
    ],
)
def test_links_read_whole_and_false_ones_are_unmasked(text: str, facet: dict[str, Any], read: str) -> None:
    assert plain_text(text, [facet]) == read


def test_pictures_and_cards_are_told_of() -> None:
    blob = {"mimeType": "image/jpeg", "size": 1234}
    images = {"$type": "app.bsky.embed.images", "images": [{"alt": " il contatore ", "image": blob}, {"image": 3}]}
    files = post_of(a_post(embed=images)).attachments
    assert [(file.name, file.content_type, file.size) for file in files] == [
        ("il contatore", "image/jpeg", 1234),
        ("image", "image/*", 0),
    ]
    card = {"external": {"uri": "https://giornale.example/luce", "title": "Luce"}}
    assert post_of(a_post("leggete", embed=card)).text == "leggete\n\nhttps://giornale.example/luce"


def test_what_a_quote_quotes_is_shown() -> None:
    view = {"record": {"value": {"text": "Nuovi orari"}}}
    assert post_of({**a_post(), "embed": view}).quoted == "Nuovi orari"
    assert post_of({**a_post(), "embed": {"record": {"record": {"value": {"text": "Orari"}}}}}).quoted == "Orari"


def test_a_thread_is_read_from_its_root_to_its_leaves() -> None:
    def node(key: str, **more: Any) -> dict[str, Any]:
        return {"post": {**a_post(key), "uri": f"at://did:plc:marta/app.bsky.feed.post/{key}"}, **more}

    gone = {"uri": "at://did:plc:x/app.bsky.feed.post/x", "notFound": True}
    tree = node("c", parent=node("b", parent=node("a")), replies=[node("d", replies=[node("f")]), gone, node("e")])
    chain = chain_of({"thread": tree})
    assert [post.text for post in chain.before] == ["a", "b"]
    assert [post.text for post in chain.after] == ["d", "e", "f"]


@pytest.mark.parametrize("missing", ["uri", "author", "record"])
def test_a_post_without_what_makes_it_one_is_unreadable(missing: str) -> None:
    with pytest.raises(Unreadable):
        post_of({**a_post(), missing: None})


def test_a_conversation_of_more_than_two_has_no_other_side() -> None:
    people = [{"did": f"did:plc:p{number}", "handle": f"p{number}.test"} for number in range(3)]
    us = {"did": ME, "handle": "aurora.test"}
    two = {"id": "c", "members": [us, people[0]], "status": "request"}
    convo = convo_of(two, ME)
    assert convo.other is not None
    assert (convo.other.remote_id, convo.asks) == ("did:plc:p0", True)
    assert convo_of({**two, "members": [us, *people]}, ME).other is None
    group = {"$type": "chat.bsky.convo.defs#groupConvo"}
    assert convo_of({**two, "kind": group}, ME).other is None
    assert convo_of({**two, "members": [us]}, ME).other is None


def test_the_log_tells_what_was_written_and_deleted() -> None:
    view = {"id": "m", "sentAt": AT, "sender": {"did": "did:plc:marta"}, "text": "ciao"}
    kind = "chat.bsky.convo.defs#"
    page = log_of(
        {
            "cursor": "z",
            "logs": [
                {"$type": f"{kind}logBeginConvo", "convoId": "c"},
                {"$type": f"{kind}logCreateMessage", "convoId": "c", "message": view},
                {"$type": f"{kind}logDeleteMessage", "convoId": "c", "message": view},
                {"$type": f"{kind}logCreateMessage", "convoId": "c/d", "message": view},
                {"$type": f"{kind}logSomethingNew"},
                None,
            ],
        }
    )
    assert [(message.remote_id, message.text, message.gone) for message in page.messages] == [
        ("c/m", "ciao", False),
        ("c/m", "", True),
    ]
    assert (page.refused, page.size, page.cursor) == (("no_id", "not_an_object"), 6, "z")


@pytest.mark.parametrize(
    ("name", "alt"),
    [("contatore_via-Zara.jpg", "contatore via Zara"), ("IMG_0042.PNG", "IMG 0042"), ("foto", "foto"), (".png", "png")],
)
def test_a_pictures_alternative_text_comes_from_its_name(name: str, alt: str) -> None:
    assert alt_of(name) == alt


def test_a_record_says_only_what_is_known() -> None:
    at = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
    assert post_record("ciao", at, language="IT") == {
        "$type": "app.bsky.feed.post",
        "text": "ciao",
        "createdAt": AT,
        "langs": ["it"],
    }
    assert "langs" not in post_record("ciao", at, language="unknown")


NAMES = [
    *("uri", "cid", "author", "record", "did", "handle", "text", "createdAt", "indexedAt", "facets", "index"),
    *("features", "reply", "parent", "root", "embed", "images", "external", "media", "thread", "post", "replies"),
    *("logs", "message", "sender", "id", "convoId", "$type", "posts", "profiles", "convo", "canChat", "members"),
    *("lastMessage", "sentAt", "blob", "ref", "value", "cursor", "records", "viewer", "langs"),
]
JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("\ud800"), st.just(AT)
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=12,
)
READERS: list[Callable[[Any], object]] = [
    notice_of,
    post_of,
    posts_in,
    chain_of,
    author_of,
    authors_in,
    log_of,
    may_chat,
    blob_of,
    did_of,
    written_of,
    lambda data: record_of(data, author_of(MARTA)),
    lambda data: page_of(data, "records"),
    lambda data: convo_in(data, ME),
    lambda data: convo_of(data, ME),
    lambda data: message_of(data, "c"),
]


@given(JSON, st.sampled_from(READERS))
def test_any_json_is_read_or_unreadable(data: Any, reader: Callable[[Any], object]) -> None:
    try:
        reader(data)
    except Unreadable as fault:
        assert str(fault)


@given(JSON)
def test_a_post_with_anything_in_it_is_a_post(odd: Any) -> None:
    for place in ("text", "facets", "reply", "embed", "langs"):
        post = post_of(a_post(**{place: odd}))
        arrival = arrival_of(post, thread_id=post.uri, answers=None, me=ME)
        arrival.text.encode()
        assert post.mark
