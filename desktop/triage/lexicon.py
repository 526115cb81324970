"""The word lists of triage: which phrases exist in which language, and what each of them is a sign of."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.model import MessageClass
from desktop.triage.language import DESK_LANGUAGES
from desktop.triage.own_priority import NOTHING_OWN, SHARED, OwnPhrase, OwnPriority, plain_phrase
from desktop.triage.phrases import Hit, Phrases
from desktop.triage.weights import Weights

_POINTS = {"grave": 5, "strong": 3, "clear": 2, "weak": 1}  # "grave": threats, which lead even inside a complaint
# A complaint is not among them: "why do you not refund me" stays one.
_DENIABLE = frozenset(
    {
        MessageClass.URGENT,
        MessageClass.PRAISE_THANKS,
        MessageClass.PURCHASE_INTENT,
        MessageClass.BRAND_PREFERENCE,
        MessageClass.SUGGESTION,
    }
)


class Cue(StrEnum):
    """Signs that belong to no class but say how to read the others."""

    GREETING = "greeting"
    THANKS = "thanks"  # courtesy: thanks only if nothing else is said
    RESOLVED = "resolved"
    QUESTION = "question"
    NEGATOR = "negator"
    NEUTRAL = "neutral"  # hides the phrases inside it: "no problem" is no problem
    POSITIVE = "positive"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class ClassSign:
    """The phrase speaks for a class with 1, 2, 3 or 5 points. `deniable`: a "not" before it makes it mean nothing."""

    message_class: MessageClass
    points: int
    deniable: bool = False
    own: bool = False  # of the desk's own list: it counts beside the learned weights


@dataclass(frozen=True, slots=True)
class GravitySign:
    """The phrase names something grave; `group` is a name in the weights, such as "medical"."""

    group: str


@dataclass(frozen=True, slots=True)
class ThemeSign:
    """The phrase is about something, whatever it says of it: danger, prices, other brands."""

    theme: str


Sign = ClassSign | GravitySign | ThemeSign | Cue
THEMES_FILE = "themes.toml"


class LexiconUnreadable(ValueError):
    """A word list is malformed; `str()` names the file and the place."""


class Lexicon:
    """The phrases of every language and the weights of the priority. Immutable; safe in any thread."""

    def __init__(self, lists: Mapping[str, Iterable[tuple[str, Sign]]], weights: Weights) -> None:
        """Take the signs of each language under its code; those under "shared" count in every language.

        Raises LexiconUnreadable for a phrase that nothing or anything could match.
        """
        self.weights = weights
        shared = list(lists.get("shared", ()))
        _index("shared", shared)
        self._by_language = {code: _index(code, [*shared, *signs]) for code, signs in lists.items() if code != "shared"}

    @classmethod
    def load(cls, folder: Path, own: OwnPriority = NOTHING_OWN) -> Lexicon:
        """Read `it.toml`, `ca.toml`, …, `themes.toml` and `weights.toml` of a folder, as a desk changed them.

        Raises LexiconUnreadable, WeightsUnreadable, OSError.
        """
        themes = _themes(folder / THEMES_FILE)
        lists = {
            code: [*_with_own(code, _signs(folder / f"{code}.toml"), own), *themes.get(code, ())]
            for code in (*DESK_LANGUAGES, SHARED)
        }
        return cls(lists, Weights.load(folder / "weights.toml", own))

    def hits(self, language: str, tokens: list[str]) -> list[Hit[Sign]]:
        """Return the phrases found in folded tokens: a language's own, or of all languages where it has none."""
        own = self._by_language.get(language)
        if own is not None:
            return own.hits(tokens)
        return [hit for phrases in self._by_language.values() for hit in phrases.hits(tokens)]


def _with_own(code: str, shipped: Iterable[tuple[str, Sign]], own: OwnPriority) -> Iterator[tuple[str, Sign]]:
    """Yield a language's phrases without those that the desk took out, then those that it added."""
    gone = {(one.target, plain_phrase(one.phrase)) for one in own.phrases if not one.counts and one.is_in(code)}
    for phrase, sign in shipped:
        if not gone or (target_of(sign), plain_phrase(phrase)) not in gone:
            yield phrase, sign
    for one in own.phrases:
        if one.counts and (one.language or SHARED) == code:
            yield one.phrase, _own_sign(one)


def target_of(sign: Sign) -> str:
    """Return which list a sign is of, "" for one that a desk can't change: "class.complaint", "gravity.money"."""
    if isinstance(sign, ClassSign):
        return f"class.{sign.message_class.value}"
    if isinstance(sign, GravitySign):
        return f"gravity.{sign.group}"
    return f"mood.{sign.value}" if sign in (Cue.NEGATIVE, Cue.POSITIVE) else ""


def _own_sign(one: OwnPhrase) -> Sign:
    family, _, name = one.target.partition(".")
    if family == "gravity":
        return GravitySign(name)
    if family == "mood":
        return Cue(name)
    kind = MessageClass(name)
    return ClassSign(kind, _POINTS[one.strength], kind in _DENIABLE, own=True)


def shipped_phrases(folder: Path, code: str) -> Iterator[tuple[str, str]]:
    """Yield the phrases of one word list of the program, each after the list that it is in.

    Raises LexiconUnreadable, OSError.
    """
    for phrase, sign in _signs(folder / f"{code}.toml"):
        if target := target_of(sign):
            yield target, phrase


def _index(code: str, signs: list[tuple[str, Sign]]) -> Phrases[Sign]:
    try:
        return Phrases(signs)
    except ValueError as error:
        raise LexiconUnreadable(f"{code}.toml: {error}") from error


def _signs(path: Path) -> Iterator[tuple[str, Sign]]:
    """Read one word list."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, strengths in data.get("classes", {}).items():
            for strength, phrases in strengths.items():
                kind = MessageClass(name)
                sign = ClassSign(kind, _POINTS[strength], kind in _DENIABLE)
                yield from ((phrase, sign) for phrase in _split(phrases))
        for group, phrases in data.get("gravity", {}).items():
            gravity = GravitySign(group)  # one for all its phrases: there are thousands
            yield from ((phrase, gravity) for phrase in _split(phrases))
        for section in ("mood", "cues"):
            for name, phrases in data.get(section, {}).items():
                yield from ((phrase, Cue(name)) for phrase in _split(phrases))
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, ValueError) as error:
        raise LexiconUnreadable(f"{path.name}: {error}") from error


def _themes(path: Path) -> dict[str, list[tuple[str, Sign]]]:
    """Read the themes of every language."""
    signs: dict[str, list[tuple[str, Sign]]] = {}
    try:
        for theme, languages in tomllib.loads(path.read_text(encoding="utf-8")).items():
            sign = ThemeSign(theme)
            for code, phrases in languages.items():
                signs.setdefault(code, []).extend([(phrase, sign) for phrase in _split(phrases)])
    except (tomllib.TOMLDecodeError, AttributeError) as error:
        raise LexiconUnreadable(f"{path.name}: {error}") from error
    return signs


def _split(phrases: str) -> list[str]:
    """Return the phrases of a list, parted by commas or line ends."""
    return sorted({phrase.strip() for phrase in phrases.replace("\n", ",").split(",")} - {""})
