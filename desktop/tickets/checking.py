"""Testing a connection: which step failed, and why. Nothing is changed in the system."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from desktop.model.channel import ChannelError, CheckStep, SignInExpired
from desktop.tickets.service import STEPS

Attempt = str | None
"""Why an attempt failed, as a code; "" or None for not."""


async def tried(
    greet: Callable[[], Awaitable[Attempt | None]], place: Callable[[], Awaitable[Attempt | None]]
) -> tuple[CheckStep, ...]:
    """Return the steps of a test: `greet` asks something that needs a sign-in, `place` looks where tickets go."""
    server, sign_in, there = STEPS
    try:
        reason = await greet() or ""
    except SignInExpired as error:
        return (CheckStep(server, passed=True), CheckStep(sign_in, passed=False, reason=error.reason))
    except ChannelError as error:
        step = sign_in if error.reason == "forbidden" else server
        done = (CheckStep(server, passed=True),) if step == sign_in else ()
        reason = "not_this_system" if error.reason == "not_found" else error.reason
        return (*done, CheckStep(step, passed=False, reason=reason))
    steps = (CheckStep(server, passed=True), CheckStep(sign_in, passed=not reason, reason=reason))
    if reason:
        return steps
    try:
        reason = await place() or ""
    except ChannelError as error:
        reason = error.reason
    return (*steps, CheckStep(there, passed=not reason, reason=reason))
