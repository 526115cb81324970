"""What is typed into the search: words, operators, and, or, not, parentheses; and what they find in a store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.cases import CaseDesk
from desktop.guardrails import default_hours
from desktop.inbox import OPERATORS, FaultCode, Inbox, read_query
from desktop.model import Agent, CaseId, CaseStatus, Lane, MessageClass, Network
from desktop.model.case_query import (
    Both,
    CaseQuery,
    Classed,
    Counted,
    Detailed,
    Either,
    Figure,
    Has,
    Held,
    In,
    Is,
    Not,
    On,
    Person,
    Span,
    Tagged,
    Trait,
    Words,
)
from desktop.store import Store
from tests.factories import NOON, a_store, an_account, an_arrival, an_author, taken

ROME = ZoneInfo("Europe/Rome")


def query(typed: str) -> CaseQuery:
    return read_query(typed, now=NOON, tz=ROME).query


def faults(typed: str) -> list[FaultCode]:
    return [fault.code for fault in read_query(typed, now=NOON, tz=ROME).faults]


def midnight(month: int, day: int) -> datetime:
    return datetime(2026, month, day, tzinfo=ROME)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", Both()),
        ("refund", Words("refund", unfinished=True)),
        ("field:tariffa=mono", Detailed("tariffa", "mono")),
        ('-field:"Numero cliente=4471 0932"', Not(Detailed("Numero cliente", "4471 0932"))),
        ("field:kW=", Detailed("kW")),
        ("field:Torino", Detailed(value="Torino")),
        ("no heating ", Words("no heating")),
        ('"no heating"', Words("no heating")),
        ("from:marta", Person("marta")),
        ("network:x", On(Network.X)),
        ("NETWORK:X", On(Network.X)),
        ("in:solved", In(Lane.SOLVED)),
        ("in:my", In(Lane.MY_OPEN)),
        ('tag:"big client"', Tagged("big client")),
        ("class:complaint", Classed(MessageClass.COMPLAINT)),
        ("is:unanswered", Is(Trait.UNANSWERED)),
        ("has:note", Has(Held.NOTE)),
        ("-is:solved", Not(Is(Trait.SOLVED))),
        ("not is:solved", Not(Is(Trait.SOLVED))),
        ("priority:>=50", Counted(Figure.PRIORITY, 50)),
        ("priority:20..50", Counted(Figure.PRIORITY, 20, 50)),
        ("followers:<1000", Counted(Figure.FOLLOWERS, None, 999)),
        ("before:2026-03-01", Span(until=midnight(3, 1))),
        ("after:yesterday", Span(since=midnight(3, 11))),
        ("after:12h", Span(since=NOON - timedelta(hours=12))),
        ("is:open is:unread", Both((Is(Trait.OPEN), Is(Trait.UNREAD)))),
        ("is:open and is:unread", Both((Is(Trait.OPEN), Is(Trait.UNREAD)))),
        ("is:open or is:unread", Either((Is(Trait.OPEN), Is(Trait.UNREAD)))),
        ("refund is:open late", Both((Words("refund late", unfinished=True), Is(Trait.OPEN)))),
        (
            "tag:vip (is:open or not network:x)",
            Both((Tagged("vip"), Either((Is(Trait.OPEN), Not(On(Network.X)))))),
        ),
        ("at 10:30", Words("at 10:30", unfinished=True)),
        ("https://aurora.example/help", Words("https://aurora.example/help", unfinished=True)),
        ("()", Both()),
        ("or", Both()),
    ],
)
def test_a_text_is_read(typed: str, asked: CaseQuery) -> None:
    assert query(typed) == asked


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("network:twitter", FaultCode.UNKNOWN_VALUE),
        ("in:outbox", FaultCode.UNKNOWN_VALUE),
        ("is:", FaultCode.NO_VALUE),
        ("before:soon", FaultCode.NOT_A_DATE),
        ("before:2026-02-30", FaultCode.NOT_A_DATE),
        ("after:9999y", FaultCode.NOT_A_DATE),
        ("priority:high", FaultCode.NOT_A_NUMBER),
        ("priority:>20..50", FaultCode.NOT_A_NUMBER),
        ("(is:open", FaultCode.UNCLOSED),
        ("is:open)", FaultCode.UNCLOSED),
        ('"no heat', FaultCode.UNCLOSED),
        ("a " * 60, FaultCode.TOO_LONG),
        ("(" * 30, FaultCode.TOO_LONG),
    ],
)
def test_what_makes_no_sense_is_told_of(typed: str, code: FaultCode) -> None:
    assert code in faults(typed)


def test_the_rest_of_a_faulty_text_is_searched_for() -> None:
    read = read_query("refund network:twitter is:open", now=NOON, tz=ROME)
    assert read.query == Both((Words("refund"), Is(Trait.OPEN)))
    assert (read.faults[0].start, read.faults[0].end) == (7, 22)
    assert "x" in read.faults[0].choices


@given(st.text(alphabet='ab:-()" or1<>.', max_size=60) | st.text(max_size=60))
def test_no_text_is_too_strange(typed: str) -> None:
    read = read_query(typed, now=NOON, tz=ROME)
    assert all(0 <= fault.start <= fault.end <= len(typed) for fault in read.faults)


# --- in a store -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = a_store(tmp_path_factory.mktemp("query"))
    x = an_account(store, Network.X, "@aurora")
    town = an_account(store)
    people = {Network.X: x, Network.MASTODON: town}
    for number, (who, network, text) in enumerate(
        [
            ("Marta Rossi", Network.X, "Where is my refund?"),
            ("Joan Puig", Network.MASTODON, "No heating since Monday"),
            ("Ann Lee", Network.MASTODON, "Refund received, thanks"),
        ]
    ):
        author = an_author(who, network)
        sent = NOON - timedelta(days=number)
        store.intake.take(
            people[network], [taken(an_arrival(f"m{number}", author=author, text=text, sent_at=sent))], NOON
        )
    yield store
    store.close()


@pytest.fixture(scope="module")
def inbox(store: Store) -> Inbox:
    agent = Agent("Laura", "LB", "^LB")
    desk = CaseDesk(store, agent, lambda: NOON)
    ids = {row.name: row.id for row in store.lanes.rows(list(range(1, 10)))}
    desk.set_status([ids["Ann Lee"]], CaseStatus.SOLVED)
    desk.assign([ids["Joan Puig"]], "LB")
    desk.set_tags(ids["Joan Puig"], ("vip",))
    desk.add_note(ids["Marta Rossi"], "called her")
    return Inbox(store, agent, lambda: NOON, default_hours())


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("refund", ["Marta Rossi", "Ann Lee"]),
        ("refund is:solved", ["Ann Lee"]),
        ("refund -is:solved", ["Marta Rossi"]),
        ("from:joan", ["Joan Puig"]),
        ("from:joan or is:solved", ["Joan Puig", "Ann Lee"]),
        ("network:x", ["Marta Rossi"]),
        ("-network:x", ["Joan Puig", "Ann Lee"]),
        ("account:town.example", ["Joan Puig", "Ann Lee"]),
        ("account:%", []),
        ("tag:VIP", ["Joan Puig"]),
        ("has:tag has:note", []),
        ("has:note", ["Marta Rossi"]),
        ("is:mine", ["Joan Puig"]),
        ("assignee:lb", ["Joan Puig"]),
        ("is:unassigned is:open", ["Marta Rossi"]),
        ("in:solved", ["Ann Lee"]),
        ("not in:solved", ["Marta Rossi", "Joan Puig"]),
        ("before:today", ["Joan Puig", "Ann Lee"]),
        ("after:today", ["Marta Rossi"]),
        ("is:overdue", ["Joan Puig"]),
        ("is:repeat", []),
        ("is:", ["Marta Rossi", "Joan Puig", "Ann Lee"]),
        ("not is:repeat", ["Marta Rossi", "Joan Puig", "Ann Lee"]),
        ("messages:1", ["Marta Rossi", "Joan Puig", "Ann Lee"]),
        ("followers:>0", []),
        ("not followers:>0", ["Marta Rossi", "Joan Puig", "Ann Lee"]),
        ("language:ca", []),
        ("heating '; DROP TABLE cases", []),
    ],
)
def test_a_search_finds(store: Store, inbox: Inbox, typed: str, names: list[str]) -> None:
    found = inbox.search(typed)
    assert [row.name for row in store.lanes.rows([CaseId(one) for one in found.page.ids])] == names


@pytest.mark.parametrize(
    "typed", [f"{name}:{value}" for name, values in OPERATORS.items() for value in values or ("some",)]
)
def test_every_operator_with_every_value_is_answered(inbox: Inbox, typed: str) -> None:
    found = inbox.search(f"is:open {typed} not {typed}")
    assert found.faults == ()
    assert list(found.page.ids) == []


def test_the_clock_of_the_desk_is_utc_inside(inbox: Inbox) -> None:
    assert NOON.tzinfo is UTC
    assert inbox.search("after:2026-03-12").page.ids
