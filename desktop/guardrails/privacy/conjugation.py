"""Conjugation: all forms of a language's verbs, made from the endings that its file gives for each ending of infinitives.

A form has a use, not a grammatical name: whom it addresses or speaks of is all that the rules ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from desktop.guardrails.privacy.folding import fold, folded_word

INFINITIVE = "inf"


class Joint(NamedTuple):
    """How a stem is spelt before some endings: "c" before "e" becomes "qu"."""

    stem_ends: str
    before: str  # letters that the ending may begin with
    becomes: str


@dataclass(frozen=True, slots=True)
class Paradigm:
    """One way of conjugating: endings by use, and the joints between stems and endings, of which the first fits."""

    endings: Mapping[str, Sequence[str]]
    joints: Sequence[Joint] = ()

    def forms(self, stem: str) -> Iterator[tuple[str, list[str]]]:
        """Yield each use with a stem's forms, spelt as the language spells stem and ending together, folded."""
        plain = fold(stem).text
        spelt = {letter: fold(self._before(stem, letter)).text for letter in self._letters}
        for use, endings in self.endings.items():
            yield use, [spelt.get(ending[:1], plain) + _folded_ending(ending) for ending in endings]

    @property
    def _letters(self) -> frozenset[str]:
        return frozenset(letter for joint in self.joints for letter in joint.before)

    def _before(self, stem: str, letter: str) -> str:
        """Return how a stem is spelt before an ending that begins with a letter."""
        for joint in self.joints:
            if stem.endswith(joint.stem_ends) and letter in joint.before:
                return stem.removesuffix(joint.stem_ends) + joint.becomes
        return stem


@cache
def _folded_ending(ending: str) -> str:
    return fold(ending).text


Conjugation = Mapping[str, Paradigm]  # by the ending of the infinitive


def forms_of(written: str, conjugation: Conjugation) -> dict[str, set[str]]:
    """Return one verb's forms by use.

    `written` is an infinitive, then what is irregular: "dare you=dai,dia" adds forms, "you:=dai,dia" puts them in the
    place of the regular ones, "stem=muestr" adds the forms of another stem. Raises ValueError.
    """
    infinitive, *pieces = written.split()
    ending = max((end for end in conjugation if infinitive.endswith(end)), key=len, default=None)
    forms: dict[str, set[str]] = {INFINITIVE: {folded_word(infinitive)}}
    if ending is not None:
        for stem in _stems(infinitive.removesuffix(ending), pieces):
            for use, regular in conjugation[ending].forms(stem):
                forms.setdefault(use, set()).update(regular)
    for use, listed, instead in _irregular(pieces):
        forms[use] = listed if instead else forms.get(use, set()) | listed
    return forms


def conjugated(conjugation: Conjugation, verbs: Iterable[str]) -> dict[str, list[str]]:
    """Return the forms of some verbs together, by use, in alphabetical order."""
    together: dict[str, set[str]] = {}
    for written in verbs:
        for use, forms in forms_of(written, conjugation).items():
            together.setdefault(use, set()).update(forms)
    return {use: sorted(forms) for use, forms in together.items()}


def _stems(regular: str, pieces: Iterable[str]) -> list[str]:
    """Return a verb's stems: the infinitive's, if any is left ("ir" has none), and those that are named."""
    named = [piece.removeprefix("stem=").split(",") for piece in pieces if piece.startswith("stem=")]
    return [stem for stem in (regular, *(stem for stems in named for stem in stems)) if stem]


def _irregular(pieces: Iterable[str]) -> Iterator[tuple[str, set[str], bool]]:
    """Yield use, forms and whether they stand instead of the regular ones."""
    for piece in pieces:
        use, _, listed = piece.partition("=")
        if not listed:
            raise ValueError(f"{piece!r} must be written use=form,form")
        if use != "stem":
            yield use.removesuffix(":"), {folded_word(form) for form in listed.split(",")}, use.endswith(":")
