"""What the fake network takes for a post or a message, as strict as the lexicons (app.bsky.feed.post and its parts)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import regex  # type: ignore[import-untyped, unused-ignore]

from desktop.demo.networks.bluesky.refusals import Refusal, invalid
from desktop.demo.networks.bluesky.world import POSTS, read_moment

POST_GRAPHEMES, POST_BYTES = 300, 3_000
CHAT_GRAPHEMES, CHAT_BYTES = 1_000, 10_000
_IMAGES, _IMAGE_BYTES = 4, 2_000_000
_LANGUAGES = 3
_ADDRESS = re.compile(r"at://did:[a-z]+:[A-Za-z0-9._:%-]+/[A-Za-z0-9.]+/[A-Za-z0-9._:~-]+")
_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]+")
_GRAPHEME = regex.compile(r"\X")


def refuse_unfit_post(record: object, files: Mapping[str, object]) -> None:
    """Raise Refusal for a record that is no post."""
    if not isinstance(record, dict) or record.get("$type", POSTS) != POSTS:
        raise _unfit("not an object", "record")
    words = record.get("text")
    refuse_unfit_words(words, POST_GRAPHEMES, POST_BYTES, "$.record.text")
    if read_moment(record.get("createdAt")) is None:
        raise _unfit("Invalid datetime", "record.createdAt")
    assert isinstance(words, str)
    refuse_unfit_facets(record.get("facets"), words)
    reply = record.get("reply")
    if reply is not None:
        for end in ("root", "parent"):
            _refuse_unfit_ref(reply.get(end) if isinstance(reply, dict) else None, f"record.reply.{end}")
    languages = record.get("langs", [])
    if not isinstance(languages, list) or len(languages) > _LANGUAGES:
        raise _unfit("array too big (maximum 3)", "record.langs")
    _refuse_unfit_embed(record.get("embed"), files)


def refuse_unfit_words(words: object, graphemes: int, octets: int, where: str) -> None:
    """Raise Refusal for a text that is none or too long."""
    if not isinstance(words, str):
        raise _unfit("Expected string value type", where)
    if len(words.encode()) > octets:
        raise _unfit(f"string too big (maximum {octets}, got {len(words.encode())})", where)
    found = len(_GRAPHEME.findall(words))
    if found > graphemes:
        raise _unfit(f"grapheme too big (maximum {graphemes}, got {found})", where)


def refuse_unfit_facets(facets: object, words: str) -> None:
    """Raise Refusal for facets that don't lie in their text or name nothing."""
    octets = words.encode()
    for facet in facets if isinstance(facets, list) else []:
        index = facet.get("index") if isinstance(facet, dict) else None
        start, end = (index.get("byteStart"), index.get("byteEnd")) if isinstance(index, dict) else (None, None)
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(octets):
            raise _unfit("Facet out of the text", "facets")
        for feature in facet.get("features", []):
            _refuse_unfit_feature(feature)


def _refuse_unfit_feature(feature: Mapping[str, Any]) -> None:
    kind = str(feature.get("$type", "")).rpartition("#")[2]
    sound = {
        "mention": lambda: _DID.fullmatch(str(feature.get("did"))) is not None,
        "link": lambda: "://" in str(feature.get("uri")),
        "tag": lambda: bool(feature.get("tag")),
    }
    if kind not in sound or not sound[kind]():
        raise _unfit("Unknown feature", "facets")


def _refuse_unfit_ref(ref: object, where: str) -> None:
    if not isinstance(ref, dict) or not _ADDRESS.fullmatch(str(ref.get("uri"))) or not ref.get("cid"):
        raise _unfit("Expected a strong reference", where)


def _refuse_unfit_embed(embed: object, files: Mapping[str, object]) -> None:
    if embed is None:
        return
    if not isinstance(embed, dict):
        raise _unfit("Expected object value type", "record.embed")
    images = embed.get("images", [])
    if len(images) > _IMAGES:
        raise _unfit(f"array too big (maximum {_IMAGES})", "record.embed.images")
    for image in images:
        link = image["image"]["ref"]["$link"]
        if link not in files:
            raise Refusal("BlobNotFound", f"Could not find blob: {link}")
        if image["image"]["size"] > _IMAGE_BYTES:
            raise Refusal("BlobTooLarge", "This file is too large.")
        if not isinstance(image.get("alt"), str):
            raise _unfit('Missing required key "alt"', "record.embed.images")


def _unfit(what: str, where: str) -> Refusal:
    return invalid(f"Invalid {POSTS} record: {what} at $.{where.removeprefix('$.')}")
