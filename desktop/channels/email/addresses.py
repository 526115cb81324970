"""Who a mail is from and to: address fields read leniently, and which of several senders is the person who wrote."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from email.utils import getaddresses

from desktop.channels.email.encoding import clean_line
from desktop.channels.email.headers import LONGEST_LINE, LONGEST_VALUE, Headers, as_line
from desktop.channels.email.repairs import Repairs

MOST_ADDRESSES = 500
LONGEST_ADDRESS = 320  # RFC 3696: 64 + 1 + 255

_PLAIN = re.compile(r"[^\s<>()\[\]\",;:@]{1,128}@[^\s<>()\[\]\",;:@]{1,255}")
_NAMED = re.compile(r'(?:"([^"\\]*)"|([^"<>(),;:\\]*?))\s*<([^\s<>()\[\]",;:@]+@[^\s<>()\[\]",;:@]+)>')
_BRACKETED = re.compile(r"<\s?([^\s<>@]{1,128}@[^\s<>@]{1,255})\s?>")
_LONGEST_SINGLE = 500  # characters of a field that are tried as one mailbox
_LOCAL = re.compile(r"([^<>@]*)<\s*([^\s<>@]+)\s*>")  # a user of the sending machine: <root>
_MOST_COMMENTS = 50  # the parser of the standard library recurses into them

# Local parts behind which nobody reads: the person is in Reply-To.
_NOBODY = re.compile(
    r"(?:no|do[-_.]?not|non|nicht|ne[-_.]?pas)[-_.]?(?:reply|respond\w*|rispond\w*|respon\w*|contest\w*|antworten|"
    r"repondre)|(?:web|contact|kontakt)?[-_.]?forms?|contact[-_.]?us|wordpress|www(?:-data)?|apache|nginx|nobody|"
    r"mailer|webmaster|website|notifications?|notifiche|notificaci\w+|avisos?|modulo|formulari?o?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of an address field. `address` is "" where the field gives a name only."""

    name: str
    address: str

    @property
    def key(self) -> str:
        """The address in the form in which two are compared: lower case."""
        return self.address.lower()


def addresses_in(headers: Headers, name: str, repairs: Repairs) -> tuple[Address, ...]:
    """Return the mailboxes of every field of that name, in order, groups opened (RFC 5322 section 3.4)."""
    found: list[Address] = []
    for value in headers.fields.get(name, ()):
        found.extend(_addresses(headers.unescaped(value[:LONGEST_VALUE], repairs), repairs))
    return tuple(found[:MOST_ADDRESSES])


def _addresses(value: str, repairs: Repairs) -> list[Address]:
    value = value.strip()
    if not value:
        return []
    if len(value) <= _LONGEST_SINGLE:
        if _PLAIN.fullmatch(value):
            return [_address("", value, repairs)]
        named = _NAMED.fullmatch(value)
        if named is not None:
            return [_address(named[1] or named[2] or "", named[3], repairs)]
        local = _LOCAL.fullmatch(value)
        if local is not None:
            return [Address(as_line(local[1], repairs).strip("\"' "), clean_line(local[2], LONGEST_ADDRESS))]
    pairs = _parsed(value)
    return [_address(name, address, repairs) for name, address in pairs if name or address]


def _parsed(value: str) -> list[tuple[str, str]]:
    """Ask the standard library, and where it gives up or sees too much, take what looks like an address.

    Too much: in "a@x.example <b@y.example>" the first is only a name, whoever it claims to be (CVE-2023-27043).
    """
    value = " ".join(value.split())
    pairs: list[tuple[str, str]] = []
    if value.count("(") <= _MOST_COMMENTS:
        with contextlib.suppress(ValueError, IndexError, RecursionError):
            pairs = getaddresses([value])
    found = sum("@" in address for _, address in pairs)
    if ("@" not in value and pairs) or 0 < found <= value.count(",") + value.count(";") + 1:
        return pairs
    bracketed = _BRACKETED.findall(value)
    if bracketed:
        name = value.partition("<")[0].strip(' "') if len(bracketed) == 1 else ""
        return [(name, address) for address in bracketed]
    return [("", address) for address in _PLAIN.findall(value)] or [(value, "")]


def _address(name: str, address: str, repairs: Repairs) -> Address:
    address = "".join(clean_line(address, LONGEST_LINE).split())
    if "=?" in address:
        address = as_line(address, repairs)
    if "@" not in address:
        return Address(as_line(f"{name} {address}", repairs), "")
    readable = as_line(name, repairs).strip("\"' ")
    return Address("" if readable.lower() == address.lower() else readable, address[:LONGEST_ADDRESS])


def is_nobody(address: str) -> bool:
    """Return True for an address that only sends: noreply@, wordpress@, contact-form@."""
    return _NOBODY.fullmatch(address.partition("@")[0]) is not None


def author_of(headers: Headers, own: frozenset[str], repairs: Repairs) -> Address | None:
    """Return the mailbox of the person who wrote, None where no field names one.

    From, unless nobody answers there or it is ours and the mail came through our own contact form: then Reply-To.
    `own` are our addresses in lower case.
    """
    senders = [found for found in addresses_in(headers, "from", repairs) if found.address]
    writer = senders[0] if senders else None
    if writer is not None and not is_nobody(writer.address) and writer.key not in own:
        return writer
    for answer_to in addresses_in(headers, "reply-to", repairs):
        if answer_to.address and answer_to.key not in own and not is_nobody(answer_to.address):
            if writer is None or writer.key not in own or _came_to_us_only(headers, own, repairs):
                return answer_to
            break
    return writer or _sender_of_last_resort(headers, repairs)


def _came_to_us_only(headers: Headers, own: frozenset[str], repairs: Repairs) -> bool:
    recipients = recipients_of(headers, repairs)
    return bool(recipients) and all(address in own for address in recipients)


def _sender_of_last_resort(headers: Headers, repairs: Repairs) -> Address | None:
    for name in ("sender", "x-sender", "return-path", "x-original-from"):
        for found in addresses_in(headers, name, repairs):
            if found.address:
                return found
    return None


def recipients_of(headers: Headers, repairs: Repairs) -> tuple[str, ...]:
    """Return the addresses of To, Cc and Bcc in lower case, in order, none twice."""
    keys = [found.key for name in ("to", "cc", "bcc") for found in addresses_in(headers, name, repairs)]
    return tuple(dict.fromkeys(key for key in keys if key))
