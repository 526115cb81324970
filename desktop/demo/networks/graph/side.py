"""What each of the two fake networks adds to the Graph: its own nodes, what they need, and what may be done to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop.demo.networks.graph.rendering import Json, Node


@dataclass(frozen=True, slots=True)
class Need:
    """What a request needs: permissions, and which limit it counts against."""

    scopes: tuple[str, ...]
    counts: str


class Side(Protocol):
    """One network's half of the fake Graph."""

    def find(self, identity: str) -> object | None:
        """Return what has an id, None if there is no such thing or it was deleted."""
        ...

    def node(self, thing: object) -> Node:
        """Return a thing as the Graph knows it."""
        ...

    def reading(self, thing: object, edge: str, fields: str) -> Need:
        """Return what a read needs."""
        ...

    def writing(self, edge: str) -> Need:
        """Return what a write or deletion needs."""
        ...

    def write(self, thing: object, edge: str, fields: Json) -> Json:
        """Carry out a write and return its answer. Raises Refusal."""
        ...

    def delete(self, thing: object) -> Json:
        """Carry out a deletion and return its answer. Raises Refusal."""
        ...
