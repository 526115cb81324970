"""The private side of a pull: first every conversation of the last weeks, then what the chat's log tells.

The chat is a service of its own. When it is away or not allowed, posts arrive all the same and it is asked again later.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from desktop.channels.bluesky.chat_mapping import (
    ChatMessage,
    Convo,
    chat_arrival_of,
    convo_in,
    convo_of,
    log_of,
    message_of,
)
from desktop.channels.bluesky.client import BlueskyClient
from desktop.channels.bluesky.cursor import Chats
from desktop.channels.bluesky.failures import NoChat
from desktop.channels.bluesky.feeds import FIRST_DAYS
from desktop.channels.bluesky.mapping import page_of
from desktop.channels.bluesky.people import People
from desktop.channels.payload import Unreadable
from desktop.model import Arrival, Refused, Removal, TemporaryFailure

CONVOS = 12  # conversations looked at per pull
LOG_PAGES = 3
_PAGE = 100
_FEW = 2  # conversations that are asked for one by one
_MESSAGES = 100
AWAY = timedelta(minutes=3)  # until a chat service that failed is asked again
NOT_ALLOWED = timedelta(hours=1)


class Conversations:
    """The conversations of one account, remembered by their id. Runs in the engine's event loop."""

    def __init__(self, client: BlueskyClient, me: str) -> None:
        """`me` is our DID."""
        self._client = client
        self._me = me
        self._known: dict[str, Convo | None] = {}

    async def of(self, convo_id: str) -> Convo | None:
        """Return a conversation, None if it is gone or can't be read. Raises TemporaryFailure, NoChat."""
        if convo_id not in self._known:
            try:
                payload = await self._client.get("chat.bsky.convo.getConvo", [("convoId", convo_id)])
                self._known[convo_id] = convo_in(payload, self._me)
            except NoChat:
                raise
            except (Refused, Unreadable):
                self._known[convo_id] = None
        return self._known[convo_id]

    async def listed(self, page: str | None) -> tuple[list[Convo], str | None]:
        """Return a page of conversations, the latest first, and the next page. Raises Unreadable, ChannelError."""
        parameters = [("limit", str(_PAGE)), *([("cursor", page)] if page else [])]
        raw, following = page_of(await self._client.get("chat.bsky.convo.listConvos", parameters), "convos")
        found: list[Convo] = []
        for entry in raw:
            try:
                found.append(convo_of(entry, self._me))
            except Unreadable:
                continue  # one without an id can't be asked for either
        self._known |= {convo.id: convo for convo in found}
        return found, following

    def knows(self, convo_id: str) -> bool:
        """Tell whether a conversation needs no question."""
        return convo_id in self._known


