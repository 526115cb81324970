"""Lengths: the three units that need patterns, loaded when something is first counted in one of them."""

from __future__ import annotations

import re
import unicodedata

import regex  # type: ignore[import-untyped, unused-ignore]

from desktop.composer.links import find_links

_GRAPHEME = regex.compile(r"\X")
# What is beyond Latin letters, with single ones between: only there, and one character around, are clusters longer
_MIXED = re.compile(r"[\u0300-\U0010FFFF]+(?:.[\u0300-\U0010FFFF]+)*", re.DOTALL)
# twitter-text v3: everything outside these ranges weighs 2
_HEAVY = regex.compile(r"[^\u0000-\u10FF\u2000-\u200D\u2010-\u201F\u2032-\u2037]")
_TONE = r"[\U0001F3FB-\U0001F3FF]"
_ELEMENT = rf"\p{{ExtPict}}(?:\uFE0F|{_TONE})?+"
_EMOJI = regex.compile(
    r"[0-9#*]\uFE0F?+\u20E3"  # keycaps
    r"|[\U0001F1E6-\U0001F1FF]{2}"  # flags
    r"|[©®](?!\uFE0F)(*SKIP)(*FAIL)"  # signs of a text unless drawn as emoji
    rf"|{_ELEMENT}(?:[\U000E0020-\U000E007E]++\U000E007F|(?:\u200D{_ELEMENT})++)?+"
)
# Where characters are that weigh 2 or belong to an emoji, with the digit or sign under a keycap
_WIDE_RUN = re.compile(r"[0-9#*]?[©®\u1100-\U0010FFFF]+")
# Mastodon's Account::MENTION_RE: a name of ASCII letters, then the host that does not count
_REMOTE_MENTION = regex.compile(
    r"(?<![=/\w])(@[A-Za-z0-9_]++(?:[.-]+[A-Za-z0-9_]++)*+)@\w++(?:[.-]+\w++)*+", regex.UNICODE
)


def graphemes(text: str) -> int:
    """Return how many user-perceived characters a text has: extended grapheme clusters of UAX #29."""
    text = text.replace("\r\n", "\n")  # the one cluster of ASCII alone
    if text.isascii():
        return len(text)
    total = len(text)
    for mixed in _MIXED.finditer(text):
        part = text[max(0, mixed.start() - 1) : mixed.end() + 1]
        total -= len(part) - len(_GRAPHEME.findall(part))
    return total


def mastodon(text: str, url_weight: int) -> int:
    """Return the length as Mastodon's StatusLengthValidator has it.

    Grapheme clusters, links with a protocol at a fixed number, mentions without their host.
    """
    shortened, links = _without_links(text, bare=False)
    return graphemes(_REMOTE_MENTION.sub(r"\1", shortened)) + links * (url_weight - 1)


def weighted(text: str, url_weight: int) -> int:
    """Return the length by twitter-text's config v3: wide characters and whole emoji 2, links a fixed number."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    shortened, links = _without_links(text, bare=True)
    total = len(shortened) + links * (url_weight - 1)
    return total if shortened.isascii() else total + sum(map(_beyond_one_each, _WIDE_RUN.findall(shortened)))


def _beyond_one_each(run: str) -> int:
    """Return what a run of wide characters weighs more, or less, than one for each code point."""
    others, emoji = _EMOJI.subn(" ", run)
    heavy: list[str] = _HEAVY.findall(others)
    return len(others) + int(emoji) + len(heavy) - len(run)


def _without_links(text: str, *, bare: bool) -> tuple[str, int]:
    """Return the text with a line feed for every link, and how many there were."""
    links = find_links(text, bare=bare)
    parts: list[str] = []
    position = 0
    for start, end in links:
        parts += (text[position:start], "\n")
        position = end
    return "".join((*parts, text[position:])), len(links)
