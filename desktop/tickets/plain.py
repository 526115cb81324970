"""Words without markup: what a ticket system hands out as HTML or as a document tree, as a person would read it."""

from __future__ import annotations

import html
import re

from desktop.tickets.fields import listed, mapping, text

_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h\d)>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_GAPS = re.compile(r"\n{3,}")


def plain_words(words: str, *, is_html: bool) -> str:
    """Return words as plain text."""
    if not is_html:
        return words.strip()
    broken = _TAG.sub("", _BREAK.sub("\n", words))
    return _GAPS.sub("\n\n", html.unescape(broken)).strip()


def document(words: str) -> dict[str, object]:
    """Return words as an Atlassian document (developer.atlassian.com "Atlassian Document Format"), one line each."""
    paragraphs: list[dict[str, object]] = []
    for line in words.split("\n"):
        content = [{"type": "text", "text": line}] if line else []
        paragraphs.append({"type": "paragraph", "content": content})
    return {"type": "doc", "version": 1, "content": paragraphs}


def document_words(body: object) -> str:
    """Return what a document says, or the text itself where it is one already."""
    return body if isinstance(body, str) else _GAPS.sub("\n\n", _said(body, 0)).strip()


_BLOCKS = frozenset(("paragraph", "heading", "listItem", "codeBlock", "blockquote", "tableRow"))
_DEEPEST = 40


def _said(node: object, depth: int) -> str:
    kind = text(node, "type")
    if depth > _DEEPEST:
        return ""
    if kind == "text":
        return text(node, "text")
    if kind == "hardBreak":
        return "\n"
    if kind in {"mention", "emoji"}:
        return text(mapping(node).get("attrs"), "text")
    inner = "".join(_said(one, depth + 1) for one in listed(mapping(node).get("content")))
    return f"{inner}\n" if kind in _BLOCKS else inner
