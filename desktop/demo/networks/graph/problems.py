"""How the fake Graph says no."""

from __future__ import annotations

from http import HTTPStatus

from desktop.demo.wire import Response, json_response

_OAUTH = "OAuthException"


class Refusal(Exception):
    """An answer that ends a request."""

    def __init__(self, code: int, message: str, *, subcode: int = 0, status: int = HTTPStatus.BAD_REQUEST) -> None:
        """`code` and `subcode` are Meta's own."""
        super().__init__(code)
        self.code = code
        self.message = message
        self.subcode = subcode
        self.status = status

    def response(self, headers: tuple[tuple[str, str], ...] = ()) -> Response:
        """Return the answer."""
        kind = "GraphMethodException" if self.code == 100 and self.subcode else _OAUTH  # noqa: PLR2004
        error: dict[str, object] = {"message": f"(#{self.code}) {self.message}", "type": kind, "code": self.code}
        if self.subcode:
            error["error_subcode"] = self.subcode
        error["fbtrace_id"] = "AzDemoTrace0123456789"
        return json_response({"error": error}, self.status, headers)


def invalid(message: str) -> Refusal:
    """Return the refusal of a request that breaks the rules of the Graph."""
    return Refusal(100, message)


def unknown_field(name: str, kind: str) -> Refusal:
    """Return the refusal of a field that a node does not have."""
    return invalid(f"Tried accessing nonexisting field ({name}) on node type ({kind})")


def missing(identity: str) -> Refusal:
    """Return the refusal of a node that is not there."""
    return Refusal(
        100,
        f"Object with ID '{identity}' does not exist, cannot be loaded due to missing permissions",
        subcode=33,
    )


def missing_aliases(identities: list[str]) -> Refusal:
    """Return the refusal of many nodes of which some are not there."""
    return Refusal(803, f"Some of the aliases you requested do not exist: {','.join(identities)}", status=404)


def bad_token(subcode: int = 0) -> Refusal:
    """Return the refusal of a token."""
    return Refusal(190, "Error validating access token", subcode=subcode, status=HTTPStatus.UNAUTHORIZED)


def lacks(scope: str, *, reading: bool) -> Refusal:
    """Return the refusal of a token without a permission, worded as the Graph words reads and writes."""
    if reading:
        message = f"This endpoint requires the '{scope}' permission or the 'Page Public Content Access' feature."
        return Refusal(10, message, status=HTTPStatus.FORBIDDEN)
    return Refusal(200, f"Requires {scope} permission to manage the object", status=HTTPStatus.FORBIDDEN)


def outside_window(platform: str) -> Refusal:
    """Return the refusal of a message that comes too late."""
    subcode = 2018278 if platform == "messenger" else 2534022
    return Refusal(10, "This message is sent outside of allowed window.", subcode=subcode)
