"""The words of accounts: roles, where secrets are kept, and what went wrong while an account was kept."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.model import AccountRole
from desktop.system.vault import SessionVault
from ui.session import Session

_ROLES = {
    AccountRole.CARE: (
        QT_TRANSLATE_NOOP("Accounts", "Care"),
        QT_TRANSLATE_NOOP("Accounts", "Answers customers. New replies start from here."),
    ),
    AccountRole.BRAND: (
        QT_TRANSLATE_NOOP("Accounts", "Brand"),
        QT_TRANSLATE_NOOP("Accounts", "Marketing's account. Listens, and answers only after a warning."),
    ),
    AccountRole.MONITORED: (
        QT_TRANSLATE_NOOP("Accounts", "Monitored"),
        QT_TRANSLATE_NOOP("Accounts", "Only listens. Sportello never writes with it."),
    ),
}
_KEEP_FAULTS = {
    "vault_locked": QT_TRANSLATE_NOOP(
        "Accounts",
        "The system's credential store is locked, so the sign-in could not be kept. Nothing was changed. "
        "Unlock it and try again.",
    ),
    "vault_no_store": QT_TRANSLATE_NOOP(
        "Accounts",
        "This system has no credential store, so the sign-in could not be kept. Nothing was changed. "
        "Start Sportello with a passphrase instead.",
    ),
    "vault_refused": QT_TRANSLATE_NOOP(
        "Accounts",
        "The system's credential store refused to keep the sign-in. Nothing was changed. "
        "Allow Sportello in it and try again.",
    ),
    "store_disk_full": QT_TRANSLATE_NOOP(
        "Accounts", "The disk is full, so the account could not be kept. Free 200 MB and try again."
    ),
    "store_read_only": QT_TRANSLATE_NOOP(
        "Accounts", "The store can't be written, so the account could not be kept. Check its folder's permissions."
    ),
    "store_busy": QT_TRANSLATE_NOOP(
        "Accounts", "Another program holds the store. Nothing was changed. Close it and try again."
    ),
    "other_account": QT_TRANSLATE_NOOP(
        "Accounts",
        "This sign-in belongs to another account. Nothing was changed. Sign in as {handle}, or connect the other "
        "account as a new one.",
    ),
}


def role_name(role: AccountRole) -> str:
    """Return a role's name."""
    return _tr(_ROLES[role][0])


def role_note(role: AccountRole) -> str:
    """Return what a role means."""
    return _tr(_ROLES[role][1])


def keep_fault(code: str, handle: str = "") -> str:
    """Return why an account could not be kept, by the codes of `desktop.accounts.desk.store_fault`."""
    known = _KEEP_FAULTS.get(code)
    if known is None:
        return _tr("The account could not be kept. Nothing was changed. Try again.")
    return _tr(known).replace("{handle}", handle)


def secrets_place(session: Session) -> str:
    """Return where this session keeps what accounts are signed in with."""
    if session.store.is_sealed_by_passphrase:
        return _tr("Sign-ins are kept in the file that your passphrase seals.")
    if isinstance(session.vault, SessionVault):
        return _tr("This is a demo: sign-ins are forgotten when the window closes.")
    return _tr("Passwords and tokens are kept in the system's credential store, never in a file.")


def _tr(text: object) -> str:
    return QCoreApplication.translate("Accounts", str(text))
