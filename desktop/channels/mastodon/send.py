"""How an answer becomes a status: its addressee, its reach, its files, and how it is found again afterwards."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import timedelta
from urllib.parse import quote

from desktop.channels.mastodon.client import MastodonClient, Upload
from desktop.channels.mastodon.failures import NotThere
from desktop.channels.mastodon.fields import listed
from desktop.channels.mastodon.mapping import Person, Post, post_of, receipt_of, receipt_of_post
from desktop.channels.mastodon.mapping_answers import upload_of
from desktop.channels.payload import Unreadable
from desktop.composer.addressing import MENTION, addressed
from desktop.model import (
    OutcomeUnknown,
    Outgoing,
    OutgoingAttachment,
    Refused,
    SentReceipt,
    TemporaryFailure,
    Visibility,
)

CLOCK_SKEW = timedelta(minutes=2)  # how far a server's clock may be behind ours
LOOK_UP_PAGES = 4  # of forty statuses each: more than a desk writes between an attempt and its look-up
_PAGE = 40
_MEDIA_TRIES = 30
_MEDIA_PAUSE = 1.0  # seconds between two questions whether a file is ready

_LANGUAGE = re.compile(r"[a-z]{2,3}")


async def send(client: MastodonClient, outgoing: Outgoing, on_commit: Callable[[], None], *, host: str) -> SentReceipt:
    """Publish an answer once. Raises ChannelError as the contract of `Channel.send` says."""
    text = addressed(outgoing.text, outgoing.recipient, host)
    if outgoing.visibility is Visibility.INTERNAL:
        raise Refused("internal_note")
    if outgoing.visibility is Visibility.DIRECT and not MENTION.search(text):
        raise Refused("no_recipient")  # a direct post reaches those it names, so nobody
    media = [await _uploaded(client, _upload(each)) for each in outgoing.attachments]
    target = _target(outgoing)
    payload = await client.publish(
        "/api/v1/statuses",
        _body(text, outgoing, media),
        key=outgoing.key,
        replying=target is not None,
        on_commit=on_commit,
    )
    try:
        return receipt_of(payload)
    except Unreadable as fault:
        raise OutcomeUnknown("unreadable_answer") from fault


def _body(text: str, outgoing: Outgoing, media: Sequence[str]) -> dict[str, object]:
    body: dict[str, object] = {"status": text, "visibility": _reach(outgoing)}
    target = _target(outgoing)
    if target is not None:
        body["in_reply_to_id"] = target
    language = outgoing.language.lower()
    if _LANGUAGE.fullmatch(language):
        body["language"] = language
    if media:
        body["media_ids"] = list(media)
    return body


def _reach(outgoing: Outgoing) -> str:
    return "direct" if outgoing.visibility is Visibility.DIRECT else "public"


def _target(outgoing: Outgoing) -> str | None:
    """Return the post that is answered: the one named, else the thread's first, None for a new conversation."""
    return outgoing.in_reply_to or outgoing.thread_remote_id or None


def _upload(file: OutgoingAttachment) -> Upload:
    return Upload(file.name, file.content_type, file.content, file.alt_text.strip())


async def _uploaded(client: MastodonClient, upload: Upload) -> str:
    """Return the id of a file once the server has it ready. Raises Refused for a file it does not take."""
    try:
        identity, ready = upload_of(await client.upload("/api/v2/media", upload))
        for _ in range(_MEDIA_TRIES):
            if ready:
                return identity
            await asyncio.sleep(_MEDIA_PAUSE)
            _, ready = upload_of(await client.get(f"/api/v1/media/{quote(identity, safe='')}"))
    except Refused as refusal:
        raise Refused("attachment_refused") from refusal
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault
    raise TemporaryFailure("attachment_not_ready")


async def look_up(client: MastodonClient, outgoing: Outgoing, me: Person, *, host: str) -> SentReceipt | None:
    """Return the receipt of an answer that may have arrived, found among our own newest posts; None if it is not there.

    Found by what it answers, its reach, its words and its time. The key can't be asked for: servers keep it to
    themselves, and some ignore it.
    """
    wanted = _comparable(addressed(outgoing.text, outgoing.recipient, host))
    below: str | None = None
    for _ in range(LOOK_UP_PAGES):
        page = await _own_page(client, me, below)
        for post in page:
            if _is_this(post, outgoing, wanted):
                return receipt_of_post(post)
        if not page or page[-1].id == below or _all_earlier(page, outgoing):
            return None
        below = page[-1].id
    return None


async def _own_page(client: MastodonClient, me: Person, below: str | None) -> list[Post]:
    parameters = [("limit", str(_PAGE)), ("exclude_reblogs", "true"), *([("max_id", below)] if below else [])]
    payload = await client.get(f"/api/v1/accounts/{quote(me.id, safe='')}/statuses", parameters)
    try:
        return [post_of(entry) for entry in listed(payload)]
    except Unreadable as fault:
        raise TemporaryFailure("unreadable_answer") from fault  # a list with holes proves nothing


def _is_this(post: Post, outgoing: Outgoing, wanted: str) -> bool:
    on_time = outgoing.created_at is None or post.at >= outgoing.created_at - CLOCK_SKEW
    same_reach = post.is_direct == (outgoing.visibility is Visibility.DIRECT)
    return on_time and same_reach and post.parent_id == _target(outgoing) and _comparable(post.text) == wanted


def _all_earlier(page: Sequence[Post], outgoing: Outgoing) -> bool:
    return outgoing.created_at is not None and all(post.at < outgoing.created_at - CLOCK_SKEW for post in page)


def _comparable(text: str) -> str:
    """Return a text as it can be compared after a server showed it: hosts of mentions hidden, white space gone."""
    short = MENTION.sub(lambda found: f"@{found[1]}", unicodedata.normalize("NFC", text))
    return "".join(short.split()).casefold()


async def delete(client: MastodonClient, remote_id: str) -> None:
    """Delete one of our posts. One that is gone already is what was wanted."""
    try:
        await client.delete(f"/api/v1/statuses/{quote(remote_id, safe='')}")
    except NotThere:
        return
