"""Which handler answers a request of the demo town: a table of methods and paths."""

from __future__ import annotations

import re
from collections.abc import Callable

from desktop.demo.wire import EventStream, Request, Response

Handler = Callable[[Request, str], Response | EventStream]
Routes = list[tuple[str, re.Pattern[str], Handler]]


def compiled(table: dict[str, Handler]) -> Routes:
    """Return a table of "METHOD /path/{id}" ready for use."""
    routes = []
    for route, handler in table.items():
        method, path = route.split(" ")
        routes.append((method, re.compile(path.replace("{id}", "([^/]+)")), handler))
    return routes


def found(routes: Routes, request: Request) -> tuple[Handler | None, str]:
    """Return the handler of a request and the id in its path; earlier routes win."""
    method = "GET" if request.method == "HEAD" else request.method
    for wanted, path, handler in routes:
        match = path.fullmatch(request.path) if wanted == method else None
        if match is not None:
            return handler, match[1] if match.groups() else ""
    return None, ""
