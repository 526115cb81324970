"""The fake network's server where accounts live: sessions, records, files (com.atproto.server, .repo, .identity)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from desktop.demo.networks.bluesky.ids import cid_of, claims_of, tid_at, token_of
from desktop.demo.networks.bluesky.reading import body_of, needed, page_of, text_in
from desktop.demo.networks.bluesky.refusals import Refusal, invalid, unauthorised
from desktop.demo.networks.bluesky.rules import refuse_unfit_post
from desktop.demo.networks.bluesky.world import POSTS, Json, Post, Resident, World
from desktop.demo.wire import Request, Response, json_response

ACCESS_LIFE = timedelta(hours=2)
REFRESH_LIFE = timedelta(days=90)
GRACE = timedelta(hours=2)  # during which a refresh token that was used gives the same new one again
SIGN_INS_A_DAY = 300
_LARGEST_FILE = 5_000_000  # bytes
_KEY = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
_SECRET = "agora"  # noqa: S105 - signs tokens that open nothing


class Keeping:
    """The server's methods. One account can sign in: the company's, with its app password."""

    def __init__(self, world: World, company: Resident, password: str, url: Callable[[], str]) -> None:
        """`url` is where the server is reached; it is known once it listens."""
        self._world = world
        self._company = company
        self._password = password
        self._url = url
        self._serial = itertools.count()
        self._refreshes: dict[str, datetime] = {}  # refresh tokens that work, and until when
        self._following: dict[str, Json] = {}  # what a used refresh token gave
        self._sign_ins: list[datetime] = []
        self.private_messages = True
        self.written: list[Callable[[Post], None]] = []

    @property
    def sign_ins(self) -> int:
        """How often the password was used."""
        return len(self._sign_ins)

    def signer(self, request: Request) -> Resident:
        """Return who signed a request. Raises Refusal."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise unauthorised()
        claims = claims_of(token)
        if token != token_of(claims, _SECRET) or claims.get("scope") != "com.atproto.appPass":
            raise Refusal("InvalidToken", "Token could not be verified")
        if float(str(claims["exp"])) <= self._world.now().timestamp():
            raise Refusal("ExpiredToken", "Token has expired")
        return self._world.residents[str(claims["sub"])]

    def end_sessions(self) -> None:
        """Let no refresh token work any more, as when somebody revokes them."""
        self._refreshes.clear()
        self._following.clear()

    # ---- com.atproto.server

    def describe(self, _: Request) -> Response:
        """Describe the server."""
        return json_response(
            {"did": "did:web:agora.test", "availableUserDomains": [".agora.test"], "inviteCodeRequired": False}
        )

    def create_session(self, request: Request) -> Response:
        """Sign in with a password."""
        fields = body_of(request)
        now = self._world.now()
        if sum(at > now - timedelta(days=1) for at in self._sign_ins) >= SIGN_INS_A_DAY:
            raise Refusal("RateLimitExceeded", "Rate Limit Exceeded", HTTPStatus.TOO_MANY_REQUESTS)
        who = self._world.named(text_in(fields, "identifier").removeprefix("@"))
        if who != self._company or text_in(fields, "password") != self._password:
            raise unauthorised("AuthenticationRequired", "Invalid identifier or password")
        self._sign_ins.append(now)
        return json_response(self._session())

    def refresh_session(self, request: Request) -> Response:
        """Give a new session for a refresh token."""
        token = request.headers.get("authorization", "").partition(" ")[2]
        now = self._world.now()
        until = self._refreshes.get(token)
        if until is None:
            raise Refusal("InvalidToken", "Token could not be verified")
        if until <= now:
            raise Refusal("ExpiredToken", "Token has expired")
        if token not in self._following:
            self._following[token] = self._session()
            self._refreshes[token] = min(until, now + GRACE)
        return json_response(self._following[token])

    def get_session(self, request: Request) -> Response:
        """Say whose session it is."""
        return json_response(self._who(self.signer(request)))

    def _session(self) -> Json:
        now = self._world.now()
        issued = int(now.timestamp())
        claims = {"sub": self._company.did, "iat": issued, "jti": str(next(self._serial))}
        access_ends = issued + int(ACCESS_LIFE.total_seconds())
        refresh_ends = issued + int(REFRESH_LIFE.total_seconds())
        access = token_of({**claims, "scope": "com.atproto.appPass", "exp": access_ends}, _SECRET)
        refresh = token_of({**claims, "scope": "com.atproto.refresh", "exp": refresh_ends}, _SECRET)
        self._refreshes[refresh] = now + REFRESH_LIFE
        return {"accessJwt": access, "refreshJwt": refresh, **self._who(self._world.residents[self._company.did])}

    def _who(self, who: Resident) -> Json:
        service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": self._url()}
        document = {"id": who.did, "alsoKnownAs": [f"at://{who.handle}"], "service": [service]}
        return {"did": who.did, "handle": who.handle, "didDoc": document, "active": True, "emailConfirmed": True}

    # ---- com.atproto.identity

    def resolve_handle(self, request: Request) -> Response:
        """Say whose a handle is."""
        who = self._world.named(needed(request, "handle"))
        if who is None:
            raise invalid("Unable to resolve handle")
        return json_response({"did": who.did})

    # ---- com.atproto.repo

    def get_record(self, request: Request) -> Response:
        """Show a record of anybody."""
        did, rkey = self._repo(needed(request, "repo")).did, needed(request, "rkey")
        uri = f"at://{did}/{needed(request, 'collection')}/{rkey}"
        post = self._world.posts.get(uri)
        if post is None:
            raise Refusal("RecordNotFound", f"Could not locate record: {uri}")
        return json_response(_record(post))

    def list_records(self, request: Request) -> Response:
        """Show somebody's records, the latest key first."""
        did = self._repo(needed(request, "repo")).did
        if needed(request, "collection") != POSTS:
            return json_response({"records": []})
        posts = sorted((post for post in self._world.posts.values() if post.did == did), key=lambda post: post.rkey)
        page, cursor = page_of(posts[::-1], request)
        return json_response({"records": [_record(post) for post in page], **cursor})

    def put_record(self, request: Request) -> Response:
        """Make or change a record; with `swapRecord` null only if there is none."""
        who, fields = self.signer(request), body_of(request)
        rkey, record = self._own_post(who, fields)
        before = self._world.posts.get(f"at://{who.did}/{POSTS}/{rkey}")
        if "swapRecord" in fields and fields["swapRecord"] != (before.cid if before else None):
            raise Refusal("InvalidSwap", f"Record was at {before.cid if before else 'null'}")
        return json_response(self._made(self._world.writes(who.did, rkey, record), is_new=before is None))

    def create_record(self, request: Request) -> Response:
        """Make a record. A key that is taken breaks the server, as it does the real one."""
        who, fields = self.signer(request), body_of(request)
        rkey, record = self._own_post(who, {"rkey": self._world.key(), **fields})
        if f"at://{who.did}/{POSTS}/{rkey}" in self._world.posts:
            raise Refusal("InternalServerError", "Internal Server Error", HTTPStatus.INTERNAL_SERVER_ERROR)
        return json_response(self._made(self._world.writes(who.did, rkey, record), is_new=True))

    def delete_record(self, request: Request) -> Response:
        """Delete a record; one that is not there is no error."""
        who, fields = self.signer(request), body_of(request)
        self._refuse_foreign(who, fields)
        rkey = text_in(fields, "rkey")
        gone = self._world.removes(f"at://{who.did}/{text_in(fields, 'collection')}/{rkey}")
        return json_response({"commit": self._commit()} if gone else {})

    def upload_blob(self, request: Request) -> Response:
        """Take a file."""
        self.signer(request)
        if len(request.body) > _LARGEST_FILE:
            raise Refusal("PayloadTooLarge", "request entity too large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        kind = request.headers.get("content-type", "application/octet-stream")
        link = cid_of(request.body, file=True)
        blob = {"$type": "blob", "ref": {"$link": link}, "mimeType": kind, "size": len(request.body)}
        self._world.files[link] = blob
        return json_response({"blob": blob})

    def _own_post(self, who: Resident, fields: dict[str, Any]) -> tuple[str, Json]:
        self._refuse_foreign(who, fields)
        if text_in(fields, "collection") != POSTS:
            raise invalid("Only posts are kept here")
        rkey, record = text_in(fields, "rkey"), fields.get("record")
        if not _KEY.fullmatch(rkey):
            raise invalid(f'Invalid record key (got "{rkey}") at $.rkey')
        refuse_unfit_post(record, self._world.files)
        assert isinstance(record, dict)
        return rkey, {"$type": POSTS, **record}

    def _refuse_foreign(self, who: Resident, fields: dict[str, Any]) -> None:
        if self._world.named(text_in(fields, "repo")) != self._world.residents[who.did]:
            raise unauthorised("AuthenticationRequired")

    def _made(self, post: Post, *, is_new: bool) -> Json:
        if is_new:
            for written in self.written:
                written(post)
        return {"uri": post.uri, "cid": post.cid, "commit": self._commit(), "validationStatus": "valid"}

    def _commit(self) -> Json:
        serial = next(self._serial)
        return {"cid": cid_of({"commit": serial}), "rev": tid_at(self._world.now(), serial)}

    def _repo(self, name: str) -> Resident:
        who = self._world.named(name)
        if who is None:
            raise invalid(f"Could not find repo: {name}")
        return who


def _record(post: Post) -> Json:
    return {"uri": post.uri, "cid": post.cid, "value": post.record}
