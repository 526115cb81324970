"""The chat of the fake network: conversations of two, their messages, and a log of what happened (chat.bsky).

Stands behind the fake server, or alone behind a real one that passes requests on.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from desktop.demo.networks.bluesky.ids import did_of, tid_at
from desktop.demo.networks.bluesky.reading import body_of, needed, page_of, text_in
from desktop.demo.networks.bluesky.refusals import Refusal, invalid
from desktop.demo.networks.bluesky.rules import (
    CHAT_BYTES,
    CHAT_GRAPHEMES,
    refuse_unfit_facets,
    refuse_unfit_words,
)
from desktop.demo.networks.bluesky.views import Views
from desktop.demo.networks.bluesky.world import Json, Resident, World, stamp
from desktop.demo.wire import Request, Response, json_response

_DEFS = "chat.bsky.convo.defs"
_LOG_PAGE = 100


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message."""

    id: str
    convo: str
    sender: str
    text: str
    at: datetime
    facets: tuple[Json, ...] = ()


@dataclass(slots=True)
class Convo:
    """A conversation of two. `accepted` are the DIDs of those who take part of their own will."""

    id: str
    members: tuple[str, str]
    accepted: set[str]
    messages: list[ChatMessage] = field(default_factory=list)
    hidden: dict[str, set[str]] = field(default_factory=dict)  # deleted for oneself: messages by DID


