"""The form of a saved view: its name, icon and order, and its query as conditions or as text, whichever is easier."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.inbox import ICONS, WORDS, Fault, Part, Parts, SavedView, parts_of, written
from desktop.model import Sort
from ui.inbox.condition_row import ConditionRow
from ui.inbox.query_words import query_fault_words
from ui.inbox.wording import sort_name
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, ComboBox, Field, IconButton, Label, OverlayScrollBar, Separator

_WIDTH, _ROWS_HEIGHT = 600, 190
_COUNT_MS = 250
_ICONS_A_ROW = 16


class ViewDialog(QDialog):
    """Makes or edits a view. It keeps nothing: `view` is what stands in it when it is accepted."""

    count_wanted = Signal(str)
    """A query without faults: how many cases it finds is to be told with `show_count`."""

    def __init__(
        self,
        theme: Theme,
        view: SavedView,
        known: Mapping[str, Sequence[str]],
        faults: Callable[[str], Sequence[Fault]],
        parent: QWidget | None = None,
    ) -> None:
        """`view` with an empty uid is a new one; `known` are values to offer; `faults` reads a query."""
        super().__init__(parent)
        self._theme = theme
        self._view = view
        self._known = known
        self._faults = faults
        self._rows: list[ConditionRow] = []
        self._made = 0
        self.setObjectName("view_dialog")
        self.setWindowTitle(self.tr("Edit view") if view.uid else self.tr("New view"))
        self.setProperty("ground", "surface")
        self.setMinimumWidth(theme.px(_WIDTH))
        self._name = Field(theme, self.tr("Name"), object_name="view_name", placeholder=self.tr("Angry VIPs"))
        self._sort = ComboBox(theme, self.tr("Order"), object_name="view_sort")
        self._join = ComboBox(theme, self.tr("How conditions are joined"), object_name="view_join")
        self._query = Field(theme, self.tr("The same as a search"), object_name="view_query")
        self._by_hand = Label(theme, "", size=12, colour="text.secondary", wrap=True, object_name="view_by_hand")
        self._count = Label(theme, "", size=12, colour="text.secondary", object_name="view_count")
        self._save = Button(theme, self.tr("Save view"), kind=ButtonKind.PRIMARY, object_name="view_save")
        self._cancel = Button(theme, self.tr("Cancel"), object_name="view_cancel")
        self._add = Button(
            theme, self.tr("Add a condition"), kind=ButtonKind.QUIET, icon="plus", object_name="view_add_condition"
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_COUNT_MS)
        self._icons = self._make_icons()
        self._lay_out()
        self._fill()
        self._connect()

    @property
    def view(self) -> SavedView:
        """The view as it stands in the form."""
        icon = ICONS[max(0, self._icons.checkedId())]
        sort = self._sort.current
        return replace(
            self._view,
            name=self._name.text,
            query=self._query.text.strip(),
            icon=icon,
            sort=sort if isinstance(sort, Sort) else Sort.URGENCY,
        )

    def show_count(self, query: str, count: int) -> None:
        """Say how many cases a query finds, if it is still the one that stands here."""
        if query == self._query.text.strip() and not self._query.fault:
            words = self.tr("1 conversation now") if count == 1 else self.tr("{count} conversations now")
            self._count.setText(words.replace("{count}", f"{count:,}"))

    def accept(self) -> None:
        """Close if everything is there and the query can be understood; else say what is wrong."""
        view = self.view
        if not view.name.strip():
            self._name.set_fault(self.tr("A view needs a name."))
            self._name.focus()
        elif not view.query:
            self._query.set_fault(self.tr("Add a condition, or write what the view is to find."))
            self._query.focus()
        elif self._say_faults():
            self._query.focus()
        else:
            super().accept()

    # --- making ---------------------------------------------------------------------------------------------------

    def _make_icons(self) -> QButtonGroup:
        group = QButtonGroup(self)
        group.setExclusive(True)
        for number, icon in enumerate(ICONS):
            words = self.tr("Icon {name}").replace("{name}", icon.replace("-", " "))
            button = IconButton(self._theme, icon, words, object_name=f"view_icon_{number}")
            button.setCheckable(True)
            group.addButton(button, number)
        return group

    def _lay_out(self) -> None:
        theme = self._theme
        body = QVBoxLayout()
        body.setContentsMargins(20, 16, 20, 16)
        body.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._name, 3)
        order = QVBoxLayout()
        order.setSpacing(4)
        order.addWidget(Label(theme, self.tr("Order"), size=12, colour="text.secondary"))
        order.addWidget(self._sort)
        order.addStretch(1)
        head.addLayout(order, 1)
        body.addLayout(head)
        icons = QGridLayout()
        icons.setSpacing(2)
        for number, button in enumerate(self._icons.buttons()):
            icons.addWidget(button, number // _ICONS_A_ROW, number % _ICONS_A_ROW)
        body.addLayout(icons)
        joined = QHBoxLayout()
        joined.setSpacing(8)
        joined.addWidget(Label(theme, self.tr("Conversations that fulfil")))
        joined.addWidget(self._join)
        joined.addStretch(1)
        body.addLayout(joined)
        body.addWidget(self._make_rows(), 1)
        body.addWidget(self._by_hand)
        body.addWidget(self._query)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.setContentsMargins(20, 12, 16, 14)
        foot.addWidget(self._count, 1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(Separator(theme))
        column.addLayout(foot)
        self._save.setDefault(True)

    def _make_rows(self) -> QWidget:
        self._form = QWidget()
        self._lines = QVBoxLayout(self._form)
        self._lines.setContentsMargins(0, 0, 8, 0)
        self._lines.setSpacing(8)
        add = QHBoxLayout()
        add.addWidget(self._add)
        add.addStretch(1)
        self._lines.addLayout(add)
        self._lines.addStretch(1)
        area = QScrollArea()
        area.setObjectName("view_conditions")
        area.setAccessibleName(self.tr("Conditions"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMinimumHeight(self._theme.px(_ROWS_HEIGHT))
        area.setWidget(self._form)
        self._form.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        OverlayScrollBar(area)
        return area

    def _fill(self) -> None:
        view = self._view
        self._name.set_text(view.name)
        self._sort.set_choices([(sort, sort_name(sort)) for sort in Sort], view.sort)
        self._join.set_choices([(False, self.tr("all of these")), (True, self.tr("any of these"))], False)
        chosen = ICONS.index(view.icon) if view.icon in ICONS else 0
        self._icons.button(chosen).setChecked(True)
        self._query.set_text(view.query)
        self._take_query(view.query)
        if not self._rows:
            self._add_row(Part("is", "open") if not view.query else Part(WORDS, ""))
            if not view.query:
                self._on_form_changed()
        if view.query:
            self._say_faults()
        self._name.focus()

    def _connect(self) -> None:
        self._add.clicked.connect(self._on_add_clicked)
        self._join.currentIndexChanged.connect(self._on_form_changed)
        self._query.edited.connect(self._on_query_edited)
        self._pause.timeout.connect(self._ask_count)
        self._save.clicked.connect(self.accept)
        self._cancel.clicked.connect(self.reject)
        self._pause.start()

    # --- between form and text --------------------------------------------------------------------------------

    def _take_query(self, query: str) -> None:
        """Show a query in the form, or say that it is too much for one."""
        parts = parts_of(query)
        self._form.setEnabled(parts is not None)
        self._join.setEnabled(parts is not None)
        self._by_hand.setVisible(parts is None)
        if parts is None:
            words = self.tr("This query has parentheses or mixes “and” with “or”. Change it as text.")
            self._by_hand.setText(words)
            return
        for row in list(self._rows):
            self._drop_row(row)
        for part in parts.parts:
            self._add_row(part)
        blocked = self._join.blockSignals(True)
        self._join.choose(parts.any_of)
        self._join.blockSignals(blocked)

    def _add_row(self, part: Part) -> ConditionRow:
        row = ConditionRow(self._theme, part, self._known, self._made)
        self._made += 1
        self._rows.append(row)
        self._lines.insertWidget(len(self._rows) - 1, row)
        row.changed.connect(self._on_form_changed)
        row.removed.connect(lambda: self._on_row_removed(row))
        return row

    def _drop_row(self, row: ConditionRow) -> None:
        self._rows.remove(row)
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _on_add_clicked(self) -> None:
        self._add_row(Part("tag", "")).focus()

    def _on_row_removed(self, row: ConditionRow) -> None:
        self._drop_row(row)
        self._on_form_changed()

    def _on_form_changed(self) -> None:
        parts = Parts(tuple(row.part for row in self._rows), bool(self._join.current))
        self._query.set_text(written(parts))
        self._on_changed()

    def _on_query_edited(self, query: str) -> None:
        self._take_query(query)
        self._on_changed()

    def _on_changed(self) -> None:
        self._count.setText("")
        self._say_faults()
        self._pause.start()

    def _say_faults(self) -> bool:
        faults = self._faults(self._query.text)
        self._query.set_fault(query_fault_words(faults))
        return bool(faults)

    def _ask_count(self) -> None:
        query = self._query.text.strip()
        if query and not self._query.fault:
            self.count_wanted.emit(query)
