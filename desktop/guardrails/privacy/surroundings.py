"""Surroundings: what the words just before and behind a data word say about it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from desktop.guardrails.privacy.lexicon import Label, Role
from desktop.guardrails.privacy.phrases import Match
from desktop.guardrails.privacy.words import Sentence

_ADJECTIVES = 2  # unknown words between a possessive and its noun: "your full current address"
_LISTED_BACK = 8  # words over which "your name and e-mail" still makes the e-mail yours
_TAIL = 3  # words behind a data word in which "you registered with" may begin
_SPOILS = 3  # words behind a data word in which one may spoil it
_OPENERS = 4

_JOINING = frozenset({Role.AND, Role.OR, Role.ARTICLE, Role.YOURS, Role.PLEASE, Role.GENITIVE})
_COMMAS = frozenset({",", ":", "/", "&", "+", "(", ")"})


@dataclass(slots=True)
class Before:
    """What stands before a data word, up to the preposition that governs it."""

    article: bool = False
    owner: bool = False
    ours: bool = False
    beside: bool = False
    genitive: bool = False
    away: bool = False
    which: bool = False


class Surroundings:
    """The words of one sentence with what each stands for in one language."""

    def __init__(self, sentence: Sentence, matches: Sequence[Match[Label]], fillers: Set[str]) -> None:
        """Cover the words with the phrases found among them."""
        self._words = sentence.words
        self._matches = matches
        self._fillers = fillers
        self._cover = {place: match for match in matches for place in range(match.first, match.past)}

    def _roles(self, place: int) -> Set[Role]:
        match = self._cover.get(place)
        return frozenset() if match is None else {label for label in match.labels if isinstance(label, Role)}

    def _is_free(self, place: int) -> bool:
        """Return whether a word is neither a mark nor part of a phrase."""
        return place >= 0 and not self._words[place].is_mark and place not in self._cover

    def before(self, first: int, acts: Set[int] = frozenset()) -> Before:
        """Walk left from a data word: adjectives, possessive, article, preposition; up to the `acts`, which are verbs."""
        found = Before()
        place, free = first - 1, 0
        while place >= 0 and place not in acts:
            roles = self._roles(place)
            if self._words[place].text in self._fillers:
                pass
            elif roles & {Role.YOURS, Role.OURS}:
                found.owner = found.owner or Role.YOURS in roles
                found.ours = found.ours or Role.OURS in roles
                found.beside = found.beside or (Role.YOURS in roles and free == 0)
            elif Role.ARTICLE in roles:
                found.article = True
            elif self._is_free(place) and free < _ADJECTIVES and not (found.owner or found.ours or found.article):
                free += 1
            else:
                found.which = Role.WHICH in roles
                found.away = Role.AWAY in roles and not self._only_free_between(place, first, found)
                found.genitive = Role.GENITIVE in roles
                break
            place -= 1
        return found

    @staticmethod
    def _only_free_between(place: int, first: int, found: Before) -> bool:
        """Return whether a preposition stands before bare unknown words: it governs those, not the data word."""
        return first - place > 1 and not (found.owner or found.article or found.ours)

    def owned(self, first: int, past: int) -> bool:
        """Return whether a possessive stands by a data word: before it, in its list, or "registered with" behind it."""
        return (
            self.before(first).owner or self.follows(Role.YOURS_AFTER, past, _TAIL) or self._listed_as_yours(first, 0)
        )

    def _listed_as_yours(self, first: int, since: int) -> bool:
        """Return whether a bare word goes on a list that began with a possessive: "your order and e-mail"."""
        joins = first - 1 >= 0 and (bool(self._roles(first - 1) & {Role.AND, Role.OR}) or self._is_comma(first - 1))
        back = range(max(since, first - _LISTED_BACK), first)
        return joins and any(Role.YOURS in self._roles(place) for place in back)

    def _is_comma(self, place: int) -> bool:
        return self._words[place].text in _COMMAS

    def only_joining(self, since: int, first: int) -> bool:
        """Return whether nothing but "and", commas, articles and possessives lies between two data words."""
        joined = since == first
        for place in range(since, first):
            roles = self._roles(place)
            joins = self._is_comma(place) or bool(roles & {Role.AND, Role.OR})
            if Role.GENITIVE in roles and not joined:
                return False
            if not (joins or roles & _JOINING or self._words[place].text in self._fillers):
                return False
            joined = joined or joins
        return joined

    def ours_behind(self, past: int) -> bool:
        """Return whether "our" stands right behind a data word, an article aside: "when was our company founded"."""
        place = past
        while place < len(self._words) and Role.ARTICLE in self._roles(place):
            place += 1
        return Role.OURS in self._roles(place)

    def joins_between(self, since: int, first: int) -> bool:
        """Return whether an "and" or the like stands between two places."""
        return any(
            bool(self._roles(place) & {Role.AND, Role.OR}) or self._is_comma(place) for place in range(since, first)
        )

    def last_join(self, since: int, first: int) -> int:
        """Return the place of the last "and" or comma before a place, the end of the sentence without any."""
        joins = [
            place
            for place in range(since, first)
            if bool(self._roles(place) & {Role.AND, Role.OR}) or self._is_comma(place)
        ]
        return joins[-1] if joins else len(self._words)

    def spoilt(self, past: int, words: Set[str]) -> bool:
        """Return whether one of some words stands right behind a data word."""
        return bool(words) and any(word.text in words for word in self._words[past : past + _SPOILS])

    def follows(self, role: Role, past: int, within: int = 1) -> bool:
        """Return whether a phrase of a role begins within so many words behind a data word, in the same clause."""
        for place in range(past, min(past + within + 1, len(self._words))):
            if role in self._roles(place):
                return True
            if self._words[place].is_mark and self._words[place].text not in {"(", ":"}:
                return False
        return False

    def opens_clause(self, first: int) -> bool:
        """Return whether a phrase stands where a clause begins, politeness and greetings aside."""
        place = first - 1
        while place >= max(0, first - _OPENERS):
            word = self._words[place]
            if word.is_mark or self._words[place + 1].opens:
                return True
            skipped = word.text in self._fillers or word.text[0] == "@"
            if Role.AND in self._roles(place):
                return True
            if not (skipped or self._roles(place) & {Role.PLEASE, Role.OPENER}):
                return False
            place -= 1
        return place < 0
