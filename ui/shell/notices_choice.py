"""What an agent wants to be told: which kinds, when not, and whether a direct message's text is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.store import Store
from ui.shell.notices import NoticeKind

SHOWS_DIRECT_TEXT = "notices.direct_text"
TELLS_OUTSIDE_HOURS = "notices.outside_hours"
"""Names of settings, both off unless the agent chooses otherwise."""

_OFF, _QUIET = "notices.off", "notices.quiet"
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From when until when nothing is shown, in minutes after midnight by the desk's clock; may pass midnight."""

    start: int = 20 * 60
    end: int = 8 * 60

    def covers(self, local: datetime) -> bool:
        """Return whether a local moment lies within; equal ends cover the whole day."""
        minute = local.hour * 60 + local.minute
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


@dataclass(frozen=True, slots=True)
class NoticeChoice:
    """The whole choice. `quiet` None: there are no quiet hours."""

    off: frozenset[NoticeKind] = frozenset()
    shows_direct_text: bool = False
    tells_outside_hours: bool = False
    quiet: QuietHours | None = None


def notice_choice(store: Store) -> NoticeChoice:
    """Return what was chosen; whatever can't be read takes its default."""
    off = store.settings.get(_OFF)
    named = off if isinstance(off, list) else []
    return NoticeChoice(
        frozenset(kind for kind in NoticeKind if kind.value in named),
        store.settings.get(SHOWS_DIRECT_TEXT) is True,
        store.settings.get(TELLS_OUTSIDE_HOURS) is True,
        _quiet_from(store.settings.get(_QUIET)),
    )


def keep_notice_choice(store: Store, choice: NoticeChoice, at: datetime) -> None:
    """Keep the choice. Raises StoreError."""
    quiet = choice.quiet
    with store.connection.writing():
        store.settings.set(_OFF, sorted(kind.value for kind in choice.off), at)
        store.settings.set(SHOWS_DIRECT_TEXT, choice.shows_direct_text, at)
        store.settings.set(TELLS_OUTSIDE_HOURS, choice.tells_outside_hours, at)
        store.settings.set(_QUIET, {"start": quiet.start, "end": quiet.end} if quiet is not None else None, at)


def _quiet_from(value: object) -> QuietHours | None:
    if not isinstance(value, dict):
        return None
    start, end = value.get("start"), value.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not (0 <= start < _DAY and 0 <= end < _DAY):
        return None
    return QuietHours(start, end)
