"""The words of the self-test: kinds, states of posts, results beside the article's. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.reports.trial import (
    ARTICLE_EXPECT,
    ARTICLE_SILENT,
    ARTICLE_THANKS_MINUTES,
    Kind,
    Result,
    TrialReport,
)
from desktop.store.trials import TrialPost
from ui.inbox import network_name
from ui.reports.presenter import TableRow
from ui.reports.words import NONE, day_words, duration_words, share_words
from ui.text.times import clock_time


def kind_name(kind: Kind) -> str:
    """Return the name of a kind of message."""
    return {
        Kind.URGENT: _tr("Urgent"),
        Kind.POSITIVE: _tr("Positive, thanks"),
        Kind.NEGATIVE: _tr("Negative"),
        Kind.FAQ: _tr("Common question"),
        Kind.TECHNICAL: _tr("Technical, several answers"),
    }[kind]


def post_heads() -> tuple[str, ...]:
    """Return the heads of the table of posts."""
    return (_tr("Text"), _tr("When"), _tr("Who"), _tr("With @"), _tr("State"))


def post_row(post: TrialPost, tz: tzinfo) -> TableRow:
    """Return a post as a row."""
    planned = post.planned
    when = f"{day_words(planned.planned_at.astimezone(tz).date())} {clock_time(planned.planned_at, tz)}"
    return TableRow(
        planned.network.value,
        (
            planned.text,
            when,
            f"@{planned.author}, {network_name(planned.network)}",
            _tr("yes") if planned.mentions else _tr("no"),
            post_state(post),
        ),
    )


def post_state(post: TrialPost) -> str:
    """Return what became of a post."""
    if post.answered_at is not None and post.seen_at is not None:
        seconds = (post.answered_at - post.seen_at).total_seconds()
        return _tr("answered after {time}").format(time=duration_words(seconds))
    if post.seen_at is not None:
        return _tr("seen, no answer")
    return _tr("posted, not seen") if post.posted_at is not None else _tr("to be posted")


def standing_words(posts: Sequence[TrialPost]) -> str:
    """Return how far a test is."""
    out, seen = sum(one.is_out for one in posts), sum(one.seen_at is not None for one in posts)
    return _tr("{out} of {all} posted, {seen} seen here").format(out=out, all=len(posts), seen=seen)


def result_heads() -> tuple[str, ...]:
    """Return the heads of the table of results."""
    return (_tr("Kind"), _tr("With @"), _tr("Median"), _tr("Without @"), _tr("Median"), _tr("In the article"))


def result_rows(report: TrialReport) -> tuple[TableRow, ...]:
    """Return the results beside the article's figures."""
    answered, sent = ARTICLE_SILENT
    of_kind = {Kind.POSITIVE: _tr("answered first, after {n} min").format(n=ARTICLE_THANKS_MINUTES)}
    rows = [
        TableRow("", (kind_name(kind), *_cells(mentioned), *_cells(silent), of_kind.get(kind, NONE)))
        for kind, mentioned, silent in report.by_kind
    ]
    article = _tr("without @: {answered} of {sent}, less than 8 %").format(answered=answered, sent=sent)
    rows.append(TableRow("", (_tr("All"), *_cells(report.mentioned), *_cells(report.silent), article)))
    return tuple(rows)


def expectation_words(report: TrialReport) -> str:
    """Return what users expect, beside what this test found."""
    found = report.mentioned.median
    words = _tr("{n} % of users expect an answer within one hour.").format(n=ARTICLE_EXPECT)
    if found is None:
        return words
    return f"{words} " + _tr("With an @ this desk answers after {time} at the median.").format(
        time=duration_words(found)
    )


def _cells(result: Result) -> tuple[str, str]:
    if not result.sent:
        return NONE, NONE
    share = _tr("{answered} of {sent}, {share}").format(
        answered=result.answered, sent=result.sent, share=share_words(result.share)
    )
    return share, duration_words(result.median)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)
