"""How conversations are named here: what began them, and the one customer they are with.

Many strangers write below one post; each of them is a matter of their own. So a thread is its first post or comment
and the customer together: two desks come to the same name by themselves, whatever either has seen before.
"""

from __future__ import annotations

from desktop.channels.graph.values import is_id

UNKNOWN = "unknown-"
"""Before the id of what somebody wrote whom the Graph does not name."""


def thread_of(root: str, customer: str) -> str:
    """Return the name of a thread. `root` is a post, a comment or a conversation."""
    return f"{root}/{customer}"


def root_of(thread: str) -> str | None:
    """Return what a thread began with, None if its name does not tell."""
    root = thread.partition("/")[0]
    return root if is_id(root) else None


def customer_of(thread: str) -> str | None:
    """Return whom a thread is with, None if its name does not tell or the Graph did not."""
    customer = thread.partition("/")[2]
    return customer if is_id(customer) and not customer.startswith(UNKNOWN) else None
