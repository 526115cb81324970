"""Recipients: on Mastodon every @name written in a direct message receives it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.guardrails.facts import DraftFacts
from desktop.model import Decision, Finding, Fix, Network, Visibility

# Mastodon's Account::MENTION_RE: user names are ASCII, hosts may be written in any script
_MENTION = re.compile(r"(?<![=/\w])@([A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*)(?:@(\w+(?:[.-]+\w+)*))?")


def recipient_findings(facts: DraftFacts) -> Iterator[Finding]:
    """Yield a block, which a reason overrides, for each @name that would read along in a direct message."""
    if facts.network is not Network.MASTODON or facts.visibility is not Visibility.DIRECT:
        return
    own = _parts(facts.own_handle, "")
    known = {_parts(facts.customer_handle, own[1]), own}
    for match in _MENTION.finditer(facts.text):
        mentioned = (match[1].casefold(), (match[2] or own[1]).casefold())
        if mentioned in known or (not own[1] and _same_user(mentioned, known)):
            continue
        yield Finding(
            "recipients.extra_mention",
            "mention",
            Decision.BLOCK,
            match.start(),
            match.end(),
            match[0],
            (Fix.SEND_ANYWAY,),
            overridable=True,
        )


def _parts(handle: str, own_server: str) -> tuple[str, str]:
    """Return user and server of a handle; one without a server is of our own."""
    user, _, server = handle.strip().removeprefix("@").casefold().partition("@")
    return user, server or own_server


def _same_user(mentioned: tuple[str, str], known: set[tuple[str, str]]) -> bool:
    """Return whether it may be someone known, where our own server's name is not known to tell."""
    return any(mentioned[0] == user and "" in {mentioned[1], server} for user, server in known if user)
