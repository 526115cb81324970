"""The four questions about channels: a short form at the left, the ranking with its figures at the right."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QGridLayout, QSpinBox, QVBoxLayout, QWidget

from desktop.model import Network
from desktop.reports.channels import CHANNELS, Form, Own, Ranked, rank, sectors
from ui.accounts.dialog_frame import Footer, fit, scrolled
from ui.inbox import network_name
from ui.reports.presenter import TableRow
from ui.reports.table import FigureTable
from ui.reports.words import NONE
from ui.theme import Theme
from ui.widgets import CheckBox, ComboBox, Label

_WIDTH, _HEIGHT, _FORM = 1000, 720, 300
_SIDE_BY_SIDE, _WITH_FIGURES, _FORM_LEAST = 900, 640, 150
_LEAST_WIDTH, _LEAST_HEIGHT = 560, 440
_UNBOUND = (1 << 24) - 1
_MOST_ASKED = 99_999


def sector_name(sector: str) -> str:
    """Return a sector's name."""
    names = {
        "energy": _tr("Energy and water"),
        "telecommunications": _tr("Telecommunications"),
        "banking": _tr("Banks and insurance"),
        "fashion": _tr("Fashion and retail"),
        "food": _tr("Food and restaurants"),
        "travel": _tr("Travel and transport"),
        "health": _tr("Health"),
        "public": _tr("Public administration"),
        "software": _tr("Software and technology"),
    }
    return names.get(sector, sector)


def ranking_row(place: int, one: Ranked, *, brief: bool = False) -> TableRow:
    """Return a row: the points of each question, unless `brief` with the figures that they come from."""
    customers = _with(one.customers, "" if brief else _figures(one))
    fitting = _tr("{n} %").format(n=one.fitting) if one.fitting is not None and not brief else ""
    medium = _with(one.medium, fitting)
    market = NONE if one.market is None else _tr("there") if one.market else _tr("not there")
    name = f"{place}. {network_name(one.network)}"
    return TableRow(one.network.value, (name, customers, _with(one.sector, ""), medium, market, str(one.score)))


def _figures(one: Ranked) -> str:
    parts = []
    if one.demand is not None:
        parts.append(_tr("{n} %").format(n=one.demand))
    if one.preference is not None:
        parts.append(_tr("{n} %").format(n=one.preference))
    return ", ".join(parts)


def _with(points: int | None, figures: str) -> str:
    if points is None:
        return NONE
    return f"{points} ({figures})" if figures else str(points)


