"""What a person must say to connect each kind of ticket system, and what it is called. Loads no network library."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from desktop.channels.loopback import is_loopback
from desktop.model.tickets import SystemKind


class FormField(StrEnum):
    """What a form asks for. The values name the fields of a form and of `TicketSystem.settings`."""

    NAME = "name"
    ADDRESS = "address"
    TOKEN = "token"  # noqa: S105 - a field's name
    USER = "user"  # the e-mail address that a token belongs to
    PLACE = "place"
    KEY_FIELD = "key_field"
    ISSUE_TYPE = "issue_type"
    MAILBOX = "mailbox"


@dataclass(frozen=True, slots=True)
class KindTraits:
    """A kind's own name, a short one for its tickets, an address as an example, what it asks for and what it needs.

    `settles` is how long after an attempt without an answer the system may still not find what it has, in seconds.
    """

    name: str
    short: str
    example: str
    asks: tuple[FormField, ...]
    needs: tuple[FormField, ...]
    place_example: str = ""
    settles: float = 10.0
    is_followed: bool = True


_USUAL = (FormField.ADDRESS, FormField.TOKEN, FormField.PLACE)
_TRAITS: Mapping[SystemKind, KindTraits] = {
    SystemKind.RT: KindTraits(
        "Request Tracker", "RT", "https://rt.example.org", (*_USUAL, FormField.KEY_FIELD), _USUAL, "General"
    ),
    SystemKind.REDMINE: KindTraits(
        "Redmine", "Redmine", "https://redmine.example.org", (*_USUAL, FormField.KEY_FIELD), _USUAL, "support"
    ),
    SystemKind.ZAMMAD: KindTraits("Zammad", "Zammad", "https://help.example.org", _USUAL, _USUAL, "Users", 60.0),
    SystemKind.ZENDESK: KindTraits(
        "Zendesk",
        "Zendesk",
        "https://company.zendesk.com",
        (FormField.ADDRESS, FormField.USER, FormField.TOKEN, FormField.PLACE),
        (FormField.ADDRESS, FormField.TOKEN),
        "360001234567",
        30.0,
    ),
    SystemKind.JIRA: KindTraits(
        "Jira",
        "Jira",
        "https://company.atlassian.net",
        (FormField.ADDRESS, FormField.USER, FormField.TOKEN, FormField.PLACE, FormField.ISSUE_TYPE),
        _USUAL,
        "CARE",
        60.0,
    ),
    SystemKind.EMAIL: KindTraits(
        "E-mail",
        "Ticket",
        "",
        (FormField.PLACE, FormField.MAILBOX),
        (FormField.PLACE, FormField.MAILBOX),
        "support@example.org",
        600.0,
        is_followed=False,
    ),
}
_TYPED_ADDRESS = re.compile(r"[a-z]+://", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def traits_of_kind(kind: SystemKind) -> KindTraits:
    """Return what a kind is called and asks for."""
    return _TRAITS[kind]


def clean_address(typed: str) -> str:
    """Return an address as it is kept: with its scheme, without what stands behind the path's last slash.

    Raises ValueError("not_an_address") or ValueError("not_secure") unless it is https, or http on this machine.
    """
    trimmed = typed.strip()
    if not _TYPED_ADDRESS.match(trimmed):
        trimmed = f"https://{trimmed}"
    try:
        parts = urlsplit(trimmed)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("not_an_address") from None
    if not host or parts.scheme not in ("http", "https") or " " in trimmed:
        raise ValueError("not_an_address")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError("not_secure")
    return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}"


def faults_of_form(kind: SystemKind, values: Mapping[FormField, str]) -> dict[FormField, str]:
    """Return what is wrong with what was filled in: "missing", "not_an_address", "not_secure", "not_a_number"."""
    traits = traits_of_kind(kind)
    faults = {field: "missing" for field in traits.needs if not values.get(field, "").strip()}
    if FormField.ADDRESS in traits.asks and FormField.ADDRESS not in faults:
        try:
            clean_address(values.get(FormField.ADDRESS, ""))
        except ValueError as error:
            faults[FormField.ADDRESS] = str(error)
    number = values.get(FormField.KEY_FIELD, "").strip()
    if kind is SystemKind.REDMINE and number and not number.isdigit():
        faults[FormField.KEY_FIELD] = "not_a_number"
    if (
        kind is SystemKind.EMAIL
        and FormField.PLACE not in faults
        and not _MAIL.fullmatch(values[FormField.PLACE].strip())
    ):
        faults[FormField.PLACE] = "not_an_address"
    return faults
