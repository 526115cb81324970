"""Hearing: a text heard sentence by sentence in one language, each answering what the one before it left open."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from desktop.guardrails.privacy.asking import Answer, Asking
from desktop.guardrails.privacy.clues import Clue, Sign, signs_among
from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.lexicon import DataNoun, Label, Query, Role
from desktop.guardrails.privacy.phrases import Match
from desktop.guardrails.privacy.reading import Reading
from desktop.guardrails.privacy.scene import Mention, Scene
from desktop.guardrails.privacy.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Said:
    """Data that is asked for, with its span in the folded text and whether it is to come by a private way."""

    kind: DataKind
    secret: bool
    start: int
    end: int
    private: bool
    number: int  # of the sentence


def hear(reading: Reading, language: int) -> Iterator[Said]:
    """Yield what is asked for in one of the rules' languages."""
    if not any(language in spoken for spoken in reading.languages):
        return
    last = len(reading.read) - 1
    memory = reading.rules.lexicons[language].memory
    for number, found in enumerate(reading.found[language]):
        if not found.names_data or language not in reading.languages[number]:
            continue
        behind = number + 1 if number < last else None
        key = (_known_by(reading, number), None if behind is None else _known_by(reading, behind))
        asked = memory.get(key)
        if asked is None:
            heard = None if behind is None else heard_in(reading, language, behind)
            asked = memory.keep(key, tuple(heard_in(reading, language, number).asked(heard)))
        words, at = reading.read[number].sentence.words, reading.starts[number]
        for one in asked:
            start, end = at + words[one.first].start, at + words[one.past - 1].end
            yield Said(one.kind, one.secret, start, end, one.private, number)


def heard_in(reading: Reading, language: int, number: int) -> Heard:
    """Return a sentence as one language hears it; the same one to whoever asks again."""
    key = language, number
    heard: Heard | None = reading.heard.get(key)
    if heard is None:
        heard = reading.heard[key] = Heard(reading, language, number)
    return heard


def _known_by(reading: Reading, number: int) -> Hashable:
    """Return all that what is heard in a sentence depends on: itself, and the languages that it was searched in."""
    return reading.read[number], tuple([bool(found[number].matches) for found in reading.found])


class _Asked(NamedTuple):
    """Data that is asked for, with its places in the sentence."""

    kind: DataKind
    secret: bool
    first: int
    past: int
    private: bool


