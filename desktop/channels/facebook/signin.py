"""What a Facebook Page's sign-in must allow, and how each permission is tried."""

from __future__ import annotations

from desktop.channels.facebook.fetch import FEED
from desktop.channels.facebook.mapping import COMMENT_FIELDS
from desktop.channels.facebook.scopes import SCOPE_OF
from desktop.channels.graph.check import Attempt, read_edge, read_node
from desktop.channels.graph.client import GraphClient
from desktop.channels.graph.settings import Place
from desktop.channels.graph.talks import PART as DIRECT

SCOPES = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_engagement",
    "pages_manage_metadata",
    "pages_messaging",
)


def attempts(client: GraphClient, place: Place) -> list[Attempt]:
    """Return the steps sign_in, read and direct: the Page itself, its feed with comments, one conversation."""
    feed = [("fields", f"id,comments.limit(1){{{COMMENT_FIELDS}}}"), ("limit", "1")]
    talks = [("platform", "messenger"), ("fields", "id,updated_time"), ("limit", "1")]
    return [
        ("sign_in", SCOPE_OF["sign_in"], lambda: read_node(client, place.page, "id,name")),
        ("read", SCOPE_OF["read"], lambda: read_edge(client, f"{place.page}/{FEED}", feed)),
        (DIRECT, SCOPE_OF["direct"], lambda: read_edge(client, f"{place.page}/conversations", talks)),
    ]
