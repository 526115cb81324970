"""Where parts begin and end, which are text and which are attachments, within limits."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from desktop.model import Arrival

Write = Callable[..., bytes]
Read = Callable[..., Arrival]


def _parts(*parts: str, boundary: str = "cut", end: bool = True) -> str:
    return "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + (f"--{boundary}--\r\n" if end else "")


MIXED = {"content_type": 'multipart/mixed; boundary="cut"'}
PLAIN = "Content-Type: text/plain\r\n\r\n"
HTML = "Content-Type: text/html\r\n\r\n"


def test_of_an_alternative_the_plain_text_is_read_and_the_page_kept(read: Read) -> None:
    arrival = read(
        _parts(PLAIN + "Hello there", HTML + "<p>Hello <b>there</b></p>"),
        content_type="multipart/alternative; boundary=cut",
    )
    assert arrival.text == "Hello there"
    assert arrival.html == "<p>Hello <b>there</b></p>"
    assert arrival.attachments == ()


def test_a_mail_of_html_only_is_read_as_text(read: Read) -> None:
    arrival = read("<p>My parcel<br>has not come</p>", content_type="text/html")
    assert arrival.text == "My parcel\nhas not come"


def test_an_empty_plain_part_does_not_hide_the_page(read: Read) -> None:
    arrival = read(_parts(PLAIN, HTML + "<p>Hello</p>"), content_type="multipart/alternative; boundary=cut")
    assert arrival.text == "Hello"


def test_two_texts_are_read_one_after_the_other(read: Read) -> None:
    assert read(_parts(PLAIN + "one", PLAIN + "two"), **MIXED).text == "one\n\ntwo"


def test_a_text_with_a_file_name_is_an_attachment(read: Read) -> None:
    arrival = read(_parts(PLAIN + "see the log", 'Content-Type: text/plain; name="app.log"\r\n\r\nline 1'), **MIXED)
    assert arrival.text == "see the log"
    assert [(found.name, found.content) for found in arrival.attachments] == [("app.log", b"line 1")]


def test_an_attached_mail_stays_closed_byte_for_byte(read: Read, write: Write) -> None:
    inner = write("inner text", subject="inner")
    body = b"--cut\r\n\r\nsee below\r\n--cut\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--cut--\r\n"
    arrival = read(raw=write(body, **MIXED))
    assert arrival.text == "see below"
    assert [(found.name, found.content) for found in arrival.attachments] == [("attachment-1.eml", inner)]


def test_an_inner_part_that_is_never_closed_ends_at_the_outer_delimiter(read: Read) -> None:
    inner = 'Content-Type: multipart/mixed; boundary="in"\r\n\r\n--in\r\n\r\none'
    assert read(_parts(inner, PLAIN + "two"), **MIXED).text == "one\n\ntwo"


def test_a_truncated_multipart_is_read_to_its_end_and_noted(read: Read) -> None:
    arrival = read(_parts(PLAIN + "cut off he", end=False), **MIXED)
    assert arrival.text == "cut off he"
    assert "truncated_multipart" in arrival.repairs


def test_a_multipart_without_any_delimiter_is_shown_as_it_stands(read: Read) -> None:
    arrival = read("nothing but text", **MIXED)
    assert arrival.text == "nothing but text"
    assert "broken_multipart" in arrival.repairs


def test_a_multipart_within_another_without_any_delimiter_is_shown_too(read: Read) -> None:
    arrival = read(
        _parts(PLAIN + "one", "Content-Type: multipart/mixed; boundary=gone\r\n\r\n--came\r\n\r\ntwo"), **MIXED
    )
    assert arrival.text == "one\n\n--came\n\ntwo"


def test_a_boundary_that_was_not_announced_is_found(read: Read) -> None:
    arrival = read(_parts(PLAIN + "found", boundary="=_secret"), content_type="multipart/mixed")
    assert arrival.text == "found"


def test_a_part_without_a_blank_line_below_its_headers_ends_at_the_next_delimiter(read: Read) -> None:
    assert read("--cut\r\nContent-Type: text/plain\r\n--cut\r\n\r\ntext\r\n--cut--", **MIXED).text == "text"


def test_a_signature_separator_within_a_part_is_no_delimiter(read: Read) -> None:
    arrival = read(_parts(PLAIN + "text\r\n-- \r\nMarta\r\n--cutlery--"), **MIXED)
    assert (arrival.text, arrival.quoted) == ("text", "-- \nMarta\n--cutlery--")


def test_a_text_of_an_unusual_kind_is_better_than_none(read: Read) -> None:
    assert read("hello", content_type="text/x-own").text == "hello"


def test_words_in_parameters_are_decoded_in_both_ways_of_writing(read: Read) -> None:
    arrival = read(
        _parts(
            "Content-Type: application/pdf\r\nContent-Disposition: attachment;\r\n filename*0*=utf-8''perch%C3;\r\n"
            " filename*1*=%A9.pdf\r\n\r\n%PDF",
            'Content-Type: application/pdf; name="=?utf-8?q?gi=C3=A0.pdf?="\r\n\r\n%PDF',
        ),
        **MIXED,
    )
    assert [found.name for found in arrival.attachments] == ["perché.pdf", "già.pdf"]


def _nested(depth: int) -> bytes:
    return b"From: a@x.example\r\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (level, level) for level in range(depth)
    )


@pytest.mark.parametrize(
    ("raw", "repair"),
    [
        (_nested(20_000), "too_deep"),
        (
            b"From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000,
            "too_many_parts",
        ),
        (b"From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--\n" * 1_000_000, "broken_multipart"),
        (b"From: a@x.example\n" + b"a: b\n" * 500_000 + b"\nbody", "long_header"),
        (b"From: a@x.example\nContent-Type: text/html\n\n" + b"<div>" * 200_000, "tangled_html"),
        (b"From: " + b"(" * 60_000 + b"\n\nx", "no_author"),
        (b"From: a@x.example\n\n" + b"\r" * 1_000_000, "bare_cr"),
        (b"From: a@x.example\n\n" + (b"On " * 60 + b"\n") * 5_000, "long_text"),
    ],
)
def test_a_mail_made_to_keep_us_busy_is_read_in_seconds(read: Read, raw: bytes, repair: str) -> None:
    began = time.process_time()
    arrival = read(raw=raw)
    assert repair in arrival.repairs
    assert time.process_time() - began < 5


def test_parts_beyond_the_limit_are_kept_in_the_last_one(read: Read) -> None:
    raw = (
        b"From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\n\nx\n" * 600
        + b"--b\n\nlast words\n"
    )
    arrival = read(raw=raw)
    assert arrival.attachments[-1].content is not None
    assert arrival.attachments[-1].content.endswith(b"last words\n")
