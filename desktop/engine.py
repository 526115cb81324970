"""The engine: the background process that wires accounts, channels, triage, store and outbox together.

JSON lines: events on stdout, nudges on stdin. When stdin closes, the window is gone: the sends in flight are
finished, at most for 20 seconds, and the process ends. Started from a terminal it runs until it is interrupted.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import random
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import TextIO
from zoneinfo import ZoneInfo

from desktop.accounts.clock_book import ClockBook
from desktop.accounts.hours_book import HoursBook
from desktop.accounts.own_values import own_values
from desktop.channels import Secrets, open_channel
from desktop.channels.email import normalised_subject
from desktop.channels.oauth import read_secret
from desktop.composer import Wording
from desktop.events import (
    AccountsEdited,
    CasesChanged,
    CrisisChanged,
    DeliveriesChanged,
    EngineFault,
    EngineReady,
    Event,
    Nudge,
    OutboxEdited,
    PriorityEdited,
    PullOlder,
    SyncNow,
    Unlock,
    decode,
    encode,
)
from desktop.follow_up import Answerer, Asker, Questions, ReminderWatch
from desktop.guardrails import Guardrails
from desktop.model import Account, Channel
from desktop.model.tickets import TicketSystem
from desktop.outbox import LOOK_UP_AGAIN, Moderator, Sender
from desktop.outbox.acknowledging import Acknowledger
from desktop.outbox.recheck import Recheck
from desktop.outbox.replanning import Replanner
from desktop.store import Store, StoreError, kept_key, key_of, open_store, vault_of
from desktop.sync import (
    AccountLoops,
    AskedBefore,
    CampaignWatch,
    ClockKeeper,
    Escalator,
    LookOut,
    Pipeline,
    Reweigher,
    SurgeWatch,
    SurgeWorker,
    UpkeepWorker,
    WeighingWorker,
)
from desktop.system.clock import utc_now
from desktop.system.garbage import SELDOM
from desktop.system.lock import AlreadyRunning, ProcessLock
from desktop.system.profile import Profile
from desktop.system.resources import resource_path
from desktop.system.vault import CredentialStore, SessionVault, Vault, VaultUnavailable
from desktop.tickets import LadderTickets, TicketClerk, TicketService, WishTaker, open_service
from desktop.triage import OwnPriority, OwnPriorityFile, Triage

Opener = Callable[[Account, Secrets, Callable[[], datetime]], Channel]
"""Opens an account's channel. Raises NoChannel or ValueError."""

_LOOK_SECONDS = 1.0
_WAKE_SECONDS = 20.0


