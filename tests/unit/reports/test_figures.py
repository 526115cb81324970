"""Every figure of a report is what a person works out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.guardrails import OpeningHours, Slot, open_seconds_between
from desktop.model import Direction, MessageClass, Network, Visibility
from desktop.reports.figures import Figures, figures_of, median_of
from desktop.reports.heaps import Narrow
from desktop.reports.open_time import OpenTime
from desktop.reports.period import Period, Preset, preset_period
from desktop.reports.report import Asking, DayCount, read_report
from desktop.reports.week import open_share
from desktop.store import Store
from tests.factories import a_store, an_account, an_arrival, an_assessment, an_author, taken

ROME = ZoneInfo("Europe/Rome")
WORKDAY = (Slot.of("09:00", "18:00"),)
HOURS = OpeningHours("Europe/Rome", (*(WORKDAY,) * 5, (), ()))
MARCH = Period(date(2026, 3, 1), date(2026, 3, 12), ROME)


def rome(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ROME).astimezone(UTC)


class Desk:
    """A store in which questions and answers are put down one by one."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.accounts = {network: an_account(store, network, f"@{network}") for network in (Network.X, Network.EMAIL)}
        self._number = 0

    def ask(
        self,
        at: datetime,
        wait: timedelta | None = None,
        network: Network = Network.X,
        agent: str = "Laura",
        of: MessageClass = MessageClass.COMPLAINT,
        *,
        mentions_us: bool = True,
    ) -> None:
        self._number += 1
        name, account = f"Person {self._number}", self.accounts[network]
        arrival = an_arrival(
            f"q{self._number}",
            author=an_author(name, network),
            thread_remote_id=f"t{self._number}",
            sent_at=at,
            mentions_us=mentions_us,
        )
        self.store.intake.take(account, [taken(arrival, assessment=an_assessment(of))], at)
        if wait is None:
            return
        answer = an_arrival(
            f"a{self._number}",
            author=an_author(name, network),
            thread_remote_id=f"t{self._number}",
            sent_at=at + wait,
            direction=Direction.OUTGOING,
            visibility=Visibility.PUBLIC,
            recipients=(an_author(name, network).remote_id,),
        )
        self.store.intake.take(account, [taken(answer)], at + wait)
        with self.store.connection.writing():
            self.store.connection.write("UPDATE message SET agent = ? WHERE remote_id = ?", (agent, f"a{self._number}"))


@pytest.fixture
def desk(tmp_path: Path):  # type: ignore[no-untyped-def]  # noqa: ANN201
    with a_store(tmp_path) as store:
        store.settings.set("hours", HOURS.to_dict(), rome(1, 0))
        yield Desk(store)


def ten_and_a_half(desk: Desk) -> None:
    """Put down five questions in March, four answered, one in February and one that was only heard."""
    desk.ask(rome(2, 10), timedelta(minutes=10))
    desk.ask(rome(2, 11), timedelta(minutes=20), agent="Giulia")
    desk.ask(rome(3, 9), timedelta(hours=1), Network.EMAIL)
    desk.ask(rome(6, 17, 30), timedelta(hours=64, minutes=30), Network.EMAIL, of=MessageClass.URGENT)  # Mon 10:00
    desk.ask(rome(7, 12))
    desk.ask(rome(20, 12, month=2), timedelta(minutes=40))
    desk.ask(rome(4, 12), mentions_us=False)


def test_the_figures_of_five_questions(desk: Desk) -> None:
    ten_and_a_half(desk)
    report = read_report(desk.store, Asking(MARCH), rome(12, 12))
    assert report.total == Figures(
        received=5,
        answered=4,
        median=(20 * 60 + 60 * 60) / 2,
        mean=(600 + 1_200 + 3_600 + 64.5 * 3_600) / 4,
        in_hour=3,
        in_day=3,
    )
    assert report.total.rate == 80
    assert report.total.hour_share == report.total.day_share == 75
    assert report.before == Figures(1, 1, 2_400.0, 2_400.0, 1, 1)
    assert report.listening == Figures(1)
    assert not report.empty


def test_in_open_hours_a_weekend_costs_nothing(desk: Desk) -> None:
    ten_and_a_half(desk)
    report = read_report(desk.store, Asking(MARCH, business=True), rome(12, 12))
    email = next(line.figures for line in report.networks if line.of == "email")
    assert email == Figures(2, 2, (3_600 + 5_400) / 2, (3_600 + 5_400) / 2, 1, 2)


