"""Acknowledgements of a closed desk: to whom, in which words, once, and never where it would be wrong."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.accounts.closed_rules import ClosedRules
from desktop.accounts.hours_book import HoursBook
from desktop.composer import Wording
from desktop.guardrails import Guardrails, OpeningHours, Slot, closed_since, default_hours
from desktop.model import (
    Account,
    AccountRole,
    CaseId,
    CustomerId,
    Decision,
    Deed,
    Delivery,
    DeliveryState,
    IdentityId,
    Lane,
    Mechanical,
    MessageClass,
    Network,
    Outgoing,
    Purpose,
    SentReceipt,
    ThreadKind,
    Verdict,
    Visibility,
)
from desktop.outbox import OutboxDesk, Reply, Sender
from desktop.outbox.acknowledging import Acknowledger
from desktop.outbox.recheck import Recheck
from desktop.store import Store, open_store
from desktop.system.profile import Profile
from desktop.system.resources import resource_path
from tests.factories import KEY, NOON, FakeClock, a_store, an_arrival, an_assessment, an_author, taken

SATURDAY = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)
MONDAY_NINE = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)
WORDING = Wording.load(resource_path("canned"))
ON = ClosedRules(acknowledges=True)


class NoRules:
    """Guardrails whose privacy rules find nothing."""


class Desk:
    """A closed desk on one network, with an engine's acknowledger."""

    def __init__(self, store: Store, network: Network = Network.TELEGRAM, rules: ClosedRules = ON) -> None:
        self.store = store
        self.clock = FakeClock(SATURDAY)
        self.account = store.accounts.add(
            network, name="Aurora", handle="@aurora", role=AccountRole.CARE, settings={}, actor="L", at=NOON
        )
        self.hours = HoursBook(store)
        self.hours.set_schedule(None, default_hours(), rules, at=NOON, actor="L")
        self.engine = Acknowledger(store, self.hours, lambda: WORDING, self.clock)

    def comes(self, remote_id: str = "m1", who: str = "Marta Rossi", **changes: Any) -> None:
        values: dict[str, Any] = {
            "thread_remote_id": f"chat {who}",
            "thread_kind": ThreadKind.DIRECT,
            "visibility": Visibility.DIRECT,
            "author": an_author(who, self.account.network),
            "sent_at": self.clock(),
        }
        assessed = changes.pop("assessed", MessageClass.COMPLAINT)
        waits = changes.pop("waits", True)
        one = taken(an_arrival(remote_id, **(values | changes)), assessment=an_assessment(assessed))
        if not waits:
            one = taken(an_arrival(remote_id, **(values | changes)), assessment=an_assessment(assessed), due_at=None)
        self.store.intake.take(self.account, [one], self.clock())

    def only_case(self) -> CaseId:
        return CaseId(self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def test_who_writes_to_a_closed_desk_is_told_in_their_language_when_it_opens(desk: Desk) -> None:
    desk.comes()
    (delivery,) = desk.engine.work()
    assert delivery.text == (
        "Gentile Marta, abbiamo ricevuto il suo messaggio. In questo momento siamo chiusi: "
        "riapriamo lunedì alle 9:00 e le rispondiamo."
    )
    assert (delivery.purpose, delivery.state, delivery.visibility) == (
        Purpose.AUTOMATIC,
        DeliveryState.WAITING,
        Visibility.DIRECT,
    )
    assert [line.deed for line in desk.store.journal.newest(5)].count(Deed.ACKNOWLEDGED) == 1


def test_nobody_is_told_twice_in_one_closure_and_again_in_the_next(desk: Desk) -> None:
    desk.comes()
    assert len(desk.engine.work()) == 1
    desk.clock.advance(7_200)
    desk.comes("m2")
    assert desk.engine.work() == ()
    desk.clock.now = MONDAY_NINE + timedelta(hours=10)
    desk.comes("m3")
    (again,) = desk.engine.work()
    assert "domani alle 9:00" in again.text


def test_it_is_off_until_it_is_chosen(store: Store) -> None:
    desk = Desk(store, rules=ClosedRules())
    desk.comes()
    assert desk.engine.work() == ()


def test_an_open_desk_acknowledges_nothing(desk: Desk) -> None:
    desk.clock.now = MONDAY_NINE
    desk.comes()
    assert desk.engine.work() == ()


def test_what_came_before_the_desk_closed_is_not_acknowledged(desk: Desk) -> None:
    desk.comes(sent_at=SATURDAY - timedelta(days=1, hours=6))
    assert desk.engine.work() == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"mechanical": Mechanical.AUTO_REPLY, "waits": False},
        {"mechanical": Mechanical.BOUNCE},
        {"mechanical": Mechanical.LIST},
        {"assessed": MessageClass.NOISE},
        {"assessed": MessageClass.PRAISE_THANKS},
        {"assessed": MessageClass.ABUSE},
        {"waits": False},
        {"visibility": Visibility.PUBLIC, "thread_kind": ThreadKind.PUBLIC},
    ],
)
def test_nobody_but_a_person_who_waits_in_private_is_told(desk: Desk, changes: dict[str, Any]) -> None:
    desk.comes(**changes)
    assert desk.engine.work() == ()


