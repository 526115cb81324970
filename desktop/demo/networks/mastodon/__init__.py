"""Mastodon as a fake network: an empty demo town where only those live who write."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from desktop.demo.api import Api
from desktop.demo.faults import Faults, Manners
from desktop.demo.networks import Heard, Persona
from desktop.demo.people import COMPANY, Townsperson
from desktop.demo.posts import TownPost
from desktop.demo.script import Script
from desktop.demo.serving import Serving
from desktop.demo.town import Town
from desktop.demo.wire import EventStream, Request, Response
from desktop.model import Network
from desktop.system.clock import utc_now

__all__ = ["MastodonNetwork"]

_FIRST_ID = 109_000_000_000_000_000


class MastodonNetwork:
    """One Mastodon server with the company on it; see `FakeNetwork`. Time passes by its clock alone."""

    network = Network.MASTODON

    def __init__(self, now: Callable[[], datetime] = utc_now, *, seed: int = 7, manners: Manners | None = None) -> None:
        """`manners` is how the server behaves where servers differ; the seed only makes the token."""
        self.now = now
        self.faults = Faults()
        self.heard: list[Callable[[Heard], None]] = []
        self.url = ""
        self._town = Town(seed, now(), Script((), (), ()))
        self._token = hashlib.sha256(f"aurora|{seed}".encode()).hexdigest()[:43]
        self._manners = manners or Manners()
        self._serving = Serving(self._answer, self.faults)
        self._api: Api | None = None
        self._people: dict[str, Townsperson] = {}
        self._town.readers.append(self._tell)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Begin to listen. Raises OSError if the port is taken."""
        await self._serving.start(host, port)
        self.url = self._serving.url
        self._api = Api(self._town, self._token, self._manners, self.url)

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
        return {"token": self._token}

    def says(
        self, who: Persona, text: str, *, direct: bool = False, reply_to: str | None = None, names_us: bool = True
    ) -> str:
        """Let somebody post; a direct post always names us, or it would not reach us."""
        self._keep_up()
        named = f"@{COMPANY.user} {text}" if names_us or direct else text
        return self._town.say(self._person(who), named, direct=direct, parent_id=reply_to).id

    def edits(self, remote_id: str, text: str) -> None:
        """Let the author change a post; whoever was named stays named."""
        self._keep_up()
        names_us = COMPANY in self._town.posts.by_id[remote_id].mentions
        self._town.edit(remote_id, f"@{COMPANY.user} {text}" if names_us else text)

    def removes(self, remote_id: str) -> None:
        """Let the author delete a post."""
        self._keep_up()
        self._town.take_back(remote_id)

    def announces(self, text: str, *, direct: bool = False, reply_to: str | None = None) -> str:
        """Let the company post from elsewhere; an answer names whom it answers."""
        self._keep_up()
        answered = self._town.posts.by_id.get(reply_to or "")
        named = f"@{answered.author.address} {text}" if answered is not None and answered.author != COMPANY else text
        return self._town.posts.add(COMPANY, named, self.now(), direct=direct, parent_id=reply_to).id

    def _answer(self, request: Request) -> Response | EventStream:
        assert self._api is not None
        self._keep_up()
        return self._api.answer(request)

    def _keep_up(self) -> None:
        self._town.now = self.now()

    def _person(self, who: Persona) -> Townsperson:
        if who.key not in self._people:
            identity = str(_FIRST_ID + len(self._people))
            person = Townsperson(who.key, identity, who.name, who.handle, "", who.language, who.followers)
            self._people[who.key] = person
            self._town.moves_in(person)
        return self._people[who.key]

    def _tell(self, post: TownPost, reader: Townsperson | None) -> None:
        heard = Heard(post.id, post.text, post.direct, post.parent_id, reader.key if reader else "", post.at)
        for each in self.heard:
            each(heard)
