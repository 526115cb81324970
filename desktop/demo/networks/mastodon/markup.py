"""How a post's text becomes the HTML that Mastodon sends: paragraphs, mentions, hashtags and shortened links."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from desktop.demo.networks.mastodon.posts import MENTION
from desktop.demo.networks.mastodon.residents import DOMAIN, Resident

_URL = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")
_HASHTAG = re.compile(r"(?<![\w&/#])#(\w*[^\W\d]\w*)")
_TOKEN = re.compile(f"(?P<url>{_URL.pattern})|(?P<tag>{_HASHTAG.pattern})|(?P<name>{MENTION.pattern})")
_SHOWN = 30  # characters of a link that stay visible

NamedBy = Callable[[str, str], Resident | None]


def content(text: str, named: NamedBy) -> str:
    """Return a text as HTML. `named` tells whom a user and host mean, None for nobody."""
    paragraphs = [part for part in re.split(r"\n\s*\n", text.strip()) if part]
    return "".join(f"<p>{_linked(part, named).replace(chr(10), '<br />')}</p>" for part in paragraphs)


def hashtags(text: str) -> list[str]:
    """Return the hashtags of a text without their #, each once."""
    return list(dict.fromkeys(found[1] for found in _HASHTAG.finditer(text)))


def _linked(text: str, named: NamedBy) -> str:
    parts: list[str] = []
    end = 0
    for found in _TOKEN.finditer(text):
        parts += [html.escape(text[end : found.start()], quote=False), _token(found, named)]
        end = found.end()
    return "".join([*parts, html.escape(text[end:], quote=False)])


def _token(found: re.Match[str], named: NamedBy) -> str:
    if found["url"]:
        return _link(found["url"])
    if found["tag"]:
        name = html.escape(found["tag"][1:])
        link = f"https://{DOMAIN}/tags/{name}"
        return f'<a href="{link}" class="mention hashtag" rel="tag">#<span>{name}</span></a>'
    match = MENTION.fullmatch(found["name"])
    person = named(match[1], match[2] or "") if match else None
    if person is None:
        return html.escape(found["name"], quote=False)
    link = f"https://{person.home}/@{person.user}"
    anchor = f'<a href="{link}" class="u-url mention">@<span>{person.user}</span></a>'
    return f'<span class="h-card" translate="no">{anchor}</span>'


def _link(url: str) -> str:
    scheme, rest = url.split("://", 1)
    shown, hidden = rest[:_SHOWN], rest[_SHOWN:]
    shape = "ellipsis" if hidden else ""
    spans = (("invisible", f"{scheme}://"), (shape, shown), ("invisible", hidden))
    inner = "".join(f'<span class="{name}">{html.escape(words)}</span>' for name, words in spans)
    return f'<a href="{html.escape(url)}" target="_blank" rel="nofollow noopener" translate="no">{inner}</a>'
