"""The words of trying a mailbox: its steps, and for each fault what happened, what is safe and what to change."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.accounts.email import EmailSettings, Server
from desktop.accounts.mailbox_form import FieldFault, MailField
from desktop.model import CheckStep
from ui.accounts.fault_words import other_sentence, transport_sentence
from ui.accounts.plan import FaultWords

SERVERS, PASSWORD, BROWSER, CERTIFICATE = "servers", "password", "browser", "certificate"
"""What the sign-in page can be pointed at."""

_STEPS = (
    ("resolve", QT_TRANSLATE_NOOP("Accounts", "Find {imap}")),
    ("connect", QT_TRANSLATE_NOOP("Accounts", "Reach it on port {imap_port}")),
    ("tls", QT_TRANSLATE_NOOP("Accounts", "Encrypt, and check its certificate")),
    ("sign_in", QT_TRANSLATE_NOOP("Accounts", "Sign in as {user}")),
    ("folders", QT_TRANSLATE_NOOP("Accounts", "Open the inbox")),
    ("smtp_connect", QT_TRANSLATE_NOOP("Accounts", "Reach {smtp} on port {smtp_port}")),
    ("smtp_sign_in", QT_TRANSLATE_NOOP("Accounts", "Sign in there for sending")),
)
_REFUSED = {
    "refused_password": QT_TRANSLATE_NOOP(
        "Accounts",
        "{host} does not accept this password for {user}. Check it; some providers want another user name than the "
        "address, or mail programs allowed in their settings first.",
    ),
    "app_password_needed": QT_TRANSLATE_NOOP(
        "Accounts",
        "{host} takes no ordinary password from mail programs. Make an app password in the security settings of "
        "your account there and paste it here.",
    ),
    "browser_sign_in_needed": QT_TRANSLATE_NOOP(
        "Accounts", "{host} takes no password from mail programs. Sign in with the browser instead."
    ),
    "no_sign_in_method": QT_TRANSLATE_NOOP(
        "Accounts",
        "{host} offers no way to sign in that is safe here. Nothing secret was sent. Ask whoever runs it to allow "
        "PLAIN or LOGIN over TLS.",
    ),
}
_OTHER = {
    "not_imap": QT_TRANSLATE_NOOP(
        "Accounts", "{host} answers on port {port}, but not as a mail server. Check name and port."
    ),
    "server_refused": QT_TRANSLATE_NOOP(
        "Accounts", "{host} let {user} in but refused to open the inbox. Ask whoever runs it whether IMAP is allowed."
    ),
    "ca_file_unreadable": QT_TRANSLATE_NOOP(
        "Accounts", "The certificate file {file} can't be read as one. Choose another, a PEM file."
    ),
}
_FIELDS = {
    "missing": QT_TRANSLATE_NOOP("Accounts", "This is needed."),
    "no_address": QT_TRANSLATE_NOOP("Accounts", "This is no e-mail address. It looks like care@example.org."),
    "several": QT_TRANSLATE_NOOP("Accounts", "These are several addresses. Connect them one after the other."),
    "no_host": QT_TRANSLATE_NOOP("Accounts", "Type the server's name, such as imap.example.org."),
    "bad_host": QT_TRANSLATE_NOOP("Accounts", "This is no server's name. It looks like imap.example.org."),
    "no_port": QT_TRANSLATE_NOOP("Accounts", "1 to 65535"),
    "spaces": QT_TRANSLATE_NOOP("Accounts", "A client ID holds no spaces. Copy it again, whole and alone."),
}
_ADDRESS_MISSING = QT_TRANSLATE_NOOP("Accounts", "Type the address that customers write to.")
_CLIENT_MISSING = QT_TRANSLATE_NOOP(
    "Accounts", "The browser's sign-in needs the client ID of your company's own registration."
)
_PASSWORD_MISSING = QT_TRANSLATE_NOOP("Accounts", "Type the password of this mailbox.")


def mailbox_steps(settings: EmailSettings) -> tuple[tuple[str, str], ...]:
    """Return (name, words) of the steps of trying a mailbox."""
    return tuple((name, _filled(words, settings, settings.imap)) for name, words in _STEPS)


def mailbox_fault(step: CheckStep, settings: EmailSettings) -> FaultWords:
    """Return what a failed step means and where its remedy is."""
    server = settings.smtp if step.step.startswith("smtp") else settings.imap
    reason = step.reason
    if reason in _REFUSED:
        target = BROWSER if reason == "browser_sign_in_needed" else PASSWORD
        return FaultWords(_filled(_REFUSED[reason], settings, server), _change_sign_in(target), target)
    if reason == "certificate_untrusted":
        sentence = transport_sentence(reason, server.host) or ""
        more = _tr(QT_TRANSLATE_NOOP("Accounts", "If the server is your company's own, choose its certificate file."))
        return FaultWords(f"{sentence} {more}", _tr(QT_TRANSLATE_NOOP("Accounts", "Choose the file…")), CERTIFICATE)
    fix = _tr(QT_TRANSLATE_NOOP("Accounts", "Change the servers"))
    if reason in _OTHER:
        return FaultWords(_filled(_OTHER[reason], settings, server), fix, SERVERS)
    sentence = transport_sentence(reason, server.host, server.port) or other_sentence(reason, server.host)
    return FaultWords(sentence, fix, SERVERS)


def field_sentence(fault: FieldFault) -> str:
    """Return what is wrong with a field of the form."""
    if fault.reason == "missing":
        missing = {MailField.ADDRESS: _ADDRESS_MISSING, MailField.CLIENT_ID: _CLIENT_MISSING}
        return _tr(missing.get(fault.field, _PASSWORD_MISSING))
    return _tr(_FIELDS[fault.reason])


def _change_sign_in(target: str) -> str:
    if target == BROWSER:
        return _tr(QT_TRANSLATE_NOOP("Accounts", "Sign in with the browser"))
    return _tr(QT_TRANSLATE_NOOP("Accounts", "Change the sign-in"))


def _filled(words: object, settings: EmailSettings, server: Server) -> str:
    values = {
        "host": server.host,
        "port": str(server.port),
        "imap": settings.imap.host,
        "imap_port": str(settings.imap.port),
        "smtp": settings.smtp.host,
        "smtp_port": str(settings.smtp.port),
        "user": settings.smtp_user if server is settings.smtp else settings.imap_user,
        "file": settings.ca_file,
    }
    text = _tr(words)
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _tr(text: object) -> str:
    return QCoreApplication.translate("Accounts", str(text))
