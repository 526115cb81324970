"""What the channel contract is tried against: any fake network, a channel on it, a cable between, and two clocks."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import httpx

from desktop.channels import Secrets, secret_name
from desktop.channels.manifest import Manifest
from desktop.demo.networks import FakeNetwork, Heard, Persona
from desktop.model import (
    Account,
    AccountId,
    AccountRole,
    Arrival,
    Channel,
    Fetched,
    Listening,
    Outgoing,
    made_uid,
)
from desktop.system.vault import SessionVault
from tests.contract.cable import Answer, Cable, Judge, Passing, Trouble

START = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
BRAND = "Aurora Energia"
EXCLUDED = "boreale"
MARTA = Persona("marta", "Marta Bellini", "marta_bellini", "it", 210)
OSCAR = Persona("oscar", "Oscar Vidal", "oscar_vidal", "it", 15)
_ENOUGH = 600  # pulls: whoever has not read a backlog by then never will


class Clock:
    """A clock that goes on only when told to; the network's may be ahead of it or behind."""

    def __init__(self) -> None:
        self.now = START
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return self.now

    def of_network(self) -> datetime:
        return self.now + self.ahead

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


class ChannelMaker(Protocol):
    """A channel's class or whatever makes one."""

    def __call__(
        self,
        account: Account,
        secrets: Secrets,
        *,
        clock: Callable[[], datetime],
        answer_seconds: float,
        transport: httpx.AsyncBaseTransport,
    ) -> Channel: ...


