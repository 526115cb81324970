"""What one pull brings: new mail first, then what is missing of the first days, the newest first, page by page.

Runs in the mailbox's thread. A page holds at most 100 messages or 8 MB. What can't be read becomes a code that is
counted: one bad mail never stops a mailbox.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Protocol

from desktop.channels.email.cursor import Cursor, FolderMark, Gap, decode
from desktop.channels.email.filing import OwnCopy
from desktop.channels.email.folders import INBOX
from desktop.channels.email.places import Places
from desktop.channels.email.responses import StoredMail, day_of_search
from desktop.channels.email.session import CommandRefused, FolderState, ImapSession
from desktop.model import Arrival, TemporaryFailure

PAGE_MESSAGES = 100  # half of this costs a tenth more a message, twice of it saves nothing
PAGE_BYTES = 8 * 1024 * 1024
LARGEST_BYTES = 32 * 1024 * 1024
START_BYTES = 1024 * 1024
_UNKNOWN_SIZE = 100 * 1024
LEAST_BYTES = 32 * 1024
_TRIES_WHOLE = 3
_TRIES_START = 6
_TRIES = 9


class MailUnreadable(Exception):
    """A mail can't be turned into an arrival; the argument is the code that is counted."""


class Reader(Protocol):
    """Turns a mail's bytes into an arrival. Raises MailUnreadable."""

    def __call__(self, raw: bytes, *, received_at: datetime | None, remote_id: str | None) -> Arrival:
        """`received_at` is when the server got it; `remote_id` overrides the id that the mail names."""
        ...


@dataclass(frozen=True, slots=True)
class Page:
    """One pull's result. `own_copies` are to be filed once the page is safe."""

    arrivals: tuple[Arrival, ...]
    cursor: str
    more: bool
    refused: tuple[str, ...]
    own_copies: tuple[OwnCopy, ...]


@dataclass(slots=True)
class _Basket:
    """What a page has gathered so far."""

    arrivals: list[Arrival] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    own_copies: list[OwnCopy] = field(default_factory=list)
    messages: int = 0
    size: int = 0

    @property
    def is_full(self) -> bool:
        return self.messages >= PAGE_MESSAGES or self.size >= PAGE_BYTES

    def room_for(self, size: int) -> bool:
        return not self.messages or (self.messages < PAGE_MESSAGES and self.size + size <= PAGE_BYTES)


