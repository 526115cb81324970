"""What becomes of our own copies: exactly one in the Sent folder, and never a sent mail that looks unsent.

Where our own address was a hidden recipient, the copy that arrives is moved from INBOX to Sent. Otherwise, or when
it does not arrive, a copy is put there. Whatever goes wrong here is tried again later and said in the log by code.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.channels.email.copymark import HEADER, CopyMark
from desktop.channels.email.folders import INBOX
from desktop.channels.email.places import Places
from desktop.channels.email.session import CommandRefused, ImapSession
from desktop.model import TemporaryFailure

_LOG = logging.getLogger(__name__)

ARRIVES_WITHIN = timedelta(minutes=3)
GIVEN_UP_AFTER = timedelta(hours=12)
MOST_WAITING = 100


@dataclass(frozen=True, slots=True)
class OwnCopy:
    """Our own copy of a sent mail, arrived in INBOX."""

    uid: int
    key: str


@dataclass(frozen=True, slots=True)
class _Waiting:
    raw: bytes
    sent_at: datetime
    due: datetime


class Filing:
    """Files the copies of one mailbox. `expect` may be called from any thread, the rest in the mailbox's thread."""

    def __init__(self, places: Places) -> None:
        """`places` knows the Sent folder."""
        self._places = places
        self._waiting: dict[str, _Waiting] = {}
        self._lock = threading.Lock()

    def expect(self, key: str, raw: bytes, *, sent_at: datetime, arrives: bool) -> None:
        """Note a mail just sent. With `arrives` its copy should come by itself; else one is due at once."""
        with self._lock:
            if len(self._waiting) < MOST_WAITING:
                self._waiting[key] = _Waiting(raw, sent_at, sent_at + ARRIVES_WITHIN if arrives else sent_at)

    def is_due(self, now: datetime) -> bool:
        """Tell whether a copy should be put into Sent now."""
        with self._lock:
            return any(waiting.due <= now for waiting in self._waiting.values())

    def file_arrived(self, session: ImapSession, copies: Iterable[OwnCopy]) -> None:
        """Move arrived copies from INBOX to Sent; one that is in Sent already is removed from INBOX."""
        for copy in copies:
            try:
                self._move(session, copy)
            except CommandRefused as refusal:
                _LOG.info("own copy not moved to Sent: %s", refusal.reason)
            else:
                self._settle(copy.key)

    def file_due(self, session: ImapSession, now: datetime) -> None:
        """Put those copies into Sent that did not come by themselves in time."""
        with self._lock:
            due = [(key, waiting) for key, waiting in self._waiting.items() if waiting.due <= now]
        for key, waiting in due:
            try:
                self._put(session, key, waiting)
            except TemporaryFailure as failure:
                _LOG.info("copy not put into Sent: %s", failure.reason)
                if not session.alive:
                    raise
                if now - waiting.sent_at < GIVEN_UP_AFTER:
                    continue
            self._settle(key)

    def _move(self, session: ImapSession, copy: OwnCopy) -> None:
        sent = self._places.sent_or_new(session)
        in_sent = find_key(session, sent, copy.key)
        session.open_folder(INBOX, writable=True)
        session.mark([copy.uid], "\\Seen")
        if in_sent:
            session.remove([copy.uid])
        else:
            session.move([copy.uid], sent)

    def _put(self, session: ImapSession, key: str, waiting: _Waiting) -> None:
        sent = self._places.sent_or_new(session)
        if find_key(session, sent, key):
            return
        arrived = find_key(session, INBOX, key)
        if arrived:
            self._move(session, OwnCopy(arrived[-1], key))
        else:
            session.append(sent, waiting.raw, waiting.sent_at)

    def _settle(self, key: str) -> None:
        with self._lock:
            self._waiting.pop(key, None)


def find_key(session: ImapSession, folder: str, key: str) -> list[int]:
    """Return the UIDs in a folder of the mail with a delivery's key, by its Message-ID or by our copy mark."""
    session.open_folder(folder)
    return session.find("Message-ID", key) or session.find(HEADER, key)


def find_own(session: ImapSession, folder: str, key: str, mark: CopyMark) -> list[int]:
    """Return those of `find_key` that really carry our mark, so that nobody's forgery proves a sending."""
    return [uid for uid in find_key(session, folder, key) if mark.key_in(session.read_header(uid)) == key]
