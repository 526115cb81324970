"""What a file of canned replies would bring, before anything is taken in: new ones, taken shortcuts, refused rows."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.composer import CannedReply
from desktop.composer.canned_import import Duplicate, ImportPlan, OnDuplicate
from ui.accounts.dialog_frame import Footer, dim, fit, scrolled
from ui.composer.canned import language_name
from ui.settings.canned_words import refused_sentence
from ui.theme import Theme
from ui.widgets import Card, IconLine, Label, Segmented

_WIDTH, _HEIGHT = 640, 520
_MOST_LISTED = 100


class CannedImportDialog(QDialog):
    """Shows a plan; each taken shortcut can be decided on its own, or all at once. Open it with `open()`."""

    taken = Signal(tuple)
    """The CannedReply values to take in."""

    def __init__(
        self, theme: Theme, name: str, plan: ImportPlan, present: Iterable[CannedReply], parent: QWidget | None = None
    ) -> None:
        """`name` is the file's, `present` what the desk has."""
        super().__init__(parent)
        self._theme = theme
        self._plan = plan
        self._present = tuple(present)
        self._all: Segmented | None = None
        self._each: dict[str, Segmented] = {}
        self.setObjectName("canned_import_dialog")
        self.setWindowTitle(self.tr("Import canned replies"))
        self._footer = Footer(theme, self)
        cancel = self._footer.add(self.tr("Cancel"), "canned_import_cancel")
        cancel.clicked.connect(self.reject)
        self._take = self._footer.add("", "canned_import_take", primary=True)
        self._take.clicked.connect(self._on_take_clicked)
        self._lay_out(name)
        dim(self)
        fit(self, theme, _WIDTH, _HEIGHT)
        self._show_count()

    def _lay_out(self, name: str) -> None:
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(10)
        inside.addWidget(Label(self._theme, name, size=16, weight=600, wrap=True, object_name="canned_import_name"))
        inside.addWidget(
            Label(self._theme, self._summary(), colour="text.secondary", wrap=True, object_name="canned_plan")
        )
        for part in (self._duplicates(), self._refused(), self._new()):
            if part is not None:
                inside.addWidget(part)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolled(content), 1)
        column.addWidget(self._footer)

    def _summary(self) -> str:
        plan = self._plan
        words = self.tr(
            "{new} new, {taken} with a shortcut that is taken, {same} already there, {refused} rows left out."
        )
        for key, count in (
            ("{new}", len(plan.new)),
            ("{taken}", len(plan.duplicates)),
            ("{same}", plan.same),
            ("{refused}", len(plan.refused)),
        ):
            words = words.replace(key, str(count))
        return words

    def _duplicates(self) -> QWidget | None:
        if not self._plan.duplicates:
            return None
        part, column = self._part(self.tr("The shortcut is taken"))
        self._all = Segmented(self._theme, self.tr("All of them"), _choices(self), object_name="canned_all")
        self._all.choose(OnDuplicate.SKIP)
        self._all.chosen.connect(self._on_all_chosen)
        row = QHBoxLayout()
        row.addWidget(Label(self._theme, self.tr("All of them"), colour="text.secondary"))
        row.addStretch(1)
        row.addWidget(self._all)
        column.addLayout(row)
        card = Card(self._theme, object_name="canned_duplicates")
        for number, duplicate in enumerate(self._plan.duplicates[:_MOST_LISTED]):
            card.add_row(self._duplicate_row(number, duplicate))
        column.addWidget(card)
        self._add_rest(column, len(self._plan.duplicates))
        return part

    def _duplicate_row(self, number: int, duplicate: Duplicate) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(14, 8, 12, 8)
        across.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        name = f"/{duplicate.incoming.shortcut}"
        words.addWidget(Label(self._theme, f"{name}  {duplicate.incoming.title}", weight=500, wrap=True))
        here = self.tr("Here: {title}").replace("{title}", duplicate.present.title)
        words.addWidget(Label(self._theme, here, size=12, colour="text.secondary", wrap=True))
        across.addLayout(words, 1)
        choice = Segmented(self._theme, name, _choices(self), object_name=f"canned_duplicate_{number}")
        choice.choose(OnDuplicate.SKIP)
        choice.chosen.connect(lambda _: self._show_count())
        self._each[duplicate.incoming.uid] = choice
        across.addWidget(choice, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _refused(self) -> QWidget | None:
        if not self._plan.refused:
            return None
        part, column = self._part(self.tr("Left out"))
        for number, refused in enumerate(self._plan.refused[:_MOST_LISTED]):
            words = refused_sentence(refused)
            column.addWidget(
                IconLine(
                    self._theme, "warning-circle", words, colour="red.text", object_name=f"canned_refused_{number}"
                )
            )
        self._add_rest(column, len(self._plan.refused))
        return part

    def _new(self) -> QWidget | None:
        if not self._plan.new:
            return None
        part, column = self._part(self.tr("New"))
        card = Card(self._theme, object_name="canned_new_ones")
        for reply in self._plan.new[:_MOST_LISTED]:
            row = QWidget()
            inside = QVBoxLayout(row)
            inside.setContentsMargins(14, 8, 12, 8)
            inside.setSpacing(2)
            inside.addWidget(Label(self._theme, f"/{reply.shortcut}  {reply.title}", weight=500, wrap=True))
            about = [reply.folder, ", ".join(language_name(code) for code in reply.languages)]
            words = " · ".join(one for one in about if one)
            inside.addWidget(Label(self._theme, words, size=12, colour="text.secondary", wrap=True))
            card.add_row(row)
        column.addWidget(card)
        self._add_rest(column, len(self._plan.new))
        return part

    def _part(self, heading: str) -> tuple[QWidget, QVBoxLayout]:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label(self._theme, heading, weight=600, wrap=True))
        return part, column

    def _add_rest(self, column: QVBoxLayout, count: int) -> None:
        if count > _MOST_LISTED:
            words = self.tr("and {count} more").replace("{count}", str(count - _MOST_LISTED))
            column.addWidget(Label(self._theme, words, size=12, colour="text.secondary"))

    def _to_take(self) -> tuple[CannedReply, ...]:
        chosen = self._all.current if self._all is not None else None
        usual = chosen if isinstance(chosen, OnDuplicate) else OnDuplicate.SKIP
        each = {uid: row.current for uid, row in self._each.items() if isinstance(row.current, OnDuplicate)}
        return self._plan.carried_out(self._present, usual, each)

    def _show_count(self) -> None:
        count = len(self._to_take())
        self._take.setEnabled(count > 0)
        self._take.setText(self.tr("Take {count} in").replace("{count}", str(count)) if count else self.tr("Take in"))

    def _on_all_chosen(self, choice: object) -> None:
        for row in self._each.values():
            row.choose(choice)
        self._show_count()

    def _on_take_clicked(self) -> None:
        replies = self._to_take()
        self.accept()
        self.taken.emit(replies)


def _choices(dialog: CannedImportDialog) -> list[tuple[object, str]]:
    return [
        (OnDuplicate.SKIP, dialog.tr("Skip")),
        (OnDuplicate.REPLACE, dialog.tr("Replace")),
        (OnDuplicate.BOTH, dialog.tr("Keep both")),
    ]
