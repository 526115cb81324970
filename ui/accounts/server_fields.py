"""The servers of a mailbox by hand: name, port and encryption for reading and for sending, user name, certificate."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.accounts.email import EmailSettings, Security, Server
from desktop.accounts.mailbox_form import FieldFault, MailField, TypedServer, clean_server, usual_port
from ui.accounts.email_words import field_sentence
from ui.theme import Theme
from ui.widgets import Button, ComboField, Field

_PORT_WIDTH, _SECURITY_WIDTH = 84, 128


class ServerLine(QWidget):
    """One server: name, port, encryption."""

    edited = Signal()

    def __init__(self, theme: Theme, which: str, title: str) -> None:
        """`which` is "imap" or "smtp"."""
        super().__init__()
        self._theme = theme
        self._which = which
        self.host = Field(theme, title, placeholder=f"{which}.example.org", object_name=f"{which}_host")
        self.port = Field(theme, self.tr("Port"), object_name=f"{which}_port")
        security = ComboField(theme, self.tr("Encryption"), object_name=f"{which}_security")
        self._security = security.box
        self._security.set_choices([(Security.TLS, "TLS"), (Security.STARTTLS, "STARTTLS")], Security.TLS)
        self._security_box = security
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.host, 1, top)
        row.addWidget(self.port, 0, top)
        row.addWidget(security, 0, top)
        self.host.edited.connect(lambda _: self.edited.emit())
        self.port.edited.connect(lambda _: self.edited.emit())
        self.host.edit.editingFinished.connect(self._on_host_finished)
        self._security.activated.connect(lambda _: self._on_security_chosen())
        theme.changed.connect(self._resize)
        self._resize()

    @property
    def typed(self) -> TypedServer:
        """What stands in the fields."""
        return TypedServer(self.host.text, self.port.text, self._chosen_security())

    def show_server(self, server: Server) -> None:
        """Put a server in."""
        self.host.set_text(server.host)
        self.port.set_text(str(server.port))
        self._security.choose(server.security)
        for field in (self.host, self.port):
            field.set_fault("")

    def _chosen_security(self) -> Security:
        chosen = self._security.current
        return chosen if isinstance(chosen, Security) else Security.TLS

    def _on_host_finished(self) -> None:
        """Take a pasted address apart."""
        host, port = clean_server(self.host.text)
        if host != self.host.text:
            self.host.set_text(host)
        if port:
            self.port.set_text(port)

    def _on_security_chosen(self) -> None:
        """Follow with the usual port, unless another one was typed."""
        usual = {str(usual_port(self._which, security)) for security in Security}
        if self.port.text.strip() in usual | {""}:
            self.port.set_text(str(usual_port(self._which, self._chosen_security())))
            self.port.set_fault("")
        self.edited.emit()

    def _resize(self) -> None:
        self.port.setFixedWidth(self._theme.px(_PORT_WIDTH))
        self._security_box.setFixedWidth(self._theme.px(_SECURITY_WIDTH))


class ServerFields(QWidget):
    """Both servers, the user name and a certificate file."""

    edited = Signal()

    def __init__(self, theme: Theme) -> None:
        """Hold nothing yet."""
        super().__init__()
        self.setObjectName("server_fields")
        self.imap = ServerLine(theme, "imap", self.tr("Server for reading (IMAP)"))
        self.smtp = ServerLine(theme, "smtp", self.tr("Server for sending (SMTP)"))
        self._user = Field(theme, self.tr("User name, if it is not the address"), object_name="username")
        self._file = Field(
            theme,
            self.tr("Certificate file of your company, if it has one of its own"),
            object_name="ca_file",
        )
        choose = Button(theme, self.tr("Choose…"), object_name="choose_ca_file")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._on_choose_clicked)
        self._file.add_beside(choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.imap, self.smtp, self._user, self._file):
            column.addWidget(widget)
        for line in (self.imap, self.smtp):
            line.edited.connect(self.edited)
        self._user.edited.connect(lambda _: self.edited.emit())

    @property
    def username(self) -> str:
        """The user name as typed."""
        return self._user.text

    @property
    def ca_file(self) -> str:
        """The certificate file's path as typed."""
        return self._file.text

    def show_settings(self, settings: EmailSettings) -> None:
        """Put a mailbox's servers in."""
        self.imap.show_server(settings.imap)
        self.smtp.show_server(settings.smtp)
        if settings.username:
            self._user.set_text(settings.username)
        if settings.ca_file:
            self._file.set_text(settings.ca_file)

    def show_fault(self, fault: FieldFault) -> bool:
        """Show a fault at its field; False if it belongs to none of these."""
        field = self._field_of(fault.field)
        if field is not None:
            field.set_fault(field_sentence(fault))
        return field is not None

    def focus(self, which: MailField) -> None:
        """Put the caret into a field."""
        field = self._field_of(which)
        if field is not None:
            field.focus()

    def _field_of(self, which: MailField) -> Field | None:
        return {
            MailField.IMAP_HOST: self.imap.host,
            MailField.IMAP_PORT: self.imap.port,
            MailField.SMTP_HOST: self.smtp.host,
            MailField.SMTP_PORT: self.smtp.port,
            MailField.CA_FILE: self._file,
        }.get(which)

    def _on_choose_clicked(self) -> None:
        kinds = self.tr("Certificates (*.pem *.crt *.cer);;All files (*)")
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Certificate file"), "", kinds)
        if path:
            self._file.set_text(path)
            self.edited.emit()
