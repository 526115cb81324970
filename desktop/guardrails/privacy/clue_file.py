"""Clue file: a language's verbs, how they are conjugated, and its clues, read from `resources/privacy/clues/*.toml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.guardrails.privacy.clues import Clue
from desktop.guardrails.privacy.conjugation import Conjugation, Joint, Paradigm, Verb, VerbClasses
from desktop.guardrails.privacy.phrases import Phrasebook
from desktop.guardrails.privacy.phrasing import PhraseUnreadable, alternatives
from desktop.guardrails.privacy.rules_file import RulesUnreadable, Table, read_toml

_TOP = {"language", "verbs", "conjugation", "shorthand", "clues", "examples"}
_EXAMPLES = {"must_match", "must_pass"}
_JOINTS = "joints"


@dataclass(frozen=True, slots=True)
class ClueFile:
    """What is read from one file: the clues, and the forms of each class of verbs."""

    clues: Phrasebook[Clue]
    verbs: Mapping[str, Sequence[str]]
    must_match: tuple[str, ...] = ()
    must_pass: tuple[str, ...] = ()


def read_clues(path: Path, fillers: Set[str]) -> ClueFile:
    """Return a language's clues; `fillers` may stand inside any of their phrases. Raises RulesUnreadable."""
    raw = read_toml(path)
    Table(path, "", raw, _TOP)
    shorthands = Table(path, "shorthand", raw.get("shorthand", {}), set(raw.get("shorthand", {}))).shorthands()
    verbs = _verb_classes(path, raw)
    book = Phrasebook[Clue](shorthands, fillers, verbs)
    clues = Table(path, "clues", raw.get("clues", {}), set(Clue))
    for clue in Clue:
        for phrase in clues.words(clue):
            try:
                book.add(phrase, clue)
            except PhraseUnreadable as error:
                raise clues.unreadable(clue, str(error)) from error
    examples = Table(path, "examples", raw.get("examples", {}), _EXAMPLES)
    return ClueFile(book, verbs, examples.words("must_match"), examples.words("must_pass"))


def _verb_classes(path: Path, raw: Mapping[str, Any]) -> VerbClasses:
    """Return the forms of each class of verbs: "give_you" for all forms of giving that address you."""
    conjugation = _conjugation(path, raw.get("conjugation", {}))
    table = Table(path, "verbs", raw.get("verbs", {}), set(raw.get("verbs", {})))
    verbs: dict[str, list[Verb]] = {}
    for name in raw.get("verbs", {}):
        try:
            verbs[name] = [Verb.written(written, conjugation) for written in table.words(name)]
        except ValueError as error:
            raise table.unreadable(name, str(error)) from error
    return VerbClasses(verbs)


def _conjugation(path: Path, raw: Mapping[str, Any]) -> Conjugation:
    return {ending: _paradigm(path, ending, values) for ending, values in raw.items()}


def _paradigm(path: Path, ending: str, values: Mapping[str, Any]) -> Paradigm:
    table = Table(path, f"conjugation {ending}", values, set(values))
    try:
        endings = {
            use: tuple(one for written in table.words(use) for one in alternatives(written))
            for use in values
            if use != _JOINTS
        }
        joints = tuple(Joint(*map(str, joint)) for joint in values.get(_JOINTS, []))
    except PhraseUnreadable as error:
        raise RulesUnreadable(path, f"conjugation {ending}", str(error)) from error
    except TypeError as error:
        raise table.unreadable(_JOINTS, "must be lists of three texts") from error
    return Paradigm(endings, joints)
