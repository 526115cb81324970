"""Parts: how a text that is too long for a network is cut into a numbered thread, "1/3 …", at the ends of sentences.

Nothing is lost: the parts' words and the spaces between them give the text back. Words, links and @names stay whole;
only a run of letters that no part could hold is cut, between two user-perceived characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex  # type: ignore[import-untyped, unused-ignore]

from desktop.composer.counting import count
from desktop.composer.links import find_links
from desktop.model import Counting

MOST_PARTS = 25
"""A text that needs more is no reply any more; it is not offered to be cut."""

_TWO_FIGURES = 10
_NEVER_LONG = 10  # characters that any message of any network holds, whatever they are
_MARKED = frozenset("./@:")  # of links and names
_SENTENCE, _CLAUSE, _WORD = 0.4, 0.7, 0.0  # how full a part must be to end at such a place
_GRAPHEME = regex.compile(r"\X")
# a word with the spaces after it; scripts that have no spaces are cut after their own stops
_PIECE = regex.compile(r"[^\s。！？、，]*+(?:[。！？、，]++|\s++|$)|\S++\s*+")
_STOP = regex.compile(r"(?:[.!?…]++[\"'»”’)\]]*+|[。！？]++)$")
_PAUSE = regex.compile(r"(?:[,;:]|[、，]|[–—])$")
# words that end in a full stop without ending a sentence, in the desk's four languages
_SHORT = frozenset(
    {
        "art", "avda", "avv", "c", "ca", "cfr", "d", "dott", "dott.ssa", "dr", "dra", "e.g", "es", "etc",
        "ex", "f", "i.e", "ing", "mr", "mrs", "ms", "n", "no", "nr", "núm", "num", "p", "pag", "pàg", "pág",
        "prof", "r", "s", "sig", "sig.ra", "sigg", "sr", "sra", "srta", "st", "tel", "telf", "vs"
    }
)  # fmt: skip
_INITIAL = 2  # a letter and its full stop


@dataclass(frozen=True, slots=True)
class Room:
    """What one message of a network holds: `limit` in the unit of `counting`, and beside it `most_bytes` of UTF-8.

    `sent` returns a text as it leaves, where the network needs a name in it.
    """

    limit: int
    counting: Counting
    url_weight: int | None = None
    most_bytes: int | None = None
    sent: Callable[[str], str] | None = None

    def left(self, text: str) -> int:
        """Return how much of the limit a text leaves, negative when over it."""
        text = self.sent(text) if self.sent is not None else text
        left = self.limit - count(text, self.counting, self.url_weight)
        if self.most_bytes is not None:
            left = min(left, self.most_bytes - count(text, Counting.BYTES))
        return left

    def holds(self, text: str) -> bool:
        """Tell whether a text fits."""
        return self.left(text) >= 0


@dataclass(frozen=True, slots=True)
class Part:
    """One message of the thread. `words` is its piece of the text, `gap` the spaces that follow it there."""

    number: int
    total: int
    words: str
    gap: str = ""

    @property
    def text(self) -> str:
        """What leaves: the number before the words."""
        return f"{self.number}/{self.total} {self.words}"


def cut(text: str, room: Room) -> tuple[Part, ...]:
    """Return the thread of a text that `room` does not hold, at most `MOST_PARTS`; () if it fits or can't be cut.

    The text is what would leave, signature included; spaces around it are left out. A link or a name that is longer
    than a whole message can't be cut. Time in proportion to the length: 5 ms for
    3,000 characters, some 30 ms with thirty links among them.
    """
    text = text.strip()
    if room.holds(text):
        return ()
    pieces = _pieces(text, room, 1)
    if pieces is not None and len(pieces) >= _TWO_FIGURES:
        pieces = _pieces(text, room, 2)
    if pieces is None or len(pieces) > MOST_PARTS:
        return ()
    return tuple(Part(number, len(pieces), *piece) for number, piece in enumerate(pieces, 1))


def joined(parts: Sequence[Part]) -> str:
    """Return the text that was cut."""
    return "".join(f"{part.words}{part.gap}" for part in parts)


def _pieces(text: str, room: Room, digits: int) -> list[tuple[str, str]] | None:
    """Return the words of each part and the spaces after them, None if something can't be cut.

    `digits` is how many figures the number of parts may have.
    """
    tokens = list(_tokens(text, room, digits))
    weights = [_weight(token, room) for token in tokens]
    pieces: list[tuple[str, str]] = []
    start = 0
    while start < len(tokens):
        end = _end(tokens, weights, start, room, _lead(len(pieces) + 1, digits))
        if end == start or len(pieces) > MOST_PARTS:
            return None
        whole = "".join(tokens[start:end])
        words = whole.rstrip()
        pieces.append((words, whole[len(words) :]))
        start = end
    return pieces


def _weight(token: str, room: Room) -> int:
    """Return what a token counts. Plain words weigh the same everywhere and are not looked at more closely."""
    if token.isascii() and token.isprintable() and not _MARKED.intersection(token):
        return len(token)
    return count(token, room.counting, room.url_weight)


def _lead(number: int, digits: int) -> str:
    return f"{number}/{'9' * digits} "


def _tokens(text: str, room: Room, digits: int) -> Iterator[str]:
    """Yield the pieces that stay whole, each with the spaces after it. One that no part holds is cut by graphemes."""
    lead = _lead(MOST_PARTS, digits)
    for match in _PIECE.finditer(text):
        token = match[0]
        if not token:
            continue
        if len(token) < _NEVER_LONG or room.holds(lead + token.rstrip()) or _is_whole(token.strip()):
            yield token
        else:
            yield from _by_graphemes(token, room, lead)


def _is_whole(word: str) -> bool:
    return word.startswith("@") or bool(find_links(word, bare=True)) or "@" in word


def _by_graphemes(token: str, room: Room, lead: str) -> Iterator[str]:
    piece = ""
    for grapheme in _GRAPHEME.findall(token):
        if piece and not room.holds(lead + (piece + grapheme).rstrip()):
            yield piece
            piece = ""
        piece += grapheme
    if piece:
        yield piece


def _end(tokens: Sequence[str], weights: Sequence[int], start: int, room: Room, lead: str) -> int:
    """Return where the part that begins at `start` ends, back to a good place; `start` if not even one token fits."""
    last = _furthest(tokens, weights, start, room, lead)
    if last in (start, len(tokens)):
        return last
    whole = sum(weights[start:last]) or 1
    filled = 0
    best: dict[float, int] = {}
    for position in range(start, last):
        filled += weights[position]
        kind = _kind(tokens, position)
        if filled / whole >= kind:
            best[kind] = position + 1
    return best.get(_SENTENCE) or best.get(_CLAUSE) or _before_short(tokens, start, last)


def _before_short(tokens: Sequence[str], start: int, end: int) -> int:
    """Return `end`, or where the abbreviation begins that would be parted from what it belongs to."""
    first = end
    while first > start + 1 and _is_short(tokens[first - 1].rstrip()):
        first -= 1
    return first


def _furthest(tokens: Sequence[str], weights: Sequence[int], start: int, room: Room, lead: str) -> int:
    """Return the end of the longest run of tokens that fits: by the sum of their weights, then by a real count."""
    left = room.limit - len(lead)
    end = start
    while end < len(tokens) and (left >= 0 or end == start):
        left -= weights[end]
        end += 1
    while end > start and not room.holds(lead + "".join(tokens[start:end]).rstrip()):
        end -= 1
    return end


def _kind(tokens: Sequence[str], position: int) -> float:
    """Return what ends with a token: a sentence, a clause or a word."""
    token = tokens[position]
    word = token.rstrip()
    if "\n" in token[len(word) :]:
        return _SENTENCE
    if _STOP.search(word) and not _is_short(word) and not _goes_on(tokens, position):
        return _SENTENCE
    return _CLAUSE if _PAUSE.search(word) else _WORD


@lru_cache(maxsize=512)
def _is_short(word: str) -> bool:
    bare = word.strip("(«“\"'").casefold()
    return bare.endswith(".") and not bare.endswith("..") and (bare[:-1] in _SHORT or len(bare) <= _INITIAL)


def _goes_on(tokens: Sequence[str], position: int) -> bool:
    """Return whether the next word begins small, as after "es." in the middle of a sentence."""
    return position + 1 < len(tokens) and tokens[position + 1][:1].islower()
