"""Rules file: how one table of a language's file is read, and what is said of a file that can't be."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Set
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

_AT = re.compile(r"\(at ([^)]*)\)")

Choice = TypeVar("Choice", bound=StrEnum)


class RulesUnreadable(Exception):
    """A rules file is malformed: nothing may be sent in public on half the rules. Name the place to whoever edits it.

    `place` is a line ("line 12, column 3") where the file is no TOML, otherwise the table ("data 4, words").
    """

    def __init__(self, path: Path, place: str, reason: str) -> None:
        """Keep the file, the place in it and the reason apart, for the window to make a sentence of."""
        super().__init__(f"{path.name}, {place}: {reason}")
        self.path = path
        self.place = place
        self.reason = reason


def read_toml(path: Path) -> dict[str, Any]:
    """Return a file's tables. Raises RulesUnreadable."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        raise RulesUnreadable(path, at[1] if at else "", str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise RulesUnreadable(path, "", str(error)) from error


class Table:
    """One table of a file, with getters that name the place of what is wrong."""

    def __init__(self, path: Path, place: str, values: object, keys: Set[str]) -> None:
        """Raises RulesUnreadable if this is no table or holds a key that no rule knows (a slip of the pen)."""
        self._path = path
        self.place = place
        if not isinstance(values, Mapping):
            raise self.unreadable("", "must be a table")
        unknown = sorted(set(values) - keys)
        if unknown:
            raise self.unreadable(unknown[0], "is not known")
        self._values: Mapping[str, Any] = values

    def unreadable(self, key: str, reason: str) -> RulesUnreadable:
        """Return the error for one key."""
        return RulesUnreadable(self._path, ", ".join(part for part in (self.place, key) if part), reason)

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where the key is absent."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise self.unreadable(key, "must be a list of texts, none empty")
        return tuple(value)

    def flag(self, key: str, *, default: bool) -> bool:
        """Return a true or false."""
        value = self._values.get(key, default)
        if not isinstance(value, bool):
            raise self.unreadable(key, "must be true or false")
        return value

    def text(self, key: str) -> str:
        """Return a text that must be there."""
        value = self._values.get(key)
        if not isinstance(value, str) or not value:
            raise self.unreadable(key, "must be a text")
        return value

    def choice(self, key: str, choices: type[Choice], default: Choice | None = None) -> Choice:
        """Return one of an enum's values."""
        value = self._values.get(key, default)
        try:
            return choices(value)
        except ValueError as error:
            known = ", ".join(choices)
            raise self.unreadable(key, f"must be one of {known}") from error

    def shorthands(self) -> dict[str, str]:
        """Return the whole table as names of alternatives."""
        for name, value in self._values.items():
            if not isinstance(value, str):
                raise self.unreadable(name, "must be a text")
        return dict(self._values)