@pytest.mark.parametrize(
    ("network", "told"),
    [
        (Network.TELEGRAM, True),
        (Network.FACEBOOK, True),
        (Network.INSTAGRAM, True),
        (Network.MASTODON, True),
        (Network.BLUESKY, True),
        (Network.X, False),  # nothing automatic without the person's consent
    ],
)
def test_only_networks_that_allow_it_carry_automatic_answers(store: Store, network: Network, told: bool) -> None:
    desk = Desk(store, network)
    desk.comes()
    assert bool(desk.engine.work()) is told


def test_a_window_of_24_hours_that_ended_is_respected(store: Store) -> None:
    desk = Desk(store, Network.FACEBOOK)
    desk.comes()
    desk.clock.advance(25 * 3600)
    assert desk.engine.work() == ()


def test_a_text_of_ones_own_is_filled_and_a_half_filled_one_never_leaves(store: Store) -> None:
    rules = ClosedRules(acknowledges=True, texts=(("it", "Ciao {name}, riapriamo {hours.next_opening}."),))
    desk = Desk(store, rules=rules)
    desk.comes()
    (delivery,) = desk.engine.work()
    assert delivery.text == "Ciao Marta, riapriamo lunedì alle 9:00."
    never = OpeningHours("Europe/Rome", ((),) * 7)
    desk.hours.set_schedule(None, never, rules, at=NOON, actor="L")
    desk.comes("m9", who="Beppe Valdora")
    (other,) = desk.engine.work()
    assert "appena riapriamo" in other.text
    assert "{" not in other.text


def test_the_answer_is_still_owed_after_an_acknowledgement(desk: Desk) -> None:
    desk.comes()
    case = desk.only_case()
    due = desk.store.lanes.rows([case])[0].due_at
    (delivery,) = desk.engine.work()
    assert desk.store.lanes.rows([case])[0].queued == 0
    desk.store.deliveries.change(
        delivery.id, (DeliveryState.WAITING,), DeliveryState.SENDING, actor="engine", at=SATURDAY
    )
    desk.store.deliveries.finish(delivery.id, SentReceipt("s1", SATURDAY), actor="engine", at=SATURDAY)
    row = desk.store.lanes.rows([case])[0]
    assert (row.due_at, row.snippet_is_ours) == (due, False)
    assert desk.store.clocks.is_owed(case)


def test_a_draft_that_was_begun_is_kept(desk: Desk) -> None:
    from desktop.composer.drafts import DraftBook
    from desktop.model import DraftMode

    desk.comes()
    drafts = DraftBook(desk.store, desk.clock)
    drafts.save(desk.only_case(), DraftMode.DIRECT, "Buongiorno, la bolletta")
    desk.engine.work()
    kept = drafts.of(desk.only_case())
    assert kept is not None
    assert kept.text == "Buongiorno, la bolletta"


def verdict_on(desk: Desk, delivery: Delivery) -> Verdict:
    class Quiet(Guardrails):
        def _personal_data(self, facts: object) -> tuple[()]:
            return ()

    return Recheck(desk.store, Quiet(rules=None), desk.hours, desk.clock)(delivery)  # type: ignore[arg-type]


