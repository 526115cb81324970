"""Whom a change of hours or rules concerns: cases of these accounts, and those to which another rule promises now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desktop.accounts.clock_book import LADDER_SETTING, TARGETS_SETTING, ClockBook
from desktop.clocks import Ladder, Targets
from desktop.model import ClockKind
from desktop.store.clocks import ClockFacts

Written = tuple[tuple[str, str], ...]
"""The settings from which deadlines follow, by name, as they are written."""


@dataclass(frozen=True, slots=True)
class Change:
    """What changed between two times that deadlines were reckoned. `everything`: whatever it was, look at all cases.

    `accounts` are uids whose own hours or rules for closed times changed; `before` is the table of targets that was
    replaced, None where it stayed.
    """

    everything: bool = True
    accounts: frozenset[str] = frozenset()
    before: Targets | None = None
    _known: dict[tuple[object, ...], bool] = field(default_factory=dict, compare=False, repr=False)

    def concerns(self, facts: ClockFacts, book: ClockBook) -> bool:
        """Return whether a case's deadlines may be others now."""
        uid = book.uid_of_account(facts)
        if self.everything or uid in self.accounts:
            return True
        if self.before is None:
            return False
        conditions = facts.answered_before, uid, facts.message_class, facts.priority, facts.urgent
        found = self._known.get(conditions)
        if found is None:
            found = _promised(self.before, facts, uid) != _promised(book.targets, facts, uid)
            self._known[conditions] = found
        return found

    def to_value(self) -> object:
        """Return plain JSON values for the settings."""
        before = self.before.to_list() if self.before is not None else None
        return {"everything": self.everything, "accounts": sorted(self.accounts), "before": before}

    @classmethod
    def from_value(cls, value: object) -> Change:
        """Return what `to_value` wrote down; what can't be read concerns everything."""
        if not isinstance(value, Mapping) or value.get("everything") is not False:
            return cls()
        accounts, before = value.get("accounts"), value.get("before")
        if not isinstance(accounts, list):
            return cls()
        return cls(False, frozenset(map(str, accounts)), Targets.from_value(before) if before is not None else None)


def change_of(before: Written, after: Written) -> Change:
    """Return what changed. Pure."""
    old, new = dict(before), dict(after)
    changed = {name for name, _ in set(before) ^ set(after)}
    if Ladder.from_value(_value(old.get(LADDER_SETTING))) == Ladder.from_value(_value(new.get(LADDER_SETTING))):
        changed.discard(LADDER_SETTING)
    if any(name != TARGETS_SETTING and "/" not in name for name in changed):
        return Change()
    accounts = frozenset(name.partition("/")[2] for name in changed if "/" in name)
    replaced = Targets.from_value(_value(old.get(TARGETS_SETTING))) if TARGETS_SETTING in changed else None
    return Change(False, accounts, replaced)


def written_in(value: object) -> Written | None:
    """Return the settings that were kept as JSON, None where there are none to be read."""
    if not isinstance(value, list) or not all(isinstance(one, list) and len(one) == 2 for one in value):  # noqa: PLR2004 - a pair
        return None
    return tuple((str(name), str(written)) for name, written in value)


def _value(written: str | None) -> object:
    try:
        return json.loads(written) if written is not None else None
    except ValueError:
        return None


def _promised(targets: Targets, facts: ClockFacts, uid: str) -> list[object]:
    """Return what a table promises to a case, apart from the rules' own names."""
    reply = ClockKind.NEXT_REPLY if facts.answered_before else ClockKind.FIRST_REPLY
    return list(_times(targets, facts, uid, (reply, ClockKind.RESOLUTION)))


def _times(targets: Targets, facts: ClockFacts, uid: str, clocks: Iterable[ClockKind]) -> Iterable[object]:
    for clock in clocks:
        rule = targets.rule_for(clock, uid, facts.message_class, facts.priority, urgent=facts.urgent)
        yield (rule.seconds, rule.counts) if rule is not None else None
