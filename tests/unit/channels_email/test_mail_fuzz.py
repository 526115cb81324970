"""Whatever bytes come: an arrival that can be stored and shown, or a refusal with a reason. Nothing else."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.channels.email.mapping import read_message
from desktop.channels.email.refusals import MailRefused
from desktop.model import Arrival
from tests.effort import examples

_REASONS = {"empty", "no_header", "not_mail", "too_large"}
_RECEIVED = datetime(2025, 3, 3, 12, tzinfo=UTC)
_LOADS = re.compile(r'<[^>]*\ssrc="\s*https?:', re.IGNORECASE)

_SAMPLE = (
    b"Received: from a by b; Mon, 3 Mar 2025 10:00:00 +0000\r\nMessage-ID: <1@x.example>\r\n"
    b"From: =?utf-8?q?N=C3=BAria?= <nuria@x.example>\r\nTo: Care: care@shop.example, (c) b@x.example;\r\n"
    b"Subject: =?iso-8859-1?b?cGVyY2jp?= R: x\r\nDate: Mon, 3 Mar 2025 10:00:00 +0100\r\nReferences: <a@x> <b@x>\r\n"
    b'Content-Type: multipart/mixed; boundary="cut"\r\n\r\n--cut\r\n'
    b"Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\nContent-Type: text/plain; charset=iso-2022-jp;\r\n"
    b" format=flowed; delsp=yes\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=1B$B=1B(B hello =\r\nthere \r\n\r\n"
    b"On 3 Mar 2025 x wrote:\r\n> old\r\n--in\r\nContent-Type: text/html; charset=utf-16\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\nPABwAD4A\r\n--in--\r\n--cut\r\nContent-Type: application/pdf;\r\n"
    b" name*0*=utf-8'it'perch%C3;\r\n name*1*=%A9.pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF\r\n--cut\r\n"
    b"Content-Type: text/html\r\n\r\n<p>x<img src=https://x.example/p.png><script>1</script>\r\n--cut--\r\n"
)
_TOKENS = st.sampled_from(
    b'\r \n \0 =? ?= " < > ( ) ; : --cut --in-- \xff \xef\xbb\xbf charset=utf-7 charset=idna base64 x-uuencode '
    b"multipart/digest *0*= % From +2AA- &#xd800; \x1b$B text/html message/rfc822 [ @ , \\".split(b" ")
)


@st.composite
def _mutated(draw: st.DrawFn) -> bytes:
    mail = bytearray(_SAMPLE)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(mail)))
        mail[at : at + draw(st.integers(0, 60))] = draw(_TOKENS | st.binary(max_size=8))
    return bytes(mail)


def _is_storable(arrival: Arrival) -> None:
    author = arrival.author
    lines = [arrival.remote_id, arrival.thread_remote_id, arrival.subject, author.remote_id, author.handle, author.name]
    lines += [*arrival.references, *arrival.recipients, *(attached.name for attached in arrival.attachments)]
    assert arrival.remote_id
    assert author.remote_id
    assert not any(set(line) & set("\0\r\n\x1b\u202e") for line in lines)
    for text in (*lines, arrival.text, arrival.quoted, arrival.html or ""):
        text.encode()
    assert not set(arrival.text + arrival.quoted) & set("\0\r\x1b")
    assert not _LOADS.search(arrival.html or "")
    assert arrival.sent_at.tzinfo is UTC
    assert all(attached.size == len(attached.content or b"") for attached in arrival.attachments)


def _read(raw: bytes) -> None:
    for received_at in (None, _RECEIVED):
        try:
            _is_storable(read_message(raw, own_addresses=frozenset({"care@shop.example"}), received_at=received_at))
        except MailRefused as refused:
            assert refused.reason in _REASONS


def test_the_sample_itself_is_read_without_a_repair() -> None:
    arrival = read_message(_SAMPLE, own_addresses=frozenset(), received_at=_RECEIVED)
    assert (arrival.author.name, arrival.subject) == ("Núria", "perché R: x")
    assert [attached.name for attached in arrival.attachments] == ["perché.pdf"]


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes(raw: bytes) -> None:
    _read(raw)


@settings(deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_random_headers_and_bodies(headers: bytes, body: bytes) -> None:
    _read(b"From: " + headers + b"\n\n" + body)


@settings(max_examples=examples(400), deadline=None)
@given(_mutated())
def test_mails_damaged_at_random(raw: bytes) -> None:
    _read(raw)
