"""Saved views: queries that the desk keeps under a name, with an icon and an order, in the sequence of its choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from desktop.inbox.query_text import Fault, read_query
from desktop.model import Sort, made_uid
from desktop.store import Store

ICONS = (
    "star",
    "bookmark-simple",
    "flag",
    "heart",
    "lightning",
    "fire",
    "warning",
    "bell",
    "crown",
    "tag",
    "globe",
    "map-pin",
    "package",
    "shopping-cart",
    "wrench",
    "users",
)
"""Phosphor names among which a view's icon is chosen; each has a filled form."""
MOST_VIEWS = 40
LONGEST_NAME = 40
LONGEST_QUERY = 400
_KEY = "inbox.views"


@dataclass(frozen=True, slots=True)
class SavedView:
    """A query under a name. `query` is as a person typed it."""

    uid: str
    name: str
    query: str
    icon: str = ICONS[0]
    sort: Sort = Sort.URGENCY


@dataclass(frozen=True, slots=True)
class ViewDone:
    """What was done to a view ("added", "changed", "moved", "removed"), and how it is taken back."""

    what: str
    view: SavedView
    undo: Callable[[], None]


class ViewRefusedError(ValueError):
    """A view can't be kept: `reason` is no_name, no_query, too_many or faulty; `faults` are those of its query."""

    def __init__(self, reason: str, faults: tuple[Fault, ...] = ()) -> None:
        """Say why."""
        super().__init__(reason)
        self.reason = reason
        self.faults = faults


class ViewBook:
    """The desk's saved views, shared by every window on the store. Belongs to the thread of its store."""

    def __init__(self, store: Store, clock: Callable[[], datetime], tz: Callable[[], tzinfo]) -> None:
        """`tz` is the zone in which a query's days begin."""
        self._store = store
        self._clock = clock
        self._tz = tz

    def all(self) -> tuple[SavedView, ...]:
        """Return the views in their order; what can't be read is left out."""
        kept = self._store.settings.get(_KEY)
        views = [_view(one) for one in kept] if isinstance(kept, list) else []
        return tuple({one.uid: one for one in views if one is not None}.values())

    def get(self, uid: str) -> SavedView | None:
        """Return a view, None if it is gone."""
        return next((one for one in self.all() if one.uid == uid), None)

    def faults(self, query: str) -> tuple[Fault, ...]:
        """Return what of a query can't be understood."""
        return read_query(query, now=self._clock(), tz=self._tz()).faults

    def add(self, name: str, query: str, icon: str = ICONS[0], sort: Sort = Sort.URGENCY) -> ViewDone:
        """Keep a view after the others. Raises ViewRefusedError."""
        before = self.all()
        if len(before) >= MOST_VIEWS:
            raise ViewRefusedError("too_many")
        view = self._checked(SavedView(made_uid(), name, query, icon, sort))
        return self._keep("added", view, before, (*before, view))

    def change(self, view: SavedView) -> ViewDone:
        """Keep a view's new words, icon or order in its place. Raises ViewRefusedError; KeyError if it is gone."""
        before = self.all()
        if view.uid not in {one.uid for one in before}:
            raise KeyError(view.uid)
        checked = self._checked(view)
        return self._keep("changed", checked, before, [checked if one.uid == view.uid else one for one in before])

    def move(self, uid: str, by: int) -> ViewDone | None:
        """Move a view up (negative) or down; None where it can't go further or is gone."""
        before = self.all()
        place = next((n for n, one in enumerate(before) if one.uid == uid), None)
        if place is None or not 0 <= place + by < len(before):
            return None
        after = [one for one in before if one.uid != uid]
        after.insert(place + by, before[place])
        return self._keep("moved", before[place], before, after)

    def remove(self, uid: str) -> ViewDone | None:
        """Forget a view; None if it is gone. Undo puts it back in its place."""
        before = self.all()
        view = next((one for one in before if one.uid == uid), None)
        if view is None:
            return None
        return self._keep("removed", view, before, [one for one in before if one.uid != uid])

    def _checked(self, view: SavedView) -> SavedView:
        name, query = " ".join(view.name.split())[:LONGEST_NAME], view.query.strip()[:LONGEST_QUERY]
        if not name:
            raise ViewRefusedError("no_name")
        if not query:
            raise ViewRefusedError("no_query")
        faults = self.faults(query)
        if faults:
            raise ViewRefusedError("faulty", faults)
        return replace(view, name=name, query=query, icon=view.icon if view.icon in ICONS else ICONS[0])

    def _keep(self, what: str, view: SavedView, before: Sequence[SavedView], after: Sequence[SavedView]) -> ViewDone:
        self._write(after)
        return ViewDone(what, view, lambda: self._write(before))

    def _write(self, views: Sequence[SavedView]) -> None:
        self._store.settings.set(_KEY, [_plain(one) for one in views], self._clock())


def _plain(view: SavedView) -> dict[str, str]:
    return {
        "uid": view.uid,
        "name": view.name,
        "query": view.query,
        "icon": view.icon,
        "sort": view.sort.value,
    }


def _view(value: Any) -> SavedView | None:
    if not isinstance(value, dict) or not all(isinstance(value.get(key), str) for key in ("uid", "name", "query")):
        return None
    sort = next((one for one in Sort if one.value == value.get("sort")), Sort.URGENCY)
    icon = value.get("icon")
    return SavedView(value["uid"], value["name"], value["query"], icon if icon in ICONS else ICONS[0], sort)
