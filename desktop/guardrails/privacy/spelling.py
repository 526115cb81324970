"""Spelling: which misspelt words are read as the word that was meant, one slip apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

SHORTEST_MENDED = 5  # letters of the word that was meant; in shorter ones one slip makes another word too often


class Spelling:
    """Words worth mending: one letter missing, added, wrong or swapped, but first and last right.

    The last letter must be right because it is what inflects a word: "telefona" is not "telefono" misspelt.
    """

    def __init__(self, worth_mending: Iterable[str], known: Set[str]) -> None:
        """Words are folded; those under SHORTEST_MENDED letters are passed over, `known` ones are never mended."""
        from rapidfuzz.distance import OSA

        self._slips = OSA.distance
        self._known = known
        self._by_ends: dict[tuple[str, str], list[str]] = {}
        for word in sorted({word for word in worth_mending if len(word) >= SHORTEST_MENDED}):
            self._by_ends.setdefault((word[0], word[-1]), []).append(word)

    def mended(self, words: Sequence[str]) -> list[str]:
        """Return each word as it was meant."""
        known = self._known
        return [word if word in known or len(word) < SHORTEST_MENDED - 1 else self._mend(word) for word in words]

    def _mend(self, word: str) -> str:
        """Return the word that was meant by an unknown long word, or the word itself."""
        for meant in self._by_ends.get((word[0], word[-1]), ()):
            if abs(len(meant) - len(word)) <= 1 and self._slips(word, meant, score_cutoff=1) <= 1:
                return meant
        return word
