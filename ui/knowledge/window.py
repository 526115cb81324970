"""The knowledge window: a list that is searched as one types, the form beside it, what lacks an entry, and export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from desktop.cases import Done
from desktop.knowledge import LANGUAGES, SITE_FORMATS, Gap, KnowledgeBook, NotFit, export_site, texts_in_order
from desktop.model import made_uid
from desktop.model.knowledge import FaqEntry, FaqText
from desktop.store import StoreError
from ui.composer.canned import language_name
from ui.knowledge.form import EntryForm
from ui.knowledge.shelf import Shelf, ShelfRow
from ui.knowledge.words import asked_words, entry_note, other_words, taken_words, title_words, unfit_words
from ui.session import Session
from ui.text.times import short_moment
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, Field

_LIST_WIDTH = 340
Proposed = tuple[FaqText, tuple[str, ...]]
"""An entry's text that is not kept yet, and what was taken out of it."""


class KnowledgeWindow(QDialog):
    """Open it with `show()`; it does not stop the work beside it."""

    changed = Signal(object)
    """A Done: an entry was kept or removed."""
    failed = Signal(object)
    """A StoreError."""
    case_requested = Signal(int)
    """A case in which a question without an entry was asked."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        book: KnowledgeBook,
        parent: QWidget | None = None,
        made_of: Callable[[Gap], Proposed] | None = None,
    ) -> None:
        """Show every entry. `made_of` makes one of a question that lacks it; without it the answer is left open."""
        super().__init__(parent)
        self._made_of = made_of or _question_alone
        self.setObjectName("knowledge_window")
        self.setWindowTitle(self.tr("Knowledge"))
        self._session = session
        self._theme = theme
        self._book = book
        self._shown = FaqEntry("", "", ())
        self._entries: tuple[FaqEntry, ...] = ()
        self._found: tuple[FaqEntry, ...] = ()
        self._rows: list[ShelfRow] = []
        self._search = Field(theme, self.tr("Search entries"), object_name="faq_search")
        self._list = Shelf(
            theme,
            self.tr("Entries"),
            self.tr("No entry here. Make one of a question below, or of an answer with “Make an FAQ entry…”."),
            object_name="faq_list",
        )
        self._gaps = Shelf(
            theme,
            self.tr("Questions without an entry"),
            self.tr("No question was asked several times in the last 90 days and lacks an entry."),
            object_name="faq_gaps",
        )
        self._form = EntryForm(theme)
        self._new = Button(theme, self.tr("New entry"), icon="plus", object_name="faq_new")
        self._export = Button(theme, self.tr("Export…"), icon="export", object_name="faq_export")
        self._remove = Button(theme, self.tr("Delete"), icon="trash", kind=ButtonKind.QUIET, object_name="faq_remove")
        self._save = Button(theme, self.tr("Save"), kind=ButtonKind.PRIMARY, object_name="faq_save")
        self._lay_out()
        self._connect()
        self.show_gaps(())
        self.refresh()
        self.show_entry(self._first())

    # --- showing ----------------------------------------------------------------------------------------------

    @property
    def is_changed(self) -> bool:
        """Whether the form differs from what is kept."""
        return _said(self._form.entry) != _said(self._shown)

    def refresh(self) -> None:
        """Read the entries that hold what is typed."""
        try:
            self._entries = self._book.all()
            self._found = self._book.find(self._search.text, self._entries)
        except StoreError as error:
            self.failed.emit(error)
            return
        rows = [ShelfRow(entry.uid, texts_in_order(entry)[0].question, entry_note(entry)) for entry in self._found]
        if rows != self._rows:
            self._rows = rows
            self._list.show_rows(rows, self._shown.uid)

    def show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        """Show the questions that no entry answers."""
        self._gaps.show_rows([ShelfRow(gap, gap.text, asked_words(gap.count)) for gap in gaps])

    def show_entry(self, entry: FaqEntry, language: str = "") -> None:
        """Show an entry as it is kept."""
        self._shown = entry
        self._form.show_entry(entry, language)
        self._form.offer_categories(sorted({one.category for one in self._entries if one.category}))
        self._list.mark(entry.uid)
        self._remove.setEnabled(any(text.version for text in entry.texts))

    def propose(self, text: FaqText, taken: tuple[str, ...], category: str = "") -> None:
        """Show an entry that is not kept yet, made of an answer, and what was taken out of it."""
        if not self._may_leave():
            return
        self.show_entry(FaqEntry(made_uid(), "", ()), text.language)
        self._form.show_entry(FaqEntry(self._shown.uid, category, (text,)), text.language)
        self._form.say(taken_words(text, taken))
        self._form.begin()

    # --- acting -----------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Keep what stands in the form; False if it can't be kept, and the form says why."""
        entry = self._form.entry
        try:
            done = self._book.keep(entry)
        except NotFit as fault:
            self._form.say(unfit_words(fault), fault=True)
            return False
        except StoreError as error:
            self.failed.emit(error)
            return False
        self.refresh()
        kept = next((one for one in self._entries if one.uid == entry.uid), entry)
        self.show_entry(kept)
        self._form.say(self.tr("Saved. It is offered among the canned replies."))
        self._tell(done)
        return True

    def export_to(self, target: Path, language: str) -> None:
        """Write the entries of a language to a file, in the way that its ending names."""
        kind = target.suffix.removeprefix(".").lower()
        content = export_site(
            self._entries,
            language,
            kind if kind in SITE_FORMATS else "html",
            title=title_words(),
            other=other_words(),
        )
        try:
            target.write_text(content, encoding="utf-8")
        except OSError:
            self._form.say(self.tr("The file could not be written. Choose another folder."), fault=True)
            return
        self._form.say(self.tr("Written to {path}").replace("{path}", str(target)))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before words are lost."""
        if self._may_leave():
            super().closeEvent(event)
        else:
            event.ignore()

    def reject(self) -> None:
        """Close by Escape, after asking where words would be lost."""
        if self._may_leave():
            super().reject()

    # --- making -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(self._search)
        left.addWidget(self._list, 1)
        left.addWidget(self._gaps, 1)
        side = QWidget()
        side.setLayout(left)
        side.setFixedWidth(self._theme.px(_LIST_WIDTH))
        left.setContentsMargins(0, 0, 0, 0)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._new, self._export, self._remove, self._save):
            button.setAutoDefault(False)
        for button in (self._new, self._export):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self._remove, self._save):
            buttons.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._form, 1)
        right.addLayout(buttons)
        across = QHBoxLayout(self)
        across.setContentsMargins(16, 16, 16, 16)
        across.setSpacing(16)
        across.addWidget(side)
        across.addLayout(right, 1)
        self.resize(self._theme.px(960), self._theme.px(640))

    def _connect(self) -> None:
        self._search.edited.connect(lambda _: self.refresh())
        self._list.chosen.connect(self._on_entry_chosen)
        self._gaps.chosen.connect(self._on_gap_chosen)
        self._form.versions_wanted.connect(self._on_versions_wanted)
        self._new.clicked.connect(lambda: self.propose(FaqText(LANGUAGES[0], "", ""), ()))
        self._save.clicked.connect(self.save)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._export.clicked.connect(self._on_export_clicked)

    # --- answering --------------------------------------------------------------------------------------------

    def _on_entry_chosen(self, uid: object) -> None:
        entry = next((one for one in self._entries if one.uid == uid), None)
        if entry is not None and uid != self._shown.uid and self._may_leave():
            self.show_entry(entry)
        self._list.mark(self._shown.uid)

    def _on_gap_chosen(self, gap: object) -> None:
        if isinstance(gap, Gap):
            self.propose(*self._made_of(gap))
            self.case_requested.emit(int(gap.case_id))

    def _on_versions_wanted(self, uid: str, language: str) -> None:
        try:
            texts = self._book.versions(uid, language)
        except StoreError as error:
            self.failed.emit(error)
            return
        now, tz = self._session.clock(), self._session.tz
        pattern = self.tr("Version {number}, {moment}, {agent}")
        words = (
            pattern.replace("{number}", str(one.version))
            .replace("{moment}", short_moment(one.at or now, now, tz))
            .replace("{agent}", one.agent)
            for one in texts
        )
        self._form.show_versions(texts, tuple(words))

    def _on_remove_clicked(self) -> None:
        try:
            done = self._book.remove(self._shown.uid)
        except StoreError as error:
            self.failed.emit(error)
            return
        self.refresh()
        self.show_entry(self._first())
        self._tell(done)

    def _on_export_clicked(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        language = self._form.language
        target, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export the entries in {language}").replace("{language}", language_name(language)),
            str(Path(folder) / f"faq-{language}.html"),
            self.tr("Web page (*.html);;Markdown (*.md);;JSON (*.json)"),
        )
        if target:
            self.export_to(Path(target), language)

    def _tell(self, done: Done) -> None:
        self.changed.emit(done)

    def _first(self) -> FaqEntry:
        return next(iter(self._found), FaqEntry(made_uid(), "", ()))

    def _may_leave(self) -> bool:
        """Ask whether words that were not saved may go."""
        if not self.is_changed:
            return True
        asked = QMessageBox.question(
            self,
            self.tr("Knowledge"),
            self.tr("This entry was changed and not saved. Leave it all the same?"),
            QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return asked is QMessageBox.StandardButton.Discard


def _question_alone(gap: Gap) -> Proposed:
    language = gap.language if gap.language in LANGUAGES else LANGUAGES[0]
    return FaqText(language, gap.text, ""), ()


def _said(entry: FaqEntry) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """Return what an entry says, whatever its versions."""
    return entry.category, tuple((one.language, one.question, one.answer) for one in entry.texts)
