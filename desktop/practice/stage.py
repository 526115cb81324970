"""The stage: lets the plan's cases come in, hears what is answered, and lets the customers speak.

Everything follows from the plan, the answers and the clock, and is kept in the practice desk's store before anything
is told, so that a process that ends in the middle goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from desktop.accounts.hours_book import HoursBook
from desktop.guardrails import Guardrails
from desktop.model import Account, Arrival, Author, Direction, Engagement, Network, ThreadKind, Visibility
from desktop.practice.hearing import Reply, checks_met, findings_of
from desktop.practice.plan import Plan, PlanBook, PlanEntry
from desktop.practice.play import (
    PlayState,
    Spoken,
    after_silence,
    as_one,
    begun,
    heard,
    plain,
    reads_at,
    state_from,
    with_reply,
)
from desktop.store import Store

_PLAYS = "practice.plays"


class PlayBook:
    """Reads and writes where each case stands. Either process; only the engine writes."""

    def __init__(self, store: Store) -> None:
        """Keep them in a practice desk's store."""
        self._store = store

    def read(self) -> dict[str, PlayState]:
        """Return the plays by their uid, in the order in which they began; one that can't be read is left out."""
        value = self._store.settings.get(_PLAYS, [])
        found: dict[str, PlayState] = {}
        for one in value if isinstance(value, list) else []:
            try:
                state = state_from(one)
            except (KeyError, TypeError, ValueError):
                continue
            found[state.uid] = state
        return found

    def keep(self, plays: dict[str, PlayState], now: datetime) -> None:
        """Keep them. Raises StoreError."""
        self._store.settings.set(_PLAYS, [plain(one) for one in plays.values()], now)


class Stage:
    """One practice desk's customers. Engine process, one event loop thread."""

    def __init__(self, store: Store, guardrails: Guardrails, clock: Callable[[], datetime]) -> None:
        """Go on with what the store holds."""
        self._store = store
        self._plans = PlanBook(store)
        self._book = PlayBook(store)
        self._guardrails = guardrails
        self._hours = HoursBook(store)
        self._clock = clock
        self._plays = self._book.read()

    def tick(self) -> None:
        """Let everything happen that is due. Raises StoreError."""
        plan, now = self._plans.read(), self._clock()
        if plan is None:
            return
        before = dict(self._plays)
        for entry in _due(plan, self._plays, now):
            self._plays[entry.uid] = begun(entry.uid, entry.scenario, now)
        for uid, state in self._plays.items():
            if (planned := plan.entry(uid)) is not None:
                self._plays[uid] = self._moved_on(plan, planned, state, now)
        if self._plays != before:
            self._book.keep(self._plays, now)

    def arrivals(self, account: Account) -> list[Arrival]:
        """Return everything that was said to an account so far, in a fixed order: what comes later is added at the end.

        The order is that of being told, whatever moment a message bears.
        """
        plan = self._plans.read()
        if plan is None:
            return []
        told = [
            (state.begun_at if number < len(entry.scenario.opening) else one.at, place, number, entry, one)
            for place, (uid, state) in enumerate(self._plays.items())
            if (entry := plan.entry(uid)) is not None
            for number, one in enumerate(state.said)
            if _comes_to(entry, one, account)
        ]
        told.sort(key=lambda each: each[:3])
        return [_arrival(entry, number, one) for _, _, number, entry, one in told]

    def take(self, thread_remote_id: str, text: str, visibility: Visibility, network: Network, at: datetime) -> None:
        """Hear an answer: it went to whoever began the thread. One to nobody on the stage is heard by nobody."""
        state = self._plays.get(uid_of(thread_remote_id))
        if state is not None and not state.has_ended:
            self._plays[state.uid] = with_reply(state, Reply(text, visibility, network, at))
            self._book.keep(self._plays, self._clock())

    def hide(self, remote_id: str, *, hidden: bool) -> None:
        """Note that what a customer posted was hidden, or is shown again."""
        state = self._plays.get(uid_of(remote_id))
        if state is not None:
            self._plays[state.uid] = replace(state, hidden=hidden)
            self._book.keep(self._plays, self._clock())

    def _moved_on(self, plan: Plan, entry: PlanEntry, state: PlayState, now: datetime) -> PlayState:
        due = reads_at(state, entry.scenario, plan.pace)
        if due is None:
            return after_silence(state, entry.scenario, plan.target, now)
        if due > now:
            return state
        turn = entry.scenario.turn(state.turn)
        reply = as_one(state, entry.scenario)
        language = entry.scenario.language
        findings = findings_of(reply, language, self._guardrails, self._hours.of(self._account_of(entry)))
        words = plan.words[language]
        met = checks_met(reply, turn, words, findings, hidden=state.hidden) if turn is not None else frozenset()
        return heard(state, entry.scenario, met, now)

    def _account_of(self, entry: PlanEntry) -> Account | None:
        accounts = self._store.accounts.all()
        return next((one for one in accounts if one.settings.get("practice") == entry.account), None)


def uid_of(remote_id: str) -> str:
    """Return the uid of the case that a thread or message of the stage belongs to."""
    return remote_id.partition(".")[0]


def _due(plan: Plan, plays: dict[str, PlayState], now: datetime) -> Iterator[PlanEntry]:
    """Yield the cases that come in now: the first at once, the others when the one before ended or had its time."""
    former: PlayState | None = None
    may_come = True
    for entry in plan.entries:
        state = plays.get(entry.uid)
        if state is None:
            wanted = entry.wanted_at is not None and entry.wanted_at <= now
            if wanted or (may_come and entry.attempt == 1):
                yield entry
            may_come = False
            continue
        former = state
        may_come = former.has_ended or now - former.begun_at >= plan.level.gap


def _comes_to(entry: PlanEntry, one: Spoken, account: Account) -> bool:
    own = account.settings.get("practice")
    if one.network == entry.scenario.network.value:
        return own == entry.account
    return own == one.network


def _arrival(entry: PlanEntry, number: int, one: Spoken) -> Arrival:
    scenario = entry.scenario
    network = Network(one.network)
    thread = f"{entry.uid}.{one.network}{'.dm' if one.direct else ''}"
    return Arrival(
        remote_id=f"{entry.uid}.m{number}",
        thread_remote_id=thread,
        thread_kind=ThreadKind.DIRECT if one.direct else ThreadKind.PUBLIC,
        author=Author(network, f"{entry.uid}.author", scenario.handle, scenario.customer, scenario.followers),
        direction=Direction.INCOMING,
        visibility=Visibility.DIRECT if one.direct else Visibility.PUBLIC,
        sent_at=one.at,
        text=one.text,
        language_hint=scenario.language,
        engagement=Engagement() if not one.direct else None,
        below_ours=network in {Network.FACEBOOK, Network.INSTAGRAM} and not one.direct,
    )
