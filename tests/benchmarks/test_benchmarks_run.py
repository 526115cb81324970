"""The benchmarks still run: on a small store, with few repetitions, their figures are there. Speed is not judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import (
    bench_intake,
    bench_many_accounts,
    bench_moves,
    bench_profile,
    bench_reports,
    bench_rules,
    bench_store,
    writings,
)
from tests.benchmarks.figures import Figure, Runs, p99, table, verdict
from tests.benchmarks.spring import mail_pages, post_pages
from tests.benchmarks.volume import build

MESSAGES = 1_200


def test_the_store_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_PAGES", "_SEARCHES", "_BATCHES"):
        monkeypatch.setattr(bench_store, name, 1)
    figures = bench_store.measure(tmp_path / "store", MESSAGES)
    assert len(figures) == 6
    assert all(figure.reached for figure in figures)


def test_intake_is_measured_in_this_process(tmp_path: Path) -> None:
    build(tmp_path / "store", MESSAGES)[0].close()
    figure = bench_intake.here(tmp_path / "store", tmp_path, "e-mails", list(mail_pages(50)))
    assert "triage and store" in figure.value


def test_a_long_history_is_measured(tmp_path: Path) -> None:
    figures = bench_profile.measure(tmp_path, 60)
    assert len(figures) == 11
    assert figures[0].name == "profile of 60 interactions"


def test_a_report_of_a_year_is_measured(tmp_path: Path) -> None:
    figures = bench_reports.measure(tmp_path / "store", MESSAGES)
    assert [bool(figure.reached) for figure in figures] == [False, True, False]


@pytest.mark.slow
def test_moves_through_the_window_are_measured(tmp_path: Path) -> None:
    figures = bench_moves.measure(tmp_path / "store", MESSAGES, moves=4)
    assert len(figures) == 4
    assert all("median" in figure.value for figure in figures)


@pytest.mark.slow
def test_many_accounts_are_measured() -> None:
    figures = bench_many_accounts.measure(messages=10)
    assert len(figures) == 2
    assert all("per CPU second" in figure.value for figure in figures)


def test_the_rules_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_DRAFTS", "_KEYS", "_MESSAGES", "_TYPED", "_KEYS_A_DRAFT"):
        monkeypatch.setattr(bench_rules, name, 4)
    assert len(bench_rules.measure()) == 12


def test_made_up_mails_and_posts_can_all_be_read() -> None:
    arrivals = [arrival for page in mail_pages(100) for arrival in page()]
    assert len({arrival.remote_id for arrival in arrivals}) == 100
    assert {bool(arrival.html) for arrival in arrivals} == {True, False}
    assert sum(bool(arrival.attachments) for arrival in arrivals) == 2
    assert any(arrival.references for arrival in arrivals)
    assert not any(arrival.repairs for arrival in arrivals)
    posts = [arrival for page in post_pages(60) for arrival in page()]
    assert len(posts) == 60
    assert len(list(writings.texts(3, 150))) == 3


def test_a_target_missed_by_the_clock_alone_is_told_apart() -> None:
    assert [verdict(True), verdict(False), verdict(False, by_cpu=True)] == ["yes", "**no**", "in CPU time"]
    runs = Runs([1.0, 2.0, 9.0], [1.0, 1.0, 1.0])
    assert (runs.median, p99(runs.wall)) == (2.0, 9.0)
    assert table([Figure("a", "1", "2", "3", "yes")]).splitlines()[-1] == "| a | 1 | 3 | 2 | yes |"
