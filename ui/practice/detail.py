"""One case's result in detail: the reasons with their places in the text, and an answer that would have done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QTextBrowser

from desktop.model import Visibility
from desktop.practice import Mark, PartScore, Result, written
from desktop.practice.play import Answer
from desktop.practice.scenario import Scenario
from ui.practice.words import mark_words, mood_words, part_name, tr
from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of a page, as hexadecimal values."""

    text: str
    quiet: str
    lost: str
    well: str
    ground: str
    marked: str


def inks_of(theme: Theme) -> Inks:
    """Return the colours of the theme in force."""
    tokens = ("text.primary", "text.secondary", "red.text", "green.text", "bg.sunken", "red.tint")
    return Inks(*(theme.hex(token) for token in tokens))


def detail_html(result: Result, target: timedelta, inks: Inks) -> str:
    """Return a case's page: its reasons by part, then turn by turn what was said, answered, and would have done."""
    scenario = result.entry.scenario
    head = (
        f"<p style='font-weight:600;font-size:15px;margin:0'>{escape(scenario.title)}</p>"
        f"<p style='color:{inks.quiet};margin:2px 0 8px 0'>{escape(scenario.customer)} · "
        f"{escape(mood_words(result.play.mood))}</p>"
    )
    waits = f"<p style='color:{inks.quiet}'>{escape(tr('Waits for your answer; no points yet.'))}</p>"
    reasons = "".join(_part_html(one, target, inks) for one in result.parts) if result.counts else waits
    return f"<div style='color:{inks.text}'>{head}{reasons}{_talk_html(result, inks)}</div>"


def _part_html(score: PartScore, target: timedelta, inks: Inks) -> str:
    lines = "".join(_mark_html(mark, target, inks) for mark in score.marks)
    return (
        f"<p style='margin:6px 0 2px 0'><b>{escape(part_name(score.part))}</b> "
        f"<span style='color:{inks.quiet}'>{score.points}</span></p>{lines}"
    )


def _mark_html(mark: Mark, target: timedelta, inks: Inks) -> str:
    colour = inks.lost if mark.points else inks.well
    lost = f" <span style='color:{inks.lost}'>−{mark.points}</span>" if mark.points else ""
    quote = f": <i>“{escape(mark.quote)}”</i>" if mark.quote else ""
    sign = "–" if mark.points else "✓"
    words = escape(mark_words(mark, target))
    return f"<p style='margin:0 0 2px 12px'><span style='color:{colour}'>{sign}</span> {words}{quote}{lost}</p>"


def _talk_html(result: Result, inks: Inks) -> str:
    """Return what was said in its order; a turn's answers are beside the one that would have done."""
    scenario, answers = result.entry.scenario, written(result.play)
    said = sorted(
        [
            *((one.at, 0, _said_html(scenario.customer, one.text, inks)) for one in result.play.said),
            *((one.at, 1, _answer_html(n, one, result, inks)) for n, one in enumerate(answers)),
        ],
        key=lambda each: each[:2],
    )
    title = f"<p style='margin:14px 0 4px 0'><b>{escape(tr('What was said'))}</b></p>"
    return title + "".join(html for _, _, html in said) + _missing_html(scenario, answers, inks)


def _said_html(name: str, text: str, inks: Inks) -> str:
    return (
        f"<p style='margin:6px 0 0 0;color:{inks.quiet}'>{escape(name)}</p>"
        f"<p style='margin:0 0 4px 0;background-color:{inks.ground}'>{_lines(escape(text))}</p>"
    )


def _answer_html(number: int, answer: Answer, result: Result, inks: Inks) -> str:
    public = answer.visibility is Visibility.PUBLIC
    where = tr("Your public answer") if public else tr("Your private answer")
    marked = _marked(answer.text, _places(result.parts, number), inks)
    turn = result.entry.scenario.turn(answer.turn)
    own = (
        f"<p style='margin:6px 0 0 24px;color:{inks.quiet}'>{escape(where)}</p>"
        f"<p style='margin:0 0 4px 24px'>{marked}</p>"
    )
    return own + (_model_html(result.entry.scenario, turn.model, inks) if turn is not None else "")


def _missing_html(scenario: Scenario, answers: Sequence[Answer], inks: Inks) -> str:
    """Return the model of the first turn for a case that nobody answered."""
    return "" if answers else _model_html(scenario, scenario.turns[0].model, inks)


def _model_html(scenario: Scenario, model: str, inks: Inks) -> str:
    words = tr("The answer that was given then") if scenario.is_past else tr("An answer that would have done")
    return (
        f"<p style='margin:2px 0 0 24px;color:{inks.quiet}'>{escape(words)}</p>"
        f"<p style='margin:0 0 6px 24px;color:{inks.well}'>{_lines(escape(model))}</p>"
    )


def _places(parts: Sequence[PartScore], number: int) -> list[tuple[int, int]]:
    marks = (mark for score in parts for mark in score.marks)
    return sorted({(mark.start, mark.end) for mark in marks if mark.answer == number and mark.end > mark.start})


def _marked(text: str, places: Sequence[tuple[int, int]], inks: Inks) -> str:
    """Return a text as HTML with its places underlined; of places that overlap the first one counts."""
    pieces, at = [], 0
    for start, end in places:
        if start < at:
            continue
        pieces.append(escape(text[at:start]))
        pieces.append(f"<u style='background-color:{inks.marked};color:{inks.lost}'>{escape(text[start:end])}</u>")
        at = end
    return _lines("".join((*pieces, escape(text[at:]))))


def _lines(html: str) -> str:
    return html.replace("\n", "<br>")


class DetailView(QTextBrowser):
    """Shows one case; can be walked and copied from with the keyboard."""

    def __init__(self, theme: Theme) -> None:
        """Show nothing yet."""
        super().__init__()
        self._theme = theme
        self._shown: tuple[Result, timedelta] | None = None
        self.setObjectName("practice_detail")
        self.setAccessibleName(tr("Reasons"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_result(self, result: Result | None, target: timedelta) -> None:
        """Show a case's result, None for nothing."""
        self._shown = (result, target) if result is not None else None
        self.setHtml(detail_html(result, target, inks_of(self._theme)) if result is not None else "")

    def _restyle(self) -> None:
        self.setFont(self._theme.font(13))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, self._theme.colour("bg.surface"))
        palette.setColor(QPalette.ColorRole.Text, self._theme.colour("text.primary"))
        self.setPalette(palette)
        if self._shown is not None:
            self.show_result(*self._shown)
