"""One window's session: the open store and everything that the controllers share. Made once, in `ui/app.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from desktop.accounts.closed_rules import ClosedRules
from desktop.accounts.hours_book import HoursBook
from desktop.inbox import Inbox
from desktop.model import Account, Agent, Network
from desktop.store import Store, StoreKey, vault_of
from desktop.system.profile import Profile
from desktop.system.resources import resource_path
from desktop.system.vault import SessionVault, Vault

if TYPE_CHECKING:
    from desktop.accounts.clock_book import ClockBook
    from desktop.accounts.team_book import TeamBook
    from desktop.cases import CaseDesk, ImpostorDesk
    from desktop.cases.playbook_desk import PlaybookDesk
    from desktop.composer.canned_book import CannedBook
    from desktop.composer.drafts import DraftBook
    from desktop.customers import CustomerDesk
    from desktop.events import Unlock
    from desktop.guardrails import OpeningHours
    from desktop.outbox import AbuseDesk, CrisisDesk, ModerationDesk, OutboxDesk

_AGENT = "agent"
_NOBODY = Agent("", "", "")


class Session:
    """The store, the desks on it and who sits at them. Window thread only.

    The list's desk is there from the start; the others are loaded when somebody first sits down at them, because
    the window is painted before anybody does.
    """

    def __init__(
        self,
        profile: Profile,
        store: Store,
        key: StoreKey,
        vault: Vault,
        clock: Callable[[], datetime],
        agent: Agent,
        *,
        is_demo: bool = False,
    ) -> None:
        """Open the desk's hours and the inbox for `agent`."""
        self.profile = profile
        self.store = store
        self.key = key
        self.vault = vault
        self.clock = clock
        self.agent = agent
        self.is_demo = is_demo
        self.is_practice = False
        """Whether this is a practice desk, which has no account of its own to connect."""
        self.hours = HoursBook(store)
        self.inbox = Inbox(store, agent, clock, self.hours.of(None), self.hours.own())

    @cached_property
    def clocks(self) -> ClockBook:
        """The targets and the ladder."""
        from desktop.accounts.clock_book import ClockBook

        return ClockBook(self.store, self.hours)

    @cached_property
    def team(self) -> TeamBook:
        """Whom a conversation can be given to."""
        from desktop.accounts.team_book import TeamBook

        return TeamBook(self.store, lambda: self.agent, self.clock)

    @cached_property
    def cases(self) -> CaseDesk:
        """What is done with a conversation."""
        from desktop.cases import CaseDesk

        return CaseDesk(self.store, self.agent, self.clock)

    @cached_property
    def customers(self) -> CustomerDesk:
        """Who is writing."""
        from desktop.customers import CustomerDesk

        return CustomerDesk(self.store, self.agent, self.clock)

    @cached_property
    def drafts(self) -> DraftBook:
        """What is being written."""
        from desktop.composer.drafts import DraftBook

        return DraftBook(self.store, self.clock, lambda: self.agent.name)

    @cached_property
    def canned(self) -> CannedBook:
        """The replies that are kept ready."""
        from desktop.composer.canned_book import CannedBook

        return CannedBook(self.store, resource_path("canned"), self.clock)

    @cached_property
    def outbox(self) -> OutboxDesk:
        """What waits to leave."""
        from desktop.outbox import OutboxDesk

        return OutboxDesk(self.store, self.clock)

    @cached_property
    def moderation(self) -> ModerationDesk:
        """What is hidden or deleted on the networks."""
        from desktop.outbox import ModerationDesk

        return ModerationDesk(self.store, self.clock)

    @cached_property
    def abuse(self) -> AbuseDesk:
        """What is decided about insults."""
        from desktop.outbox import AbuseDesk

        return AbuseDesk(self.store, lambda: self.agent, self.clock)

    @cached_property
    def crisis(self) -> CrisisDesk:
        """What is done about a crisis."""
        from desktop.outbox import CrisisDesk, CrisisHold

        hold = CrisisHold(self.store, self.clock, self.canned)
        return CrisisDesk(self.store, lambda: self.agent.name, self.clock, hold)

    @cached_property
    def impostors(self) -> ImpostorDesk:
        """Who looks like us, and whom we know."""
        from desktop.cases import ImpostorDesk

        return ImpostorDesk(self.store, lambda: self.agent, self.clock)

    @cached_property
    def playbooks(self) -> PlaybookDesk:
        """What to do with a case, step by step."""
        from PySide6.QtCore import QLocale

        from desktop.cases.playbook_desk import PlaybookDesk
        from desktop.cases.playbooks import PlaybookShelf

        language = QLocale().name()[:2]
        shelf = PlaybookShelf(self.profile.playbooks, resource_path("playbooks"), language)
        return PlaybookDesk(self.store, shelf, lambda: self.agent.name, self.clock)

    @property
    def tz(self) -> tzinfo:
        """The zone in which this desk reads times: that of its opening hours."""
        return ZoneInfo(self.hours.of(None).timezone)

    def local_now(self) -> datetime:
        """Return the time in the desk's zone."""
        return self.clock().astimezone(self.tz)

    def set_agent(self, agent: Agent) -> None:
        """Let another agent sit at the desks, and remember them."""
        value = {
            "name": agent.name,
            "initials": agent.initials,
            "signature": agent.signature,
            "signatures": {network.value: text for network, text in agent.signatures},
        }
        self.store.settings.set(_AGENT, value, self.clock())
        self.agent = agent
        for desk in (self.inbox, self.cases, self.customers):
            desk.agent = agent

    def set_hours(self, hours: OpeningHours) -> None:
        """Let the desk keep other hours, and remember them."""
        self.hours.set_desk_hours(hours, self.clock())
        self.inbox.hours = hours

    def keep_schedule(self, account: Account | None, hours: OpeningHours | None, rules: ClosedRules) -> None:
        """Keep an account's hours and rules, the desk's for None; `hours` None: the account keeps the desk's again.

        Raises StoreError.
        """
        self.hours.set_schedule(account, hours, rules, at=self.clock(), actor=self.agent.name)
        self.follow_hours()

    def follow_hours(self) -> None:
        """Read the opening hours again, for the lists too: they were changed, or accounts came or went."""
        self.hours.forget()
        self.inbox.hours, self.inbox.own = self.hours.of(None), self.hours.own()

    def unlock_line(self) -> Unlock:
        """Return what the engine needs to open the same store."""
        from desktop.events import Unlock

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
    return Session(profile, store, key, vault_of(store, vault), clock, agent_of(store), is_demo=is_demo)


def agent_of(store: Store) -> Agent:
    """Return the agent that a profile remembers, without a name where it knows none."""
    value = store.settings.get(_AGENT)
    if not isinstance(value, dict):
        return _NOBODY
    others = value.get("signatures")
    kept = others if isinstance(others, dict) else {}
    signatures = tuple((network, str(kept[network.value])) for network in Network if network.value in kept)
    return Agent(
        str(value.get("name", "")), str(value.get("initials", "")), str(value.get("signature", "")), signatures
    )
