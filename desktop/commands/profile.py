"""Which profile a command works on, and opening its store with a sentence for every fault."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.store import Store, StoreError, key_of, open_store
from desktop.system.profile import Profile, ProfileUnusable, default_profile, prepare
from desktop.system.vault import CredentialStore, VaultUnavailable

_STORE_UNUSABLE = 4


class CommandFailed(Exception):
    """A command can't go on; `sentence` is for the person, `code` the process's exit code."""

    def __init__(self, sentence: str, code: int) -> None:
        """Keep the sentence and the exit code."""
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


def profile_at(folder: Path | None) -> Profile:
    """Return the profile of a folder, the user's own for None. Raises CommandFailed if it can't be used."""
    try:
        return prepare(Profile(folder) if folder else default_profile())
    except ProfileUnusable as error:
        raise CommandFailed(profile_sentence(error), 2) from error


def open_profile(folder: Path | None) -> Store:
    """Open a profile's store with the credential store's key, or with a passphrase typed at a terminal.

    Raises CommandFailed with the sentence of what happened and what was kept.
    """
    profile = profile_at(folder)
    vault = CredentialStore(str(profile.folder))
    try:
        return open_store(profile, key_of(profile, vault, _passphrase_from_terminal(profile)))
    except StoreError as error:
        raise CommandFailed(store_sentence(error), _STORE_UNUSABLE) from error
    except VaultUnavailable as error:
        raise CommandFailed(vault_sentence(error), _STORE_UNUSABLE) from error


def complain(sentence: str) -> None:
    """Say one line on standard error."""
    print(f"sportello: {sentence}", file=sys.stderr)


def profile_sentence(error: ProfileUnusable) -> str:
    """Return what happened to a profile folder and what to do."""
    if error.reason == "not_a_folder":
        return f"{error.path} is not a folder. Nothing was changed; name another one with --profile."
    return f"{error.path} can't be written. Nothing was changed; check its permissions or name another one."


def store_sentence(error: StoreError) -> str:
    """Return what happened to the store, what was kept and what to do."""
    sentences = {
        "key_missing": "The store is there but its key is not in the credential store. The store was left as it is; "
        "sign in as the user who made it, or restore the key.",
        "key_wrong": "The key does not open the store. The store was left as it is; check the passphrase.",
        "passphrase_needed": "There is no credential store for the key. Give a passphrase in SPORTELLO_PASSPHRASE "
        "or at a terminal; nothing was changed.",
        "damaged": "The store is damaged. It was left as it is for rescue"
        + (f"; the newest backup is {error.detail}." if error.detail else "; there is no backup of it."),
        "newer": "A newer version of Sportello wrote this store. It was left as it is; update this installation.",
        "read_only": "The store's folder can't be written. Nothing was changed; check its permissions.",
        "disk_full": "The disk is full. What was stored before is safe; free 200 MB and try again.",
        "busy": "Another process holds the store. Nothing was changed; close it and try again.",
    }
    return sentences.get(error.code, "The store can't be used. It was left as it is.")


def vault_sentence(error: VaultUnavailable) -> str:
    """Return what happened to the credential store and what to do."""
    if error.reason == "locked":
        return "The credential store is locked. Nothing was changed; unlock it and try again."
    if error.reason == "no_store":
        return "This system has no credential store. Nothing was changed; give a passphrase in SPORTELLO_PASSPHRASE."
    return "The credential store refused. Nothing was changed; check it and try again."


def _passphrase_from_terminal(profile: Profile) -> str | None:
    """Return the passphrase that the environment gives, or that a person types where the profile needs one."""
    import os

    given = os.environ.get("SPORTELLO_PASSPHRASE")
    if given:
        return given
    note = profile.key_note
    needs = note.exists() and '"passphrase"' in note.read_text(encoding="utf-8", errors="replace")
    if not needs or not sys.stdin.isatty():
        return None
    import getpass

    return getpass.getpass("Passphrase of the store: ")
