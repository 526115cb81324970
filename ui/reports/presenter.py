"""What the reports' page shows of a report: tiles, badge, tables. Pure; needs no window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop.model import Network
from desktop.reports.badge import RATE, TIME, Badge
from desktop.reports.figures import Figures
from desktop.reports.report import Line, Report
from ui.reports.words import (
    NONE,
    channel_name,
    class_name,
    count_words,
    duration_words,
    period_words,
    rating_words,
    said_channel_name,
    share_words,
    short_period,
    stopped_name,
    whole_share,
)

_NOTICED_SECONDS = 30
_HOUR = 3_600
LISTENING = "listening"


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with its base, what changed, and its course over the period (None: nothing to tell)."""

    key: str
    title: str
    figure: str
    base: str
    change: str
    icon: str
    colour: str
    course: tuple[float | None, ...]

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(part for part in (self.title, f"{self.figure} {self.base}".strip(), self.change) if part)


@dataclass(frozen=True, slots=True)
class BadgeState:
    """The badge panel. `share` and `threshold` are per cent; `open_count` is how many cases its button opens."""

    title: str
    text: str
    is_kept: bool
    share: int | None
    threshold: int
    open_count: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table: its mark's network ("" for none), its words, and the token of the last one."""

    network: str
    cells: tuple[str, ...]
    badge_icon: str = ""
    badge_colour: str = "text.primary"


def present_tiles(report: Report) -> tuple[Tile, ...]:
    """Return the four tiles."""
    total, before, parts = report.total, report.before, report.parts
    against = short_period(report.period.before)
    if report.narrow.agent is None:
        first = Tile(
            "rate",
            _tr("Response rate"),
            _number(total.rate),
            _tr("% of {count}").format(count=count_words(total.received)) if total.received else "",
            *_points(total.rate, before.rate, against),
            tuple(one.rate for one in parts),
        )
    else:
        first = Tile(
            "answered",
            _tr("Answered"),
            count_words(total.answered),
            _tr("questions"),
            *_more(total.answered, before.answered, against),
            tuple(float(one.answered) for one in parts),
        )
    return (first, _median_tile(report, against), *_share_tiles(report, against))


def _median_tile(report: Report, against: str) -> Tile:
    total, before = report.total, report.before
    time = duration_words(total.median)
    figure, _, unit = time.partition(" ") if total.median is not None and total.median < _HOUR else (time, "", "")
    mean = _tr("mean {time}").format(time=duration_words(total.mean)) if total.mean is not None else ""
    return Tile(
        "median",
        _tr("Median first response"),
        figure,
        ", ".join(part for part in (unit, mean) if part),
        *_faster(total.median, before.median, against),
        tuple(one.median for one in report.parts),
    )


def _share_tiles(report: Report, against: str) -> tuple[Tile, Tile]:
    total, before = report.total, report.before
    hour = _tr("Answered within 1 open hour") if report.business else _tr("Answered within 1 h")
    day = _tr("Answered within 24 open hours") if report.business else _tr("Answered within 24 h")
    base = _tr("% of answered") if total.answered else ""
    return (
        Tile(
            "hour",
            hour,
            _number(total.hour_share),
            base,
            *_points(total.hour_share, before.hour_share, against),
            tuple(one.hour_share for one in report.parts),
        ),
        Tile(
            "day",
            day,
            _number(total.day_share),
            base,
            *_points(total.day_share, before.day_share, against),
            tuple(one.day_share for one in report.parts),
        ),
    )


def present_badge(report: Report) -> BadgeState:
    """Return the panel: Facebook's badge where there is a Page that was written to, else the desk's own."""
    badge = report.badge
    if badge is not None and badge.received:
        return _facebook(badge)
    total, days = report.total, period_words(report.period)
    if total.rate is None:
        return BadgeState(_tr("No badge yet"), _tr("Nothing was asked in {days}.").format(days=days), False, None, RATE)
    is_kept = total.answered * 100 >= RATE * total.received
    text = _tr("Response rate {rate} and median {time}, {days}. The mark is a rate of {limit} %.")
    return BadgeState(
        _tr("Very responsive") if is_kept else _tr("Not yet very responsive"),
        text.format(rate=share_words(total.rate), time=duration_words(total.median), days=days, limit=RATE),
        is_kept,
        whole_share(total.rate),
        RATE,
    )