class Chat:
    """The chat's methods, for whoever signed the request."""

    def __init__(self, world: World, signer: Callable[[Request], Resident]) -> None:
        """`signer` says who asks, or refuses."""
        self._world = world
        self._views = Views(world)
        self._signer = signer
        self._serial = itertools.count()
        self.convos: dict[str, Convo] = {}
        self._log: list[tuple[str, frozenset[str], Json]] = []
        self.sent: list[Callable[[ChatMessage], None]] = []

    # ---- what happens there

    def between(self, one: str, other: str, *, accepts: bool = False) -> Convo:
        """Return the conversation of two, made if there is none; it is `one` who begins it."""
        members = (one, other)
        found = next((convo for convo in self.convos.values() if set(convo.members) == set(members)), None)
        if found is None:
            identity = did_of("|".join(sorted(members)))[-13:]
            found = self.convos[identity] = Convo(identity, members, {one})
            self._tell(found, "logBeginConvo", {})
        if accepts:
            found.accepted.update(members)
        return found

    def says(self, convo: Convo, sender: str, text: str, facets: tuple[Json, ...] = ()) -> ChatMessage:
        """Put a message into a conversation."""
        now = self._world.now()
        message = ChatMessage(tid_at(now, next(self._serial)), convo.id, sender, text, now, facets)
        convo.messages.append(message)
        convo.accepted.add(sender)
        self._tell(convo, "logCreateMessage", {"message": self._message(message), "relatedProfiles": []})
        return message

    def takes_back(self, message_id: str) -> None:
        """Let a message vanish for everybody, as moderation does."""
        for convo in self.convos.values():
            for message in [one for one in convo.messages if one.id == message_id]:
                convo.messages.remove(message)
                self._tell(convo, "logDeleteMessage", {"message": self._deleted(message)})

    # ---- chat.bsky.convo

    def list_convos(self, request: Request) -> Response:
        """Show the signer's conversations, the latest first."""
        me = self._signer(request)
        mine = [convo for convo in self.convos.values() if me.did in convo.members]
        mine.sort(key=lambda convo: convo.messages[-1].id if convo.messages else "", reverse=True)
        page, cursor = page_of(mine, request)
        return json_response({"convos": [self._convo(convo, me) for convo in page], **cursor})

    def get_convo(self, request: Request) -> Response:
        """Show a conversation."""
        me = self._signer(request)
        return json_response({"convo": self._convo(self._own(me, needed(request, "convoId")), me)})

    def get_convo_for_members(self, request: Request) -> Response:
        """Show the conversation with somebody, begun if there is none."""
        me, other = self._signer(request), self._other(request)
        self._refuse_closed(other)
        return json_response({"convo": self._convo(self.between(me.did, other.did), me)})

    def get_availability(self, request: Request) -> Response:
        """Say whether somebody takes messages."""
        self._signer(request)
        return json_response({"canChat": self._other(request).takes == "all"})

    def get_messages(self, request: Request) -> Response:
        """Show a conversation's messages, the latest first."""
        me = self._signer(request)
        convo = self._own(me, needed(request, "convoId"))
        page, cursor = page_of(convo.messages[::-1], request)
        hidden = convo.hidden.get(me.did, set())
        shown = [self._deleted(one) if one.id in hidden else self._message(one) for one in page]
        return json_response({"messages": shown, **cursor})

    def get_log(self, request: Request) -> Response:
        """Tell what happened in the signer's conversations since a cursor; without one, where the log is now."""
        me, cursor = self._signer(request), request.value("cursor")
        last = self._log[-1][0] if self._log else ""
        if cursor is None:
            return json_response({"logs": [], "cursor": last or tid_at(self._world.now(), 0)})
        after = [(rev, entry) for rev, members, entry in self._log if me.did in members and rev > cursor]
        page = after[:_LOG_PAGE]
        return json_response({"logs": [entry for _, entry in page], "cursor": page[-1][0] if page else cursor})

    def send_message(self, request: Request) -> Response:
        """Send a message."""
        me, fields = self._signer(request), body_of(request)
        convo = self._own(me, text_in(fields, "convoId"))
        given = fields.get("message")
        words = given.get("text") if isinstance(given, dict) else None
        refuse_unfit_words(words, CHAT_GRAPHEMES, CHAT_BYTES, "$.message.text")
        assert isinstance(given, dict)
        assert isinstance(words, str)
        refuse_unfit_facets(given.get("facets"), words)
        self._refuse_closed(self._world.residents[_counterpart(convo, me.did)])
        message = self.says(convo, me.did, words, tuple(given.get("facets", [])))
        for sent in self.sent:
            sent(message)
        return json_response(self._message(message))

    def accept(self, request: Request) -> Response:
        """Take part in a conversation that somebody else began."""
        me, fields = self._signer(request), body_of(request)
        convo = self._own(me, text_in(fields, "convoId"))
        if me.did in convo.accepted:
            return json_response({})
        convo.accepted.add(me.did)
        return json_response({"rev": self._tell(convo, "logAcceptConvo", {})})

    def delete_for_self(self, request: Request) -> Response:
        """Hide a message from the signer alone."""
        me, fields = self._signer(request), body_of(request)
        convo, identity = self._own(me, text_in(fields, "convoId")), text_in(fields, "messageId")
        message = next((one for one in convo.messages if one.id == identity), None)
        if message is None:
            raise Refusal("MessageDeleteNotAllowed", "Message not found")
        convo.hidden.setdefault(me.did, set()).add(identity)
        return json_response(self._deleted(message))

    # ---- how it is shown

    def _convo(self, convo: Convo, me: Resident) -> Json:
        members = [self._views.basic(self._world.residents[did]) for did in convo.members]
        return {
            "id": convo.id,
            "rev": convo.messages[-1].id if convo.messages else tid_at(self._world.now(), 0),
            "members": [{**member, "kind": {"$type": "chat.bsky.actor.defs#directConvoMember"}} for member in members],
            **({"lastMessage": self._message(convo.messages[-1])} if convo.messages else {}),
            "muted": False,
            "status": "accepted" if me.did in convo.accepted else "request",
            "unreadCount": 0,
            "kind": {"$type": f"{_DEFS}#directConvo"},
        }

    def _message(self, message: ChatMessage) -> Json:
        facets = {"facets": list(message.facets)} if message.facets else {}
        return {**self._deleted(message), "$type": f"{_DEFS}#messageView", "text": message.text, **facets}

    @staticmethod
    def _deleted(message: ChatMessage) -> Json:
        return {
            "$type": f"{_DEFS}#deletedMessageView",
            "id": message.id,
            "rev": message.id,
            "sender": {"did": message.sender},
            "sentAt": stamp(message.at),
        }

    def _tell(self, convo: Convo, kind: str, more: Json) -> str:
        rev = tid_at(self._world.now(), next(self._serial))
        last = self._log[-1][0] if self._log else ""
        rev = max(rev, _after(last))
        entry = {"$type": f"{_DEFS}#{kind}", "rev": rev, "convoId": convo.id, **more}
        self._log.append((rev, frozenset(convo.members), entry))
        return rev

    def _own(self, me: Resident, identity: str) -> Convo:
        convo = self.convos.get(identity)
        if convo is None or me.did not in convo.members:
            raise Refusal("InvalidConvo", "Convo not found")
        return convo

    def _other(self, request: Request) -> Resident:
        members = request.values("members")
        if len(members) != 1:
            raise invalid("Error: members must name the other side")
        other = self._world.residents.get(members[0])
        if other is None:
            raise Refusal("RecipientNotFound", "recipient not found")
        return other

    @staticmethod
    def _refuse_closed(other: Resident) -> None:
        if other.takes != "all":
            raise Refusal("MessagesDisabled", "recipient has disabled incoming messages")


def _counterpart(convo: Convo, did: str) -> str:
    return convo.members[0] if convo.members[1] == did else convo.members[1]


def _after(rev: str) -> str:
    """Return a revision just after another: revisions never go back, whatever the clock does."""
    if not rev:
        return ""
    alphabet = "234567abcdefghijklmnopqrstuvwxyz"
    digits = [alphabet.index(letter) for letter in rev]
    for place in range(len(digits) - 1, -1, -1):
        digits[place] = (digits[place] + 1) % 32
        if digits[place]:
            break
    return "".join(alphabet[digit] for digit in digits)
