"""What the two fake networks are alike in: one world, one interface, people who write in private."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.demo.faults import Faults
from desktop.demo.networks import Heard, Persona
from desktop.demo.networks.graph.access import APP_ID, Access
from desktop.demo.networks.graph.api import Api
from desktop.demo.networks.graph.messaging import Messaging
from desktop.demo.networks.graph.rendering import Renderer
from desktop.demo.networks.graph.side import Side
from desktop.demo.networks.graph.usage import Usage
from desktop.demo.networks.graph.world import PAGE_ID, Comment, Ground, Person, World
from desktop.demo.serving import Serving

ELSEWHERE = "elsewhere-"
"""Before the ids of what is written where the company's app can't see it."""


class GraphNetwork:
    """The common half of both; see `FakeNetwork`."""

    def __init__(self, now: Callable[[], datetime], seed: int, platform: str) -> None:
        """`seed` only makes the tokens."""
        self.now = now
        self.faults = Faults()
        self.heard: list[Callable[[Heard], None]] = []
        self.url = ""
        self.world = World(self._time, platform)
        self.access = Access(self._time, seed)
        self.usage = Usage(self._time)
        self.messaging = Messaging(self.world, self.access, self._tell)
        self._elsewhere = 0

    def _serve(self, side: Side) -> None:
        renderer = Renderer(side.node, lambda: self.url)
        api = Api(self.world, self.access, self.usage, self.messaging, side, renderer)
        self._serving = Serving(api.answer, self.faults)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Begin to listen. Raises OSError if the port is taken."""
        await self._serving.start(host, port)
        self.url = self._serving.url

    async def close(self) -> None:
        """Stop listening and drop every connection. Never raises."""
        await self._serving.close()

    def account_settings(self) -> dict[str, str | int | bool | None]:
        """Return where the network is, which Page is ours, and the company's app."""
        return {"api": self.url, "dialog": self.url, "page_id": PAGE_ID, "app_id": APP_ID, "remote_id": PAGE_ID}

    def secrets(self) -> dict[str, str]:
        """Return the Page's token and the secret of the company's app."""
        return {"page_token": self.access.page_token, "app_secret": self.access.app_secret}

    def person_of(self, who: Persona) -> Person:
        """Return somebody's account, made when first needed."""
        return self.world.person(who.key, who.name, who.handle)

    def removes(self, remote_id: str) -> None:
        """Let the author delete a post, picture or comment, or take back a message."""
        thing = self.world.comments.get(remote_id) or self.world.grounds.get(remote_id)
        if thing is not None:
            thing.deleted = True
            return
        for talk in self.world.talks.values():
            talk.messages = [message for message in talk.messages if message.id != remote_id]

    def _says_in_private(self, who: Persona, text: str) -> str:
        return self.world.write(self.world.talk_with(self.person_of(who)), text, ours=False).id

    def _announces_in_private(self, text: str, reply_to: str | None) -> str:
        for talk in self.world.talks.values():
            if any(message.id == reply_to for message in talk.messages):
                return self.world.write(talk, text, ours=True).id
        raise KeyError(reply_to)

    def _says_elsewhere(self) -> str:
        self._elsewhere += 1
        return f"{ELSEWHERE}{self._elsewhere}"

    def _ground_or_comment(self, remote_id: str) -> Ground | Comment:
        return self.world.grounds.get(remote_id) or self.world.comments[remote_id]

    def _time(self) -> datetime:
        return self.now()

    def _tell(self, heard: Heard) -> None:
        for each in self.heard:
            each(heard)
