"""How a word list meets a message: phrases with endings left open and gaps, all found in one pass over the tokens.

A phrase is written as people write it: "rimbors*" is any word that starts so, "non … funzion*" leaves up to three words
between. A phrase never reaches across punctuation. Spelling is folded on both sides, so accents never matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from desktop.triage.memo import Memo
from desktop.triage.words import folded, is_break, words_of

Label = TypeVar("Label")

_GAP = "…"
_WIDEST_GAP = 3  # words
_SHORTEST_STEM = 2

Part = tuple[str, bool, bool]  # folded text, whether the ending is open, whether a gap may come before it
Parts = tuple[Part, ...]
Hit = tuple[Label, int, int]  # what was found: its label, and the tokens from the second up to the third
Longer = tuple[Parts, Parts, Label]  # a phrase around its anchor: what is left of it, what is right of it


@dataclass(frozen=True, slots=True)
class _Phrase(Generic[Label]):
    """A phrase split at its longest word, the anchor, which is looked up; the rest is compared."""

    label: Label
    anchor: str
    is_open: bool
    left: Parts  # nearest the anchor first
    right: Parts


class Phrases(Generic[Label]):
    """An index of labelled phrases. Immutable once made; safe in any thread."""

    def __init__(self, labelled: Iterable[tuple[str, Label]]) -> None:
        """Take phrases with their labels. Raises ValueError for a phrase that anything could match, or nothing."""
        self._whole: dict[str, list[_Phrase[Label]]] = {}
        self._stems: dict[str, list[_Phrase[Label]]] = {}
        for text, label in labelled:
            phrase = _phrase(text, label)
            (self._stems if phrase.is_open else self._whole).setdefault(phrase.anchor, []).append(phrase)
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._anchored: Memo[_Anchored[Label] | None] = Memo(self._look_up)

    def _look_up(self, token: str) -> _Anchored[Label] | None:
        """Return what a token anchors, None if nothing."""
        found = list(self._whole.get(token, ()))
        for length in self._lengths:
            if length > len(token):
                break
            found += self._stems.get(token[:length], ())
        return _anchored(found) if found else None

    def hits(self, tokens: list[str]) -> list[Hit[Label]]:
        """Return every phrase found in folded tokens, by where its anchor stands."""
        hits: list[Hit[Label]] = []
        add, last = hits.append, len(tokens) - 1
        for at, anchored in enumerate(map(self._anchored.__getitem__, tokens)):
            if anchored is None:
                continue
            alone, followed, preceded, other = anchored
            for label in alone:
                add((label, at, at + 1))
            if followed and at < last and (longer := followed.get(tokens[at + 1])):
                _add_longer(hits, tokens, at, at + 1, longer)
            if preceded and at and (longer := preceded.get(tokens[at - 1])):
                _add_longer(hits, tokens, at - 1, at, longer)
            if other:
                _add_longer(hits, tokens, at, at, other)
        return hits


class _Anchored(NamedTuple, Generic[Label]):
    """What one token anchors, sorted by how soon a phrase that is not there can be told."""

    alone: list[Label]  # the phrase is the token itself
    followed: dict[str, list[Longer[Label]]]  # by the word that must come next: what is left of both, and right
    preceded: dict[str, list[Longer[Label]]]  # by the word that must come before
    other: list[Longer[Label]]  # with a gap or an open ending beside the anchor


def _anchored(phrases: list[_Phrase[Label]]) -> _Anchored[Label]:
    anchored: _Anchored[Label] = _Anchored([], {}, {}, [])
    for phrase in phrases:
        left, right, label = phrase.left, phrase.right, phrase.label
        if not left and not right:
            anchored.alone.append(label)
        elif right and not any(right[0][1:]):
            anchored.followed.setdefault(right[0][0], []).append((left, right[1:], label))
        elif left and not any(left[0][1:]):
            anchored.preceded.setdefault(left[0][0], []).append((left[1:], right, label))
        else:
            anchored.other.append((left, right, label))
    return anchored


def _add_longer(
    hits: list[Hit[Label]], tokens: list[str], first: int, last: int, phrases: Iterable[Longer[Label]]
) -> None:
    """Add the phrases that are all there around the tokens from `first` to `last`."""
    for left, right, label in phrases:
        start = _reach(tokens, first, -1, left) if left else first
        if start is None:
            continue
        end = _reach(tokens, last, 1, right) if right else last
        if end is not None:
            hits.append((label, start, end + 1))


def _reach(tokens: list[str], at: int, step: int, parts: Parts) -> int | None:
    """Return where the parts end when followed from `at` in the direction of `step`, None if they are not there."""
    size = len(tokens)
    for text, is_open, after_gap in parts:
        at += step
        patience = _WIDEST_GAP if after_gap else 0
        while True:
            if not 0 <= at < size:
                return None
            token = tokens[at]
            if token == text or (is_open and token.startswith(text)):
                break
            if not patience or is_break(token):
                return None
            patience -= 1
            at += step
    return at


def _phrase(text: str, label: Label) -> _Phrase[Label]:
    """Read a phrase as it stands in a word list."""
    words: list[Part] = []
    after_gap = False
    for piece in text.split():
        if piece == _GAP:
            after_gap = True
            continue
        stem = piece.rstrip("*")
        tokens = [folded(stem)] if stem.isalpha() else [part for part in words_of(stem).folded if not is_break(part)]
        for token in tokens:
            words.append((token, piece.endswith("*") and token is tokens[-1], after_gap))
            after_gap = False
    if not words or any(is_open and len(token) < _SHORTEST_STEM for token, is_open, _ in words):
        raise ValueError(f"a phrase that nothing or anything could match: {text!r}")
    at = max(range(len(words)), key=lambda index: len(words[index][0]))
    anchor, is_open, _ = words[at]
    return _Phrase(label, anchor, is_open, _leftwards(words, at), tuple(words[at + 1 :]))


def _leftwards(words: list[Part], at: int) -> Parts:
    """Return the parts before the anchor, nearest first, each with the gap that lies between it and the next word."""
    return tuple((words[index][0], words[index][1], words[index + 1][2]) for index in range(at - 1, -1, -1))
