"""Time: the real clock, and the one conversion between aware UTC datetimes and stored milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def utc_now() -> datetime:
    """Return the current time, aware, UTC."""
    return datetime.now(UTC)


def to_ms(moment: datetime) -> int:
    """Return the whole milliseconds since 1970 of an aware datetime, rounded down. Raises TypeError for a naive one."""
    return (moment - _EPOCH) // _MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """Return the aware UTC datetime of milliseconds since 1970."""
    return _EPOCH + milliseconds * _MILLISECOND


def from_ms_or_none(milliseconds: int | None) -> datetime | None:
    """Return the datetime, or None for None."""
    return None if milliseconds is None else from_ms(milliseconds)


def to_ms_or_none(moment: datetime | None) -> int | None:
    """Return the milliseconds, or None for None."""
    return None if moment is None else to_ms(moment)
