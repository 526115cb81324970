"""Hearing: a text heard sentence by sentence in one language, each answering what the one before it left open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import NamedTuple

from desktop.guardrails.privacy.asking import Answer, Asking
from desktop.guardrails.privacy.clues import Clue, Sign, signs_among
from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.lexicon import DataNoun, Label, Lexicon, Query, Role
from desktop.guardrails.privacy.passages import ReadSentence
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
    memory = reading.rules.lexicons[language].memory
    for number, found in enumerate(reading.found[language]):
        if not found.names_data or language not in reading.languages[number]:
            continue
        ways = [way_of(reading, one) for one in range(number, min(number + 2, len(reading.read)))]
        key = (*ways, *reading.read[number : number + 2])
        asked = memory.get(key)
        if asked is None:
            following = (heard_in(reading, language, number + 1), ways[1]) if len(ways) > 1 else None
            asked = memory.keep(key, tuple(heard_in(reading, language, number).asked(ways[0], following)))
        words, at = reading.read[number].sentence.words, reading.starts[number]
        for one in asked:
            start, end = at + words[one.first].start, at + words[one.past - 1].end
            yield Said(one.kind, one.secret, start, end, one.private, number)


def heard_in(reading: Reading, language: int, number: int) -> Heard:
    """Return a sentence as one language hears it; the same one to whoever asks again."""
    kept = reading.read[number].heard
    heard: Heard | None = kept.get(language)
    if heard is None:
        heard = kept[language] = Heard(reading.read[number], language, reading.rules.lexicons[language])
    return heard


class Way(Enum):
    """By which way a sentence, in any language, says that the answer is to come."""

    UNSAID = auto()
    PRIVATE = auto()
    PUBLIC = auto()  # also where it names both


def way_of(reading: Reading, number: int) -> Way:
    """Return which way a sentence names, in the languages that it was searched in."""
    roles = {role for found in reading.found for role in found[number].ways}
    return Way.PUBLIC if Role.PUBLIC in roles else Way.PRIVATE if roles else Way.UNSAID


class _Asked(NamedTuple):
    """Data that is asked for, with its places in the sentence."""

    kind: DataKind
    secret: bool
    first: int
    past: int
    private: bool


class Heard:
    """One sentence in one language."""

    def __init__(self, read: ReadSentence, language: int, lexicon: Lexicon) -> None:
        """Nothing is worked out before it is asked for."""
        self._clues, self._fillers = lexicon.clues, lexicon.fillers
        self._sentence = read.sentence
        self._spelt = read.spelt
        self.matches = read.found(language, lexicon.phrases).matches
        self._named = [match for match in self.matches if _names_data(match)]

    @cached_property
    def scene(self) -> Scene:
        """The clues of the sentence and what stands around its data."""
        pauses = self._sentence.pauses()
        signs = signs_among(self._clues, self._spelt, pauses)
        apart = [sign for sign in signs if not any(_hidden(sign, match) for match in self._named)]
        return Scene(self._sentence, apart, pauses, Surroundings(self._sentence, self.matches, self._fillers))

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

    def asked(self, way: Way, following: tuple[Heard, Way] | None) -> Iterator[_Asked]:
        """Yield what this sentence, or the `following` one, asks for; `way` is how each says that it should come."""
        asking = Asking(self.scene)
        behind = following[0] if following is not None else None
        last: tuple[int, bool] | None = None
        for mention in self.mentions:
            joined = last is not None and last[1] and self.scene.surroundings.only_joining(last[0], mention.first)
            asked = self._answer(asking, mention, behind) or joined
            last = (mention.past, asked)
            if asked:
                private = way is Way.PRIVATE or (way is Way.UNSAID and _asks_privately(following))
                yield _Asked(mention.kind, mention.secret, mention.first, mention.past, private)

    def _answer(self, asking: Asking, mention: Mention, behind: Heard | None) -> bool:
        """Return whether a mention is asked for, here or in the sentence behind."""
        answer = asking.answer(mention)
        told = self._sentence.asks and not mention.is_query and behind is not None and behind.tells_where
        if answer is Answer.ASKED and told:
            answer = Answer.ASKED if asking.asks_plainly(mention) else Answer.OPEN
        if answer is not Answer.OPEN or behind is None or mention.around.ours:
            return answer is Answer.ASKED
        return mention.enough() and behind.asks_back


def _asks_privately(following: tuple[Heard, Way] | None) -> bool:
    """Return whether the sentence behind asks for what was named, by a private way."""
    return following is not None and following[1] is Way.PRIVATE and following[0].asks_back


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
