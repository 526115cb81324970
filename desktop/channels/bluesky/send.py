"""How an answer becomes a post: what it answers, its links and names, its pictures, and how it is found again.

The post's key is made from the delivery, and the server is asked to make a post of that key only if there is none:
however often a delivery goes, there is one post.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.channels.bluesky.addresses import POSTS, is_did, is_handle, permalink, post_uri, record_address
from desktop.channels.bluesky.client import BlueskyClient
from desktop.channels.bluesky.facets import facets_of, handles_in, spans_of
from desktop.channels.bluesky.failures import AlreadyThere, NotThere
from desktop.channels.bluesky.fields import whole
from desktop.channels.bluesky.limits import refuse_unfit_files, refuse_unfit_text
from desktop.channels.bluesky.mapping import Ref, posts_in
from desktop.channels.bluesky.requests import (
    Facets,
    Picture,
    alt_of,
    blob_of,
    did_of,
    new_post,
    post_record,
    written_of,
)
from desktop.channels.bluesky.session import Session
from desktop.channels.bluesky.tid import tid_of
from desktop.channels.payload import Unreadable
from desktop.model import OutcomeUnknown, Outgoing, OutgoingAttachment, Refused, SentReceipt, TemporaryFailure

NAMES = 10  # different people that one text may name as such


async def send(client: BlueskyClient, outgoing: Outgoing, on_commit: Callable[[], None], now: datetime) -> SentReceipt:
    """Publish an answer once. Raises ChannelError as the contract of `Channel.send` says."""
    words = whole(outgoing.text)
    refuse_unfit_text(words, direct=False, has_files=bool(outgoing.attachments))
    refuse_unfit_files(outgoing.attachments, direct=False)
    session = await client.session()
    answers = await _answered(client, outgoing)
    record = post_record(
        words,
        now,
        facets=await facets_in(client, words),
        language=outgoing.language,
        answers=answers,
        pictures=[await _uploaded(client, file) for file in outgoing.attachments],
    )
    body = new_post(session.did, _key(outgoing), record)
    try:
        payload = await client.publish("com.atproto.repo.putRecord", body, on_commit)
    except AlreadyThere as refusal:
        return await _found_there(client, outgoing, refusal, now)
    try:
        uri = written_of(payload).ref.uri
    except Unreadable as fault:
        raise OutcomeUnknown("unreadable_answer") from fault
    return SentReceipt(uri, now, permalink(uri, session.handle))


async def _found_there(client: BlueskyClient, outgoing: Outgoing, refusal: AlreadyThere, now: datetime) -> SentReceipt:
    """Return the receipt of what an earlier attempt has made."""
    try:
        found = await look_up(client, outgoing, now)
    except (TemporaryFailure, Refused) as error:
        raise OutcomeUnknown(refusal.reason) from error
    if found is None:
        raise OutcomeUnknown(refusal.reason)
    return found


async def look_up(client: BlueskyClient, outgoing: Outgoing, now: datetime) -> SentReceipt | None:
    """Return the receipt of an answer found by its key on our own server, None if it is not there."""
    session = await client.session()
    written = await _record(client, session, _key(outgoing))
    if written is None:
        return None
    uri, at = written
    return SentReceipt(uri, at or outgoing.created_at or now, permalink(uri, session.handle))


async def _record(client: BlueskyClient, session: Session, key: str) -> tuple[str, datetime | None] | None:
    where = [("repo", session.did), ("collection", POSTS), ("rkey", key)]
    try:
        written = written_of(await client.get("com.atproto.repo.getRecord", where))
    except NotThere:
        return None
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault
    if written.ref.uri != post_uri(session.did, key):
        raise TemporaryFailure("unreadable_answer")
    return written.ref.uri, written.at


async def delete(client: BlueskyClient, remote_id: str) -> None:
    """Delete one of our posts. One that is gone already is what was wanted. Raises Refused for what is no post."""
    address = record_address(remote_id)
    session = await client.session()
    if address is None or address.did != session.did:
        raise Refused("not_deletable")
    where = {"repo": address.did, "collection": address.collection, "rkey": address.key}
    try:
        await client.post("com.atproto.repo.deleteRecord", where)
    except NotThere:
        return


async def facets_in(client: BlueskyClient, words: str) -> Facets:
    """Return the facets of a text. A name that leads to nobody stays plain text. Raises TemporaryFailure."""
    spans = spans_of(words)
    dids: dict[str, str] = {}
    for handle in handles_in(spans)[:NAMES]:
        did = await did_behind(client, handle)
        if did is not None:
            dids[handle] = did
    return facets_of(spans, dids)


async def did_behind(client: BlueskyClient, name: str) -> str | None:
    """Return the DID of a handle or of a DID, None if the name leads to nobody. Raises TemporaryFailure."""
    who = name.strip().removeprefix("@")
    if is_did(who):
        return who
    if not is_handle(who):
        return None
    try:
        return did_of(await client.get("com.atproto.identity.resolveHandle", [("handle", who)]))
    except Refused:
        return None
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault


async def _answered(client: BlueskyClient, outgoing: Outgoing) -> tuple[Ref, Ref] | None:
    """Return root and parent of an answer, None for a post of its own. Raises Refused for a target that is gone."""
    target = outgoing.in_reply_to or outgoing.thread_remote_id
    if not target:
        return None
    address = record_address(target)
    if address is None:
        raise Refused("reply_target_gone")
    shown = await _shown(client, target)
    if shown is not None:
        return shown
    where = [("repo", address.did), ("collection", address.collection), ("rkey", address.key)]
    try:
        written = written_of(await client.get("com.atproto.repo.getRecord", where))
    except NotThere as error:
        raise Refused("reply_target_gone") from error
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault
    return _named(written.root, written.ref)


async def _shown(client: BlueskyClient, target: str) -> tuple[Ref, Ref] | None:
    """Return root and parent as the network's index shows the target, None if it does not."""
    try:
        post = posts_in(await client.get("app.bsky.feed.getPosts", [("uris", target)])).get(target)
    except (Refused, Unreadable):
        return None
    if post is None:
        return None
    if not post.takes_replies:
        raise Refused("forbidden")  # who began the thread lets only some people answer, and nobody would see ours
    return _named(post.root, post.ref)


def _named(root: Ref | None, parent: Ref) -> tuple[Ref, Ref]:
    if not parent.cid or (root is not None and not root.cid):
        raise TemporaryFailure("unreadable_answer")
    return root or parent, parent


async def _uploaded(client: BlueskyClient, file: OutgoingAttachment) -> Picture:
    try:
        return Picture(
            blob_of(await client.upload(file.content, file.content_type)),
            whole(file.alt_text).strip() or alt_of(file.name),
        )
    except Refused as refusal:
        raise Refused("attachment_refused") from refusal
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault


def _key(outgoing: Outgoing) -> str:
    return tid_of(outgoing.key, outgoing.created_at)
