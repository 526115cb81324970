"""How a private message leaves: into a conversation, or as the one private answer that a comment gives.

Messenger platform policy: free answers within 24 hours of the customer's last message; after that a person may answer
for seven days where Meta has approved the app's HUMAN_AGENT tag, never a survey and never a machine. The Graph alone
knows when the window ended, so the tag is used only after it has said so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.channels.exchange import once
from desktop.channels.graph.client import GraphClient
from desktop.channels.graph.settings import Place
from desktop.channels.graph.talks_mapping import receipt_of_message
from desktop.channels.payload import Unreadable
from desktop.composer import count, counting_of
from desktop.model import (
    Network,
    OutcomeUnknown,
    Outgoing,
    Purpose,
    Refused,
    SentReceipt,
    Visibility,
    traits_of,
)
from desktop.model.channel import Clock

WINDOW_ENDED = "window_ended"


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: the account's place and client. `human_agent`: Meta has approved that tag for the company's app."""

    client: GraphClient
    network: Network
    place: Place
    clock: Clock
    human_agent: bool = False


async def send_message(
    writer: Writer, outgoing: Outgoing, recipient: Mapping[str, str], on_commit: Callable[[], None]
) -> SentReceipt:
    """Send a private message. `recipient` is {"id"}, {"comment_id"} or {"post_id"}. Raises ChannelError."""
    refuse_unfit(outgoing, writer.network)
    if outgoing.attachments:
        raise Refused("attachment_refused")  # a text and a file would be two messages, of which one may be lost
    body = {"recipient": dict(recipient), "message": {"text": outgoing.text}, "messaging_type": "RESPONSE"}
    commit = once(on_commit)
    try:
        return await _sent(writer, body, commit)
    except Refused as refusal:
        may_go_late = writer.human_agent and outgoing.purpose is Purpose.ANSWER and "id" in recipient
        if refusal.reason != WINDOW_ENDED or not may_go_late:
            raise
    return await _sent(writer, {**body, "messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}, commit)


async def _sent(writer: Writer, body: Mapping[str, object], on_commit: Callable[[], None]) -> SentReceipt:
    payload = await writer.client.publish(f"{writer.place.page}/messages", body, on_commit)
    try:
        return receipt_of_message(payload, writer.clock())
    except Unreadable as fault:
        raise OutcomeUnknown("unreadable_answer") from fault


def refuse_unfit(outgoing: Outgoing, network: Network) -> None:
    """Raise Refused for a text that is empty or longer than the network takes; nothing was sent."""
    text, visibility = outgoing.text, outgoing.visibility
    if not text.strip() and not outgoing.attachments:
        raise Refused("empty")
    traits = traits_of(network)
    limit = traits.public_limit if visibility is Visibility.PUBLIC else traits.direct_limit
    if limit is not None and count(text, counting_of(network, visibility)) > limit:
        raise Refused("too_long")
