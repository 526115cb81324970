"""Questions are read in columns and their hours reckoned by days, and come to what one by one would come to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import desktop.store.reports
from desktop.guardrails import OpeningHours
from desktop.model import Direction, Network, Visibility
from desktop.reports.heaps import Key, heaped
from desktop.reports.week import hour_week
from desktop.store.reports import kind_of
from tests.factories import a_store, an_account, an_arrival, an_assessment, an_author, taken

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
ODD = 'Núria "Nú" O\\\'Neil, \x1f\n– 😀'


def test_whatever_an_agent_is_called_the_kind_of_a_question_says_it(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        account = an_account(store, Network.X)
        person = an_author("Anna", Network.X)
        asked = an_arrival("q", author=person, sent_at=BEGIN)
        ours = an_arrival(
            "a",
            author=person,
            sent_at=BEGIN + timedelta(minutes=5),
            direction=Direction.OUTGOING,
            visibility=Visibility.PUBLIC,
            recipients=(person.remote_id,),
        )
        store.intake.take(account, [taken(asked, assessment=an_assessment()), taken(ours)], BEGIN)
        store.reports.note_agents(int(account.id), {"a": ODD})
        store.reports.derive_all()
        (chunk,) = store.reports.asked(BEGIN, BEGIN + timedelta(days=1))
        assert kind_of(chunk.kinds[0]).agent == ODD
        moment = int(BEGIN.timestamp() * 1000)
        assert (list(chunk.asked), list(chunk.answered)) == ([moment], [moment + 300_000])


def test_questions_lie_on_the_heap_of_their_part_wherever_a_chunk_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_store(tmp_path) as store:
        account = an_account(store, Network.X)
        for number in range(10):
            at = BEGIN + timedelta(hours=number)
            one = an_arrival(f"q{number}", author=an_author(f"P{number}"), thread_remote_id=f"t{number}", sent_at=at)
            store.intake.take(account, [taken(one, assessment=an_assessment())], at)
        store.reports.derive_all()
        edges = [int((BEGIN + timedelta(hours=hours)).timestamp() * 1000) for hours in (3, 3, 9)]
        for at_once in (1, 2, 3, 5, 10, 11):
            monkeypatch.setattr(desktop.store.reports, "_ROWS_AT_ONCE", at_once)
            heard: list[int] = []
            heaps = heaped(store.reports.asked(BEGIN, BEGIN + timedelta(days=1)), edges, heard.append)
            by_part = {key.part: len(heap.asked) for key, heap in heaps.items()}
            assert by_part == {0: 3, 2: 6, 3: 1}
            assert heard[-1] == 10
            assert all(isinstance(key, Key) and not key.agent for key in heaps)


@pytest.mark.parametrize("zone", ["Europe/Rome", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"])
def test_an_hour_of_the_week_is_the_local_one_whatever_the_clocks_did(zone: str, tmp_path: Path) -> None:
    local = ZoneInfo(zone)
    last = date(2026, 4, 12)  # clocks changed in both halves of the world not long before
    with a_store(tmp_path) as store:
        account = an_account(store, Network.X)
        moments = [datetime(2026, 3, 7, tzinfo=UTC) + timedelta(minutes=195 * number) for number in range(260)]
        rows = [
            taken(
                an_arrival(f"q{n}", author=an_author(f"P{n}"), thread_remote_id=f"t{n}", sent_at=at),
                assessment=an_assessment(),
            )
            for n, at in enumerate(moments)
        ]
        store.intake.take(account, rows, moments[-1])
        store.reports.derive_all()
        week = hour_week(store, [int(account.id)], OpeningHours(zone, ((),) * 7), last, local)
    slow = [[0] * 24 for _ in range(7)]
    for at in moments:
        there = at.astimezone(local)
        if there.date() <= last:
            slow[there.weekday()][there.hour] += 1
    assert [list(day) for day in week.counts] == slow
