"""The bulk reply's dialog: the text on top, below it each customer's reply with its verdict, and what will be sent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.accounts.dialog_frame import fit
from ui.composer.bulk_model import CUSTOMER, TEXT, VERDICT, BulkModel
from ui.composer.bulk_words import count_words, send_words
from ui.theme import Theme
from ui.widgets import ComboField, IconLine, Label

_TYPING_MS = 300
_WIDTH, _HEIGHT = 860, 620


class BulkReplyDialog(QDialog):
    """Asks for a text and shows what becomes of it. It judges and sends nothing by itself."""

    text_changed = Signal(str)
    """The text, once nobody has typed for a moment."""
    canned_chosen = Signal(object)
    """The uid of a canned reply, "" for none."""
    send_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        count: int,
        canned: Sequence[tuple[object, str]],
        parent: QWidget | None = None,
    ) -> None:
        """`count` conversations were selected; `canned` are (uid, title) of what can be used."""
        super().__init__(parent)
        self.setObjectName("bulk_reply_dialog")
        words = self.tr("Reply to {count} conversations").replace("{count}", str(count))
        self.setWindowTitle(words)
        fit(self, theme, _WIDTH, _HEIGHT)
        self._count = count
        self._busy = False
        self.model = BulkModel(theme)
        self.canned = ComboField(theme, self.tr("Canned reply"), object_name="bulk_canned", searchable=True)
        self.canned.box.set_choices([("", self.tr("None")), *canned], "")
        self.editor = QPlainTextEdit()
        self.editor.setObjectName("bulk_text")
        self.editor.setAccessibleName(self.tr("Text for everybody"))
        self.editor.setPlaceholderText(self.tr("Ciao {customer}, … Write [[one|another]] to vary the words."))
        self.editor.setProperty("kind", "field")
        self.editor.setTabChangesFocus(True)
        self.languages = IconLine(theme, "translate", object_name="bulk_languages")
        self.table = QTableView()
        self._line = IconLine(theme, "info", object_name="bulk_count")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._lay_out(theme, words)
        self._connect()
        self._show_counts()

    def put_text(self, text: str) -> None:
        """Put another text in, and tell of it at once."""
        self.editor.setPlainText(text)
        self._typing.stop()
        self.text_changed.emit(text)

    def show_languages(self, names: str) -> None:
        """Say in which other languages the canned reply goes out, "" for none."""
        words = self.tr("Customers who write in {languages} get it in their language.")
        self.languages.say(words.replace("{languages}", names))
        self.languages.setVisible(bool(names))

    def set_busy(self, done: int | None, *, sending: bool = False) -> None:
        """Say how far it is, None for done. Cancel stops it."""
        self._busy = done is not None
        self.editor.setReadOnly(sending)
        if done is None:
            self._show_counts()
            return
        words = self.tr("Sending {done} of {count}…") if sending else self.tr("Checking {done} of {count}…")
        self._line.say(words.replace("{done}", str(done)).replace("{count}", str(self._count)), icon="clock")
        self.send.setEnabled(False)

    def _lay_out(self, theme: Theme, words: str) -> None:
        self.editor.setFixedHeight(theme.px(96))
        self.editor.setFont(theme.font(14))
        table = self.table
        table.setObjectName("bulk_list")
        table.setAccessibleName(self.tr("Replies"))
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.px(31))
        header = table.horizontalHeader()
        header.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.setColumnWidth(CUSTOMER, theme.px(200))
        table.setColumnWidth(VERDICT, theme.px(300))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.send = buttons.addButton(send_words(0), QDialogButtonBox.ButtonRole.AcceptRole)
        self.send.setObjectName("bulk_send")
        buttons.accepted.connect(self.send_requested)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._line, 1)
        foot.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        hint = self.tr("Each customer gets one reply, filled for them. Double-click a reply to change it.")
        column.addWidget(Label(theme, f"{words}. {hint}", wrap=True))
        for widget in (self.canned, self.editor, self.languages):
            column.addWidget(widget)
        column.addWidget(table, 1)
        column.addLayout(foot)
        self.languages.hide()
        self.editor.setFocus()

    def _connect(self) -> None:
        self.editor.textChanged.connect(self._on_editor_text_changed)
        self._typing.timeout.connect(lambda: self.text_changed.emit(self.editor.toPlainText()))
        self.canned.box.currentIndexChanged.connect(lambda _: self.canned_chosen.emit(self.canned.box.current))
        self.model.changed.connect(self._show_counts)
        self.finished.connect(lambda _: self._typing.stop())

    def _on_editor_text_changed(self) -> None:
        """Let nothing be sent that was made of the text before."""
        self.send.setEnabled(False)
        self._typing.start()

    def _show_counts(self) -> None:
        if self._busy or self._typing.isActive():
            return
        leaving = len(self.model.leaving)
        self.send.setText(send_words(leaving))
        self.send.setEnabled(leaving > 0)
        self._line.say(count_words(leaving, self.model.rowCount() - leaving), icon="info")
