"""`sportello doctor`: what this installation is made of, what is wrong with it, and what to do about each fault."""

from __future__ import annotations

import json
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from desktop.accounts.imported import is_imported
from desktop.cases.playbooks import PlaybooksUnreadable, read_playbooks
from desktop.commands.profile import given_passphrase, profile_sentence, store_sentence, vault_sentence
from desktop.commands.speaking import reason_of, say
from desktop.guardrails.own_rules import OwnRulesUnreadable, read_own_rules
from desktop.model import HealthState
from desktop.store import Store, StoreDamaged, StoreError, key_of, newest_backup, open_store
from desktop.store.store import is_sealed_by_passphrase
from desktop.system.lock import is_held
from desktop.system.profile import Profile, ProfileUnusable, default_profile, prepare
from desktop.system.vault import CredentialStore, VaultUnavailable, backend_name
from desktop.system.version import version
from desktop.triage import OwnPriorityUnreadable, read_own_priority

_DONE, _FAULT_FOUND = 0, 1
_LIBRARIES = ("PySide6-Essentials", "sqlcipher3", "sqlite-utils", "httpx", "imap-tools", "aiosmtplib", "keyring")
_QUESTION = "doctor"
_FREE_BYTES = 200_000_000
_ADVICE = {
    "no_store": "This system has no credential store. Start a keyring service, or give a passphrase in "
    "SPORTELLO_PASSPHRASE.",
    "locked": "Unlock the credential store; until then the store stays closed.",
    "refused": "The credential store answers, but refuses. Open it with its own program and look for what it asks.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `advice` is what to do, "" if all is well."""

    name: str
    is_well: bool
    value: str
    advice: str = ""


def run_doctor(folder: Path | None, *, as_json: bool) -> int:
    """Print what was found; exit code 1 if anything needs a person."""
    findings = examine(Profile(folder) if folder else default_profile())
    is_well = all(finding.is_well for finding in findings)
    if as_json:
        say(json.dumps({"well": is_well, "findings": [asdict(finding) for finding in findings]}))
    else:
        for finding in findings:
            say(f"{'ok   ' if finding.is_well else 'FAULT'} {finding.name}: {finding.value}")
            if finding.advice:
                say(f"      {finding.advice}")
    return _DONE if is_well else _FAULT_FOUND


def examine(profile: Profile) -> list[Finding]:
    """Return everything that was looked at; a fault in one place never hides another. Makes no store."""
    findings = [_versions(), _libraries()]
    try:
        profile = prepare(profile)
    except ProfileUnusable as error:
        return [*findings, Finding("profile", is_well=False, value=error.reason, advice=profile_sentence(error))]
    findings += [
        Finding("profile", is_well=True, value=str(profile.folder)),
        _disk(profile),
        _credential_store(profile),
    ]
    findings += _store(profile)
    findings += _files(profile)
    return findings


def _versions() -> Finding:
    value = f"Sportello {version()}, Python {platform.python_version()}, {platform.system()} {platform.release()}"
    is_well = sys.version_info >= (3, 11)
    return Finding("version", is_well, value, "" if is_well else "Install Python 3.11 or newer.")


def _libraries() -> Finding:
    found, missing = [], []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    advice = f"Install the program again; {', '.join(missing)} is missing." if missing else ""
    return Finding("libraries", not missing, ", ".join(found), advice)


def _disk(profile: Profile) -> Finding:
    free = shutil.disk_usage(profile.folder).free
    is_well = free >= _FREE_BYTES
    advice = "" if is_well else "Free 200 MB, or new messages can't be saved."
    return Finding("disk", is_well, f"{free // 1_000_000:,} MB free", advice)


def _credential_store(profile: Profile) -> Finding:
    """Say where keys are kept; that there is no such place matters only to a profile that needs one."""
    name = "credential store"
    is_sealed = is_sealed_by_passphrase(profile)
    try:
        backend = backend_name()
        if is_sealed:
            return Finding(name, is_well=True, value=f"{backend} (not used for this store)")
        CredentialStore(str(profile.folder)).get(_QUESTION)  # one that is locked says so only when it is asked
        return Finding(name, is_well=True, value=backend)
    except VaultUnavailable as error:
        if is_sealed:
            return Finding(name, is_well=True, value="none; the store is sealed by a passphrase")
        if given_passphrase() and not profile.store.exists():
            return Finding(name, is_well=True, value="none; the store will be sealed by the passphrase given")
        return Finding(name, is_well=False, value=error.reason, advice=_ADVICE[error.reason])


def _store(profile: Profile) -> list[Finding]:
    if not profile.store.exists():
        return [Finding("store", is_well=True, value="none yet; it is made when the window first opens")]
    engine = _engine(profile)
    try:
        key = key_of(profile, CredentialStore(str(profile.folder)), given_passphrase())
        with open_store(profile, key) as store:
            return [_contents(store, profile), engine, *_accounts(store)]
    except StoreError as error:
        return [Finding("store", is_well=False, value=error.code, advice=_with_backup(error, profile)), engine]
    except VaultUnavailable as error:
        value = f"closed ({error.reason})"
        return [Finding("store", is_well=False, value=value, advice=vault_sentence(error)), engine]


def _engine(profile: Profile) -> Finding:
    try:
        value = "running" if is_held(profile.engine_lock) else "not running"
    except OSError as error:
        advice = f"Take {profile.engine_lock} away, or give it to the user who runs Sportello."
        return Finding("engine", is_well=False, value=f"its lock can't be used ({reason_of(error)})", advice=advice)
    return Finding("engine", is_well=True, value=value)


def _files(profile: Profile) -> Iterator[Finding]:
    """Yield a fault for each file of the desk's own settings that is there and can't be read."""
    readers: tuple[tuple[Path, Callable[[Path], object]], ...] = (
        (profile.privacy_rules, read_own_rules),
        (profile.priority, read_own_priority),
        (profile.playbooks, read_playbooks),
    )
    advice = "What the program brings holds instead. Mend the file, or save these settings again in the window."
    for path, read in readers:
        try:
            read(path)
        except (OwnRulesUnreadable, OwnPriorityUnreadable, PlaybooksUnreadable) as error:
            yield Finding("settings", is_well=False, value=str(error), advice=advice)


def _contents(store: Store, profile: Profile) -> Finding:
    counts = store.export.counts()
    faults = store.connection.faults()
    value = f"{counts.messages:,} messages in {counts.cases:,} cases, {profile.store.stat().st_size // 1_000_000:,} MB"
    if not faults:
        return Finding("store", is_well=True, value=value)
    return Finding("store", is_well=False, value=value, advice=_with_backup(StoreDamaged(profile.store), profile))


def _accounts(store: Store) -> list[Finding]:
    advice: dict[HealthState, str] = {
        HealthState.SIGN_IN: "Open the window and sign in again.",
        HealthState.OFFLINE: "The server did not answer; check the network, then sync again.",
    }
    findings = []
    for account in store.accounts.all():
        name, health = f"account {account.id} ({account.network.value})", account.health
        if is_imported(account):
            findings.append(Finding(name, is_well=True, value="imported messages; nothing is pulled"))
            continue
        value = f"{health.state.value} {health.detail}".strip()
        findings.append(Finding(name, health.state not in advice, value, advice.get(health.state, "")))
    return findings


def _with_backup(error: StoreError, profile: Profile) -> str:
    """Return the sentence of a fault, with the newest backup where the file itself may be lost."""
    if isinstance(error, StoreDamaged):
        return store_sentence(StoreDamaged(profile.store, str(newest_backup(profile) or "")))
    return store_sentence(error)
