"""Listening: what names us without addressing us is kept apart, comes once, and leaves when somebody turns to us."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.cases import CaseDesk
from desktop.model import (
    Account,
    AccountRole,
    Agent,
    Arrival,
    CaseId,
    CaseStatus,
    Deed,
    Direction,
    Lane,
    Network,
    Reason,
    ReasonCode,
    Removal,
    ThreadKind,
    Visibility,
)
from desktop.store import Store
from desktop.store.sameness import canonical_link
from tests.effort import examples
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_assessment, an_author, taken

LAURA = Agent("Laura Bianchi", "LB", "^LB")
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def care(store: Store) -> Account:
    return an_account(store, Network.X, "@auroracare")


@pytest.fixture
def brand(store: Store) -> Account:
    account = an_account(store, Network.X, "@aurora")
    store.accounts.change(account, role=AccountRole.BRAND, name="Aurora", settings={}, actor="Laura", at=NOON)
    return account


def a_post(remote_id: str = "p1", **changes: Any) -> Arrival:
    return an_arrival(remote_id, **{"author": an_author(network=Network.X), **changes})


def a_hit(remote_id: str = "p1", **changes: Any) -> Arrival:
    return a_post(remote_id, **{"mentions_us": False, **changes})


def in_lane(store: Store, lane: Lane, agent: str = "LB") -> list[int]:
    return list(store.lanes.ids(lane, agent=agent, at_risk_before=NOON + timedelta(days=1)))


def lanes_of(store: Store) -> dict[Lane, int]:
    """Return how many cases each lane holds, of those that hold any; counts and ids agree."""
    lanes = (Lane.MY_OPEN, Lane.UNASSIGNED, Lane.AT_RISK, Lane.LISTENING, Lane.WAITING, Lane.SOLVED)
    for lane in lanes:
        counted = store.lanes.count(lane, agent="LB", at_risk_before=NOON + timedelta(days=1))
        assert counted == len(in_lane(store, lane))
    return {lane: len(in_lane(store, lane)) for lane in lanes if in_lane(store, lane)}


def the_desk(store: Store) -> CaseDesk:
    return CaseDesk(store, LAURA, FakeClock(LATER))


def only(store: Store) -> CaseId:
    ids = in_lane(store, Lane.ALL)
    assert len(ids) == 1
    return CaseId(ids[0])


def test_what_does_not_address_us_goes_into_a_lane_of_its_own(store: Store, care: Account) -> None:
    store.intake.take(care, [taken(a_hit())], NOON)
    assert lanes_of(store) == {Lane.LISTENING: 1}
    assert store.lanes.rows([only(store)])[0].listening


def test_what_addresses_us_does_not(store: Store, care: Account) -> None:
    store.intake.take(care, [taken(a_post())], NOON)
    assert lanes_of(store) == {Lane.UNASSIGNED: 1, Lane.AT_RISK: 1}


def test_a_hit_that_somebody_takes_is_their_work(store: Store, care: Account) -> None:
    store.intake.take(care, [taken(a_hit())], NOON)
    done = the_desk(store).assign([only(store)], "LB")
    assert lanes_of(store) == {Lane.MY_OPEN: 1, Lane.AT_RISK: 1}
    assert done.undo is not None
    done.undo()
    assert lanes_of(store) == {Lane.LISTENING: 1}


def test_a_hit_that_is_solved_is_solved(store: Store, care: Account) -> None:
    store.intake.take(care, [taken(a_hit())], NOON)
    the_desk(store).set_status([only(store)], CaseStatus.SOLVED)
    assert lanes_of(store) == {Lane.SOLVED: 1}


def test_the_same_post_by_search_and_as_a_mention_is_one_case_out_of_listening(store: Store, care: Account) -> None:
    chip = an_assessment()
    heard = taken(a_hit(), assessment=type(chip)(**{**_values(chip), "reasons": (Reason(ReasonCode.NO_MENTION),)}))
    store.intake.take(care, [heard], NOON)
    assert store.lanes.rows([only(store)])[0].reasons == (Reason(ReasonCode.NO_MENTION),)
    result = store.intake.take(care, [taken(a_post())], NOON)
    assert (result.new, result.case_ids) == (0, {only(store)})
    assert lanes_of(store) == {Lane.UNASSIGNED: 1, Lane.AT_RISK: 1}
    assert store.lanes.rows([only(store)])[0].reasons == ()
    assert store.cases.detail(only(store)).threads[0].addressed  # type: ignore[union-attr]


def _values(assessment: Any) -> dict[str, Any]:
    return {name: getattr(assessment, name) for name in assessment.__slots__}


@pytest.mark.parametrize("mention_first", [True, False])
def test_both_in_one_batch_are_a_mention(store: Store, care: Account, mention_first: bool) -> None:
    both = [taken(a_hit()), taken(a_post())]
    store.intake.take(care, both[::-1] if mention_first else both, NOON)
    assert lanes_of(store) == {Lane.UNASSIGNED: 1, Lane.AT_RISK: 1}
    assert store.connection.read_column("SELECT addressed FROM message") == [1]


def test_a_later_search_makes_no_mention_a_hit_again(store: Store, care: Account) -> None:
    store.intake.take(care, [taken(a_post())], NOON)
    store.intake.take(care, [taken(a_hit())], NOON)
    assert lanes_of(store) == {Lane.UNASSIGNED: 1, Lane.AT_RISK: 1}


def test_two_accounts_that_hear_the_same_post_make_one_case(store: Store, care: Account, brand: Account) -> None:
    store.intake.take(brand, [taken(a_hit())], NOON)
    known = store.intake.look(care, [a_hit()])
    assert [one.is_new for one in known] == [False]
    store.intake.take(care, [taken(a_hit())], NOON)
    assert lanes_of(store) == {Lane.LISTENING: 1}
    assert store.connection.read_one("SELECT count(*) FROM message") == (1,)
    assert store.connection.read_column("SELECT incoming FROM identity") == [1]


def test_two_accounts_that_are_mentioned_together_make_one_case(store: Store, care: Account, brand: Account) -> None:
    for account in (brand, care):
        store.intake.take(account, [taken(a_post())], NOON)
    assert lanes_of(store) == {Lane.UNASSIGNED: 1, Lane.AT_RISK: 1}


def test_a_mention_moves_the_post_to_the_account_that_was_addressed(
    store: Store, care: Account, brand: Account
) -> None:
    store.intake.take(brand, [taken(a_hit())], NOON)
    case_id = only(store)
    store.cases.add_note(case_id, "Da seguire", author="Laura", at=NOON)
    store.intake.take(care, [taken(a_post())], NOON)
    detail = store.cases.detail(case_id)
    assert detail is not None
    assert [thread.account_id for thread in detail.threads] == [care.id]
    assert (detail.messages, detail.threads[0].addressed) == (1, True)
    assert store.connection.read_one("SELECT account_id, addressed FROM message") == (care.id, 1)
    assert store.connection.read_column("SELECT incoming FROM identity") == [1]
    assert [hit.text for hit in store.search.messages("bolletta")] == [detail.row.snippet]
    assert len(store.timeline.items(case_id)) == 2
    assert lanes_of(store) == {Lane.UNASSIGNED: 1, Lane.AT_RISK: 1}


def test_a_reply_below_a_heard_post_joins_its_case_and_takes_it_out_of_listening(
    store: Store, care: Account, brand: Account
) -> None:
    store.intake.take(brand, [taken(a_hit())], NOON)
    reply = a_post("p2", thread_remote_id="p1", in_reply_to="p1", sent_at=LATER)
    store.intake.take(care, [taken(reply)], LATER)
    assert store.cases.detail(only(store)).messages == 2  # type: ignore[union-attr]
    assert lanes_of(store) == {Lane.UNASSIGNED: 1, Lane.AT_RISK: 1}


def test_what_is_private_stays_with_the_account_that_got_it(store: Store, care: Account, brand: Account) -> None:
    for account in (brand, care):
        note = a_post(thread_kind=ThreadKind.DIRECT, visibility=Visibility.DIRECT)
        store.intake.take(account, [taken(note)], NOON)
    assert store.connection.read_one("SELECT count(*) FROM message") == (2,)


def test_a_removal_heard_by_either_account_empties_the_one_message(store: Store, care: Account, brand: Account) -> None:
    store.intake.take(brand, [taken(a_hit())], NOON)
    assert store.intake.remove(care, [Removal("p1", LATER)]).removed == 1
    assert store.search.messages("bolletta") == ()


def on_server(store: Store, handle: str, server: str) -> Account:
    account = an_account(store, Network.MASTODON, handle)
    settings: dict[str, str | int | bool | None] = {"server": server}
    store.accounts.change(account, role=AccountRole.CARE, name="Aurora", settings=settings, actor="Laura", at=NOON)
    found = store.accounts.get(account.id)
    assert found is not None
    return found


def test_one_id_on_two_servers_is_two_posts_and_one_address_is_one(store: Store) -> None:
    here = on_server(store, "@aurora@here.example", "https://here.example")
    there = on_server(store, "@aurora@there.example", "https://there.example")
    link = "https://third.example/@marta/7"
    store.intake.take(here, [taken(an_arrival("7", permalink="https://here.example/@ugo/7"))], NOON)
    store.intake.take(there, [taken(an_arrival("7", permalink=link, mentions_us=False))], NOON)
    assert store.connection.read_one("SELECT count(*) FROM message") == (2,)
    store.intake.take(here, [taken(an_arrival("9", permalink=link))], NOON)
    rows = store.connection.read("SELECT account_id, remote_id, addressed FROM message ORDER BY remote_id")
    assert rows == [(here.id, "7", 1), (here.id, "9", 1)]


def test_the_case_of_a_moved_post_is_found_again_from_the_account_that_lost_it(store: Store) -> None:
    here = on_server(store, "@aurora@here.example", "https://here.example")
    there = on_server(store, "@aurora@there.example", "https://there.example")
    link = "https://third.example/@marta/7"
    store.intake.take(there, [taken(an_arrival("70", permalink=link, mentions_us=False))], NOON)
    store.intake.take(here, [taken(an_arrival("9", permalink=link))], NOON)
    again = an_arrival("71", thread_remote_id="70", mentions_us=False, sent_at=LATER, author=an_author("Ugo Neri"))
    store.intake.take(there, [taken(again)], LATER)
    assert store.cases.detail(only(store)).messages == 2  # type: ignore[union-attr]


def an_article(remote_id: str, link: str, **changes: Any) -> Arrival:
    author = an_author("Il Corriere di Prova", Network.LISTENING)
    return an_arrival(remote_id, **{"author": author, "permalink": link, "mentions_us": False, **changes})


def test_an_article_in_two_feeds_is_one_case_and_two_articles_of_a_paper_are_two(store: Store) -> None:
    web = an_account(store, Network.LISTENING, "feeds")
    other = an_account(store, Network.LISTENING, "more feeds")
    first = an_article("guid-1", "https://paper.example/aurora/?utm_source=rss")
    store.intake.take(web, [taken(first), taken(an_article("guid-2", "https://paper.example/other"))], NOON)
    store.intake.take(web, [taken(an_article("guid-9", "http://www.paper.example/aurora#top"))], LATER)
    store.intake.take(other, [taken(an_article("x", "https://paper.example/aurora"))], LATER)
    assert lanes_of(store) == {Lane.LISTENING: 2}
    assert store.connection.read_one("SELECT count(*) FROM message") == (2,)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "http://www.A.example:80/x/#part", True),
        ("https://a.example/x?b=2&a=1", "https://a.example/x?a=1&b=2&utm_medium=rss&fbclid=Z", True),
        ("https://a.example/x?page=1", "https://a.example/x?page=2", False),
        ("https://a.example/X", "https://a.example/x", False),
        ("https://a.example:8443/x", "https://a.example/x", False),
        ("https://a.example/topic#post-17", "https://a.example/topic/#post-17", True),
        ("https://a.example/topic#post-17", "https://a.example/topic#post-18", False),
        ("https://a.example/topic#xtor=RSS-1", "https://a.example/topic", True),
        ("not an address", "not an address ", True),
    ],
)
def test_links_to_one_page_are_one_link(one: str, other: str, same: bool) -> None:
    assert (canonical_link(one) == canonical_link(other)) is same


@given(st.text(max_size=60))
def test_no_address_is_too_odd_to_be_compared(url: str) -> None:
    assert canonical_link(url) == canonical_link(url)


def test_an_answer_given_in_the_browser_ends_the_waiting_and_can_be_taken_back(store: Store, care: Account) -> None:
    store.intake.take(care, [taken(a_hit())], NOON)
    case_id = only(store)
    thread = store.cases.detail(case_id).threads[0]  # type: ignore[union-attr]
    done = the_desk(store).answered_in_browser(thread.id, " Buongiorno, guardiamo subito \n")
    row = store.lanes.rows([case_id])[0]
    assert (row.status, row.due_at, row.snippet, row.snippet_is_ours) == (
        CaseStatus.WAITING,
        None,
        "Buongiorno, guardiamo subito",
        True,
    )
    ours = store.timeline.items(case_id)[-1]
    assert (ours.direction, ours.author_name, ours.text) == (
        Direction.OUTGOING,
        "Laura Bianchi",
        "Buongiorno, guardiamo subito",
    )
    assert [entry.deed for entry in store.journal.of_case(case_id)] == [Deed.BROWSER_ANSWER]
    assert store.search.messages("guardiamo")
    assert done.undo is not None
    done.undo()
    assert lanes_of(store) == {Lane.LISTENING: 1}
    row = store.lanes.rows([case_id])[0]
    assert (row.due_at, row.snippet, row.snippet_is_ours) == (
        NOON + timedelta(hours=1),
        "La bolletta è arrivata due volte.",
        False,
    )
    assert store.search.messages("guardiamo") == ()


@pytest.mark.parametrize(("text", "thread"), [(" \n", 1), ("Buongiorno", 99)])
def test_an_answer_without_words_or_thread_is_none(store: Store, care: Account, text: str, thread: int) -> None:
    store.intake.take(care, [taken(a_hit())], NOON)
    with pytest.raises(ValueError, match=r"words|thread"):
        the_desk(store).answered_in_browser(thread, text)  # type: ignore[arg-type]
    assert lanes_of(store) == {Lane.LISTENING: 1}


def test_the_networks_own_copy_of_a_browser_answer_takes_its_place(store: Store, care: Account) -> None:
    store.intake.take(care, [taken(a_post())], NOON)
    case_id = only(store)
    thread = store.cases.detail(case_id).threads[0]  # type: ignore[union-attr]
    done = the_desk(store).answered_in_browser(thread.id, "Guardiamo subito")
    copy = a_post(
        "p2",
        thread_remote_id="p1",
        direction=Direction.OUTGOING,
        recipients=("marta.rossi",),
        text="@marta  Guardiamo subito",
        sent_at=LATER - timedelta(minutes=3),
    )
    store.intake.take(care, [taken(copy)], LATER)
    store.intake.take(care, [taken(copy)], LATER)
    assert [item.remote_id for item in store.timeline.items(case_id)] == ["p1", "p2"]
    assert store.timeline.items(case_id)[1].author_name == "Laura Bianchi"
    assert done.undo is not None
    done.undo()
    assert len(store.timeline.items(case_id)) == 2


def test_merging_a_heard_case_with_an_addressed_one_is_no_listening(store: Store, care: Account) -> None:
    store.intake.take(care, [taken(a_hit())], NOON)
    other = a_post("p9", author=an_author("Ugo Neri", Network.X))
    store.intake.take(care, [taken(other)], NOON)
    heard, addressed = in_lane(store, Lane.LISTENING)[0], in_lane(store, Lane.UNASSIGNED)[0]
    done = the_desk(store).merge(CaseId(addressed), CaseId(heard))
    assert lanes_of(store) == {Lane.UNASSIGNED: 1, Lane.AT_RISK: 1}
    assert done.undo is not None
    done.undo()
    assert in_lane(store, Lane.LISTENING) == [heard]


STEPS = st.lists(
    st.tuples(st.sampled_from(["care", "brand"]), st.integers(0, 4), st.booleans(), st.booleans()), max_size=14
)


@settings(max_examples=examples(40), deadline=None)
@given(steps=STEPS)
def test_every_post_is_there_once_and_out_of_listening_exactly_if_it_ever_addressed_us(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, bool, bool]]
) -> None:
    with a_store(tmp_path_factory.mktemp("store")) as store:
        accounts = {name: an_account(store, Network.X, f"@{name}") for name in ("care", "brand")}
        addressed: dict[int, bool] = {}
        for name, number, mentions, _ in steps:
            author = an_author(f"Person {number}", Network.X)
            post = a_post(f"p{number}", author=author, mentions_us=mentions, sent_at=NOON + timedelta(seconds=number))
            store.intake.take(accounts[name], [taken(post)], NOON)
            addressed[number] = addressed.get(number, False) or mentions
        assert store.connection.read_one("SELECT count(*), count(DISTINCT remote_id) FROM message") == (
            len(addressed),
            len(addressed),
        )
        found = {row.name: row.listening for row in store.lanes.rows(in_lane(store, Lane.ALL))}
        assert found == {f"Person {number}": not was for number, was in addressed.items()}
        assert store.connection.read_one("SELECT coalesce(sum(messages), 0) FROM cases") == (len(addressed),)
