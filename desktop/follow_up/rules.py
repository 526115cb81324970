"""Rules: on which account whose customers are asked, how long after Solved, how often, and who hears of a low mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.model import Deed, MessageClass
from desktop.store import Store

_SETTING = "follow_up"
LONGEST_DAYS = 60
"""Days after Solved: later nobody remembers."""
LONGEST_PERIOD = 365
_USUAL_PERIOD, _USUAL_LOW = 30, 2
_HIGHEST = 5


@dataclass(frozen=True, slots=True)
class AccountRule:
    """Days after Solved by class (0: an hour after), and for the question about channels; None: not asked."""

    days: tuple[tuple[MessageClass, int], ...] = ()
    channels: int | None = None

    @property
    def asks(self) -> bool:
        """Whether anybody is asked anything."""
        return bool(self.days) or self.channels is not None

    def after(self, kind: str) -> int | None:
        """Return how many days after Solved a case of a class is asked about, None for never."""
        return next((days for one, days in self.days if one.value == kind), None)


@dataclass(frozen=True, slots=True)
class FollowUpRules:
    """All of it. Nobody is asked twice within `period` days; marks up to `low` reopen the case for `leader`.

    `leader` are initials, "" for the leader of the response times' ladder. Off until an account is chosen.
    """

    accounts: tuple[tuple[str, AccountRule], ...] = ()
    period: int = _USUAL_PERIOD
    low: int = _USUAL_LOW
    leader: str = ""

    def of(self, account_uid: str) -> AccountRule:
        """Return an account's rule; one without asks nobody."""
        return dict(self.accounts).get(account_uid, AccountRule())

    @property
    def asks(self) -> bool:
        """Whether anybody is asked anything on any account."""
        return any(rule.asks for _, rule in self.accounts)

    @property
    def furthest(self) -> int:
        """The most days that lie between Solved and a question."""
        days = [day for _, rule in self.accounts for _, day in rule.days]
        days += [rule.channels for _, rule in self.accounts if rule.channels is not None]
        return max(days, default=0)

    def to_dict(self) -> dict[str, object]:
        """Return plain JSON values for the settings."""
        return {
            "period": self.period,
            "low": self.low,
            "leader": self.leader,
            "accounts": {
                uid: {"days": {one.value: days for one, days in rule.days}, "channels": rule.channels}
                for uid, rule in self.accounts
                if rule.asks
            },
        }

    @classmethod
    def from_dict(cls, value: object) -> FollowUpRules:
        """Return the rules that `to_dict` wrote down; whatever can't be read asks nobody."""
        if not isinstance(value, Mapping):
            return cls()
        accounts = value.get("accounts")
        pairs = accounts.items() if isinstance(accounts, Mapping) else ()
        leader = value.get("leader")
        return cls(
            tuple((str(uid), _rule(one)) for uid, one in pairs if isinstance(one, Mapping)),
            _within(value.get("period"), 1, LONGEST_PERIOD) or _USUAL_PERIOD,
            _low(value.get("low")),
            leader if isinstance(leader, str) else "",
        )


def rules_of(store: Store) -> FollowUpRules:
    """Return the rules in force."""
    return FollowUpRules.from_dict(store.settings.get(_SETTING))


def keep_rules(store: Store, rules: FollowUpRules, *, at: datetime, actor: str) -> None:
    """Keep rules and journal it. Raises StoreError."""
    with store.connection.writing():
        before = store.settings.get(_SETTING)
        store.settings.set(_SETTING, rules.to_dict(), at)
        store.journal.record(Deed.SETTING, actor=actor, at=at, before=before, after=[_SETTING, rules.to_dict()])


def _rule(value: Mapping[str, object]) -> AccountRule:
    days = value.get("days")
    named = days.items() if isinstance(days, Mapping) else ()
    found = {name: _within(one, 0, LONGEST_DAYS) for name, one in named}
    return AccountRule(
        tuple((one, day) for one in MessageClass if (day := found.get(one.value)) is not None),
        _within(value.get("channels"), 0, LONGEST_DAYS),
    )


def _low(value: object) -> int:
    found = _within(value, 0, _HIGHEST - 1)
    return _USUAL_LOW if found is None else found


def _within(value: object, least: int, most: int) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if least <= value <= most else None
