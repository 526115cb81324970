"""Which classes a message belongs to, which one leads, and whether it cannot wait.

1. What no person wrote is *noise*, whatever it says. Greetings alone are noise in public; in private they open a
   conversation, a question until more is known.
2. Otherwise the class leads to which the learned weights lean most, for a message is what most of it is about. The
   phrase lists are among their clues, so that a phrase added to a list is heard at once.
3. *Urgent* is told by weights of its own, to which the class of urgent messages adds: a complaint, a question and a
   purchase may all be unable to wait. Who names danger to life or a medical need without power is urgent whatever the
   weights say.
4. *Praise or thanks* and *noise* lead only when clearly meant: "thank you" in a question is courtesy, in a complaint
   sarcasm, and neither ever outranks what still wants an answer. They are never urgent.
5. A desk's own phrases count beside the learned weights: each of their points adds one to the logarithm of the odds.
6. Where neither lists nor weights know the words, what asks is a question, what sounds wrong a complaint.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop.model import ClassEvidence, MessageClass, Visibility
from desktop.triage.clues import Clues, clues_of
from desktop.triage.facts import MessageFacts
from desktop.triage.leanings import UNIT, Leaning, Leanings
from desktop.triage.lexicon import Cue
from desktop.triage.signs import Signs
from desktop.triage.words import Words

_APPLIES = 2  # points: one clear phrase or two faint ones
_PROVEN = 3  # points of phrases with which a class applies beside the leading one
_SHARE_BESIDE = 0.2  # of the leaning, with which a class applies beside the leading one
_SHARE_TO_IDLE = 0.35  # less is not enough to call a message thanks or noise
_SHARE_OF_GRIEVANCE = 0.1  # with a phrase that says so, which thanks and noise can't outweigh
_SHARE_OF_DOUBT = 0.1  # of thanks, with which haste is not believed
_SURE_URGENCY = 400  # hundredths, from which haste is beyond doubt
_OVERHEARD = 3.0  # how much likelier noise is where nobody wrote to us
_CHATTER = 6  # words; a shorter public remark without any sign asks nothing of us
_SCRAP = 3  # words; a shorter question is too little to lean on
_FEWEST_KNOWN = 2  # words; with fewer, and no sign or theme, the weights know nothing of a message
_EXCERPTS = 4
_TELLING = re.compile(r"[^\W\d_]{4}")  # so many letters; a number alone says nothing to its reader

_IDLE = frozenset({MessageClass.PRAISE_THANKS, MessageClass.NOISE})
_MATTERS = (
    MessageClass.COMPLAINT,
    MessageClass.ABUSE,
    MessageClass.PURCHASE_INTENT,
    MessageClass.TECHNICAL_QUESTION,
    MessageClass.BRAND_PREFERENCE,
    MessageClass.SUGGESTION,
    MessageClass.FAQ_QUESTION,
)
_CRIES = frozenset({MessageClass.COMPLAINT, MessageClass.URGENT})
_GRAVE = ("medical", "danger")
_SPEAKS_OF_COMPLAINT = {"legal": 2, "leaving": 1}  # who names a court complains; who asks how to leave may only ask


@dataclass(frozen=True, slots=True)
class Classified:
    """The classes of a message, the leading one first; it is urgent if URGENT is among them.

    `haste` is how sure the urgency is, `doubt` how much of the message may be thanks or noise after all: 0 to 1.
    """

    classes: tuple[ClassEvidence, ...]
    haste: float = 0.0
    doubt: float = 0.0


def classify(words: Words, signs: Signs, facts: MessageFacts, leanings: Leanings) -> Classified:
    """Return all classes that apply, at least one. Completes `signs` on the way."""
    if facts.mechanical is not None:
        return Classified((ClassEvidence(MessageClass.NOISE, (facts.mechanical.value,)),))
    read_together(words, signs)
    clues = clues_of(words, signs)
    if _says_nothing_known(words, clues, signs, leanings):
        kind = _without_evidence(words, signs, facts)
        return Classified((ClassEvidence(kind, tuple(signs.of(kind).words)),))
    leaning = _with_own_words(leanings.of(clues), signs)
    ordered = list(dict.fromkeys(_ordered(signs, facts, leaning)))
    found = tuple([ClassEvidence(kind, _evidence(kind, words, signs, clues, leanings)) for kind in ordered])
    return Classified(found, _haste(ordered, signs, leaning), sum(leaning.shares[kind] for kind in _IDLE))


def _with_own_words(leaning: Leaning, signs: Signs) -> Leaning:
    """Return a leaning with what the desk's own phrases add to the learned weights: each point as much to its class."""
    own = {kind: found.own for kind, found in signs.classes.items() if found.own}
    if not own:
        return leaning
    odds = {kind: share * math.exp(own.get(kind, 0)) for kind, share in leaning.shares.items()}
    whole = sum(odds.values())
    urgency = leaning.urgency + UNIT * own.get(MessageClass.URGENT, 0)
    return Leaning({kind: one / whole for kind, one in odds.items()}, urgency)


