"""Who else may be the shown customer, and why: only what a person told the desk, or what networks verified in public.

An agent decides; nothing is tied by itself. X (Developer Policy, "Off-X matching") allows tying a handle to who
somebody is elsewhere if they agreed, if they gave the data to the desk, or if it is public: every sign here is one of
these, and which one it was is kept with the tie. Likeness of names is no sign; a same picture only supports one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from desktop.model import CustomerId, IdentityId, LinkReason, Network
from desktop.store import Store
from desktop.store.kinship import Kin, Saying

MOST_SHOWN = 3
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_MASTODON = re.compile(r"https?://([\w.-]+)/@([\w.]+)(?:@([\w.-]+))?(?![\w/])", re.ASCII)
_BLUESKY = re.compile(r"https?://bsky\.app/profile/([\w.-]+)", re.ASCII)
_X = re.compile(r"https?://(?:www\.)?(?:x|twitter)\.com/(\w{1,15})(?![\w/])", re.ASCII)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another identity that may be the customer's, the sign for it, and the message that it stands in."""

    identity_id: IdentityId
    customer_id: CustomerId
    network: Network
    handle: str
    name: str
    reason: LinkReason
    detail: str  # the address, the link's handle, the verified handle
    message_id: int | None
    said_at: datetime | None
    same_picture: bool


@dataclass(frozen=True, slots=True)
class _Sign:
    kin: Kin
    reason: LinkReason
    detail: str
    saying: Saying | None = None


def suggestions_for(store: Store, customer_id: CustomerId) -> tuple[Suggestion, ...]:
    """Return at most three identities of other customers, each once, the surest sign first. Background."""
    own = store.kinship.of(customer_id)
    if not own:
        return ()
    signs = [*_given_by(store, customer_id), *_given_of(store, customer_id, own), *_verified(store, own)]
    refused = store.kinship.refused_with(one.id for one in own)
    pictures = {one.avatar_url for one in own if one.avatar_url}
    found: dict[int, Suggestion] = {}
    for sign in signs:
        kin = sign.kin
        if kin.customer_id != customer_id and kin.id not in refused and kin.id not in found:
            found[kin.id] = _suggested(sign, kin.avatar_url in pictures)
    return tuple(found.values())[:MOST_SHOWN]


def addresses_in(text: str) -> frozenset[str]:
    """Return the e-mail addresses in a text, in lower case."""
    return frozenset(one.lower().rstrip(".") for one in _ADDRESS.findall(text))


def handles_in(text: str) -> frozenset[tuple[Network, str]]:
    """Return the profiles that a text links to, as network and handle without @, in lower case."""
    found = {(Network.BLUESKY, one.lower().rstrip(".")) for one in _BLUESKY.findall(text)}
    found |= {(Network.X, one.lower()) for one in _X.findall(text)}
    for host, user, other in _MASTODON.findall(text):
        found.add((Network.MASTODON, f"{user}@{other or host}".lower().rstrip(".")))
    return frozenset(found)


def _given_by(store: Store, customer_id: CustomerId) -> list[_Sign]:
    """Return identities whose address or profile the customer gave."""
    by_address: dict[str, Saying] = {}
    by_handle: dict[tuple[Network, str], Saying] = {}
    for saying in store.kinship.said_by(customer_id):
        by_address.update((one, saying) for one in addresses_in(saying.text))
        by_handle.update((one, saying) for one in handles_in(saying.text))
    signs = [
        _Sign(kin, LinkReason.SAME_EMAIL, kin.remote_id, by_address[kin.remote_id])
        for kin in store.kinship.with_remote_ids(Network.EMAIL, by_address)
    ]
    for kin in store.kinship.with_handles(by_handle):
        handle = kin.handle.lower().lstrip("@")
        signs.append(_Sign(kin, LinkReason.SAME_LINK, kin.handle, by_handle.get((kin.network, handle))))
    return signs


def _given_of(store: Store, customer_id: CustomerId, own: tuple[Kin, ...]) -> list[_Sign]:
    """Return identities that gave one of the customer's addresses as theirs."""
    signs: list[_Sign] = []
    for address in (one.remote_id for one in own if one.network is Network.EMAIL):
        words = _WORD.findall(address)
        sayings = store.kinship.that_name(words, customer_id) if words else ()
        authors = {one.id: one for one in store.kinship.by_ids(one.identity_id for one in sayings)}
        signs += [
            _Sign(authors[one.identity_id], LinkReason.SAME_EMAIL, address, one)
            for one in sayings
            if one.identity_id in authors and address in addresses_in(one.text)
        ]
    return signs


def _verified(store: Store, own: tuple[Kin, ...]) -> list[_Sign]:
    """Return identities that another network verified under the same handle."""
    badges = {one.handle.lower().lstrip("@"): one.network for one in own if one.verified}
    return [
        _Sign(kin, LinkReason.SAME_HANDLE, kin.handle)
        for kin in store.kinship.verified_as(badges)
        if badges.get(kin.handle.lower().lstrip("@")) is not kin.network
    ]


def _suggested(sign: _Sign, same_picture: bool) -> Suggestion:
    kin, saying = sign.kin, sign.saying
    return Suggestion(
        kin.id,
        kin.customer_id,
        kin.network,
        kin.handle or kin.name,
        kin.name,
        sign.reason,
        sign.detail,
        saying.message_id if saying else None,
        saying.at if saying else None,
        same_picture,
    )
