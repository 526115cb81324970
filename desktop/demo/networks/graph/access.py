"""Who may do what in the fake Graph: the company's app, its sign-in in the browser, tokens, permissions, proofs."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from desktop.demo.networks.graph.problems import Refusal, bad_token, invalid, lacks
from desktop.demo.networks.graph.world import IG_ID, IG_NAME, PAGE_ID, PAGE_NAME
from desktop.demo.wire import Request, Response, json_response

APP_ID = "2201230001112223"
SHORT, LONG = timedelta(hours=2), timedelta(days=60)
SCOPES = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_engagement",
    "pages_manage_metadata",
    "pages_messaging",
    "instagram_basic",
    "instagram_manage_comments",
    "instagram_manage_messages",
)
TASKS = ("ANALYZE", "MESSAGING", "MODERATE", "CREATE_CONTENT")


@dataclass(slots=True)
class Access:
    """The app and its tokens. `scopes` are those that the person grants; `declines` lets them say no.

    `human_agent`: Meta has approved that tag. `proves`: the app takes no call without a proof. `linked`: the Page has
    an Instagram account.
    """

    now: Callable[[], datetime]
    seed: int
    scopes: frozenset[str] = frozenset(SCOPES)
    tasks: tuple[str, ...] = TASKS
    declines: bool = False
    human_agent: bool = False
    proves: bool = False
    linked: bool = True
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _users: dict[str, datetime] = field(default_factory=dict)
    _withdrawn: bool = False
    _made: int = 0

    @property
    def page_token(self) -> str:
        """The Page's token, which does not end by itself."""
        return f"EAAB{self._digest('page')}"

    @property
    def app_secret(self) -> str:
        """The secret of the company's app."""
        return self._digest("app")[:32]

    def withdraw(self) -> None:
        """Let nothing that was granted work any more."""
        self._withdrawn = True
        self._users.clear()

    def signed(self, request: Request) -> str:
        """Return whose token a request carries, "page" or "user". Raises Refusal."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ") or request.value("access_token") or ""
        proof = request.value("appsecret_proof")
        if proof is None and self.proves:
            raise invalid("API calls from the server require an appsecret_proof argument")
        expected = hmac.new(self.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        if proof is not None and not hmac.compare_digest(proof, expected):
            raise invalid("Invalid appsecret_proof provided in the API argument")
        if token == self.page_token and not self._withdrawn:
            return "page"
        if token in self._users:
            if self._users[token] <= self.now():
                raise bad_token(463)
            return "user"
        raise bad_token(460 if self._withdrawn else 0)

    def needs(self, *scopes: str, reading: bool) -> None:
        """Let a request pass whose token has some permissions. Raises Refusal."""
        for scope in scopes:
            if scope not in self.scopes:
                raise lacks(scope, reading=reading)

    def dialog(self, request: Request) -> Response:
        """Send the browser back with a code, or with the person's no."""
        asked = dict(request.query)
        if asked.get("client_id") != APP_ID or not asked.get("redirect_uri"):
            return Response(HTTPStatus.BAD_REQUEST, b"Something went wrong", "text/html")
        back = {"state": asked.get("state", "")}
        if self.declines:
            back |= {"error": "access_denied", "error_reason": "user_denied", "error_code": "200"}
        else:
            back["code"] = f"AQ{self._next()}"
            self._codes[back["code"]] = asked
        location = f"{asked['redirect_uri']}?{urlencode(back)}#_=_"
        return Response(HTTPStatus.FOUND, headers=(("Location", location),))

    def token(self, request: Request) -> Response:
        """Answer the exchange of a code, or of a short-lived token for a long-lived one."""
        form = {**dict(request.query), **{name: str(value) for name, value in (request.fields() or {}).items()}}
        if form.get("client_id") != APP_ID or form.get("client_secret") != self.app_secret:
            raise Refusal(101, "Error validating client secret")
        if form.get("grant_type") == "fb_exchange_token":
            if self._users.get(form.get("fb_exchange_token", ""), self.now()) <= self.now():
                raise bad_token()
            return self._granted(LONG)
        asked = self._codes.pop(form.get("code", ""), {})
        if not asked or asked.get("redirect_uri") != form.get("redirect_uri"):
            raise invalid("Error validating verification code. Please make sure your redirect_uri is identical")
        return self._granted(SHORT)

    def accounts(self) -> dict[str, object]:
        """Return the Pages that the person manages, with a token for each."""
        linked: dict[str, object] = {"instagram_business_account": {"id": IG_ID, "username": IG_NAME}}
        page = {"name": PAGE_NAME, "access_token": self.page_token, "id": PAGE_ID, "tasks": list(self.tasks)}
        return {"data": [{**page, **(linked if self.linked else {})}]}

    def permissions(self) -> dict[str, object]:
        """Return what the person granted and what not."""
        status = {True: "granted", False: "declined"}
        return {"data": [{"permission": scope, "status": status[scope in self.scopes]} for scope in SCOPES]}

    def debugged(self, request: Request) -> dict[str, object]:
        """Return what there is to know of a token, to whoever has the app's secret."""
        fields = request.fields() or {}
        if request.headers.get("authorization") != f"Bearer {APP_ID}|{self.app_secret}":
            raise bad_token()
        known = fields.get("input_token") == self.page_token and not self._withdrawn
        if not known:
            return {"data": {"is_valid": False, "scopes": []}}
        return {
            "data": {
                "app_id": APP_ID,
                "type": "PAGE",
                "is_valid": True,
                "expires_at": 0,
                "profile_id": PAGE_ID,
                "scopes": sorted(self.scopes),
            }
        }

    def _granted(self, life: timedelta) -> Response:
        token = f"EAAU{self._next()}"
        self._users[token] = self.now() + life
        body = {"access_token": token, "token_type": "bearer", "expires_in": int(life.total_seconds())}
        return json_response(body)

    def _next(self) -> str:
        self._made += 1
        return self._digest(str(self._made))

    def _digest(self, text: str) -> str:
        return hashlib.sha256(f"{self.seed}|{text}".encode()).hexdigest()[:48]
