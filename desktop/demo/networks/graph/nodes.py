"""The nodes that both networks share: the Page, the Instagram account linked to it, conversations and messages."""

from __future__ import annotations

from desktop.demo.networks.graph.access import Access
from desktop.demo.networks.graph.fields import Asked
from desktop.demo.networks.graph.problems import invalid
from desktop.demo.networks.graph.rendering import Edge, Json, Node, Value
from desktop.demo.networks.graph.world import (
    IG_ID,
    IG_NAME,
    INSTAGRAM,
    PAGE_ID,
    PAGE_NAME,
    Message,
    Person,
    Talk,
    World,
    stamp,
)

RECENT = 20
"""Of so many messages of a conversation, the newest, the Graph gives more than an id."""


class Shared:
    """Makes the nodes that both networks have."""

    def __init__(self, world: World, access: Access) -> None:
        """`world` is what there is."""
        self._world = world
        self._access = access

    def page(self, more: dict[str, Value]) -> Node:
        """Return the company's Page; `more` are the edges that a network adds."""
        values: dict[str, Value] = {
            "name": lambda _: PAGE_NAME,
            "username": lambda _: None,
            "access_token": lambda _: self._access.page_token,
            "instagram_business_account": lambda _: self.account({}) if self._access.linked else None,
            "conversations": self._talks,
            **more,
        }
        return Node("Page", PAGE_ID, values, ("name", "id"))

    def account(self, more: dict[str, Value]) -> Node:
        """Return the company's Instagram account."""
        values: dict[str, Value] = {"username": lambda _: IG_NAME, "name": lambda _: PAGE_NAME, **more}
        return Node("IGUser", IG_ID, values)

    def talk(self, talk: Talk) -> Node:
        """Return a conversation."""
        newest = talk.messages[-1]
        values: dict[str, Value] = {
            "updated_time": lambda _: stamp(newest.at),
            "participants": lambda _: {"data": [self._person(talk.person), self._us()]},
            "message_count": lambda _: len(talk.messages),
            "can_reply": lambda _: talk.heard_at is not None,
            "messages": lambda _: Edge(talk.messages),
        }
        return Node("UnifiedThread", talk.id, values, ("id", "updated_time"))

    def message(self, message: Message) -> Node:
        """Return a message: of one that is not among the newest little more than its id."""
        talk = next(talk for talk in self._world.talks.values() if message in talk.messages)
        sender, recipient = self._person(talk.person), self._us()
        if message.ours:
            sender, recipient = recipient, sender
        values: dict[str, Value] = {
            "created_time": lambda _: stamp(message.at),
            "from": lambda _: sender,
            "to": lambda _: {"data": [recipient]},
            "message": lambda _: message.text,
            "attachments": lambda _: self._files(message),
        }
        if message not in talk.messages[-RECENT:]:
            values |= dict.fromkeys(("from", "to", "message", "attachments"), _nothing)
        return Node("UnifiedMessage", message.id, values, ("id", "created_time"))

    def _talks(self, asked: Asked) -> Edge:
        if asked.argument("since") is not None or asked.argument("until") is not None:
            raise invalid("Time based paging is not supported")
        platform = (asked.argument("platform") or "messenger").lower()
        person = asked.argument("user_id")
        talks = [talk for talk in self._world.talks.values() if talk.messages and platform == self._world.platform]
        return Edge([talk for talk in talks if person is None or talk.person.id == person])

    def _person(self, person: Person) -> Json:
        if self._world.platform == INSTAGRAM:
            return {"username": person.username, "id": person.id}
        return {"name": person.name, "email": f"{person.id}@facebook.com", "id": person.id}

    def _us(self) -> Json:
        if self._world.platform == INSTAGRAM:
            return {"username": IG_NAME, "id": IG_ID}
        return {"name": PAGE_NAME, "email": f"{PAGE_ID}@facebook.com", "id": PAGE_ID}

    @staticmethod
    def _files(message: Message) -> Json | None:
        if not message.picture:
            return None
        file = {"id": f"9{message.order}", "mime_type": "image/jpeg", "name": message.picture, "size": 48_211}
        return {"data": [file]}


def _nothing(_: Asked) -> None:
    return None
