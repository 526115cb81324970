"""The fake Graph's interface: which address does what, with which permission, within which limit, in which words."""

from __future__ import annotations

import re
from http import HTTPStatus

from desktop.demo.networks.graph.access import Access
from desktop.demo.networks.graph.fields import Asked, read
from desktop.demo.networks.graph.messaging import Messaging
from desktop.demo.networks.graph.problems import Refusal, invalid, missing, missing_aliases, unknown_field
from desktop.demo.networks.graph.rendering import Edge, Json, Renderer
from desktop.demo.networks.graph.side import Side
from desktop.demo.networks.graph.usage import Headers, Limited, Usage
from desktop.demo.networks.graph.world import PAGE_ID, World
from desktop.demo.wire import Request, Response, json_response

_PLACE = re.compile(r"/v\d{2}\.\d/(?P<node>[^/]*)(?:/(?P<edge>[a-z_]+))?")
_DIALOG = re.compile(r"/v\d{2}\.\d/dialog/oauth")
_TOKEN = re.compile(r"/v\d{2}\.\d/oauth/access_token")
_MANY = 50
_PAGE_RESTRICTED = 1893063


class Api:
    """Answers requests. Never raises."""

    def __init__(
        self, world: World, access: Access, usage: Usage, messaging: Messaging, side: Side, renderer: Renderer
    ) -> None:
        """Tie the rooms together."""
        self._world = world
        self._access = access
        self._usage = usage
        self._messaging = messaging
        self._side = side
        self._renderer = renderer

    def answer(self, request: Request) -> Response:
        """Return the answer to a request."""
        headers: Headers = ()
        try:
            if _DIALOG.fullmatch(request.path):
                return self._access.dialog(request)
            if _TOKEN.fullmatch(request.path):
                return self._access.token(request)
            body, headers = self._body(request)
            return json_response(body, HTTPStatus.OK, headers)
        except Limited as limited:
            return limited.response(limited.headers)
        except Refusal as refusal:
            return refusal.response(headers)

    def _body(self, request: Request) -> tuple[Json, Headers]:
        found = _PLACE.fullmatch(request.path)
        if found is None:
            raise Refusal(2500, "Unknown path components")
        node, edge = found["node"], found["edge"] or ""
        if node == "debug_token":
            return self._access.debugged(request), ()
        owner = self._access.signed(request)
        if node == "me" and (owner == "user" or edge in {"accounts", "permissions"}):
            return self._of_user(owner, edge, request.value("fields") or "id"), ()
        if request.method == "GET" and not node:
            return self._many(request)
        thing = self._found(PAGE_ID if node == "me" else node)
        if request.method == "GET":
            return self._read(request, thing, edge)
        return self._changed(request, thing, edge)

    def _of_user(self, owner: str, edge: str, fields: str) -> Json:
        if owner != "user":
            raise invalid("Tried accessing nonexisting field (accounts) on node type (Page)")
        if edge == "accounts":
            self._access.needs("pages_show_list", reading=True)
            return self._access.accounts()
        if edge == "permissions":
            return self._access.permissions()
        whole = {"id": "10220001112223334", "name": "Laura Bianchi"}
        for asked in read(fields):
            if asked.name not in whole:
                raise unknown_field(asked.name, "User")
        return whole

    def _read(self, request: Request, thing: object, edge: str) -> tuple[Json, Headers]:
        fields = request.value("fields") or ""
        need = self._side.reading(thing, edge, fields)
        self._access.needs(*need.scopes, reading=True)
        headers = self._usage.take(need.counts)
        if not edge:
            return self._renderer.node(thing, fields), headers
        node = self._side.node(thing)
        given = {name: value for name, value in request.query if name not in {"fields", "appsecret_proof"}}
        asked = Asked(edge, given, read(fields) if fields else None)
        value = node.values[edge](asked) if edge in node.values else None
        if not isinstance(value, Edge):
            raise invalid(f"Tried accessing nonexisting field ({edge}) on node type ({node.kind})")
        return self._renderer.edge(value, asked, f"{node.id}/{edge}"), headers

    def _many(self, request: Request) -> tuple[Json, Headers]:
        wanted = [name for name in (request.value("ids") or "").split(",") if name]
        if not wanted or len(wanted) > _MANY:
            raise invalid(f"The parameter ids is required, with at most {_MANY} ids")
        absent = [name for name in wanted if self._side.find(name) is None]
        if absent:
            raise missing_aliases(absent)
        fields = request.value("fields") or ""
        headers: Headers = ()
        body: Json = {}
        for name in wanted:
            thing = self._found(name)
            need = self._side.reading(thing, "", fields)
            self._access.needs(*need.scopes, reading=True)
            headers = self._usage.take(need.counts)
            body[name] = self._renderer.node(thing, fields)
        return body, headers

    def _changed(self, request: Request, thing: object, edge: str) -> tuple[Json, Headers]:
        need = self._side.writing(edge)
        self._access.needs(*need.scopes, reading=False)
        headers = self._usage.take(need.counts)
        if self._world.restricted:
            raise Refusal(10, "The Page is temporarily restricted", subcode=_PAGE_RESTRICTED, status=403)
        if request.method == "DELETE" and not edge:
            return self._side.delete(thing), headers
        fields: Json | None = {} if edge == "photos" else request.fields()
        if request.method != "POST" or fields is None:
            raise invalid("Unsupported method or body")
        if edge == "messages":
            return self._messaging.send(fields), headers
        return self._side.write(thing, edge, fields), headers

    def _found(self, identity: str) -> object:
        thing = self._side.find(identity)
        if thing is None:
            raise missing(identity)
        return thing
