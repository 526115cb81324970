"""Taking canned replies in from a file: what is new, what is there, what becomes of a shortcut that is taken.

Nothing is kept here: a plan says what would happen, so that a person can look at it first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.composer.canned import CannedReply, shortcut_key
from desktop.composer.canned_rows import Refused
from desktop.model import made_uid


class OnDuplicate(StrEnum):
    """What becomes of a reply whose shortcut the desk has already."""

    SKIP = "skip"
    REPLACE = "replace"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A reply from a file, and the desk's own that has its shortcut or its id."""

    incoming: CannedReply
    present: CannedReply


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would bring. `same` says how many replies are there already, word for word."""

    new: tuple[CannedReply, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    same: int = 0
    refused: tuple[Refused, ...] = ()

    def carried_out(
        self,
        present: Iterable[CannedReply],
        on_duplicate: OnDuplicate,
        each: Mapping[str, OnDuplicate] | None = None,
    ) -> tuple[CannedReply, ...]:
        """Return the replies to keep. `each` overrides `on_duplicate` by the incoming reply's uid."""
        taken = {shortcut_key(one.shortcut) for one in (*present, *self.new)}
        kept = list(self.new)
        for duplicate in self.duplicates:
            chosen = (each or {}).get(duplicate.incoming.uid, on_duplicate)
            if chosen is OnDuplicate.REPLACE:
                kept.append(_in_place_of(duplicate.present, duplicate.incoming))
            elif chosen is OnDuplicate.BOTH:
                shortcut = free_shortcut(duplicate.incoming.shortcut, taken)
                taken.add(shortcut_key(shortcut))
                kept.append(replace(duplicate.incoming, uid=made_uid(), shortcut=shortcut))
        return tuple(kept)


def plan_import(
    present: Sequence[CannedReply], incoming: Iterable[CannedReply], refused: Sequence[Refused] = ()
) -> ImportPlan:
    """Return what taking replies in would do beside those that the desk has."""
    by_shortcut = {shortcut_key(one.shortcut): one for one in present}
    replies = tuple(incoming)
    meant = {by_shortcut[key].uid for one in replies if (key := shortcut_key(one.shortcut)) in by_shortcut}
    by_uid = {one.uid: one for one in present if one.uid not in meant}
    new, duplicates, same = [], [], 0
    for reply in replies:
        there = by_shortcut.get(shortcut_key(reply.shortcut)) or by_uid.get(reply.uid)
        if there is None:
            new.append(replace(reply, uid=made_uid()) if reply.uid in meant else reply)
        elif _content(there) == _content(reply):
            same += 1
        else:
            duplicates.append(Duplicate(reply, there))
    return ImportPlan(tuple(new), tuple(duplicates), same, tuple(refused))


def free_shortcut(shortcut: str, taken: Iterable[str]) -> str:
    """Return the shortcut with the smallest number behind it that nobody has; `taken` are shortcut keys."""
    keys = set(taken)
    if shortcut_key(shortcut) not in keys:
        return shortcut
    return next(one for number in range(2, len(keys) + 3) if shortcut_key(one := f"{shortcut}-{number}") not in keys)


def _in_place_of(present: CannedReply, incoming: CannedReply) -> CannedReply:
    return replace(incoming, uid=present.uid, uses=present.uses, last_used_at=present.last_used_at)


def _content(reply: CannedReply) -> CannedReply:
    """Return a reply without what a file can't say of it."""
    return replace(reply, uid="", uses=0, last_used_at=None)
