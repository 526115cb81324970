"""What the palette lists: its groups, their order and shares, and what each row says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.model import ClockState, ThreadKind
from desktop.model.tickets import TicketState
from tests.ui.conversation import NOW
from tests.ui.palettes import CONTEXT, REPLIES, actions, found_bills, found_case, registry
from ui.shell.palette_actions import plain_action
from ui.shell.palette_found import Front, excerpt
from ui.shell.palette_presenter import MOST_ROWS, Query, count_rows, present_palette, query_of
from ui.shell.palette_rows import (
    Found,
    FoundCustomer,
    FoundTicket,
    OfferedReply,
    PaletteItem,
    PaletteRow,
    PaletteTitle,
    RowKind,
)


def listed(typed: str, found: Found | None = None, recent: tuple[str, ...] = ()) -> tuple[PaletteItem, ...]:
    return present_palette(query_of(typed), registry(recent=recent).all(), recent, REPLIES, found or Found(), CONTEXT)


def titles(items: tuple[PaletteItem, ...]) -> list[str]:
    return [item.text for item in items if isinstance(item, PaletteTitle)]


def rows(items: tuple[PaletteItem, ...]) -> list[PaletteRow]:
    return [item for item in items if isinstance(item, PaletteRow)]


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("bol", Query("bol")),
        ("@ma", Query("ma", RowKind.CUSTOMER)),
        ("/ gua ", Query("gua", RowKind.REPLY)),
        ("  >", Query("", RowKind.ACTION)),
        ("#14", Query("14", RowKind.TICKET)),
        ("", Query("")),
    ],
)
def test_a_mark_narrows_to_one_kind(typed: str, query: Query) -> None:
    assert query_of(typed) == query


def test_groups_stand_in_the_order_of_the_picture() -> None:
    assert titles(listed("bol", found_bills())) == ["Conversations", "Customers", "Canned replies"]


def test_an_action_named_so_stands_first() -> None:
    items = listed("sol", Found((found_case(1, "solar panels"),)))
    assert titles(items) == ["Actions", "Conversations"]
    assert rows(items)[0].title == "Solve, go to next"


def test_nothing_typed_lists_every_action_those_used_last_first() -> None:
    items = listed("", recent=("sync", "gone"))
    assert titles(items) == ["Used last", "Views", "Actions", "Channels"]
    assert [row.key for row in rows(items)][:2] == ["sync", "view.my_open"]
    assert count_rows(items) == len(actions())


def test_every_action_shows_its_key() -> None:
    keys = {row.title: row.caps for row in rows(listed(">"))}
    assert keys["Solve, go to next"] == ("E",)
    assert keys["Hand over"] == ("Ctrl", "Shift", "H")
    assert keys["My open"] == ("Ctrl", "1")


def test_never_more_than_twelve_rows_and_actions_keep_their_part() -> None:
    many = Found(
        tuple(found_case(number, "write") for number in range(1, 13)),
        tuple(FoundCustomer(n, f"c{n}", f"Writer {n}", "@w", (), 1) for n in range(6)),
    )
    replies = tuple(OfferedReply(f"w{n}", f"Write {n}", "English") for n in range(6))
    offered = [plain_action(f"a{n}", f"Write {n}", lambda: None) for n in range(9)]
    items = present_palette(Query("wri"), offered, (), replies, many, CONTEXT)
    kinds = [row.kind for row in rows(items)]
    assert len(kinds) == MOST_ROWS
    assert kinds.count(RowKind.ACTION) == 4
    assert kinds.count(RowKind.CASE) == 4


def test_what_is_not_possible_now_is_not_listed() -> None:
    never = plain_action("never", "Solve everything", lambda: None, is_enabled=lambda: False)
    items = present_palette(Query("solve"), [never], (), (), Found(), CONTEXT)
    assert items == ()


def test_a_conversation_shows_the_words_that_match_and_its_clock() -> None:
    marta, elena = rows(listed("bol", found_bills()))[:2]
    assert marta.detail.startswith("…")
    start, end = marta.detail_spans[0]
    assert marta.detail[start:end] == "bol"
    assert marta.chip is not None
    assert (marta.chip.text, marta.aside) == ("13 min", "")
    assert elena.chip is None
    assert elena.aside == "Dec 2025"
    assert marta.spoken.startswith("Conversation with Marta Sanna, Mastodon. 13 minutes left.")


def test_what_a_customer_posted_in_public_by_mistake_is_covered() -> None:
    row = rows(
        listed(
            "bonifico",
            Found(
                (found_case(1, "Il bonifico va su IT60X0542811101000000123456, grazie", thread_kind=ThreadKind.PUBLIC),)
            ),
        )
    )[0]
    assert row.detail == f"Il bonifico va su {'•' * 27}, grazie"


def test_a_quiet_clock_makes_way_for_the_time() -> None:
    calm = found_case(1, "bol", due_at=NOW + timedelta(hours=2))
    row = rows(present_palette(Query("bol"), (), (), (), Found((calm,)), CONTEXT))[0]
    assert row.chip is None
    assert row.aside
    paused = replace(CONTEXT, hours_open=False)
    soon = found_case(1, "bol", due_at=NOW + timedelta(minutes=5))
    assert rows(present_palette(Query("bol"), (), (), (), Found((soon,)), paused))[0].chip is None
    assert ClockState.PAUSED not in (ClockState.AT_RISK, ClockState.BREACHED)


def test_a_customer_shows_handle_messages_and_networks() -> None:
    row = rows(listed("@bol", found_bills()))[0]
    assert (row.kind, row.detail) == (RowKind.CUSTOMER, "@ettore.bollani, 31 messages")
    assert len(row.networks) == 2


def test_a_mark_for_replies_lists_only_them() -> None:
    items = listed("/dup", found_bills())
    assert titles(items) == ["Canned replies"]
    assert [row.key for row in rows(items)] == ["duplicato"]


def test_an_excerpt_begins_at_a_word_before_the_match() -> None:
    text, spans = excerpt("one two three four five six seven bolletta eight nine ten eleven", "bol")
    assert text == "…four five six seven bolletta eight nine ten eleven"
    assert [text[start:end] for start, end in spans] == ["bol"]
    assert excerpt("bolletta\n\nat once", "bol") == ("bolletta at once", ((0, 3),))
    assert excerpt("nothing here", "bol") == ("nothing here", ())


def test_a_view_among_actions_says_that_it_is_one() -> None:
    found = {row.title: row.detail for row in rows(listed("o"))}
    assert found["My open"] == "View"
    assert {row.title: row.detail for row in rows(listed(""))}["My open"] == ""


TICKET = FoundTicket(1, "RT #1423", "Rimborso doppio addebito", "Marta Sanna", TicketState.OPEN, "open")


def test_the_mark_of_tickets_lists_them_with_their_state_and_whose_they_are() -> None:
    items = listed("#14", Found(tickets=(TICKET,)))
    assert titles(items) == ["Tickets"]
    row = rows(items)[0]
    assert (row.kind, row.key, row.title) == (RowKind.TICKET, 1, "RT #1423")
    assert row.detail == "Rimborso doppio addebito, Marta Sanna"
    assert row.chip is not None
    assert row.chip.text == "Open"
    assert [row.title[start:end] for start, end in row.title_spans] == ["14"]
    assert row.spoken == "Ticket RT #1423. Rimborso doppio addebito, Marta Sanna. Open"


def test_every_group_that_found_something_keeps_a_row() -> None:
    cases = tuple(found_case(number, "rimborso") for number in range(1, 9))
    people = tuple(FoundCustomer(n, f"c{n}", f"Rimborso {n}", "@r", (), 1) for n in range(6))
    replies = (OfferedReply("rimborso", "Rimborso in arrivo", "Italian"),)
    offered = [plain_action(f"a{n}", f"Rimborso {n}", lambda: None) for n in range(9)]
    items = present_palette(Query("rimborso"), offered, (), replies, Found(cases, people, (TICKET,)), CONTEXT)
    assert set(titles(items)) == {"Conversations", "Customers", "Tickets", "Canned replies", "Actions"}
    assert count_rows(items) == MOST_ROWS


def test_words_become_deeds_a_tag_for_the_conversation_in_front_and_a_search() -> None:
    context = replace(CONTEXT, front=Front("Marta Sanna", has_search=True))
    items = present_palette(Query("bol"), actions(), (), (), Found(tags=("bolletta", "altro")), context)
    tag, search = rows(items)[-2:]
    assert (tag.kind, tag.key, tag.title, tag.detail) == (RowKind.TAG, "bolletta", "Add tag bolletta", "Marta Sanna")
    assert [tag.title[start:end] for start, end in tag.title_spans] == ["bol"]
    assert (search.kind, search.key, search.title) == (RowKind.SEARCH, "bol", "Search the list for “bol”")
    nobody = replace(CONTEXT, front=Front(has_search=True))
    kinds = [row.kind for row in rows(present_palette(Query("bol"), (), (), (), Found(tags=("bolletta",)), nobody))]
    assert kinds == [RowKind.SEARCH]
