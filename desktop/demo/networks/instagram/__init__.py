"""Instagram as a fake network: the company's account, whoever comments, tags it or writes to it, and Meta's rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from desktop.demo.networks import Persona
from desktop.demo.networks.graph.network import GraphNetwork
from desktop.demo.networks.graph.nodes import Shared
from desktop.demo.networks.graph.world import IG_ID, IG_NAME, INSTAGRAM, Comment, Ground, Person
from desktop.demo.networks.instagram.media import MediaSide, comment_below
from desktop.model import Network
from desktop.system.clock import utc_now

__all__ = ["InstagramNetwork"]

_FIRST_CAPTION = "Da oggi lo sportello risponde anche qui."
_TAG = "media-"
"""What our channel puts before the id of a picture, which Instagram numbers like a comment."""


class InstagramNetwork(GraphNetwork):
    """Instagram with the company on it; see `FakeNetwork`. People write below its newest picture."""

    network = Network.INSTAGRAM

    def __init__(self, now: Callable[[], datetime] = utc_now, *, seed: int = 7) -> None:
        """Let the company have one picture, of yesterday."""
        super().__init__(now, seed, INSTAGRAM)
        self._serve(MediaSide(self.world, Shared(self.world, self.access), self._tell))
        self._publish(None, _FIRST_CAPTION, at=now() - timedelta(days=1))

    def account_settings(self) -> dict[str, str | int | bool | None]:
        """Return where the network is, which account and Page are ours, and the company's app."""
        return {**super().account_settings(), "ig_user_id": IG_ID, "remote_id": IG_ID}

    def account_handle(self) -> str:
        """Return the company's handle."""
        return f"@{IG_NAME}"

    def says(
        self, who: Persona, text: str, *, direct: bool = False, reply_to: str | None = None, names_us: bool = True
    ) -> str:
        """Let somebody write: in private, below a picture or comment, or where the company's app can't see it."""
        if direct:
            return self._says_in_private(who, text)
        if reply_to is None and not names_us:
            return self._says_elsewhere()
        return self._below(self.person_of(who), text, reply_to).id

    def tags(self, who: Persona, text: str) -> str:
        """Let somebody tag the company in a picture of their own; return the id."""
        return f"{_TAG}{self._publish(self.person_of(who), text, elsewhere=True).id}"

    def goes_live(self, text: str) -> str:
        """Let the company begin a live broadcast; return the id."""
        media = self._publish(None, text)
        media.broadcast = media.live = True
        return media.id

    def edits(self, remote_id: str, text: str) -> None:
        """Nobody can change a comment on Instagram. Raises ValueError."""
        raise ValueError(f"comment {remote_id} can't become {text!r}")

    def announces(self, text: str, *, direct: bool = False, reply_to: str | None = None) -> str:
        """Let the company write from elsewhere: a picture, a comment, or a message into a conversation."""
        if direct:
            return self._announces_in_private(text, reply_to)
        if reply_to is None:
            return self._publish(None, text).id
        return self._below(None, text, reply_to).id

    def removes(self, remote_id: str) -> None:
        """Let the author delete a picture or comment, or take back a message."""
        super().removes(remote_id.removeprefix(_TAG))

    def _publish(
        self, author: Person | None, text: str, *, at: datetime | None = None, elsewhere: bool = False
    ) -> Ground:
        order = self.world.tick()
        identity = str(17_990_000_000_000_000 + order * 7_919)
        self.world.grounds[identity] = Ground(identity, author, text, at or self.now(), order, elsewhere)
        return self.world.grounds[identity]

    def _below(self, author: Person | None, text: str, reply_to: str | None) -> Comment:
        target = self._ground_or_comment(reply_to) if reply_to else self.world.newest_ground()
        ground = target.ground if isinstance(target, Comment) else target
        return comment_below(self.world, ground, author, text, target if isinstance(target, Comment) else None)
