"""What X's JSON becomes: texts, people, threads, versions; and nothing hostile gets further than the mapping."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.payload import Unreadable
from desktop.channels.x.content import Link, hidden_names, plain_text
from desktop.channels.x.mapping import page_of
from desktop.channels.x.mapping_answers import me_of, problem_of, receipt_of, rules_of, server_words, upload_of
from desktop.channels.x.mapping_direct import arrival_of_message, messages_of, other_side
from desktop.channels.x.snowflake import id_at, is_id, moment_of
from desktop.channels.x.threads import arrival_of, parts_of, thread_of
from desktop.model import Direction, ThreadKind, Visibility
from tests.unit.channels_x.payloads import FIRST, MARTA, ME, OSCAR, US, a_page, a_post, next_id, read

NOW = datetime(2026, 5, 12, 10, 0, tzinfo=UTC)
OURS = next_id(60)
HERS = next_id(120)


def mention(user: dict[str, Any]) -> dict[str, Any]:
    return {"start": 0, "end": 5, "username": user["username"], "id": user["id"]}


def our_reply(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": OURS,
        "author_id": ME.id,
        "text": "@marta_b ci guardiamo subito",
        "conversation_id": FIRST,
        "in_reply_to_user_id": MARTA["id"],
        "referenced_posts": [{"type": "replied_to", "id": FIRST}],
        "entities": {"mentions": [mention(MARTA)]},
        "display_text_range": [9, 28],
    }
    return a_post(**{**values, **changes})


def test_a_post_arrives_with_all_it_says() -> None:
    arrival = arrival_of(read(a_post()), ME)
    assert arrival is not None
    assert arrival.text == "@AuroraEnergia la luce va e viene"
    assert (arrival.direction, arrival.visibility) == (Direction.INCOMING, Visibility.PUBLIC)
    assert arrival.thread_kind is ThreadKind.PUBLIC
    assert (arrival.author.handle, arrival.author.followers, arrival.author.verified) == ("@marta_b", 210, True)
    assert arrival.permalink == f"https://x.com/marta_b/status/{FIRST}"
    assert arrival.language_hint == "it"
    assert arrival.engagement is not None
    assert (arrival.engagement.replies, arrival.engagement.shares, arrival.engagement.likes) == (2, 2, 4)
    assert arrival.mentions_us
    assert arrival.sent_at == datetime(2026, 5, 12, 9, 48, tzinfo=UTC)


def test_both_languages_of_x_mean_the_same() -> None:
    newer = a_post(
        referenced_posts=[{"type": "quoted", "id": OURS}], note_post={"text": "@AuroraEnergia tutta la storia"}
    )
    older = {
        **{name: value for name, value in newer.items() if "post" not in name},
        "public_metrics": {"reply_count": 2, "retweet_count": 1, "like_count": 4, "quote_count": 1},
        "referenced_tweets": newer["referenced_posts"],
        "note_tweet": newer["note_post"],
        "edit_history_tweet_ids": newer["edit_history_post_ids"],
    }
    ours = our_reply()
    assert read(newer, posts=[ours]) == read(older, tweets=[ours])


def test_a_reply_drops_the_names_that_nobody_typed_and_nothing_else() -> None:
    post = a_post(text="@AuroraEnergia @oscar_v @oscar_v lo dica lui", display_text_range=[24, 44])
    assert read(post).text == "@oscar_v lo dica lui"
    assert read({**post, "display_text_range": [5, 44]}).text.startswith("@AuroraEnergia")
    assert hidden_names("la luce @marta ", 15) == ""


def test_links_are_whole_and_what_only_stands_for_more_is_gone() -> None:
    text = "vedi https://t.co/aaaaaaaaaa e &lt;b&gt; &amp;amp; https://t.co/bbbbbbbbbb https://t.co/cccccccccc"
    urls = [
        {"url": "https://t.co/aaaaaaaaaa", "expanded_url": "https://guasti.example/mappa?zona=nord&via=4"},
        {"url": "https://t.co/bbbbbbbbbb", "expanded_url": "https://x.com/a/status/1/photo/1", "media_key": "3_1"},
        {"url": "https://t.co/cccccccccc", "expanded_url": f"https://x.com/i/status/{OURS}?s=20"},
    ]
    post = a_post(text=text, entities={"urls": urls}, referenced_posts=[{"type": "quoted", "id": OURS}])
    assert read(post).text == "vedi https://guasti.example/mappa?zona=nord&via=4 e <b> &amp;"


def test_no_link_of_an_answer_can_rewrite_words() -> None:
    assert plain_text("alla larga", [Link("a", "https://evil.example"), Link("larga", "b")]) == "alla larga"
    assert plain_text("ecco https://t.co/aaaaaaaaaa", [Link("https://t.co/aaaaaaaaaa", "javascript:x")]) == "ecco"


def test_a_long_post_is_whole_and_a_poll_shows_its_choices() -> None:
    long = a_post(text="inizio… https://t.co/xxxxxxxxxx", note_post={"text": "inizio, mezzo e fine"})
    assert read(long).text == "inizio, mezzo e fine"
    poll = {"id": "77", "options": [{"position": 1, "label": "sì", "votes": 3}, {"position": 2, "label": "no"}]}
    post = a_post(text="voi?", attachments={"poll_ids": ["77"]})
    assert read(post, polls=[poll]).text == "voi?\n\n○ sì\n○ no"


def test_files_are_described_by_their_authors_words() -> None:
    media = [
        {"media_key": "3_1", "type": "photo", "alt_text": "il contatore", "url": "https://pictures.example/a.jpg?x=1"},
        {"media_key": "3_2", "type": "video", "preview_image_url": "https://pictures.example/v.jpg"},
        {"media_key": "3_3", "type": "unheard_of"},
    ]
    files = read(a_post(attachments={"media_keys": ["3_1", "3_2", "3_3", "3_9"]}), media=media).attachments
    assert [(file.name, file.content_type) for file in files] == [
        ("il contatore", "image/*"),
        ("v.jpg", "video/*"),
        ("unheard_of", "application/octet-stream"),
    ]


def test_an_edited_post_keeps_its_first_id_and_time() -> None:
    newer = a_post(id=HERS, text="la lettura è 1243", conversation_id=FIRST, created_at="2026-05-12T09:58:00.000Z")
    newer["edit_history_post_ids"] = [FIRST, HERS]
    older = a_post(edit_history_post_ids=[FIRST, HERS])
    for post in (read(newer), read(older, posts=[newer])):
        assert (post.id, post.version, post.text) == (FIRST, HERS, "la lettura è 1243")
        assert post.edited_at == datetime(2026, 5, 12, 9, 58, tzinfo=UTC)
        assert post.at == moment_of(FIRST)
    alone = read(older)
    assert (alone.version, alone.later, alone.edited_at) == (FIRST, HERS, None)


def test_a_conversation_is_one_thread_for_each_customer() -> None:
    question, answer = read(a_post()), read(our_reply(), posts=[a_post()])
    thanks = read(
        a_post(
            id=HERS,
            conversation_id=FIRST,
            in_reply_to_user_id=ME.id,
            referenced_posts=[{"type": "replied_to", "id": OURS}],
        ),
        posts=[our_reply()],
    )
    stranger = replace(read(a_post(id=next_id(200), author_id=OSCAR["id"], conversation_id=FIRST)), parent=question)
    arrivals = [arrival_of(post, ME) for post in (question, answer, thanks)]
    assert {arrival.thread_remote_id for arrival in arrivals if arrival} == {f"{FIRST}/{MARTA['id']}"}
    assert [arrival.in_reply_to for arrival in arrivals if arrival] == [None, FIRST, OURS]
    assert arrivals[1] is not None
    assert (arrivals[1].direction, arrivals[1].recipients) == (Direction.OUTGOING, (MARTA["id"],))
    assert arrivals[1].text == "ci guardiamo subito"
    other = arrival_of(stranger, ME)
    assert other is not None
    assert other.thread_remote_id == f"{FIRST}/{OSCAR['id']}"
    assert (other.in_reply_to, other.quoted) == (None, "@AuroraEnergia la luce va e viene")


def test_an_announcement_is_nobodys_matter_and_is_quoted_by_who_answers_it() -> None:
    news = a_post(id=OURS, author_id=ME.id, text="Da lunedì nuovi orari", entities=None)
    assert arrival_of(read(news), ME) is None
    reply = a_post(
        id=HERS,
        conversation_id=OURS,
        in_reply_to_user_id=ME.id,
        referenced_posts=[{"type": "replied_to", "id": OURS}],
    )
    arrival = arrival_of(read(reply, posts=[news]), ME)
    assert arrival is not None
    assert (arrival.quoted, arrival.in_reply_to) == ("Da lunedì nuovi orari", None)
    assert arrival.thread_remote_id == f"{OURS}/{MARTA['id']}"


def test_the_second_half_of_our_answer_belongs_to_the_same_customer() -> None:
    more = read(our_reply(id=HERS, in_reply_to_user_id=ME.id, referenced_posts=[{"type": "replied_to", "id": OURS}]))
    assert thread_of(more, ME) == f"{FIRST}/{MARTA['id']}"
    assert parts_of(f"{FIRST}/{MARTA['id']}") == (FIRST, MARTA["id"])
    assert parts_of("1201-2244801234") == (None, None)


@pytest.mark.parametrize(
    ("changes", "summoned"),
    [
        ({}, True),
        ({"entities": {"mentions": [{"start": 0, "end": 3, "username": "auroraenergia"}]}}, True),
        ({"entities": None}, False),
        ({"entities": None, "in_reply_to_user_id": ME.id}, False),
        ({"entities": None, "referenced_posts": [{"type": "quoted", "id": OURS}]}, True),
        ({"entities": None, "referenced_posts": [{"type": "quoted", "id": "77"}]}, False),
    ],
    ids=("mentioned", "by name", "overheard", "names taken out", "quoted", "another quoted"),
)
def test_only_a_mention_or_a_quote_summons_us(changes: dict[str, Any], summoned: bool) -> None:
    arrival = arrival_of(read(a_post(**changes), posts=[our_reply()]), ME)
    assert arrival is not None
    assert arrival.mentions_us is summoned


def test_what_x_counts_among_our_mentions_is_one() -> None:
    arrival = arrival_of(read(a_post(entities=None)), ME, named_us=True)
    assert arrival is not None
    assert arrival.mentions_us


@pytest.mark.parametrize(("lang", "code"), [("it", "it"), ("iw", "he"), ("zh-TW", "zh"), ("und", None), ("qme", None)])
def test_languages_are_iso_codes_or_nothing(lang: str, code: str | None) -> None:
    assert read(a_post(lang=lang)).language == code


def test_one_bad_post_loses_no_page_and_what_is_gone_is_named() -> None:
    payload = a_page(a_post(), {"id": "not a number"}, a_post(id=OURS, author_id=None), 17)
    payload["errors"] = [
        {"type": "https://api.x.com/2/problems/resource-not-found", "resource_id": "77", "value": "77"},
        {"type": "https://api.x.com/2/problems/not-authorized-for-resource", "value": "78"},
        {"type": "https://api.x.com/2/problems/resource-unavailable", "value": "79"},
        "nonsense",
    ]
    page = page_of(payload)
    assert [post.id for post in page.posts] == [FIRST]
    assert page.refused == ("no_id", "no_author", "not_an_object")
    assert page.gone == ("77", "78")
    assert (page.newest, page.oldest) == (FIRST, FIRST)


def test_a_message_arrives_in_its_conversation() -> None:
    event = {
        "id": FIRST,
        "event_type": "MessageCreate",
        "text": "il mio numero &amp; la foto https://t.co/aaaaaaaaaa",
        "sender_id": MARTA["id"],
        "dm_conversation_id": f"{MARTA['id']}-{ME.id}",
        "created_at": "2026-05-12T09:48:00.000Z",
        "entities": {"urls": [{"url": "https://t.co/aaaaaaaaaa", "expanded_url": "https://guasti.example/4471"}]},
    }
    joined = {"id": OURS, "event_type": "ParticipantsJoin", "dm_conversation_id": "1"}
    page = messages_of(a_page(event, joined, {**event, "id": None}, {**event, "sender_id": None}))
    assert page.refused == ("no_id", "no_author")
    (message,) = page.messages
    arrival = arrival_of_message(message, ME.id)
    assert arrival.remote_id == f"dm-{FIRST}"
    assert arrival.text == "il mio numero & la foto https://guasti.example/4471"
    assert (arrival.visibility, arrival.thread_kind) == (Visibility.DIRECT, ThreadKind.DIRECT)
    ours = arrival_of_message(replace(message, author=replace(message.author, remote_id=ME.id)), ME.id)
    assert (ours.direction, ours.recipients) == (Direction.OUTGOING, (MARTA["id"],))
    assert other_side("1584988213961031684", ME.id) is None


def test_a_paying_account_may_write_more() -> None:
    for kind, longest in (("Premium", 25_000), ("None", 280), (None, 280)):
        person, author, limits = me_of({"data": {**US, "subscription_type": kind}})
        assert (person, author.name) == (ME, "Aurora Energia")
        assert (limits.public_limit, limits.direct_limit, limits.url_weight) == (longest, 10_000, 23)


def test_an_id_tells_its_time() -> None:
    at = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
    assert moment_of(id_at(at)) == at
    assert moment_of("17") is None
    assert [is_id(text) for text in ("0", "017", "9" * 20, "1e5", "١٢", "12")] == [False] * 5 + [True]


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([FIRST, OURS, "9" * 19, "2026-05-12T09:48:00Z", "9999-12-31T23:59:59+14:00", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(a_post())), inner, max_size=4),
    max_leaves=12,
)
spoilt = st.dictionaries(
    st.sampled_from([*a_post(), "referenced_posts", "attachments", "note_post", "display_text_range"]),
    anything,
    max_size=5,
)


@given(changes=spoilt, beside=anything)
def test_whatever_a_post_holds_it_is_read_or_refused(changes: dict[str, Any], beside: Any) -> None:
    try:
        page = page_of(a_page({**a_post(), **changes}, posts=[beside], media=beside, polls=[beside]))
    except Unreadable:
        return
    for post in page.posts:
        arrival = arrival_of(post, ME)
        assert is_id(post.id)
        if arrival is not None:
            arrival.text.encode()
            arrival.quoted.encode()


@given(payload=anything)
def test_whatever_an_answer_is_it_is_read_or_refused(payload: Any) -> None:
    for reading in (page_of, messages_of, me_of, rules_of, upload_of):
        try:
            reading(payload)
        except Unreadable as fault:
            assert len(str(fault)) < 40
    assert isinstance(server_words(payload), str)
    assert isinstance(problem_of(payload), str)
    try:
        receipt_of(payload, "@aurora", NOW, "post")
    except Unreadable:
        return
