"""What a message is and how soon it deserves an answer: the one way through language, class, priority and chips."""

from __future__ import annotations

from pathlib import Path

from desktop.model import Assessment, ClassEvidence, Direction, MessageClass
from desktop.triage.classes import classify
from desktop.triage.facts import MessageFacts
from desktop.triage.language import LanguageIdentifier
from desktop.triage.leanings import Leanings
from desktop.triage.lexicon import Lexicon
from desktop.triage.own_priority import NOTHING_OWN, OwnPriority
from desktop.triage.priority import is_urgent, priority_of
from desktop.triage.reasons import reasons_of
from desktop.triage.signs import read_signs
from desktop.triage.words import words_of


class Triage:
    """Assesses messages. Pure: what it needs to know is in the facts. For the engine and the command line."""

    def __init__(self, lexicon: Lexicon, leanings: Leanings, identify: LanguageIdentifier) -> None:
        """Take the word lists, the learned weights and the language identifier."""
        self._lexicon = lexicon
        self._leanings = leanings
        self._identify = identify

    @classmethod
    def load(cls, folder: Path, own: OwnPriority = NOTHING_OWN) -> Triage:
        """Read the word lists and weights of a folder, about half a second; the language model when first needed.

        `own` is what a desk changed of them. Raises LexiconUnreadable, LeaningsUnreadable, WeightsUnreadable, OSError.
        """
        return cls(Lexicon.load(folder, own), Leanings.load(folder), LanguageIdentifier.load(folder))

    def with_own(self, folder: Path, own: OwnPriority) -> Triage:
        """Return a triage by other weights and word lists of a desk; learned weights and language model are shared.

        Raises LexiconUnreadable, WeightsUnreadable, OSError.
        """
        return Triage(Lexicon.load(folder, own), self._leanings, self._identify)

    def warm_up(self) -> None:
        """Read the language model now, about half a second, rather than with the first doubtful message."""
        self._identify.warm_up()

    def rest(self) -> None:
        """Give back what a page of messages took: 20 MB of the language model, until the next doubtful one."""
        self._identify.rest()

    def assess(self, facts: MessageFacts) -> Assessment:
        """Return what triage says of a message. Never raises; reads the first 4,000 characters of a long one.

        An outgoing message or a note gets its language and nothing else: it is no work.
        """
        words = words_of(facts.text, facts.subject)
        language = facts.language or self._identify.of_words(
            words, hint=facts.language_hint, thread_language=facts.thread_language
        )
        if facts.direction is not Direction.INCOMING:
            return Assessment(language, MessageClass.NOISE, urgent=False, priority=0, classes=(_NO_WORK,))
        signs = read_signs(words, self._lexicon.hits(language, words.folded))
        classified = classify(words, signs, facts, self._leanings)
        classes = classified.classes
        weights = self._lexicon.weights
        priority, factors = priority_of(facts, signs, classified, weights)
        return Assessment(
            language=language,
            message_class=classes[0].message_class,
            urgent=is_urgent(classes),
            priority=priority,
            factors=factors,
            reasons=reasons_of(facts, signs, classes, weights),
            classes=classes,
        )


_NO_WORK = ClassEvidence(MessageClass.NOISE, ())
