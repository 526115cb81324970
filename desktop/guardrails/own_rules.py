"""Own rules: what the rules of a desk add to the verdict of the built-in ones, and the file in which they are kept.

They lie in the profile as `privacy_rules.json`, not in the store, so that window, engine and `sportello check` judge by
the same ones and an administrator can roll them out. No text of a customer is in them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from desktop.guardrails.own_rule import OwnRule, RuleDeed, RuleSlow, compiled, spans_of
from desktop.model import Decision, Finding, Fix, Visibility
from desktop.system.profile import JsonUnreadable, mark_of, read_json

OWN_RULE = "own.block"
OWN_ADVICE = "own.advice"
RULE_SLOW = "own.slow"
RULES_UNREADABLE = "own.unreadable"
_RELEASABLE = frozenset({"privacy.request", "privacy.value", "privacy.advice"})
_FIXES = (Fix.MOVE_TO_DIRECT, Fix.INSERT_PRIVACY_NOTICE)


class OwnRulesUnreadable(Exception):
    """The file of own rules can't be read or is no such file. Nothing of it was changed."""


def with_own_rules(
    found: Sequence[Finding], rules: Iterable[OwnRule], text: str, *, visibility: Visibility, language: str | None
) -> tuple[Finding, ...]:
    """Return the findings of the built-in rules as a desk's own ones change them, in the order of the text.

    A note is judged by the built-in rules alone. A rule of another language than the text's is left out, unless the
    text's is not known. Each rule takes at most its patience; one that takes longer is told of and not applied,
    and so is one whose pattern is broken, as in a file that was rolled out.
    """
    if visibility is Visibility.INTERNAL:
        return tuple(found)
    applying = [rule for rule in rules if rule.is_on and _speaks(rule, language)]
    released = list[tuple[int, int]]()
    added = list[Finding]()
    for rule in applying:
        if compiled(rule.pattern) is None:
            added.append(Finding(RULES_UNREADABLE, rule.name, Decision.ADVISE))
            continue
        try:
            spans = spans_of(rule, text)
        except RuleSlow:
            added.append(Finding(RULE_SLOW, rule.name, Decision.ADVISE))
            continue
        if rule.deed is RuleDeed.RELEASE:
            released += spans
        else:
            added += [_finding(rule, start, end, text, visibility) for start, end in spans]
    kept = [one for one in found if not (one.rule in _RELEASABLE and _lies_in(one, released))]
    return tuple(sorted((*kept, *added), key=lambda one: (one.start, one.end)))


def _speaks(rule: OwnRule, language: str | None) -> bool:
    return not rule.language or language in (None, "", "unknown") or rule.language == language


def _finding(rule: OwnRule, start: int, end: int, text: str, visibility: Visibility) -> Finding:
    words = text[start:end]
    if rule.deed is RuleDeed.ADVISE or visibility is Visibility.DIRECT:
        return Finding(OWN_ADVICE, rule.name, Decision.ADVISE, start, end, words)
    fixes = (*_FIXES, Fix.SEND_ANYWAY) if rule.overridable else _FIXES
    return Finding(OWN_RULE, rule.name, Decision.BLOCK, start, end, words, fixes, rule.overridable)


def _lies_in(finding: Finding, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= finding.start and finding.end <= end for start, end in spans)


class OwnRulesFile:
    """The file of a profile, read again when it changed. May be asked from any thread."""

    def __init__(self, path: Path) -> None:
        """Read at the first question; a file that is not there holds no rules."""
        self._path = path
        self._mark: tuple[int, int] | None = None
        self._rules: tuple[OwnRule, ...] = ()
        self._is_readable = True

    @property
    def is_readable(self) -> bool:
        """Whether what is there now could be read; if not, the rules that were read last go on to hold."""
        self.rules()
        return self._is_readable

    def rules(self) -> tuple[OwnRule, ...]:
        """Return the rules as they are now: one look at the file's time and size, a read if they changed."""
        mark = mark_of(self._path)
        if mark != self._mark:
            self._mark = mark
            try:
                self._rules = read_own_rules(self._path)
                self._is_readable = True
            except OwnRulesUnreadable:
                self._is_readable = False
        return self._rules

    def findings(
        self, found: Sequence[Finding], text: str, *, visibility: Visibility, language: str | None
    ) -> tuple[Finding, ...]:
        """Return the findings as the rules change them; a file that can't be read is told of with each draft."""
        judged = with_own_rules(found, self.rules(), text, visibility=visibility, language=language)
        if self._is_readable or visibility is Visibility.INTERNAL:
            return judged
        return (*judged, Finding(RULES_UNREADABLE, "", Decision.ADVISE))


def read_own_rules(path: Path) -> tuple[OwnRule, ...]:
    """Return the rules of a file, none for one that is not there. Raises OwnRulesUnreadable."""
    try:
        content = read_json(path)
    except FileNotFoundError:
        return ()
    except JsonUnreadable as error:
        raise OwnRulesUnreadable(f"{path.name}: {error}") from error
    return tuple(_read(content, path))


def _read(content: object, path: Path) -> Iterator[OwnRule]:
    entries = content.get("rules") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise OwnRulesUnreadable(f"{path.name}: no list of rules")
    for number, entry in enumerate(entries, 1):
        try:
            yield OwnRule.from_json(entry)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise OwnRulesUnreadable(f"{path.name}, rule {number}: {error}") from error


def write_own_rules(path: Path, rules: Iterable[OwnRule]) -> None:
    """Keep rules in place of those that are there, whole or not at all. Raises OSError."""
    content = json.dumps({"rules": [rule.to_json() for rule in rules]}, ensure_ascii=False, indent=2)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(content + "\n", "utf-8")
    fresh.replace(path)
