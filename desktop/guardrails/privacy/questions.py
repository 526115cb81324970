"""Questions: whether a sentence with a question mark asks for the data that it names."""

from __future__ import annotations

from itertools import pairwise

from desktop.guardrails.privacy.clues import OPEN, Clue, Sign
from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.scene import Mention, Scene

_WHICH_REACHES = 4  # words from "what is" to the data
_BACK = 9  # words from the data to "what is it"


def is_question(scene: Scene, mention: Mention, act: Sign | None) -> bool:
    """Return whether the sentence is a question for the data; `act` governs the mention."""
    if not scene.asks:
        return False
    if mention.is_query:
        return act is None or not act.denied
    at, back = which_at(scene, mention), _which_behind(scene, mention)
    kept_away = mention.around.away and not at and mention.kind is not DataKind.HEALTH
    if kept_away or (scene.any(Clue.THEY_ASK) and not back):
        return False
    if at or back:
        return mention.plain or (mention.enough() and scene.any(Clue.USE))
    if act is None:
        return mention.plain and any(
            Clue.HAVE in one.clues and one.past - one.first > 1 for one in scene.behind(mention)
        )
    return _have_you(scene, mention, act)


def which_at(scene: Scene, mention: Mention) -> bool:
    """Return whether "which" or "what is" stands right before the mention or begins it."""
    return any(Clue.WHICH in sign.clues and _leads_to(scene, sign, mention) for sign in scene.signs)


def _leads_to(scene: Scene, sign: Sign, mention: Mention) -> bool:
    """Return whether nothing but "is", "do you have" lies between a "which" and the mention."""
    if sign.first > mention.first or mention.first - sign.past >= _WHICH_REACHES:
        return False
    between = scene.between(sign.past, mention.first)
    if scene.parted(sign.past, mention.first) or any(Clue.THING in one.clues for one in between):
        return False
    return all(one.clues <= OPEN | {Clue.IS, Clue.WHICH} for one in between if one.acts)


def _which_behind(scene: Scene, mention: Mention) -> bool:
    """Return whether "what is it" follows: "your PIN, what is it", "the card, which number has it"."""
    for sign in scene.behind(mention):
        if Clue.WHICH in sign.clues and sign.first - mention.past < _BACK:
            ends = sign.past >= len(scene.sentence.words)
            return ends or sign.past - sign.first > 1 or any(one.acts and one.first == sign.past for one in scene.signs)
    return False


def _have_you(scene: Scene, mention: Mention, act: Sign) -> bool:
    """Return whether the question is if somebody has the data, or about somebody's health."""
    if which_thing(scene, mention) or any(sign.is_aside for sign in scene.before(mention)):
        return False
    if Clue.HAVE in act.clues and Clue.DID not in act.clues:
        return mention.enough() and not scene.right_before(Clue.WITH, mention) and not scene.any(Clue.ELSEWHERE)
    if mention.kind is not DataKind.HEALTH:
        return False
    return Clue.IS in act.clues or (Clue.DID in act.clues and act.past == mention.first)


def which_thing(scene: Scene, mention: Mention) -> bool:
    """Return whether the question is for something else: "what problem do you have with the card"."""
    before = scene.before(mention)
    return any(Clue.WHICH in one.clues and Clue.THING in other.clues for one, other in pairwise(before))
