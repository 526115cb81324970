"""How the fake X says no, in the two forms of its description."""

from __future__ import annotations

import json
from http import HTTPStatus

from desktop.demo.wire import Response, json_response

_PROBLEMS = "https://api.x.com/2/problems"


class Refusal(Exception):
    """An answer that ends a request."""

    def __init__(self, response: Response) -> None:
        """Keep what the client is told."""
        super().__init__(response.status)
        self.response = response


def problem(status: int, kind: str, title: str, detail: str, **more: str) -> Refusal:
    """Return a refusal as application/problem+json."""
    body = {"type": f"{_PROBLEMS}/{kind}", "title": title, "detail": detail, "status": int(status), **more}
    return Refusal(Response(status, json.dumps(body).encode(), "application/problem+json"))


def error(status: int, code: int, message: str, headers: tuple[tuple[str, str], ...] = ()) -> Refusal:
    """Return a refusal as application/json."""
    return Refusal(json_response({"code": code, "message": message}, status, headers))


def invalid(detail: str) -> Refusal:
    """Return the refusal of a request that breaks the description."""
    return problem(HTTPStatus.BAD_REQUEST, "invalid-request", "Invalid Request", detail)


def missing(identity: str, kind: str = "post") -> Refusal:
    """Return the refusal of what is not there."""
    return problem(
        HTTPStatus.NOT_FOUND,
        "resource-not-found",
        "Not Found Error",
        f"Could not find {kind} with id: [{identity}].",
        resource_type=kind,
        resource_id=identity,
    )


def forbidden(detail: str, kind: str = "post") -> Refusal:
    """Return the refusal of what is not allowed."""
    return problem(HTTPStatus.FORBIDDEN, "not-authorized-for-resource", "Forbidden", detail, resource_type=kind)


def unauthorized() -> Refusal:
    """Return the refusal of a token."""
    return error(HTTPStatus.UNAUTHORIZED, 89, "Unauthorized")


def gone(identity: str) -> dict[str, str]:
    """Return what a lookup says of one post that is not there."""
    return {
        "type": f"{_PROBLEMS}/resource-not-found",
        "title": "Not Found Error",
        "detail": f"Could not find post with ids: [{identity}].",
        "resource_type": "post",
        "resource_id": identity,
        "parameter": "ids",
        "value": identity,
    }
