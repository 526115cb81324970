"""Impostors: whether somebody who answers our customers looks like us without being us, and by what one sees it.

Only likeness of names and handles is judged, never a person: on some networks nothing else about an author may be
compared. Being alike is no proof; the agent reads the evidence and decides.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import DamerauLevenshtein

from desktop.model.impostors import LookAlike, Trait

WORDS_FILE = "impostors.toml"
_LIKE_LETTERS = str.maketrans("013457|$@", "oleastlsa")
_YEAR = re.compile(r"(?<=\D)\d{2,}$")  # a figure hung on because the name itself was taken
_SHAPES = (("rn", "m"), ("vv", "w"), ("ii", "u"), ("cl", "d"))
_SHORTEST = 3  # letters of ours below which a likeness says nothing
_SHORTEST_HELD = 4  # letters of ours from which it is known inside a longer name
_SHORTEST_NEAR = 6  # letters from which one that differs is a trick, not another name
_LONG = 11  # letters from which two may differ
_LONGEST = 200  # code points of a name that are looked at


@dataclass(frozen=True, slots=True)
class Face:
    """How an account presents itself: handle as the network writes it, and name."""

    handle: str
    name: str = ""


class ImpostorWatch:
    """Compares faces. Immutable once made; may be asked from any thread."""

    def __init__(self, service_words: Iterable[str]) -> None:
        """Take the words that, added to our name, make somebody speak for us."""
        words = {_joined(_skeleton(word)) for word in service_words} - {""}
        self._service = sorted(words, key=len, reverse=True)

    @classmethod
    def load(cls, folder: Path) -> ImpostorWatch:
        """Read the words of a folder. Raises OSError, KeyError, tomllib.TOMLDecodeError for a file that is no such."""
        return cls(tomllib.loads((folder / WORDS_FILE).read_text("utf-8"))["words"])

    def look_alikes(self, author: Face, ours: Sequence[Face]) -> tuple[LookAlike, ...]:
        """Return in what an author looks like one of our accounts, the plainest first; empty for our own accounts.

        `ours` are the faces of all our accounts on all networks; an author whose handle is exactly one of them is us.
        Takes well under a millisecond; never raises.
        """
        if _plain(author.handle) in {_plain(face.handle) for face in ours}:
            return ()
        found = dict[tuple[Trait, str], LookAlike]()
        for face in ours:
            for one in self._between(author, face):
                found.setdefault((one.trait, one.theirs), one)
        order = list(Trait)
        return tuple(sorted(found.values(), key=lambda one: order.index(one.trait)))

    def _between(self, author: Face, own: Face) -> Iterator[LookAlike]:
        handles = self._trait(_local(author.handle), _local(own.handle), _HANDLES)
        if handles is not None:
            yield LookAlike(handles, author.handle, own.handle)
        for ours in (own.name, _local(own.handle)):
            names = self._trait(author.name, ours, _NAMES)
            if names is not None:
                yield LookAlike(names, author.name, ours)
                return

    def _trait(self, theirs: str, ours: str, traits: tuple[Trait, Trait, Trait]) -> Trait | None:
        """Return which of same, near and with a word of service holds, None for none."""
        other, own = _joined(_skeleton(theirs)), _joined(_skeleton(ours))
        if len(own) < _SHORTEST or not other:
            return None
        if other == own:
            return traits[0]
        if len(own) >= _SHORTEST_NEAR and DamerauLevenshtein.distance(other, own) <= (2 if len(own) >= _LONG else 1):
            return traits[1]
        if len(own) >= _SHORTEST_HELD and own in other:
            before, _, after = other.partition(own)
            if self._made_of_service(before) and self._made_of_service(after):
                return traits[2]
        return None

    def _made_of_service(self, part: str) -> bool:
        """Return whether nothing but words of service is left of a name when ours is taken out of it."""
        return not part or any(
            part.startswith(word) and self._made_of_service(part[len(word) :]) for word in self._service
        )


_HANDLES = (Trait.SAME_HANDLE, Trait.NEAR_HANDLE, Trait.CARE_HANDLE)
_NAMES = (Trait.SAME_NAME, Trait.NEAR_NAME, Trait.CARE_NAME)


def _local(handle: str) -> str:
    """Return a handle without its server and its sign."""
    return handle.strip().removeprefix("@").partition("@")[0].removesuffix(".bsky.social")


def _plain(handle: str) -> str:
    return handle.strip().removeprefix("@").casefold()


def _joined(skeleton: str) -> str:
    return re.sub(r"[\W_]+", "", skeleton)


@lru_cache(maxsize=16_384)
def _skeleton(text: str) -> str:
    """Return a text in the plain letters that it looks like: "Аurоrа" in Cyrillic letters and "Aur0ra" are "aurora"."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    if not plain.isascii():
        plain = "".join(sign if sign.isascii() else _latin(sign) for sign in plain)
    plain = _YEAR.sub("", plain).translate(_LIKE_LETTERS)
    for shape, letter in _SHAPES:
        plain = plain.replace(shape, letter)
    return plain.replace("i", "l")  # "I" and "l" are drawn alike


@lru_cache(maxsize=4096)
def _latin(sign: str) -> str:
    """Return the Latin letters that a sign looks like, itself if it looks like none."""
    from confusable_homoglyphs import confusables  # reads its tables, half a second: only foreign letters need them

    found = confusables.is_confusable(sign, preferred_aliases=["latin"])
    glyphs = [glyph["c"] for one in found or () for glyph in one["homoglyphs"]]
    return next((glyph.casefold() for glyph in glyphs if glyph.isascii() and glyph.isalpha()), sign)