def limited(seconds: float | None) -> Answer:
    """Return the refusal of a busy server, which says how long to wait or does not."""
    headers = {} if seconds is None else {"Retry_After": str(int(seconds))}
    return Answer.of(429, {"error": "Too many requests"}, **headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What one network brings to the contract. Everything it can do is read from its manifest."""

    manifest: Manifest
    network: Callable[[Callable[[], datetime]], FakeNetwork]
    channel: ChannelMaker
    judge: Callable[[], Judge | None] = lambda: None
    backlog: int = 10_000  # how many waiting messages the network itself gives, at most as many
    edits: bool = True  # authors can change what they wrote there
    limited: Callable[[float | None], Answer] = limited
    expired: Answer = field(default_factory=lambda: Answer.of(401, {"error": "The access token is invalid"}))
    settings: dict[str, str | int | bool | None] = field(default_factory=dict)
    desk: Callable[..., Desk] | None = None  # a desk of its own, where troubles are not those of HTTP

    @property
    def talks(self) -> bool:
        """True if customers address us there at all."""
        return self.manifest.answers_public or self.manifest.answers_private

    @property
    def usually_direct(self) -> bool:
        """True if everything there is private."""
        return self.manifest.answers_private and not self.manifest.answers_public


@dataclass
class Desk:
    """A channel on a network, with everything that a test does to them."""

    kit: Kit
    network: FakeNetwork
    channel: Channel
    cable: Cable
    clock: Clock
    secrets: SessionVault
    committed: list[str] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def commits(self) -> None:
        """What a delivery does when it is about to leave."""
        self.committed.append("now")

    def says(self, text: str, who: Persona = MARTA, **how: Any) -> str:
        """Let a customer write as people usually do on this network, a second after the last."""
        self.clock.advance(seconds=1)
        self.texts.append(text)
        usual = {"direct": self.kit.usually_direct, "names_us": self.kit.talks}
        return self.network.says(who, text, **{**usual, **how})

    async def pull(self, cursor: str | None = None) -> tuple[dict[str, Arrival], Fetched]:
        """Pull until nothing is left; return what arrived by id, and the last pull."""
        found: dict[str, Arrival] = {}
        for _ in range(_ENOUGH):
            fetched = await self.channel.fetch(cursor)
            found |= {arrival.remote_id: arrival for arrival in fetched.arrivals}
            cursor = fetched.cursor
            if not fetched.more:
                return found, fetched
        raise AssertionError("the pulls never end")

    async def pulls(self, cursor: str | None = None) -> AsyncIterator[Fetched]:
        """Yield pull after pull for some hours, as the loop would make them."""
        for _ in range(24):
            fetched = await self.channel.fetch(cursor)
            yield fetched
            cursor = fetched.cursor
            if not fetched.more:
                self.clock.advance(minutes=10)

    def answer_to(self, arrival: Arrival, text: str, **changes: Any) -> Outgoing:
        """Return an answer as the outbox would make it."""
        self.texts.append(text)
        values: dict[str, Any] = {
            "key": made_uid(),
            "thread_remote_id": arrival.thread_remote_id,
            "visibility": arrival.visibility,
            "text": text,
            "recipient": arrival.author.handle,
            "language": "it",
            "in_reply_to": arrival.remote_id,
            "references": (arrival.thread_remote_id, arrival.remote_id),
            "created_at": self.clock(),
        }
        return Outgoing(**{**values, **changes})

    async def question(self, text: str = "quando riaprite lo sportello?", **how: Any) -> Arrival:
        """Let a customer ask and return the question as it arrived."""
        identity = self.says(text, **how)
        return (await self.pull())[0][identity]

    def times_out(self, word: str, *, acts: bool) -> None:
        """Let the next request that carries a word get no answer."""
        self.cable.troubles.append(Trouble(lambda passing: passing.holds(word), acts=acts))

    def answers(self, answer: Answer, word: str = "", *, acts: bool = False, times: int = 1_000_000) -> None:
        """Let requests that carry a word be answered like this from now on."""
        self.cable.troubles.append(Trouble(lambda passing: passing.holds(word), answer, acts, times))

    @property
    def asked(self) -> int:
        """How often the network was asked."""
        return len(self.cable.passed)

    def cut(self) -> None:
        """Go offline."""
        self.cable.is_cut = True

    def recovers(self) -> None:
        """End every trouble."""
        self.cable.troubles.clear()
        self.cable.twist = None
        self.cable.is_cut = False

    def posted(self, text: str) -> int:
        """Return how often the company posted a text."""
        return sum(text in heard.text for heard in self.heard)

    def twists(self, twist: Callable[[Passing, bytes], bytes]) -> None:
        """Change every answer in JSON from now on."""
        self.cable.twist = twist


def account_of(kit: Kit, network: FakeNetwork) -> Account:
    """Return the company's account on a network, listening where the channel can."""
    words = Listening((BRAND,), (), (EXCLUDED,)).settings() if kit.manifest.listens else {}
    settings = {**network.account_settings(), **words, **kit.settings}
    return Account(
        AccountId(1), "account-1", network.network, BRAND, network.account_handle(), AccountRole.CARE, settings
    )


@asynccontextmanager
async def open_desk(kit: Kit, *, answer_seconds: float = 5.0) -> AsyncIterator[Desk]:
    """Start a network and open a channel on it; what the judge found wrong fails the test at its end."""
    clock = Clock()
    network = kit.network(clock.of_network)
    await network.start()
    cable = Cable(kit.judge())
    secrets = SessionVault({secret_name("account-1", kind): value for kind, value in network.secrets().items()})
    account = account_of(kit, network)
    channel = kit.channel(account, secrets, clock=clock, answer_seconds=answer_seconds, transport=cable)
    desk = (kit.desk or Desk)(kit, network, channel, cable, clock, secrets)
    network.heard.append(desk.heard.append)
    try:
        yield desk
    finally:
        await channel.close()
        await network.close()
    assert cable.judge is None or not cable.judge.faults, cable.judge.faults[:5]


def leaks(desk: Desk, records: list[logging.LogRecord]) -> Iterator[str]:
    """Yield every line of a log that tells what only the store and the vault may know."""
    private = [*desk.secrets.all().values(), MARTA.handle, MARTA.name, OSCAR.handle, OSCAR.name, *desk.texts]
    for record in records:
        line = record.getMessage()
        if record.levelno >= logging.INFO and record.name.startswith("desktop"):
            yield from (line for word in private if len(word) > 3 and word in line)