class Engine:
    """One store's background work. Everything runs in one event loop's thread; channels bring their own threads."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        triage: Triage,
        guardrails: Guardrails,
        clock: Callable[[], datetime],
        tell: Callable[[Event], None],
        own_priority: OwnPriorityFile | None = None,
        opener: Opener | None = None,
    ) -> None:
        """`tell` passes an event to the window. `own_priority` is the desk's file, by which `triage` weighs already.

        `opener` opens the accounts' channels, None: the networks' own. A desk that nothing may leave brings one.
        """
        self._store = store
        store.connection.tend_log()
        self._vault = vault
        self._clock = clock
        self._hours = HoursBook(store)
        self._surges = SurgeWorker(SurgeWatch(store, self._hours, clock), clock, tell)
        self._campaigns = CampaignWatch(store, clock)
        self._tell = tell = self._heard(tell)
        self._targets = ClockBook(store, self._hours)
        watches = AskedBefore.shipped(), LookOut.shipped(store)
        self._answerer = Answerer(store, lambda: self._targets.ladder.leader, clock)
        self._pipeline = Pipeline(
            store, triage, self._hours, clock, normalised_subject, *watches, self._targets, answers=self._answerer
        )
        load = _weighing(triage)
        reweigher = Reweigher(store, own_priority, load, self._pipeline, clock, triage) if own_priority else None
        self._weighing = WeighingWorker(reweigher, self._campaigns, tell)
        opened = opener or open_channel
        self._loops = AccountLoops(
            store, self._pipeline, lambda one: opened(one, vault, clock), clock, tell, self._account_is_back
        )
        judge = Recheck(store, guardrails, self._hours, clock)
        waits = store.settings.get("outbox.look_up_again", LOOK_UP_AGAIN)
        self._outbox_edited = asyncio.Event()
        self._sender = Sender(store, self._loops.channel_of, judge, clock, tell, waits, self._outbox_edited.set)
        self._moderator = Moderator(store, self._loops.channel_of, clock, tell)
        self._acknowledger = Acknowledger(
            store, self._hours, cache(lambda: Wording.load(resource_path("canned"))), clock
        )
        self._asker = Asker(store, self._hours, cache(lambda: Questions.load(resource_path("follow_up"))), clock)
        self._reminders = ReminderWatch(store, clock)
        self._replanner = Replanner(store, self._hours, clock)
        self._keeper = ClockKeeper(store, self._targets, clock)
        self._escalator = Escalator(store, self._targets, clock, LadderTickets(store))
        self._wishes = WishTaker(store, guardrails, self._zone, lambda: own_values(store), clock)
        self._clerk = TicketClerk(store, self._ticket_service, clock, tell, random.random)
        self._upkeep = UpkeepWorker(store, clock, tell, own_priority.path if own_priority else None)

    async def run(self, nudges: asyncio.Queue[Nudge | None]) -> None:
        """Work until a None comes from `nudges`. Raises StoreError if the store fails for good."""
        self._sender.recover()
        self._moderator.recover()
        self._clerk.recover()
        self._loops.follow_all()
        self._tell(EngineReady(os.getpid()))
        works = self._send_due(), self._wake_snoozed(), self._surges.run(), self._weighing.run()
        workers = [asyncio.create_task(work) for work in works]
        obeying = asyncio.create_task(self._obey(nudges))
        try:
            done, _ = await asyncio.wait((*workers, obeying), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (*workers, obeying):
                task.cancel()
            await asyncio.gather(self._sender.stop(), self._moderator.stop(), self._clerk.stop())
            await self._loops.leave_all()

    def _heard(self, tell: Callable[[Event], None]) -> Callable[[Event], None]:
        """Return a `tell` that the surge and the campaign watch hear too."""

        def tell_both(event: Event) -> None:
            self._surges.hear(event)
            self._campaigns.hear(event)
            tell(event)

        return tell_both

    async def _obey(self, nudges: asyncio.Queue[Nudge | None]) -> None:
        while (nudge := await nudges.get()) is not None:
            if isinstance(nudge, SyncNow):
                self._clerk.hurry()
                self._loops.nudge(nudge.account_id)
            elif isinstance(nudge, AccountsEdited):
                await self._accounts_edited(nudge)
            elif isinstance(nudge, PullOlder):
                self._loops.want_older(nudge.account_id)
            elif isinstance(nudge, OutboxEdited):
                self._outbox_edited.set()
            elif isinstance(nudge, PriorityEdited):
                self._weighing.hurry()

    async def _accounts_edited(self, nudge: AccountsEdited) -> None:
        for name, value in (nudge.secrets or {}).items():
            if isinstance(self._vault, SessionVault):
                self._vault.set(name, value)
        self._forget_settings()
        await self._loops.leave(self._loops.changed(nudge.secrets or {}))
        self._loops.follow_all()
        self._outbox_edited.set()

    def _account_is_back(self, account_id: int) -> None:
        self._sender.hurry(account_id)
        self._moderator.hurry(account_id)
        self._outbox_edited.set()

    async def _send_due(self) -> None:
        """Let sender and moderator work when something was asked for or is due, and when the file changed."""
        version = self._store.connection.data_version()
        mode = self._store.crisis.mode()
        self._replan()
        while True:
            self._keep_clocks()
            self._acknowledge()
            self._sender.work()
            self._moderator.work()
            self._clerk.work()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._outbox_edited.wait(), _LOOK_SECONDS)
            self._outbox_edited.clear()
            seen = self._store.connection.data_version()
            if seen != version:
                version = seen
                self._forget_settings()
                self._replan()
                if mode != (mode := self._store.crisis.mode()):  # in another window
                    self._tell(CrisisChanged())

    def _forget_settings(self) -> None:
        self._hours.forget()
        self._targets.forget()

    def _keep_clocks(self) -> None:
        changed = {*self._keeper.work(), *self._escalator.work(), *self._wishes.work()}
        if changed:
            self._tell(CasesChanged(tuple(sorted(changed))))

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._hours.of(None).timezone)

    def _ticket_service(self, system: TicketSystem) -> TicketService:
        """Return a ticket system's service; the e-mail gateway writes by a connected mailbox."""
        mailboxes = {one.uid: one.id for one in self._store.accounts.all()}
        account = mailboxes.get(system.settings.get("mailbox", ""))
        return open_service(
            system,
            lambda: read_secret(self._vault, system.secret_name),
            self._clock,
            mailbox=lambda: self._loops.channel_of(account) if account is not None else None,
        )

    def _replan(self) -> None:
        changed = self._replanner.work()
        if changed:
            self._tell(CasesChanged(changed))

    def _acknowledge(self) -> None:
        made = self._acknowledger.work()
        if made:
            self._tell(DeliveriesChanged(tuple(sorted({int(one.case_id) for one in made}))))

    def _follow_up(self) -> None:
        """Ask how it went, read what was answered, and let reminders' moments come."""
        made = self._asker.work()
        if made:
            self._tell(DeliveriesChanged(tuple(sorted({int(one.case_id) for one in made}))))
            self._outbox_edited.set()
        changed = {*self._answerer.work(), *self._reminders.work()}
        if changed:
            self._tell(CasesChanged(tuple(sorted(changed))))

    async def _wake_snoozed(self) -> None:
        while True:
            woken = self._store.cases.wake_due(self._clock()) | self._store.abuse.end_due(self._clock())
            if woken:
                self._tell(CasesChanged(tuple(sorted(woken))))
            self._follow_up()
            self._store.people.measure_activity(self._clock())
            await self._upkeep.work()
            self._hours.keep_calendars(self._clock())
            await asyncio.sleep(_WAKE_SECONDS)


