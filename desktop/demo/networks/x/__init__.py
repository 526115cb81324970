"""X as a fake network: the company's account, whoever writes to it or about it, and X's own rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from desktop.demo.faults import Faults
from desktop.demo.networks import Heard, Persona
from desktop.demo.networks.x.api import Api, XManners
from desktop.demo.networks.x.reading import Reading
from desktop.demo.networks.x.signin import CLIENT_ID, SignIn
from desktop.demo.networks.x.streaming import Streaming
from desktop.demo.networks.x.windows import Windows
from desktop.demo.networks.x.world import File, Message, Post, User, World, user_id_of
from desktop.demo.networks.x.writing import DIRECT_PREFIX, Writing
from desktop.demo.serving import Serving
from desktop.model import Network
from desktop.system.clock import utc_now

__all__ = ["XManners", "XNetwork"]

_COMPANY = User("2244801234", "", "Aurora Energia", "AuroraEnergia", "it", 18_400, pays=False)
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_]")
_LONGEST_NAME = 15


class XNetwork:
    """X with the company on it; see `FakeNetwork`. Direct messages are named as our channel names them, "dm-<id>"."""

    network = Network.X

    def __init__(
        self, now: Callable[[], datetime] = utc_now, *, seed: int = 7, manners: XManners | None = None
    ) -> None:
        """`manners` is how it behaves; the seed only makes the tokens."""
        self.now = now
        self.faults = Faults()
        self.heard: list[Callable[[Heard], None]] = []
        self.url = ""
        self.world = World(self._time, _COMPANY)
        self.sign_in = SignIn(self._time, seed)
        self.writing = Writing(self.world, self._tell)
        self.streaming = Streaming(self.world)
        self.windows = Windows(self._time)
        reading = Reading(self.world)
        api = Api(reading, self.writing, self.streaming, self.sign_in, self.windows, manners or XManners())
        self._serving = Serving(api.answer, self.faults)
        self._refresh = self.sign_in.grant()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Begin to listen. Raises OSError if the port is taken."""
        await self._serving.start(host, port)
        self.url = self._serving.url

    async def close(self) -> None:
        """Stop listening and drop every connection. Never raises."""
        await self._serving.close()

    def account_settings(self) -> dict[str, str | int | bool | None]:
        """Return where the network is, who we are there, and that the company registered the app itself."""
        return {
            "api": self.url,
            "authorize": f"{self.url}/i/oauth2/authorize",
            "client_id": CLIENT_ID,
            "remote_id": _COMPANY.id,
            "owns_app": True,
        }

    def account_handle(self) -> str:
        """Return the company's handle."""
        return f"@{_COMPANY.username}"

    def secrets(self) -> dict[str, str]:
        """Return a refresh token and the app's own token."""
        return {"oauth_refresh": self._refresh, "app_token": self.sign_in.app_token}

    def says(
        self, who: Persona, text: str, *, direct: bool = False, reply_to: str | None = None, names_us: bool = True
    ) -> str:
        """Let somebody write. A reply below our post names us by itself unless `names_us` is False."""
        author = self.user_of(who)
        if direct:
            return f"{DIRECT_PREFIX}{self.world.send(author, _COMPANY, text).id}"
        parent = self._post(reply_to) if reply_to else None
        without = () if names_us else (_COMPANY,)
        named_already = parent is not None and _COMPANY in (parent.author, *self.world.mentioned(parent))
        named = f"@{_COMPANY.username} {text}" if names_us and not named_already else text
        return self.world.write(author, named, parent=parent, without=without).id

    def shows(self, who: Persona, text: str, alt: str, kind: str = "photo") -> str:
        """Let somebody post to us with a picture; return the id."""
        picture = File(f"3_{self.world.new_id()}", kind, alt)
        named = f"@{_COMPANY.username} {text}"
        return self.world.write(self.user_of(who), named, files=(picture,)).id

    def quotes(self, who: Persona, text: str, remote_id: str) -> str:
        """Let somebody quote a post; return the id."""
        post = self._post(remote_id)
        link = f"https://x.com/{post.author.username}/status/{post.id}"
        return self.world.write(self.user_of(who), f"{text} {link}").id

    def edits(self, remote_id: str, text: str) -> None:
        """Let the author change a post; whoever was named stays named. Raises ValueError where X would not let them."""
        post = self._post(remote_id)
        names_us = _COMPANY in self.world.mentioned(post)
        self.world.edit(post, f"@{_COMPANY.username} {text}" if names_us and not post.named else text)

    def removes(self, remote_id: str) -> None:
        """Let the author delete a post, or a message from both sides."""
        if remote_id.startswith(DIRECT_PREFIX):
            self.world.messages.remove(self._message(remote_id))
        else:
            self._post(remote_id).deleted = True

    def announces(self, text: str, *, direct: bool = False, reply_to: str | None = None) -> str:
        """Let the company write from elsewhere. A message goes to the other side of the one it answers."""
        if direct:
            answered = self._message(reply_to or "")
            other = answered.recipient if answered.sender == _COMPANY else answered.sender
            return f"{DIRECT_PREFIX}{self.world.send(_COMPANY, other, text).id}"
        return self.world.write(_COMPANY, text, parent=self._post(reply_to) if reply_to else None).id

    def user_of(self, who: Persona) -> User:
        """Return somebody's account, made when first needed."""
        identity = user_id_of(who.key)
        if identity not in self.world.users:
            username = _NOT_IN_NAMES.sub("", who.handle)[:_LONGEST_NAME]
            user = User(identity, who.key, who.name, username, who.language, who.followers, who.bio)
            self.world.users[identity] = user
        return self.world.users[identity]

    def _time(self) -> datetime:
        return self.now()

    def _post(self, remote_id: str) -> Post:
        return self.world.posts[remote_id]

    def _message(self, remote_id: str) -> Message:
        by_id = {message.id: message for message in self.world.messages}
        return by_id[remote_id.removeprefix(DIRECT_PREFIX)]

    def _tell(self, heard: Heard) -> None:
        for each in self.heard:
            each(heard)