class Heard:
    """One sentence in one language."""

    def __init__(self, reading: Reading, language: int, number: int) -> None:
        """Nothing is worked out before it is asked for."""
        self._lexicon = reading.rules.lexicons[language]
        self._sentence = reading.read[number].sentence
        self._spelt = reading.read[number].spelt
        self.matches = reading.found[language][number].matches
        self._named = [match for match in self.matches if _names_data(match)]
        self._reading, self._number = reading, number

    @cached_property
    def scene(self) -> Scene:
        """The clues of the sentence and what stands around its data."""
        pauses = self._sentence.pauses()
        signs = signs_among(self._lexicon.clues, self._spelt, pauses)
        apart = [sign for sign in signs if not any(_hidden(sign, match) for match in self._named)]
        return Scene(self._sentence, apart, pauses, Surroundings(self._sentence, self.matches, self._lexicon.fillers))

    @property
    def asks_back(self) -> bool:
        """Return whether the sentence asks for what the one before it named."""
        signs = self.scene.signs
        if any(Clue.GIVE_IT in sign.clues and not sign.denied for sign in signs):
            return True
        if self._asks_briefly:
            return True
        begins = bool(signs) and Clue.WHICH in signs[0].clues and signs[0].first <= 1
        return begins and self._sentence.asks and not self.mentions and not self.scene.any(Clue.THING)

    @property
    def _asks_briefly(self) -> bool:
        """Return whether the sentence is a short question that only makes sense of what was just named."""
        scene = self.scene
        if not self._sentence.asks or len(self._sentence.words) > _BRIEF or self.mentions:
            return False
        asks = any(not sign.denied and not sign.clues.isdisjoint(_ASKS_BACK) for sign in scene.signs)
        return asks and not any(not sign.clues.isdisjoint(_ASKS_OTHERWISE) for sign in scene.signs)

    @property
    def tells_where(self) -> bool:
        """Return whether the sentence only says where something is found or changed."""
        acts = [sign for sign in self.scene.signs if sign.acts or Clue.FOUND in sign.clues]
        return bool(acts) and not self._sentence.asks and not acts[0].clues.isdisjoint({Clue.FOUND, Clue.SELF})

    @cached_property
    def mentions(self) -> list[Mention]:
        """The data that the sentence names."""
        return [mention for match in self._named if (mention := self._mention(match)) is not None]

    def _mention(self, match: Match[Label]) -> Mention | None:
        labels = tuple(label for label in match.labels if isinstance(label, DataNoun | Query))
        around = self.scene.surroundings
        labels = tuple(
            label for label in labels if not (isinstance(label, DataNoun) and around.spoilt(match.past, label.unless))
        )
        if not labels or around.ours_behind(match.past):
            return None
        before = around.before(
            match.first,
            frozenset(place for sign in self.scene.signs if sign.acts for place in range(sign.first, sign.past)),
        )
        return Mention(labels, match.first, match.past, before, around.owned(match.first, match.past))

    def asked(self, behind: Heard | None) -> Iterator[_Asked]:
        """Yield what this sentence, or the one behind it, asks for."""
        asking = Asking(self.scene)
        last: tuple[int, bool] | None = None
        for mention in self.mentions:
            joined = last is not None and last[1] and self.scene.surroundings.only_joining(last[0], mention.first)
            asked = self._answer(asking, mention, behind) or joined
            last = (mention.past, asked)
            if asked:
                yield self._said(mention, behind)

    def _answer(self, asking: Asking, mention: Mention, behind: Heard | None) -> bool:
        """Return whether a mention is asked for, here or in the sentence behind."""
        answer = asking.answer(mention)
        told = self._sentence.asks and not mention.is_query and behind is not None and behind.tells_where
        if answer is Answer.ASKED and told:
            answer = Answer.ASKED if asking.asks_plainly(mention) else Answer.OPEN
        if answer is not Answer.OPEN or behind is None or mention.around.ours:
            return answer is Answer.ASKED
        return mention.enough() and behind.asks_back

    def _said(self, mention: Mention, behind: Heard | None) -> _Asked:
        private = self.private or (not self._public and behind is not None and behind.private and behind.asks_back)
        return _Asked(mention.kind, mention.secret, mention.first, mention.past, private)

    @property
    def private(self) -> bool:
        """Return whether the sentence, in any language, names a private way for the answer and no public one."""
        return self._names(Role.PRIVATE) and not self._public

    @property
    def _public(self) -> bool:
        return self._names(Role.PUBLIC)

    def _names(self, role: Role) -> bool:
        found = (per_language[self._number] for per_language in self._reading.found)
        return any(role in match.labels for one in found for match in one.matches)


def _names_data(match: Match[Label]) -> bool:
    return any(isinstance(label, DataNoun | Query) for label in match.labels)


_BRIEF = 7  # words and marks
_ASKS_BACK = frozenset({Clue.WHICH, Clue.GIVE_US, Clue.HAVE})
_ASKS_OTHERWISE = frozenset({Clue.THING, Clue.SELF, Clue.DID, Clue.WE_ACT, Clue.THEY_ASK, Clue.ELSEWHERE, Clue.SCAM})
_NAMES_SOMETHING = frozenset({Clue.OTHERS, Clue.ELSEWHERE, Clue.THING, Clue.FOUND, Clue.SCAM})


def _hidden(sign: Sign, match: Match[Label]) -> bool:
    """Return whether a clue is only part of the data's name: "your bank" in "your bank details", "doctor" in "doctor's note"."""
    if sign.past <= match.first or sign.first >= match.past or Clue.WHICH in sign.clues:
        return False
    return sign.first >= match.first or sign.clues <= _NAMES_SOMETHING
