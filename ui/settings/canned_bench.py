"""The workbench of canned replies: what was changed, made or deleted since the last Save, and what the tree shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desktop.composer import CannedReply, CannedText
from desktop.composer.canned import FOLDER_SEPARATOR, fold
from desktop.composer.canned_faults import CannedFault, faults_of
from desktop.composer.canned_import import free_shortcut
from desktop.composer.canned_search import search_canned
from desktop.model import made_uid

_ALL = 10_000


@dataclass(frozen=True, slots=True)
class Branch:
    """A folder as the tree shows it: its path, what it is called, its folders and its replies."""

    path: str
    name: str
    branches: tuple[Branch, ...]
    replies: tuple[CannedReply, ...]

    @property
    def count(self) -> int:
        """How many replies are in it and below it."""
        return len(self.replies) + sum(branch.count for branch in self.branches)


class CannedBench:
    """Holds the replies as they would be after Save. Pure: no window, no store."""

    def __init__(self, replies: Sequence[CannedReply], signature: str = "") -> None:
        """Begin with what is kept."""
        self._signature = signature
        self._kept = {one.uid: one for one in replies}
        self._now = dict(self._kept)
        self._removed: list[tuple[int, CannedReply]] = []

    @property
    def replies(self) -> tuple[CannedReply, ...]:
        """Every reply, in the order in which they were made."""
        return tuple(self._now.values())

    @property
    def changed(self) -> tuple[CannedReply, ...]:
        """The new replies and those that differ from what is kept."""
        return tuple(one for uid, one in self._now.items() if self._kept.get(uid) != one)

    @property
    def removed(self) -> tuple[CannedReply, ...]:
        """The kept replies that are no longer there."""
        return tuple(one for uid, one in self._kept.items() if uid not in self._now)

    @property
    def is_changed(self) -> bool:
        """Whether Save has anything to do."""
        return bool(self.changed or self.removed)

    @property
    def last_removed(self) -> CannedReply | None:
        """What `restore` would bring back, None if nothing was deleted."""
        return self._removed[-1][1] if self._removed else None

    @property
    def folders(self) -> tuple[str, ...]:
        """The paths of all folders, in the order of the alphabet."""
        return tuple(sorted({one.folder for one in self.replies if one.folder}, key=fold))

    def get(self, uid: str) -> CannedReply | None:
        """Return a reply, None if there is none."""
        return self._now.get(uid)

    def add(self, folder: str, language: str) -> CannedReply:
        """Make an empty reply in a folder and return it."""
        made = CannedReply(made_uid(), "", folder, (CannedText(language, "", ""),))
        self._now[made.uid] = made
        return made

    def copy(self, uid: str) -> CannedReply:
        """Make a copy of a reply under a free shortcut and return it. Raises KeyError for an unknown uid."""
        original = self._now[uid]
        shortcut = free_shortcut(original.shortcut, (fold(one.shortcut) for one in self.replies))
        made = replace(original, uid=made_uid(), shortcut=shortcut, uses=0, last_used_at=None)
        self._now[made.uid] = made
        return made

    def put(self, *replies: CannedReply) -> None:
        """Let replies be as given; new ones come last."""
        self._now.update((one.uid, one) for one in replies)

    def remove(self, uid: str) -> None:
        """Delete a reply; one that was never kept and says nothing is simply forgotten."""
        place = list(self._now).index(uid)
        reply = self._now.pop(uid)
        if uid in self._kept or reply.shortcut or any(text.title or text.body for text in reply.texts):
            self._removed.append((place, reply))

    def restore(self) -> CannedReply | None:
        """Bring the reply back that was deleted last, to its place; None if nothing was deleted."""
        if not self._removed:
            return None
        place, reply = self._removed.pop()
        others = list(self._now.items())
        self._now = dict([*others[:place], (reply.uid, reply), *others[place:]])
        return reply

    def settle(self) -> None:
        """Take what is there now for what is kept: it was saved."""
        self._kept = dict(self._now)
        self._removed.clear()

    def faults(self, uid: str) -> tuple[CannedFault, ...]:
        """Return what is wrong with a reply as it is now, nothing for an unknown one."""
        reply = self._now.get(uid)
        return faults_of(reply, self.replies, signature=self._signature) if reply is not None else ()

    def first_fault(self) -> tuple[CannedReply, CannedFault] | None:
        """Return the first fault that keeps a change from being saved, with its reply; None if all is well."""
        for reply in self.changed:
            for fault in self.faults(reply.uid):
                if fault.blocks:
                    return reply, fault
        return None

    def tree(self, typed: str = "", *, only_crisis: bool = False) -> Branch:
        """Return the folders with the replies that match what is typed, all of them for nothing."""
        shown = [one for one in self.replies if one.crisis] if only_crisis else list(self.replies)
        if typed.strip():
            shown = [match.reply for match in search_canned(shown, typed, "", _ALL)]
        return _branch("", "", sorted(shown, key=lambda one: (fold(one.title), one.uid)))


def _branch(path: str, name: str, replies: Iterable[CannedReply]) -> Branch:
    """Return the branch of a folder out of the replies that are in it or below it."""
    here: list[CannedReply] = []
    below: dict[str, list[CannedReply]] = {}
    for reply in replies:
        rest = _parts(reply.folder)[len(_parts(path)) :]
        if rest:
            below.setdefault(rest[0], []).append(reply)
        else:
            here.append(reply)
    branches = (
        _branch(f"{path}{FOLDER_SEPARATOR}{one}" if path else one, one, below[one]) for one in sorted(below, key=fold)
    )
    return Branch(path, name, tuple(branches), tuple(here))


def _parts(path: str) -> list[str]:
    return [part for one in path.split(FOLDER_SEPARATOR) if (part := one.strip())]
