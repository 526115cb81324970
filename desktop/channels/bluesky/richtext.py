"""How a post's text reads where its facets say more than its words: shortened links are shown whole."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.channels.bluesky.fields import entries, text
from desktop.channels.payload import Fields, maybe_fields

_CUT = ("...", "…")
_LONGEST_ADDRESS = 2048


def plain_text(words: str, facets: Iterable[object]) -> str:
    """Return a text with the addresses of its links in place of what was cut short, and beside other words.

    Facets that overlap, lie outside of the text or cut through a character are left alone.
    """
    octets = words.encode()
    position = 0
    parts: list[bytes] = []
    for start, end, address in sorted(_links(facets)):
        if start < position or end > len(octets):
            continue
        shown = _decoded(octets[start:end])
        if shown is None:
            continue
        parts += (octets[position:start], _shown_with(shown, address).encode())
        position = end
    return b"".join((*parts, octets[position:])).decode("utf-8", "replace")


def _links(facets: Iterable[object]) -> Iterable[tuple[int, int, str]]:
    for facet in facets:
        data = maybe_fields(facet)
        index = maybe_fields(data.get("index"))
        start, end = index.get("byteStart"), index.get("byteEnd")
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end:
            yield from ((start, end, address) for address in _addresses(data))


def _addresses(facet: Fields) -> Iterable[str]:
    for feature in entries(facet, "features"):
        address = text(maybe_fields(feature), "uri")
        if address.startswith(("https://", "http://")) and address.isprintable() and len(address) <= _LONGEST_ADDRESS:
            yield address


def _shown_with(shown: str, address: str) -> str:
    bare = address.partition("://")[2].rstrip("/")
    said = shown.strip().rstrip("/").removeprefix("https://").removeprefix("http://")
    if said == bare:
        return shown
    begun = next((said.removesuffix(cut) for cut in _CUT if said.endswith(cut)), None)
    if begun is not None and bare.removeprefix("www.").startswith(begun.removeprefix("www.")):
        return address
    return f"{shown} ({address})"


def _decoded(octets: bytes) -> str | None:
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return None
