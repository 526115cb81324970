"""Mastodon as a fake network: the company's server, whoever writes there or on other servers, and its streams."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from desktop.demo.faults import Faults, Manners
from desktop.demo.networks import Heard, Persona
from desktop.demo.networks.mastodon.api import Api
from desktop.demo.networks.mastodon.posts import Post
from desktop.demo.networks.mastodon.residents import COMPANY, Resident
from desktop.demo.networks.mastodon.world import World
from desktop.demo.serving import Serving
from desktop.demo.wire import EventStream, Request, Response
from desktop.model import Network
from desktop.system.clock import utc_now

__all__ = ["MastodonNetwork"]


class MastodonNetwork:
    """One Mastodon server with the company on it; see `FakeNetwork`. Time passes by its clock alone."""

    network = Network.MASTODON

    def __init__(self, now: Callable[[], datetime] = utc_now, *, seed: int = 7, manners: Manners | None = None) -> None:
        """`manners` is how the server behaves where servers differ; the seed only makes the token."""
        self.now = now
        self.faults = Faults()
        self.heard: list[Callable[[Heard], None]] = []
        self.url = ""
        self.account_id = COMPANY.id
        self.token = hashlib.sha256(f"aurora|{seed}".encode()).hexdigest()[:43]
        self.world = World(self._time)
        self.api = Api(self.world, self.token, manners or Manners(), lambda: self.url)
        self._serving = Serving(self._answer, self.faults)
        self.world.readers.append(self._tell)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Begin to listen. Raises OSError if the port is taken."""
        await self._serving.start(host, port)
        self.url = self._serving.url

    async def close(self) -> None:
        """Stop listening and drop every connection. Never raises."""
        await self._serving.close()

    def account_settings(self) -> dict[str, str | int | bool | None]:
        """Return where the server is and who we are there."""
        return {"server": self.url, "remote_id": COMPANY.id}

    def account_handle(self) -> str:
        """Return the company's handle."""
        return f"@{COMPANY.user}"

    def secrets(self) -> dict[str, str]:
        """Return the access token."""
        return {"token": self.token}

    def says(
        self, who: Persona, text: str, *, direct: bool = False, reply_to: str | None = None, names_us: bool = True
    ) -> str:
        """Let somebody post; a direct post always names us, or it would not reach us."""
        return self.shows(who, text, "", direct=direct, reply_to=reply_to, names_us=names_us)

    def shows(
        self,
        who: Persona,
        text: str,
        photo: str,
        *,
        direct: bool = False,
        reply_to: str | None = None,
        names_us: bool = True,
    ) -> str:
        """Let somebody post a picture, described in words; return the id."""
        person = self.world.persona(who)
        named = f"{self._named(person, reply_to, us=names_us or direct)}{text}"
        return self.world.say(person, named, direct=direct, parent_id=reply_to, photo=photo).id

    def _named(self, person: Resident, reply_to: str | None, *, us: bool) -> str:
        """Return whom a post names first: us, and who else is answered, as every program writes it before a reply."""
        answered = self.world.posts.by_id.get(reply_to or "")
        others = [answered.author] if answered is not None and answered.author not in {COMPANY, person} else []
        return "".join(f"@{one.address} " for one in ([COMPANY] if us else []) + others)

    def edits(self, remote_id: str, text: str) -> None:
        """Let the author change a post; whoever was named stays named."""
        names_us = COMPANY in self.world.posts.by_id[remote_id].mentions
        self.world.edit(remote_id, f"@{COMPANY.user} {text}" if names_us else text)

    def removes(self, remote_id: str) -> None:
        """Let the author delete a post."""
        self.world.take_back(remote_id)

    def announces(self, text: str, *, direct: bool = False, reply_to: str | None = None) -> str:
        """Let the company post from elsewhere; an answer names whom it answers."""
        answered = self.world.posts.by_id.get(reply_to or "")
        named = f"@{answered.author.address} {text}" if answered is not None and answered.author != COMPANY else text
        return self.world.posts.add(COMPANY, named, self.now(), direct=direct, parent_id=reply_to).id

    def _answer(self, request: Request) -> Response | EventStream:
        return self.api.answer(request)

    def _time(self) -> datetime:
        return self.now()

    def _tell(self, post: Post, reader: Resident | None) -> None:
        heard = Heard(post.id, post.text, post.direct, post.parent_id, reader.key if reader else "", post.at)
        for each in self.heard:
            each(heard)
