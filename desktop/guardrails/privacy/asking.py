"""Asking: whether a data word is asked for, by the verb that it hangs on and by what stands around.

What asks ("send us", "we need", "what is") asks for the data unless it is denied or an aside ("whether") lies between;
what tells ("we received", "change it on the site") does not. What stays open is asked for by a later "send it to us".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from desktop.guardrails.privacy.clues import ACTS, ASKING, Clue, Sign
from desktop.guardrails.privacy.fragments import ADJECTIVES, is_means, is_missing, is_without_verb
from desktop.guardrails.privacy.governing import governing, is_conditional
from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.questions import is_question, which_at
from desktop.guardrails.privacy.scene import Mention, Scene

_NAMES_US = frozenset({Clue.GIVE_US, Clue.NEED_US, Clue.WISH})
_NEEDS = frozenset({Clue.NEED, Clue.NEED_US})


class Answer(Enum):
    """What a sentence says of a data word."""

    ASKED = auto()
    OPEN = auto()  # named; a later sentence may ask for it
    DENIED = auto()  # not to be given, or given already


@dataclass(frozen=True, slots=True)
class Asking:
    """One sentence in one language."""

    scene: Scene

    def answer(self, mention: Mention) -> Answer:
        """Return whether a mention is asked for."""
        scene = self.scene
        act = governing(scene, mention)
        if mention.around.ours:
            return Answer.OPEN
        if self._asked_later(mention):
            return Answer.ASKED
        if self._denies(act, mention):
            return Answer.DENIED
        if is_question(scene, mention, act) or self._asks_for(act, mention):
            return Answer.ASKED
        if is_without_verb(scene, mention) or is_means(scene, mention) or is_missing(scene, mention):
            return Answer.ASKED
        return Answer.DENIED if act is not None and Clue.RECEIVED in act.clues else Answer.OPEN

    def asks_plainly(self, mention: Mention) -> bool:
        """Return whether a verb asks: "your number? It's on the bill" asks for nothing, "send us your number" does."""
        act = governing(self.scene, mention)
        return act is not None and not ASKING.isdisjoint(act.clues)

    def _denies(self, act: Sign | None, mention: Mention) -> bool:
        """Return whether the governing verb is denied, or a "without" or "not" stands right at the mention."""
        if self.scene.lacks(mention):
            return not self.scene.any(Clue.STUCK, Clue.NEED_US, Clue.WITHOUT)
        return act is not None and act.denied and Clue.STUCK not in act.clues

    def _asked_later(self, mention: Mention) -> bool:
        """Return whether the rest of the sentence asks for what was named: "..., can you send it"."""
        scene = self.scene
        for sign in scene.behind(mention):
            if Clue.GIVE_IT in sign.clues and not sign.denied:
                return scene.any(Clue.HERE) or not scene.led_away(sign)
        return scene.ends_asking and mention.enough()

    def _asks_for(self, act: Sign | None, mention: Mention) -> bool:
        """Return whether the governing verb asks for the mention."""
        if act is None or ASKING.isdisjoint(act.clues) or not mention.enough():
            return False
        if mention.around.away and mention.kind is not DataKind.HEALTH and not which_at(self.scene, mention):
            return False
        if Clue.NEED_US in act.clues and self.scene.from_others(mention):
            return False
        if self._of_a_thing(act, mention) or self._is_aside(act, mention) or self._told_by_others(act):
            return False
        names_us = not _NAMES_US.isdisjoint(act.clues)
        return names_us or self._gives_it_to_us(act) or self._is_for_us(act, mention)

    def _gives_it_to_us(self, act: Sign) -> bool:
        return Clue.GIVE_IT in act.clues and not self.scene.led_away(act)

    def _is_for_us(self, act: Sign, mention: Mention) -> bool:
        """Return whether a verb that does not name us asks for us: not on a site, at a desk, by somebody else."""
        scene, clues = self.scene, act.clues
        shown = Clue.NUDGE in clues and mention.kind is DataKind.IDENTITY_DOCUMENT  # "don't forget your passport"
        if shown or (Clue.NEED in clues and not mention.is_yours_to_tell):
            return False
        if scene.any(Clue.HERE):
            return True
        if scene.any(Clue.SCAM) or self._led_elsewhere(mention):
            return False
        if Clue.NEED in clues:
            return not any(Clue.SELF in sign.clues and not sign.denied for sign in scene.signs if sign is not act)
        return scene.any(Clue.PLEASE, Clue.WE_ACT) if clues <= {Clue.PUT, Clue.SELF} else Clue.SELF not in clues

    def _led_elsewhere(self, mention: Mention) -> bool:
        """Return whether a site, a desk, somebody else is named before the next verb: "at the desk", not "and the desk"."""
        scene = self.scene
        away = {Clue.ELSEWHERE, Clue.OTHERS, Clue.FOUND}
        onward = [one for one in scene.behind(mention) if one.acts]
        used = (one.first for one in onward if one.clues & ACTS <= ADJECTIVES and one.past - one.first > 1)
        others = (one.first for one in onward if not one.clues & ACTS <= ADJECTIVES)
        joined = (first for first in others if scene.surroundings.joins_between(mention.past, first))
        end = min(scene.surroundings.last_join(mention.past, min(joined, default=0)), *used, len(scene.sentence.words))
        return any(not sign.clues.isdisjoint(away) and sign.first < end for sign in scene.signs)

    def _is_aside(self, act: Sign, mention: Mention) -> bool:
        """Return whether "whether" parts the verb from the mention, or makes the need itself uncertain."""
        if not _NEEDS.isdisjoint(act.clues) and is_conditional(self.scene, act):
            return True
        if which_at(self.scene, mention):
            return False
        between = self.scene.between(act.past, mention.first)
        if mention.kind is DataKind.HEALTH and any(sign.acts for sign in between):
            return False  # "tell us if you have any allergies"
        return any(sign.is_aside for sign in between)

    def _told_by_others(self, act: Sign) -> bool:
        """Return whether somebody else is the subject: "your employer tells us"."""
        scene = self.scene
        if scene.asks or Clue.GIVE_US not in act.clues:
            return False
        return any(
            Clue.OTHERS in sign.clues and sign.past <= act.first + 1 and not scene.parted(sign.past, act.first)
            for sign in scene.signs
        )

    def _of_a_thing(self, act: Sign, mention: Mention) -> bool:
        """Return whether the mention only says of what something is: "a screenshot of the e-mail"."""
        scene = self.scene
        for sign in scene.between(act.past, mention.first):
            if Clue.THING in sign.clues and not scene.parted(sign.past, mention.first):
                return not scene.surroundings.joins_between(sign.past, mention.first)
        return mention.around.genitive and not mention.plain and mention.first - act.past > 1
