"""What of a mail's HTML may be shown, and the text that a person reads in it.

Nothing may run, load or leave: no script, no style (it would also fight the window's dark theme), no form, no remote
picture. A remote picture's address waits in `data-remote-src`, so that the window can load it when the agent asks.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from desktop.channels.email.repairs import Repair, Repairs

if TYPE_CHECKING:
    import nh3

LONGEST_HTML = 512 * 1024  # characters that are sanitised; the rest is in the attached original
LONGEST_DATA_IMAGE = 64 * 1024  # characters of a data: address
REMOTE_SOURCE = "data-remote-src"

# Words in a string, because a page of quoted ones hides what is among them.
_TAGS = (
    "a abbr b blockquote br center cite code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s "
    "samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var"
)
_WITHOUT_CONTENT = (
    "applet embed frameset iframe math noembed noframes object option script select style svg template textarea "
    "title xml"
)
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan", "align", "valign"},
    "th": {"colspan", "rowspan", "align", "valign"},
}
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "cid", "data"})
_LINK = re.compile(r"\s*(?:https?|mailto|tel):", re.IGNORECASE)
_PICTURE = re.compile(r"\s*(?:https?:|cid:|data:image/(?:png|jpeg|jpg|gif|webp|bmp);base64,)", re.IGNORECASE)
# On the sanitiser's own output, where every attribute is quoted and a quote within one is escaped.
_REMOTE_PICTURE = re.compile(r'(<img(?: [a-z-]+="[^"]*")*?) src="(?=\s*https?:)', re.IGNORECASE)
_LARGE_DATA = re.compile(rf"data:[^\s\"'<>]{{{LONGEST_DATA_IMAGE},}}", re.IGNORECASE)
_BARE_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_CHARSET_WITHIN = 4096  # bytes

# Sanitising takes time in the square of nesting, attributes, entities and misplaced tags. Below these limits the worst
# page that was found takes 1.5 s, beyond them only the text is kept.
_HARMLESS_LENGTH = 32 * 1024
_MOST_TAGS = 60_000
_MOST_NESTABLE = 6_000
_MOST_ENTITIES = 60_000
_MOST_ATTRIBUTES = 40_000
_MOST_IN_ONE_TAG = 3_000
_OPENING = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)([^>]*)")
_NEVER_NESTED = frozenset(
    {"p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "dt", "dd", "option", "br", "hr", "img", "input", "col"}
)
_ANY_TAG = re.compile(r"<[^>]*>?")


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(_TAGS.split()),
        clean_content_tags=set(_WITHOUT_CONTENT.split()),
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes=set(_SCHEMES),
        link_rel="noopener noreferrer",
    )


def _kept(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if tag == "a" and _LINK.match(value) else None
    if attribute == "src":
        allowed = _PICTURE.match(value) and (len(value) <= LONGEST_DATA_IMAGE or not value.lstrip().startswith("data"))
        return value if allowed else None
    return value


def sanitise(html: str, repairs: Repairs) -> str | None:
    """Return HTML that is safe to show, with its remote pictures put aside; None where it must not be tried."""
    html = without_large_data(html)[:LONGEST_HTML]
    if is_tangled(html):
        repairs.add(Repair.TANGLED_HTML)
        return None
    return _REMOTE_PICTURE.sub(rf'\1 {REMOTE_SOURCE}="', _cleaner().clean(html))


def without_large_data(html: str) -> str:
    """Return HTML without the pictures written into it that are too large to show: they would fill the limit."""
    return html if len(html) <= LONGEST_DATA_IMAGE else _LARGE_DATA.sub("", html)


def is_tangled(html: str) -> bool:
    """Return True for HTML whose nesting or attributes would keep the sanitiser busy for seconds."""
    if len(html) <= _HARMLESS_LENGTH:
        return False
    if html.count("=") > _MOST_ATTRIBUTES or html.count("&") > _MOST_ENTITIES or html.count("<") > _MOST_TAGS:
        return True
    nestable = 0
    for opening in _OPENING.finditer(html):
        if len(opening[2]) > _MOST_IN_ONE_TAG and len(opening[2].split()) > _MOST_IN_ONE_TAG:
            return True
        nestable += opening[1].lower() not in _NEVER_NESTED
    return nestable > _MOST_NESTABLE


def announced_charset(data: bytes) -> str | None:
    """Return the character set that an HTML document names in its head, None if it names none."""
    found = _BARE_CHARSET.search(data, 0, _CHARSET_WITHIN)
    return found[1].decode("ascii") if found else None


def without_tags(html: str) -> str:
    """Return the text between the tags of HTML that was not sanitised, crudely."""
    return unescape(_ANY_TAG.sub(" ", html[:LONGEST_HTML]))


_TOKEN = re.compile(r'<(/?)([a-z0-9]+)(?: [a-z-]+="[^"]*")*>|([^<]+)')
_SPACES = re.compile(r"[ \t\r\n\f]+")
# A blank line around, or only a line of their own.
_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "dl", "table"})
_ON_ITS_OWN_LINE = frozenset({"div", "li", "tr", "center", "dt", "dd", "hr", "tbody", "thead", "tfoot"})
_MANY_BREAKS = re.compile(r"\n{3,}")


def text_of(sanitised: str) -> str:
    """Return the text of sanitised HTML: paragraphs apart, list items and quotations marked ("- ", "> ")."""
    page = _Page()
    for token in _TOKEN.finditer(sanitised):
        words = token[3]
        if words is None:
            page.tag(token[2], closing=bool(token[1]))
        else:
            page.write(unescape(words) if "&" in words else words)
    return page.text()


class _Page:
    """Lays out text line by line, as a browser would without styles."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quotes = 0
        self._verbatim = 0

    def write(self, words: str) -> None:
        if self._verbatim:
            first, *others = words.split("\n")
            self._line.append(first)
            for other in others:
                self._break()
                self._line.append(other)
            return
        words = _SPACES.sub(" ", words)
        if self._line and not self._line[-1].endswith(" "):
            self._line.append(words)
        else:
            self._line.append(words.lstrip(" "))

    def tag(self, name: str, *, closing: bool) -> None:
        if name == "br":
            self._break()
        elif name in ("td", "th") and closing:
            self._line.append(" ")
        elif name in _APART or name in _ON_ITS_OWN_LINE:
            self._new_block(apart=name in _APART)
            if name == "blockquote":
                self._quotes = max(0, self._quotes + (-1 if closing else 1))
            elif name == "pre":
                self._verbatim = max(0, self._verbatim + (-1 if closing else 1))
            elif name == "li" and not closing:
                self._line.append("- ")

    def _new_block(self, *, apart: bool) -> None:
        if any(piece.strip() for piece in self._line):
            self._break()
        self._line = []
        if apart and self._lines and self._lines[-1]:
            self._lines.append("")

    def _break(self) -> None:
        line = "".join(self._line)
        self._line = []
        marks = "> " * min(self._quotes, 10)
        self._lines.append(marks + (line.rstrip() if self._verbatim else line.strip(" ")))

    def text(self) -> str:
        if self._line:
            self._break()
        return _MANY_BREAKS.sub("\n\n", "\n".join(self._lines)).strip()