def _haste(ordered: list[MessageClass], signs: Signs, leaning: Leaning) -> float:
    if MessageClass.URGENT not in ordered:
        return 0.0
    if _is_grave(signs):
        return 1.0
    return max(leaning.shares[MessageClass.URGENT], min(1.0, max(0, leaning.urgency) / _SURE_URGENCY))


def read_together(words: Words, signs: Signs) -> None:
    """Let signs that only mean something together speak: dangers to life, and troubles that are over."""
    found = signs.classes
    for group, points in _SPEAKS_OF_COMPLAINT.items():
        if group in signs.gravity:
            signs.of(MessageClass.COMPLAINT).add(points, signs.gravity[group])
    if _is_grave(signs):
        signs.of(MessageClass.URGENT).add(_APPLIES, [word for group in _GRAVE for word in signs.gravity.get(group, ())])
    elif Cue.RESOLVED in signs.cues and not words.asks:
        for kind in (MessageClass.URGENT, MessageClass.COMPLAINT, MessageClass.TECHNICAL_QUESTION):
            if kind in found and found[kind].points <= 2 * _APPLIES:
                del found[kind]
        signs.of(MessageClass.PRAISE_THANKS).add(_APPLIES, signs.cues[Cue.RESOLVED])


def _is_grave(signs: Signs) -> bool:
    """Return True if a medical need or a danger meets a lack of power, a grievance or a cry for haste."""
    if not any(group in signs.gravity for group in _GRAVE):
        return False
    return "power" in signs.gravity or not signs.classes.keys().isdisjoint(
        {MessageClass.COMPLAINT, MessageClass.URGENT}
    )


def _says_nothing_known(words: Words, clues: Clues, signs: Signs, leanings: Leanings) -> bool:
    """Return True for a message of greetings alone, and for one of whose words neither lists nor weights know any."""
    if Cue.THANKS not in signs.cues and _is_courtesy(words, signs):
        return True
    if words.asks and not signs.classes and sum(map(str.isalnum, words.folded)) < _SCRAP:
        return True
    return not signs.classes and not signs.themes and leanings.known(clues) < _FEWEST_KNOWN


def _is_courtesy(words: Words, signs: Signs) -> bool:
    return all(signs.courtesy >> at & 1 for at, token in enumerate(words.folded) if token.isalnum())


