"""Names that are safe to show and to save, and files that can run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.channels.email.attachments import LONGEST_NAME, is_dangerous, safe_name
from desktop.model import Arrival

Read = Callable[..., Arrival]


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("receipt.pdf", "receipt.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\marta\\scan.png", "scan.png"),
        ("fattura\u202efdp.exe", "fatturafdp.exe"),
        ("a\r\nb\0.txt", "a b.txt"),
        ("  .. ", ""),
        ("CON.txt", "_CON.txt"),
        ('what?:"<>|*.pdf', "what_______.pdf"),
        ("=?utf-8?q?perch=C3=A9.pdf?=", "perché.pdf"),
        ("perchÃ©.pdf", "perché.pdf"),
        ("x" * 300 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given_name: str, name: str) -> None:
    assert safe_name(given_name, set()) == name


@settings(deadline=None)
@given(st.text())
def test_no_name_leads_out_of_its_folder_or_hides_its_ending(given_name: str) -> None:
    name = safe_name(given_name, set())
    assert not set(name) & set('/\\<>:"|?*\0\n\r\u202e\u2066')
    assert name not in {".", ".."}
    assert len(name) <= LONGEST_NAME + 1
    name.encode()


@pytest.mark.parametrize(
    ("name", "content_type", "content"),
    [
        ("setup.EXE", "application/octet-stream", b""),
        ("invoice.pdf.js", "application/pdf", b""),
        ("invoice.pdf", "application/pdf", b"MZ\x90\0"),
        ("notes.txt", "text/plain", b"#!/bin/sh\nrm"),
        ("budget.xlsm", "application/octet-stream", b""),
        ("budget.xlsx", "application/octet-stream", b"PK\x03\x04 xl/vbaProject.bin"),
        ("letter.doc", "application/msword", b"\xd0\xcf\x11\xe0 _\0V\0B\0A\0_\0P\0R\0O\0J\0"),
        ("picture.svg", "image/png", b""),
        ("picture", "image/svg+xml", b""),
        ("page.txt", "text/plain", b"\n <!DOCTYPE html><script>"),
        ("link", "application/x-ms-shortcut", b""),
        ("", "application/octet-stream", b"PK\x03\x04"),
        ("disc.img", "application/octet-stream", b""),
        ("photo.png", "image/png", b"\x7fELF\x02"),
    ],
)
def test_what_can_run_is_called_dangerous(name: str, content_type: str, content: bytes) -> None:
    assert is_dangerous(name, content_type, content)


@pytest.mark.parametrize(
    ("name", "content_type", "content"),
    [
        ("scan.pdf", "application/pdf", b"%PDF-1.7"),
        ("photo.JPG", "image/jpeg", b"\xff\xd8\xff"),
        ("letter.docx", "application/octet-stream", b"PK\x03\x04 word/document.xml"),
        ("photos.zip", "application/zip", b"PK\x03\x04"),
        ("", "image/png", b"\x89PNG"),
        ("mail.eml", "message/rfc822", b"From: a@x.example"),
        ("winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22"),
        ("invite.ics", "text/calendar", b"BEGIN:VCALENDAR"),
        ("notes.txt", "text/plain", b"MySQL and more"),
    ],
)
def test_what_people_send_every_day_is_not(name: str, content_type: str, content: bytes) -> None:
    assert not is_dangerous(name, content_type, content)


def test_a_nameless_picture_gets_a_name_with_its_ending(read: Read) -> None:
    arrival = read(
        "--cut\r\n\r\nlook\r\n--cut\r\nContent-Type: image/jpeg\r\nContent-ID: <p1@x>\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n/9j/\r\n--cut--",
        content_type="multipart/related; boundary=cut",
    )
    (picture,) = arrival.attachments
    assert (picture.name, picture.content_id, picture.inline) == ("attachment-1.jpg", "p1@x", True)
    assert (picture.content, picture.size, picture.dangerous) == (b"\xff\xd8\xff", 3, False)