def _facebook(badge: Badge) -> BadgeState:
    figures = _tr("Last 7 days: {rate} of {count} new messages answered the same day, median {median}, mean {mean}.")
    figures = figures.format(
        rate=share_words(badge.rate),
        count=count_words(badge.received),
        median=duration_words(badge.median),
        mean=duration_words(badge.mean),
    )
    title, rest = _facebook_words(badge)
    opens = len(badge.winning) or len(badge.open)
    share = whole_share(badge.rate or 0.0)
    return BadgeState(title, f"{figures} {rest}", badge.is_kept, share, RATE, 0 if badge.has_rate else opens)


def _facebook_words(badge: Badge) -> tuple[str, str]:
    minutes = TIME // 60
    if badge.is_kept:
        rest = _tr("The badge stays while the rate is {rate} % and both times are {minutes} min or less.")
        return _tr("Very responsive on Facebook"), rest.format(rate=RATE, minutes=minutes)
    if not badge.has_rate:
        title = _tr("Facebook is {points} points below the badge").format(points=badge.points_below)
        return title, _way_back(badge)
    slow = max(badge.median or 0, badge.mean or 0) - TIME
    rest = _tr("Meta asks for {minutes} min or less.").format(minutes=minutes)
    return _tr("Facebook is {time} too slow for the badge").format(time=duration_words(slow)), rest


def _way_back(badge: Badge) -> str:
    if badge.needed is None:
        one, more = _tr("1 has no reply"), _tr("{count} have no reply").format(count=len(badge.open))
        waiting = one if len(badge.open) == 1 else more
        return _tr("{waiting}; what was missed leaves the count within 7 days.").format(waiting=waiting)
    if badge.needed == 1:
        return _tr("Answer 1 of today's and the rate is back.")
    return _tr("Answer {needed} of today's {count} and the rate is back.").format(
        needed=badge.needed, count=len(badge.winning)
    )


def channel_heads() -> tuple[str, ...]:
    """Return the heads of the table of channels."""
    return (
        _tr("Channel"),
        _tr("Received"),
        _tr("Answered"),
        _tr("Median"),
        _tr("In 1 h"),
        _tr("In 24 h"),
        _tr("Rating"),
        _tr("Badge"),
    )


def present_channels(report: Report) -> tuple[TableRow, ...]:
    """Return a row for each channel and one for what was only heard."""
    rows = [_channel_row(report, line) for line in report.networks]
    if report.listening.received:
        cells = _figure_cells(report.listening)
        name = channel_name(Network.LISTENING.value)
        rows.append(TableRow(LISTENING, (name, *cells, NONE, _tr("Not rated")), "", "text.tertiary"))
    return tuple(rows)


def _channel_row(report: Report, line: Line) -> TableRow:
    words, icon, colour = _verdict(report, line)
    cells = (channel_name(line.of), *_figure_cells(line.figures), rating_words(line.rating), words)
    return TableRow(line.of, cells, icon, colour)


def _verdict(report: Report, line: Line) -> tuple[str, str, str]:
    badge = report.badge
    below = _below(line.figures)
    if line.of == Network.FACEBOOK.value and badge is not None and badge.received:
        below = badge.points_below
        if not below and not badge.has_time:
            return _tr("Too slow"), "warning-circle", "amber.text"
    if below is None:
        return _tr("Not rated"), "", "text.tertiary"
    if below == 0:
        return _tr("Keeps it"), "check-circle", "green.text"
    words = _tr("1 point below") if below == 1 else _tr("{n} points below").format(n=below)
    return words, "warning-circle", "amber.text"


