"""Fragments: data asked for without a verb that asks: "IBAN?", "name and IBAN, please", "with your number we can"."""

from __future__ import annotations

from desktop.guardrails.privacy.clues import ACTS, TELLING, Clue, Sign
from desktop.guardrails.privacy.governing import is_idle
from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.questions import which_thing
from desktop.guardrails.privacy.scene import Mention, Scene

_NOTE = 14  # words and marks
_TELLS = ACTS | {Clue.FOUND, Clue.ELSEWHERE, Clue.OTHERS, Clue.NOT, Clue.SCAM, Clue.IF, Clue.WHETHER, Clue.THING}
_FIRST = 3  # words before an everyday word in a question without a verb
ADJECTIVES = frozenset({Clue.USE, Clue.GAVE, Clue.RECEIVED, Clue.SELF})  # "the number received with the letter"


def is_without_verb(scene: Scene, mention: Mention) -> bool:
    """Return whether the mention's clause is nothing but data, as a question, politely or for a purpose."""
    acts = [sign for sign in scene.signs if sign.acts and not _beside_the_point(scene, sign, mention)]
    if scene.sentence.polite and not mention.around.away and all(sign.first >= mention.past for sign in acts):
        return True
    governed = any(_in_clause(scene, sign, mention) for sign in acts) or _hangs_on_something(scene, mention)
    if governed or _is_here(scene, mention):
        return False
    if scene.asks:
        return mention.plain or mention.first <= _FIRST
    if scene.politely(mention) or _is_bargain(scene, mention):
        return True
    if any(sign.clues & ACTS <= TELLING - {Clue.WE_ACT} for sign in acts):
        return False
    for_something = scene.any(Clue.PLEASE) or (mention.plain and scene.purpose_before(mention))
    return for_something or (not acts and _is_note(scene, mention))


def _is_here(scene: Scene, mention: Mention) -> bool:
    """Return whether it is said that the data arrived, and nothing more: "document received, thanks"."""
    words = len(scene.sentence.words)
    return not scene.asks and any(
        Clue.RECEIVED in sign.clues
        and sign.first == mention.past
        and (sign.past == words or scene.parted(sign.past, sign.past + 1))
        for sign in scene.behind(mention)
    )


def _is_note(scene: Scene, mention: Mention) -> bool:
    """Return whether the sentence is a jotted note that begins with the data: "card no and expiry".

    An article or a possessive begins a statement, whose verb may be one that we don't know.
    """
    if len(scene.sentence.words) > _NOTE or not mention.plain or mention.kind is DataKind.HEALTH:
        return False
    around = mention.around
    stated = around.article or around.owner or around.ours
    begins = scene.surroundings.opens_clause(mention.first) and not scene.parted(0, mention.first)
    return begins and not stated and not any(_TELLS & sign.clues for sign in scene.signs)


def _hangs_on_something(scene: Scene, mention: Mention) -> bool:
    """Return whether a preposition, a purpose, an aside or a question for something else governs the mention."""
    if mention.around.away or scene.right_before(Clue.SO, mention) or which_thing(scene, mention):
        return True
    return any(sign.is_aside and not scene.parted(sign.past, mention.first) for sign in scene.before(mention))


def _is_bargain(scene: Scene, mention: Mention) -> bool:
    """Return whether the data comes first and what we do for it follows: "user name and PIN, and I'll look"."""
    if not mention.plain or any(sign.acts and not is_idle(scene, sign) for sign in scene.before(mention)):
        return False
    following = [sign for sign in scene.behind(mention) if sign.acts and not is_idle(scene, sign)]
    if not following or following[0].clues.isdisjoint({Clue.WE_ACT, Clue.WE_GIVE}) or following[0].denied:
        return False
    return scene.surroundings.joins_between(mention.past, following[0].first)


def _in_clause(scene: Scene, sign: Sign, mention: Mention) -> bool:
    """Return whether a verb stands in the mention's own clause, and is no adjective behind it."""
    if scene.parted(sign.past, mention.first) or scene.parted(mention.past, sign.first):
        return False
    adjective = sign.clues & ACTS <= ADJECTIVES
    return not (scene.asks and mention.plain and sign.first >= mention.past and adjective)


def _beside_the_point(scene: Scene, sign: Sign, mention: Mention) -> bool:
    """Return whether a verb says only what the data is for, or is none where it stands."""
    if Clue.SO in sign.clues or (is_idle(scene, sign) and Clue.PUT not in sign.clues):
        return True
    return sign.first >= mention.past and Clue.WE_ACT in sign.clues


def is_means(scene: Scene, mention: Mention) -> bool:
    """Return whether it is said what we can do with the data, or can't do without it."""
    told = {Clue.GAVE, Clue.RECEIVED}
    if any(not sign.clues.isdisjoint(told) and Clue.WE_ACT not in sign.clues for sign in scene.signs):
        return False
    if scene.right_before(Clue.WITH, mention) and mention.enough() and scene.any(Clue.WE_ACT):
        return not scene.asks
    if scene.right_before(Clue.WITHOUT, mention):
        stops = mention.is_yours_to_tell and any(Clue.NOT in sign.clues for sign in scene.behind(mention))
        return stops or scene.any(Clue.STUCK)
    if scene.from_others(mention):
        return False
    return mention.plain and any(Clue.UNTIL in sign.clues for sign in scene.before(mention))


def is_missing(scene: Scene, mention: Mention) -> bool:
    """Return whether the verb behind says that the data is needed: "your number is missing", "would help"."""
    if scene.right_before(Clue.SO, mention):
        return False
    for sign in scene.behind(mention):
        if scene.parted(mention.past, sign.first):
            return False
        if not sign.clues.isdisjoint({Clue.NEED_US, Clue.NEED}):
            told = mention.is_yours_to_tell or Clue.NEED_US in sign.clues
            return told and not sign.denied and mention.plain and not scene.any(Clue.ELSEWHERE, Clue.OTHERS)
        if sign.acts and not sign.clues & ACTS <= ADJECTIVES | {Clue.IS}:
            return False
    return False
