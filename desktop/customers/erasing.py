"""Erasing a person from start to end: what would go and what stays, the deed, the file and the backups afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from desktop.model import CaseId, CustomerId
from desktop.store import Erasable, Store
from desktop.triage.own_priority import NOTHING_OWN, Favour, FavourKind, favour_key
from desktop.triage.own_priority_file import OwnPriorityUnreadable, read_own_priority, write_own_priority

_PERSONAL = (FavourKind.CUSTOMER, FavourKind.HANDLE)


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What would go, and the copies of the store in which it would be still.

    `entries` are the questions of the FAQ entries out of which a name, handle or number of theirs is taken; `favours`
    is how often the desk's own priority favours them.
    """

    counts: Erasable
    backups: tuple[Path, ...]
    entries: tuple[str, ...] = ()
    favours: int = 0


@dataclass(frozen=True, slots=True)
class PersonErased:
    """What went. `scrubbed` False: others were reading all the time, and the engine clears the file itself.

    `backups_left` are copies that still hold the person: nobody wanted them deleted, or they could not be.
    `favours_left`: the file of the desk's own priority could not be written and still favours them.
    """

    counts: Erasable
    case_ids: tuple[CaseId, ...]
    scrubbed: bool
    backups_left: int
    favours_left: bool = False


def preview_erasure(
    store: Store, customer_id: CustomerId, backups: Path, priority: Path | None = None
) -> ErasurePreview:
    """Return what would go; `backups` is the folder of the copies, `priority` the file of the desk's own priority.

    Background: looks at every message once. Raises ErasureRefused or StoreError.
    """
    return ErasurePreview(
        store.erasure.preview(customer_id),
        backups_in(backups),
        store.erasure.entries_naming(customer_id),
        len(_favours(priority, store.erasure.called(customer_id))),
    )


def erase_person(
    store: Store,
    customer_id: CustomerId,
    *,
    backups: Sequence[Path],
    folder: Path,
    actor: str,
    at: datetime,
    priority: Path | None = None,
    told: Callable[[int, int], None] | None = None,
) -> PersonErased:
    """Erase a person, clear the file and delete `backups` of those in `folder`. Background: seconds for a large store.

    `priority` is the file of the desk's own priority, which favours them no more. `told` hears how many conversations
    of how many are gone, where there are many. Raises ErasureRefused or StoreError,
    and then nothing was erased.
    """
    called = store.erasure.called(customer_id)
    erased = store.erasure.erase(customer_id, actor=actor, at=at, told=told)
    favours_left = not favour_no_more(priority, called)
    scrubbed = store.scrubbing.run(at)
    for path in backups:
        with suppress(OSError):  # what could not be deleted is counted below
            path.unlink(missing_ok=True)
    cases = tuple(CaseId(one) for one in (*erased.case_ids, *erased.kept_case_ids))
    return PersonErased(erased.counts, cases, scrubbed, len(backups_in(folder)), favours_left)


def _favours(priority: Path | None, called: Sequence[str]) -> list[Favour]:
    """Return by what the desk's own priority favours a person; none where the file can't be read."""
    try:
        own = read_own_priority(priority) if priority is not None else NOTHING_OWN
    except OwnPriorityUnreadable:
        return []
    known = {(kind, favour_key(kind, one)) for kind in _PERSONAL for one in called}
    return [one for one in own.favours if (one.kind, favour_key(one.kind, one.value)) in known]


def favour_no_more(priority: Path | None, called: Sequence[str]) -> bool:
    """Let the desk's own priority favour nobody who is `called` so; False if its file can't be written.

    A file that can't be read stays as it is: who mends it sees what is in it.
    """
    found = _favours(priority, called)
    if priority is None or not found:
        return True
    try:
        own = read_own_priority(priority)
        write_own_priority(priority, replace(own, favours=tuple(one for one in own.favours if one not in found)))
    except (OSError, OwnPriorityUnreadable):
        return False
    return True


def backups_in(folder: Path) -> tuple[Path, ...]:
    """Return the copies of the store in a folder, none if there is no such folder."""
    return tuple(sorted(folder.glob("*.db"))) if folder.is_dir() else ()
