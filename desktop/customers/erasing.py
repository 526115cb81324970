"""Erasing a person from start to end: what would go and what stays, the deed, the file and the backups afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.model import CaseId, CustomerId
from desktop.store import Erasable, Store


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What would go, and the copies of the store in which it would be still."""

    counts: Erasable
    backups: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class PersonErased:
    """What went. `scrubbed` False: others were reading all the time, and the engine clears the file itself.

    `backups_left` are copies that still hold the person: nobody wanted them deleted, or they could not be.
    """

    counts: Erasable
    case_ids: tuple[CaseId, ...]
    scrubbed: bool
    backups_left: int


def preview_erasure(store: Store, customer_id: CustomerId, backups: Path) -> ErasurePreview:
    """Return what would go; `backups` is the folder of the copies. Background: looks at every message once.

    Raises ErasureRefused or StoreError.
    """
    return ErasurePreview(store.erasure.preview(customer_id), backups_in(backups))


def erase_person(
    store: Store, customer_id: CustomerId, *, backups: Sequence[Path], folder: Path, actor: str, at: datetime
) -> PersonErased:
    """Erase a person, clear the file and delete `backups` of those in `folder`. Background: seconds for a large store.

    Raises ErasureRefused or StoreError, and then nothing was erased.
    """
    erased = store.erasure.erase(customer_id, actor=actor, at=at)
    scrubbed = store.scrubbing.run(at)
    for path in backups:
        with suppress(OSError):  # what could not be deleted is counted below
            path.unlink(missing_ok=True)
    cases = tuple(CaseId(one) for one in (*erased.case_ids, *erased.kept_case_ids))
    return PersonErased(erased.counts, cases, scrubbed, len(backups_in(folder)))


def backups_in(folder: Path) -> tuple[Path, ...]:
    """Return the copies of the store in a folder, none if there is no such folder."""
    return tuple(sorted(folder.glob("*.db"))) if folder.is_dir() else ()
