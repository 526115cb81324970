"""A small OAuth provider on loopback: it shows a consent page to a browser that is a function, and gives tokens."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlencode, urlsplit

from desktop.channels.oauth.flow import Provider


class FakeProvider:
    """Knows its codes and tokens: a code works once, with its own verifier; a refresh token until it is withdrawn."""

    def __init__(self) -> None:
        self.base = ""
        self.denies = False
        self.rotates = True
        self.answers_with: tuple[int, str] | None = None
        self.requests: list[dict[str, str]] = []
        self.exchanges: list[dict[str, str]] = []
        self._challenges: dict[str, dict[str, str]] = {}
        self._refresh: set[str] = set()
        self._made = 0

    @property
    def provider(self) -> Provider:
        """Where to sign in."""
        return Provider("fake", f"{self.base}/authorize", f"{self.base}/token", ("mail", "offline"))

    def consent(self, url: str) -> str:
        """Be the person who agrees (or not) in the browser; return the address that the browser is sent to."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.requests.append(query)
        if self.denies:
            return f"{query['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': query['state']})}"
        code = f"code-{len(self.requests)}"
        self._challenges[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def withdraw(self) -> None:
        """Forget every refresh token."""
        self._refresh.clear()

    def grant(self) -> str:
        """Return a refresh token that works."""
        self._made += 1
        token = f"refresh-{self._made}"
        self._refresh.add(token)
        return token

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request for tokens."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        size = next(int(line.split(":")[1]) for line in head.splitlines() if line.lower().startswith("content-length"))
        form = {name: values[0] for name, values in parse_qs((await reader.readexactly(size)).decode()).items()}
        self.exchanges.append(form)
        status, body = self.answers_with or self._answer(form)
        writer.write(
            f"HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nConnection: close\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        await writer.drain()
        writer.close()

    def _answer(self, form: dict[str, str]) -> tuple[int, str]:
        if form["grant_type"] == "authorization_code":
            asked = self._challenges.pop(form["code"], None)
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
            if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != form["redirect_uri"]:
                return 400, json.dumps({"error": "invalid_grant"})
            return 200, self._tokens(self.grant())
        if form["refresh_token"] not in self._refresh:
            return 400, json.dumps({"error": "invalid_grant"})
        if not self.rotates:
            return 200, self._tokens("")
        self._refresh.discard(form["refresh_token"])
        return 200, self._tokens(self.grant())

    def _tokens(self, refresh: str) -> str:
        self._made += 1
        tokens: dict[str, object] = {"access_token": f"token-{self._made}", "expires_in": 3600, "token_type": "Bearer"}
        if refresh:
            tokens["refresh_token"] = refresh
        return json.dumps(tokens)


@asynccontextmanager
async def running_provider() -> AsyncIterator[FakeProvider]:
    """Listen on a free port of 127.0.0.1 while the context is open."""
    fake = FakeProvider()
    server = await asyncio.start_server(fake.serve, "127.0.0.1", 0)
    fake.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield fake
    finally:
        server.close()
        await server.wait_closed()
