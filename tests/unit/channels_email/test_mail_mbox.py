"""Where one message ends and the next begins, in what people export."""

from __future__ import annotations

import errno
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.channels.email.mapping import read_message
from desktop.channels.email.mbox import iterate_mail
from desktop.channels.email.refusals import MOST_BYTES, MailFileUnreadable, MailRefused

Write = Callable[..., bytes]
SEPARATOR = b"From marta@post.example Mon Mar  3 10:12:11 2025\n"


def _mbox(path: Path, *messages: bytes) -> Path:
    path.write_bytes(b"".join(SEPARATOR + message + b"\n" for message in messages))
    return path


def test_every_message_of_an_mbox_comes_as_it_was(tmp_path: Path) -> None:
    messages = [b"From: a@x.example\nSubject: %d\n\nbody %d\n" % (number, number) for number in range(3)]
    assert list(iterate_mail(_mbox(tmp_path / "all", *messages))) == messages


def test_an_mbox_with_carriage_returns_is_split_too(tmp_path: Path) -> None:
    message = b"From: a@x.example\r\n\r\nbody\r\n"
    path = tmp_path / "all.mbox"
    path.write_bytes((SEPARATOR.replace(b"\n", b"\r\n") + message + b"\r\n") * 2)
    assert list(iterate_mail(path)) == [message, message]


def test_quoted_separators_lose_one_mark(tmp_path: Path) -> None:
    (message,) = iterate_mail(_mbox(tmp_path / "m", b"From: a@x.example\n\n>From here\n>>From there\n> From quoted\n"))
    assert message.endswith(b"\n\nFrom here\n>From there\n> From quoted\n")


@pytest.mark.parametrize(
    "sentence",
    [
        b"\nFrom Lisbon with care\n\nnot a separator",
        b"\nFrom Lisbon with care\nWeight: 2 kg",
        b"\nFrom now on I wait.",
    ],
)
def test_a_sentence_that_begins_with_from_splits_nothing(tmp_path: Path, sentence: bytes) -> None:
    assert len(list(iterate_mail(_mbox(tmp_path / "m", b"From: a@x.example\n\nfirst\n" + sentence + b"\n")))) == 1


def test_separators_of_netscape_and_without_a_blank_line_before_are_known(tmp_path: Path) -> None:
    path = tmp_path / "m"
    path.write_bytes(
        b"From - \nFrom: a@x.example\n\none\n" + SEPARATOR + b"From: b@x.example\n\ntwo\n\nFrom - \nTo: c@x\n\n3"
    )
    assert len(list(iterate_mail(path))) == 3


def test_a_byte_order_mark_hides_no_mbox(tmp_path: Path) -> None:
    path = tmp_path / "m"
    path.write_bytes(b"\xef\xbb\xbf" + (SEPARATOR + b"From: a@x.example\n\nx\n\n") * 2)
    assert len(list(iterate_mail(path))) == 2


def test_a_single_mail_is_one_message(tmp_path: Path, write: Write) -> None:
    path = tmp_path / "one.eml"
    path.write_bytes(write())
    assert list(iterate_mail(path)) == [write()]


def test_a_folder_gives_its_mails_by_name_and_leaves_the_rest(tmp_path: Path, write: Write) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.eml").write_bytes(write("c"))
    (tmp_path / "b.EML").write_bytes(write("b"))
    (tmp_path / "a.eml").write_bytes(write("a"))
    (tmp_path / "notes.txt").write_bytes(b"From: nobody")
    _mbox(tmp_path / "Inbox", write("d"))
    bodies = [raw.rpartition(b"\r\n")[2].strip() for raw in iterate_mail(tmp_path)]
    assert sorted(bodies) == [b"a", b"b", b"c", b"d"]


def test_a_mail_in_a_folder_is_known_by_its_headers_whatever_its_name(tmp_path: Path, write: Write) -> None:
    (tmp_path / "00001.txt").write_bytes(b"Received: by mx.example\r\n" + write("a"))
    (tmp_path / "readme.txt").write_bytes(b"Note: these are mails\nSubject: none\n\nReceived: long ago\n")
    (tmp_path / "picture").write_bytes(bytes(range(256)))
    assert len(list(iterate_mail(tmp_path))) == 1


def test_a_maildir_gives_new_and_current_mail_of_every_folder(tmp_path: Path, write: Write) -> None:
    for folder in ("cur", "new", "tmp", ".Sent/cur"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "1741000000.M1P2.host").write_bytes(write(folder))
    assert len(list(iterate_mail(tmp_path))) == 3


def test_nothing_to_read_is_said_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path, reason in ((tmp_path / "gone", "not_found"), (tmp_path / "empty", "no_mail")):
        with pytest.raises(MailFileUnreadable) as unreadable:
            list(iterate_mail(path))
        assert unreadable.value.reason == reason


def test_a_file_without_permission_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    path = tmp_path / "locked.eml"
    path.touch()
    monkeypatch.setattr(Path, "open", refuse)  # root may read everything, whatever the file says
    with pytest.raises(MailFileUnreadable) as unreadable:
        list(iterate_mail(path))
    assert unreadable.value.reason == "no_access"


def test_a_mail_in_a_folder_that_vanished_counts_as_refused_and_stops_nothing(tmp_path: Path, write: Write) -> None:
    (tmp_path / "a.eml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "b.eml").write_bytes(write())
    assert list(iterate_mail(tmp_path)) == [b"", write()]


def test_a_message_beyond_the_limit_comes_short_and_the_next_one_whole(tmp_path: Path, write: Write) -> None:
    path = tmp_path / "m"
    with path.open("wb") as stream:
        stream.write(SEPARATOR + b"From: a@x.example\n\n")
        for _ in range(MOST_BYTES // (1024 * 1024) + 10):
            stream.write(b"x" * 1024 * 1023 + b"\n")
        stream.write(b"\n" + SEPARATOR + write())
    large, small = iterate_mail(path)
    assert len(large) == MOST_BYTES + 1
    with pytest.raises(MailRefused) as refused:
        read_message(large, own_addresses=frozenset())
    assert refused.value.reason == "too_large"
    assert small == write()


def test_a_large_mbox_is_never_whole_in_memory(tmp_path: Path) -> None:
    path = _mbox(tmp_path / "m", *[b"From: a@x.example\n\n" + (b"x" * 999 + b"\n") * 20] * 400)
    tracemalloc.start()
    try:
        assert sum(1 for _ in iterate_mail(path)) == 400
        assert tracemalloc.get_traced_memory()[1] < path.stat().st_size // 4
    finally:
        tracemalloc.stop()
