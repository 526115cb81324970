"""What we say to Bluesky: the records and bodies of posts and messages, in its own words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.channels.bluesky.addresses import POSTS, is_did, record_address
from desktop.channels.bluesky.fields import name_of, stamp, text
from desktop.channels.bluesky.mapping import Ref
from desktop.channels.payload import Unreadable, fields_of, maybe_fields, moment_of

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_WORDS = re.compile(r"[\s_\-.]+")

Facets = Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Picture:
    """An uploaded picture: the server's own words for it, and what it shows."""

    blob: Mapping[str, object]
    alt: str


@dataclass(frozen=True, slots=True)
class Written:
    """A record as its author's server has it."""

    ref: Ref
    root: Ref | None
    at: datetime | None


def post_record(
    words: str,
    at: datetime,
    *,
    facets: Facets = (),
    language: str = "",
    answers: tuple[Ref, Ref] | None = None,
    pictures: Sequence[Picture] = (),
) -> dict[str, object]:
    """Return the record of a post. `answers` is the root of the thread and the post that is answered."""
    record: dict[str, object] = {"$type": POSTS, "text": words, "createdAt": stamp(at)}
    if facets:
        record["facets"] = list(facets)
    if _LANGUAGE.fullmatch(language.lower()):
        record["langs"] = [language.lower()]
    if answers is not None:
        root, parent = answers
        record["reply"] = {"root": _strong(root), "parent": _strong(parent)}
    if pictures:
        images = [{"image": dict(picture.blob), "alt": picture.alt} for picture in pictures]
        record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
    return record


def new_post(did: str, key: str, record: Mapping[str, object]) -> dict[str, object]:
    """Return what makes a post under a key, and changes nothing if there is one already."""
    return {"repo": did, "collection": POSTS, "rkey": key, "record": dict(record), "swapRecord": None}


def new_message(convo: str, words: str, facets: Facets) -> dict[str, object]:
    """Return what sends a message into a conversation."""
    return {"convoId": convo, "message": {"text": words, **({"facets": list(facets)} if facets else {})}}


def blob_of(payload: object) -> Mapping[str, object]:
    """Return an uploaded file as a record names it. Raises Unreadable."""
    blob = fields_of(maybe_fields(payload).get("blob"))
    if not text(maybe_fields(blob.get("ref")), "$link"):
        raise Unreadable("no_id")
    return blob


def alt_of(file_name: str) -> str:
    """Return what a picture shows, as far as its file's name says: "contatore_via-Zara.jpg" → "contatore via Zara"."""
    stem = file_name.rpartition(".")[0] or file_name
    return " ".join(_WORDS.split(stem)).strip()


def written_of(payload: object) -> Written:
    """Return a record that a server has. Raises Unreadable."""
    data = fields_of(payload)
    uri = name_of(data, "uri", "no_id")
    if record_address(uri) is None:
        raise Unreadable("no_id")
    value = maybe_fields(data.get("value"))
    root = maybe_fields(maybe_fields(value.get("reply")).get("root"))
    root_uri, root_cid = text(root, "uri"), text(root, "cid")
    return Written(
        Ref(uri, text(data, "cid")),
        Ref(root_uri, root_cid) if record_address(root_uri) and root_cid else None,
        moment_of(value.get("createdAt")),
    )


def did_of(payload: object) -> str:
    """Return the DID that a handle leads to. Raises Unreadable."""
    did = name_of(maybe_fields(payload), "did", "no_id")
    if not is_did(did):
        raise Unreadable("no_id")
    return did


def _strong(ref: Ref) -> dict[str, str]:
    return {"uri": ref.uri, "cid": ref.cid}
