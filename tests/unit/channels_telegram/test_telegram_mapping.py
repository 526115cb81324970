"""What a message of the Bot API says: its words, its things, its files, whom it is for, and nonsense survived."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.channels.payload import Unreadable
from desktop.channels.telegram.addresses import (
    handle_of,
    message_name,
    message_parts,
    permalink,
    person_in,
    thread_name,
    thread_parts,
)
from desktop.channels.telegram.mapping import (
    Bot,
    Message,
    arrival_of,
    bot_of,
    file_path_in,
    is_for_us,
    message_in,
    message_of,
    receipt_of,
)
from desktop.model import Visibility
from tests.effort import examples

BOT = Bot(71, "aurora_bot", "Aurora Energia")
MARTA = {"id": 5512345, "is_bot": False, "first_name": "Marta", "last_name": "Bellini", "username": "marta_b"}
PRIVATE = {"id": 5512345, "type": "private", "first_name": "Marta"}
GROUP = {"id": -1001900800700, "type": "supergroup", "title": "Quartiere"}


def message(**changes: Any) -> Message:
    data = {"message_id": 17, "from": MARTA, "chat": PRIVATE, "date": 1_778_579_280, "text": "Buongiorno", **changes}
    return message_of(data, BOT)


def test_a_private_message_has_an_author_a_time_and_a_thread() -> None:
    arrival = arrival_of(message(), BOT, {})
    assert (arrival.remote_id, arrival.thread_remote_id) == ("5512345/17", "5512345")
    assert (arrival.author.name, arrival.author.handle, arrival.author.remote_id) == (
        "Marta Bellini",
        "@marta_b",
        "5512345",
    )
    assert arrival.sent_at == datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
    assert arrival.visibility is Visibility.DIRECT
    assert arrival.edited_at is None


def test_a_link_behind_words_is_told_and_counted_in_utf_16() -> None:
    said = "🔌 guardate qui e là"
    link = {"type": "text_link", "offset": 3, "length": 12, "url": "https://guasti.example/zara"}
    assert message(text=said, entities=[link]).text == "🔌 guardate qui (https://guasti.example/zara) e là"


@pytest.mark.parametrize(
    "entity",
    [
        {"type": "text_link", "offset": -3, "length": 4, "url": "https://a.example"},
        {"type": "text_link", "offset": 8, "length": 40, "url": "https://a.example"},
        {"type": "text_link", "offset": 0, "length": 10, "url": "javascript:alert(1)"},
        {"type": "text_link", "offset": "0", "length": None, "url": 7},
        {"type": "bold", "offset": 0, "length": 4},
        17,
    ],
)
def test_odd_entities_leave_the_words_alone(entity: Any) -> None:
    assert message(entities=[entity]).text == "Buongiorno"


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (
            {"contact": {"first_name": "Oscar", "last_name": "Vidal", "phone_number": "+34600111222"}},
            "☎ Oscar Vidal +34600111222",
        ),
        ({"location": {"latitude": 45.06, "longitude": 7.66}}, "📍 45.06000, 7.66000"),
        (
            {
                "location": {"latitude": 45.06, "longitude": 7.66},
                "venue": {
                    "title": "Sportello",
                    "address": "via Zara 4",
                    "location": {"latitude": 45.06, "longitude": 7.66},
                },
            },
            "📍 Sportello, via Zara 4, 45.06000, 7.66000",
        ),
        ({"poll": {"question": "Luce?", "options": [{"text": "sì"}, {"text": "no"}, {}]}}, "Luce?\n○ sì\n○ no"),
        ({"sticker": {"emoji": "😡", "file_id": "s"}}, "😡"),
        ({"sticker": {"file_id": "s"}}, "▢"),
        ({"dice": {"emoji": "🎯", "value": 4}}, "🎯 4"),
    ],
)
def test_a_thing_becomes_its_own_words(thing: dict[str, Any], words: str) -> None:
    assert message(text="", **thing).text == words


def test_files_are_named_typed_and_marked_if_they_can_run() -> None:
    photo = [{"file_id": "s", "width": 90}, {"file_id": "l", "width": 1280, "file_size": 7}]
    document = {"file_id": "d", "file_name": "../../bolletta.pdf.exe", "mime_type": "application/pdf"}
    (picture,), (program,) = message(photo=photo).files, message(document=document).files
    assert (picture.id, picture.name, picture.content_type, picture.size) == ("l", "photo.jpg", "image/jpeg", 7)
    assert (program.name, program.dangerous) == ("bolletta.pdf.exe", True)
    moving = {"file_id": "a"}
    assert [file.id for file in message(animation=moving, document=moving).files] == ["a"]
    assert [file.name for file in message(voice={"file_id": "v"}, video={}).files] == ["voice.ogg"]


def test_what_nobody_said_does_not_arrive() -> None:
    for changes in (
        {"text": "", "new_chat_members": [MARTA]},
        {"from": {**MARTA, "id": 777000}, "sender_chat": {"id": -100777, "title": "Canale"}},
        {"from": {"id": 71, "is_bot": True, "first_name": "Aurora"}},
        {"from": None},
        {"text": "/start"},
    ):
        assert not is_for_us(message(**changes))
    assert message_in({"update_id": 4, "poll_answer": {}}, BOT) is None


@pytest.mark.parametrize(
    ("changes", "addressed"),
    [
        ({"text": "@Aurora_Bot ehi", "entities": [{"type": "mention", "offset": 0, "length": 11}]}, True),
        ({"text": "🔌 @aurora_bot", "entities": [{"type": "mention", "offset": 3, "length": 11}]}, True),
        ({"text": "@aurora_bots ehi", "entities": [{"type": "mention", "offset": 0, "length": 12}]}, False),
        ({"text": "a@aurora_bot"}, False),
        (
            {
                "text": "Aurora, ehi",
                "entities": [{"type": "text_mention", "offset": 0, "length": 6, "user": {"id": 71}}],
            },
            True,
        ),
        ({"text": "/orari@aurora_bot", "entities": [{"type": "bot_command", "offset": 0, "length": 17}]}, True),
        ({"text": "/orari", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}, False),
        ({"reply_to_message": {"message_id": 3, "from": {"id": 71}}}, True),
        ({"reply_to_message": {"message_id": 3, "from": {"id": 72}}}, False),
        (
            {
                "text": "",
                "caption": "@aurora_bot",
                "photo": [{"file_id": "p"}],
                "caption_entities": [{"type": "mention", "offset": 0, "length": 11}],
            },
            True,
        ),
    ],
)
def test_in_a_group_the_bot_hears_only_what_is_said_to_it(changes: dict[str, Any], addressed: bool) -> None:
    assert is_for_us(message(chat=GROUP, **changes)) is addressed


def test_a_group_speaking_for_itself_is_an_author_that_has_no_private_chat() -> None:
    said = message(
        chat=GROUP, sender_chat=GROUP, text="@aurora_bot", entities=[{"type": "mention", "offset": 0, "length": 11}]
    )
    arrival = arrival_of(said, BOT, {})
    assert (arrival.author.name, arrival.thread_remote_id) == ("Quartiere", "-1001900800700/-1001900800700")


def test_a_bot_is_told_from_a_person() -> None:
    bot = bot_of({"id": 71, "is_bot": True, "first_name": "Aurora", "username": "aurora_bot"})
    assert bot == Bot(71, "aurora_bot", "Aurora")
    odd: tuple[Any, ...] = (MARTA, None, [], {"is_bot": True})
    for payload in odd:
        with pytest.raises(Unreadable):
            bot_of(payload)


@pytest.mark.parametrize("path", ["", "../bot/x", "a/../../b", 7, "a\nb"])
def test_a_path_that_leads_elsewhere_is_not_followed(path: Any) -> None:
    with pytest.raises(Unreadable, match="no_path"):
        file_path_in({"file_path": path})


def test_links_to_messages_are_for_everybody_or_for_members() -> None:
    assert permalink(-1001900800700, "quartiere", 5) == "https://t.me/quartiere/5"
    assert permalink(-1001900800700, "", 5) == "https://t.me/c/1900800700/5"
    assert permalink(-4711, "", 5) is None


@given(st.integers(-(10**17), 10**17).filter(bool), st.integers(1, 10**17), st.booleans())
def test_names_are_read_as_they_were_written(chat: int, other: int, private: bool) -> None:
    assert message_parts(message_name(chat, other)) == (chat, other)
    assert thread_parts(thread_name(chat, other, private=private)) == (chat, None if private else other)
    assert person_in(handle_of("", other)) == other
    assert person_in(handle_of("marta", other)) is None


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = (
    "message_id", "from", "chat", "date", "edit_date", "text", "caption", "entities", "caption_entities", "photo",
    "document", "voice", "contact", "location", "venue", "poll", "sticker", "dice", "reply_to_message", "quote",
    "sender_chat", "animation",
)  # fmt: skip


@settings(max_examples=examples(60), deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), ODD, max_size=6))
def test_nonsense_is_read_or_called_unreadable(changes: dict[str, Any]) -> None:
    try:
        said = message(**changes)
        if is_for_us(said):
            arrival_of(said, BOT, {}).text.encode()
    except Unreadable as fault:
        assert str(fault) in {"no_id", "no_time", "not_an_object"}


@settings(max_examples=examples(40), deadline=None)
@given(ODD)
def test_a_receipt_is_read_or_called_unreadable(payload: Any) -> None:
    with pytest.raises(Unreadable):
        receipt_of(payload)
