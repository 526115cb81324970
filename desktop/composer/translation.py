"""The translation page: which address of a company's or a person's own choice shows a text in another language.

Nothing is translated here and nothing is sent: the address is for the system's browser, once somebody has agreed.
"""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import quote, urlsplit

LONGEST = 2_000
"""Code points of a text that fit into an address; browsers and servers cut longer ones."""

_FIELD = re.compile(r"\{[^{}]*\}")
_FIELDS = ("{text}", "{from}", "{to}")
_HERE = ("localhost", "127.0.0.1", "::1")
_UNKNOWN = "auto"  # what translation pages call a language that they are to find out


class TemplateFault(StrEnum):
    """What keeps an address from being a translation page's."""

    NOT_AN_ADDRESS = "not_an_address"
    NOT_SECURE = "not_secure"
    NO_TEXT = "no_text"
    UNKNOWN_FIELD = "unknown_field"


def fault_of_template(template: str) -> TemplateFault | None:
    """Return what is wrong with the address of a page, None if nothing is.

    It is one of the web, encrypted unless it is of this computer, and holds {text}; {from} and {to} are languages by
    ISO 639-1. The fields never stand in the host: nobody but the page that was named gets the text.
    """
    try:
        parts = urlsplit(template.strip())
        host = parts.hostname or ""
    except ValueError:
        return TemplateFault.NOT_AN_ADDRESS
    if (
        parts.scheme not in ("http", "https")
        or not host
        or _FIELD.search(parts.netloc)
        or re.search(r"\s", template.strip())
    ):
        return TemplateFault.NOT_AN_ADDRESS
    if parts.scheme == "http" and host not in _HERE:
        return TemplateFault.NOT_SECURE
    if any(field not in _FIELDS for field in _FIELD.findall(template)):
        return TemplateFault.UNKNOWN_FIELD
    return None if "{text}" in template else TemplateFault.NO_TEXT


def host_of(template: str) -> str:
    """Return the name of the server that gets the text."""
    return urlsplit(template.strip()).hostname or ""


def page_address(template: str, text: str, source: str, target: str) -> str:
    """Return the address that shows a text, at most LONGEST code points of it; `source` "" is found out by the page."""
    values = {"{text}": text[:LONGEST], "{from}": source or _UNKNOWN, "{to}": target}
    whole = template.strip()
    return _FIELD.sub(lambda match: quote(values.get(match[0], ""), safe="", errors="replace"), whole)