class Puller:
    """Pulls one mailbox. Keeps nothing that matters: only what saves asking the server twice."""

    def __init__(
        self,
        places: Places,
        read: Reader,
        own_key: Callable[[bytes], str | None],
        seen: Callable[[FolderState], None],
    ) -> None:
        """`own_key` returns the key of our own copies; `seen` is told how INBOX stood."""
        self._places = places
        self._read = read
        self._own_key = own_key
        self._seen = seen
        self._found: dict[tuple[str, int, Gap], tuple[int, list[int]]] = {}
        self._broken: Counter[tuple[str, int, int]] = Counter()

    def pull(self, session: ImapSession, cursor: str | None, first_day: date) -> Page:
        """Return the next page of what is new, or since `first_day` where nothing was pulled yet."""

        def begin(state: FolderState, highest: int) -> FolderMark:
            return FolderMark(state.validity, highest, (Gap(1, highest, since=first_day),) if highest else ())

        return self._page(session, decode(cursor), begin, newer=True)

    def pull_older(self, session: ImapSession, cursor: str | None, first_day: date) -> Page:
        """Return the next page of what came before `first_day`, newest first."""

        def begin(state: FolderState, highest: int) -> FolderMark:
            return FolderMark(state.validity, highest, (Gap(1, highest, before=first_day),) if highest else ())

        return self._page(session, decode(cursor), begin, newer=False)

    def _page(
        self, session: ImapSession, cursor: Cursor, begin: Callable[[FolderState, int], FolderMark], *, newer: bool
    ) -> Page:
        basket, unvisited = _Basket(), False
        for name in self._places.to_pull(session):
            if basket.is_full:
                unvisited = True
                break
            state = self._open(session, name, basket, newer=newer)
            if state is None:
                continue
            mark = cursor.folders.get(name)
            if mark is None or mark.validity != state.validity:
                mark = begin(state, _highest(session, state, 0))
            elif newer:
                mark = mark.reached(_highest(session, state, mark.top))
            cursor = cursor.having(name, self._fill(session, name, mark, basket))
        return Page(
            tuple(basket.arrivals),
            cursor.encode(),
            cursor.has_gaps or unvisited,
            tuple(basket.refused),
            tuple(basket.own_copies),
        )

    def _open(self, session: ImapSession, name: str, basket: _Basket, *, newer: bool) -> FolderState | None:
        try:
            state = session.open_folder(name)
        except CommandRefused as refusal:
            if name == INBOX or refusal.reason == "server_busy":
                raise
            basket.refused.append("folder_missing")
            return None
        if newer and name == INBOX:
            self._seen(state)
        return state

    def _fill(self, session: ImapSession, name: str, mark: FolderMark, basket: _Basket) -> FolderMark:
        """Take from a folder's gaps, the newest first, until the page is full."""
        while mark.gaps and not basket.is_full:
            known = (name, mark.validity, replace(mark.gaps[0], high=0))
            uids = self._uids(session, known, mark.gaps[0])
            taken = self._choose(session, uids, basket)
            if taken:
                self._take(session, name, mark.validity, taken, basket)
            elif uids:
                break  # the next message is too large for what is left of this page
            if len(taken) < len(uids):
                mark = mark.without_first(min(taken))
            else:
                del self._found[known]
                mark = mark.without_first(None)
        return mark

    def _uids(self, session: ImapSession, known: tuple[str, int, Gap], gap: Gap) -> list[int]:
        """Return the UIDs in a gap, ascending; asked once and kept while the gap shrinks from its top.

        A gap that begins at the same UID may reach higher than the one that was asked for, when that one's page was
        never stored: then it is asked again.
        """
        covered, uids = self._found.get(known, (0, []))
        if covered < gap.high:
            criteria = ["UID", f"{gap.low}:{gap.high}"]
            if gap.since is not None:
                criteria += ["SINCE", day_of_search(gap.since)]
            if gap.before is not None:
                criteria += ["BEFORE", day_of_search(gap.before)]
            uids = session.search(*criteria)
            self._found[known] = gap.high, uids
        return [uid for uid in uids if gap.low <= uid <= gap.high]

    def _choose(self, session: ImapSession, uids: list[int], basket: _Basket) -> dict[int, int]:
        """Return the newest UIDs that still fit into the page, with their sizes in bytes."""
        candidates = uids[-(PAGE_MESSAGES - basket.messages) :]
        if not candidates:
            return {}
        sizes = session.sizes(candidates)
        chosen: dict[int, int] = {}
        for uid in reversed(candidates):
            size = min(sizes.get(uid, _UNKNOWN_SIZE), LARGEST_BYTES + 1)
            if not basket.room_for(min(size, LARGEST_BYTES)):
                break
            chosen[uid] = size
            basket.messages += 1
            basket.size += size if size <= LARGEST_BYTES else START_BYTES
        return chosen

    def _take(self, session: ImapSession, name: str, validity: int, chosen: dict[int, int], basket: _Basket) -> None:
        """Read the chosen messages and put what they are into the basket, the oldest first."""
        mails = self._read_all(session, (name, validity), chosen, basket)
        for mail in sorted(mails, key=lambda mail: mail.uid):
            self._add(mail, name, basket, whole=self._is_whole(name, validity, mail.uid, chosen))

    def _is_whole(self, name: str, validity: int, uid: int, chosen: dict[int, int]) -> bool:
        return chosen.get(uid, 0) <= LARGEST_BYTES and self._broken[name, validity, uid] < _TRIES_WHOLE

    def _read_all(
        self, session: ImapSession, folder: tuple[str, int], chosen: dict[int, int], basket: _Basket
    ) -> list[StoredMail]:
        whole = [uid for uid, size in chosen.items() if size <= LARGEST_BYTES and not self._broken[*folder, uid]]
        mails: list[StoredMail] = []
        if whole:
            try:
                mails = self._watched(folder, whole, lambda: session.read(whole))
            except CommandRefused as refusal:
                if refusal.reason == "server_busy":
                    raise
        read = {mail.uid for mail in mails}
        for uid, size in chosen.items():
            if uid not in read:
                mails += self._read_one(session, folder, uid, size, basket)
        return mails

    def _read_one(
        self, session: ImapSession, folder: tuple[str, int], uid: int, size: int, basket: _Basket
    ) -> list[StoredMail]:
        """Read one message on its own: whole, or its start if it is huge or keeps breaking the connection."""
        tries = self._broken[*folder, uid]
        if tries >= _TRIES:
            basket.refused.append("unreadable_on_server")
            return []
        if size > LARGEST_BYTES or tries >= _TRIES_WHOLE:
            ask = partial(session.read_start, uid, START_BYTES if tries < _TRIES_START else LEAST_BYTES)
        else:
            ask = partial(session.read, [uid])
        try:
            return self._watched(folder, [uid], ask)
        except CommandRefused as refusal:
            if refusal.reason == "server_busy":
                raise
            basket.refused.append("unreadable_on_server")
            return []

    def _watched(
        self, folder: tuple[str, int], uids: list[int], ask: Callable[[], list[StoredMail]]
    ) -> list[StoredMail]:
        """Read, and remember which messages were being read when the connection broke."""
        try:
            return ask()
        except CommandRefused:
            raise
        except TemporaryFailure:
            self._broken.update((*folder, uid) for uid in uids)
            raise

    def _add(self, mail: StoredMail, folder: str, basket: _Basket, *, whole: bool) -> None:
        if mail.raw is None:
            basket.refused.append("unreadable_on_server")
            return
        key = self._own_key(mail.raw)
        try:
            arrival = self._read(mail.raw, received_at=mail.received_at, remote_id=key)
        except MailUnreadable as unreadable:
            basket.refused.append(str(unreadable))
            return
        basket.arrivals.append(arrival if whole else _cut_short(arrival))
        if key is not None and folder == INBOX:
            basket.own_copies.append(OwnCopy(mail.uid, key))


def _highest(session: ImapSession, state: FolderState, known: int) -> int:
    """Return the highest UID of the open folder, also from a server that does not announce the next one."""
    if state.next_uid is not None:
        return state.next_uid - 1
    if not state.exists:
        return known
    return max([known, *session.search("UID", f"{known + 1}:*")])


def _cut_short(arrival: Arrival) -> Arrival:
    """Return an arrival of which only the start was read: its attachments are named but not whole."""
    attachments = tuple(replace(attachment, content=None) for attachment in arrival.attachments)
    return replace(arrival, attachments=attachments, repairs=(*arrival.repairs, "cut_short"))
