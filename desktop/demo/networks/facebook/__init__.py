"""Facebook as a fake network: the company's Page, whoever writes below its posts, on it or to it, and Meta's rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from desktop.demo.networks import Persona
from desktop.demo.networks.facebook.feed import PageSide, comment_below
from desktop.demo.networks.graph.network import GraphNetwork
from desktop.demo.networks.graph.nodes import Shared
from desktop.demo.networks.graph.world import MESSENGER, PAGE_ID, PAGE_NAME, Comment, Ground, Person
from desktop.model import Network
from desktop.system.clock import utc_now

__all__ = ["FacebookNetwork"]

_FIRST_POST = "Da oggi lo sportello risponde anche qui."


class FacebookNetwork(GraphNetwork):
    """Facebook with the company's Page on it; see `FakeNetwork`. People write below its newest post."""

    network = Network.FACEBOOK

    def __init__(self, now: Callable[[], datetime] = utc_now, *, seed: int = 7) -> None:
        """Let the Page have one post, of yesterday."""
        super().__init__(now, seed, MESSENGER)
        self._serve(PageSide(self.world, Shared(self.world, self.access), self._tell))
        self._post(None, _FIRST_POST, at=now() - timedelta(days=1))

    def account_handle(self) -> str:
        """Return the Page's name."""
        return PAGE_NAME

    def says(
        self, who: Persona, text: str, *, direct: bool = False, reply_to: str | None = None, names_us: bool = True
    ) -> str:
        """Let somebody write: in private, below a post or comment, or where the company's app can't see it."""
        if direct:
            return self._says_in_private(who, text)
        if reply_to is None and not names_us:
            return self._says_elsewhere()
        return self._below(self.person_of(who), text, reply_to).id

    def posts(self, who: Persona, text: str) -> str:
        """Let a visitor post on the Page; return the id."""
        return self._post(self.person_of(who), text).id

    def tags(self, who: Persona, text: str) -> str:
        """Let somebody tag the Page in a post of their own; return the id."""
        return self._post(self.person_of(who), text, elsewhere=True).id

    def edits(self, remote_id: str, text: str) -> None:
        """Let the author change a post or comment."""
        self._ground_or_comment(remote_id).text = text

    def announces(self, text: str, *, direct: bool = False, reply_to: str | None = None) -> str:
        """Let the company write from elsewhere: a post, a comment, or a message into a conversation."""
        if direct:
            return self._announces_in_private(text, reply_to)
        if reply_to is None:
            return self._post(None, text).id
        return self._below(None, text, reply_to).id

    def _post(self, author: Person | None, text: str, *, at: datetime | None = None, elsewhere: bool = False) -> Ground:
        order = self.world.tick()
        wall = author.id if elsewhere and author is not None else PAGE_ID
        identity = f"{wall}_{122_000_000_000 + order}"
        self.world.grounds[identity] = Ground(identity, author, text, at or self.now(), order, elsewhere)
        return self.world.grounds[identity]

    def _below(self, author: Person | None, text: str, reply_to: str | None) -> Comment:
        target = self._ground_or_comment(reply_to) if reply_to else self.world.newest_ground()
        ground = target.ground if isinstance(target, Comment) else target
        return comment_below(self.world, ground, author, text, target if isinstance(target, Comment) else None)
