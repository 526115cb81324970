"""A ticket system that does what a script says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.model import CheckStep, OutcomeUnknown, Refused, SignInExpired, TemporaryFailure
from desktop.model.tickets import NewTicket, RemoteComment, RemoteTicket, TicketFile, TicketState
from desktop.tickets.service import OnCommit
from tests.factories import NOON


class Power(BaseException):
    """The engine's process ends here."""


class Scripted:
    """A ticket system that does what the next word of a script says, and well without one."""

    files_come_later = False

    def __init__(self) -> None:
        self.tickets: list[str] = []
        self.said: list[str] = []
        self.script: list[str] = []

    def _next(self, on_commit: OnCommit | None = None) -> str:
        word = self.script.pop(0) if self.script else "well"
        if word == "down":
            raise TemporaryFailure("connection_lost")
        if word == "signed_out":
            raise SignInExpired("token_refused")
        if on_commit is not None:
            on_commit()
        if word == "refused":
            raise Refused("said:no")
        if word == "lost_before":
            raise OutcomeUnknown("timed_out")
        return word

    async def check(self) -> tuple[CheckStep, ...]:
        return ()

    async def find(self, key: str) -> RemoteTicket | None:
        self._next()
        return self._ticket(key) if key in self.tickets else None

    async def open(self, new: NewTicket, on_commit: OnCommit) -> RemoteTicket:
        word = self._next(on_commit)
        self.tickets.append(new.key)
        if word == "lost_after":
            raise OutcomeUnknown("timed_out")
        if word == "power":
            raise Power
        return self._ticket(new.key)

    async def read(self, remote_id: str, *, etag: str = "") -> RemoteTicket | None:
        self._next()
        return self._ticket(remote_id)

    async def glance(self, remote_ids: Sequence[str]) -> Mapping[str, str] | None:
        return None

    async def comments(self, remote_id: str, after: str) -> tuple[RemoteComment, ...]:
        self._next()
        return tuple(RemoteComment(str(n), "x", f"[{key}]", NOON, private=True) for n, key in enumerate(self.said, 1))

    async def comment(
        self,
        remote_id: str,
        key: str,
        words: str,
        on_commit: OnCommit,
        *,
        files: tuple[TicketFile, ...] = (),
        private: bool = True,
    ) -> None:
        word = self._next(on_commit)
        self.said.append(key)
        if word == "lost_after":
            raise OutcomeUnknown("timed_out")
        if word == "power":
            raise Power

    async def link(self, remote_id: str, key: str) -> None:
        return None

    def id_in(self, typed: str) -> str | None:
        return typed if typed.isdigit() else None

    async def close(self) -> None:
        return None

    def _ticket(self, key: str) -> RemoteTicket:
        return RemoteTicket(key, f"#{len(self.tickets)}", "Title", "http://127.0.0.1/1", TicketState.OPEN, "open", "1")