def _below(figures: Figures) -> int | None:
    if not figures.received:
        return None
    return max(0, -(-(RATE * figures.received - 100 * figures.answered) // figures.received))


def other_heads(of: str) -> tuple[str, ...]:
    """Return the heads of a table of classes, agents or languages; `of` heads the first column."""
    return (of, _tr("Received"), _tr("Answered"), _tr("Median"), _tr("In 1 h"), _tr("In 24 h"))


def present_lines(lines: Sequence[Line], kind: str) -> tuple[TableRow, ...]:
    """Return the rows of one of the other tables: "class", "agent" or "language"."""
    return tuple(TableRow("", (_name_of(line.of, kind), *_figure_cells(line.figures))) for line in lines)


def _name_of(value: str, kind: str) -> str:
    if kind == "class":
        return class_name(value)
    if kind == "language":
        from ui.composer.canned import language_name

        return _tr("Unknown") if value in ("", "unknown") else language_name(value)
    return value


def _figure_cells(figures: Figures) -> tuple[str, ...]:
    return (
        count_words(figures.received),
        share_words(figures.rate),
        duration_words(figures.median),
        share_words(figures.hour_share),
        share_words(figures.day_share),
    )


def present_stopped(report: Report) -> tuple[TableRow, ...]:
    """Return what the guardrails stopped or let through."""
    order = ("guardrail", "new_message", "closed", "crisis", "overridden")
    found = [code for code in order if report.stopped.get(code)]
    return tuple(TableRow("", (stopped_name(code), count_words(report.stopped[code]))) for code in found)


def present_survey(report: Report) -> tuple[TableRow, ...]:
    """Return what customers said of each channel: how many use it, and how many would rather."""
    return tuple(
        TableRow(one.channel, (said_channel_name(one.channel), count_words(one.uses), count_words(one.rather)))
        for one in report.channels
    )


def present_marks(report: Report) -> tuple[TableRow, ...]:
    """Return how many gave each mark, the best first."""
    return tuple(
        TableRow("", (_tr("{n} of 5").format(n=mark), count_words(report.marks[mark - 1]))) for mark in range(5, 0, -1)
    )


def _number(share: float | None) -> str:
    return NONE if share is None else str(whole_share(share))


def _points(now: float | None, before: float | None, against: str) -> tuple[str, str, str]:
    if now is None or before is None:
        return _tr("Nothing to compare with"), "", "text.tertiary"
    change = whole_share(now) - whole_share(before)
    if change == 0:
        return _tr("As on {days}").format(days=against), "", "text.tertiary"
    points = _tr("1 point") if abs(change) == 1 else _tr("{n} points").format(n=abs(change))
    if change > 0:
        return _tr("{points} up on {days}").format(points=points, days=against), "trend-up", "green.text"
    return _tr("{points} down on {days}").format(points=points, days=against), "trend-down", "amber.text"


def _faster(now: float | None, before: float | None, against: str) -> tuple[str, str, str]:
    if now is None or before is None:
        return _tr("Nothing to compare with"), "", "text.tertiary"
    if abs(now - before) < _NOTICED_SECONDS:
        return _tr("As on {days}").format(days=against), "", "text.tertiary"
    time = duration_words(abs(now - before))
    if now < before:
        return _tr("{time} faster than {days}").format(time=time, days=against), "trend-down", "green.text"
    return _tr("{time} slower than {days}").format(time=time, days=against), "trend-up", "amber.text"


def _more(now: int, before: int, against: str) -> tuple[str, str, str]:
    if now == before:
        return _tr("As on {days}").format(days=against), "", "text.tertiary"
    words = _tr("{n} more than {days}") if now > before else _tr("{n} fewer than {days}")
    text = words.format(n=count_words(abs(now - before)), days=against)
    return text, "trend-up" if now > before else "trend-down", "text.secondary"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)
