"""The fake X's filtered stream: the app's rules, its one connection, and what goes over it."""

from __future__ import annotations

import json
from http import HTTPStatus

from desktop.demo.networks.x.entities import Entities, Json, Wanted
from desktop.demo.networks.x.problems import error, invalid
from desktop.demo.networks.x.query import BadQuery, Query, read
from desktop.demo.networks.x.windows import Headers
from desktop.demo.networks.x.world import Post, World
from desktop.demo.wire import EventStream, Request

RULES = 1_000
RULE = 1_024
_KEEP_ALIVE = b"\r\n"


class Streaming:
    """The rules, and who listens."""

    def __init__(self, world: World) -> None:
        """`world` tells of every new post."""
        self._world = world
        self._entities = Entities(world)
        self._rules: dict[str, tuple[str, str, Query]] = {}
        self._listener: tuple[EventStream, Wanted] | None = None
        world.written.append(self._tell)

    @property
    def values(self) -> list[str]:
        """The expressions of the rules."""
        return [value for value, _, _ in self._rules.values()]

    def rules(self, _: Request, __: str) -> Json:
        """Return the rules."""
        data = [{"id": name, "value": value, "tag": tag} for name, (value, tag, _) in self._rules.items()]
        return {**({"data": data} if data else {}), "meta": {"result_count": len(data)}}

    def change(self, request: Request, _: str) -> Json:
        """Add or delete rules, never both."""
        fields = request.fields() or {}
        added, deleted = fields.get("add"), fields.get("delete")
        if isinstance(deleted, dict) and added is None:
            for name in deleted.get("ids", []):
                self._rules.pop(name, None)
            return {"meta": {"sent": self._world.now().isoformat(), "summary": {"deleted": len(deleted)}}}
        if not isinstance(added, list) or deleted is not None:
            raise invalid("Exactly one of add and delete must be given")
        if len(self._rules) + len(added) > RULES:
            raise invalid("Too many rules")
        data = [self._added(rule) for rule in added]
        meta = {"sent": self._world.now().isoformat(), "summary": {"created": len(data)}}
        return {"data": data, "meta": meta}

    def _added(self, rule: Json) -> Json:
        value, tag = str(rule.get("value", "")), str(rule.get("tag", ""))
        if value in self.values:
            raise invalid("DuplicateRule")
        try:
            query = read(value, RULE, folds=False)
        except BadQuery as fault:
            raise invalid(f"There were errors processing your request: {fault}") from fault
        name = self._world.new_id()
        self._rules[name] = (value, tag, query)
        return {"id": name, "value": value, "tag": tag}

    def connect(self, request: Request, headers: Headers) -> EventStream:
        """Open the one connection. Raises Refusal if it is taken, or if there is nothing to listen for."""
        if self._listener is not None and not self._listener[0].ended:
            raise error(HTTPStatus.TOO_MANY_REQUESTS, 429, "The maximum allowed connection limit is reached", headers)
        if not self._rules:
            raise error(HTTPStatus.CONFLICT, 409, "There are no rules", headers)
        stream = EventStream(
            greeting=_KEEP_ALIVE,
            heartbeat=_KEEP_ALIVE,
            content_type="application/json; charset=utf-8",
            headers=headers,
        )
        self._listener = (stream, Wanted.of(request))
        return stream

    def _tell(self, post: Post) -> None:
        if self._listener is None or self._listener[0].ended:
            return
        stream, wanted = self._listener
        matched = [
            {"id": name, "tag": tag}
            for name, (_, tag, query) in self._rules.items()
            if query.matches(self._world, post)
        ]
        if matched and not stream.pieces.full():
            page = self._entities.page([(post, post.id)], wanted)
            event = {**page, "data": page["data"][0], "matching_rules": matched}
            stream.pieces.put_nowait(json.dumps(event, ensure_ascii=False).encode() + b"\r\n")
