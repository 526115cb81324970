"""Mails of four mail parsers' own suites and a mailbox of 6,046: all are read, and read as those suites expect.

Every difference is listed here with its reason; a suite's other cases must match exactly.
"""

from __future__ import annotations

import json
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from desktop.channels.email.addresses import addresses_in
from desktop.channels.email.dates import parse_date
from desktop.channels.email.headers import Headers, parse_headers, parse_parameters
from desktop.channels.email.mapping import read_message
from desktop.channels.email.mbox import iterate_mail
from desktop.channels.email.refusals import MailRefused
from desktop.channels.email.structure import LONGEST_BLOCK, Part, header_end, read_structure
from desktop.model import Arrival

DATA = Path(__file__).parents[2] / "../shared/data/mail"
EXPECTED = DATA / "stalwart/eml"
OWN = frozenset({"care@shop.example"})
RECEIVED = datetime(2026, 12, 31, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the mail suites are not on this machine")


def _read(raw: bytes) -> Arrival:
    return read_message(raw, own_addresses=OWN, received_at=RECEIVED)


def _outcome(raw: bytes) -> str:
    """Return "read", or the code with which a mail was refused. Anything else that is raised fails the test."""
    try:
        arrival = _read(raw)
    except MailRefused as refused:
        return refused.reason
    assert arrival.remote_id
    assert arrival.author.remote_id
    return "read"


def _outcomes(folder: str, ending: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    for file in sorted((DATA / folder).rglob("*")):
        if file.is_file() and file.name.endswith(ending):
            counted.update(_outcome(raw) for raw in iterate_mail(file))
    return counted


@pytest.mark.parametrize(
    ("folder", "ending", "expected"),
    [
        ("stalwart", ".eml", {"read": 53}),
        ("mikel", ".eml", {"read": 103}),
        ("mimekit/messages", "", {"read": 32}),
        ("mimekit/partial", ".eml", {"read": 7}),
        ("mimekit/mbox", ".mbox.txt", {"read": 38}),
        # Its messages without any header, and one with a header that no mail has, are no mail.
        ("imaptest_scripts", ".mbox", {"read": 173, "no_header": 17, "not_mail": 1}),
        # Not mail at all: pages, tokens, scripts of a server test, licences. None may look like one.
        ("mimekit/html", "", {"no_header": 19, "not_mail": 17}),
        ("stalwart", ".json", {"no_header": 113}),
    ],
)
def test_every_file_gives_messages_or_a_named_refusal(folder: str, ending: str, expected: dict[str, int]) -> None:
    assert _outcomes(folder, ending) == expected


def test_files_that_are_no_mail_are_refused_by_name() -> None:
    others: Counter[str] = Counter()
    for file in sorted((DATA / "imaptest_scripts").rglob("*")):
        if file.is_file() and not file.name.endswith(".mbox"):
            others.update(_outcome(raw) for raw in iterate_mail(file))
    assert others == {"no_header": 2, "not_mail": 72}


@pytest.mark.slow
def test_a_mailbox_of_six_thousand_real_mails_is_read_without_a_refusal() -> None:
    counted: Counter[str] = Counter()
    with tarfile.open(DATA / "spamassassin/spamassassin_raw_emails.tar.gz", "r|gz") as archive:
        for member in archive:
            stream = archive.extractfile(member)
            if stream is not None:
                counted[_outcome(stream.read())] += 1
    assert counted == {"read": 6_046}


# What stalwart's parser expects and we read otherwise, on purpose.
_ENDS_INNER = "an outer delimiter ends the inner multipart (RFC 2046 5.1.2); there it stays within the inner text"
_WHOLE_LINE = "only a whole line is a delimiter; there its beginning is enough, so any longer boundary cuts too"
_SHOWN = "the only text of the mail is shown; there it is an attachment that nobody would open"
_DIFFERENT: dict[tuple[str, str], str] = {
    ("malformed/001", "text"): _WHOLE_LINE,
    ("malformed/002", "text"): _SHOWN,
    ("malformed/002", "attachments"): _SHOWN,
    ("malformed/004", "text"): _WHOLE_LINE,
    ("malformed/007", "text"): _WHOLE_LINE,
    ("malformed/009", "text"): _ENDS_INNER,
    ("malformed/011", "text"): _ENDS_INNER,
    ("malformed/012", "attachments"): _ENDS_INNER,
    ("malformed/016", "text"): _WHOLE_LINE,
    ("malformed/019", "text"): "bytes shuffled at random: an HTML part is read that there counts as neither reading",
    ("thirdparty/002", "text"): "words behind the padding of base64 are left out; there they decode to rubbish",
    ("thirdparty/005", "text"): "a delimiter does not begin within a line (RFC 2046 5.1.1)",
    ("thirdparty/012", "text"): _SHOWN,
    ("thirdparty/015", "attachments"): "three attached mails are found; there the first swallows the others",
}


def _cases() -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    for file in sorted(EXPECTED.rglob("*.json")):
        stem, _, kind = file.name.removesuffix(".json").partition(".")
        raw = (file.parent / f"{stem}.eml").read_bytes().replace(b"\r", b"")
        yield (
            f"{file.parent.name}/{stem}",
            raw.replace(b"\n", b"\r\n") if kind == "crlf" else raw,
            json.loads(file.read_text("utf-8")),
        )


def test_text_subject_sender_and_attachments_are_what_the_suite_expects() -> None:
    matched: Counter[str] = Counter()
    different: set[tuple[str, str]] = set()
    for name, raw, expected in _cases():
        arrival = _read(raw)
        found = {
            "subject": arrival.subject == _subject(expected),
            "sender": _sender(expected) in (None, (arrival.author.name, arrival.author.handle)),
            "text": _words(arrival.text + "\n" + arrival.quoted) == _expected_words(expected),
            "attachments": _attachments_match(arrival, expected),
        }
        matched.update(aspect for aspect, same in found.items() if same)
        different.update((name, aspect) for aspect, same in found.items() if not same)
    assert different == _DIFFERENT.keys()
    assert matched == {"subject": 106, "sender": 106, "text": 84, "attachments": 100}


def _values(part: dict[str, Any], name: str) -> list[Any]:
    return [header["value"] for header in part["headers"] if header["name"] == name and header["value"] != "Empty"]


def _subject(expected: dict[str, Any]) -> str:
    return " ".join(next((value["Text"] for value in _values(expected["parts"][0], "subject")), "").split())


def _sender(expected: dict[str, Any]) -> tuple[str, str] | None:
    """Return name and address of the first sender, None where there is none with an address."""
    for value in _values(expected["parts"][0], "from"):
        first = value["Address"]["List"][0]
        if first["address"]:
            return first["name"] or "", first["address"]
    return None


def _body(part: dict[str, Any]) -> tuple[str, Any]:
    kind, body = next(iter(part["body"].items()))
    return str(kind), body


def _type(part: dict[str, Any]) -> str:
    for value in _values(part, "content_type"):
        return f"{value['ContentType']['c_type']}/{value['ContentType']['c_subtype']}"
    return "text/plain"


def _is_cut_text(part: dict[str, Any]) -> bool:
    """Return True for text without a closing delimiter: there an attachment, here text, as somebody wrote it."""
    return part["is_encoding_problem"] and _body(part)[0] in ("Text", "Html") and _type(part) in _TEXTS


_TEXTS = ("text/plain", "text/html")


def _words(text: str) -> list[str]:
    return unescape(re.sub(r"<[^>]*>", " ", text)).replace("\0", "").split()


def _expected_words(expected: dict[str, Any]) -> list[str]:
    parts = expected["parts"]
    cut = [index for index in expected["attachments"] if _is_cut_text(parts[index])]
    chosen = [_body(parts[index]) for index in sorted({*expected["text_body"], *cut})]
    return [word for kind, body in chosen if kind in ("Text", "Html") for word in _words(body)]


def _attachments_match(arrival: Arrival, expected: dict[str, Any]) -> bool:
    parts = [expected["parts"][index] for index in expected["attachments"]]
    wanted = [(_name(part), _size(part)) for part in parts if not _is_cut_text(part)]
    found = [(re.sub(r"^attachment-\d+\.\w+$", "", one.name), one.size) for one in arrival.attachments]
    if len(wanted) != len(found):
        return False
    return all(w[0] == f[0] and w[1] in (None, f[1]) for w, f in zip(wanted, found, strict=True))


def _name(part: dict[str, Any]) -> str:
    """Return the last step of the name that a part gives itself; we keep no path."""
    for header, parameter in (("content_disposition", "filename"), ("content_type", "name")):
        for value in _values(part, header):
            for attribute in value["ContentType"]["attributes"] or ():
                if attribute["name"] == parameter:
                    return str(attribute["value"]).rpartition("/")[2]
    return ""


def _size(part: dict[str, Any]) -> int | None:
    kind, body = _body(part)
    return None if kind == "Message" else len(body.encode() if isinstance(body, str) else body)


def _headers(name: str, value: str) -> Headers:
    raw = f"{name}: {value.rstrip()}\n\n".encode()
    end, _ = header_end(raw, 0, LONGEST_BLOCK, set())
    return parse_headers(raw[:end], set())


def _vectors(name: str) -> list[tuple[str, Any]]:
    return [(case["header"], case["expected"]) for case in json.loads((DATA / "stalwart" / name).read_text("utf-8"))]


def test_unstructured_text_is_decoded_as_expected() -> None:
    # A tag glued to an encoded word stays glued: no blank was written.
    vectors = [(header, expected) for header, expected in _vectors("unstructured.json") if "]=?" not in header]
    assert len(vectors) == 27
    for header, expected in vectors:
        assert _headers("subject", header).text("subject", set()) == " ".join(expected.split())


def test_dates_are_read_as_expected() -> None:
    vectors = _vectors("date.json")
    different = {
        index
        for index, (header, expected) in enumerate(vectors)
        if parse_date(header.rpartition(";")[2]) != _moment(expected)
    }
    # Before 1980 (no mail can be older), months in figures, and a comment that is not closed.
    assert {vectors[index][0].split("(")[0].split()[-1] for index in different} == _ODD_DATES
    assert len(different) == 6
    assert len(vectors) == 40


_FIELDS = ("year", "month", "day", "hour", "minute", "second")
_ODD_DATES = {"-0330", "11", "42,", "2003"}


def _moment(expected: dict[str, Any] | None) -> datetime | None:
    if expected is None:
        return None
    ahead = timedelta(hours=expected["tz_hour"], minutes=expected["tz_minute"])
    year, month, day, hour, minute, second = (expected[name] for name in _FIELDS)
    moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return moment + ahead if expected["tz_before_gmt"] else moment - ahead


def test_addresses_are_read_as_expected() -> None:
    """Names differ where a comment or a path stands in them; the addresses themselves never."""
    missed = 0
    for header, expected in _vectors("address.json"):
        if "://" in header or "mailto:" in header:
            continue  # List-* fields, which no address field may hold
        groups = expected.get("Group") or [{"addresses": expected.get("List", ())}] if expected else []
        wanted = {one["address"] or "" for group in groups for one in group["addresses"]}
        plain = {re.sub(r"\s|^@[^:]*:", "", address) for address in wanted if "@" in address}
        found = {one.address for one in addresses_in(_headers("to", header), "to", set()) if "@" in one.address}
        missed += plain != found
    assert missed == 0


def test_content_types_and_their_parameters_are_read_as_expected() -> None:
    different = []
    vectors = _vectors("content_type.json")
    for index, (header, expected) in enumerate(vectors):
        token, found = parse_parameters(_headers("content-type", header).raw("content-type"), set())
        wanted = expected or {"c_type": "", "c_subtype": None}
        attributes = {k: v for k, v in wanted.get("attributes") or () if not k.endswith("-language")}
        full = wanted["c_type"] + (f"/{wanted['c_subtype']}" if wanted["c_subtype"] else "")
        if (token.rstrip("/"), found) != (full, attributes):
            different.append(index)
    # Runs of blanks within quotes, "=" for a type, a charset repeated in every piece, and two made to confuse.
    assert len(different) == 11
    assert len(vectors) == 103


def _leaves(part: Part) -> Iterator[tuple[str, int]]:
    if not part.is_multipart:
        yield part.content_type, len(part.body)
    for child in part.children:
        yield from _leaves(child)


def _expected_leaves(node: dict[str, Any]) -> Iterator[tuple[str, int]]:
    if "children" not in node:
        yield node["mimeType"].lower(), node["octets"]
    for child in node.get("children", ()):
        yield from _expected_leaves(child)


@pytest.mark.parametrize(("name", "count"), [("content-length", 29), ("issue1189", 4)])
def test_every_part_of_an_mbox_begins_and_ends_where_expected(name: str, count: int) -> None:
    expected = json.loads((DATA / f"mimekit/mbox/{name}.unix-offsets.json").read_text("utf-8"))
    messages = list(iterate_mail(DATA / f"mimekit/mbox/{name}.mbox.txt"))
    assert len(messages) == len(expected) == count
    for raw, node in zip(messages, expected, strict=True):
        end, body = header_end(raw, 0, LONGEST_BLOCK, set())
        found = list(_leaves(read_structure(raw, body, parse_headers(raw[:end], set()), set())))
        wanted = list(_expected_leaves(node["body"]))
        assert [kind for kind, _ in found] == [kind for kind, _ in wanted]
        # The one byte is the blank line that an mbox puts behind a message.
        assert all(abs(size - octets) <= 1 for (_, size), (_, octets) in zip(found, wanted, strict=True))
