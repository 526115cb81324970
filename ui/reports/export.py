"""Exports of a report: CSV with the plain numbers, PDF with what the page says."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from desktop.reports.questions import AskedOften
from desktop.reports.report import Report
from desktop.reports.writing import csv_rows, html_page, html_table
from ui.inbox import network_name
from ui.reports.day_chart import bar_rows, bars_of
from ui.reports.presenter import (
    channel_heads,
    other_heads,
    present_badge,
    present_channels,
    present_lines,
    present_marks,
    present_stopped,
    present_survey,
    present_tiles,
)
from ui.reports.words import period_words, weekday_short

_DPI = 96


def write_csv(path: Path, report: Report, often: Sequence[AskedOften]) -> None:
    """Write a report's plain numbers, UTF-8 with a mark at its beginning, as spreadsheets like it. Raises OSError."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(csv_rows(report, often))
    beside.replace(path)


def write_pdf(path: Path, report: Report, often: Sequence[AskedOften]) -> None:
    """Write a report as A4 pages. Raises OSError."""
    pages = QByteArray()
    buffer = QBuffer(pages)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(_tr("Reports"))
    writer.setCreator("Sportello")
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)  # the document has two centimetres
    document = QTextDocument()
    document.setHtml(report_html(report, often))
    document.print_(writer)
    buffer.close()
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(bytes(pages.data()))
    beside.replace(path)


def report_html(report: Report, often: Sequence[AskedOften]) -> str:
    """Return a report as a page of HTML: every figure of the page, as tables."""
    badge = present_badge(report)
    tiles = [(tile.title, f"{tile.figure} {tile.base}".strip(), tile.change) for tile in present_tiles(report)]
    sections = [
        (_tr("Figures"), html_table(("", "", ""), tiles)),
        (badge.title, f"<p>{escape(badge.text)}</p>"),
        (_tr("Per channel"), html_table(channel_heads(), [row.cells for row in present_channels(report)])),
        *(
            (title, html_table(other_heads(head), [row.cells for row in present_lines(lines, kind)]))
            for title, head, lines, kind in (
                (_tr("Per class"), _tr("Class"), report.classes, "class"),
                (_tr("Per agent"), _tr("Agent"), report.agents, "agent"),
                (_tr("Per language"), _tr("Language"), report.languages, "language"),
            )
            if lines
        ),
        (_tr("Questions by hour of the week"), _week(report)),
        (_tr("Answered and unanswered over time"), _days(report)),
    ]
    if often:
        rows = [(one.text, str(one.count), str(one.answered)) for one in often]
        sections.append((_tr("Most asked"), html_table((_tr("Question"), _tr("Asked"), _tr("Answered")), rows)))
    if any(report.marks):
        marks = [row.cells for row in present_marks(report)]
        sections.append((_tr("Satisfaction"), html_table((_tr("Mark"), _tr("Count")), marks)))
    if report.channels:
        heads = (_tr("Channel"), _tr("Use it"), _tr("Would rather"))
        said = [row.cells for row in present_survey(report)]
        sections.append((_tr("Channels that customers name"), html_table(heads, said)))
    if report.stopped:
        stopped = [row.cells for row in present_stopped(report)]
        sections.append((_tr("What the guardrails stopped"), html_table((_tr("Replies"), _tr("Count")), stopped)))
    return html_page(_tr("Reports"), _subtitle(report), sections)


def _subtitle(report: Report) -> str:
    narrow = report.narrow
    parts = [
        period_words(report.period),
        network_name(narrow.network) if narrow.network else _tr("All channels"),
        narrow.agent or _tr("Whole team"),
        _tr("open hours are counted") if report.business else _tr("all hours are counted"),
    ]
    return " · ".join(parts)


def _week(report: Report) -> str:
    week = report.week
    words = _tr("Average of the last {n} weeks") if week.is_average else _tr("Total of the last {n} weeks")
    rows = [
        (weekday_short(day), *(str(week.shown(day, hour) or "") for hour in range(24)))
        for day in range(len(week.counts))
    ]
    table = html_table(("", *(f"{hour:02d}" for hour in range(24))), rows)
    return f"<p>{words.format(n=week.weeks)}</p>{table}"


def _days(report: Report) -> str:
    heads = (_tr("Days"), _tr("Answered"), _tr("Unanswered"))
    return html_table(heads, [row.cells for row in bar_rows(bars_of(report.days))])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)
