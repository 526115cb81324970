"""Which of the phrases found in a message count: the masked, the denied and the overlapping ones do not."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.model import MessageClass
from desktop.triage.lexicon import ClassSign, Cue, GravitySign, Sign, ThemeSign
from desktop.triage.phrases import Hit
from desktop.triage.words import Words, is_break

_NEUTRAL, _NEGATOR, _QUESTION = Cue.NEUTRAL, Cue.NEGATOR, Cue.QUESTION
_THANKS, _GREETING, _RESOLVED = Cue.THANKS, Cue.GREETING, Cue.RESOLVED
"""By names of this module: to ask an enumeration for a member takes ten times as long, once for every hit."""
_DENIAL_REACH = 2  # words between "not" and what it denies
_WEAK_COUNTED = 2  # per class; many faint words are no proof


@dataclass(slots=True)
class Evidence:
    """What speaks for one class: points, the customer's words, and whether more than faint words are among them."""

    points: int = 0
    words: list[str] = field(default_factory=list)
    is_clear: bool = False
    weak: int = 0
    own: int = 0  # points of the desk's own phrases
    taken: int = 0  # the tokens already counted, as bits

    def add(self, points: int, words: list[str]) -> None:
        """Add clear evidence that was found elsewhere."""
        self.points += points
        self.is_clear = True
        self.words += [excerpt for excerpt in words if excerpt not in self.words]


@dataclass(slots=True)
class Signs:
    """The signs of one message that count. Where a class, a group or a cue is absent, nothing speaks for it."""

    classes: dict[MessageClass, Evidence] = field(default_factory=dict)
    gravity: dict[str, list[str]] = field(default_factory=dict)
    cues: dict[Cue, list[str]] = field(default_factory=dict)
    themes: list[tuple[str, int, int]] = field(default_factory=list)  # what it is about, and the tokens that say so
    courtesy: int = 0  # the tokens that only greet or thank, as bits
    thanked_at: int = 0  # the token of the first thanks
    denied_at: int | None = None  # the token after the first "not"
    asked: bool = False  # a word that asks, with or without a question mark

    def of(self, kind: MessageClass) -> Evidence:
        """Return the evidence for a class, made empty if there is none yet."""
        evidence = self.classes.get(kind)
        if evidence is None:
            evidence = self.classes[kind] = Evidence()
        return evidence


def read_signs(words: Words, hits: list[Hit[Sign]]) -> Signs:
    """Return what the hits of a message amount to."""
    signs = Signs()
    masks = [(start, end) for label, start, end in hits if label is _NEUTRAL]
    deniers = [end for label, _, end in hits if label is _NEGATOR]
    signs.denied_at = deniers[0] if deniers else None
    classed: list[tuple[int, int, int, int, ClassSign]] = []
    themes = signs.themes
    for label, start, end in hits:
        if masks and any(first <= start and end <= last for first, last in masks):
            continue
        if isinstance(label, ClassSign):  # most of them are
            if not (label.deniable and deniers and _is_denied(words, start, deniers)):
                classed.append((-label.points, start - end, start, len(classed), label))
        elif isinstance(label, ThemeSign):
            themes.append((label.theme, start, end))
        elif isinstance(label, GravitySign):
            _keep(signs.gravity.setdefault(label.group, []), words.excerpt(start, end))
        elif label is _QUESTION:
            signs.asked = True
        elif label is not _NEGATOR and not (label is _RESOLVED and _is_denied(words, start, deniers)):
            _add_cue(signs, words, label, start, end)
    classed.sort()  # the strongest and longest phrase first; no two have one number, so signs are never compared
    for _, shortness, start, _, sign in classed:
        _add_class(signs.of(sign.message_class), sign, words, start, start - shortness)
    return signs


def _is_denied(words: Words, start: int, deniers: list[int]) -> bool:
    """Return True if a "not" ends shortly before `start` in the same clause."""
    for end in deniers:
        if end <= start <= end + _DENIAL_REACH and not any(map(is_break, words.folded[end:start])):
            return True
    return False


def _add_cue(signs: Signs, words: Words, cue: Cue, start: int, end: int) -> None:
    excerpts = signs.cues.setdefault(cue, [])
    if cue is _THANKS and not excerpts:
        signs.thanked_at = start
    if cue is _THANKS or cue is _GREETING:
        signs.courtesy |= (1 << end) - (1 << start)
    _keep(excerpts, words.excerpt(start, end))


def _add_class(evidence: Evidence, sign: ClassSign, words: Words, start: int, end: int) -> None:
    """Count a sign unless one of its tokens already counts for the same class."""
    bits = (1 << end) - (1 << start)
    if sign.own:
        evidence.own += sign.points
    if evidence.taken & bits:
        return
    evidence.taken |= bits
    if sign.points > 1:
        evidence.is_clear = True
    elif evidence.weak == _WEAK_COUNTED:
        return
    else:
        evidence.weak += 1
    evidence.points += sign.points
    excerpt = words.excerpt(start, end)
    if excerpt not in evidence.words:
        evidence.words.append(excerpt)


def _keep(found: list[str], excerpt: str) -> None:
    if excerpt not in found:
        found.append(excerpt)
