"""What an item's HTML says as plain text: paragraphs and lists, nothing of its markup, links, scripts or pictures."""

from __future__ import annotations

import html
import re

_LONGEST = 100_000  # characters of markup
_LONGEST_TEXT = 20_000
_BLOCKS = ("p", "div", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "article")
_LINES = ("br", "tr")
_KEPT = frozenset({*_BLOCKS, *_LINES, "li"})
_BLOCK = re.compile(rf"</?(?:{'|'.join(_BLOCKS)})>")
_LINE = re.compile(rf"<(?:{'|'.join(_LINES)})>")
_TAG = re.compile(r"</?[a-z0-9]+>")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_EDGES = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#\w+|\w+);")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u200b\u2060\ufeff]")


def plain_text(markup: str) -> str:
    """Return the text of HTML, or of what only looks like it. Takes anything, also broken or hostile."""
    short = markup[:_LONGEST]
    said = _without_markup(short) if _MARKUP.search(short) else short
    joined = _EDGES.sub("\n", _SPACES.sub(" ", _INVISIBLE.sub("", said)))
    return _BLANK_LINES.sub("\n\n", joined).strip()[:_LONGEST_TEXT]


def one_line(markup: str) -> str:
    """Return the text of a title: HTML that became one line."""
    return " ".join(plain_text(markup).split())


def _without_markup(markup: str) -> str:
    import nh3

    clean = nh3.clean(markup, tags=set(_KEPT), attributes={}).replace("\n", " ")
    parted = _LINE.sub("\n", _BLOCK.sub("\n\n", clean)).replace("<li>", "\n• ")
    return html.unescape(_TAG.sub("", parted))
