"""Which profile a command works on, and opening its store with a sentence for every fault."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from desktop.commands.speaking import CommandFailed
from desktop.store import FILE_SIZE, Store, StoreError, StorePassphraseNeeded, key_of, open_store
from desktop.system.profile import Profile, ProfileUnusable, default_profile, prepare
from desktop.system.vault import CredentialStore, Vault, VaultUnavailable

_UNUSABLE, _STORE_UNUSABLE = 2, 4
_EXPLANATION = (
    "This system has no credential store for the key of your messages. Choose a passphrase: "
    "it is asked for at every start, and nobody can recover it."
)


def profile_at(folder: Path | None) -> Profile:
    """Return the profile of a folder, the user's own for None. Raises CommandFailed if it can't be used."""
    try:
        return prepare(Profile(folder) if folder else default_profile())
    except ProfileUnusable as error:
        raise CommandFailed(profile_sentence(error), _UNUSABLE) from error


def open_profile(folder: Path | None) -> Store:
    """Open a profile's store, making it if there is none.

    The key comes from the credential store; where there is none, a passphrase from the environment, or typed at a
    terminal. Raises CommandFailed with the sentence of what happened and what was kept.
    """
    profile = profile_at(folder)
    try:
        return _opened(profile, CredentialStore(str(profile.folder)))
    except StoreError as error:
        raise CommandFailed(store_sentence(error), _STORE_UNUSABLE) from error
    except VaultUnavailable as error:
        raise CommandFailed(vault_sentence(error), _STORE_UNUSABLE) from error


def open_existing_profile(folder: Path | None) -> Store:
    """Open a profile's store where there is one. Raises CommandFailed, and then nothing was made."""
    profile = Profile(folder) if folder else default_profile()
    if not profile.store.exists():
        raise CommandFailed(f"There is no store in {profile.folder}; nothing was made.", _UNUSABLE)
    return open_profile(folder)


def given_passphrase() -> str | None:
    """Return the passphrase that the environment gives."""
    return os.environ.get("SPORTELLO_PASSPHRASE") or None


def _opened(profile: Profile, vault: Vault) -> Store:
    try:
        return open_store(profile, key_of(profile, vault, given_passphrase()))
    except StorePassphraseNeeded:
        passphrase = _typed_passphrase(profile)
        if passphrase is None:
            raise
        return open_store(profile, key_of(profile, vault, passphrase))


def _typed_passphrase(profile: Profile) -> str | None:
    """Ask a person at the terminal, twice for a new store; None without a terminal or an answer."""
    if not sys.stdin.isatty():
        return None
    import getpass

    try:
        if profile.store.exists():
            return getpass.getpass("Passphrase of the store: ") or None
        print(_EXPLANATION, file=sys.stderr)
        typed = getpass.getpass("New passphrase: ")
        if typed != getpass.getpass("Once more: "):
            raise CommandFailed("The two passphrases differ. Nothing was made.", _UNUSABLE)
    except EOFError:
        return None
    return typed or None


def profile_sentence(error: ProfileUnusable) -> str:
    """Return what happened to a profile folder and what to do."""
    if error.reason == "not_a_folder":
        return f"{error.path} is not a folder. Nothing was changed; name another one with --profile."
    if error.reason == "disk_full":
        return f"The disk that holds {error.path} is full. Nothing was changed; free 200 MB and try again."
    return f"{error.path} can't be written. Nothing was changed; check its permissions or name another one."


def store_sentence(error: StoreError) -> str:
    """Return what happened to the store, what was kept and what to do."""
    sentences = {
        "key_missing": "The store is there but its key is not in the credential store. The store was left as it is; "
        "sign in as the user who made it, move its folder back to where it was made, or restore the key.",
        "key_wrong": "The key does not open the store. The store was left as it is; check the passphrase.",
        "passphrase_needed": "There is no credential store for the key. Give a passphrase in SPORTELLO_PASSPHRASE "
        "or at a terminal; nothing was changed.",
        "damaged": "The store is damaged. It was left as it is for rescue"
        + (f"; the newest backup is {error.detail}." if error.detail else "; there is no backup of it."),
        "newer": "A newer version of Sportello wrote this store. It was left as it is; update this installation.",
        "read_only": "The store can't be written: this system allows no file as large as it would be. What was stored "
        "before is safe; raise the limit (ulimit -f) and try again."
        if error.detail == FILE_SIZE
        else "The store or its folder can't be written. Nothing was changed; check their permissions.",
        "disk_full": "The disk is full. What was stored before is safe; free 200 MB and try again.",
        "busy": "Another process holds the store. Nothing was changed; close it and try again.",
    }
    return sentences.get(error.code, "The store can't be used. It was left as it is.")


def vault_sentence(error: VaultUnavailable) -> str:
    """Return why the key of a store can't be had from the credential store, and what to do."""
    if error.reason == "locked":
        return "The credential store is locked. Nothing was changed; unlock it and try again."
    if error.reason == "no_store":
        return (
            "The key of this store is in a credential store that can't be reached now. Nothing was changed; "
            "sign in to the desktop session that has it."
        )
    return "The credential store refused. Nothing was changed; check it and try again."
