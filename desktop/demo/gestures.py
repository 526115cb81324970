"""What people of the town do that not every network knows alike: show a picture, applaud, see that a post is gone.

Where a network has no such thing, the words alone are said and nobody applauds.
"""

from __future__ import annotations

from desktop.demo.networks import FakeNetwork, Persona
from desktop.demo.networks.bluesky import BlueskyNetwork
from desktop.demo.networks.mastodon import MastodonNetwork
from desktop.demo.networks.telegram import TelegramNetwork
from desktop.demo.networks.x import XNetwork
from desktop.demo.networks.x.world import File
from desktop.demo.networks.x.writing import DIRECT_PREFIX

_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415478da633871e2040004b4025928d352ec0000000049454e44ae426082"
)
"""A picture of one grey dot: networks that carry files get at least this."""


def shows(
    network: FakeNetwork,
    who: Persona,
    text: str,
    photo: str,
    *,
    direct: bool = False,
    reply_to: str | None = None,
    names_us: bool = True,
) -> str:
    """Let somebody write with a picture that `photo` describes; return the remote id."""
    if isinstance(network, MastodonNetwork):
        return network.shows(who, text, photo, direct=direct, reply_to=reply_to, names_us=names_us)
    if isinstance(network, TelegramNetwork) and direct:
        return network.shows(who, text, _DOT)
    if isinstance(network, XNetwork) and direct:
        files = (File(f"3_{network.world.new_id()}", "photo", photo),)
        sent = network.world.send(network.user_of(who), network.world.company, text, files)
        return f"{DIRECT_PREFIX}{sent.id}"
    if isinstance(network, XNetwork) and names_us and reply_to is None:
        return network.shows(who, text, photo)
    return network.says(who, text, direct=direct, reply_to=reply_to, names_us=names_us)


def applauds(network: FakeNetwork, remote_id: str, counts: tuple[int, int, int]) -> None:
    """Add replies from strangers, shares and likes to a public post."""
    if isinstance(network, MastodonNetwork):
        network.world.posts.applaud(remote_id, counts)


def is_there(network: FakeNetwork, remote_id: str) -> bool:
    """Tell whether a post of ours can still be seen; a network that can't say keeps everything."""
    if isinstance(network, MastodonNetwork):
        return remote_id in network.world.posts.by_id
    if isinstance(network, BlueskyNetwork):
        is_message = not remote_id.startswith("at://")
        return is_message or remote_id in network.world.posts
    if isinstance(network, TelegramNetwork):
        chat, _, number = remote_id.partition("/")
        return (int(chat), int(number)) in network.world.messages
    if isinstance(network, XNetwork):
        post = network.world.posts.get(remote_id)
        messages = {f"{DIRECT_PREFIX}{one.id}" for one in network.world.messages}
        return remote_id in messages or (post is not None and not post.deleted)
    return True
