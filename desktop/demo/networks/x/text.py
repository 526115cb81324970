"""What the fake X makes of a text: short links, names before a reply, entities, the first part of a long one."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from desktop.composer.links import find_links
from desktop.demo.networks.x.world import SHORT, Post, World, weight

_SHOWN = 250  # characters of a long post that are shown before its rest
_NAMED = re.compile(r"(?<![\w@])@(\w{1,15})", re.ASCII)
_TAGGED = re.compile(r"(?<!\w)#(\w+)")


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text as X shows it. `start` is where what was typed begins."""

    text: str
    start: int
    entities: dict[str, Any]


def spelt(world: World, post: Post, text: str) -> Spelt:
    """Return a version of a post as X shows it, all of it."""
    before = "".join(f"@{user.username} " for user in post.named)
    body, links = _shortened(_escaped(text))
    for file in post.files:
        short = _short(file.key)
        links.append((short, f"https://x.com/{post.author.username}/status/{post.id}/photo/1", file.key))
        body = f"{body} {short}"
    whole = before + body
    return Spelt(whole, len(before), _entities(world, whole, links))


def is_long(text: str) -> bool:
    """Tell whether a text only fits into a post that is shown in part."""
    return weight(text) > SHORT


def first_part(world: World, post: Post, text: str) -> Spelt:
    """Return what of a long post stands where short ones stand whole."""
    cut = spelt(world, post, text[:_SHOWN])
    return Spelt(f"{cut.text}… {_short(post.id)}", cut.start, cut.entities)


def spelt_message(text: str) -> tuple[str, list[dict[str, Any]]]:
    """Return a direct message as X shows it, and its links."""
    body, links = _shortened(_escaped(text))
    return body, [_url(body, short, target) for short, target, _ in links]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _shortened(text: str) -> tuple[str, list[tuple[str, str, str]]]:
    links: list[tuple[str, str, str]] = []
    parts: list[str] = []
    position = 0
    for start, end in find_links(text, bare=True):
        address = text[start:end].replace("&amp;", "&")
        target = address if "://" in address else f"http://{address}"
        links.append((_short(target), target, ""))
        parts += (text[position:start], links[-1][0])
        position = end
    return "".join((*parts, text[position:])), links


def _short(target: str) -> str:
    return f"https://t.co/{hashlib.sha256(target.encode()).hexdigest()[:10]}"


def _entities(world: World, text: str, links: list[tuple[str, str, str]]) -> dict[str, Any]:
    mentions = [
        {"start": found.start(), "end": found.end(), "username": user.username, "id": user.id}
        for found in _NAMED.finditer(text)
        if (user := world.user_named(found[1])) is not None
    ]
    tags = [{"start": found.start(), "end": found.end(), "tag": found[1]} for found in _TAGGED.finditer(text)]
    urls = [{**_url(text, short, target), **({"media_key": key} if key else {})} for short, target, key in links]
    named = {"mentions": mentions, "hashtags": tags, "urls": urls}
    return {name: entries for name, entries in named.items() if entries}


def _url(text: str, short: str, target: str) -> dict[str, Any]:
    start = text.find(short)
    return {
        "start": start,
        "end": start + len(short),
        "url": short,
        "expanded_url": target,
        "display_url": target.split("://", 1)[-1][:30],
    }
