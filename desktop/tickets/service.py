"""What every ticket system offers. Only the clerk and a trial call services; all methods run in an event loop."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from desktop.model.channel import CheckStep
from desktop.model.tickets import NewTicket, RemoteComment, RemoteTicket, TicketFile

STEPS = ("server", "sign_in", "place")
"""What a test of a connection tries, in this order: the server, who we are, and where tickets go."""

OnCommit = Callable[[], None]


@runtime_checkable
class TicketService(Protocol):
    """A connected ticket system. Raises ChannelErrors only, as channels do."""

    @property
    def files_come_later(self) -> bool:
        """True where a new ticket takes no files: they follow as a comment."""
        ...

    async def check(self) -> tuple[CheckStep, ...]:
        """Try each step of the connection without changing anything; stops after the first that fails."""
        ...

    async def find(self, key: str) -> RemoteTicket | None:
        """Return the ticket that carries our key, None if the system has none."""
        ...

    async def open(self, new: NewTicket, on_commit: OnCommit) -> RemoteTicket:
        """Open a ticket. `on_commit` is called right before the system can have it."""
        ...

    async def read(self, remote_id: str, *, etag: str = "") -> RemoteTicket | None:
        """Return a ticket as it is, None if `etag` says that it is as it was. Raises NotThere."""
        ...

    async def glance(self, remote_ids: Sequence[str]) -> Mapping[str, str] | None:
        """Return the mark of change of some tickets in one question, None where the system has no such question.

        What is not in the answer was deleted or moved: it has to be read.
        """
        ...

    async def comments(self, remote_id: str, after: str) -> tuple[RemoteComment, ...]:
        """Return what was said after a comment ("": from the beginning), oldest first, ours included."""
        ...

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
        """Say something in a ticket, with our key. `private`: to the system's own people only."""
        ...

    async def link(self, remote_id: str, key: str) -> None:
        """Let a ticket that somebody else opened carry our key, where there is a field for it."""
        ...

    def id_in(self, typed: str) -> str | None:
        """Return the ticket's id in what a person typed or pasted, None if it is neither number nor address."""
        ...

    async def close(self) -> None:
        """Close every connection. Never raises."""
        ...
