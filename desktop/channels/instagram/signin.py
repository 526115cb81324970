"""What an Instagram account's sign-in must allow, and how each permission is tried."""

from __future__ import annotations

from desktop.channels.graph.check import Attempt, read_edge, read_node
from desktop.channels.graph.client import GraphClient
from desktop.channels.graph.settings import Place
from desktop.channels.graph.talks import PART as DIRECT
from desktop.channels.instagram.fetch import MEDIA_LIST
from desktop.channels.instagram.mapping import COMMENT_FIELDS
from desktop.channels.instagram.scopes import SCOPE_OF

SCOPES = (
    "instagram_basic",
    "instagram_manage_comments",
    "instagram_manage_messages",
    "pages_show_list",
    "pages_read_engagement",
    "pages_manage_metadata",
)


def attempts(client: GraphClient, place: Place) -> list[Attempt]:
    """Return the steps sign_in, read and direct: the account itself, its pictures with comments, one conversation."""
    media = [("fields", f"id,comments.limit(1){{{COMMENT_FIELDS}}}"), ("limit", "1")]
    talks = [("platform", "instagram"), ("fields", "id,updated_time"), ("limit", "1")]
    return [
        ("sign_in", SCOPE_OF["sign_in"], lambda: read_node(client, place.ig_user, "id,username")),
        ("read", SCOPE_OF["read"], lambda: read_edge(client, f"{place.ig_user}/{MEDIA_LIST}", media)),
        (DIRECT, SCOPE_OF["direct"], lambda: read_edge(client, f"{place.page}/conversations", talks)),
    ]
