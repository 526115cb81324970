"""The order of a case's timeline before its rows are made: which items follow which, and the markers between them.

A long conversation is sketched whole when it is opened; a message's row is made when it comes into sight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from desktop.model import Deed, Direction, HandOverWay, ItemKind, ThreadKind, TimelineItem
from ui.cases.timeline_rows import MarkerKind, MarkerRow
from ui.cases.timeline_words import event_words, hand_over_words, handed_over_to, move_words
from ui.text import clock_time, day_heading

_MESSAGES = (ItemKind.MESSAGE, ItemKind.DELIVERY)


@dataclass(frozen=True, slots=True)
class Sketch:
    """One row to be: a marker, or an item with what stands right above it (`last`, None after a marker)."""

    key: str
    item: TimelineItem
    last: TimelineItem | None = None
    marker: MarkerRow | None = None

    @property
    def is_message(self) -> bool:
        """True for what a person wrote: messages and notes."""
        return self.marker is None

    @property
    def is_note(self) -> bool:
        """True for an internal note."""
        return self.item.kind is ItemKind.NOTE or self.item.direction is Direction.NOTE

    @property
    def is_ours(self) -> bool:
        """True for what this desk wrote."""
        return self.marker is None and (self.is_note or self.item.direction is Direction.OUTGOING)

    @property
    def is_day(self) -> bool:
        """True for a day separator."""
        return self.marker is not None and self.marker.kind is MarkerKind.DAY

    @property
    def may_count_down(self) -> bool:
        """True for what may still be taken back for some seconds."""
        return self.marker is None and self.item.undo_until is not None


def sketch_timeline(items: Sequence[TimelineItem], now: datetime, tz: tzinfo) -> tuple[Sketch, ...]:
    """Return the rows to be of a case's items, which come oldest first. `tz` is the zone that days and times are of."""
    return tuple(_Course(now, tz).follow(items))


def thread_kind_of(item: TimelineItem) -> ThreadKind:
    """Return in which kind of thread an item stands."""
    if item.thread_kind is not None:
        return item.thread_kind
    return ThreadKind.DIRECT if item.visibility == "direct" else ThreadKind.PUBLIC


class _Course:
    """Follows a conversation from its first item to its last."""

    def __init__(self, now: datetime, tz: tzinfo) -> None:
        self._now = now
        self._tz = tz
        self._day: date | None = None
        self._before: TimelineItem | None = None  # the last item that was a message
        self._last: TimelineItem | None = None
        self._handed: HandOverWay | None = None  # how an agent said that it goes on

    def follow(self, items: Sequence[TimelineItem]) -> Iterator[Sketch]:
        for item in items:
            yield from self._markers(item)
            yield self._sketch(item)
            self._pass(item)

    def _markers(self, item: TimelineItem) -> Iterator[Sketch]:
        """Yield what stands above an item."""
        day = item.at.astimezone(self._tz).date()
        same_day, self._day = day == self._day, day
        if not same_day:
            text = day_heading(item.at, self._now, self._tz)
            yield self._marked(item, MarkerRow(MarkerKind.DAY, f"day {day} {item.key}", text, text))
        if item.kind in _MESSAGES and self._has_moved(item, same_day=same_day):
            yield self._moved(item, *move_words(thread_kind_of(item), clock_time(item.at, self._tz)))
        way = _way_of(item)
        if way is not None:
            yield self._moved(item, *hand_over_words(way, clock_time(item.at, self._tz)))

    def _sketch(self, item: TimelineItem) -> Sketch:
        if item.kind is not ItemKind.EVENT:
            return Sketch(item.key, item, self._last)
        icon, text = event_words(item, self._now, self._tz)
        spoken = f"{text}, {clock_time(item.at, self._tz)}"
        return Sketch(item.key, item, None, MarkerRow(MarkerKind.EVENT, item.key, text, spoken, icon))

    def _pass(self, item: TimelineItem) -> None:
        is_message, parts = item.kind in _MESSAGES, _is_parting_line(item, self._handed)
        self._last = item
        self._handed = _way_of(item) or (None if is_message and not parts else self._handed)
        if is_message and not _is_parting_line(item, self._handed):
            self._before = item

    def _marked(self, item: TimelineItem, marker: MarkerRow) -> Sketch:
        self._last = None
        return Sketch(marker.key, item, None, marker)

    def _moved(self, item: TimelineItem, icon: str, text: str) -> Sketch:
        return self._marked(item, MarkerRow(MarkerKind.MOVE, f"move {item.key}", text, text, icon))

    def _has_moved(self, item: TimelineItem, *, same_day: bool) -> bool:
        before, handed = self._before, self._handed
        if before is None:
            return False
        kind = thread_kind_of(item)
        if handed is not None and handed.thread_kind is not None:
            return kind is not handed.thread_kind and not _is_parting_line(item, handed)
        return thread_kind_of(before) is not kind and (same_day or before.network == item.network)


def _way_of(item: TimelineItem) -> HandOverWay | None:
    if item.kind is ItemKind.EVENT and item.text == Deed.HANDED_OVER:
        return handed_over_to(item.detail)
    return None


def _is_parting_line(item: TimelineItem, handed: HandOverWay | None) -> bool:
    """Return whether this is our public line that says how it goes on: nothing has moved back to the public."""
    ours = item.direction is Direction.OUTGOING and item.kind in _MESSAGES
    return handed is not None and ours and thread_kind_of(item) is ThreadKind.PUBLIC
