"""Connecting feeds: what a person typed made clean, the trial of each, and the feeds that a page names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop.accounts.candidate import Candidate, Plain, Tell, Trial
from desktop.channels.listening.settings import FEEDS, MOST_FEEDS, is_here, is_safe
from desktop.model import ChannelError, CheckStep, Listening, Network
from desktop.system.clock import utc_now

if TYPE_CHECKING:
    import httpx

WORDS = "words"
"""The first step of a trial; the others are "feed_1", "feed_2" … in the order of the form."""


@dataclass(frozen=True, slots=True)
class ListeningForm:
    """What a person gave: the feeds as typed, one a line, what to listen for, and a name for the account."""

    feeds: str
    listening: Listening = field(default_factory=Listening)
    name: str = ""


def feed_address(typed: str) -> str | None:
    """Return a feed's address of what was typed ("paper.example/feed", "feed:…", "http://…"), None if it is none.

    Feeds are asked for over https only, except on this machine.
    """
    text = typed.strip()
    for scheme in ("feed://", "feed:"):
        text = text.removeprefix(scheme)
    if "://" not in text:
        text = f"https://{text}"
    if text.startswith("http://") and is_safe(f"https://{text[7:]}") and not is_safe(text):
        text = f"https://{text[7:]}"
    if not is_safe(text):
        return None
    host = urlsplit(text).hostname or ""
    return text if "." in host or is_here(text) else None


def feed_addresses(typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses in some lines, each once, and the lines that hold none."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    read = [(line, feed_address(line)) for line in lines]
    addresses = dict.fromkeys(address for _, address in read if address is not None)
    return tuple(addresses)[:MOST_FEEDS], tuple(line for line, address in read if address is None)


async def try_feeds(form: ListeningForm, tell: Tell, *, transport: httpx.AsyncBaseTransport | None = None) -> Trial:
    """Read each feed once. Nothing is kept. Never raises.

    Without words to listen for, or without any feed that can be read, there is no candidate; one that can't be read
    now may be connected beside others, and is named.
    """
    addresses, odd = feed_addresses(form.feeds)
    steps = [CheckStep(WORDS, form.listening.is_on, "" if form.listening.is_on else "no_words")]
    tell(steps[0])
    for place, address in enumerate((*addresses, *odd), start=1):
        reason = "not_an_address" if address in odd else await _fault_of(address, transport)
        steps.append(CheckStep(f"feed_{place}", not reason, reason))
        tell(steps[-1])
    readable = any(step.passed for step in steps[1:])
    fits = steps[0].passed and readable and not odd
    return Trial(tuple(steps), _candidate(form, addresses) if fits else None)


async def feeds_on(typed: str, *, transport: httpx.AsyncBaseTransport | None = None) -> tuple[str, ...]:
    """Return the addresses of the feeds that a page names, () for none or a page that can't be read. Never raises."""
    from desktop.channels.listening.client import FeedClient
    from desktop.channels.listening.discovery import feeds_named_in

    address = feed_address(typed)
    if address is None:
        return ()
    async with _http(address, transport) as http:
        try:
            document = await FeedClient(http, utc_now).get(address)
        except ChannelError:
            return ()
    return feeds_named_in(document) if document is not None else ()


async def _fault_of(address: str, transport: httpx.AsyncBaseTransport | None) -> str:
    """Return why a feed can't be read, "" if it can."""
    import asyncio

    from desktop.channels.listening.client import FeedClient
    from desktop.channels.listening.mapping import Unreadable, feed_of

    async with _http(address, transport) as http:
        try:
            document = await FeedClient(http, utc_now).get(address)
            if document is not None:
                await asyncio.to_thread(feed_of, document, utc_now())
        except ChannelError as error:
            return error.reason
        except Unreadable as fault:
            return str(fault)
    return ""


def _http(address: str, transport: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
    from desktop.channels.http import http_client

    return http_client(loopback_only=is_here(address), transport=transport)


def _candidate(form: ListeningForm, addresses: tuple[str, ...]) -> Candidate:
    first = urlsplit(addresses[0]).hostname or ""
    handle = first.removeprefix("www.") + (f" +{len(addresses) - 1}" if len(addresses) > 1 else "")
    settings: dict[str, Plain] = {FEEDS: "\n".join(addresses), **form.listening.settings()}
    return Candidate(
        Network.LISTENING,
        handle=handle,
        name=form.name.strip() or handle,
        settings=settings,
        secrets={},
        can_answer=False,
    )