def _ordered(signs: Signs, facts: MessageFacts, leaning: Leaning) -> Iterator[MessageClass]:
    """Yield the classes that apply, the leading one first; some may come twice."""
    shares = dict(leaning.shares)
    if facts.visibility is Visibility.PUBLIC and not facts.mentions_us:
        shares[MessageClass.NOISE] *= _OVERHEARD
    leading = _leading(shares, signs)
    yield leading
    if leading not in _IDLE and (_presses(leaning) or _is_grave(signs)):
        yield MessageClass.URGENT
    for kind in sorted(_MATTERS, key=shares.__getitem__, reverse=True):
        evidence = signs.classes.get(kind)
        is_proven = evidence is not None and evidence.is_clear and evidence.points >= _PROVEN
        if shares[kind] >= _SHARE_BESIDE or (is_proven and leading not in _IDLE):
            yield kind


def _presses(leaning: Leaning) -> bool:
    """Return True if a message cannot wait."""
    return leaning.urgency > 0 and leaning.shares[MessageClass.PRAISE_THANKS] < _SHARE_OF_DOUBT


def _leading(shares: Mapping[MessageClass, float], signs: Signs) -> MessageClass:
    """Return what a message leans to most; thanks and noise only if they are clearly meant.

    Thanks beside a clear grievance are sarcasm: no thanks, and the grievance stands.
    """
    best = max(shares, key=shares.__getitem__)
    if best not in _IDLE:
        return best
    grievance = signs.classes.get(MessageClass.COMPLAINT)
    if grievance is not None and grievance.is_clear and shares[MessageClass.COMPLAINT] >= _SHARE_OF_GRIEVANCE:
        return MessageClass.COMPLAINT
    if shares[best] >= _SHARE_TO_IDLE:
        return best
    return max((kind for kind in shares if kind not in _IDLE), key=shares.__getitem__)


def _evidence(kind: MessageClass, words: Words, signs: Signs, clues: Clues, leanings: Leanings) -> tuple[str, ...]:
    """Return the words that speak for a class: those of the phrase lists, then the weightiest others."""
    found = signs.classes.get(kind)
    excerpts = list(found.words[:_EXCERPTS]) if found else []
    taken = found.taken if found else 0
    if len(excerpts) == _EXCERPTS:
        return tuple(excerpts)
    for _, start, end in leanings.spans(kind, clues, signs.themes):
        if len(excerpts) >= _EXCERPTS:
            break
        bits = (1 << end) - (1 << start)
        excerpt = words.excerpt(start, end)
        if not taken & bits and excerpt not in excerpts and _tells(excerpt):
            taken |= bits
            excerpts.append(excerpt)
    return tuple(excerpts)


def _tells(excerpt: str) -> bool:
    """Return True if an excerpt says something to who reads it: articles and prepositions weigh, but tell nothing."""
    return _TELLING.search(excerpt) is not None


def _without_evidence(words: Words, signs: Signs, facts: MessageFacts) -> MessageClass:
    """Return the class of a message that no word list knows: a faint complaint, else perhaps a question."""
    said = [at for at, token in enumerate(words.folded) if token.isalnum()]
    if said and (signs.asked or words.asks):
        return MessageClass.FAQ_QUESTION
    overheard = facts.visibility is Visibility.PUBLIC and not facts.mentions_us
    if not overheard and _sounds_wrong(words, signs, len(said)):
        return MessageClass.COMPLAINT
    if facts.visibility is not Visibility.PUBLIC:
        return MessageClass.FAQ_QUESTION if said else MessageClass.NOISE
    chatter = overheard or _is_courtesy(words, signs) or len(said) < _CHATTER
    return MessageClass.NOISE if chatter else MessageClass.FAQ_QUESTION


def _sounds_wrong(words: Words, signs: Signs, said: int) -> bool:
    """Return True for faint signs of a complaint: who tells a company that something is not so, is seldom content."""
    excerpts = list(signs.cues.get(Cue.NEGATIVE, ()))
    if not excerpts and signs.denied_at is not None and said >= _CHATTER:
        excerpts = [words.excerpt(signs.denied_at - 1, signs.denied_at)]
    if excerpts:
        signs.of(MessageClass.COMPLAINT).words += excerpts
    return bool(excerpts)
