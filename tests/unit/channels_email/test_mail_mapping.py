"""What an arrival says of a mail: ids, people, time, text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from desktop.channels.email.mapping import read_message
from desktop.channels.email.refusals import MOST_BYTES, MailRefused
from desktop.model import Arrival, Direction, Network, ThreadKind, Visibility

Write = Callable[..., bytes]
Read = Callable[..., Arrival]
RECEIVED = datetime(2025, 3, 3, 12, 0, tzinfo=UTC)


def test_a_plain_mail_arrives_with_every_fact(read: Read) -> None:
    arrival = read()
    assert arrival.remote_id == "first@post.example"
    assert arrival.thread_remote_id == "first@post.example"
    assert arrival.thread_kind is ThreadKind.EMAIL
    assert arrival.visibility is Visibility.DIRECT
    assert arrival.direction is Direction.INCOMING
    assert arrival.author.network is Network.EMAIL
    assert (arrival.author.remote_id, arrival.author.name) == ("marta@post.example", "Marta Riu")
    assert arrival.recipients == ("care@shop.example",)
    assert arrival.sent_at == datetime(2025, 3, 3, 9, 12, 11, tzinfo=UTC)
    assert arrival.subject == "Where is my parcel"
    assert arrival.text == "My parcel has not come."
    assert (arrival.html, arrival.attachments, arrival.mechanical, arrival.repairs) == (None, (), None, ())


def test_references_come_oldest_first_and_name_the_thread(read: Read) -> None:
    arrival = read(references="<a@x.example>\r\n <b@x.example>", in_reply_to="<c@x.example>")
    assert arrival.references == ("a@x.example", "b@x.example", "c@x.example")
    assert arrival.thread_remote_id == "a@x.example"
    assert arrival.in_reply_to == "c@x.example"


def test_an_id_in_both_reference_fields_counts_once(read: Read) -> None:
    assert read(references="<a@x.example> <b@x.example>", in_reply_to="<b@x.example>").references == (
        "a@x.example",
        "b@x.example",
    )


def test_a_mail_never_refers_to_itself(read: Read) -> None:
    arrival = read(references="<first@post.example>")
    assert arrival.references == ()
    assert arrival.thread_remote_id == "first@post.example"


def test_a_folded_message_id_is_one_word(read: Read) -> None:
    assert read(message_id="<a-very-long-id\r\n @post.example>").remote_id == "a-very-long-id@post.example"


def test_without_a_message_id_the_same_bytes_have_the_same_id(read: Read, write: Write) -> None:
    raw = write(message_id=None)
    first, second = read(raw=raw), read(raw=raw)
    assert first.remote_id == second.remote_id
    assert first.remote_id.startswith("sha256:")
    assert "no_id" in first.repairs


def test_an_id_given_by_the_caller_wins(write: Write) -> None:
    arrival = read_message(write(), own_addresses=frozenset(), remote_id="ours@shop.example")
    assert arrival.remote_id == "ours@shop.example"


def test_our_own_mail_is_outgoing_and_keeps_the_customer_among_its_recipients(read: Read) -> None:
    arrival = read(**{"from": "Care <CARE@shop.example>", "to": "Marta <Marta@Post.example>"})
    assert arrival.direction is Direction.OUTGOING
    assert arrival.author.remote_id == "care@shop.example"
    assert arrival.recipients == ("marta@post.example",)


def test_the_customer_of_a_contact_form_is_the_author(read: Read) -> None:
    arrival = read(**{"from": "Shop <no-reply@shop.example>", "reply_to": "Joan Mas <Joan@post.example>"})
    assert (arrival.author.remote_id, arrival.author.handle) == ("joan@post.example", "Joan@post.example")
    assert arrival.direction is Direction.INCOMING


def test_a_form_that_writes_from_us_to_us_is_from_the_customer(read: Read) -> None:
    arrival = read(**{"from": "care@shop.example", "to": "care@shop.example", "reply_to": "joan@post.example"})
    assert arrival.author.remote_id == "joan@post.example"
    assert arrival.direction is Direction.INCOMING


def test_our_answer_with_a_reply_address_of_its_own_stays_ours(read: Read) -> None:
    arrival = read(**{"from": "care@shop.example", "to": "joan@post.example", "reply_to": "desk@shop.example"})
    assert arrival.direction is Direction.OUTGOING


def test_a_person_who_wants_answers_elsewhere_stays_the_author(read: Read) -> None:
    assert read(reply_to="other@post.example").author.remote_id == "marta@post.example"


def test_a_name_that_looks_like_another_address_does_not_become_the_author(read: Read) -> None:
    arrival = read(**{"from": "ceo@shop.example <joan@post.example>"})
    assert (arrival.author.remote_id, arrival.author.name) == ("joan@post.example", "ceo@shop.example")
    several = read(**{"from": "ceo@shop.example <joan@post.example>, marta@post.example"})
    assert several.author.remote_id == "joan@post.example"


def test_two_mails_without_a_sender_have_two_authors(read: Read, write: Write) -> None:
    first = read(raw=write(**{"from": None, "message_id": "<1@x.example>"}))
    second = read(raw=write(**{"from": None, "message_id": "<2@x.example>"}))
    assert "no_author" in first.repairs
    assert first.author.remote_id != second.author.remote_id
    assert first.author.remote_id.endswith(".invalid")


@pytest.mark.parametrize("date", ["yesterday", "Mon, 3 Mar 2525 10:00:00 +0000", "Sat, 8 Mar 2025 10:00:00 +0000", ""])
def test_an_unbelievable_date_gives_way_to_the_time_of_arrival(read: Read, date: str) -> None:
    arrival = read(date=date)
    assert arrival.sent_at == RECEIVED
    assert "date" in arrival.repairs


def test_a_clock_that_is_a_few_hours_ahead_is_believed(read: Read) -> None:
    assert read(date="Tue, 4 Mar 2025 08:00:00 +0000").sent_at == datetime(2025, 3, 4, 8, tzinfo=UTC)


def test_a_date_without_a_zone_is_utc(read: Read) -> None:
    assert read(date="Mon, 3 Mar 2025 10:00:00").sent_at == datetime(2025, 3, 3, 10, tzinfo=UTC)


def test_without_any_date_the_last_server_tells_when(write: Write) -> None:
    raw = write(date=None, received="from a by b; Mon, 3 Mar 2025 09:30:00 +0000")
    assert read_message(raw, own_addresses=frozenset()).sent_at == datetime(2025, 3, 3, 9, 30, tzinfo=UTC)


def test_names_and_subjects_are_decoded(read: Read) -> None:
    arrival = read(
        **{
            "from": "=?utf-8?q?N=C3=BAria?= <nuria@post.example>",
            "subject": "=?utf-8?q?Pacco_non_arrivat?=\r\n =?utf-8?q?o_=E2=80=93_perch=C3=A9?=",
        }
    )
    assert arrival.author.name == "Núria"
    assert arrival.subject == "Pacco non arrivato – perché"


def test_marks_that_turn_the_reading_order_are_taken_out_of_names(read: Read) -> None:
    assert read(**{"from": '"Ma\u202erta" <marta@post.example>'}).author.name == "Marta"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\r\n", "empty"),
        (b"just some words\nwithout a header\n", "no_header"),
        (b"\x00\x01\x02\xff", "no_header"),
        (b"capabilities: X\nconnections: 2\n\nlogin\n", "not_mail"),
        (b"From: a@x.example\n\n" + b"x" * MOST_BYTES, "too_large"),
    ],
)
def test_what_is_no_mail_is_refused_with_its_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(MailRefused) as refused:
        read_message(raw, own_addresses=frozenset())
    assert refused.value.reason == reason


def test_a_separator_blank_lines_and_a_byte_order_mark_before_the_headers_do_no_harm(read: Read, write: Write) -> None:
    for before in (b"\xef\xbb\xbf", b"\r\n\r\n", b"From marta@post.example Mon Mar  3 10:12:11 2025\r\n"):
        assert read(raw=before + write()).text == "My parcel has not come."


def test_a_mail_with_carriage_returns_only_is_read(read: Read, write: Write) -> None:
    arrival = read(raw=write("one\r\ntwo").replace(b"\r\n", b"\r"))
    assert arrival.text == "one\ntwo"
    assert "bare_cr" in arrival.repairs


def test_a_line_that_is_no_header_is_skipped_and_noted(read: Read, write: Write) -> None:
    arrival = read(raw=write().replace(b"To:", b"what is this line\r\nTo:"))
    assert arrival.recipients == ("care@shop.example",)
    assert "bad_header" in arrival.repairs


def test_a_text_too_long_for_a_message_is_cut_and_attached_whole(read: Read) -> None:
    long = "word " * 100_000
    arrival = read(long)
    assert len(arrival.text) <= 256 * 1024
    assert [attached.content for attached in arrival.attachments] == [long.encode()]
    assert "long_text" in arrival.repairs