def _weighing(triage: Triage) -> Callable[[OwnPriority], Triage]:
    return lambda own: triage.with_own(resource_path("triage"), own)


def run(
    profile: Profile,
    *,
    unlock_from_stdin: bool,
    load: Callable[[], tuple[Triage, Guardrails]],
    opener_for: Callable[[Store, Guardrails], Opener] | None = None,
) -> int:
    """Run the engine of a profile until stdin closes; return the process's exit code.

    `load` brings the rules, `opener_for` what opens channels where that is not the networks' own. Faults that end the
    process are told as one EngineFault line: 3 for an engine that already runs, 4 for a store that can't be opened.
    """
    tell = _teller(sys.stdout)
    lock = ProcessLock(profile.engine_lock)
    try:
        lock.acquire()
    except AlreadyRunning:
        tell(EngineFault("already_running"))
        return 3
    except OSError:  # the lock's file belongs to somebody else, or is none
        tell(EngineFault("read_only"))
        return 4
    try:
        store, vault = _open(profile, unlock_from_stdin=unlock_from_stdin)
    except (StoreError, VaultUnavailable) as error:
        tell(EngineFault(error.code if isinstance(error, StoreError) else f"vault_{error.reason}"))
        return 4
    with lock, store:
        triage, guardrails = load()
        _collect_seldom()
        opener = opener_for(store, guardrails) if opener_for is not None else None
        own = OwnPriorityFile(profile.priority)
        return asyncio.run(_serve(store, vault, triage, guardrails, tell, own, opener))


def _collect_seldom() -> None:
    """Look for garbage seldom and never among the rules: a page of arrivals makes thousands of objects, no cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


async def _serve(
    store: Store,
    vault: Vault,
    triage: Triage,
    guardrails: Guardrails,
    tell: Callable[[Event], None],
    own_priority: OwnPriorityFile,
    opener: Opener | None,
) -> int:
    nudges: asyncio.Queue[Nudge | None] = asyncio.Queue()
    _listen(sys.stdin, asyncio.get_running_loop(), nudges)
    engine = Engine(store, vault, triage, guardrails, utc_now, tell, own_priority, opener)
    try:
        await engine.run(nudges)
    except StoreError as error:
        tell(EngineFault(error.code))
        return 4
    return 0


def _open(profile: Profile, *, unlock_from_stdin: bool) -> tuple[Store, Vault]:
    """Open the store with what the window handed over, or with the credential store's key."""
    credentials = CredentialStore(str(profile.folder))
    if not unlock_from_stdin:
        store = open_store(profile, key_of(profile, credentials, os.environ.get("SPORTELLO_PASSPHRASE")))
        return store, vault_of(store, credentials)
    first = decode(sys.stdin.readline())
    unlock = first if isinstance(first, Unlock) else Unlock()
    if unlock.raw_key:
        key = kept_key(profile, unlock.raw_key)
    else:
        key = key_of(profile, credentials, unlock.passphrase or None)
    store = open_store(profile, key)
    vault = SessionVault(unlock.secrets) if unlock.secrets is not None else vault_of(store, credentials)
    return store, vault


def _teller(stream: TextIO) -> Callable[[Event], None]:
    """Return what writes events as lines; a window that is gone ends the writing, not the work."""

    def tell(event: Event) -> None:
        with contextlib.suppress(OSError, ValueError):
            stream.write(encode(event) + "\n")
            stream.flush()

    return tell


def _listen(stream: TextIO, loop: asyncio.AbstractEventLoop, nudges: asyncio.Queue[Nudge | None]) -> None:
    """Pass the lines of stdin on as nudges, None at its end. A thread, because Windows can't await a pipe's end."""

    def pass_on(nudge: Nudge | None) -> None:
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(nudges.put_nowait, nudge)

    def read() -> None:
        with contextlib.suppress(ValueError, OSError):
            for line in stream:
                nudge = decode(line)
                if nudge is not None:
                    pass_on(nudge)  # type: ignore[arg-type]
        pass_on(None)

    threading.Thread(target=read, name="nudges", daemon=True).start()
