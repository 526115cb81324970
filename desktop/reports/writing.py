"""Reports as files: rows of plain values for a spreadsheet, and a page of HTML for a printer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from desktop.reports.figures import Figures
from desktop.reports.questions import AskedOften
from desktop.reports.report import Report

HEADS = (
    "section",
    "of",
    "received",
    "answered",
    "response_rate_percent",
    "median_first_response_seconds",
    "mean_first_response_seconds",
    "answered_within_1_h",
    "answered_within_24_h",
    "rating",
    "ratings",
)
"""The columns of the first table of a CSV file; they never change their names."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_rows(report: Report, often: Sequence[AskedOften]) -> Iterable[list[str]]:
    """Yield the rows of a CSV file: figures, then days, the week's hours, what was asked most, each with its head."""
    period = report.period
    yield ["period", period.first.isoformat(), period.last.isoformat(), str(period.zone)]
    yield ["time", "open_hours" if report.business else "all_hours"]
    narrow = report.narrow
    yield ["channel", narrow.network.value if narrow.network else "all", "agent", _safe(narrow.agent or "all")]
    yield []
    yield list(HEADS)
    yield ["total", "all", *_cells(report.total), "", ""]
    yield ["before", report.period.before.first.isoformat(), *_cells(report.before), "", ""]
    yield ["listening", "all", *_cells(report.listening), "", ""]
    for section, lines in (
        ("channel", report.networks),
        ("class", report.classes),
        ("agent", report.agents),
        ("language", report.languages),
    ):
        for line in lines:
            rating = f"{line.rating:.2f}" if line.rating is not None else ""
            yield [section, _safe(line.of), *_cells(line.figures), rating, str(line.ratings or "")]
    yield []
    yield ["day", "answered", "unanswered"]
    for day in report.days:
        yield [day.day.isoformat(), str(day.answered), str(day.unanswered)]
    yield []
    yield ["weekday", *(f"{hour:02d}" for hour in range(24)), f"total of {report.week.weeks} weeks"]
    for number, row in enumerate(report.week.counts):
        yield [str(number + 1), *map(str, row), str(sum(row))]
    if often:
        yield []
        yield ["most_asked", "asked", "answered"]
        for one in often:
            yield [_safe(one.text), str(one.count), str(one.answered)]
    if report.channels:
        yield []
        yield ["preferred_channel", "use_it", "would_rather"]
        yield from ([one.channel, str(one.uses), str(one.rather)] for one in report.channels)
    if any(report.marks):
        yield []
        yield ["mark", "count"]
        yield from ([str(number), str(count)] for number, count in enumerate(report.marks, start=1))
    yield []
    yield ["stopped", "count"]
    yield from ([code, str(count)] for code, count in sorted(report.stopped.items()))


def _cells(figures: Figures) -> list[str]:
    return [
        str(figures.received),
        str(figures.answered),
        _number(figures.rate),
        _number(figures.median),
        _number(figures.mean),
        str(figures.in_hour),
        str(figures.in_day),
    ]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _safe(text: str) -> str:
    """Return a text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def html_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table, without a head where that has no word; all but the first column is set to the right."""
    head = "".join(f"<th align='{_side(place)}'>{escape(one)}</th>" for place, one in enumerate(heads))
    head = f"<thead><tr>{head}</tr></thead>" if any(heads) else ""  # a printer repeats it on every page
    body = "".join(
        "<tr>" + "".join(f"<td align='{_side(place)}'>{escape(one)}</td>" for place, one in enumerate(row)) + "</tr>"
        for row in rows
    )
    return f"<table width='100%' cellpadding='3' cellspacing='0'>{head}<tbody>{body}</tbody></table>"


def html_page(title: str, subtitle: str, sections: Sequence[tuple[str, str]]) -> str:
    """Return a page of (heading, HTML) sections."""
    parts = "".join(f"<h3>{escape(heading)}</h3>{content}" for heading, content in sections)
    style = "body{font-family:sans-serif;font-size:9pt} th{color:#525A69} h3{margin-top:14px}"
    head = f"<h2>{escape(title)}</h2><p>{escape(subtitle)}</p>"
    return f"<html><head><style>{style}</style></head><body>{head}{parts}</body></html>"


def _side(place: int) -> str:
    return "right" if place else "left"
