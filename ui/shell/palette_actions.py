"""What can be asked of the window by name: actions with their words, key and icon, found by id, last used first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_REMEMBERED = 8


class ActionKind(StrEnum):
    """Under which title the palette lists an action."""

    ACTION = "action"
    VIEW = "view"
    ACCOUNT = "account"


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be run by name. `shortcut` is in Qt's portable form, "" for none.

    `context` says to what it would be done ("Marta Sanguineti"), asked whenever it is listed.
    """

    id: str
    words: str
    shortcut: str
    icon: str
    is_enabled: Callable[[], bool]
    run: Callable[[], object]
    kind: ActionKind = ActionKind.ACTION
    context: Callable[[], str] = str


class ActionRegistry:
    """Every action of one window. Window thread only."""

    def __init__(self, recent: Iterable[str] = (), remember: Callable[[Sequence[str]], None] | None = None) -> None:
        """`recent` are the ids used last, newest first; `remember` keeps them whenever they change."""
        self._actions: dict[str, Action] = {}
        self._recent: list[str] = list(recent)[:_REMEMBERED]
        self._remember = remember

    def add(self, *actions: Action) -> None:
        """Offer actions, in the place of earlier ones of the same id."""
        for action in actions:
            self._actions[action.id] = action

    def remove(self, kind: ActionKind) -> None:
        """Offer no action of a kind any more, before others are added: accounts come and go."""
        self._actions = {key: action for key, action in self._actions.items() if action.kind is not kind}

    def drop(self, beginning: str) -> None:
        """Offer no action any more whose id begins so."""
        self._actions = {key: action for key, action in self._actions.items() if not key.startswith(beginning)}

    def get(self, number: str) -> Action | None:
        """Return an action by its id, None if there is none."""
        return self._actions.get(number)

    def all(self) -> tuple[Action, ...]:
        """Return the actions, those used last first, the others in the order in which they were added."""
        used = [self._actions[key] for key in self._recent if key in self._actions]
        return (*used, *(action for key, action in self._actions.items() if key not in self._recent))

    @property
    def recent(self) -> tuple[str, ...]:
        """The ids used last, newest first."""
        return tuple(self._recent)

    def run(self, number: str, *, by_name: bool = False) -> bool:
        """Run an action; False if it is not there or not possible now. `by_name` counts it as used last."""
        action = self._actions.get(number)
        if action is None or not action.is_enabled():
            return False
        if by_name:
            self._note(number)
        action.run()
        return True

    def _note(self, number: str) -> None:
        self._recent = [number, *(one for one in self._recent if one != number)][:_REMEMBERED]
        if self._remember is not None:
            self._remember(self.recent)


def plain_action(
    number: str,
    words: str,
    run: Callable[[], object],
    *,
    shortcut: str = "",
    icon: str = "",
    is_enabled: Callable[[], bool] = _always,
    kind: ActionKind = ActionKind.ACTION,
    context: Callable[[], str] = str,
) -> Action:
    """Return an action with the usual defaults: always possible, no key."""
    return Action(number, words, shortcut, icon, is_enabled, run, kind, context)