def test_one_that_waited_until_the_desk_opened_never_leaves(desk: Desk) -> None:
    desk.comes()
    (delivery,) = desk.engine.work()
    assert verdict_on(desk, delivery).decision.severity < Decision.HOLD.severity
    desk.clock.now = MONDAY_NINE
    assert [one.rule for one in verdict_on(desk, delivery).findings] == ["acknowledgement.open"]


def test_one_whose_customer_was_answered_meanwhile_never_leaves(desk: Desk) -> None:
    desk.comes()
    (delivery,) = desk.engine.work()
    case = desk.store.cases.detail(desk.only_case())
    assert case is not None
    reply = Reply(case, case.threads[0], desk.account, Visibility.DIRECT, "Ecco.", "Laura", past_hours=True)
    sent = OutboxDesk(desk.store, desk.clock).queue(reply, Verdict(Decision.ALLOW), undo_seconds=0)
    assert verdict_on(desk, sent).decision is not Decision.HOLD
    desk.store.deliveries.change(sent.id, (DeliveryState.WAITING,), DeliveryState.SENDING, actor="engine", at=SATURDAY)
    desk.store.deliveries.finish(sent.id, SentReceipt("s1", desk.clock()), actor="engine", at=SATURDAY)
    assert [one.rule for one in verdict_on(desk, delivery).findings] == ["acknowledgement.answered"]


def test_an_agents_own_acknowledgement_counts(desk: Desk) -> None:
    desk.comes()
    case = desk.store.cases.detail(desk.only_case())
    assert case is not None
    reply = Reply(
        case, case.threads[0], desk.account, Visibility.DIRECT, "Riapriamo lunedì.", "Laura",
        purpose=Purpose.ACKNOWLEDGEMENT, opens=MONDAY_NINE,
    )  # fmt: skip
    queued = OutboxDesk(desk.store, desk.clock).queue(reply, Verdict(Decision.ALLOW), undo_seconds=8)
    assert verdict_on(desk, queued).decision is not Decision.HOLD
    assert desk.engine.work() == ()


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("comes"), st.integers(0, 3), st.integers(0, 1)),
        st.tuples(st.just("late"), st.integers(0, 3), st.integers(0, 1)),
        st.tuples(st.just("merge"), st.integers(0, 3), st.integers(0, 3)),
        st.tuples(st.just("separate"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("work"), st.just(0), st.just(0)),
        st.tuples(st.just("restart"), st.just(0), st.just(0)),
        st.tuples(st.just("pass"), st.integers(1, 40), st.just(0)),
        st.tuples(st.just("discard"), st.just(0), st.just(0)),
        st.tuples(st.just("schedule"), st.integers(0, 2), st.just(0)),
    ),
    max_size=25,
)
SCHEDULES = (
    default_hours(),
    OpeningHours("Europe/Rome", ((Slot.of("10:00", "12:00"),),) * 7),
    OpeningHours("Europe/Rome", ((Slot.of("22:00", "02:00"),),) * 7),
)
PEOPLE = ("Marta Rossi", "Oriol Batet", "Silvia Marchetto", "Beppe Valdora")


