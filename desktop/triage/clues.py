"""Which clues of a message count for the learned weights: words, pairs of words, stems, endings, themes, signs, shape.

A clue is written as it stands in the weights file: "fumo" a word, "fumo nero" a pair, "scint*" a stem, "*ando" an
ending, "#danger" a theme, "=complaint 3" what the phrase lists found, "<long>" the shape of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from desktop.model import MessageClass
from desktop.triage.lexicon import Cue
from desktop.triage.signs import Signs
from desktop.triage.words import Words

START, END = "^", "&"  # signs that no token is
_FIGURE = "0"
_STEMS, _ENDINGS = (4, 5, 6, 7), (3, 4)  # letters; a form never met has the beginning or the ending of one that was
_SHORTEST = 4  # letters; a word has beginnings and endings that leave something of it
_MOST_POINTS = 4
_SHAPES = ((4, "<scrap>"), (8, "<short>"), (14, "<middling>"), (22, "<long>"))  # below so many words
_LONGEST = "<letter>"
_CLEAR = {kind: f"={kind}" for kind in MessageClass}
_POINTED = {kind: [f"={kind} {points}" for points in range(_MOST_POINTS + 1)] for kind in MessageClass}
_CUES = {cue: f"=~{cue}" for cue in Cue}


@dataclass(frozen=True, slots=True)
class Clues:
    """The clues of one message. `tokens` are its folded tokens between START and END; pairs are neighbours there."""

    tokens: list[str]
    named: frozenset[str]  # themes, signs and shape


def clues_of(words: Words, signs: Signs) -> Clues:
    """Return what the weights may know of a message. `signs` are complete."""
    tokens = [START, *[_FIGURE if token.isdigit() else token for token in words.folded], END]
    return Clues(tokens, frozenset(_named(words, signs)))


def clues_of_word(token: str) -> tuple[str, ...]:
    """Return the clues that a word gives by itself."""
    letters = len(token)
    if letters <= _SHORTEST or not token.isalpha():
        return (token,)
    stems = [f"{token[:stem]}*" for stem in _STEMS if stem < letters]
    return (token, *stems, *[f"*{token[-ending:]}" for ending in _ENDINGS if ending + 1 < letters])


def all_clues(clues: Clues) -> Iterator[str]:
    """Yield every clue as it is written in the weights file; each different word and pair counts once."""
    for token in set(clues.tokens):
        yield from clues_of_word(token)
    for first, second in set(pairwise(clues.tokens)):
        yield f"{first} {second}"
    yield from clues.named


def _named(words: Words, signs: Signs) -> list[str]:
    asks = words.asks
    mark = "?" if asks else "."
    named = ["<asks>" if asks else "<says>"]
    for theme in {theme for theme, _, _ in signs.themes}:
        named += (f"#{theme}", f"#{theme}{mark}")
    for kind, evidence in signs.classes.items():
        if evidence.points:
            named.append(_POINTED[kind][min(evidence.points, _MOST_POINTS)])
        if evidence.is_clear:
            named.append(_CLEAR[kind])
    named += [f"=={group}" for group in signs.gravity]
    named += map(_CUES.__getitem__, signs.cues)
    if signs.asked:
        named.append("=~question")
    if signs.denied_at is not None:
        named.append("=~negator")
    if words.text.isupper():
        named.append("<shouts>")
    said = words.said
    named.append(next((name for least, name in _SHAPES if said < least), _LONGEST))
    return named
