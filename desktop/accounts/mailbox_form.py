"""What a person typed about a mailbox: forgiving of pasted decoration, clear about what is wrong with a field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from email.utils import parseaddr
from enum import StrEnum
from urllib.parse import urlsplit

from desktop.accounts.email import EmailSettings, EmailSignIn, Security, Server, SignIn

_HOST = re.compile(r"(?!-)[^\s/@:,;\\'\"<>()\[\]_]{1,253}(?<!-)")
_LOCAL_PART = re.compile(r"[^\s@<>,;:\\\"()\[\]]+")
_HIGHEST_PORT = 65535
_USUAL_PORTS = {"imap": (993, 143), "smtp": (465, 587)}


class MailField(StrEnum):
    """The fields of the form, as faults name them."""

    ADDRESS = "address"
    PASSWORD = "password"  # noqa: S105 - a field's name
    CLIENT_ID = "client_id"
    IMAP_HOST = "imap_host"
    IMAP_PORT = "imap_port"
    SMTP_HOST = "smtp_host"
    SMTP_PORT = "smtp_port"
    CA_FILE = "ca_file"


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with a field: "missing", "no_address", "several", "no_host", "bad_host", "no_port", "spaces"."""

    field: MailField
    reason: str


@dataclass(frozen=True, slots=True)
class TypedServer:
    """One server as typed."""

    host: str = ""
    port: str = ""
    security: Security = Security.TLS


@dataclass(frozen=True, slots=True)
class MailboxForm:
    """The form's fields as typed. `start` are the settings that were suggested for the address."""

    address: str
    sign_in: SignIn
    imap: TypedServer
    smtp: TypedServer
    start: EmailSettings | None = None
    password: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    oauth_provider: str = ""
    username: str = ""
    ca_file: str = ""

    def faults(self) -> tuple[FieldFault, ...]:
        """Return what is wrong, in the order of the fields."""
        found = [_address_fault(self.address)]
        if self.sign_in is SignIn.PASSWORD:
            found.append(FieldFault(MailField.PASSWORD, "missing") if not self.password else None)
        else:
            found.append(_client_fault(self.client_id))
        found += [_host_fault(MailField.IMAP_HOST, self.imap.host), _port_fault(MailField.IMAP_PORT, self.imap.port)]
        found += [_host_fault(MailField.SMTP_HOST, self.smtp.host), _port_fault(MailField.SMTP_PORT, self.smtp.port)]
        return tuple(fault for fault in found if fault is not None)

    def settings(self) -> EmailSettings:
        """Return the settings of a form without faults. Raises ValueError for one with."""
        if self.faults():
            raise ValueError("the form has faults")
        address = clean_address(self.address)
        imap, smtp = _server(self.imap), _server(self.smtp)
        start = self.start or EmailSettings(address, imap, smtp)
        is_oauth = self.sign_in is SignIn.OAUTH
        return replace(
            start,
            address=address,
            imap=imap,
            smtp=smtp,
            username=self.username.strip(),
            sign_in=self.sign_in,
            oauth_provider=self.oauth_provider if is_oauth else "",
            oauth_client_id=self.client_id.strip() if is_oauth else "",
            ca_file=self.ca_file.strip(),
        )

    def typed_sign_in(self) -> EmailSignIn:
        """Return the sign-in as far as it was typed; a browser brings the tokens later."""
        if self.sign_in is SignIn.OAUTH:
            return EmailSignIn(client_secret=self.client_secret.strip())
        return EmailSignIn(password=self.password)


def clean_address(typed: str) -> str:
    """Return the address in what was typed or pasted: "mailto:", angle brackets and a name before them are dropped."""
    text = " ".join(typed.split())
    if text.lower().startswith("mailto:"):
        text = text[len("mailto:") :].partition("?")[0]
    if "<" in text:
        text = parseaddr(text)[1] or text
    return text.strip().rstrip(".,;")


def clean_server(typed: str) -> tuple[str, str]:
    """Return (host, port) of a pasted server: "imaps://imap.example.org:993/" gives both, a bare name no port."""
    text = typed.strip().rstrip("/").rstrip(".")
    if "://" not in text and ":" not in text:
        return text.lower(), ""
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
        return parts.hostname or "", str(parts.port) if parts.port else ""
    except ValueError:
        return text, ""


def usual_port(which: str, security: Security) -> int:
    """Return the port that "imap" or "smtp" has with that encryption (RFC 8314, RFC 3501, RFC 6409)."""
    implicit, upgraded = _USUAL_PORTS[which]
    return implicit if security is Security.TLS else upgraded


def suggested_name(address: str) -> str:
    """Return a name to start from for a company's own address: "info@aurora-energia.it" gives "Aurora Energia"."""
    domain = address.rpartition("@")[2].lower()
    labels = [label for label in domain.split(".") if label]
    if len(labels) < 2:  # noqa: PLR2004 - a name and its ending
        return ""
    own = labels[-3] if len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) == 2 else labels[-2]  # noqa: PLR2004
    return " ".join(word[:1].upper() + word[1:] for word in own.split("-") if word)


def _address_fault(typed: str) -> FieldFault | None:
    address = clean_address(typed)
    if not address:
        return FieldFault(MailField.ADDRESS, "missing")
    if address.count("@") > 1 or "," in address or ";" in address:
        return FieldFault(MailField.ADDRESS, "several")
    local, at, domain = address.rpartition("@")
    is_one = at and _LOCAL_PART.fullmatch(local) and _HOST.fullmatch(domain) and ".." not in address
    return None if is_one else FieldFault(MailField.ADDRESS, "no_address")


def _client_fault(typed: str) -> FieldFault | None:
    text = typed.strip()
    if not text:
        return FieldFault(MailField.CLIENT_ID, "missing")
    return FieldFault(MailField.CLIENT_ID, "spaces") if any(letter.isspace() for letter in text) else None


def _host_fault(which: MailField, typed: str) -> FieldFault | None:
    host, _ = clean_server(typed)
    if not host:
        return FieldFault(which, "no_host")
    is_name = _HOST.fullmatch(host) is not None and ".." not in host
    return None if is_name else FieldFault(which, "bad_host")


def _port_fault(which: MailField, typed: str) -> FieldFault | None:
    digits = typed.strip()
    is_port = digits.isascii() and digits.isdigit() and 1 <= int(digits[:6]) <= _HIGHEST_PORT
    return None if is_port else FieldFault(which, "no_port")


def _server(typed: TypedServer) -> Server:
    return Server(clean_server(typed.host)[0], int(typed.port.strip()), typed.security)
