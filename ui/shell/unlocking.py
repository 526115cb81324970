"""Opening the store for the window: its key or a passphrase, and a sentence for every fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.store import (
    FILE_SIZE,
    Store,
    StoreError,
    StoreKey,
    StoreKeyWrong,
    StorePassphraseNeeded,
    key_of,
    open_store,
)
from desktop.system.profile import Profile
from desktop.system.vault import Vault, VaultUnavailable

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

AskPassphrase = Callable[[bool], str | None]
"""Asks a person for the passphrase; the argument says that it is a new one. None: they gave up."""


class UnlockFailed(Exception):
    """The store stays closed; `sentence` says what happened, what was kept and what to do."""

    def __init__(self, sentence: str) -> None:
        """Keep the sentence."""
        super().__init__(sentence)
        self.sentence = sentence


def unlock(profile: Profile, vault: Vault, ask: AskPassphrase) -> tuple[Store, StoreKey]:
    """Open a profile's store, asking for a passphrase as often as it takes. Raises UnlockFailed."""
    passphrase: str | None = None
    while True:
        try:
            key = key_of(profile, vault, passphrase)
            return open_store(profile, key), key
        except StorePassphraseNeeded as error:
            passphrase = ask(not profile.store.exists())
            if passphrase is None:
                raise UnlockFailed(store_sentence(error)) from error
        except StoreKeyWrong as error:
            if passphrase is None:
                raise UnlockFailed(store_sentence(error)) from error
            passphrase = ask(False)
            if passphrase is None:
                raise UnlockFailed(store_sentence(error)) from error
        except StoreError as error:
            raise UnlockFailed(store_sentence(error)) from error
        except VaultUnavailable as error:
            raise UnlockFailed(vault_sentence(error)) from error


def ask_passphrase(is_new: bool, parent: QWidget | None = None) -> str | None:
    """Ask with a dialog. A new passphrase is for a system that has no credential store."""
    from PySide6.QtWidgets import QInputDialog, QLineEdit

    title = _tr("Passphrase")
    if is_new:
        text = _tr(
            "This system has no credential store for the key of your messages.\n"
            "Choose a passphrase. It is asked for at every start; nobody can recover it."
        )
    else:
        text = _tr("Type the passphrase of your messages.")
    typed, accepted = QInputDialog.getText(parent, title, text, QLineEdit.EchoMode.Password)
    return typed if accepted and typed else None


def show_failure(sentence: str) -> None:
    """Tell a person why the window does not open."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(QMessageBox.Icon.Warning, "Sportello", sentence)
    box.setObjectName("unlock_failed")
    box.exec()


def store_sentence(error: StoreError) -> str:
    """Return what happened to the store, what was kept and what to do."""
    sentences = {
        "key_missing": _tr(
            "Your messages are here, but their key is not in the credential store. Nothing was changed.\n"
            "Sign in as the user who made them, or restore the key."
        ),
        "key_wrong": _tr("The key does not open your messages. Nothing was changed.\nCheck the passphrase."),
        "passphrase_needed": _tr("Without a passphrase your messages stay closed. Nothing was changed."),
        "damaged": _tr("The store is damaged. It was left as it is for rescue.")
        + "\n"
        + (_tr("The newest backup is %1.").replace("%1", error.detail) if error.detail else _tr("There is no backup.")),
        "newer": _tr("A newer version of Sportello wrote these messages. Nothing was changed.\nUpdate this program."),
        "read_only": _tr(
            "Your messages can't be written: this system allows no file as large as theirs would be.\n"
            "What was stored before is safe. Raise the limit and start again."
        )
        if error.detail == FILE_SIZE
        else _tr("The folder of your messages can't be written. Nothing was changed.\nCheck its permissions."),
        "disk_full": _tr("The disk is full. What was stored before is safe.\nFree 200 MB and start again."),
        "busy": _tr("Another program holds the store. Nothing was changed.\nClose it and start again."),
    }
    return sentences.get(error.code, _tr("The store can't be used. It was left as it is."))


def vault_sentence(error: VaultUnavailable) -> str:
    """Return what happened to the credential store and what to do."""
    if error.reason == "locked":
        return _tr("The credential store is locked. Nothing was changed.\nUnlock it and start again.")
    if error.reason == "no_store":
        return _tr("The credential store that holds the key is gone. Nothing was changed.\nRestore it and start again.")
    return _tr("The credential store refused to hand out the key. Nothing was changed.\nCheck it and start again.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("unlocking", text)
