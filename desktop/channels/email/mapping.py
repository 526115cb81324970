"""How a raw mail becomes an Arrival: the only place that knows what an e-mail's fields mean to the desk.

Pure functions of the bytes: no clock, no network, any thread.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from desktop.channels.email.addresses import Address, author_of, recipients_of
from desktop.channels.email.attachments import attachments_of
from desktop.channels.email.bodies import bodies_of
from desktop.channels.email.dates import sent_at
from desktop.channels.email.encoding import clean_line
from desktop.channels.email.headers import Headers, parse_headers
from desktop.channels.email.mechanical import mechanical_kind
from desktop.channels.email.quoting import fold
from desktop.channels.email.reading import read_bodies
from desktop.channels.email.refusals import MOST_BYTES, MailRefused
from desktop.channels.email.repairs import Repair, Repairs
from desktop.channels.email.structure import LONGEST_BLOCK, header_end, read_structure
from desktop.model import Arrival, Author, Direction, Network, ThreadKind, Visibility

LONGEST_ID = 998  # RFC 5322 section 2.1.1: the longest line there may be

_SEPARATOR = re.compile(rb">?From [^\r\n]*(?:\r?\n|$)")
_MOST_SEPARATORS = 5
_ANY_HEADER = re.compile(rb"^[!-9;-~]{1,100}[ \t]*:", re.MULTILINE)
# One of these at least, or it is something else with colons in it: a script, a log, a form.
_MAIL_FIELDS = frozenset(
    {"from", "to", "cc", "subject", "date", "message-id", "received", "return-path", "reply-to", "sender"}
    | {"mime-version", "content-type", "in-reply-to", "references", "delivered-to", "x-mailer", "resent-from"}
)
_CHARSET = re.compile(r'charset\s{0,9}=\s{0,9}"?([\w.:-]{1,40})', re.IGNORECASE)


def read_message(
    raw: bytes,
    *,
    own_addresses: frozenset[str],
    received_at: datetime | None = None,
    remote_id: str | None = None,
) -> Arrival:
    """Return what a raw RFC 5322 message says.

    `own_addresses` are the account's, in any case; `received_at` (aware) is when the server got it; `remote_id`
    overrides the mail's own Message-ID. Raises MailRefused, and nothing else for any bytes.
    """
    repairs: Repairs = set()
    raw = _mended(raw, repairs)
    headers, body = _opened(raw, repairs)
    own = frozenset(address.lower() for address in own_addresses)
    root = read_structure(raw, body, headers, repairs)
    reading = read_bodies(bodies_of(root), repairs)
    folded = fold(reading.text)
    subject = headers.text("subject", repairs)
    writer = author_of(headers, own, repairs)
    author = _author(writer, headers, raw, repairs)
    own_id = remote_id or _message_id(headers, raw, repairs)
    answered = headers.ids("in-reply-to")
    references = tuple(
        dict.fromkeys(found for found in (*headers.ids("references"), *answered) if found != own_id),
    )
    return Arrival(
        remote_id=own_id,
        thread_remote_id=references[0] if references else own_id,
        thread_kind=ThreadKind.EMAIL,
        author=author,
        direction=Direction.OUTGOING if author.remote_id in own else Direction.INCOMING,
        visibility=Visibility.DIRECT,
        sent_at=sent_at(headers, received_at, repairs),
        text=folded.text,
        subject=subject,
        quoted=folded.quoted,
        html=reading.html,
        in_reply_to=answered[-1] if answered else None,
        references=references,
        recipients=recipients_of(headers, repairs),
        attachments=attachments_of(reading.attachments, repairs),
        mechanical=mechanical_kind(root, subject, author.remote_id, own),
        repairs=tuple(sorted(repairs)),
    )


def _mended(raw: bytes, repairs: Repairs) -> bytes:
    """Return the message without what may stand before it, with line ends that end lines. Raises MailRefused."""
    if len(raw) > MOST_BYTES:
        raise MailRefused("too_large")
    raw = _without_preamble(raw)
    if not raw.strip(b"\0 \t\r\n"):
        raise MailRefused("empty")
    if b"\r" in raw:
        if b"\n" not in raw:
            repairs.add(Repair.BARE_CR)
            return raw.replace(b"\r", b"\n")
        if raw.count(b"\r") != raw.count(b"\r\n"):
            repairs.add(Repair.BARE_CR)
            return raw.replace(b"\r\r\n", b"\r\n")
    return raw


def _without_preamble(raw: bytes) -> bytes:
    """Return the message without a byte order mark, blank lines and mbox separators before its headers."""
    for _ in range(_MOST_SEPARATORS):
        raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip()
        separator = _SEPARATOR.match(raw)
        if separator is None:
            break
        raw = raw[separator.end() :]
    return raw


def _opened(raw: bytes, repairs: Repairs) -> tuple[Headers, int]:
    """Return the headers of a message and where its body begins. Raises MailRefused."""
    end, body = header_end(raw, 0, LONGEST_BLOCK, repairs)
    block = raw[:end]
    if not _ANY_HEADER.search(block):
        raise MailRefused("no_header")
    charset = None if block.isascii() else _CHARSET.search(block.decode("latin-1"))
    headers = parse_headers(block, repairs, charset[1] if charset else None)
    if _MAIL_FIELDS.isdisjoint(headers.fields):
        raise MailRefused("not_mail")
    return headers, body


def _message_id(headers: Headers, raw: bytes, repairs: Repairs) -> str:
    """Return the Message-ID without its brackets, or a digest that is the same on every machine."""
    given = headers.raw("message-id")
    found = headers.ids("message-id")
    message_id = found[0] if found else clean_line("".join(given.strip("<> \t\r\n").split()), LONGEST_ID)
    if message_id:
        return message_id
    repairs.add(Repair.NO_ID)
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _author(writer: Address | None, headers: Headers, raw: bytes, repairs: Repairs) -> Author:
    """Return the author; where no address is given, one that can't be written to and that nobody shares."""
    if writer is not None:
        return Author(Network.EMAIL, remote_id=writer.key, handle=writer.address, name=writer.name)
    repairs.add(Repair.NO_AUTHOR)
    stand_in = f"unknown-{hashlib.sha256(raw).hexdigest()[:12]}@mail.invalid"  # RFC 2606 section 2
    return Author(Network.EMAIL, remote_id=stand_in, handle=stand_in, name=headers.text("from", repairs))
