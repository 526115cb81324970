"""Questions are derived from the messages, and always come to what a slow reading of all messages comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.model import AbuseMark, Account, Direction, Mechanical, MessageClass, Network, Removal, Visibility
from desktop.store import Store
from desktop.system.clock import from_ms
from tests.factories import NOON, a_store, an_account, an_arrival, an_assessment, an_author, taken

MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def say(
    store: Store,
    account: Account,
    number: int,
    at: datetime,
    *,
    ours: bool = False,
    of: MessageClass = MessageClass.COMPLAINT,
    text: str = "Dov'è la bolletta",
    thread: str = "t1",
    mechanical: Mechanical | None = None,
) -> None:
    """Let a message arrive."""
    arrival = an_arrival(
        f"m{number}",
        thread_remote_id=thread,
        author=an_author(thread, account.network),
        direction=Direction.OUTGOING if ours else Direction.INCOMING,
        recipients=(an_author(thread, account.network).remote_id,) if ours else (),
        sent_at=at,
        text=text,
        mechanical=mechanical,
        visibility=Visibility.PUBLIC,
    )
    store.intake.take(account, [taken(arrival) if ours else taken(arrival, assessment=an_assessment(of))], at)


def kept(store: Store) -> list[tuple[datetime, datetime | None, str]]:
    """Return when each question was asked and answered, and its class."""
    store.reports.derive_all()
    rows = store.connection.read("SELECT asked_at, answered_at, message_class FROM question ORDER BY asked_id")
    return [(from_ms(asked), from_ms(answered) if answered else None, of) for asked, answered, of in rows]


def test_what_is_written_in_a_row_is_one_question_until_we_answer(store: Store) -> None:
    account = an_account(store)
    for number in range(3):
        say(store, account, number, NOON + number * MINUTE)
    say(store, account, 3, NOON + 18 * MINUTE, ours=True)
    say(store, account, 4, NOON + 20 * MINUTE, ours=True)
    say(store, account, 5, NOON + 60 * MINUTE)
    assert kept(store) == [
        (NOON, NOON + 18 * MINUTE, "complaint"),
        (NOON + 60 * MINUTE, None, "complaint"),
    ]


def test_thanks_chatter_and_machines_ask_nothing(store: Store) -> None:
    account = an_account(store)
    say(store, account, 1, NOON, of=MessageClass.PRAISE_THANKS, text="Grazie mille")
    say(store, account, 2, NOON + MINUTE, of=MessageClass.NOISE, text="ok")
    say(store, account, 3, NOON + 2 * MINUTE, mechanical=Mechanical.AUTO_REPLY)
    assert kept(store) == []


def test_thanks_with_a_question_ask_something(store: Store) -> None:
    account = an_account(store)
    say(store, account, 1, NOON, of=MessageClass.PRAISE_THANKS, text="Grazie, e la bolletta?")
    assert [of for _, _, of in kept(store)] == ["praise_thanks"]


def test_an_acknowledgement_of_a_machine_answers_nothing(store: Store) -> None:
    account = an_account(store)
    say(store, account, 1, NOON)
    say(store, account, 2, NOON + MINUTE, ours=True, mechanical=Mechanical.AUTO_REPLY)
    say(store, account, 3, NOON + 30 * MINUTE, ours=True)
    assert kept(store) == [(NOON, NOON + 30 * MINUTE, "complaint")]


def test_abuse_counts_only_where_an_agent_says_that_it_is_none(store: Store) -> None:
    account = an_account(store)
    say(store, account, 1, NOON, of=MessageClass.ABUSE)
    assert kept(store) == []
    case_id = store.connection.read_column("SELECT id FROM cases")[0]
    store.abuse.set_mark(case_id, AbuseMark(False, "only rude", "Laura", NOON), actor="Laura", at=NOON)
    assert [of for _, _, of in kept(store)] == ["abuse"]


def test_what_its_author_deleted_is_no_question_any_more(store: Store) -> None:
    account = an_account(store)
    say(store, account, 1, NOON)
    assert len(kept(store)) == 1
    store.intake.remove(account, [Removal("m1", NOON + MINUTE)])
    assert kept(store) == []


def test_only_what_changed_is_derived_again(store: Store) -> None:
    account = an_account(store)
    say(store, account, 1, NOON, thread="t1")
    say(store, account, 2, NOON + MINUTE, thread="t2")
    store.reports.derive_all()
    assert store.reports.pending() == 0
    say(store, account, 3, NOON + 5 * MINUTE, ours=True, thread="t2")
    assert store.reports.pending() == 1
    assert [answered for _, answered, _ in kept(store)] == [None, NOON + 5 * MINUTE]


def test_progress_is_told_in_cases(store: Store) -> None:
    account = an_account(store)
    for number in range(5):
        say(store, account, number, NOON, thread=f"t{number}")
    heard: list[tuple[int, int]] = []
    store.reports.derive_all(lambda done, of: heard.append((done, of)))
    assert heard == [(5, 5)]


def slowly(store: Store) -> list[tuple[int, int | None, int]]:
    """Return asked, answered and how many messages it took, by walking over every message of every case."""
    found: list[tuple[int, int | None, int]] = []
    for case_id in store.connection.read_column("SELECT id FROM cases"):
        asked: int | None = None
        count = 0
        rows = store.connection.read(
            "SELECT sent_at, direction, message_class, mechanical, text, deleted_at FROM message "
            "WHERE case_id = ? ORDER BY id",
            (case_id,),
        )
        for sent_at, direction, of, mechanical, text, deleted_at in rows:
            if mechanical is not None or deleted_at is not None:
                continue
            if direction == "outgoing":
                if asked is not None:
                    found.append((asked, sent_at, count))
                asked, count = None, 0
            elif of not in ("noise", "abuse") and (of != "praise_thanks" or "?" in text):
                asked, count = asked if asked is not None else sent_at, count + 1
        if asked is not None:
            found.append((asked, None, count))
    return sorted(found, key=lambda one: (one[0], one[1] or 0, one[2]))


SAYINGS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.booleans(),
        st.sampled_from(list(MessageClass)),
        st.sampled_from(["Grazie", "Grazie?", "La bolletta"]),
        st.sampled_from([None, None, None, Mechanical.AUTO_REPLY]),
        st.booleans(),
    ),
    max_size=14,
)


@given(sayings=SAYINGS, pause=st.integers(0, 13))
@settings(deadline=None)
def test_the_kept_questions_are_those_of_a_slow_reading(
    tmp_path_factory: pytest.TempPathFactory,
    sayings: Sequence[tuple[int, bool, MessageClass, str, Mechanical | None, bool]],
    pause: int,
) -> None:
    with a_store(tmp_path_factory.mktemp("slow")) as store:
        account = an_account(store, Network.X, "@aurora")
        for number, (thread, ours, of, text, mechanical, deleted) in enumerate(sayings):
            at = NOON + number * 7 * MINUTE
            say(store, account, number, at, ours=ours, of=of, text=text, thread=f"t{thread}", mechanical=mechanical)
            if deleted:
                store.intake.remove(account, [Removal(f"m{number}", at)])
            if number == pause:
                store.reports.derive_all()
        store.reports.derive_all()
        rows = store.connection.read("SELECT asked_at, answered_at, messages FROM question")
        assert sorted(rows, key=lambda one: (one[0], one[1] or 0, one[2])) == slowly(store)
