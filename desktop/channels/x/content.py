"""What a post says as plain text: its real links instead of X's short ones, no invisible names before a reply."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NAMES = re.compile(r"(?:@\w{1,50}\s+)+")
_WEB = ("https://", "http://")
_SHORTEST_LINK = 12  # characters; nothing shorter is replaced, whatever an answer calls a link
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # the last one last, or "&amp;lt;" would become a bracket


@dataclass(frozen=True, slots=True)
class Link:
    """A short link in a text and where it leads; "" for one that only stands for a picture or a quoted post."""

    short: str
    target: str


def hidden_names(text: str, visible_from: int) -> str:
    """Return the names that X put before a reply and does not show, "" if there are none."""
    before = text[: max(0, visible_from)]
    return before if _NAMES.fullmatch(before) else ""


def plain_text(text: str, links: Iterable[Link], *, hidden: str = "") -> str:
    """Return a text as a person wrote it. `hidden` is what stands before it without having been typed."""
    shown = text.removeprefix(hidden)
    for escaped, character in _ESCAPED:
        shown = shown.replace(escaped, character)
    for link in links:
        if len(link.short) >= _SHORTEST_LINK and link.short.startswith(_WEB):
            shown = shown.replace(link.short, link.target if link.target.startswith(_WEB) else "")
    return shown.strip()