class ChannelsDialog(QDialog):
    """Ranks while it is filled in; `kept` tells what is to be kept."""

    kept = Signal(object)
    """The Form."""

    def __init__(self, theme: Theme, form: Form, own: Own, parent: QWidget) -> None:
        """Begin with what was answered before; `own` is what the desk knows itself."""
        super().__init__(parent)
        self._theme = theme
        self._own = own
        self._is_brief = False
        self.setObjectName("channels_dialog")
        self.setWindowTitle(_tr("Compare channels"))
        self.setProperty("ground", "surface")
        self.sector = ComboBox(theme, _tr("Sector"), object_name="channels_sector")
        self.sector.set_choices([("", _tr("Not said")), *((one, sector_name(one)) for one in sectors())], form.sector)
        self.private = CheckBox(theme, _tr("Matters must be settled in private"), object_name="channels_private")
        self.public = CheckBox(theme, _tr("Answers should help others too"), object_name="channels_public")
        self.private.setChecked("private" in form.needs)
        self.public.setChecked("public" in form.needs)
        self.preferred = {one: self._count(one, form) for one in CHANNELS}
        self.competitors = {one: self._there(one, form) for one in CHANNELS}
        heads = (_tr("Channel"), _tr("Customers"), _tr("Sector"), _tr("Medium"), _tr("Competitors"), _tr("Score"))
        self.ranking = FigureTable(theme, heads, object_name="channels_ranking", name=_tr("Ranking"))
        self._lay_out()
        self._connect()
        self._rank()
        fit(self, theme, _WIDTH, _HEIGHT)
        self.setMinimumSize(_LEAST_WIDTH, _LEAST_HEIGHT)

    @property
    def form(self) -> Form:
        """What is answered now."""
        needs = {"private": self.private.isChecked(), "public": self.public.isChecked()}
        return Form(
            str(self.sector.current or ""),
            frozenset(need for need, is_on in needs.items() if is_on),
            {one: box.value() for one, box in self.preferred.items() if box.value()},
            frozenset(one for one, box in self.competitors.items() if box.isChecked()),
        )

    def _count(self, network: Network, form: Form) -> QSpinBox:
        box = QSpinBox()
        box.setRange(0, _MOST_ASKED)
        box.setValue(min(_MOST_ASKED, form.preferred.get(network, 0)))
        box.setObjectName(f"channels_preferred_{network.value}")
        box.setAccessibleName(_tr("Customers who prefer {network}").format(network=network_name(network)))
        return box

    def _there(self, network: Network, form: Form) -> CheckBox:
        box = CheckBox(self._theme, network_name(network), object_name=f"channels_there_{network.value}")
        box.setAccessibleName(_tr("Competitors use {network}").format(network=network_name(network)))
        box.setChecked(network in form.competitors)
        return box

    def _lay_out(self) -> None:
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setContentsMargins(24, 20, 24, 12)
        self._body.setSpacing(24)
        self._form_area = scrolled(self._form())
        self._body.addWidget(self._form_area)
        beside = QWidget()
        right = QVBoxLayout(beside)
        right.setContentsMargins(0, 0, 8, 0)
        right.setSpacing(8)
        right.addWidget(Label(self._theme, _tr("Ranking"), size=13, weight=600))
        right.addWidget(self.ranking)
        words = _tr(
            "Each question gives up to 100 points; the score is the mean of those with an answer. In brackets: the "
            "channel's share of this desk's questions in 12 months and of the customers who were asked, and how many "
            "of the desk's answers it holds in one piece. Sectors are an opinion to begin with. Being where the "
            "competitors are is no must: to differ can be the better choice."
        )
        right.addWidget(Label(self._theme, words, size=12, colour="text.secondary", wrap=True))
        right.addStretch(1)
        self._body.addWidget(scrolled(beside), 1)
        footer = Footer(self._theme, self)
        self.cancel = footer.add(_tr("Cancel"), "channels_cancel")
        self.keep = footer.add(_tr("Keep answers"), "channels_keep", primary=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._body, 1)
        column.addWidget(footer)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the form above the ranking where both would be cramped side by side."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = self._theme.px
        is_narrow = self.width() < px(_SIDE_BY_SIDE)
        if (is_brief := self.width() < px(_WITH_FIGURES)) != self._is_brief:
            self._is_brief = is_brief
            self._rank()
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._body.setDirection(direction)
        self._body.setSpacing(12 if is_narrow else 24)
        self._form_area.setMinimumSize(0, 0)
        self._form_area.setMaximumSize(_UNBOUND, _UNBOUND)
        if is_narrow:
            self._form_area.setMaximumHeight(max(px(_FORM_LEAST), self.height() // 3))
        else:
            self._form_area.setFixedWidth(px(_FORM))

    def _form(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self._question(_tr("1. Which channels do your customers prefer?")))
        hint = _tr("How many of those whom you asked named it. Empty: only the desk's own questions count.")
        if self._own.answered:
            said = _tr("{n} customers answered the channel survey in 12 months; they are counted already.")
            hint = f"{said.format(n=self._own.answered)} {hint}"
        column.addWidget(Label(self._theme, hint, size=12, colour="text.secondary", wrap=True))
        grid = QGridLayout()
        for row, (network, spin) in enumerate(self.preferred.items()):
            grid.addWidget(Label(self._theme, network_name(network), size=12), row, 0)
            grid.addWidget(spin, row, 1)
        column.addLayout(grid)
        column.addWidget(self._question(_tr("2. Which fit your sector?")))
        column.addWidget(self.sector)
        column.addWidget(self._question(_tr("3. Which suit how you communicate?")))
        column.addWidget(self.private)
        column.addWidget(self.public)
        column.addWidget(self._question(_tr("4. Which do your competitors use?")))
        for there in self.competitors.values():
            column.addWidget(there)
        column.addStretch(1)
        return box

    def _question(self, words: str) -> Label:
        return Label(self._theme, words, size=13, weight=600, wrap=True)

    def _connect(self) -> None:
        self.sector.currentIndexChanged.connect(lambda _: self._rank())
        for check in (self.private, self.public, *self.competitors.values()):
            check.toggled.connect(lambda _: self._rank())
        for spin in self.preferred.values():
            spin.valueChanged.connect(lambda _: self._rank())
        self.cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._on_keep_clicked)

    def _rank(self) -> None:
        ranked = rank(self.form, self._own)
        brief = self._is_brief
        self.ranking.set_rows([ranking_row(place, one, brief=brief) for place, one in enumerate(ranked, start=1)])

    def _on_keep_clicked(self) -> None:
        self.kept.emit(self.form)
        self.accept()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)
