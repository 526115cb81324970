"""Trying a Mastodon token before anything is kept: who it belongs to, what it may read, whether it may write."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from desktop.accounts.candidate import Candidate, Tell, Trial
from desktop.accounts.mastodon import TOKEN, clean_token
from desktop.channels.http import http_client, is_loopback
from desktop.channels.mastodon.client import MastodonClient
from desktop.channels.mastodon.fetch import instance
from desktop.channels.mastodon.fields import listed
from desktop.channels.mastodon.mapping import author_of
from desktop.channels.mastodon.mapping_answers import domain_of, limits_of
from desktop.channels.payload import Unreadable
from desktop.model import ChannelError, CheckStep, Network, Refused
from desktop.system.clock import utc_now

STEPS = ("server", "sign_in", "read", "write")
_NOBODYS_POST = "0"


async def try_token(server: str, token: str, tell: Tell) -> Trial:
    """Try a token on a server, step by step. Nothing is posted or kept. Never raises.

    A token that may not write gives a candidate that can't answer; any other failure ends the trial without one.
    """
    cleaned = clean_token(token)

    async def given() -> str:
        return cleaned

    host = urlsplit(server).hostname or ""
    headers = {"Accept": "application/json", "Accept-Language": "en"}
    async with http_client(base_url=server, headers=headers, loopback_only=is_loopback(host)) as http:
        return await _TokenTrial(server, cleaned, MastodonClient(http, given, utc_now)).run(tell)


class _TokenTrial:
    """One run through the steps: each builds on what the one before found."""

    def __init__(self, server: str, token: str, client: MastodonClient) -> None:
        self._server = server
        self._token = token
        self._client = client
        self._domain = self._handle = self._name = self._remote_id = ""
        self._attempts: dict[str, Callable[[], Awaitable[None]]] = {
            "server": self._greet,
            "sign_in": self._sign_in,
            "read": self._read,
            "write": self._ask_to_write,
        }

    async def run(self, tell: Tell) -> Trial:
        done: list[CheckStep] = []
        for name in STEPS:
            reason = await self._reason(name)
            done.append(CheckStep(name, not reason, reason))
            tell(done[-1])
            if reason and not (name == "write" and reason == "forbidden"):
                return Trial(tuple(done))
        return Trial(tuple(done), self._candidate(can_answer=done[-1].passed))

    async def _reason(self, name: str) -> str:
        """Return why a step failed, "" if it did not."""
        try:
            await self._attempts[name]()
        except ChannelError as error:
            return error.reason
        except Unreadable as fault:
            return str(fault)
        return ""

    def _candidate(self, *, can_answer: bool) -> Candidate:
        return Candidate(
            Network.MASTODON,
            handle=self._handle,
            name=self._name,
            settings={"server": self._server, "remote_id": self._remote_id},
            secrets={TOKEN: self._token},
            can_answer=can_answer,
            remote_id=self._remote_id,
        )

    async def _greet(self) -> None:
        said = await instance(self._client)
        limits_of(said)  # an answer without limits is no Mastodon server's
        self._domain = domain_of(said) or urlsplit(self._server).hostname or ""

    async def _sign_in(self) -> None:
        me = author_of(await self._client.get("/api/v1/accounts/verify_credentials"))
        user = me.handle.removeprefix("@")
        self._handle = f"@{user}" if "@" in user else f"@{user}@{self._domain}"
        self._name, self._remote_id = me.name, me.remote_id

    async def _read(self) -> None:
        listed(await self._client.get("/api/v1/notifications", [("types[]", "mention"), ("limit", "1")]))

    async def _ask_to_write(self) -> None:
        """Ask to delete a post that nobody wrote: the scope is judged first, then that there is no such post."""
        try:
            await self._client.delete(f"/api/v1/statuses/{_NOBODYS_POST}")
        except Refused:
            return
