"""Trying a mailbox before anything is kept: read, then send, by the other usual port if only that one is wrong."""

from __future__ import annotations

from datetime import datetime

from desktop.accounts.candidate import Candidate, Tell, Trial
from desktop.accounts.email import EmailSettings, EmailSignIn, account_settings, with_working_port
from desktop.accounts.mailbox_form import suggested_name
from desktop.channels.email.check import check_connection
from desktop.channels.email.credentials import Credential, GivenCredential
from desktop.channels.email.manifest import OAUTH_CLIENT, OAUTH_REFRESH, PASSWORD
from desktop.model import CheckStep, Network

_SIGN_IN_SECRETS = (PASSWORD, OAUTH_REFRESH, OAUTH_CLIENT)


async def try_mailbox(settings: EmailSettings, sign_in: EmailSignIn, now: datetime, tell: Tell) -> Trial:
    """Try every step; the trial carries a candidate only if all of them passed. Never raises, sends nothing.

    `now` (UTC) is when the mailbox is connected, unless its settings say that it was before: its first days count back
    from there.
    """
    credentials = GivenCredential(_credential(sign_in))
    steps = await check_connection(settings, credentials, tell)
    other = with_working_port(settings, steps)
    if other is not None:
        again = await check_connection(other, credentials)
        if _all_passed(again):
            settings, steps = other, again
            _tell_rest(again, tell)
    if not _all_passed(steps):
        tell(steps[-1])
        return Trial(steps)
    return Trial(steps, _candidate(settings, sign_in, now))


def _candidate(settings: EmailSettings, sign_in: EmailSignIn, now: datetime) -> Candidate:
    plain = account_settings(settings, now.date())
    return Candidate(
        Network.EMAIL,
        handle=settings.address,
        name=settings.name or suggested_name(settings.address),
        settings=plain,
        secrets=_secrets(sign_in),
        replaces=_SIGN_IN_SECRETS,
    )


def _secrets(sign_in: EmailSignIn) -> dict[str, str]:
    if sign_in.tokens is None:
        return {PASSWORD: sign_in.password}
    secrets = {OAUTH_REFRESH: sign_in.tokens.refresh}
    if sign_in.client_secret:
        secrets[OAUTH_CLIENT] = sign_in.client_secret
    return secrets


def _credential(sign_in: EmailSignIn) -> Credential:
    if sign_in.tokens is not None:
        return Credential(sign_in.tokens.access, is_token=True)
    return Credential(sign_in.password)


def _all_passed(steps: tuple[CheckStep, ...]) -> bool:
    return bool(steps) and all(step.passed for step in steps)


def _tell_rest(steps: tuple[CheckStep, ...], tell: Tell) -> None:
    for step in steps:
        if step.step.startswith("smtp"):
            tell(step)
