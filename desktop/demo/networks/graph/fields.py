"""What a request asks for in the Graph's language of fields: names, nested selections, and what narrows an edge."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from desktop.demo.networks.graph.problems import invalid

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """One field that is asked for. `selection` is None where it names none; `arguments` are those of its modifiers."""

    name: str
    arguments: dict[str, str] = field(default_factory=dict)
    selection: tuple[Asked, ...] | None = None

    def argument(self, name: str) -> str | None:
        """Return what a modifier says."""
        return self.arguments.get(name)


def read(text: str) -> tuple[Asked, ...]:
    """Return the fields of a request. Raises Refusal for what can't be read."""
    reader = _Reader(text.replace(" ", ""))
    found = reader.selection(0)
    if reader.rest:
        raise invalid("Syntax error in the field expansion")
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self.rest = text

    def selection(self, depth: int) -> tuple[Asked, ...]:
        if depth > _DEEPEST:
            raise invalid("The field expansion is too deep")
        found = [self._field(depth)]
        while self._takes(","):
            found.append(self._field(depth))
        return tuple(found)

    def _field(self, depth: int) -> Asked:
        name, arguments = self._name(), {}
        while self._takes("."):
            modifier = self._name()
            if not self._takes("("):
                raise invalid("A modifier needs an argument")
            value, closed, self.rest = self.rest.partition(")")
            if not closed:
                raise invalid("A bracket is left open")
            arguments[modifier] = value
        selection = None
        if self._takes("{"):
            selection = self.selection(depth + 1)
            if not self._takes("}"):
                raise invalid("A bracket is left open")
        return Asked(name, arguments, selection)

    def _name(self) -> str:
        found = _NAME.match(self.rest)
        if found is None:
            raise invalid("Syntax error in the field expansion")
        self.rest = self.rest[found.end() :]
        return found[0]

    def _takes(self, sign: str) -> bool:
        if not self.rest.startswith(sign):
            return False
        self.rest = self.rest[1:]
        return True
