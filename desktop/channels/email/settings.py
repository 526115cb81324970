"""Where a mailbox lives and how it is used: servers, sign-in, folders, days, and what becomes of sent mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Plain = str | int | bool | None
"""A value that Account.settings can hold."""

FIRST_DAYS = 30


class Security(StrEnum):
    """How a connection is encrypted. There is no third way: without TLS nothing is sent."""

    TLS = "tls"  # from the first byte (RFC 8314)
    STARTTLS = "starttls"  # after a command in clear text


class SignIn(StrEnum):
    """How the mailbox is signed in to."""

    PASSWORD = "password"  # noqa: S105 - a way of signing in, not a password
    OAUTH = "oauth"


@dataclass(frozen=True, slots=True)
class Server:
    """One mail server: host name, TCP port and encryption."""

    host: str
    port: int
    security: Security = Security.TLS


@dataclass(frozen=True, slots=True)
class EmailSettings:
    """One mailbox, without its secrets.

    `username` is "" where the address itself is the name to sign in with. `folders` are pulled beside INBOX and
    Sent. `sent_folder` and `all_folder` are "" until found on the server. `first_days` is how far the first pull
    reaches back from `connected_on` (today if None). With `copy_to_self` our own address is a hidden recipient of
    all that is sent; `server_saves_sent` says that the provider files sent mail by itself.
    """

    address: str
    imap: Server
    smtp: Server
    name: str = ""
    username: str = ""
    smtp_username: str = ""
    sign_in: SignIn = SignIn.PASSWORD
    oauth_provider: str = ""
    oauth_client_id: str = ""
    aliases: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    sent_folder: str = ""
    pull_sent: bool = True
    first_days: int = FIRST_DAYS
    connected_on: date | None = None
    copy_to_self: bool = True
    server_saves_sent: bool = False
    ca_file: str = field(default="", repr=False)

    @property
    def imap_user(self) -> str:
        """The name to sign in with for reading."""
        return self.username or self.address

    @property
    def smtp_user(self) -> str:
        """The name to sign in with for sending."""
        return self.smtp_username or self.imap_user

    @property
    def own_addresses(self) -> frozenset[str]:
        """Every address that is us, lower-cased."""
        return frozenset(address.lower() for address in (self.address, *self.aliases) if address)

    @property
    def sends_copy(self) -> bool:
        """True if our own address travels as a hidden recipient: never where the provider files sent mail."""
        return self.copy_to_self and not self.server_saves_sent

    def to_account(self) -> dict[str, Plain]:
        """Return the plain values that Account.settings keeps. Lists are lines of one text."""
        return {
            "address": self.address,
            "name": self.name,
            "imap_host": self.imap.host,
            "imap_port": self.imap.port,
            "imap_security": self.imap.security.value,
            "smtp_host": self.smtp.host,
            "smtp_port": self.smtp.port,
            "smtp_security": self.smtp.security.value,
            "username": self.username,
            "smtp_username": self.smtp_username,
            "sign_in": self.sign_in.value,
            "oauth_provider": self.oauth_provider,
            "oauth_client_id": self.oauth_client_id,
            "aliases": "\n".join(self.aliases),
            "folders": "\n".join(self.folders),
            "sent_folder": self.sent_folder,
            "pull_sent": self.pull_sent,
            "first_days": self.first_days,
            "connected_on": self.connected_on.isoformat() if self.connected_on else None,
            "copy_to_self": self.copy_to_self,
            "server_saves_sent": self.server_saves_sent,
            "ca_file": self.ca_file,
        }

    @classmethod
    def from_account(cls, plain: Mapping[str, Plain]) -> EmailSettings:
        """Return the settings kept in Account.settings.

        Missing values take their defaults. Raises ValueError for an address without "@", a server without a
        name, a port outside 1 to 65535 and any encryption but "tls" and "starttls".
        """
        address = _text(plain, "address")
        if "@" not in address:
            raise ValueError("bad_address")
        return cls(
            address=address,
            imap=_server(plain, "imap", 993),
            smtp=_server(plain, "smtp", 465),
            name=_text(plain, "name"),
            username=_text(plain, "username"),
            smtp_username=_text(plain, "smtp_username"),
            sign_in=SignIn(_text(plain, "sign_in") or SignIn.PASSWORD),
            oauth_provider=_text(plain, "oauth_provider"),
            oauth_client_id=_text(plain, "oauth_client_id"),
            aliases=_lines(plain, "aliases"),
            folders=_lines(plain, "folders"),
            sent_folder=_text(plain, "sent_folder"),
            pull_sent=_flag(plain, "pull_sent", default=True),
            first_days=max(1, _number(plain, "first_days", FIRST_DAYS)),
            connected_on=_day(plain, "connected_on"),
            copy_to_self=_flag(plain, "copy_to_self", default=True),
            server_saves_sent=_flag(plain, "server_saves_sent", default=False),
            ca_file=_text(plain, "ca_file"),
        )


def _server(plain: Mapping[str, Plain], which: str, port: int) -> Server:
    host = _text(plain, f"{which}_host")
    number = _number(plain, f"{which}_port", port)
    if not host or not 1 <= number <= 65535:  # noqa: PLR2004 - the highest TCP port
        raise ValueError(f"bad_{which}_server")
    try:
        security = Security(_text(plain, f"{which}_security") or Security.TLS)
    except ValueError:
        raise ValueError("no_tls") from None
    return Server(host, number, security)


def _text(plain: Mapping[str, Plain], key: str) -> str:
    value = plain.get(key)
    return "" if value is None else str(value).strip()


def _lines(plain: Mapping[str, Plain], key: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in _text(plain, key).splitlines() if line.strip())


def _number(plain: Mapping[str, Plain], key: str, default: int) -> int:
    value = plain.get(key)
    try:
        return default if value is None or value == "" else int(value)
    except ValueError:
        raise ValueError(f"bad_{key}") from None


def _flag(plain: Mapping[str, Plain], key: str, *, default: bool) -> bool:
    value = plain.get(key)
    return default if value is None else bool(value)


def _day(plain: Mapping[str, Plain], key: str) -> date | None:
    value = _text(plain, key)
    return date.fromisoformat(value) if value else None
