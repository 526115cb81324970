"""One window's session: the open store and everything that the controllers share. Made once, in `ui/app.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from desktop.accounts.hours_book import HoursBook
from desktop.cases import CaseDesk
from desktop.composer.canned_book import CannedBook
from desktop.composer.drafts import DraftBook
from desktop.customers import CustomerDesk
from desktop.events import Unlock
from desktop.guardrails import OpeningHours
from desktop.inbox import Inbox
from desktop.model import Agent
from desktop.outbox import ModerationDesk, OutboxDesk
from desktop.store import Store, StoreKey, vault_of
from desktop.system.profile import Profile
from desktop.system.resources import resource_path
from desktop.system.vault import SessionVault, Vault

_AGENT = "agent"
_NOBODY = Agent("", "", "")


@dataclass(slots=True)
class Session:
    """The store, the desks on it and who sits at them. Window thread only."""

    profile: Profile
    store: Store
    key: StoreKey
    vault: Vault
    clock: Callable[[], datetime]
    agent: Agent
    hours: HoursBook
    inbox: Inbox
    cases: CaseDesk
    customers: CustomerDesk
    drafts: DraftBook
    canned: CannedBook
    outbox: OutboxDesk
    moderation: ModerationDesk
    is_demo: bool = False

    @property
    def tz(self) -> tzinfo:
        """The zone in which this desk reads times: that of its opening hours."""
        return ZoneInfo(self.hours.of(None).timezone)

    def local_now(self) -> datetime:
        """Return the time in the desk's zone."""
        return self.clock().astimezone(self.tz)

    def set_agent(self, agent: Agent) -> None:
        """Let another agent sit at the desks, and remember them."""
        value = {"name": agent.name, "initials": agent.initials, "signature": agent.signature}
        self.store.settings.set(_AGENT, value, self.clock())
        self.agent = agent
        for desk in (self.inbox, self.cases, self.customers):
            desk.agent = agent

    def set_hours(self, hours: OpeningHours) -> None:
        """Let the desk keep other hours, and remember them."""
        self.hours.set_desk_hours(hours, self.clock())
        self.inbox.hours = hours

    def unlock_line(self) -> Unlock:
        """Return what the engine needs to open the same store."""
        secrets = self.vault.all() if isinstance(self.vault, SessionVault) else None
        return Unlock(self.key.raw.hex() if self.key.raw else "", self.key.passphrase or "", secrets)


def begin_session(
    profile: Profile,
    store: Store,
    key: StoreKey,
    vault: Vault,
    clock: Callable[[], datetime],
    *,
    is_demo: bool = False,
) -> Session:
    """Return the session of an open store, with the agent that the profile remembers."""
    agent = _remembered_agent(store)
    hours = HoursBook(store)
    return Session(
        profile=profile,
        store=store,
        key=key,
        vault=vault_of(store, vault),
        clock=clock,
        agent=agent,
        hours=hours,
        inbox=Inbox(store, agent, clock, hours.of(None)),
        cases=CaseDesk(store, agent, clock),
        customers=CustomerDesk(store, agent, clock),
        drafts=DraftBook(store, clock),
        canned=CannedBook(store, resource_path("canned"), clock),
        outbox=OutboxDesk(store, clock),
        moderation=ModerationDesk(store, clock),
        is_demo=is_demo,
    )


def _remembered_agent(store: Store) -> Agent:
    value = store.settings.get(_AGENT)
    if not isinstance(value, dict):
        return _NOBODY
    return Agent(str(value.get("name", "")), str(value.get("initials", "")), str(value.get("signature", "")))
