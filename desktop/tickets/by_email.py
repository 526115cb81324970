"""Any other ticket system, by e-mail: a letter opens the ticket, answers to it are comments. Its state can't be asked.

Our Message-ID is made of our key, so that a letter is found again before a second one is written; the key stands in
the subject too, by which people, and many systems, put letters together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from desktop.model.channel import Channel, CheckStep, Refused, TemporaryFailure
from desktop.model.messages import Visibility
from desktop.model.outbox import Outgoing, OutgoingAttachment
from desktop.model.tickets import NewTicket, RemoteComment, RemoteTicket, TicketFile, TicketState, TicketSystem
from desktop.model.verdicts import Purpose
from desktop.tickets.service import STEPS, OnCommit

_DOMAIN = "tickets.sportello.invalid"  # RFC 2606: a Message-ID's right side needs to be unique, not to exist


class EmailGateway:
    """One address that takes tickets. `system.place` is that address."""

    files_come_later = False

    def __init__(self, system: TicketSystem, mailbox: Callable[[], Channel | None]) -> None:
        """`mailbox` returns the open channel of the account that writes, None while it has none."""
        self._system = system
        self._mailbox = mailbox

    async def check(self) -> tuple[CheckStep, ...]:
        """Try the mailbox that writes."""
        channel = self._mailbox()
        if channel is None:
            return (CheckStep(STEPS[0], passed=False, reason="no_channel"),)
        failed = next((step for step in await channel.check() if not step.passed), None)
        if failed is not None:
            step = STEPS[1] if failed.step == "sign_in" else STEPS[0]
            return (CheckStep(step, passed=False, reason=failed.reason),)
        return tuple(CheckStep(step, passed=True) for step in STEPS)

    async def find(self, key: str) -> RemoteTicket | None:
        """Look for the letter in Sent and elsewhere. A copy may need minutes."""
        found = await self._channel().look_up(self._letter(key, "", ""))
        return self._ticket(key, "") if found is not None else None

    async def open(self, new: NewTicket, on_commit: OnCommit) -> RemoteTicket:
        """Write the letter that opens the ticket."""
        await self._channel().send(self._letter(new.key, new.title, new.text, files=new.files), on_commit)
        return self._ticket(new.key, new.title)

    async def read(self, remote_id: str, *, etag: str = "") -> RemoteTicket | None:
        """Nothing can be asked: it is as it was."""
        del remote_id, etag
        return None

    async def glance(self, remote_ids: Sequence[str]) -> Mapping[str, str] | None:
        """Nothing can be asked: all are as they were."""
        return dict.fromkeys(remote_ids, "")

    async def comments(self, remote_id: str, after: str) -> tuple[RemoteComment, ...]:
        """Answers come into the mailbox, as messages."""
        del remote_id, after
        return ()

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
        """Answer the first letter."""
        del private
        channel = self._channel()
        letter = self._letter(key, "", words, about=remote_id, files=files)
        if await channel.look_up(letter) is None:
            await channel.send(letter, on_commit)

    async def link(self, remote_id: str, key: str) -> None:
        """Nothing can be written into a ticket that others opened."""

    def id_in(self, typed: str) -> str | None:
        """Take none: there is no page to look at."""
        del typed
        return None

    async def close(self) -> None:
        """The mailbox's channel is its account's."""

    def _channel(self) -> Channel:
        channel = self._mailbox()
        if channel is None:
            raise TemporaryFailure("no_channel")
        if not self._system.place:
            raise Refused("no_recipient")
        return channel

    def _letter(
        self, key: str, title: str, words: str, *, about: str = "", files: Sequence[TicketFile] = ()
    ) -> Outgoing:
        first = message_id(about) if about else None
        subject = f"{title} [{key}]" if not about else f"Re: [{about}]"
        return Outgoing(
            key=message_id(key),
            thread_remote_id=message_id(about or key),
            visibility=Visibility.DIRECT,
            text=words,
            recipient=self._system.place,
            subject=subject.strip(),
            in_reply_to=first,
            references=(first,) if first else (),
            attachments=tuple(OutgoingAttachment(file.name, file.content_type, file.content) for file in files),
            purpose=Purpose.ANSWER,
        )

    def _ticket(self, key: str, title: str) -> RemoteTicket:
        return RemoteTicket(key, key, title, "", TicketState.UNKNOWN, "", "")


def message_id(key: str) -> str:
    """Return the Message-ID of a letter with this key."""
    return f"<{key.lower()}@{_DOMAIN}>"
