"""Saved views: kept in order, checked before they are kept, each change taken back; their query in plain parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.guardrails import default_hours
from desktop.inbox import (
    OPERATORS,
    WORDS,
    FaultCode,
    Inbox,
    Part,
    Parts,
    SavedView,
    ViewBook,
    ViewDone,
    ViewRefusedError,
    parts_of,
    read_query,
    written,
)
from desktop.model import Agent, Sort
from desktop.store import Store
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_author, taken

ROME = ZoneInfo("Europe/Rome")
LAURA = Agent("Laura Bianchi", "LB", "^LB")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = a_store(tmp_path)
    yield store
    store.close()


@pytest.fixture
def book(store: Store) -> ViewBook:
    return ViewBook(store, FakeClock(), lambda: ROME)


def names(book: ViewBook) -> list[str]:
    return [view.name for view in book.all()]


def test_a_view_is_kept_with_its_name_icon_query_and_order(book: ViewBook, store: Store) -> None:
    book.add("  Angry   VIPs ", "tag:vip class:complaint", "crown", Sort.REACH)
    view = ViewBook(store, FakeClock(), lambda: ROME).all()[0]
    kept = (view.name, view.query, view.icon, view.sort)
    assert kept == ("Angry VIPs", "tag:vip class:complaint", "crown", Sort.REACH)


@pytest.mark.parametrize(
    ("name", "query", "reason"),
    [(" ", "tag:vip", "no_name"), ("VIP", "  ", "no_query"), ("VIP", "network:myspace", "faulty")],
)
def test_what_cannot_be_kept_says_why(book: ViewBook, name: str, query: str, reason: str) -> None:
    with pytest.raises(ViewRefusedError) as refused:
        book.add(name, query)
    assert refused.value.reason == reason
    assert [one.code for one in refused.value.faults] == ([FaultCode.UNKNOWN_VALUE] if reason == "faulty" else [])
    assert names(book) == []


def test_every_change_is_taken_back(book: ViewBook) -> None:
    for name in ("One", "Two", "Three"):
        book.add(name, "is:open")
    two = book.all()[1]
    deeds: list[tuple[Callable[[], ViewDone | None], list[str]]] = [
        (lambda: book.move(two.uid, -1), ["Two", "One", "Three"]),
        (lambda: book.remove(two.uid), ["One", "Three"]),
        (lambda: book.change(replace(two, name="Zwei")), ["One", "Zwei", "Three"]),
        (lambda: book.add("Four", "is:open"), ["One", "Two", "Three", "Four"]),
    ]
    for deed, after in deeds:
        done = deed()
        assert done is not None
        assert names(book) == after
        done.undo()
        assert names(book) == ["One", "Two", "Three"]


def test_a_view_moves_no_further_than_the_ends(book: ViewBook) -> None:
    book.add("One", "is:open")
    assert book.move(book.all()[0].uid, -1) is None
    assert book.move("unknown", 1) is None
    assert book.remove("unknown") is None


def test_what_was_written_by_something_else_is_left_out(book: ViewBook, store: Store) -> None:
    good = {"uid": "u", "name": "Good", "query": "is:open", "icon": "no such icon", "sort": "no such order"}
    store.settings.set("inbox.views", [7, {"uid": "v"}, good, good], NOON)
    assert book.all() == (SavedView("u", "Good", "is:open"),)


def test_a_view_shows_its_cases_by_section_and_counts_them(store: Store) -> None:
    account = an_account(store)
    people = ("Ada", "Bo", "Cleo")
    arrivals = [taken(an_arrival(f"m{n}", author=an_author(name))) for n, name in enumerate(people)]
    store.intake.take(account, arrivals, NOON)
    inbox = Inbox(store, LAURA, FakeClock(), default_hours())
    found = inbox.view("from:ada or from:bo", Sort.URGENCY)
    assert {row.name for row in inbox.rows(found.page.ids)} == {"Ada", "Bo"}
    assert sum(section.count for section in found.page.sections) == 2
    assert inbox.count_view("from:ada or from:bo") == 2
    assert len(inbox.view("is:unassigned", Sort.NEWEST).page.ids) == inbox.count_view("is:unassigned") == 3


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("tag:vip -is:solved", Parts((Part("tag", "vip"), Part("is", "solved", negated=True)))),
        ("tag:vip or network:x", Parts((Part("tag", "vip"), Part("network", "x")), any_of=True)),
        ("no heating", Parts((Part(WORDS, "no heating"),))),
        ('not tag:"big client"', Parts((Part("tag", "big client", negated=True),))),
        ("12:30 at:home", Parts((Part(WORDS, "12:30 at:home"),))),
        ("(tag:a or tag:b) is:open", None),
        ("tag:a tag:b or tag:c", None),
        ("", Parts()),
    ],
)
def test_a_query_is_shown_in_parts_where_it_can_be(typed: str, parts: Parts | None) -> None:
    assert parts_of(typed) == parts


VALUES = {"before": "2026-03-01", "after": "7d", "priority": ">=50", "followers": "<10", "messages": "2..5"}
PART = st.sampled_from(sorted(OPERATORS)).flatmap(
    lambda name: st.builds(
        Part, st.just(name), st.sampled_from(OPERATORS[name] or ("vip", "big client", "12:30")), st.booleans()
    )
)


@given(st.lists(PART, min_size=1, max_size=6), st.booleans())
def test_written_parts_read_the_same_and_make_a_query_without_faults(parts: list[Part], any_of: bool) -> None:
    form = Parts(tuple(parts), any_of and len(parts) > 1)
    text = written(form)
    assert parts_of(text) == form
    assert read_query(text, now=NOON, tz=ROME).faults == ()


@given(st.text(max_size=60))
def test_any_text_is_shown_in_parts_or_not_at_all(typed: str) -> None:
    parts = parts_of(typed)
    assert parts is None or isinstance(written(parts), str)
