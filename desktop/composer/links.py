"""Links in a text: where a network that counts every link as a fixed number would see one.

The rules are those of twitter-text (X's own library, which Mastodon's server uses too): a known top-level domain,
labels that neither begin nor end with a hyphen, a path and a query without trailing punctuation. They are written here
as one pass in proportion to the text's length, because this runs at every keystroke.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex  # type: ignore[import-untyped, unused-ignore]

from desktop.system.resources import resource_path

_LONGEST_LINK = 4096  # characters, protocol included
_LONGEST_HOST = 253  # RFC 1035, without the root's dot
_LONGEST_LABEL = 63
_LONGEST_TCO_SLUG = 40
_LONGEST_WIDE_NAME = 24  # characters of a top-level domain that is not ASCII, with room to spare

_ACCENTED = (
    r"\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u0253\u0254\u0256\u0257\u0259\u025B\u0263\u0268\u026F\u0272\u0289\u028B"
    r"\u02BB\u0300-\u036F\u1E00-\u1EFF"
)
_PLAIN = rf"A-Za-z0-9_\-{_ACCENTED}"  # of a label in a link without protocol
_NOT_A_LABEL = (
    r"\s!\x22'#%&()*+,\\./:;<=>?@\[\]\^`{|}~$\u180E\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF"
)
_WIDE = rf"[^{_PLAIN}{_NOT_A_LABEL}]"
_PATH = rf"A-Za-z0-9\u0400-\u04FF!*';:=+,.$/%#\[\]\-\u2013_~@|&{_ACCENTED}"
_GROUP = rf"\((?:[{_PATH}]++(?:\([{_PATH}]++\)[{_PATH}]*+)?|\([{_PATH}]++\)[{_PATH}]*+)\)"

_HOST = regex.compile(
    rf"(?<![A-Za-z0-9@＠$#＃])(?P<protocol>https?://)(?P<host>[^{_NOT_A_LABEL}]++(?:\.[^{_NOT_A_LABEL}]++)*+)"
    rf"|(?<![{_PLAIN}@＠$#＃./])(?P<bare>[{_PLAIN}]++(?:(?:\.[{_PLAIN}]++)++(?:\.{_WIDE}++)?+|\.{_WIDE}++))",
    regex.IGNORECASE,
)
_SPACE = regex.compile(r"\s")
_LAST_SPACE = regex.compile(r"(?r)\s")
_TAIL = regex.compile(
    rf"(?::[0-9]++)?+(?P<path>/(?:[{_PATH}]++|{_GROUP})*+)?+(?P<query>\?[A-Za-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]++)?+"
)
_NEVER_LAST_IN_PATH = "!*';:,.$%[]\u2013~@|&"
_NEVER_LAST_IN_QUERY = "!?*'@();:+$%[].,~|"
_TCO = regex.compile(r"https?://t\.co/(?P<slug>[a-z0-9]++)(?:\?[^\s]*)?+", regex.IGNORECASE)
_NAME = regex.compile(r"[A-Za-z0-9]++")
_PUNYCODE = regex.compile(r"xn--[-0-9a-z]++", regex.IGNORECASE)


def find_links(text: str, *, bare: bool) -> list[tuple[int, int]]:
    """Return the links of a text as (start, end) code point offsets, in order.

    `bare` also takes those without "http://" ("example.org/help"), as X does and Mastodon does not.
    """
    if "." not in text or not (bare or "://" in text):
        return []
    return [link for span in _dotted(text) for link in _links_within(text, *span, bare=bare)]


def _dotted(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the words with a dot are: no link holds a space, and none is without a dot."""
    end = 0
    while (dot := text.find(".", end)) >= 0:
        before, after = _LAST_SPACE.search(text, end, dot), _SPACE.search(text, dot)
        start, end = before.end() if before else end, after.start() if after else len(text)
        yield start, end


def _links_within(text: str, position: int, stop: int, *, bare: bool) -> Iterator[tuple[int, int]]:
    while (match := _HOST.search(text, position, stop)) is not None:
        end = _end_of(text, match) if bare or match["protocol"] else None
        if end is not None:
            yield match.start(), end
        position = end if end is not None else match.end()


def _end_of(text: str, match: regex.Match[str]) -> int | None:
    """Return where the link ends whose host was matched, None if it is none."""
    group = "host" if match["protocol"] else "bare"
    start, host = match.start(group), match[group]
    length = _domain_length(host, text[match.end() : match.end() + 1])
    if not length or not _can_be_looked_up(host[:length]):
        return None
    end = _tail_end(text, start + length)
    if end - match.start() > _LONGEST_LINK:
        return None
    short = _TCO.match(text, match.start(), end)
    if short is None:
        return end
    return short.end() if len(short["slug"]) <= _LONGEST_TCO_SLUG else None


def _domain_length(host: str, following: str) -> int:
    """Return the length of the longest beginning of `host` that is a domain, 0 for none.

    `following` is the character after the host: a name that goes on as an e-mail address is no link.
    """
    labels = host.split(".")
    sound = next((n for n, label in enumerate(labels) if not _is_label(label)), len(labels) - 1)
    length = sum(len(label) + 1 for label in labels[: sound + 1])
    for index in range(sound, 0, -1):
        length -= len(labels[index]) + 1
        top = _top_level_length(labels[index], following if index == len(labels) - 1 else ".")
        if top and "_" not in labels[index - 1]:
            return length + top
    return 0


def _is_label(label: str) -> bool:
    return bool(label) and label[0] not in "-_" and label[-1] not in "-_"


def _top_level_length(label: str, following: str) -> int:
    """Return how many characters at the beginning of a label are a top-level domain, 0 for none."""
    if (punycode := _PUNYCODE.match(label)) is not None:
        return len(punycode[0])
    name = _NAME.match(label)
    for length in range(min(len(label), _LONGEST_WIDE_NAME), 0, -1) if name is None else (len(name[0]),):
        if label[:length].lower() in _top_level_domains():
            after = label[length : length + 1] or following
            return 0 if after and (after in "@+-" or (after.isascii() and after.isalnum())) else length
    return 0


def _can_be_looked_up(host: str) -> bool:
    """Return whether DNS could hold the name (labels of at most 63 bytes, in punycode where not ASCII)."""
    if len(host) > _LONGEST_HOST:
        return False
    if host.isascii():
        return all(len(label) <= _LONGEST_LABEL for label in host.split("."))
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


def _tail_end(text: str, position: int) -> int:
    """Return where port, path and query end that follow a host, without the punctuation of the sentence."""
    tail = _TAIL.match(text, position)
    if tail is None:
        return position
    path, query = tail["path"] or "", tail["query"] or ""
    kept = path.rstrip(_NEVER_LAST_IN_PATH)
    path_end = position + len(tail[0]) - len(query) - (len(path) - len(kept))
    return path_end if len(kept) < len(path) else path_end + len(query.rstrip(_NEVER_LAST_IN_QUERY))


@lru_cache(maxsize=1)
def _top_level_domains() -> frozenset[str]:
    lines = resource_path("counting", "top_level_domains.txt").read_text("utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