def test_each_table_adds_up_to_the_total(desk: Desk) -> None:
    ten_and_a_half(desk)
    report = read_report(desk.store, Asking(MARCH), rome(12, 12))
    for lines in (report.networks, report.classes, report.languages):
        assert sum(line.figures.received for line in lines) == 5
        assert sum(line.figures.answered for line in lines) == 4
    assert [(line.of, line.figures.received) for line in report.networks] == [("x", 3), ("email", 2)]
    assert [(line.of, line.figures.answered) for line in report.agents] == [("Laura", 3), ("Giulia", 1)]
    assert sum(part.received for part in report.parts) == 5


def test_days_are_the_desks_own(desk: Desk) -> None:
    desk.ask(rome(2, 23, 59), timedelta(minutes=2))
    desk.ask(rome(3, 0, 1))
    report = read_report(desk.store, Asking(MARCH), rome(12, 12))
    assert report.days[1:3] == (DayCount(date(2026, 3, 2), 1, 0), DayCount(date(2026, 3, 3), 0, 1))


def test_a_report_narrowed_to_a_channel_or_an_agent_knows_nothing_else(desk: Desk) -> None:
    ten_and_a_half(desk)
    mail = read_report(desk.store, Asking(MARCH, Narrow(Network.EMAIL)), rome(12, 12))
    assert mail.total.received == 2
    giulia = read_report(desk.store, Asking(MARCH, Narrow(agent="Giulia")), rome(12, 12))
    assert giulia.total == Figures(1, 1, 1_200.0, 1_200.0, 1, 1)


def test_an_empty_store_says_so_and_a_quiet_period_does_not(desk: Desk) -> None:
    assert read_report(desk.store, Asking(MARCH), rome(12, 12)).empty
    desk.ask(rome(20, 12, month=1))
    assert not read_report(desk.store, Asking(MARCH), rome(12, 12)).empty


def test_the_week_counts_local_hours_on_both_sides_of_a_change_of_clocks(desk: Desk) -> None:
    desk.ask(rome(23, 9, 30))  # Monday in winter time
    desk.ask(rome(30, 9, 30))  # Monday in summer time
    period = Period(date(2026, 3, 1), date(2026, 4, 5), ROME)
    report = read_report(desk.store, Asking(period), rome(5, 12, month=4))
    assert report.week.counts[0][9] == 2
    assert report.week.total == 2


def test_the_day_on_which_clocks_change_has_23_or_25_hours() -> None:
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)):
        period = Period(day, day, ROME)
        assert period.until - period.since == timedelta(hours=hours)


def test_a_month_is_compared_with_the_month_before_and_other_days_with_as_many() -> None:
    march = Period(date(2026, 3, 1), date(2026, 3, 31), ROME)
    assert (march.before.first, march.before.last) == (date(2026, 2, 1), date(2026, 2, 28))
    assert (MARCH.before.first, MARCH.before.last) == (date(2026, 2, 17), date(2026, 2, 28))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="first day"):
        Period(date(2026, 3, 2), date(2026, 3, 1), ROME)


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        (Preset.TODAY, date(2024, 2, 29), date(2024, 2, 29)),
        (Preset.LAST_7_DAYS, date(2024, 2, 23), date(2024, 2, 29)),
        (Preset.LAST_30_DAYS, date(2024, 1, 31), date(2024, 2, 29)),
        (Preset.THIS_MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        (Preset.LAST_MONTH, date(2024, 1, 1), date(2024, 1, 31)),
        (Preset.LAST_12_MONTHS, date(2023, 3, 1), date(2024, 2, 29)),
    ],
)
def test_presets_end_today_on_a_leap_day_too(preset: Preset, first: date, last: date) -> None:
    period = preset_period(preset, date(2024, 2, 29), ROME)
    assert (period.first, period.last) == (first, last)


def test_open_time_agrees_with_the_clock_of_deadlines() -> None:
    table = OpenTime(HOURS, rome(20, 0), rome(5, 0, month=4))
    for start, end in ((rome(20, 10), rome(23, 10)), (rome(27, 17), rome(30, 9, 30)), (rome(28, 3), rome(28, 4))):
        counted = table.until(end.timestamp()) - table.until(start.timestamp())
        assert counted == open_seconds_between(HOURS, start, end)


def test_a_night_shift_is_open_after_midnight() -> None:
    night = OpeningHours("Europe/Rome", ((Slot.of("22:00", "02:30"),), (), (), (), (), (), ()))
    share = open_share(night)
    assert (share[0][22], share[1][0], share[1][2], share[1][3]) == (1, 1, 0.5, 0)


def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two() -> None:
    assert median_of([1, 3]) == 2
    assert median_of([]) is None
    assert figures_of(3, [5]) == Figures(3, 1, 5.0, 5.0, 1, 1)
    assert Figures().rate is None
