"""What files each network takes with an answer: how many, of which kinds, how large, and how they may be described.

The figures are the networks' own documents': docs.x.com "Media best practices" and "Media metadata", Meta's "Page
photos" and "Send API" (a private message carries a text or a file, never both, so none is sent), the instance's own
configuration for Mastodon, the lexicon app.bsky.embed.images, Telegram's bot API.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from desktop.model.accounts import AccountLimits
from desktop.model.networks import Network

_PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")


class FileFacts(Protocol):
    """What is judged of a file before it leaves."""

    @property
    def name(self) -> str:
        """Its name, as people know it."""
        ...

    @property
    def content_type(self) -> str:
        """Its MIME type, in small letters."""
        ...

    @property
    def size(self) -> int:
        """Its length in bytes."""
        ...

    @property
    def alt_text(self) -> str:
        """What a picture shows, in words, "" if nobody said."""
        ...


@dataclass(frozen=True, slots=True)
class FileRules:
    """What one way of answering takes. The default takes nothing.

    `most` is a number of files. `largest` is in bytes and of one file, None: no limit that is known. `types` are MIME
    types, empty for any. `alone` are types that take no second file beside them. `alt_text` is the longest
    description of a picture in characters, 0 where none is carried. `together`: `largest` is of all files at once.
    `text_limit` replaces the text's own limit beside
    a file, None where it stays.
    """

    most: int = 0
    largest: int | None = None
    types: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    alt_text: int = 0
    text_limit: int | None = None
    together: bool = False

    def takes(self, content_type: str) -> bool:
        """Tell whether a kind of file is taken at all."""
        return self.most > 0 and (not self.types or content_type.lower() in self.types)

    def describes(self, content_type: str) -> bool:
        """Tell whether a file of this kind can carry a description."""
        return self.alt_text > 0 and content_type.lower().startswith("image/") and self.takes(content_type)


NO_FILES = FileRules()

_RULES: dict[tuple[Network, bool], FileRules] = {
    (Network.X, True): FileRules(4, 5_000_000, _PICTURES, alone=("image/gif",), alt_text=1_000),
    (Network.X, False): FileRules(1, 5_000_000, _PICTURES),
    # Meta names no longest description of a Page's photo; this is Instagram's
    (Network.FACEBOOK, True): FileRules(1, 4_000_000, _PICTURES, alt_text=1_000),
    (Network.MASTODON, True): FileRules(4, 16_777_216, _PICTURES, alt_text=1_500),
    (Network.MASTODON, False): FileRules(4, 16_777_216, _PICTURES, alt_text=1_500),
    # the lexicon has no longest description; the network's own app takes 2,000
    (Network.BLUESKY, True): FileRules(4, 2_000_000, _PICTURES, alt_text=2_000),
    (Network.TELEGRAM, True): FileRules(10, 50 * 1024 * 1024, text_limit=1_024),
    (Network.TELEGRAM, False): FileRules(10, 50 * 1024 * 1024, text_limit=1_024),
    (Network.EMAIL, False): FileRules(50, 25_000_000, together=True),
}


def file_rules(network: Network, limits: AccountLimits | None = None, *, public: bool) -> FileRules:
    """Return what answers in public, or in private, take, with the account's own server's figures where it has some."""
    rules = _RULES.get((network, public), NO_FILES)
    if limits is None or rules is NO_FILES:
        return rules
    return replace(
        rules,
        most=rules.most if limits.attachments is None else limits.attachments,
        largest=limits.attachment_bytes or rules.largest,
        types=limits.attachment_types or rules.types,
        alt_text=limits.alt_text or rules.alt_text,
    )
