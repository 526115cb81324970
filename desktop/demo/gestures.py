"""What people of the town do that not every network knows alike: show a picture, applaud, see that a post is gone.

Where a network has no such thing, the words alone are said and nobody applauds.
"""

from __future__ import annotations

from desktop.demo.networks import FakeNetwork, Persona
from desktop.demo.networks.bluesky import BlueskyNetwork
from desktop.demo.networks.feeds import FeedsNetwork
from desktop.demo.networks.graph.network import GraphNetwork
from desktop.demo.networks.graph.world import Message
from desktop.demo.networks.mastodon import MastodonNetwork
from desktop.demo.networks.telegram import TelegramNetwork
from desktop.demo.networks.x import XNetwork
from desktop.demo.networks.x.world import File
from desktop.demo.networks.x.writing import DIRECT_PREFIX

_FILE = "foto.jpg"
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
    remote_id = network.says(who, text, direct=direct, reply_to=reply_to, names_us=names_us)
    if isinstance(network, GraphNetwork):
        _add_file(network, remote_id)
    return remote_id


def _add_file(network: GraphNetwork, remote_id: str) -> None:
    comment = network.world.comments.get(remote_id)
    message = _message_in(network, remote_id)
    if comment is not None:
        comment.picture = _FILE
    elif message is not None:
        message.picture = _FILE


def _message_in(network: GraphNetwork, remote_id: str) -> Message | None:
    talks = network.world.talks.values()
    return next((one for talk in talks for one in talk.messages if one.id == remote_id), None)


def publishes(network: FakeNetwork, who: Persona, title: str, text: str) -> str:
    """Let somebody publish an article; where there are none, it is said like anything else."""
    if isinstance(network, FeedsNetwork):
        return network.publishes(title, text, author=who.name)
    return network.says(who, text, names_us=False)


def applauds(network: FakeNetwork, remote_id: str, counts: tuple[int, int, int]) -> None:
    """Add replies from strangers, shares and likes to a public post."""
    if isinstance(network, MastodonNetwork):
        network.world.posts.applaud(remote_id, counts)
    elif isinstance(network, XNetwork | BlueskyNetwork | GraphNetwork):
        had = network.world.applause.get(remote_id, (0, 0, 0))
        network.world.applause[remote_id] = (had[0] + counts[0], had[1] + counts[1], had[2] + counts[2])


def is_there(network: FakeNetwork, remote_id: str) -> bool:
    """Tell whether a post or message of ours can still be seen; a network that can't say keeps everything."""
    if isinstance(network, MastodonNetwork):
        return remote_id in network.world.posts.by_id
    if isinstance(network, BlueskyNetwork):
        is_post = remote_id.startswith("at://")
        return not is_post or remote_id in network.world.posts
    if isinstance(network, TelegramNetwork):
        chat, _, number = remote_id.partition("/")
        return (int(chat), int(number)) in network.world.messages
    if isinstance(network, XNetwork):
        post = network.world.posts.get(remote_id)
        messages = {f"{DIRECT_PREFIX}{one.id}" for one in network.world.messages}
        return remote_id in messages or (post is not None and not post.deleted)
    if isinstance(network, GraphNetwork):
        comment = network.world.comments.get(remote_id)
        return comment.is_there if comment is not None else _message_in(network, remote_id) is not None
    return True
