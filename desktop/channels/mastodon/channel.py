"""A Mastodon account as a channel: who we are there, and which room does what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import httpx

from desktop.channels import secret_name
from desktop.channels.http import ANSWER_SECONDS, CONNECT_SECONDS, http_client, is_loopback
from desktop.channels.loopback import is_safe, safe_address
from desktop.channels.mastodon import fetch as fetching
from desktop.channels.mastodon import send as sending
from desktop.channels.mastodon.client import MastodonClient
from desktop.channels.mastodon.cursor import decoded
from desktop.channels.mastodon.fields import listed
from desktop.channels.mastodon.listening import Watch, clean_tag, question_of
from desktop.channels.mastodon.manifest import TOKEN
from desktop.channels.mastodon.mapping import Person, found_in, person_of
from desktop.channels.mastodon.mapping_answers import limits_of, streaming_url_of
from desktop.channels.mastodon.stream import NewsStreams
from desktop.channels.payload import Unreadable
from desktop.model import (
    Account,
    ChannelError,
    CheckStep,
    Fetched,
    Outgoing,
    Refused,
    SentReceipt,
    TemporaryFailure,
    listening_of,
)
from desktop.model.channel import Clock
from desktop.system.vault import VaultUnavailable

if TYPE_CHECKING:
    from desktop.channels import Secrets


class MastodonChannel:
    """One account's way in and out of its Mastodon server. All methods run in the engine's event loop."""

    def __init__(
        self,
        account: Account,
        secrets: Secrets,
        *,
        clock: Clock,
        answer_seconds: float = ANSWER_SECONDS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Open nothing yet. Raises ValueError for an unusable server.

        `transport` replaces the network in tests; a WebSocket, which can't go through it, then stays on this machine.
        """
        server = server_url(account)
        self._account = account
        self._secrets = secrets
        self._clock = clock
        self._host = urlsplit(server).hostname or ""
        self._http = http_client(
            base_url=server,
            headers={"Accept": "application/json", "Accept-Language": "en"},
            answer_seconds=answer_seconds,
            loopback_only=is_loopback(self._host),
            transport=transport,
        )
        self._client = MastodonClient(self._http, self._token, clock)
        self._streams = NewsStreams(
            self._http,
            clock,
            loopback_only=is_loopback(self._host) or transport is not None,
            open_seconds=min(answer_seconds, CONNECT_SECONDS),
        )
        self._watch = Watch.of(listening_of(account))
        self._stream_base: str | None = None
        self._me: Person | None = None
        self._oldest: str | None = None

    async def check(self) -> tuple[CheckStep, ...]:
        """Ask the server, sign in, read one mention and the limits, then listen; stops after the first failure."""
        steps: list[CheckStep] = []
        attempts = [
            ("server", self._check_server),
            ("sign_in", self._sign_in),
            ("read", self._check_read),
            ("limits", self._check_limits),
        ]
        if self._watch.listening.is_on:
            attempts.append(("listen", self._check_listening))
        for name, attempt in attempts:
            try:
                await attempt()
            except (ChannelError, Unreadable) as error:
                return (*steps, CheckStep(name, passed=False, reason=str(error)))
            steps.append(CheckStep(name, passed=True))
        return tuple(steps)

    async def fetch(self, cursor: str | None) -> Fetched:
        """Return what is new since `cursor`; None begins with the last month, newest first. Raises ChannelError."""
        me = await self._who_we_are()
        fetched = await fetching.fetch(self._client, me, cursor, self._clock(), self._watch)
        self._oldest = decoded(fetched.cursor).mentions.oldest
        return fetched

    async def older(self, cursor: str | None) -> Fetched:
        """Return a page of mentions from before those already pulled. Raises ChannelError."""
        me = await self._who_we_are()
        return await fetching.fetch_older(self._client, me, cursor, self._oldest, self._clock())

    async def send(self, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
        """Publish an answer, publicly or to those it names. Raises ChannelError, see `Channel.send`."""
        return await sending.send(self._client, outgoing, on_commit, host=self._host)

    async def look_up(self, outgoing: Outgoing) -> SentReceipt | None:
        """Return the receipt of an answer found among our newest posts, None if it is not there."""
        me = await self._who_we_are()
        return await sending.look_up(self._client, outgoing, me, host=self._host)

    async def delete(self, remote_id: str) -> None:
        """Delete one of our posts; one already gone is no error. Raises ChannelError."""
        await sending.delete(self._client, remote_id)

    async def wait_for_news(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds for the server to tell of something. False: poll anyway."""
        started = asyncio.get_running_loop().time()
        base = await self._streaming_base(timeout)
        left = max(0.0, timeout - (asyncio.get_running_loop().time() - started))
        headers = await self._signed()
        if base is None or headers is None:
            await asyncio.sleep(left)
            return False
        tags = [tag for tag in map(clean_tag, self._watch.listening.hashtags) if tag]
        return await self._streams.wait(base, tags, headers, left)

    async def close(self) -> None:
        """Close the streams and every connection. Never raises."""
        await self._streams.close()
        await self._http.aclose()

    async def _token(self) -> str | None:
        """Return the token without holding up the event loop. Raises TemporaryFailure("vault_unavailable")."""
        try:
            return await asyncio.to_thread(self._secrets.get, secret_name(self._account.uid, TOKEN))
        except VaultUnavailable as error:
            raise TemporaryFailure("vault_unavailable") from error

    async def _signed(self) -> dict[str, str] | None:
        try:
            return await self._client.authorization()
        except ChannelError:
            return None  # the next pull says so, where it is shown

    async def _who_we_are(self) -> Person:
        """Return our own account on the server: as stored, else asked for once."""
        if self._me is None:
            remote_id = self._account.settings.get("remote_id")
            if remote_id:
                self._me = Person(str(remote_id), self._account.handle.removeprefix("@"))
            else:
                await self._sign_in()
        assert self._me is not None
        return self._me

    async def _sign_in(self) -> None:
        try:
            self._me = person_of(await self._client.get("/api/v1/accounts/verify_credentials"))
        except Unreadable as fault:
            raise TemporaryFailure("unreadable_answer") from fault

    async def _check_server(self) -> None:
        await fetching.instance(self._client)

    async def _check_read(self) -> None:
        listed(await self._client.get("/api/v1/notifications", [("types[]", "mention"), ("limit", "1")]))

    async def _check_limits(self) -> None:
        limits_of(await fetching.instance(self._client))

    async def _check_listening(self) -> None:
        """Read what listening would read: the first hashtag's timeline, and a search for the first word."""
        for tag in [tag for tag in map(clean_tag, self._watch.listening.hashtags) if tag][:1]:
            listed(await self._client.get(f"/api/v1/timelines/tag/{quote(tag, safe='')}", [("limit", "1")]))
        for word in [word for word in map(question_of, self._watch.listening.words) if word][:1]:
            asked = [("q", word), ("type", "statuses"), ("limit", "1")]
            found_in(await self._client.get("/api/v2/search", asked))

    async def _streaming_base(self, timeout: float) -> str | None:
        """Return the address of the server's streaming, None while it can't be asked for.

        The token goes only to https, or to this machine where the server itself is on it.
        """
        if self._stream_base is None:
            try:
                async with asyncio.timeout(timeout):
                    named = streaming_url_of(await fetching.instance(self._client))
            except Refused:
                named = None
            except (ChannelError, TimeoutError):
                return None
            self._stream_base = named if named and is_safe(named) else str(self._http.base_url).rstrip("/")
        return self._stream_base


def server_url(account: Account) -> str:
    """Return the base URL of an account's server. Raises ValueError unless it is https, or http on this machine."""
    return safe_address(str(account.settings.get("server") or ""), "a Mastodon account")