class ChatPull:
    """What one pull has gathered of the chat. Used once."""

    def __init__(self, client: BlueskyClient, convos: Conversations, me: str, chats: Chats, now: datetime) -> None:
        """`chats` is where the last pull stopped; `me` is our DID."""
        self.chats = chats
        self.messages: list[tuple[ChatMessage, Convo]] = []
        self.refused: list[str] = []
        self.more = False
        self._client = client
        self._convos = convos
        self._me = me
        self._now = now
        self._left = CONVOS

    async def read(self) -> None:
        """Read what is new. Raises SignInExpired only: other troubles are noted and the chat is left for a while."""
        off_until = self.chats.off_until
        if off_until is not None and timedelta(0) < off_until - self._now <= NOT_ALLOWED:
            return
        self.chats = replace(self.chats, off_until=None)
        try:
            if not self.chats.begun:
                await self._begin()
            await self._read_waiting()
            await self._read_log()
        except NoChat as refusal:
            self._leave(refusal.reason, NOT_ALLOWED)
        except Refused as refusal:
            self._leave(f"chat_{refusal.reason}", AWAY)
        except TemporaryFailure as failure:
            self._leave(f"chat_{failure.reason}", max(AWAY, timedelta(seconds=failure.retry_after or 0.0)))
        except Unreadable:
            self._leave("chat_unreadable_answer", AWAY)

    def arrivals(self, people: People) -> dict[str, Arrival]:
        """Return the messages as they arrive, by our names for them."""
        gone = {message.remote_id for message, _ in self.messages if message.gone}
        found: dict[str, Arrival] = {}
        for message, convo in self.messages:
            if convo.other is None or message.remote_id in gone:
                continue
            other = convo.other.remote_id
            author = people.author(message.sender, convo.other if message.sender == other else None)
            found[message.remote_id] = chat_arrival_of(message, author, me=self._me, other=other)
        return found

    def removals(self) -> list[Removal]:
        """Return what was deleted."""
        return [Removal(message.remote_id, self._now) for message, _ in self.messages if message.gone]

    def _leave(self, code: str, pause: timedelta) -> None:
        self.refused.append(code)
        self.more = False
        self.chats = replace(self.chats, off_until=self._now + min(pause, NOT_ALLOWED))

    async def _begin(self) -> None:
        """Note where the log is now, so that nothing is missed while the past is read, and list the first talks."""
        log = log_of(await self._client.get("chat.bsky.convo.getLog"))
        following = await self._list(None)
        self.chats = replace(self.chats, log=log.cursor, begun=True, page=following)

    async def _list(self, page: str | None) -> str | None:
        """Put a page of conversations on the list of those to be read; return the next page, None at the end."""
        recent, following = await self._convos.listed(page)
        first = self._now - FIRST_DAYS
        wanted = [convo.id for convo in recent if convo.last_at is not None and convo.last_at >= first]
        of_two = [convo.id for convo in recent if convo.id in wanted and convo.other is not None]
        waiting = tuple(dict.fromkeys((*self.chats.waiting, *of_two)))
        self.chats = replace(self.chats, waiting=waiting)
        return following if wanted and following != page else None

    async def _read_waiting(self) -> None:
        while self.chats.waiting and self._left > 0:
            self._left -= 1
            convo_id = self.chats.waiting[0]
            await self._read_convo(convo_id)
            self.chats = replace(self.chats, waiting=self.chats.waiting[1:])
        if not self.chats.waiting and self.chats.page is not None:
            self.chats = replace(self.chats, page=await self._list(self.chats.page))
        self.more = bool(self.chats.waiting) or self.chats.page is not None

    async def _read_convo(self, convo_id: str) -> None:
        convo = await self._convos.of(convo_id)
        if convo is None:
            return
        parameters = [("convoId", convo_id), ("limit", str(_MESSAGES))]
        try:
            raw, _ = page_of(await self._client.get("chat.bsky.convo.getMessages", parameters), "messages")
        except NoChat:
            raise
        except Refused:
            return  # left or gone meanwhile
        for entry in raw:
            try:
                message = message_of(entry, convo_id)
            except Unreadable as fault:
                self.refused.append(str(fault))
                continue
            if message is not None and not message.gone and message.at >= self._now - FIRST_DAYS:
                self.messages.append((message, convo))

    async def _read_log(self) -> None:
        for _ in range(LOG_PAGES):
            cursor = self.chats.log
            page = log_of(await self._client.get("chat.bsky.convo.getLog", [("cursor", cursor)] if cursor else []))
            if not await self._learned({message.convo for message in page.messages}):
                self.more = True
                return  # the same page comes again, when more of its conversations are known
            self.refused += page.refused
            for message in page.messages:
                convo = await self._convos.of(message.convo)
                self.messages += [(message, convo)] if convo is not None else []
            self.chats = replace(self.chats, log=page.cursor or cursor)
            if page.size == 0 or page.cursor in {None, cursor}:
                return
        self.more = True

    async def _learned(self, convo_ids: set[str]) -> bool:
        """Ask for conversations that are not known; False if no request is left for some of them."""
        if sum(not self._convos.knows(convo_id) for convo_id in convo_ids) > _FEW:
            await self._convos.listed(None)
        for convo_id in convo_ids:
            if self._convos.knows(convo_id):
                continue
            if self._left <= 0:
                return False
            self._left -= 1
            await self._convos.of(convo_id)
        return True
