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

    def forms(self, stem: str, use: str) -> list[str]:
        """Return a stem's forms of a use, spelt as the language spells stem and ending together, folded."""
        endings = self.endings.get(use, ())
        spelt = {letter: _folded(self._before(stem, letter)) for letter in {ending[:1] for ending in endings}}
        return [spelt[ending[:1]] + _folded(ending) for ending in endings]

    def _before(self, stem: str, letter: str) -> str:
        """Return how a stem is spelt before an ending that begins with a letter."""
        for joint in self.joints:
            if letter and letter in joint.before and stem.endswith(joint.stem_ends):
                return stem.removesuffix(joint.stem_ends) + joint.becomes
        return stem


@cache
def _folded(part: str) -> str:
    return fold(part).text


Conjugation = Mapping[str, Paradigm]  # by the ending of the infinitive


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb as a file writes it, conjugated when asked for: a language has far more forms than its phrases use."""

    infinitive: str
    stems: Sequence[str]
    paradigm: Paradigm | None
    added: Mapping[str, frozenset[str]]  # irregular forms by use
    instead: Mapping[str, frozenset[str]]  # those that stand in the place of the regular ones

    @classmethod
    def written(cls, written: str, conjugation: Conjugation) -> Verb:
        """Read an infinitive, then what is irregular.

        "dare you=dai,dia" adds forms, "you:=dai,dia" puts them in the place of the regular ones, "stem=muestr" adds the
        forms of another stem. Raises ValueError.
        """
        infinitive, *pieces = written.split()
        ending = max((end for end in conjugation if infinitive.endswith(end)), key=len, default=None)
        added: dict[str, frozenset[str]] = {}
        instead: dict[str, frozenset[str]] = {}
        for use, listed in _irregular(pieces):
            kept = instead if use.endswith(":") else added
            kept[use.removesuffix(":")] = frozenset(map(folded_word, listed))
        stems = _stems(infinitive.removesuffix(ending or ""), pieces)
        return cls(infinitive, stems, None if ending is None else conjugation[ending], added, instead)

    @property
    def uses(self) -> frozenset[str]:
        """What the verb has forms for."""
        regular = () if self.paradigm is None else self.paradigm.endings
        return frozenset({INFINITIVE, *regular, *self.added, *self.instead})

    def forms(self, use: str) -> set[str]:
        """Return the verb's forms of a use."""
        if use in self.instead:
            return set(self.instead[use])
        forms = set(self.added.get(use, ()))
        if use == INFINITIVE:
            forms.add(folded_word(self.infinitive))
        if self.paradigm is not None:
            for stem in self.stems:
                forms.update(self.paradigm.forms(stem, use))
        return forms


class VerbClasses(Mapping[str, Sequence[str]]):
    """The forms of a file's classes of verbs: "give_you" for all forms of giving that address you."""

    def __init__(self, verbs: Mapping[str, Sequence[Verb]]) -> None:
        """Conjugate nothing before it is asked for."""
        self._verbs = {
            f"{name}_{use}": (use, listed)
            for name, listed in verbs.items()
            for use in sorted(frozenset[str]().union(*(verb.uses for verb in listed)))
        }

    def __getitem__(self, name: str) -> Sequence[str]:
        """Return the forms in alphabetical order."""
        use, verbs = self._verbs[name]
        return sorted({form for verb in verbs for form in verb.forms(use)})

    def __contains__(self, name: object) -> bool:
        """Return whether there is such a class, without making its forms."""
        return name in self._verbs

    def __iter__(self) -> Iterator[str]:
        """Yield the classes' names."""
        return iter(self._verbs)

    def __len__(self) -> int:
        """Return how many classes there are."""
        return len(self._verbs)


def _stems(regular: str, pieces: Iterable[str]) -> list[str]:
    """Return a verb's stems: the infinitive's, if any is left ("ir" has none), and those that are named."""
    named = [piece.removeprefix("stem=").split(",") for piece in pieces if piece.startswith("stem=")]
    return [stem for stem in (regular, *(stem for stems in named for stem in stems)) if stem]


def _irregular(pieces: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield use, with ":" where its forms stand instead of the regular ones, and forms."""
    for piece in pieces:
        use, _, listed = piece.partition("=")
        if not listed:
            raise ValueError(f"{piece!r} must be written use=form,form")
        if use != "stem":
            yield use, listed.split(",")
