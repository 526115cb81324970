"""When a mail was written, from headers that may say anything."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from desktop.channels.email.headers import Headers
from desktop.channels.email.repairs import Repair, Repairs

FIRST_YEAR = 1980
LAST_YEAR = 2100
MOST_AHEAD = timedelta(hours=24)  # of the time of arrival: a clock set wrong, not a time zone
UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)

_LONGEST = 200  # characters of a date
_SUMMER_TOO = re.compile(r"\b([A-Z]{3})\d[A-Z]{3}\b")  # "EST5EDT", as a Unix machine names its zone
_COMMENT = re.compile(r"\([^()]*\)")


def parse_date(value: str) -> datetime | None:
    """Return an RFC 5322 date as aware UTC, None where it is none. A time without a zone is taken as UTC."""
    value = value[:_LONGEST]
    while "(" in value and (bare := _COMMENT.sub(" ", value)) != value:
        value = bare
    value = _SUMMER_TOO.sub(r"\1", value)
    try:
        moment = parsedate_to_datetime(value)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def sent_at(headers: Headers, received_at: datetime | None, repairs: Repairs) -> datetime:
    """Return when the mail was written: Date if it is believable, else the time of arrival, else a Received field.

    UNKNOWN where nothing in the mail tells. Always aware, UTC.
    """
    written = parse_date(headers.raw("date"))
    if written is not None and (received_at is None or written <= received_at + MOST_AHEAD):
        return written
    repairs.add(Repair.DATE)
    if received_at is not None:
        return received_at.astimezone(UTC)
    passed = (parse_date(stamp.rpartition(";")[2]) for stamp in headers.fields.get("received", ()))
    return next((moment for moment in passed if moment is not None), UNKNOWN)
