"""The fake X's sign-in: OAuth 2 with PKCE for the company's client, refresh tokens that work once, the app's token."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from desktop.demo.networks.x.problems import forbidden, unauthorized
from desktop.demo.wire import Request, Response, json_response

CLIENT_ID = "aurora-care-console"
LIFE = timedelta(hours=2)
SCOPES = (
    "tweet.read",
    "users.read",
    "tweet.write",
    "tweet.moderate.write",
    "dm.read",
    "dm.write",
    "media.write",
    "offline.access",
)


@dataclass(slots=True)
class SignIn:
    """Who may do what. `scopes` are those that the person grants; `declines` lets them say no."""

    now: Callable[[], datetime]
    seed: int
    scopes: frozenset[str] = frozenset(SCOPES)
    declines: bool = False
    client_secret: str = ""
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _refresh: set[str] = field(default_factory=set)
    _access: dict[str, datetime] = field(default_factory=dict)
    _made: int = 0

    @property
    def app_token(self) -> str:
        """The app's own token."""
        return f"app-{self._digest('app')}"

    def grant(self) -> str:
        """Return a refresh token that works once."""
        granted = f"refresh-{self._next()}"
        self._refresh.add(granted)
        return granted

    def withdraw(self) -> None:
        """Let nothing that was granted work any more."""
        self._refresh.clear()
        self._access.clear()

    def expire(self) -> None:
        """Let access tokens end before their time."""
        self._access.clear()

    def authorize(self, request: Request, _: str) -> Response:
        """Send the browser back with a code, or with the person's no."""
        asked = dict(request.query)
        back = {"state": asked.get("state", "")}
        if asked.get("client_id") != CLIENT_ID or asked.get("code_challenge_method") != "S256":
            return Response(HTTPStatus.BAD_REQUEST, b"Something went wrong", "text/html")
        if self.declines:
            back["error"] = "access_denied"
        else:
            back["code"] = f"code-{self._next()}"
            self._codes[back["code"]] = asked
        location = f"{asked.get('redirect_uri', '')}?{urlencode(back)}"
        return Response(HTTPStatus.FOUND, headers=(("Location", location),))

    def token(self, request: Request, _: str) -> Response:
        """Answer the exchange of a code or a refresh token."""
        form = request.fields() or {}
        if not self._is_our_client(request, form):
            return _no("invalid_client")
        if form.get("grant_type") == "authorization_code":
            return self._redeemed(form)
        given = str(form.get("refresh_token", ""))
        if form.get("grant_type") != "refresh_token" or given not in self._refresh:
            return _no("invalid_request")
        self._refresh.discard(given)
        return self._tokens()

    def check(self, request: Request, scopes: tuple[str, ...]) -> None:
        """Let a request pass that is signed for what it asks; no scopes ask for the app's token. Raises Refusal."""
        signed = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not scopes:
            if signed in self._access:
                raise forbidden("Authenticating with a user's token is forbidden for this endpoint.", "stream")
            if signed != self.app_token:
                raise unauthorized()
            return
        if self._access.get(signed, self.now()) <= self.now():
            raise unauthorized()
        if not self.scopes.issuperset(scopes):
            raise forbidden("The token lacks a scope that this endpoint needs.", "scope")

    def _is_our_client(self, request: Request, form: dict[str, object]) -> bool:
        if not self.client_secret:
            return form.get("client_id") == CLIENT_ID
        pair = base64.b64encode(f"{CLIENT_ID}:{self.client_secret}".encode()).decode()
        return request.headers.get("authorization") == f"Basic {pair}"

    def _redeemed(self, form: dict[str, object]) -> Response:
        asked = self._codes.pop(str(form.get("code", "")), {})
        digest = hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        fits = asked.get("code_challenge") == challenge and asked.get("redirect_uri") == form.get("redirect_uri")
        return self._tokens() if fits else _no("invalid_request")

    def _tokens(self) -> Response:
        access = f"access-{self._next()}"
        self._access[access] = self.now() + LIFE
        body: dict[str, object] = {
            "token_type": "bearer",
            "expires_in": int(LIFE.total_seconds()),
            "access_token": access,
            "scope": " ".join(sorted(self.scopes)),
        }
        if "offline.access" in self.scopes:
            body["refresh_token"] = self.grant()
        return json_response(body)

    def _next(self) -> str:
        self._made += 1
        return self._digest(str(self._made))

    def _digest(self, text: str) -> str:
        return hashlib.sha256(f"{self.seed}|{text}".encode()).hexdigest()[:32]


def _no(code: str) -> Response:
    body = {"error": code, "error_description": "Value passed was invalid."}
    return json_response(body, HTTPStatus.BAD_REQUEST)
