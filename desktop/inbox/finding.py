"""What a query finds: for the search as it is typed, and for the views that are saved."""

from __future__ import annotations

from array import array
from datetime import datetime
from zoneinfo import ZoneInfo

from desktop.inbox.lanes import Found, Inbox, LanePage
from desktop.inbox.query_text import ReadQuery, read_query
from desktop.model import Sort
from desktop.model.case_query import Both, CaseQuery, Either, Is, Not, On, Trait, Words
from desktop.store import LaneFilter, Standpoint, Store

_MOST_FOUND = 1_000


def search(inbox: Inbox, store: Store, typed: str, now: datetime, *, best: bool = False) -> Found:
    """Return the cases that match what was typed, newest or best first; at most some hundreds."""
    read = _read(inbox, typed, now)
    words = sought_words(read.query)
    text = typed if read.is_plain else " ".join((*words, ""))
    hits = store.search.hits(text, best=best) if words else {}
    if read.is_plain:
        ids = array("q", dict.fromkeys([*store.tickets.cases_named(typed.strip()), *hits]))
    else:
        ids = store.lanes.found(read.query, _standpoint(inbox, now), limit=_MOST_FOUND)
        if best:
            among = set(ids)
            ids = array("q", dict.fromkeys([*(one for one in hits if one in among), *ids]))
    shown = {case_id: hit for case_id, hit in hits.items() if hit is not None}
    return Found(LanePage(ids, (), complete=True), read.faults, shown, words)


def view(
    inbox: Inbox, store: Store, query: str, now: datetime, *, sort: Sort, narrow: LaneFilter | None = None
) -> Found:
    """Return all cases that a saved view's query asks for, in an order; by urgency with sections."""
    read = _read(inbox, query, now)
    asked, standpoint = _narrowed(read.query, narrow), _standpoint(inbox, now)
    words = sought_words(read.query)
    if sort is not Sort.URGENCY:
        ids = store.lanes.found(asked, standpoint, sort=sort)
        return Found(LanePage(ids, (), complete=True), read.faults, words=words)
    standing = inbox.standing(now)
    page = inbox.sectioned(store.lanes.found_sections(asked, standpoint, standing), now, standing, None)
    return Found(page, read.faults, words=words)


def count(inbox: Inbox, store: Store, query: str, now: datetime) -> int:
    """Return how many cases a query asks for."""
    return store.lanes.count_found(_read(inbox, query, now).query, _standpoint(inbox, now))


def sought_words(query: CaseQuery) -> tuple[str, ...]:
    """Return the words that a query wants to be there: what is marked in what it found."""
    if isinstance(query, Words):
        return tuple(query.text.split())
    if isinstance(query, Both | Either):
        return tuple(dict.fromkeys(word for part in query.parts for word in sought_words(part)))
    return ()


def _read(inbox: Inbox, typed: str, now: datetime) -> ReadQuery:
    return read_query(typed, now=now, tz=ZoneInfo(inbox.hours.timezone))


def _standpoint(inbox: Inbox, now: datetime) -> Standpoint:
    return Standpoint(inbox.agent.initials, now, now)


def _narrowed(query: CaseQuery, narrow: LaneFilter | None) -> CaseQuery:
    parts: list[CaseQuery] = [query]
    if narrow is not None and narrow.unread is not None:
        parts.append(Is(Trait.UNREAD) if narrow.unread else Not(Is(Trait.UNREAD)))
    if narrow is not None and narrow.network is not None:
        parts.append(On(narrow.network))
    return Both(tuple(parts)) if len(parts) > 1 else query
