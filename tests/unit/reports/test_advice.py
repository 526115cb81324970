"""Advice is given where the figures say so, with the figures, and never by accident."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from desktop.model import Network
from desktop.reports.advice import Advice, AdviceKind, advice_of
from desktop.reports.figures import Figures
from desktop.reports.heaps import EVERYTHING
from desktop.reports.period import Period
from desktop.reports.questions import grouped
from desktop.reports.report import Line, Report
from desktop.reports.week import HourWeek
from desktop.system.resources import resource_path
from desktop.triage.repeats import Repeats
from desktop.triage.stems import Stems

CLOSED = tuple((0.0,) * 24 for _ in range(7))
OPEN = tuple((1.0,) * 24 for _ in range(7))
QUIET = HourWeek(tuple((0,) * 24 for _ in range(7)), OPEN, 12)
PERIOD = Period(date(2026, 3, 1), date(2026, 3, 12), ZoneInfo("Europe/Rome"))


def a_report(**changes: object) -> Report:
    report = Report(
        period=PERIOD,
        business=False,
        narrow=EVERYTHING,
        total=Figures(),
        before=Figures(),
        parts=(),
        networks=(),
        listening=Figures(),
        classes=(),
        agents=(),
        languages=(),
        days=(),
        week=QUIET,
        marks=(0, 0, 0, 0, 0),
        stopped={},
        badge=None,
    )
    return replace(report, **changes)  # type: ignore[arg-type]


def test_a_channel_below_ninety_says_how_many_answers_bring_it_back() -> None:
    line = Line("facebook", Figures(100, 88, 60, 60, 88, 88))
    assert advice_of(a_report(networks=(line,))) == (
        Advice(AdviceKind.BELOW_BADGE, Network.FACEBOOK, points=2, count=12, needed=2),
    )


def test_two_channels_come_first_and_the_others_after_what_else_there_is_to_do() -> None:
    lines = [Line(name, Figures(100, 80 + number)) for number, name in enumerate(("x", "facebook", "mastodon"))]
    advice = advice_of(a_report(networks=tuple(lines), listening=Figures(50, 10)))
    assert [one.network for one in advice] == [
        Network.X,
        Network.FACEBOOK,
        Network.LISTENING,
        Network.MASTODON,
    ]


def test_a_few_questions_are_an_accident() -> None:
    line = Line("facebook", Figures(4, 0))
    assert advice_of(a_report(networks=(line,), listening=Figures(4))) == ()


def test_the_two_hours_in_which_most_people_find_the_desk_closed() -> None:
    row = tuple(10 if hour in (18, 19) else 1 for hour in range(24))
    busy = tuple(row for _ in range(7))
    advice = advice_of(a_report(week=HourWeek(busy, CLOSED, 12)))
    assert [(one.hour, one.until, one.share) for one in advice] == [(18, 20, round(100 * 140 / 294))]
    assert advice_of(a_report(week=HourWeek(busy, OPEN, 12))) == ()


def test_listening_that_nobody_answers_wants_an_owner() -> None:
    advice = advice_of(a_report(listening=Figures(50, 10)))
    assert [(one.kind, one.share) for one in advice] == [(AdviceKind.NOBODY_LISTENS, 80)]


def test_the_same_question_in_other_words_is_one_question() -> None:
    rows = [
        (1, 0, "Quando arriva il rimborso del conguaglio?", "it", 1),
        (2, 0, "il rimborso del conguaglio quando arriva", "it", 0),
        (3, 0, "How do I change my plan?", "en", 0),
    ]
    found = grouped(rows, Repeats(Stems.load(resource_path("triage"))))
    assert [(one.count, one.answered, one.case_id) for one in found] == [(2, 1, 1)]
