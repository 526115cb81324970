"""A writer of raw mails: every field has a default, so that a test says only what it is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from desktop.channels.email.mapping import read_message
from desktop.model import Arrival

Write = Callable[..., bytes]
Read = Callable[..., Arrival]

RECEIVED = datetime(2025, 3, 3, 12, 0, tzinfo=UTC)
_DEFAULTS = {
    "Message-ID": "<first@post.example>",
    "Date": "Mon, 3 Mar 2025 10:12:11 +0100",
    "From": "Marta Riu <marta@post.example>",
    "To": "care@shop.example",
    "Subject": "Where is my parcel",
}


def _write(body: str | bytes = "My parcel has not come.\r\n", **fields: str | bytes | None) -> bytes:
    """Return a raw mail; `content_type` is Content-Type, None leaves a field out."""
    given: dict[str, str | bytes | None] = dict(_DEFAULTS)
    given.update({name.replace("_", "-").title().replace("Id", "ID"): value for name, value in fields.items()})
    lines = [
        name.encode() + b": " + (value if isinstance(value, bytes) else value.encode())
        for name, value in given.items()
        if value is not None
    ]
    return b"\r\n".join([*lines, b"", body if isinstance(body, bytes) else body.encode()])


@pytest.fixture
def write() -> Write:
    """Return the writer of raw mails."""
    return _write


@pytest.fixture
def read() -> Read:
    """Return a reader for one mailbox: writes a mail from the same arguments, or takes raw bytes as `raw`."""

    def reader(
        body: str | bytes = "My parcel has not come.\r\n", *, raw: bytes | None = None, **fields: str
    ) -> Arrival:
        mail = raw if raw is not None else _write(body, **fields)
        return read_message(mail, own_addresses=frozenset({"Care@Shop.example"}), received_at=RECEIVED)

    return reader
