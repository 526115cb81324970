"""What IMAP servers say, in the shapes they say it, and what failures of a connection are called."""

from __future__ import annotations

import errno
import socket
import ssl
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.email.faults import network_fault, sign_in_fault
from desktop.channels.email.folders import all_mail_folder, new_sent_name, sent_folder
from desktop.channels.email.responses import (
    Folder,
    StoredMail,
    day_of_search,
    folders_of,
    mails_of,
    numbers_of,
    sizes_of,
    uid_set,
)
from desktop.model import SignInExpired, TemporaryFailure

AT = datetime(2026, 3, 9, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ([(b'1 (UID 7 INTERNALDATE " 9-Mar-2026 08:00:00 +0100" BODY[] {2}', b"ab"), b")"], StoredMail(7, b"ab", AT)),
        ([(b"1 (BODY[] {2}", b"ab"), b' UID 7 INTERNALDATE "09-Mar-2026 08:00:00 +0100")'], StoredMail(7, b"ab", AT)),
        ([b'1 (UID 7 BODY[] "a\\"b")'], StoredMail(7, b'a"b')),
        ([b"1 (UID 7 BODY[] NIL)"], StoredMail(7, None)),
        ([(b"1 (UID 7 BODY[]<0> {2}", b"ab"), b")"], StoredMail(7, b"ab")),
        ([(b"1 (UID 7 BODY[] ~{2}", b"ab"), b")"], StoredMail(7, b"ab")),
        ([(b'1 (UID 7 INTERNALDATE "99-Foo-2026 08:00:00 +0100" BODY[] {2}', b"ab"), b")"], StoredMail(7, b"ab")),
        ([(b'1 (UID 7 INTERNALDATE "31-Feb-2026 08:00:00 +0100" BODY[] {2}', b"ab"), b")"], StoredMail(7, b"ab")),
        ([b"2 (FLAGS (\\Seen))", (b"1 (UID 7 BODY[] {2}", b"ab"), b")"], StoredMail(7, b"ab")),
    ],
)
def test_a_message_is_read_in_every_shape_that_servers_give_it(
    data: list[bytes | tuple[bytes, bytes]], expected: StoredMail
) -> None:
    assert list(mails_of(data)) == [expected]


def test_what_names_no_message_is_passed_over() -> None:
    assert list(mails_of([None, b"1 (FLAGS ())", (b"1 (BODY[] {2}", b"ab"), b")"])) == []
    assert numbers_of([None, b"3 1", b"2"]) == [1, 2, 3]
    assert sizes_of([b"1 (UID 7 RFC822.SIZE 300)", b"2 (RFC822.SIZE 400)"]) == {7: 300}


@given(st.sets(st.integers(1, 4000), min_size=1))
def test_uids_are_written_short_and_completely(uids: set[int]) -> None:
    found: set[int] = set()
    for run in uid_set(uids).split(","):
        first, _, last = run.partition(":")
        found |= set(range(int(first), int(last or first) + 1))
    assert found == uids


def test_a_day_is_written_in_english_whatever_the_system_speaks() -> None:
    assert day_of_search(date(2026, 3, 9)) == "9-Mar-2026"


def test_folders_keep_their_names_in_every_script() -> None:
    data: list[bytes | tuple[bytes, bytes]] = [
        b'(\\HasNoChildren \\Sent) "/" "Posta inviata"',
        b'(\\HasNoChildren) "." INBOX.Envoy&AOk-s',
        (b'() "/" {9}', b'Tickets "a"'),
        b"(\\Noselect) NIL Groups",
        b"nonsense",
    ]
    assert [(folder.name, folder.leaf) for folder in folders_of(data)] == [
        ("Posta inviata", "Posta inviata"),
        ("INBOX.Envoyés", "Envoyés"),
        ('Tickets "a"', 'Tickets "a"'),
        ("Groups", "Groups"),
    ]


def folder(name: str, *flags: str, delimiter: str = "/") -> Folder:
    return Folder(name, delimiter, frozenset(flags))


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        ((folder("INBOX"), folder("Sent"), folder("Odd", "\\sent")), "Odd"),
        ((folder("INBOX"), folder("Enviats")), "Enviats"),
        ((folder("INBOX"), folder("INBOX.Posta Inviata", delimiter=".")), "INBOX.Posta Inviata"),
        ((folder("INBOX"), folder("Elementos enviados")), "Elementos enviados"),
        ((folder("INBOX"), folder("Sent", "\\noselect")), None),
        ((folder("INBOX"), folder("Absent")), None),
    ],
)
def test_the_sent_folder_is_found_by_mark_or_name(folders: tuple[Folder, ...], expected: str | None) -> None:
    assert sent_folder(folders) == expected


def test_a_missing_sent_folder_is_made_where_the_others_are() -> None:
    assert new_sent_name((folder("INBOX"), folder("Drafts"))) == "Sent"
    below = (folder("INBOX", delimiter="."), folder("INBOX.Drafts", delimiter="."))
    assert new_sent_name(below) == "INBOX.Sent"
    assert new_sent_name(()) == "Sent"
    assert all_mail_folder((folder("INBOX"), folder("[Gmail]/All", "\\all"))) == "[Gmail]/All"


def caused(outer: Exception, cause: Exception) -> Exception:
    outer.__cause__ = cause
    return outer


def certificate_fault(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (socket.gaierror(-2, "unknown"), "host_not_found"),
        (TimeoutError(), "timed_out"),
        (ConnectionRefusedError(), "connection_refused"),
        (
            OSError("Multiple exceptions: [Errno 111] Connect call failed, [Errno 111] Connect call failed"),
            "connection_refused",
        ),
        (OSError(errno.ENETUNREACH, "unreachable"), "unreachable"),
        (ConnectionResetError(), "connection_lost"),
        (certificate_fault(18), "certificate_untrusted"),
        (certificate_fault(62), "name_mismatch"),
        (certificate_fault(10), "certificate_expired"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), "no_tls"),
        (ssl.SSLError(1, "[SSL] internal"), "connection_lost"),
        (caused(RuntimeError("wrapped"), certificate_fault(62)), "name_mismatch"),
    ],
)
def test_a_failed_connection_has_a_name(error: Exception, code: str) -> None:
    assert network_fault(error) == code


def test_a_password_that_expired_is_a_sign_in_matter_and_a_full_server_is_not() -> None:
    assert isinstance(sign_in_fault("NO [EXPIRED] password expired"), SignInExpired)
    assert isinstance(sign_in_fault("NO [LIMIT] too many sessions"), TemporaryFailure)
