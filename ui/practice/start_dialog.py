"""The beginning of a sitting: language, source, level and number of cases, how it went so far, and what is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.practice import LANGUAGES, Choice, Level, Offer, ScenarioUnreadable, Sitting, Source, offered
from ui.accounts.dialog_frame import Footer, fit
from ui.composer.canned import language_name
from ui.practice.progress import ProgressLine
from ui.practice.words import (
    fault_words,
    history_words,
    kept_words,
    level_name,
    level_words,
    offer_words,
    source_name,
    tr,
)
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, ComboField, Label, Segmented

_WIDTH, _HEIGHT = 620, 520
_COUNTS = (1, 2, 3, 4, 6, 8, 10, 12)
_USUAL_COUNT = 3

Offers = Callable[[str], tuple[Sequence[Offer], Sequence[Offer]]]
"""Returns a language's scenarios and the desk's own past cases in it. Raises ScenarioUnreadable."""


class StartDialog(QDialog):
    """Asks for a Choice: `choice` after `accepted`."""

    forgetting_requested = Signal()
    """The agent's sittings are to be forgotten."""

    def __init__(
        self, theme: Theme, offers: Offers, sittings: Sequence[Sitting], language: str, parent: QWidget | None = None
    ) -> None:
        """`language` is the one to begin with."""
        super().__init__(parent)
        self._theme = theme
        self._offers = offers
        self._scenarios: Sequence[Offer] = ()
        self._past: Sequence[Offer] = ()
        self.setObjectName("practice_start")
        self.setWindowTitle(tr("Practice"))
        self.setProperty("ground", "surface")
        self.language = ComboField(theme, tr("Language"), object_name="practice_language")
        self.language.box.set_choices([(code, language_name(code)) for code in LANGUAGES], language)
        self.count = ComboField(theme, tr("Cases"), object_name="practice_count")
        self.source = self._segments("practice_source", tr("Source"), [(one, source_name(one)) for one in Source])
        self.level = self._segments("practice_level", tr("Level"), [(one, level_name(one)) for one in Level])
        self._offer = Label(theme, size=12, colour="text.secondary", wrap=True, object_name="practice_offer")
        self._level_words = Label(theme, size=12, colour="text.secondary", wrap=True)
        self._history = Label(theme, size=12, colour="text.secondary", wrap=True, object_name="practice_history")
        self.progress = ProgressLine(theme)
        self.forget = Button(
            theme, tr("Forget my results"), kind=ButtonKind.LINK, small=True, object_name="practice_forget"
        )
        self._lay_out()
        self._connect()
        self.source.choose(Source.SCENARIOS)
        self.level.choose(Level.CALM)
        self.show_sittings(sittings)
        self._on_language_chosen()
        fit(self, theme, _WIDTH, _HEIGHT)
        self.language.box.setFocus()

    @property
    def choice(self) -> Choice:
        """What is chosen."""
        return Choice(str(self.language.box.current), self._source, self._level, int(str(self.count.box.current or 0)))

    @property
    def offer_words(self) -> str:
        """What is said about what there is to practise on."""
        return self._offer.text()

    def show_sittings(self, sittings: Sequence[Sitting]) -> None:
        """Show how it went so far."""
        self._history.setText(history_words(sittings))
        self.progress.set_totals([one.total for one in sittings])
        self.forget.setVisible(bool(sittings))

    # --- making -----------------------------------------------------------------------------------------------

    def _segments(self, name: str, spoken: str, choices: Sequence[tuple[object, str]]) -> Segmented:
        return Segmented(self._theme, spoken, choices, object_name=name)

    def _lay_out(self) -> None:
        theme = self._theme
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 20, 24, 16)
        inner.setSpacing(8)
        inner.addWidget(Label(theme, tr("Practise"), size=20, weight=600))
        said = tr(
            "You answer customers at a desk of its own, in the window you know. Nothing leaves this computer: the desk "
            "has no account that could send. Afterwards you see your points for time, privacy, tone and outcome."
        )
        inner.addWidget(Label(theme, said, colour="text.secondary", wrap=True))
        inner.addSpacing(4)
        fields = QHBoxLayout()
        fields.setSpacing(16)
        fields.addWidget(self.language, 2)
        fields.addWidget(self.count, 1)
        inner.addLayout(fields)
        for title, segments, words in (
            (tr("Source"), self.source, self._offer),
            (tr("Level"), self.level, self._level_words),
        ):
            inner.addSpacing(4)
            inner.addWidget(Label(theme, title, size=12, colour="text.secondary"))
            inner.addWidget(segments)
            inner.addWidget(words)
        inner.addStretch(1)
        inner.addLayout(self._past_row())
        inner.addWidget(Label(theme, kept_words(), size=12, colour="text.tertiary", wrap=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(inner, 1)
        self._footer = Footer(theme, self)
        self.leave = self._footer.add(tr("Cancel"), "practice_cancel")
        self.begin = self._footer.add(tr("Begin"), "practice_begin", primary=True)
        column.addWidget(self._footer)

    def _past_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._history, 1)
        row.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.forget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.forget.setAutoDefault(False)
        return row

    def _connect(self) -> None:
        self.language.box.currentIndexChanged.connect(self._on_language_chosen)
        self.source.chosen.connect(lambda _: self._refresh())
        self.level.chosen.connect(lambda _: self._refresh())
        self.forget.clicked.connect(self.forgetting_requested)
        self.leave.clicked.connect(self.reject)
        self.begin.clicked.connect(self.accept)

    # --- answering --------------------------------------------------------------------------------------------

    @property
    def _source(self) -> Source:
        return Source(str(self.source.current))

    @property
    def _level(self) -> Level:
        level = self.level.current
        assert isinstance(level, Level)
        return level

    def _on_language_chosen(self) -> None:
        try:
            self._scenarios, self._past = self._offers(str(self.language.box.current))
        except ScenarioUnreadable as fault:
            self._scenarios = self._past = ()
            self._offer.setText(fault_words(fault))
            self._show_counts(0)
            self._offer.set_colour("red.text")
            self._level_words.setText(level_words(self._level))
            return
        self._refresh()

    def _refresh(self) -> None:
        count = len(offered(self._scenarios, self._past, self._source, self._level))
        past = len(self._past)
        self._offer.setText(offer_words(self._source, count, past, str(self.language.box.current)))
        nothing_own = self._source is not Source.SCENARIOS and not past
        self._offer.set_colour("amber.text" if nothing_own or not count else "text.secondary")
        self._level_words.setText(level_words(self._level))
        self._show_counts(count)

    def _show_counts(self, count: int) -> None:
        before = self.count.box.current or _USUAL_COUNT
        counts = [one for one in _COUNTS if one <= count]
        if count and count not in counts and count < _COUNTS[-1]:
            counts.append(count)
        wanted = before if before in counts else counts[-1] if counts else None
        self.count.box.set_choices([(one, str(one)) for one in counts], wanted)
        self.count.box.setEnabled(bool(counts))
        self.begin.setEnabled(bool(counts))
