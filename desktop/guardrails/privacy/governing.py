"""Governing: which verb of a sentence a data word hangs on."""

from __future__ import annotations

from desktop.guardrails.privacy.clues import ACTS, ASKING, TELLING, Clue, Sign
from desktop.guardrails.privacy.scene import Mention, Scene

_OPENING_ONLY = frozenset(
    {Clue.GIVE, Clue.GIVE_INF, Clue.PUT, Clue.SELF_FIRST, Clue.USE, Clue.GAVE, Clue.RECEIVED, Clue.HAVE, Clue.WE_GIVE}
)  # single words that are often something else inside a clause ("order", "registered")


def governing(scene: Scene, mention: Mention) -> Sign | None:
    """Return the nearest verb before the mention which does more than say which data is meant, None without any."""
    nearest: Sign | None = None
    for sign in reversed(scene.before(mention)):
        if not sign.acts or is_idle(scene, sign):
            continue
        nearest = nearest or sign
        if not ASKING.isdisjoint(sign.clues):
            far = sign.denied and nearest is not sign and scene.parted(sign.past, nearest.first)
            return nearest if far else sign
        if not TELLING.isdisjoint(sign.clues - {Clue.IS}):
            return nearest
    return nearest


def is_idle(scene: Scene, sign: Sign) -> bool:
    """Return whether a word that is a verb only where a clause begins stands elsewhere: "the site states"."""
    acts = sign.clues & ACTS
    if sign.denied or not acts <= _OPENING_ONLY or sign.past - sign.first > 1 or acts == {Clue.HAVE}:
        return False
    return not (scene.surroundings.opens_clause(sign.first) or is_conditional(scene, sign))


def is_conditional(scene: Scene, sign: Sign) -> bool:
    """Return whether "if" stands right before a verb: "if you add your number"."""
    return any(Clue.IF in one.clues and one.past == sign.first for one in scene.signs)
