"""What a post says as plain text: paragraphs, whole links, mentions and hashtags, without any of its markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_LONGEST = 200_000  # characters of markup; no server's post comes near
_TAGS = frozenset({"p", "br", "a", "span", "img", "li", "blockquote", "pre", "div", "h1", "h2", "h3", "h4", "h5", "h6"})
_ATTRIBUTES = {"a": {"href", "class"}, "span": {"class"}, "img": {"alt"}}
_PARAGRAPHS = frozenset({"p", "blockquote", "pre", "div", "h1", "h2", "h3", "h4", "h5", "h6"})
_SPACES = re.compile(r"[ \t\r\f\v]+")
_EDGES = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")


def plain_text(markup: str) -> str:
    """Return the text of a post's HTML: paragraphs parted by a blank line, links whole, custom emoji as ":name:".

    Takes anything that calls itself HTML, also broken or hostile; the answer holds no markup that the author did
    not type as text.
    """
    if not markup:
        return ""
    import nh3

    clean = nh3.clean(
        markup[:_LONGEST], tags=set(_TAGS), attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()}
    )
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Reads clean markup once, from its start to its end."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._link: _Link | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _PARAGRAPHS:
            self._parts.append("\n\n")
        elif tag == "br":
            self._parts.append("\n")
        elif tag == "li":
            self._parts.append("\n• ")
        elif tag == "img":
            self._parts.append(values.get("alt", ""))
        elif tag == "a":
            self._link = _Link(values.get("href", ""), values.get("class", ""), len(self._parts))

    def handle_endtag(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self._parts.append("\n\n")
        elif tag == "a" and self._link is not None:
            shown = "".join(self._parts[self._link.start :])
            self._parts[self._link.start :] = [self._link.spoken(shown)]
            self._link = None

    def handle_data(self, data: str) -> None:
        self._parts.append(data.replace("\n", " ").replace("\u00a0", " "))

    def text(self) -> str:
        """Return what was read, its white space as a browser would show it."""
        joined = _EDGES.sub("\n", _SPACES.sub(" ", "".join(self._parts)))
        return _BLANK_LINES.sub("\n\n", joined).strip()


class _Link:
    """A link that is being read: where it leads, what it calls itself, where its words begin."""

    def __init__(self, href: str, classes: str, start: int) -> None:
        self._href = href
        self._names = frozenset(classes.split())
        self.start = start

    def spoken(self, shown: str) -> str:
        """Return the link as text: its words for a mention or hashtag, its whole address for a link.

        Servers hide the head and the tail of a long address in invisible spans, so the words joined are the
        address; where they are other words, the address is told after them.
        """
        words = shown.strip()
        if self._names & {"mention", "hashtag", "u-url"} or words.startswith(("@", "#")):
            return shown
        if not self._href.startswith(("http://", "https://")) or words == self._href:
            return shown
        bare, spoken = _bare(self._href), _bare(words)
        if spoken == bare:
            return shown
        is_cut = spoken.endswith(("…", "...")) and bare.startswith(spoken.rstrip("….") or " ")
        return self._href if is_cut or not words else f"{shown} ({self._href})"


def _bare(address: str) -> str:
    """Return an address without what servers leave out of it: its scheme, "www." and a last slash."""
    return address.split("://", 1)[-1].removeprefix("www.").rstrip("/")
