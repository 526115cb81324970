"""The self-test: a fair plan, posts that are recognised, results by hand, and nothing of it in any figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.model import Author, Direction, Network, Visibility
from desktop.reports.period import Period
from desktop.reports.report import Asking, read_report
from desktop.reports.trial import Kind, Result, Setup, Writer, languages, plan, recognise, report_of
from desktop.store import Store
from desktop.store.trials import Trial
from tests.factories import NOON, a_store, an_account, an_arrival, taken

ROME = ZoneInfo("Europe/Rome")
STAFF = tuple(Writer(Network.X, f"staff{number}") for number in range(4))
SETUP = Setup(STAFF, "Aurora Energia", {Network.X: "@aurora"}, "it")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def begun(store: Store) -> Trial:
    store.trials.begin(plan(SETUP, NOON.date(), ROME, 1), actor="Laura", at=NOON)
    trial = store.trials.newest()
    assert trial is not None
    return trial


def write(store: Store, handle: str, text: str, at: datetime, answered_after: timedelta | None = None) -> None:
    account = store.accounts.all()[0]
    who = Author(Network.X, handle, f"@{handle.upper()}", handle)
    post = an_arrival(f"{handle}{at}", author=who, text=text, sent_at=at)
    store.intake.take(account, [taken(post)], at)
    if answered_after is not None:
        answer = an_arrival(
            f"re{handle}{at}",
            author=who,
            thread_remote_id=post.thread_remote_id,
            direction=Direction.OUTGOING,
            visibility=Visibility.PUBLIC,
            recipients=(handle,),
            sent_at=at + answered_after,
        )
        store.intake.take(account, [taken(answer)], at + answered_after)


def test_four_people_in_four_weeks_write_what_the_article_tells() -> None:
    posts = plan(SETUP, date(2026, 3, 2), ROME, 1)
    assert len(posts) == 80
    assert Counter(one.mentions for one in posts) == {True: 40, False: 40}
    assert Counter(one.kind for one in posts) == dict.fromkeys([kind.value for kind in Kind], 16)
    assert {one.week for one in posts if one.mentions} == {1, 3}
    assert all("@aurora" in one.text for one in posts if one.mentions)
    assert all("@" not in one.text and "Aurora Energia" in one.text for one in posts if not one.mentions)


@given(st.dates(date(2024, 1, 1), date(2027, 1, 1)), st.integers(0, 999), st.sampled_from(languages()))
def test_every_plan_is_written_by_day_never_before_it_begins_and_is_repeatable(
    first: date, seed: int, language: str
) -> None:
    setup = Setup(STAFF, "Aurora", {Network.X: "aurora"}, language)
    posts = plan(setup, first, ROME, seed)
    assert posts == plan(setup, first, ROME, seed)
    assert len({(one.week, one.author, one.kind) for one in posts}) == len(posts) == 80
    for one in posts:
        local = one.planned_at.astimezone(ROME)
        assert local.date() >= first
        assert 9 <= local.hour < 17
        assert len(one.text) <= 280


def test_a_post_is_known_by_its_writer_and_its_words_however_they_typed_it(store: Store) -> None:
    an_account(store, Network.X, "@aurora")
    trial = begun(store)
    post = next(one.planned for one in store.trials.posts(trial.id) if one.planned.author == "staff1")
    write(store, "staff1", post.text.upper() + " 🙏", NOON + MINUTE)
    write(store, "staff1", "tutt'altra cosa", NOON + 2 * MINUTE)
    write(store, "somebody", post.text, NOON + 3 * MINUTE)
    assert recognise(store, trial) == 1
    assert recognise(store, trial) == 0
    assert [one.planned.text for one in store.trials.posts(trial.id) if one.seen_at] == [post.text]


def test_nothing_of_a_test_is_in_a_figure_and_its_results_are_by_hand(store: Store) -> None:
    an_account(store, Network.X, "@aurora")
    trial = begun(store)
    posts = store.trials.posts(trial.id)
    thanks = next(one for one in posts if one.planned.kind == "positive" and one.planned.mentions)
    silent = next(one for one in posts if one.planned.kind == "positive" and not one.planned.mentions)
    write(store, thanks.planned.author, thanks.planned.text, NOON + MINUTE, 13 * MINUTE)
    write(store, "customer", "Dov'è la bolletta?", NOON + MINUTE, 5 * MINUTE)
    store.trials.set_posted(silent.id, NOON + MINUTE)
    asking = Asking(Period(NOON.date(), NOON.date(), ROME))
    report = read_report(store, asking, NOON + timedelta(hours=1))
    assert (report.total.received, report.total.median) == (1, 300)
    found = report_of(store.trials.posts(trial.id))
    kind, mentioned, unmentioned = found.by_kind[1]
    assert kind is Kind.POSITIVE
    assert mentioned == Result(1, 1, 1, 780.0, 780.0)
    assert unmentioned == Result(1, 0, 0, None, None)
    assert (found.silent.share, found.mentioned.share) == (0, 100)


def test_a_new_test_ends_the_one_before(store: Store) -> None:
    first = begun(store)
    store.trials.begin(plan(SETUP, NOON.date(), ROME, 2), actor="Laura", at=NOON + MINUTE)
    second = store.trials.newest()
    assert second is not None
    assert second.id != first.id
    store.trials.end(second.id, NOON + 2 * MINUTE)
    ended = store.trials.newest()
    assert ended is not None
    assert ended.ended_at == NOON + 2 * MINUTE


def test_a_post_of_the_second_in_which_the_test_began_is_recognised(store: Store) -> None:
    account = an_account(store, Network.X, "@aurora")
    assert account.handle == "@aurora"
    at = NOON + timedelta(milliseconds=750)
    store.trials.begin(plan(SETUP, NOON.date(), ROME, 1), actor="Laura", at=at)
    trial = store.trials.newest()
    assert trial is not None
    post = store.trials.posts(trial.id)[0]
    write(store, post.planned.author, post.planned.text, NOON)  # X tells no more than the second
    assert recognise(store, trial) == 1
