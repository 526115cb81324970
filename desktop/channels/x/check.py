"""The test of a connection: signs in and tries each permission to read, up to the first that fails.

What may be written can't be tried without writing; X says at the sign-in which permissions were given.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from desktop.channels.payload import Unreadable
from desktop.channels.x.client import XClient
from desktop.channels.x.fields import ME
from desktop.channels.x.mapping import Person, page_of
from desktop.channels.x.mapping_answers import me_of, rules_of
from desktop.channels.x.mapping_direct import messages_of
from desktop.channels.x.signin import SCOPE_OF
from desktop.channels.x.stream import RULES
from desktop.model import ChannelError, CheckStep, Refused, SignInExpired

Told = Callable[[CheckStep], None]


async def checked(
    client: XClient,
    app_token: Callable[[], Awaitable[str | None]],
    *,
    listens: bool,
    tell: Told = lambda _: None,
) -> tuple[CheckStep, ...]:
    """Try the steps sign_in, read, direct, and where they are used listen and stream. Never raises ChannelError.

    A permission that is missing is named: "missing_scope:dm.read". `tell` hears of each step as it is decided.
    """
    trial = _Trial(client, app_token)
    attempts = [("sign_in", trial.sign_in), ("read", trial.read), ("direct", trial.direct)]
    if listens:
        attempts.append(("listen", trial.listen))
    attempts.append(("stream", trial.stream))
    steps: list[CheckStep] = []
    for name, attempt in attempts:
        reason = await _reason(name, attempt)
        if reason is None:
            continue
        steps.append(CheckStep(name, not reason, reason))
        tell(steps[-1])
        if reason:
            break
    return tuple(steps)


async def _reason(name: str, attempt: Callable[[], Awaitable[bool]]) -> str | None:
    """Return why a step failed, "" if it did not, None if there was nothing to try."""
    try:
        return "" if await attempt() else None
    except SignInExpired as error:
        scope = SCOPE_OF.get(name)
        return f"missing_scope:{scope}" if error.reason == "forbidden" and scope else error.reason
    except ChannelError as error:
        return error.reason
    except Unreadable as fault:
        return str(fault)


class _Trial:
    """The attempts, each without any effect; False for what this account does not use."""

    def __init__(self, client: XClient, app_token: Callable[[], Awaitable[str | None]]) -> None:
        self._client = client
        self._app_token = app_token
        self._me = Person("", "")

    async def sign_in(self) -> bool:
        self._me = me_of(await self._client.get("/2/users/me", ME, window="me"))[0]
        return True

    async def read(self) -> bool:
        page_of(await self._client.posts(f"/2/users/{self._me.id}/mentions", [("max_results", "5")], window="mentions"))
        return True

    async def direct(self) -> bool:
        messages_of(await self._client.messages("/2/dm_events", [("max_results", "1")], window="dm_read"))
        return True

    async def listen(self) -> bool:
        nothing = f'from:{self._me.name} "sportello check"'  # what is found is paid for
        parameters = [("query", nothing), ("max_results", "10")]
        page_of(await self._client.posts("/2/tweets/search/recent", parameters, window="search"))
        return True

    async def stream(self) -> bool:
        token = await self._app_token()
        if not token:
            return False
        try:
            rules_of(await self._client.get_as_app(RULES, token))
        except SignInExpired as error:
            raise Refused("app_token_refused") from error
        return True
