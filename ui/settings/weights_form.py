"""The form of the weights: one figure a line with the program's own beside it, and the way back to that."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from desktop.triage.own_figures import SPANS
from ui.settings.priority_words import figure_name, group_name
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, IconButton, Label

_FIGURE_WIDTH = 84
_SLIDES_UP_TO = 60  # what goes farther is typed


class WeightsForm(QWidget):
    """Edits figures by their dotted names; it keeps nothing and tells of every change."""

    edited = Signal(object)
    """The figures that differ from the program's own, by name."""

    def __init__(self, theme: Theme, shipped: Mapping[str, float]) -> None:
        """`shipped` are the program's own figures."""
        super().__init__()
        self.setObjectName("weights_form")
        self._theme = theme
        self._shipped = shipped
        self._lines = {name: _FigureLine(theme, name, shipped[name]) for name in SPANS}
        self._reset = Button(
            theme,
            self.tr("Reset all weights"),
            icon="arrow-counter-clockwise",
            kind=ButtonKind.QUIET,
            small=True,
            object_name="reset_weights",
        )
        self._reset.setAutoDefault(False)
        self._lay_out()
        for line in self._lines.values():
            line.changed.connect(self._tell)
        self._reset.clicked.connect(self._on_reset_clicked)

    def show_figures(self, figures: Mapping[str, float]) -> None:
        """Show the desk's figures over the program's own."""
        for name, line in self._lines.items():
            line.show_figure(figures.get(name, self._shipped[name]))
        self._reset.setEnabled(bool(figures))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        sections = dict.fromkeys(name.partition(".")[0] for name in SPANS)
        for section in sections:
            column.addWidget(Label(self._theme, group_name(section), size=12, colour="text.secondary"))
            grid = QGridLayout()
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(4)
            grid.setColumnStretch(1, 1)
            for row, name in enumerate(one for one in SPANS if one.partition(".")[0] == section):
                self._lines[name].put_into(grid, row)
            column.addLayout(grid)
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(self._reset)
        column.addLayout(last)

    def _tell(self) -> None:
        figures = {name: line.figure for name, line in self._lines.items() if line.figure != self._shipped[name]}
        self._reset.setEnabled(bool(figures))
        self.edited.emit(figures)

    def _on_reset_clicked(self) -> None:
        self.show_figures({})
        self._tell()


class _FigureLine(QWidget):
    """A name, a slider, a figure and the way back. The parts lie in a grid that lines up those of a section."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str, shipped: float) -> None:
        super().__init__()
        self._shipped = shipped
        self._span = SPANS[name]
        words, key = figure_name(name), name.replace(".", "_")
        self._label = Label(theme, words)
        self._slider = _Slider(Qt.Orientation.Horizontal)
        self._slider.setObjectName(f"weight_slider_{key}")
        self._slider.setRange(0, round((self._span.most - self._span.least) / self._span.step))
        if self._span.most > _SLIDES_UP_TO:
            self._slider.hide()
        self._slider.setAccessibleName(words)
        self._box = _Figure(theme, f"weight_{key}", words, self._span.step)
        self._box.setRange(self._span.least, self._span.most)
        self._box.setSingleStep(self._span.step)
        self._label.setBuddy(self._box)
        back = self.tr("Back to {figure}").replace("{figure}", f"{shipped:g}")
        self._back = IconButton(theme, "arrow-counter-clockwise", f"{words}: {back}", object_name=f"weight_back_{key}")
        self._slider.valueChanged.connect(self._on_slider_moved)
        self._box.valueChanged.connect(self._on_figure_changed)
        self._back.clicked.connect(lambda: self._box.setValue(self._shipped))

    @property
    def figure(self) -> float:
        """What stands in it; a whole number where it is one."""
        value = self._box.value()
        return int(value) if int(value) == value else value

    def show_figure(self, figure: float) -> None:
        """Show a figure without telling."""
        for widget in (self._box, self._slider):
            widget.blockSignals(True)
        self._box.setValue(figure)
        self._slider.setValue(round((figure - self._span.least) / self._span.step))
        for widget in (self._box, self._slider):
            widget.blockSignals(False)
        self._mark()

    def put_into(self, grid: QGridLayout, row: int) -> None:
        """Lay the parts into a row."""
        for column, part in enumerate((self._label, self._slider, self._box, self._back)):
            grid.addWidget(part, row, column)
        grid.setColumnMinimumWidth(0, 200)

    def _mark(self) -> None:
        """Offer the way back where the figure is the desk's own; its room stays, so that nothing jumps."""
        own = self.figure != self._shipped
        policy = self._back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._back.setSizePolicy(policy)
        self._back.setVisible(own)

    def _on_slider_moved(self, place: int) -> None:
        self._box.setValue(self._span.least + place * self._span.step)

    def _on_figure_changed(self, figure: float) -> None:
        self.show_figure(figure)
        self.changed.emit()


class _Figure(QDoubleSpinBox):
    """A figure that the wheel leaves alone."""

    def __init__(self, theme: Theme, object_name: str, name: str, step: float) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.setProperty("kind", "field")
        self.setFont(theme.font(13))
        self.setDecimals(0 if step >= 1 else 1)
        self.setFixedWidth(theme.px(_FIGURE_WIDTH))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class _Slider(QSlider):
    """A slider that the wheel leaves alone."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()
