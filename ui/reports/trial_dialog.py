"""The self-test's dialog: who of the staff writes, what is to be posted when, and the results beside the article's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.model import Network
from desktop.reports.trial import WEEKS, Writer, languages, report_of
from desktop.store.trials import Trial, TrialPost
from ui.accounts.dialog_frame import Footer, fit, scrolled
from ui.composer.canned import language_name
from ui.inbox import network_name
from ui.reports.table import FigureTable
from ui.reports.trial_words import (
    expectation_words,
    post_heads,
    post_row,
    result_heads,
    result_rows,
    standing_words,
)
from ui.theme import Theme
from ui.widgets import Button, ComboBox, Field, Label

_WIDTH, _HEIGHT, _WRITERS = 980, 660, 4
_SHOWN, _OUT = 7, 3


class TrialDialog(QDialog):
    """Shows a test, or the form of a new one. What is wanted is told by signals."""

    begin_requested = Signal(object, str, str)
    """The Writers, the company's plain name and the language."""
    posted_toggled = Signal(int, bool)
    """A post's id, and whether it was posted."""
    end_requested = Signal()

    def __init__(self, theme: Theme, networks: Sequence[Network], company: str, tz: tzinfo, parent: QWidget) -> None:
        """`networks` are those with an account of ours; `company` its plain name."""
        super().__init__(parent)
        self._theme = theme
        self._tz = tz
        self._posts: tuple[TrialPost, ...] = ()
        self.setObjectName("trial_dialog")
        self.setWindowTitle(_tr("Self-test"))
        self.setProperty("ground", "surface")
        self.writers = [self._writer(number, networks) for number in range(_WRITERS)]
        self.company = Field(theme, _tr("Company's name, as people write it without @"), object_name="trial_company")
        self.company.edit.setText(company)
        self.language = ComboBox(theme, _tr("Language"), object_name="trial_language")
        self.language.set_choices([(code, language_name(code)) for code in languages()], languages()[0])
        self.fault = Label(theme, size=12, colour="red.text", wrap=True, object_name="trial_fault")
        self.posts = FigureTable(theme, post_heads(), object_name="trial_posts", name=_tr("Posts"), last_left=True)
        self.results = FigureTable(
            theme, result_heads(), object_name="trial_results", name=_tr("Results"), last_left=True
        )
        self.expectation = Label(theme, size=12, colour="text.secondary", wrap=True, object_name="trial_expectation")
        self.standing = Label(theme, size=12, colour="text.secondary", object_name="trial_standing")
        self.copy = Button(theme, _tr("Copy text"), icon="copy-simple", object_name="trial_copy")
        self.posted = Button(theme, _tr("Posted, or not"), icon="check", object_name="trial_posted")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._form())
        self._stack.addWidget(scrolled(self._results()))
        self._lay_out()
        self._connect()
        fit(self, theme, _WIDTH, _HEIGHT)

    def show_form(self) -> None:
        """Ask who writes."""
        self._stack.setCurrentIndex(0)
        self.begin.show()
        self.end.hide()

    def show_trial(self, trial: Trial, posts: Sequence[TrialPost]) -> None:
        """Show a test: the posts that come next, and the results so far."""
        self._stack.setCurrentIndex(1)
        waiting = [one for one in posts if not one.is_out]
        out = [one for one in posts if one.is_out]
        self._posts = tuple([*out[-_OUT:], *waiting][:_SHOWN])
        self.posts.set_rows([post_row(one, self._tz) for one in self._posts])
        self.standing.setText(standing_words(posts))
        report = report_of(posts)
        self.results.set_rows(result_rows(report))
        self.expectation.setText(expectation_words(report))
        is_over = trial.ended_at is not None
        self.begin.setVisible(is_over)
        self.begin.setText(_tr("New test…"))
        self.end.setVisible(not is_over)
        if self._posts and self.posts.currentRow() < 0:
            self.posts.selectRow(0)

    def _writer(self, number: int, networks: Sequence[Network]) -> tuple[ComboBox, Field]:
        name = _tr("Network of writer {n}").format(n=number + 1)
        box = ComboBox(self._theme, name, object_name=f"trial_network_{number}")
        box.set_choices([(one, network_name(one)) for one in networks], networks[0] if networks else None)
        field = Field(
            self._theme, _tr("Handle of writer {n}").format(n=number + 1), object_name=f"trial_handle_{number}"
        )
        return box, field

    def _form(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        words = _tr(
            "Some of your staff write to your own desk from their own accounts, five kinds of message a week, {weeks} "
            "weeks long: with an @ in the first and third, without in the others. Your agents should not know. Nothing "
            "of it is in any figure of the reports. When it is over, say on those accounts that it was a test."
        ).format(weeks=WEEKS)
        column.addWidget(Label(self._theme, words, size=12, colour="text.secondary", wrap=True))
        for box, field in self.writers:
            row = QHBoxLayout()
            row.addWidget(field, 2)
            row.addWidget(box, 1, Qt.AlignmentFlag.AlignBottom)
            column.addLayout(row)
        row = QHBoxLayout()
        row.addWidget(self.company, 2)
        row.addWidget(self.language, 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        column.addWidget(self.fault)
        column.addStretch(1)
        return page

    def _results(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(self._theme, _tr("Posts"), size=13, weight=600))
        head.addWidget(self.standing, 1)
        head.addWidget(self.copy)
        head.addWidget(self.posted)
        column.addLayout(head)
        column.addWidget(self.posts)
        column.addWidget(Label(self._theme, _tr("Results"), size=13, weight=600))
        column.addWidget(self.results)
        column.addWidget(self.expectation)
        column.addStretch(1)
        return page

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 20, 24, 12)
        inner.addWidget(self._stack)
        column.addLayout(inner, 1)
        footer = Footer(self._theme, self)
        self.end = footer.add(_tr("End the test"), "trial_end")
        self.close_button = footer.add(_tr("Close"), "trial_close")
        self.begin = footer.add(_tr("Begin"), "trial_begin", primary=True)
        column.addWidget(footer)

    def _connect(self) -> None:
        self.begin.clicked.connect(self._on_begin_clicked)
        self.end.clicked.connect(self.end_requested)
        self.close_button.clicked.connect(self.accept)
        self.copy.clicked.connect(self._on_copy_clicked)
        self.posted.clicked.connect(self._on_posted_clicked)

    def _on_begin_clicked(self) -> None:
        if self._stack.currentIndex() == 1:
            self.begin.setText(_tr("Begin"))
            self.show_form()
            return
        writers = [
            Writer(Network(str(box.current)), handle)
            for box, field in self.writers
            if box.current and (handle := field.edit.text().strip().removeprefix("@"))
        ]
        company = self.company.edit.text().strip()
        if not writers:
            self.fault.setText(_tr("Nobody writes yet. Give the handle of one person at least."))
            self.writers[0][1].edit.setFocus()
        elif not company:
            self.fault.setText(_tr("Say how people write the company's name without an @."))
            self.company.edit.setFocus()
        else:
            self.fault.setText("")
            self.begin_requested.emit(tuple(writers), company, str(self.language.current))

    def _chosen(self) -> TrialPost | None:
        row = self.posts.currentRow()
        return self._posts[row] if 0 <= row < len(self._posts) else None

    def _on_copy_clicked(self) -> None:
        post = self._chosen()
        if post is not None:
            QGuiApplication.clipboard().setText(post.planned.text)
            self.standing.setText(_tr("Copied: post it as @{handle}.").format(handle=post.planned.author))

    def _on_posted_clicked(self) -> None:
        post = self._chosen()
        if post is not None:
            self.posted_toggled.emit(post.id, post.posted_at is None)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)
