"""How the fake network says no, as the protocol words it."""

from __future__ import annotations

from http import HTTPStatus

from desktop.demo.wire import Response, json_response


class Refusal(Exception):
    """An answer that ends a request."""

    def __init__(self, name: str, message: str, status: int = HTTPStatus.BAD_REQUEST) -> None:
        """Keep what the client is told."""
        super().__init__(message)
        self.response: Response = json_response({"error": name, "message": message}, status)


def invalid(message: str) -> Refusal:
    """Return the refusal of a request that can't be meant."""
    return Refusal("InvalidRequest", message)


def unauthorised(name: str = "AuthMissing", message: str = "Authentication Required") -> Refusal:
    """Return the refusal of a request that nobody signed."""
    return Refusal(name, message, HTTPStatus.UNAUTHORIZED)
