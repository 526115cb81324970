"""Clues: what the words around personal data do ("send us", "we received", "on the site"), read from a language's file."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from desktop.guardrails.privacy.phrases import Phrasebook


class Clue(StrEnum):
    """What a word or phrase does in a sentence. The value is its key in a language's file."""

    # acts of asking
    GIVE_US = "give_us"  # "send us", "ci mandi", also after "if"
    GIVE_IT = "give_it"  # "send it to us": the data is named elsewhere
    URGE = "urge"  # "could you indicate", "please remember to give": nobody is named who gets it
    GIVE = "give"  # "indicate", where a clause begins
    GIVE_INF = "give_inf"  # an infinitive alone, as on a form: "indicare il numero"
    PUT = "put"  # "enter", "add": asks only for what is put here
    NEED_US = "need_us"  # "we need", "we're missing"
    NEED = "need"  # "is needed", by whomever
    WISH = "wish"  # "we'd like to know", "may I have", "we ask you for"
    # acts that tell or advise
    GAVE = "gave"  # "you gave us"
    WE_GIVE = "we_give"
    THEY_ASK = "they_ask"  # somebody else asks, or may ask
    DID = "did"  # "did you receive", "have you tried": asks for a yes or no
    IS = "is"  # says something of its subject
    SELF = "self"  # what customers do themselves: "change", "bring", "check", "log in"
    SELF_FIRST = "self_first"  # the same where a clause begins: words that are nouns elsewhere ("call", "order")
    RECEIVED = "received"  # "we received", "I updated", "thank you for"
    WE_ACT = "we_act"  # "we'll check", "we call you back": what the answer is for
    # acts that leave it open
    HAVE = "have"  # "do you have", "do you know"
    USE = "use"  # "signed up with", "paid with", which says which data is meant
    # what stands around acts
    WHICH = "which"
    WITH = "with"  # "with your number we can"
    WITHOUT = "without"
    UNTIL = "until"  # "as soon as we have"
    STUCK = "stuck"  # "we can't", "we don't find"
    IF = "if"
    WHETHER = "whether"  # "when", "how": what follows is not what is asked for
    NUDGE = "nudge"  # a negation that denies nothing: "don't hesitate to"
    NOT = "not"
    BUT = "but"
    HERE = "here"
    ELSEWHERE = "elsewhere"
    FOUND = "found"  # where the data can be found
    OTHERS = "others"  # somebody else than the two who talk, or nobody in particular
    FROM_OTHERS = "from_others"  # "from the hospital": not asked of the customer
    SCAM = "scam"
    PLEASE = "please"
    THING = "thing"  # what is no personal data: an order, a screenshot
    SO = "so"  # "in order to verify", "for the refund"


ASKING = frozenset(
    {Clue.GIVE_US, Clue.GIVE_IT, Clue.URGE, Clue.GIVE, Clue.GIVE_INF, Clue.PUT, Clue.NEED_US, Clue.NEED, Clue.WISH}
)
TELLING = frozenset(
    {
        Clue.GAVE,
        Clue.WE_GIVE,
        Clue.THEY_ASK,
        Clue.DID,
        Clue.IS,
        Clue.SELF,
        Clue.SELF_FIRST,
        Clue.RECEIVED,
        Clue.WE_ACT,
        Clue.STUCK,
    }
)
OPEN = frozenset({Clue.HAVE, Clue.USE})
ACTS = ASKING | TELLING | OPEN  # what stands for a verb

_NEGATION_REACHES = 6  # words from a negation to what it denies


@dataclass(frozen=True, slots=True)
class Sign:
    """Words of a sentence, from `first` up to before `past`, and all that they may do."""

    clues: frozenset[Clue]
    first: int
    past: int
    denied: bool = False

    @property
    def acts(self) -> bool:
        """Whether the words stand for a verb."""
        return not ACTS.isdisjoint(self.clues)

    @property
    def is_aside(self) -> bool:
        """Whether what follows is not what is asked for: "if", "when"."""
        return not self.clues.isdisjoint({Clue.IF, Clue.WHETHER})


def signs_among(book: Phrasebook[Clue], words: Sequence[str], pauses: Set[int]) -> list[Sign]:
    """Return the clues among a sentence's words from left to right, acts behind a negation marked as denied."""
    signs: list[Sign] = []
    negation: int | None = None
    for match in book.find(words):
        clues = frozenset(match.labels)
        if Clue.THING in clues:
            clues -= ACTS
        if negation is not None and any(place in pauses for place in range(negation, match.first)):
            negation = None
        denied = negation is not None and match.first - negation < _NEGATION_REACHES and not ACTS.isdisjoint(clues)
        signs.append(Sign(clues, match.first, match.past, denied))
        if Clue.NOT in clues:
            negation = match.past
        elif Clue.BUT in clues:
            negation = None
    return signs