class Town:
    """Customers who write to two accounts, are tied and untied; an engine that stops anywhere."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = open_store(Profile(folder / "profile"), KEY)
        self.clock = FakeClock(SATURDAY)
        self.accounts = [self._account(Network.TELEGRAM), self._account(Network.MASTODON)]
        self.count = 0
        self.begin()
        self.book.set_schedule(None, SCHEDULES[0], ON, at=NOON, actor="L")

    def _account(self, network: Network) -> Account:
        return self.store.accounts.add(
            network, name="Aurora", handle="@aurora", role=AccountRole.CARE, settings={}, actor="L", at=NOON
        )

    def begin(self) -> None:
        self.book = HoursBook(self.store)
        self.engine = Acknowledger(self.store, self.book, lambda: WORDING, self.clock)

    def restart(self, *_: int) -> None:
        self.store.close()
        self.store = open_store(Profile(self.folder / "profile"), KEY)
        self.begin()

    def comes(self, person: int, account: int, before: timedelta = timedelta()) -> None:
        self.count += 1
        where, who = self.accounts[account], PEOPLE[person]
        arrival = an_arrival(
            f"m{self.count}",
            thread_remote_id=f"chat {who}",
            thread_kind=ThreadKind.DIRECT,
            visibility=Visibility.DIRECT,
            author=an_author(who, where.network),
            sent_at=self.clock() - before,
        )
        self.store.intake.take(where, [taken(arrival)], self.clock())

    def late(self, person: int, account: int) -> None:
        self.comes(person, account, timedelta(hours=9))

    def customers(self) -> dict[int, int]:
        rows = self.store.connection.read("SELECT id, customer_id FROM identity ORDER BY id")
        return {int(row[0]): int(row[1]) for row in rows}

    def merge(self, one: int, other: int) -> None:
        owners = sorted(set(self.customers().values()))
        if len(owners) > max(one, other) and one != other:
            source, target = CustomerId(owners[one]), CustomerId(owners[other])
            self.store.ties.merge(source, target, why="", actor="L", at=self.clock())

    def separate(self, person: int, _: int) -> None:
        identities = sorted(self.customers())
        if person < len(identities):
            self.store.ties.separate(IdentityId(identities[person]), actor="L", at=self.clock())

    def discard(self, *_: int) -> None:
        for delivery in self.store.deliveries.open():
            OutboxDesk(self.store, self.clock).discard(delivery.id, "L")

    def schedule(self, number: int, _: int) -> None:
        self.book.set_schedule(None, SCHEDULES[number], ON, at=self.clock(), actor="L")

    def work(self, *_: int) -> None:
        earlier = self.store.connection.read("SELECT identity_id, at FROM acknowledgement")
        customers = self.customers()
        begun = closed_since(self.book.of(None), self.clock())
        told = set[int]()
        for delivery in self.engine.work():
            (identity,) = self.store.connection.read_column(
                "SELECT identity_id FROM thread WHERE id = ?", (delivery.thread_id,)
            )
            customer = customers[identity]
            assert customer not in told
            told.add(customer)
            assert begun is not None
            in_this_closure = {customers[row[0]] for row in earlier if row[1] >= begun.timestamp() * 1000}
            assert customer not in in_this_closure


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store's folder to begin from: making one takes longer than all that happens in it."""
    folder = tmp_path_factory.mktemp("empty")
    a_store(folder).close()
    return folder


@given(steps=STEPS)
def test_never_twice_for_one_customer_within_one_closure_whatever_happens(
    empty: Path, steps: list[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(empty / "profile", Path(folder) / "profile")
        town = Town(Path(folder))
        try:
            for name, one, other in [*steps, ("work", 0, 0), ("work", 0, 0)]:
                if name == "pass":
                    town.clock.advance(one * 3600)
                else:
                    getattr(town, name)(one, other)
        finally:
            town.store.close()


async def test_the_sender_cancels_what_is_no_longer_true_and_sends_what_is(desk: Desk) -> None:
    sent: list[Outgoing] = []

    class Line:
        async def send(self, outgoing: Outgoing, _on_commit: object) -> SentReceipt:
            sent.append(outgoing)
            return SentReceipt(f"s{len(sent)}", desk.clock())

    line: Any = Line()
    sender = Sender(desk.store, lambda _: line, lambda one: verdict_on(desk, one), desk.clock, lambda _: None)
    desk.comes()
    (delivery,) = desk.engine.work()
    sender.work()
    await sender.stop()
    assert [one.purpose for one in sent] == [Purpose.AUTOMATIC]
    assert desk.store.clocks.is_owed(desk.only_case())
    kinds = [one.mechanical for one in desk.store.timeline.items(desk.only_case()) if one.mechanical is not None]
    assert kinds == [Mechanical.AUTO_REPLY]
    desk.comes("m5", who="Beppe Valdora")
    (late,) = desk.engine.work()
    desk.clock.now = MONDAY_NINE
    again = Sender(desk.store, lambda _: line, lambda one: verdict_on(desk, one), desk.clock, lambda _: None)
    again.work()
    await again.stop()
    ended = desk.store.deliveries.get(late.id)
    assert ended is not None
    assert (ended.state, ended.error) == (DeliveryState.CANCELLED, "acknowledgement.open")
    assert len(sent) == 1
    assert delivery.id != late.id
