"""The fake Mastodon's sign-in: programs register themselves, a person says yes or no, a code becomes a token."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from desktop.demo.faults import Manners
from desktop.demo.wire import Request, Response, error_response, json_response

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_KNOWN = frozenset({"read", "write", "follow", "push", "profile"})


@dataclass(frozen=True, slots=True)
class App:
    """A program that registered itself."""

    secret: str
    redirects: tuple[str, ...]
    scopes: tuple[str, ...]


@dataclass(slots=True)
class SignIn:
    """Who may sign in. `grants` are the scopes that the person's token gets, all that were asked for if None."""

    token: str
    manners: Manners
    grants: tuple[str, ...] | None = None
    declines: bool = False
    apps: dict[str, App] = field(default_factory=dict)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def register(self, request: Request, _: str) -> Response:
        """Answer a program that registers itself."""
        fields = request.fields() or {}
        redirects = _redirects_in(fields.get("redirect_uris"), arrays=self.manners.takes_redirect_lists)
        scopes = tuple(str(fields.get("scopes") or "read").split())
        if not str(fields.get("client_name") or "").strip() or not redirects:
            return _unprocessable("Validation failed: Redirect URI can't be blank")
        if any(scope.partition(":")[0] not in _KNOWN for scope in scopes):
            return _unprocessable("Validation failed: Scopes doesn't match configured on the server.")
        client_id = self._digest(f"app {len(self.apps)}")
        app = App(self._digest(f"secret {client_id}"), redirects, scopes)
        self.apps[client_id] = app
        return json_response(
            {
                "id": str(len(self.apps)),
                "name": str(fields["client_name"]),
                "website": fields.get("website"),
                "scopes": list(scopes),
                "redirect_uri": "\n".join(redirects),
                "redirect_uris": list(redirects),
                "client_id": client_id,
                "client_secret": app.secret,
                "client_secret_expires_at": 0,
                "vapid_key": "",
            }
        )

    def authorize(self, request: Request, _: str) -> Response:
        """Send the browser back with a code or the person's no, or show the code on a page."""
        asked = dict(request.query)
        app = self.apps.get(asked.get("client_id", ""))
        if app is None or asked.get("redirect_uri") not in app.redirects or asked.get("response_type") != "code":
            return Response(HTTPStatus.BAD_REQUEST, b"<h1>The client is not known</h1>", "text/html")
        if not set(asked.get("scope", "read").split()) <= set(app.scopes):
            return Response(HTTPStatus.BAD_REQUEST, b"<h1>The requested scope is invalid</h1>", "text/html")
        back = {"state": asked["state"]} if asked.get("state") else {}
        if self.declines:
            back["error"] = "access_denied"
        else:
            back["code"] = self._digest(f"code {len(self._codes)}")
            self._codes[back["code"]] = asked
        if asked["redirect_uri"] == OUT_OF_BAND:
            page = f"<html><body><code>{escape(back.get('code', ''))}</code></body></html>"
            return Response(HTTPStatus.OK, page.encode(), "text/html; charset=utf-8")
        return Response(HTTPStatus.FOUND, headers=(("Location", f"{asked['redirect_uri']}?{urlencode(back)}"),))

    def exchange(self, request: Request, _: str) -> Response:
        """Answer the exchange of a code: it works once, for the program and the address it was made for."""
        form = {name: str(value) for name, value in (request.fields() or {}).items()}
        app = self.apps.get(form.get("client_id", ""))
        if app is None or form.get("client_secret") != app.secret:
            return _no("invalid_client", HTTPStatus.UNAUTHORIZED)
        asked = self._codes.pop(form.get("code", ""), {})
        fits = form.get("grant_type") == "authorization_code" and asked.get("client_id") == form.get("client_id")
        if not fits or asked.get("redirect_uri") != form.get("redirect_uri") or not _proves(asked, form):
            return _no("invalid_grant")
        scopes = self.grants if self.grants is not None else tuple(asked.get("scope", "read").split())
        token = {"access_token": self.token, "token_type": "Bearer", "scope": " ".join(scopes), "created_at": 1}
        return json_response(token)

    def _digest(self, text: str) -> str:
        return hashlib.sha256(f"{self.token}|{text}".encode()).hexdigest()[:43]


def _proves(asked: dict[str, str], form: dict[str, str]) -> bool:
    challenge = asked.get("code_challenge")
    if challenge is None:
        return True
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=") == challenge


def _redirects_in(value: object, *, arrays: bool) -> tuple[str, ...]:
    """Return the addresses of a registration, () if one is none; older servers take them in one text only."""
    if isinstance(value, list) and arrays:
        given = [str(entry) for entry in value]
    else:
        given = value.split() if isinstance(value, str) else []
    return tuple(given) if all(_is_redirect(one) for one in given) else ()


def _is_redirect(address: str) -> bool:
    parts = urlsplit(address)
    local = parts.scheme == "http" and parts.hostname in _LOOPBACK
    return address == OUT_OF_BAND or parts.scheme == "https" or local


def _unprocessable(message: str) -> Response:
    return error_response(HTTPStatus.UNPROCESSABLE_ENTITY, message)


def _no(code: str, status: int = HTTPStatus.BAD_REQUEST) -> Response:
    return json_response({"error": code, "error_description": "The provided authorization grant is invalid."}, status)
