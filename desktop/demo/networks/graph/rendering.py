"""How the fake Graph shows what there is: only the fields that were asked for, edges page by page."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from desktop.demo.networks.graph.fields import Asked, read
from desktop.demo.networks.graph.problems import invalid, unknown_field

Json = dict[str, Any]
Value = Callable[[Asked], Any]
_USUAL = 25


class Ordered(Protocol):
    """Something that a list shows."""

    @property
    def order(self) -> int:
        """Its place among the others: greater is newer."""
        ...


@dataclass(frozen=True, slots=True)
class Edge:
    """What an edge leads to. `largest` is the most that a page holds."""

    things: Sequence[Ordered]
    newest_first: bool = True
    largest: int = 100
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A thing as the Graph knows it: its kind, and what each field gives. Edges give an Edge, nodes another Node."""

    kind: str
    id: str
    values: Mapping[str, Value]
    usual: tuple[str, ...] = ("id",)


Knows = Callable[[object], Node]


class Renderer:
    """Makes JSON of nodes. `knows` returns the node of a thing."""

    def __init__(self, knows: Knows, url: Callable[[], str]) -> None:
        """`url` is where the fake listens, for the address of a next page."""
        self._knows = knows
        self._url = url

    def node(self, thing: object, fields: str | None) -> Json:
        """Return a node with the fields of a request. Raises Refusal."""
        node = self._knows(thing)
        return self._node(node, read(fields) if fields else tuple(Asked(name) for name in node.usual))

    def edge(self, edge: Edge, asked: Asked, place: str) -> Json:
        """Return one page of an edge that is asked for by itself."""
        return self._edge(edge, asked, place)

    def _node(self, node: Node, asked: Sequence[Asked]) -> Json:
        body: Json = {}
        for one in asked:
            if one.name != "id" and one.name not in node.values:
                raise unknown_field(one.name, node.kind)
            value = node.id if one.name == "id" else self._value(node, one)
            if value is not None:
                body[one.name] = value
        body.setdefault("id", node.id)
        return body

    def _value(self, node: Node, asked: Asked) -> Any:
        value = node.values[asked.name](asked)
        if isinstance(value, Node):
            return self._node(value, asked.selection or tuple(Asked(name) for name in value.usual))
        if isinstance(value, Edge):
            shown = self._edge(value, asked, f"{node.id}/{asked.name}")
            return shown if shown["data"] or "summary" in shown else None
        return value

    def _edge(self, edge: Edge, asked: Asked, place: str) -> Json:
        limit = _limit(asked, edge.largest)
        things = sorted(edge.things, key=lambda thing: thing.order, reverse=edge.newest_first)
        after = asked.argument("after")
        if after is not None:
            mark = _order_of(after)
            things = [thing for thing in things if (thing.order < mark if edge.newest_first else thing.order > mark)]
        shown = things[:limit]
        nodes = [self._knows(thing) for thing in shown]
        data = [self._node(node, asked.selection or tuple(Asked(name) for name in node.usual)) for node in nodes]
        body: Json = {"data": data}
        if shown:
            cursors = {"before": _cursor(shown[0].order), "after": _cursor(shown[-1].order)}
            body["paging"] = {"cursors": cursors}
            if len(things) > limit:
                body["paging"]["next"] = f"{self._url()}/v26.0/{place}?after={cursors['after']}"
        if asked.argument("summary") == "true" and edge.total is not None:
            body["summary"] = {"order": "chronological", "total_count": edge.total, "can_comment": True}
        return body


def _limit(asked: Asked, largest: int) -> int:
    given = asked.argument("limit")
    if given is None:
        return min(_USUAL, largest)
    if not given.isdigit() or int(given) > 100:  # noqa: PLR2004 - the Graph's own limit
        raise invalid("Param limit must be a number, at most 100")
    return min(int(given), largest)


def _cursor(order: int) -> str:
    return base64.urlsafe_b64encode(f"order:{order}".encode()).decode()


def _order_of(cursor: str) -> int:
    try:
        head, _, number = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        if head == "order":
            return int(number)
    except ValueError:
        pass
    raise invalid("Invalid cursor")
