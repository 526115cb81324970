"""Settings: the accounts of others that may look like ours, such as resellers; our own are always known."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt

from desktop.model import KnownFace, Network
from desktop.store.impostors import plain_handle
from ui.inbox import network_name
from ui.session import Session
from ui.settings.settings_page import SettingsPage
from ui.theme import Theme
from ui.widgets import Button, ButtonKind, ComboField, Field, IconLine, Notice, NoticeWords, Option, OptionList

_WITHOUT_FACES = (Network.EMAIL, Network.LISTENING)
_Key = tuple[Network, str]


class FacesPage(SettingsPage):
    """A list of known accounts and fields for another one. Changes wait for Save; a removal can be undone."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show what is kept."""
        super().__init__(theme, "faces", "user-focus")
        self.set_head(
            self.tr("Known accounts"),
            self.tr(
                "Your own accounts are always known. Name here who else may look like you and answer your customers, "
                "such as resellers: they are never shown among impersonators."
            ),
        )
        self._session = session
        self._kept: dict[_Key, KnownFace] = {_key(face): face for face in session.impostors.known()}
        self._faces = dict(self._kept)
        self._removed: KnownFace | None = None
        self._list = OptionList(theme, self.tr("Known accounts"), object_name="faces")
        self._none = Notice(theme, framed=True, object_name="no_faces")
        self._none.set_words(
            NoticeWords(
                self.tr("No other account is known"),
                self.tr("“Not an impersonator” beside a conversation adds one too."),
                icon="user-focus",
            )
        )
        self._network = ComboField(theme, self.tr("Network"), object_name="face_network")
        self._handle = Field(theme, self.tr("Handle"), placeholder="@", object_name="face_handle")
        self._note = Field(theme, self.tr("Who it is"), object_name="face_note")
        self._add = Button(theme, self.tr("Add"), icon="plus", object_name="add_face")
        self._remove = Button(theme, self.tr("Remove"), icon="trash", object_name="remove_face")
        self._undo = Button(theme, self.tr("Undo"), kind=ButtonKind.LINK, small=True, object_name="undo_face")
        self._said = IconLine(theme, "info", object_name="faces_said")
        self._lay_out()
        self._add.clicked.connect(self._on_add_clicked)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._undo.clicked.connect(self._on_undo_clicked)
        self._handle.edited.connect(lambda _: self._handle.set_fault(""))
        self._show()

    @property
    def is_changed(self) -> bool:
        """Whether accounts were added or removed."""
        return self._faces != self._kept

    def keep(self) -> None:
        """Keep the list. Raises StoreError."""
        desk = self._session.impostors
        for key, face in self._kept.items():
            if key not in self._faces:
                desk.forget(face)
        for key, face in self._faces.items():
            if self._kept.get(key) != face:
                desk.know(face.network, face.handle, face.note)
        self._kept = dict(self._faces)

    def _lay_out(self) -> None:
        for network in Network:
            if network not in _WITHOUT_FACES:
                self._network.box.addItem(network_name(network), network)
        left = Qt.AlignmentFlag.AlignLeft
        for widget in (self._list, self._none, self._said):
            self.body.addWidget(widget)
        for button in (self._undo, self._remove):
            self.body.addWidget(button, 0, left)
        self.body.addWidget(self.heading(self.tr("Add an account")))
        for field in (self._network, self._handle, self._note):
            self.body.addWidget(field)
        self.body.addWidget(self._add, 0, left)

    def _show(self) -> None:
        ordered = sorted(self._faces.values(), key=lambda face: (face.network.value, face.handle.casefold()))
        options = [Option(_key(face), f"@{face.handle}", face.note, face.network) for face in ordered]
        self._list.set_options(options, options[0].key if options else None)
        self._list.setVisible(bool(options))
        self._remove.setVisible(bool(options))
        self._none.setVisible(not options)
        removed = self._removed
        self._said.setVisible(removed is not None)
        self._undo.setVisible(removed is not None)
        if removed is not None:
            words = self.tr("@{handle} was removed; it is known until you save.")
            self._said.say(words.replace("{handle}", removed.handle), icon="info")

    def _on_add_clicked(self) -> None:
        handle = plain_handle(self._handle.text)
        if not handle or any(sign.isspace() for sign in handle):
            self._handle.set_fault(self.tr("A handle without spaces, as the network writes it."))
            self._handle.focus()
            return
        face = KnownFace(Network(str(self._network.box.currentData())), handle, self._note.text.strip(), "", _NEVER)
        self._faces[_key(face)] = face
        self._handle.set_text("")
        self._note.set_text("")
        self._show()
        self.edited.emit()

    def _on_remove_clicked(self) -> None:
        face = self._faces.pop(self._list.current, None)  # type: ignore[call-overload]
        if face is not None:
            self._removed = face
            self._show()
            self.edited.emit()

    def _on_undo_clicked(self) -> None:
        if self._removed is not None:
            self._faces[_key(self._removed)] = self._removed
            self._removed = None
            self._show()
            self.edited.emit()


_NEVER = datetime.min.replace(tzinfo=UTC)
"""The store writes when an account was made known."""


def _key(face: KnownFace) -> _Key:
    return face.network, face.handle.casefold()
