"""The dialogs about a case's tickets: opening one with the conversation, linking one, commenting on one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.model import AttachmentId
from desktop.model.tickets import TicketSystem
from desktop.tickets import Carried
from ui.theme import Theme
from ui.widgets import CheckBox, ComboField, Field, Label

_WIDTH, _TEXT = 560, 220


class TicketDialog(QDialog):
    """A small dialog with one column and one deed."""

    def __init__(self, theme: Theme, title: str, deed: str, name: str, parent: QWidget | None = None) -> None:
        """`deed` is the button's word, `name` the object's."""
        super().__init__(parent)
        self.theme = theme
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(_WIDTH))
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = buttons.addButton(deed, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setObjectName(f"{name}_go")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(16)
        column.addLayout(self.body)
        column.addWidget(buttons)

    def check(self, words: str, name: str, *, is_on: bool) -> CheckBox:
        """Add a box to tick and return it."""
        box = CheckBox(self.theme, words, object_name=name)
        box.setChecked(is_on)
        self.body.addWidget(box)
        return box

    def text(self, label: str, name: str, height: int = _TEXT) -> QPlainTextEdit:
        """Add a place for a longer text and return it."""
        edit = QPlainTextEdit()
        edit.setObjectName(name)
        edit.setAccessibleName(label)
        edit.setProperty("kind", "field")
        edit.setTabChangesFocus(True)
        edit.setFont(self.theme.font(13))
        edit.setMinimumHeight(self.theme.px(height))
        self.body.addWidget(Label(self.theme, label, size=12, weight=600))
        self.body.addWidget(edit, 1)
        return edit


def system_field(theme: Theme, systems: Sequence[TicketSystem], label: str, name: str) -> ComboField:
    """Return the field in which a system is chosen; hidden where there is only one."""
    field = ComboField(theme, label, object_name=name)
    field.box.set_choices([(int(one.id), one.name) for one in systems], int(systems[0].id) if systems else None)
    field.setVisible(len(systems) > 1)
    return field


class OpenTicketDialog(TicketDialog):
    """Shows what would go along, to be changed; personal data is covered unless somebody says otherwise."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        systems: Sequence[TicketSystem],
        carry: Callable[[bool], Carried],
        parent: QWidget | None = None,
    ) -> None:
        """`carry` returns the conversation, with personal data covered (True) or as it is."""
        super().__init__(theme, self.tr("Open ticket"), self.tr("Open ticket"), "open_ticket", parent)
        self._carry = carry
        brought = carry(True)
        lead = self.tr("A ticket about the conversation with {name}. It opens as soon as the system can be reached.")
        self.body.addWidget(Label(theme, lead.replace("{name}", name), wrap=True, colour="text.secondary"))
        self._system = system_field(theme, systems, self.tr("Ticket system"), "ticket_system")
        self._title = Field(theme, self.tr("Title"), object_name="ticket_title")
        self._title.set_text(brought.title)
        self.body.addWidget(self._system)
        self.body.addWidget(self._title)
        self._text = self.text(self.tr("What goes along"), "ticket_text")
        self._text.setPlainText(brought.text)
        self._masks = self.check(self.tr("Cover personal data"), "ticket_masks", is_on=True)
        self._masks.toggled.connect(self._on_masks_toggled)
        self._files = [
            (one, self.check(f"{label} ({_size(size)})", f"ticket_file_{int(one)}", is_on=True))
            for one, label, size in brought.files
        ]
        self._title.edit.textChanged.connect(self._judge)
        self._judge()
        self._title.focus()

    @property
    def system_id(self) -> int:
        """The chosen system."""
        return int(str(self._system.box.current))

    @property
    def title(self) -> str:
        """The title as it stands."""
        return self._title.text

    @property
    def words(self) -> str:
        """The text as it stands."""
        return self._text.toPlainText()

    @property
    def files(self) -> tuple[AttachmentId, ...]:
        """The files that go along."""
        return tuple(one for one, box in self._files if box.isChecked())

    def _on_masks_toggled(self, covers: bool) -> None:
        before, after = self._carry(not covers), self._carry(covers)
        if self._title.text == before.title:
            self._title.set_text(after.title)
        if self._text.toPlainText() == before.text:  # what was written by hand stays
            self._text.setPlainText(after.text)

    def _judge(self) -> None:
        self.go.setEnabled(bool(self._title.text.strip()))


class LinkTicketDialog(TicketDialog):
    """Asks for a ticket's number or address."""

    def __init__(self, theme: Theme, systems: Sequence[TicketSystem], parent: QWidget | None = None) -> None:
        """Have nothing written yet."""
        super().__init__(theme, self.tr("Link a ticket"), self.tr("Link"), "link_ticket", parent)
        self._system = system_field(theme, systems, self.tr("Ticket system"), "link_system")
        self._ticket = Field(
            theme, self.tr("Number or address of the ticket"), placeholder="1423", object_name="link_number"
        )
        self.body.addWidget(self._system)
        self.body.addWidget(self._ticket)
        self._systems = systems
        self._ticket.edit.textChanged.connect(self._on_ticket_changed)
        self._on_ticket_changed()
        self._ticket.focus()

    @property
    def system_id(self) -> int:
        """The chosen system."""
        return int(str(self._system.box.current))

    @property
    def typed(self) -> str:
        """The number or address."""
        return self._ticket.text.strip()

    def _on_ticket_changed(self) -> None:
        self.go.setEnabled(bool(self.typed))
        home = next((one for one in self._systems if one.address and self.typed.startswith(one.address)), None)
        if home is not None:
            self._system.box.choose(int(home.id))


class CommentTicketDialog(TicketDialog):
    """Asks what to say in a ticket, and to whom."""

    def __init__(self, theme: Theme, label: str, parent: QWidget | None = None) -> None:
        """`label` is the ticket's."""
        title = self.tr("Comment on {ticket}").replace("{ticket}", label)
        super().__init__(theme, title, self.tr("Comment"), "comment_ticket", parent)
        self._text = self.text(self.tr("Comment"), "comment_text", 120)
        self._private = self.check(self.tr("For its own people only"), "comment_private", is_on=True)
        self._text.textChanged.connect(self._judge)
        self._judge()
        self._text.setFocus()

    @property
    def words(self) -> str:
        """The comment."""
        return self._text.toPlainText().strip()

    @property
    def is_private(self) -> bool:
        """Whether only the system's own people are to see it."""
        return self._private.isChecked()

    def _judge(self) -> None:
        self.go.setEnabled(bool(self.words))


def _size(size: int) -> str:
    from PySide6.QtCore import QLocale

    return QLocale().formattedDataSize(size, 0, QLocale.DataSizeFormat.DataSizeSIFormat)
