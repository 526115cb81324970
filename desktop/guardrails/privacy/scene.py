"""Scene: one sentence with its clues and its mentions of personal data, and where they stand to each other."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from desktop.guardrails.privacy.clues import Clue, Sign
from desktop.guardrails.privacy.kinds import DataKind
from desktop.guardrails.privacy.lexicon import DataNoun, Need, Query
from desktop.guardrails.privacy.surroundings import Before, Surroundings
from desktop.guardrails.privacy.words import Sentence

_NEAR = 2  # words between a preposition and the data
_POLITELY = 4  # words and marks between the data and "please"
_SHOWN = frozenset({DataKind.IDENTITY_DOCUMENT, DataKind.HEALTH, DataKind.ADDRESS, DataKind.EMAIL})  # needed anywhere


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a sentence that name personal data, with all that they may mean."""

    labels: tuple[DataNoun | Query, ...]
    first: int
    past: int
    around: Before
    owner: bool  # a possessive before it, in its list or behind it

    @property
    def kind(self) -> DataKind:
        """The kind of data; of several meanings the first in the language's file."""
        return self.labels[0].kind

    @property
    def secret(self) -> bool:
        """Whether nobody may ask for it."""
        return any(label.secret for label in self.labels)

    @property
    def is_query(self) -> bool:
        """Whether the words ask for data without its name."""
        return any(isinstance(label, Query) for label in self.labels)

    @property
    def plain(self) -> bool:
        """Whether the words mean personal data whatever stands beside them."""
        return any(
            isinstance(label, Query) or label.need is Need.NOTHING or (self.owner and label.need is not Need.LOOSE)
            for label in self.labels
        )

    @property
    def is_yours_to_tell(self) -> bool:
        """Whether what is needed, by whomever, is the customer's to tell: a document is needed at any desk."""
        return self.owner or (self.plain and self.kind not in _SHOWN)

    def enough(self) -> bool:
        """Return whether what the words need beside a verb that asks stands beside them."""
        return self.plain or any(self._satisfied(label.need) for label in self.labels if isinstance(label, DataNoun))

    def _satisfied(self, need: Need) -> bool:
        if need is Need.BESIDE:
            return self.around.beside
        if need is Need.OWNER:
            return self.owner
        if need is Need.ARTICLE:
            return self.owner or self.around.article
        return not self.around.genitive


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence in one language."""

    sentence: Sentence
    signs: Sequence[Sign]
    pauses: Set[int]
    surroundings: Surroundings

    @property
    def asks(self) -> bool:
        """Whether the sentence ends in a question mark."""
        return self.sentence.asks

    @property
    def ends_asking(self) -> bool:
        """Whether the sentence ends in "can you tell us?", without saying what."""
        last = self.signs[-1] if self.signs else None
        if last is None or not self.asks or last.denied or Clue.GIVE_US not in last.clues:
            return False
        return last.past >= len(self.sentence.words)

    def any(self, *clues: Clue) -> bool:
        """Return whether one of some clues stands anywhere, not denied."""
        return any(not sign.denied and not sign.clues.isdisjoint(clues) for sign in self.signs)

    def before(self, mention: Mention) -> list[Sign]:
        """Return the clues that begin before a mention."""
        return [sign for sign in self.signs if sign.first < mention.first]

    def behind(self, mention: Mention) -> list[Sign]:
        """Return the clues behind a mention."""
        return [sign for sign in self.signs if sign.first >= mention.past]

    def between(self, past: int, first: int) -> list[Sign]:
        """Return the clues between two places."""
        return [sign for sign in self.signs if sign.first >= past and sign.past <= first]

    def parted(self, past: int, first: int) -> bool:
        """Return whether a comma or the like lies between two places."""
        return any(place in self.pauses for place in range(past, first))

    def led_away(self, sign: Sign) -> bool:
        """Return whether "to the school", "in the app" stand right behind a verb."""
        return any(
            not one.clues.isdisjoint({Clue.ELSEWHERE, Clue.OTHERS}) and 0 <= one.first - sign.past <= _NEAR + 1
            for one in self.signs
        )

    def politely(self, mention: Mention) -> bool:
        """Return whether "please" stands right by the mention, a comma aside."""
        return self.sentence.polite or any(
            Clue.PLEASE in sign.clues
            and (0 <= sign.first - mention.past <= _POLITELY or 0 <= mention.first - sign.past <= _NEAR)
            for sign in self.signs
        )

    def from_others(self, mention: Mention) -> bool:
        """Return whether the data comes from somebody else: "the report from the hospital"."""
        return any(Clue.FROM_OTHERS in sign.clues and sign.first - mention.past <= 1 for sign in self.behind(mention))

    def right_before(self, clue: Clue, mention: Mention) -> bool:
        """Return whether a clue stands before the mention with nothing but small words between."""
        return any(clue in sign.clues and mention.first - sign.past <= _NEAR for sign in self.before(mention))

    def lacks(self, mention: Mention) -> bool:
        """Return whether "without" or "not" stands right before the mention."""
        return any(
            Clue.NOT in sign.clues and mention.first - sign.past <= 1 and not self.parted(sign.past, mention.first)
            for sign in self.before(mention)
        )

    def purpose_before(self, mention: Mention) -> bool:
        """Return whether it is said before the mention what it is for: "for the refund: IBAN"."""
        return any(Clue.SO in sign.clues for sign in self.before(mention))
