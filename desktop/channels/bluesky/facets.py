"""What in a text is a link, a mention or a hashtag, and where: Bluesky shows as such only what a post's facets name.

Positions are bytes of the text in UTF-8 (app.bsky.richtext.facet). Text is read word by word, in time in proportion to
its length: a facet begins a word or follows an opening bracket.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import regex  # type: ignore[import-untyped, unused-ignore]

from desktop.system.resources import resource_path

_LONGEST_TAG = 64  # characters
_LONGEST_HANDLE = 253
_LONGEST_LINK = 2048

_WORD = regex.compile(r"\S+")
_HANDLE = regex.compile(r"@([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)", regex.IGNORECASE)
_PROTOCOL = regex.compile(r"https?://(?=[^\s/?#.,;:!])", regex.IGNORECASE)
_DOMAIN = regex.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+", regex.IGNORECASE)
_AFTER_DOMAIN = regex.compile(r"[/?#:)\].,;!…»”\"']|$")
_HIDDEN = "\u00ad\u2060\u200a\u200b\u200c\u200d\u20e2"  # never part of a tag
_TAG = regex.compile(rf"[#＃](?!\uFE0F)([^\s{_HIDDEN}]++)")
_TRAILING = regex.compile(r"\p{P}++$")
_SPEAKS = regex.compile(rf"[^\d\s\p{{P}}{_HIDDEN}]")
_OWN_TEST_DOMAIN = "test"  # RFC 6761: handles of development servers


class FacetKind(StrEnum):
    """What a part of a text is."""

    LINK = "link"
    MENTION = "mention"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text: `start` and `end` in bytes of UTF-8; `value` is the address, the handle or the tag."""

    kind: FacetKind
    start: int
    end: int
    value: str


def spans_of(text: str) -> list[Span]:
    """Return the links, mentions and tags of a text, in order, none overlapping. The text holds no lone surrogates."""
    found: list[Span] = []
    characters = octets = 0
    for kind, start, end, value in _found_in(text):
        octets += _octets(text[characters:start])
        length = _octets(text[start:end])
        found.append(Span(kind, octets, octets + length, value))
        characters, octets = end, octets + length
    return found


def handles_in(spans: list[Span]) -> list[str]:
    """Return the handles that are mentioned, each once, in order, without their "@"."""
    return list(dict.fromkeys(span.value for span in spans if span.kind is FacetKind.MENTION))


def facets_of(spans: list[Span], dids: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the facets of a record. A mention whose handle is not in `dids` names nobody, and stays plain text."""
    return [
        {"index": {"byteStart": span.start, "byteEnd": span.end}, "features": [feature]}
        for span in spans
        if (feature := _feature(span, dids)) is not None
    ]


def _feature(span: Span, dids: Mapping[str, str]) -> dict[str, str] | None:
    if span.kind is FacetKind.LINK:
        return {"$type": "app.bsky.richtext.facet#link", "uri": span.value}
    if span.kind is FacetKind.TAG:
        return {"$type": "app.bsky.richtext.facet#tag", "tag": span.value}
    did = dids.get(span.value)
    return {"$type": "app.bsky.richtext.facet#mention", "did": did} if did else None


_Found = tuple[FacetKind, int, int, str]


def _found_in(text: str) -> Iterator[_Found]:
    for word in _WORD.finditer(text):
        start, end = word.span()
        tag = _tag_at(text, start, end)
        if tag is not None:
            yield tag
            continue
        while start < end:
            found = _mention_at(text, start, end) or _link_at(text, start, end)
            if found is not None:
                yield found
            bracket = text.find("(", found[2] if found else start, end)
            start = bracket + 1 if bracket >= 0 else end


def _mention_at(text: str, start: int, end: int) -> _Found | None:
    match = _HANDLE.match(text, start, end)
    if match is None or len(match[1]) > _LONGEST_HANDLE:
        return None
    top = match[1].rpartition(".")[2].lower()
    if top != _OWN_TEST_DOMAIN and top not in _top_level_domains():
        return None
    return FacetKind.MENTION, match.start(), match.end(), match[1].lower()


def _link_at(text: str, start: int, end: int) -> _Found | None:
    protocol = _PROTOCOL.match(text, start, end)
    if protocol is None and not _is_domain_at(text, start, end):
        return None
    until = _without_punctuation(text, start, end)
    address = text[start:until]
    if len(address) > _LONGEST_LINK:
        return None
    return FacetKind.LINK, start, until, address if protocol else f"https://{address}"


def _is_domain_at(text: str, start: int, end: int) -> bool:
    match = _DOMAIN.match(text, start, end)
    if match is None or not _AFTER_DOMAIN.match(text, match.end(), end):
        return False
    return match[0].rpartition(".")[2].lower() in _top_level_domains()


def _without_punctuation(text: str, start: int, end: int) -> int:
    """Return where a link ends: before the sentence's punctuation, and before a bracket that it did not open."""
    while end > start:
        last = text[end - 1]
        closes = last == ")" and text.count("(", start, end) < text.count(")", start, end)
        if last not in ".,;:!?…»”\"'" and not closes:
            break
        end -= 1
    return end


def _tag_at(text: str, start: int, end: int) -> _Found | None:
    match = _TAG.match(text, start, end)
    if match is None:
        return None
    tag = _TRAILING.sub("", match[1])
    if not tag or len(tag) > _LONGEST_TAG or not _SPEAKS.search(tag):
        return None
    return FacetKind.TAG, start, match.start(1) + len(tag), tag


def _octets(text: str) -> int:
    return len(text.encode())


@lru_cache(maxsize=1)
def _top_level_domains() -> frozenset[str]:
    lines = resource_path("counting", "top_level_domains.txt").read_text("utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
