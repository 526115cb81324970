"""What the words of all networks' trials share: a network lists its own meanings, the rest is said the same everywhere.

A permission that is missing is always named, and what the account can't do without it is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.model import CheckStep
from ui.accounts.fault_words import is_unreadable, other_sentence, transport_sentence, unreadable_sentence
from ui.accounts.plan import FaultWords


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code means: the source of a sentence with {host} and others, and what of the sign-in has its remedy.

    `goes_on`: the account can be connected all the same.
    """

    sentence: object
    target: str
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class TrialWords:
    """One network's words. All texts are sources, translated when they are shown.

    `steps` are in their order. `meanings` are by "step/code", or by "code" for any step. `fixes` are the words of the
    button that leads to a target. `server` and `sign_in` are the targets of a fault of the way there and of a missing
    permission. `without` says of a step what the account can't do where its permission is missing.
    """

    steps: tuple[tuple[str, object], ...]
    meanings: Mapping[str, Meaning]
    fixes: Mapping[str, object]
    server: str
    sign_in: str
    without: Mapping[str, Meaning] = field(default_factory=dict)


def step_words(words: TrialWords, **values: str) -> tuple[tuple[str, str], ...]:
    """Return (name, words) of a trial's steps; `values` stand for the names in braces."""
    return tuple((name, _filled(source, values)) for name, source in words.steps)


def fault_of(words: TrialWords, step: CheckStep, *, host: str, port: int | None = None, **values: str) -> FaultWords:
    """Return what a failed step means and where its remedy is."""
    kind, _, named = step.reason.partition(":")
    values = {"host": host, "named": named, **values}
    if kind == "missing_scope":
        return _missing(words, step, values)
    meaning = words.meanings.get(f"{step.step}/{kind}") or words.meanings.get(kind)
    if meaning is not None:
        return _worded(words, _filled(meaning.sentence, values), meaning.target, goes_on=meaning.goes_on)
    if is_unreadable(step.reason):
        return _worded(words, unreadable_sentence(host), words.server)
    sentence = transport_sentence(step.reason, host, port) or other_sentence(step.reason, host)
    return _worded(words, sentence, words.server)


def _missing(words: TrialWords, step: CheckStep, values: Mapping[str, str]) -> FaultWords:
    source = QT_TRANSLATE_NOOP("Accounts", "Not granted: the sign-in lacks the permission “{named}”.")
    sentence = _filled(source, values)
    without = words.without.get(step.step)
    if without is not None:
        sentence = f"{sentence} {_filled(without.sentence, values)}"
    goes_on = without is not None and without.goes_on
    return _worded(words, sentence, words.sign_in, goes_on=goes_on)


def _worded(words: TrialWords, sentence: str, target: str, *, goes_on: bool = False) -> FaultWords:
    fix = words.fixes.get(target)
    return FaultWords(sentence, _tr(fix) if fix is not None else "", target, is_fatal=not goes_on)


def _filled(source: object, values: Mapping[str, str]) -> str:
    text = _tr(source)
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _tr(text: object) -> str:
    return QCoreApplication.translate("Accounts", str(text))
