"""Settings: the canned replies of this desk in their folders, and the editor of the one that is chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from desktop.composer import CannedReply, CannedUnreadable
from desktop.composer.canned_files import CannedFileUnreadable, read_file, write_file
from desktop.composer.canned_import import plan_import
from ui.composer.canned import language_name
from ui.session import Session
from ui.settings.canned_bench import CannedBench
from ui.settings.canned_editor import CannedEditor
from ui.settings.canned_import_dialog import CannedImportDialog
from ui.settings.canned_sample import SampleDesk
from ui.settings.canned_tree import CannedTree
from ui.settings.canned_words import unreadable_sentence
from ui.settings.settings_page import SettingsPage
from ui.settings.words import named
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, CheckBox, Field, IconLine, Notice, NoticeWords

_TREE, _LEAST, _FORM = 270, 190, 300
_SIDE = 24


class CannedPage(SettingsPage):
    """Tree at the left, editor at the right. Changes wait for Save, a deletion can be undone until then."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """The replies are read when the page is first seen."""
        super().__init__(theme, "canned", "lightning")
        self.set_head(self.tr("Canned replies"))
        self._session = session
        self._bench: CannedBench | None = None
        self._uid = ""
        self._filter = Field(theme, self.tr("Find"), object_name="canned_filter")
        self._only_crisis = CheckBox(theme, self.tr("Only for a crisis"), object_name="canned_only_crisis")
        self._tree = CannedTree(theme)
        self._editor = CannedEditor(theme, SampleDesk(session))
        self._none = Notice(theme, framed=True, object_name="no_canned")
        self._said = IconLine(theme, "info", object_name="canned_said")
        self._undo = Button(theme, self.tr("Undo"), kind=ButtonKind.LINK, small=True, object_name="canned_undo")
        self._undo.setAutoDefault(False)
        self._lay_out()
        self._connect()

    @property
    def is_changed(self) -> bool:
        """Whether anything was changed since it was read."""
        return self._bench is not None and self._bench.is_changed

    @property
    def unsaved(self) -> str:
        """Which replies were changed, made or deleted since the last Save."""
        bench = self._bench
        if bench is None or not bench.is_changed:
            return ""
        replies = (*bench.changed, *bench.removed)
        names = named([one.title or one.shortcut or self.tr("New reply") for one in replies])
        if len(replies) == 1:
            return self.tr("A canned reply is not saved: {names}.").replace("{names}", names)
        words = self.tr("{count} canned replies are not saved: {names}.").replace("{count}", str(len(replies)))
        return words.replace("{names}", names)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the replies when the page is first seen."""
        super().showEvent(event)
        if self._bench is None:
            self._read()

    def check(self) -> bool:
        """Go to the first fault that keeps something from being saved."""
        found = self._bench.first_fault() if self._bench is not None else None
        if found is None:
            return True
        reply, fault = found
        self._filter.set_text("")
        self._only_crisis.setChecked(False)
        self._show(reply.uid)
        self._editor.go_to(fault)
        return False

    def keep(self) -> None:
        """Keep what was changed and remove what was deleted."""
        if self._bench is not None:
            self._session.canned.keep(self._bench.changed, self._bench.removed, self._session.agent.name)
            self._bench.settle()

    def take_in(self, path: Path) -> None:
        """Show what a file would bring, and take it in if that is wanted; it waits for Save like everything."""
        if self._bench is None:
            self._read()
        bench = self._bench
        assert bench is not None
        try:
            read = read_file(path)
        except CannedFileUnreadable as error:
            self._say(unreadable_sentence(error.reason, path.name), is_fault=True)
            return
        except OSError as error:
            self._say(unreadable_sentence(error.strerror or type(error).__name__, path.name), is_fault=True)
            return
        plan = plan_import(bench.replies, read.replies, read.refused)
        dialog = CannedImportDialog(self.theme, path.name, plan, bench.replies, self.window())
        dialog.taken.connect(self._on_dialog_taken)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write_out(self, path: Path) -> None:
        """Write the replies, as they are now, to a file."""
        if self._bench is None:
            self._read()
        assert self._bench is not None
        try:
            write_file(path, self._bench.replies)
        except OSError as error:
            words = self.tr("{name} can’t be written ({reason}). What was there is unchanged.")
            reason = error.strerror or type(error).__name__
            self._say(words.replace("{name}", path.name).replace("{reason}", reason), is_fault=True)
            return
        words = self.tr("{count} replies were written to {name}.").replace("{count}", str(len(self._bench.replies)))
        self._say(words.replace("{name}", path.name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the list above the editor where there is no room beside it."""
        super().resizeEvent(event)
        area = self.parentWidget()
        room = (area.width() if area is not None else self.width()) - 2 * _SIDE
        fits = room >= self.theme.px(_LEAST) + max(self._editor.minimumSizeHint().width(), self.theme.px(_FORM))
        wanted = Qt.Orientation.Horizontal if fits else Qt.Orientation.Vertical
        if self._split.orientation() is not wanted:
            self._split.setOrientation(wanted)
            self._tree.setMinimumHeight(0 if fits else self.theme.px(_LEAST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow down and Enter lead from the filter into the list."""
        on = event.key() if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress else None
        if on in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tree.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Make a new reply with Ctrl+N."""
        if event.key() == Qt.Key.Key_N and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._on_new_clicked()
            return
        super().keyPressEvent(event)

    # --- making -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        theme = self.theme
        deeds = QHBoxLayout()
        deeds.setSpacing(8)
        self._new = Button(theme, self.tr("New reply"), icon="plus", small=True, object_name="canned_new")
        self._import = Button(
            theme, self.tr("Import…"), icon="download-simple", small=True, object_name="canned_import"
        )
        self._export = Button(theme, self.tr("Export…"), icon="export", small=True, object_name="canned_export")
        for button in (self._new, self._import, self._export):
            button.setAutoDefault(False)
            deeds.addWidget(button)
        deeds.addStretch(1)
        said = QHBoxLayout()
        said.addWidget(self._said, 1, Qt.AlignmentFlag.AlignVCenter)
        said.addWidget(self._undo, 0, Qt.AlignmentFlag.AlignVCenter)
        left = QWidget()
        left.setMinimumWidth(theme.px(_LEAST))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self._filter)
        column.addWidget(self._only_crisis)
        column.addWidget(self._tree, 1)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(left)
        self._split.addWidget(self._editor)
        self._split.addWidget(self._none)
        self._split.setStretchFactor(1, 1)
        self._split.setStretchFactor(2, 1)
        self._split.setSizes([theme.px(_TREE), 2 * theme.px(_TREE), 2 * theme.px(_TREE)])
        self.body.addLayout(deeds)
        self.body.addLayout(said)
        self.body.addWidget(self._split, 1)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.setStretchFactor(self.body, 1)
        outer.setStretch(outer.count() - 1, 0)
        self._say("")

    def _connect(self) -> None:
        self._filter.edited.connect(lambda _: self._show_tree())
        self._filter.edit.installEventFilter(self)
        self._only_crisis.toggled.connect(lambda _: self._show_tree())
        self._tree.reply_chosen.connect(self._show)
        self._tree.edit_requested.connect(self._editor.shortcut.focus)
        self._tree.delete_requested.connect(self._on_delete_requested)
        self._editor.edited.connect(self._on_editor_edited)
        self._editor.copy_requested.connect(self._on_copy_requested)
        self._editor.delete_requested.connect(self._on_delete_requested)
        self._undo.clicked.connect(self._on_undo_clicked)
        self._new.clicked.connect(self._on_new_clicked)
        self._import.clicked.connect(self._on_import_clicked)
        self._export.clicked.connect(self._on_export_clicked)
        self._none.action_requested.connect(self._on_new_clicked)

    # --- showing ----------------------------------------------------------------------------------------------

    def _read(self) -> None:
        try:
            replies = self._session.canned.all()
        except CannedUnreadable as error:
            self._say(str(error), is_fault=True)
            replies = ()
        self._bench = CannedBench(replies, self._session.agent.signature)
        root = self._bench.tree()
        first = root
        while first.branches:
            first = first.branches[0]
        self._show(first.replies[0].uid if first.replies else "")

    def _show(self, uid: str) -> None:
        """Show a reply in the editor, nothing for ""."""
        bench = self._bench
        assert bench is not None
        self._uid = uid
        reply = bench.get(uid)
        self._editor.setVisible(reply is not None)
        self._none.setVisible(reply is None)
        if reply is not None:
            self._editor.show_reply(reply, bench.folders, bench.faults(uid))
        else:
            words = NoticeWords(
                self.tr("No canned reply yet"),
                self.tr("Write the answer that you give most often, or import a file."),
                "lightning",
                self.tr("New reply"),
            )
            self._none.set_words(words)
        self._show_tree()

    def _show_tree(self) -> None:
        bench = self._bench
        assert bench is not None
        faulty = [one.uid for one in bench.changed if any(fault.blocks for fault in bench.faults(one.uid))]
        root = bench.tree(self._filter.text, only_crisis=self._only_crisis.isChecked())
        self._tree.show_tree(root, self._uid, faulty)
        nothing = bench.replies and not root.count
        self._filter.set_hint(self.tr("No reply matches.") if nothing else "")

    def _say(self, words: str, *, is_fault: bool = False, can_undo: bool = False) -> None:
        self._said.setVisible(bool(words))
        self._undo.setVisible(can_undo)
        if words:
            icon, colour = ("warning-circle", "red.text") if is_fault else ("info", "text.secondary")
            self._said.say(words, icon=icon, colour=colour)
            self._said.announce()

    # --- what happens -----------------------------------------------------------------------------------------

    def _on_editor_edited(self, reply: CannedReply) -> None:
        assert self._bench is not None
        self._bench.put(reply)
        self._editor.show_faults(self._bench.faults(reply.uid))
        self._show_tree()
        self.edited.emit()

    def _on_new_clicked(self) -> None:
        assert self._bench is not None
        language = self._editor.language or "en"
        made = self._bench.add(self._tree.folder, language)
        self._filter.set_text("")
        self._only_crisis.setChecked(False)
        self._show(made.uid)
        self._say(self.tr("A new reply in {language}.").replace("{language}", language_name(language)))
        self._editor.shortcut.focus()
        self.edited.emit()

    def _on_copy_requested(self) -> None:
        assert self._bench is not None
        self._show(self._bench.copy(self._uid).uid)
        self._editor.shortcut.focus()
        self.edited.emit()

    def _on_delete_requested(self) -> None:
        bench = self._bench
        assert bench is not None
        reply = bench.get(self._uid)
        if reply is None:
            return
        shown = [uid for uid in self._tree.uids() if uid != reply.uid]
        place = self._tree.uids().index(reply.uid) if reply.uid in self._tree.uids() else 0
        bench.remove(reply.uid)
        self._show(shown[min(place, len(shown) - 1)] if shown else "")
        name = reply.title or reply.shortcut or self.tr("New reply")
        self._say(self.tr("“{name}” is deleted with Save.").replace("{name}", name), can_undo=True)
        self._undo.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _on_undo_clicked(self) -> None:
        assert self._bench is not None
        reply = self._bench.restore()
        if reply is not None:
            self._show(reply.uid)
        left = self._bench.last_removed
        words = self.tr("“{name}” is deleted with Save.").replace("{name}", left.title) if left else ""
        self._say(words, can_undo=left is not None)
        self._tree.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _on_import_clicked(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.window(), self.tr("Import canned replies"), "", self.tr("Canned replies (*.csv *.json);;All files (*)")
        )
        if name:
            self.take_in(Path(name))

    def _on_export_clicked(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self.window(), self.tr("Export canned replies"), "canned-replies.csv", self.tr("CSV (*.csv);;JSON (*.json)")
        )
        if name:
            self.write_out(Path(name))

    def _on_dialog_taken(self, replies: tuple[CannedReply, ...]) -> None:
        assert self._bench is not None
        self._bench.put(*replies)
        self._show(replies[0].uid if replies else self._uid)
        self._say(self.tr("{count} replies wait for Save.").replace("{count}", str(len(replies))))
        self.edited.emit()
