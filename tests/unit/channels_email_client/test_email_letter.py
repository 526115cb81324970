"""The mail that leaves: its thread, its text, and nothing that an outsider could smuggle into it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.email.copymark import CopyMark
from desktop.channels.email.letter import Letter, envelope_address, write_letter
from desktop.channels.email.smtp import _stuffed
from desktop.model import Outgoing, OutgoingAttachment, Refused
from tests.unit.channels_email_client.mailboxes import outgoing

AT = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
MARK = CopyMark("secret")


def letter(made: Outgoing, name: str = "Shop care", address: str = "care@shop.test") -> Letter:
    return write_letter(made, address=address, name=name, mark=MARK.of(made.key), at=AT, agent="Sportello/1")


def read(made: Outgoing, name: str = "Shop care") -> EmailMessage:
    return message_from_bytes(letter(made, name).raw, policy=default)


def header_lines(raw: bytes) -> list[bytes]:
    return raw.partition(b"\r\n\r\n")[0].split(b"\r\n")


def test_a_reply_names_who_writes_to_whom_about_what() -> None:
    mail = read(outgoing(language="it"))
    assert mail["From"] == "Shop care <care@shop.test>"
    assert mail["To"] == "ada@example.org"
    assert mail["Subject"] == "Re: Question"
    assert mail["Date"] == "Tue, 10 Mar 2026 09:30:00 +0000"
    assert mail["Message-ID"] == "<0001@shop.test>"
    assert mail["In-Reply-To"] == mail["References"] == "<1@example.org>"
    assert mail["Content-Language"] == "it"
    assert mail.get_content_type() == "text/plain"


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Question", "Re: Question"),
        ("Re: Question", "Re: Question"),
        ("RE: re: R: Rif: AW: Question", "Re: Question"),
        ("Re[2]: Question", "Re: Question"),
        ("Request", "Re: Request"),
        ("", "Re:"),
        ("Però: è già qui?", "Re: Però: è già qui?"),
    ],
)
def test_the_subject_of_an_answer_has_one_re(subject: str, expected: str) -> None:
    assert read(outgoing(subject=subject))["Subject"] == expected


def test_the_subject_of_a_first_mail_is_left_alone() -> None:
    assert read(outgoing(subject="Your parcel", in_reply_to=None, references=()))["Subject"] == "Your parcel"


def test_references_keep_the_thread_and_name_each_mail_once_and_whole() -> None:
    long_id = "a" * 200 + "@example.org"
    references = ("1@example.org", long_id, "1@example.org", "not an id", "<2@example.org>")
    raw = letter(outgoing(references=references, in_reply_to=long_id)).raw
    mail = message_from_bytes(raw, policy=default)
    assert str(mail["References"]).split() == ["<1@example.org>", f"<{long_id}>", "<2@example.org>"]
    assert f"<{long_id}>".encode() in raw
    assert all(len(line) <= 998 for line in header_lines(raw))


def test_a_very_long_thread_keeps_its_first_and_its_last_mails() -> None:
    references = tuple(f"{number}@example.org" for number in range(300))
    found = str(read(outgoing(references=references, in_reply_to="299@example.org"))["References"]).split()
    assert (found[0], found[-1], len(found)) == ("<0@example.org>", "<299@example.org>", 21)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"recipient": "ada@example.org\r\nBcc: all@example.org"}, "bad_recipient"),
        ({"recipient": "ada@example.org, bob@example.org"}, "bad_recipient"),
        ({"recipient": "ada example@example.org"}, "bad_recipient"),
        ({"recipient": "<ada@example.org> SIZE=1"}, "bad_recipient"),
        ({"recipient": "ada"}, "bad_recipient"),
        ({"recipient": ""}, "bad_recipient"),
        ({"recipient": ".ada@example.org"}, "bad_recipient"),
        ({"recipient": "ada@-bad-.org"}, "bad_recipient"),
        ({"subject": "Hello\nBcc: all@example.org"}, "bad_subject"),
        ({"subject": "Hello\u2028Bcc: all@example.org"}, "bad_subject"),
        ({"key": "no-at-sign"}, "bad_key"),
        ({"key": "a@b>\r\nX: y"}, "bad_key"),
    ],
)
def test_what_could_become_a_header_or_a_command_is_refused(change: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as failure:
        letter(outgoing(**change))
    assert failure.value.reason == code


def test_a_sender_that_is_no_address_is_refused() -> None:
    with pytest.raises(Refused) as failure:
        letter(outgoing(), address="care@shop.test\r\nX: y")
    assert failure.value.reason == "bad_sender"


def test_a_domain_in_any_script_travels_in_ascii() -> None:
    assert envelope_address("info@caffè.example", "bad") == "info@xn--caff-8oa.example"


@given(
    subject=st.text(max_size=120),
    recipient=st.text(max_size=60).map(lambda text: f"{text}@example.org"),
    name=st.text(max_size=60),
    text=st.text(max_size=400),
    parent=st.none() | st.text(max_size=60),
    references=st.lists(st.text(max_size=60), max_size=3).map(tuple),
    file=st.text(max_size=40),
    kind=st.text(max_size=20),
)
def test_no_text_whatsoever_adds_a_header_a_line_or_a_dot(
    subject: str,
    recipient: str,
    name: str,
    text: str,
    parent: str | None,
    references: tuple[str, ...],
    file: str,
    kind: str,
) -> None:
    attachment = OutgoingAttachment(file, kind, b"\x00\r\n.\r\nRCPT TO:<x@y>\r\n")
    made = outgoing(
        subject=subject,
        recipient=recipient,
        text=text,
        in_reply_to=parent,
        references=references,
        attachments=(attachment,),
    )
    try:
        written = letter(made, name)
    except Refused:
        return
    known = {
        *("from", "to", "date", "message-id", "in-reply-to", "references", "subject", "user-agent"),
        *("x-sportello-copy", "mime-version", "content-type", "content-transfer-encoding"),
    }
    for line in header_lines(written.raw):
        assert line[:1] in b" \t" or line.split(b":")[0].decode().lower() in known
        assert len(line) <= 998
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", written.raw) is None
    assert written.raw.isascii()
    assert _stuffed(written.raw).count(b"\r\n.\r\n") == 1
    assert re.fullmatch(r"[^\s<>]+@[^\s<>]+", written.recipient)


@given(st.text(max_size=600))
def test_the_text_arrives_as_it_was_written(text: str) -> None:
    body = read(outgoing(text=text)).get_content()
    kept = re.sub(r"[\x00-\x08\x0e-\x1b\x1f\x7f]", "", text)
    assert body.replace("    ", "\t").split() == kept.replace("    ", "\t").split()


def test_lines_that_start_with_a_dot_travel_with_another_one() -> None:
    assert _stuffed(b"a\r\n.\r\n..b\r\n") == b"a\r\n..\r\n...b\r\n.\r\n"


def test_an_attachment_keeps_its_name_and_bytes() -> None:
    files = (
        OutgoingAttachment("fattura di marzo – n° 7.pdf", "application/pdf", b"%PDF"),
        OutgoingAttachment("../../etc/passwd", "text/html; charset=x", b"<b>"),
        OutgoingAttachment("mail.eml", "message/rfc822", b"Subject: inner\r\n\r\n"),
    )
    found = list(read(outgoing(attachments=files)).iter_attachments())
    assert [part.get_filename() for part in found] == ["fattura di marzo – n° 7.pdf", ".._.._etc_passwd", "mail.eml"]
    assert [part.get_content_type() for part in found][1:] == ["application/octet-stream"] * 2
    assert found[0].get_content() == b"%PDF"


def test_only_the_accounts_own_mark_is_believed() -> None:
    raw = letter(outgoing()).raw
    assert MARK.key_in(raw) == "0001@shop.test"
    assert CopyMark("another").key_in(raw) is None
    assert MARK.key_in(raw.replace(b"X-Sportello-Copy: 0001", b"X-Sportello-Copy: 0002")) is None
    assert MARK.key_in(b"Subject: none\r\n\r\nX-Sportello-Copy: " + MARK.of("0001@shop.test").encode()) is None


@given(st.binary(max_size=300))
def test_no_bytes_break_the_search_for_the_mark(raw: bytes) -> None:
    assert MARK.key_in(b"X-Sportello-Copy: " + raw) is None
