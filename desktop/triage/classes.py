"""Which classes a message belongs to and which one leads.

Order of precedence, and why:

1. *urgent* leads whenever it applies: somebody may come to harm while we read the rest.
2. The matters (complaint, abuse, purchase intent, technical question, brand preference, suggestion, question): the
   one with the most evidence leads, for a message is what most of it is about. A complaint has one point of advantage,
   because a complaint taken for a question costs a customer and the reverse costs a minute; a threat weighs so much
   that it leads even inside a complaint, for somebody must decide before anybody answers. On equal evidence the order
   just given decides: what is lost by waiting first, the vaguest, the plain question, last.
3. *noise* leads only with more evidence than any matter, *praise or thanks* only if nothing else applies: "thank you"
   in a question is courtesy, in a complaint sarcasm, and it never outranks what still wants an answer.
"""

from __future__ import annotations

from desktop.model import ClassEvidence, MessageClass, Visibility
from desktop.triage.facts import MessageFacts
from desktop.triage.lexicon import Cue
from desktop.triage.signs import Evidence, Signs
from desktop.triage.words import Words

_APPLIES = 2  # points: one clear phrase or two faint ones
_PROVEN = 3
_SPAM_THAT_ASKS = 5
_CHATTER = 6  # words; a shorter public remark without any sign asks nothing of us
_COMPLAINT_ADVANTAGE = 1

_MATTERS = {
    kind: rank
    for rank, kind in enumerate(
        (
            MessageClass.COMPLAINT,
            MessageClass.ABUSE,
            MessageClass.PURCHASE_INTENT,
            MessageClass.TECHNICAL_QUESTION,
            MessageClass.BRAND_PREFERENCE,
            MessageClass.SUGGESTION,
            MessageClass.FAQ_QUESTION,
        )
    )
}
_VAGUEST = MessageClass.FAQ_QUESTION  # the topics of questions are everybody's words: without a question no evidence
_SOURS_PRAISE = frozenset({MessageClass.URGENT, MessageClass.COMPLAINT, MessageClass.ABUSE, MessageClass.NOISE})
_GRAVE = ("medical", "danger")
_SPEAKS_OF_COMPLAINT = {"legal": 2, "leaving": 1}  # who names a court complains; who asks how to leave may only ask


def classify(words: Words, signs: Signs, facts: MessageFacts) -> tuple[ClassEvidence, ...]:
    """Return all classes that apply, the leading one first; at least one. Completes `signs` on the way."""
    if facts.mechanical is not None:
        return (ClassEvidence(MessageClass.NOISE, (facts.mechanical.value,)),)
    _read_together(words, signs)
    found = signs.classes
    ordered = [MessageClass.URGENT] if _applies(MessageClass.URGENT, signs.of(MessageClass.URGENT)) else []
    asks = signs.asked or words.asks
    matters = sorted(
        (-_weight(kind, evidence), _MATTERS[kind], kind)
        for kind, evidence in found.items()
        if kind in _MATTERS and _applies(kind, evidence) and (asks or evidence.is_clear or kind is not _VAGUEST)
    )
    most = -matters[0][0] if matters else 0
    if not ordered and _is_noise(words, signs.of(MessageClass.NOISE), most):
        ordered.append(MessageClass.NOISE)
    ordered += [kind for _, _, kind in matters]
    if MessageClass.PRAISE_THANKS in found and _is_praise(words, signs, ordered):
        ordered.append(MessageClass.PRAISE_THANKS)
    if not ordered:
        ordered.append(_without_evidence(words, signs, facts))
    return tuple([ClassEvidence(kind, tuple(signs.of(kind).words)) for kind in ordered])


def _weight(kind: MessageClass, evidence: Evidence) -> int:
    return evidence.points + (_COMPLAINT_ADVANTAGE if kind is MessageClass.COMPLAINT and evidence.is_clear else 0)


def _applies(kind: MessageClass, evidence: Evidence) -> bool:
    """Return True if there is enough: an oath alone is no insult, "now" alone no emergency."""
    faint = not evidence.is_clear and (kind is MessageClass.URGENT or kind is MessageClass.ABUSE)
    return evidence.points >= _APPLIES and not faint


def _read_together(words: Words, signs: Signs) -> None:
    """Let signs that only mean something together speak: questions, dangers to life, and troubles that are over."""
    found = signs.classes
    if words.asks:
        for kind in (MessageClass.TECHNICAL_QUESTION, MessageClass.FAQ_QUESTION):
            if kind in found:
                found[kind].points += 1
    for group, points in _SPEAKS_OF_COMPLAINT.items():
        if group in signs.gravity:
            signs.of(MessageClass.COMPLAINT).add(points, signs.gravity[group])
    grave = [word for group in _GRAVE for word in signs.gravity.get(group, ())] if signs.gravity else []
    if grave and ("power" in signs.gravity or MessageClass.COMPLAINT in found or MessageClass.URGENT in found):
        signs.of(MessageClass.URGENT).add(_APPLIES, grave)
    if Cue.RESOLVED in signs.cues and not words.asks and not grave:
        for kind in (MessageClass.URGENT, MessageClass.COMPLAINT, MessageClass.TECHNICAL_QUESTION):
            if kind in found and found[kind].points <= 2 * _APPLIES:
                del found[kind]
        signs.of(MessageClass.PRAISE_THANKS).add(_APPLIES, signs.cues[Cue.RESOLVED])


def _is_noise(words: Words, noise: Evidence, most: int) -> bool:
    """Return True if advertising or chatter is what most of it is; whoever asks something needs more proof of it."""
    return noise.points > most and noise.points >= (_SPAM_THAT_ASKS if words.asks else _APPLIES)


def _is_praise(words: Words, signs: Signs, ordered: list[MessageClass]) -> bool:
    """Return True if praise is meant: sincerely, and more than courtesy where something else is said."""
    evidence = signs.classes[MessageClass.PRAISE_THANKS]
    if Cue.THANKS not in signs.cues and Cue.RESOLVED not in signs.cues and not evidence.taken & ~signs.courtesy:
        return False  # "good evening" praises nobody
    is_courtesy = set(evidence.words).issubset(signs.cues.get(Cue.THANKS, ()))
    if ordered:
        return not is_courtesy and evidence.points >= _PROVEN and _SOURS_PRAISE.isdisjoint(ordered)
    said = sum(map(str.isalnum, words.folded))
    closes_a_request = is_courtesy and signs.thanked_at >= _CHATTER
    return not words.asks and not closes_a_request and evidence.points >= (1 if said < _CHATTER else _APPLIES)


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
    only_courtesy = all(signs.courtesy >> at & 1 for at in said)
    chatter = overheard or only_courtesy or len(said) < _CHATTER
    return MessageClass.NOISE if chatter else MessageClass.FAQ_QUESTION


def _sounds_wrong(words: Words, signs: Signs, said: int) -> bool:
    """Return True for faint signs of a complaint: who tells a company that something is not so, is seldom content."""
    if MessageClass.COMPLAINT in signs.classes:
        return True
    excerpts = list(signs.cues.get(Cue.NEGATIVE, ()))
    if not excerpts and signs.denied_at is not None and said >= _CHATTER:
        excerpts = [words.excerpt(signs.denied_at - 1, signs.denied_at)]
    if excerpts:
        signs.of(MessageClass.COMPLAINT).words += excerpts
    return bool(excerpts)
