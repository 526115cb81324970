"""The stage behind a practice desk: cases come, answers are heard and nothing leaves; figures alone are kept."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.channels import NoChannel
from desktop.composer.tone import Tone
from desktop.guardrails import Guardrails
from desktop.model import Account, AccountRole, Network, Outgoing, Refused, Visibility
from desktop.practice import (
    Choice,
    Level,
    Offer,
    Plan,
    PlanBook,
    Sitting,
    Source,
    Tries,
    Try,
    channels_for,
    chosen,
    csv_rows,
    forget_sittings,
    furnish,
    keep_sitting,
    next_to_come,
    plan_of,
    read_results,
    scenario_from,
    sitting_of,
    sittings_of,
    unfinished,
)
from desktop.practice.channel import PracticeChannel
from desktop.practice.sealing import Sealed, refuse
from desktop.store import Store
from desktop.system.resources import resource_path
from desktop.system.vault import SessionVault
from tests.factories import NOON, FakeClock, a_store
from tests.loaded import shipped_guardrails
from tests.unit.practice.cases import WORDS, a_table


def rules() -> Guardrails:
    return shipped_guardrails()


def an_offer(key: str, **changes: object) -> Offer:
    table = a_table(key=key, title=key, **changes)
    return scenario_from("test.toml", "en", table), table


class Desk:
    """A practice desk without a window or a process: its store, its clock and its channels."""

    def __init__(self, store: Store, *offers: Offer, level: Level = Level.CALM) -> None:
        self.store = store
        self.clock = FakeClock()
        self.plan: Plan = plan_of(level, offers, {"en": WORDS}, NOON, pace=0)
        furnish(store, self.plan, NOON, "Europe/Rome")
        self.open = channels_for(store, rules(), self.clock)

    @property
    def accounts(self) -> tuple[Account, ...]:
        return tuple(self.store.accounts.all())

    def channel(self, place: int = 0) -> PracticeChannel:
        """Open an account's channel, as the engine does."""
        found = self.open(self.accounts[place], SessionVault(), self.clock)
        assert isinstance(found, PracticeChannel)
        return found

    def says(self, channel: PracticeChannel, cursor: str = "") -> list[str]:
        """Return what customers said since."""
        return [one.text for one in asyncio.run(channel.fetch(cursor)).arrivals]

    def answer(
        self, channel: PracticeChannel, text: str, thread: str, visibility: Visibility = Visibility.PUBLIC
    ) -> str:
        """Answer; return the id that the network would give."""
        outgoing = Outgoing(f"k{self.clock.now}{text}", thread, visibility, text, "toby", created_at=self.clock.now)
        receipt = asyncio.run(channel.send(outgoing, lambda: None))
        assert asyncio.run(channel.look_up(outgoing)) == receipt
        self.clock.advance(1)
        return receipt.remote_id


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as made:
        yield made


@pytest.fixture
def no_socket(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Collect every connection that is tried."""
    tried: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: tried.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **_: tried.append(given))
    return tried


THREAD = "practice01x1.mastodon"


def test_a_case_is_played_to_its_end_and_no_connection_is_tried(store: Store, no_socket: list[object]) -> None:
    desk = Desk(store, an_offer("one"))
    channel = desk.channel()
    assert desk.says(channel) == ["You charged me twice."]
    desk.answer(channel, "Sorry, we check it: send us a private message.", THREAD)
    assert desk.says(channel, "1") == ["Here I am."]
    desk.answer(channel, "I will write to you.", f"{THREAD}.dm", Visibility.DIRECT)
    assert desk.says(channel, "2") == ["Thanks."]
    assert desk.says(channel, "3") == []
    asyncio.run(channel.close())
    assert no_socket == []
    assert unfinished(store) == 0


def test_a_private_answer_is_followed_into_private(store: Store) -> None:
    desk = Desk(store, an_offer("one"))
    channel = desk.channel()
    desk.says(channel)
    desk.answer(channel, "Sorry, we check it: send us a private message.", THREAD, Visibility.DIRECT)
    (arrival,) = asyncio.run(channel.fetch("1")).arrivals
    assert (arrival.visibility, arrival.thread_remote_id) == (Visibility.DIRECT, f"{THREAD}.dm")


def test_an_engine_that_is_started_again_goes_on_where_it_was(store: Store) -> None:
    desk = Desk(store, an_offer("one"))
    channel = desk.channel()
    desk.says(channel)
    desk.answer(channel, "Sorry, we check it: send us a private message.", THREAD)
    desk.open = channels_for(store, rules(), desk.clock)
    again = desk.channel()
    assert desk.says(again, "1") == ["Here I am."]
    assert desk.says(again) == ["You charged me twice.", "Here I am."]


def test_the_next_case_comes_when_one_is_over_or_had_its_time_or_is_wanted(store: Store) -> None:
    desk = Desk(store, an_offer("one"), an_offer("two"), an_offer("three"))
    channel = desk.channel()
    assert len(desk.says(channel)) == 1
    coming = next_to_come(store)
    assert coming is not None
    assert coming.scenario.key == "two"
    desk.clock.now += Level.CALM.gap
    assert len(desk.says(channel)) == 2
    PlanBook(store).keep(desk.plan.hurried("practice03x1", desk.clock.now), desk.clock.now)
    assert len(desk.says(channel)) == 3
    assert next_to_come(store) is None


def test_a_case_can_come_once_more(store: Store) -> None:
    desk = Desk(store, an_offer("one"))
    channel = desk.channel()
    desk.says(channel)
    PlanBook(store).keep(desk.plan.again("practice01x1", desk.clock.now), desk.clock.now)
    arrivals = asyncio.run(channel.fetch("1")).arrivals
    assert [(one.text, one.thread_remote_id) for one in arrivals] == [
        ("You charged me twice.", "practice02x2.mastodon")
    ]
    with pytest.raises(LookupError):
        desk.plan.again("practice99x1", NOON)


def test_the_same_question_on_two_networks_comes_to_both_accounts(store: Store) -> None:
    says = [{"text": "First here.", "network": "x", "minutes": 180}, {"text": "Now here."}]
    desk = Desk(store, an_offer("one", says=says))
    by_network = {one.network: desk.channel(place) for place, one in enumerate(desk.accounts)}
    assert desk.says(by_network[Network.MASTODON]) == ["Now here."]
    assert desk.says(by_network[Network.X]) == ["First here."]
    (earlier,) = asyncio.run(by_network[Network.X].fetch(None)).arrivals
    assert earlier.sent_at == NOON - timedelta(hours=3)


def test_hiding_a_post_is_noted(store: Store) -> None:
    desk = Desk(store, an_offer("one"))
    channel = desk.channel()
    desk.says(channel)
    asyncio.run(channel.hide("practice01x1.m0", hidden=True))
    tone = Tone.load(resource_path("tone"))
    assert read_results(store, rules(), tone, NOON)[0].play.hidden


def test_an_account_that_is_connected_all_the_same_has_no_channel(store: Store) -> None:
    desk = Desk(store, an_offer("one"))
    real = store.accounts.add(
        Network.MASTODON, name="Real", handle="@real", role=AccountRole.CARE, settings={}, actor="x", at=NOON
    )
    with pytest.raises(NoChannel):
        desk.open(real, SessionVault(), desk.clock)


def test_an_answer_to_nobody_on_the_stage_is_refused(store: Store) -> None:
    channel = Desk(store, an_offer("one")).channel()
    with pytest.raises(Refused):
        asyncio.run(channel.send(Outgoing("k", "someone", Visibility.DIRECT, "Hi", "x"), lambda: None))


def test_a_closed_desk_is_closed_now_and_the_others_are_open(store: Store) -> None:
    from desktop.accounts.hours_book import HoursBook

    desk = Desk(store, an_offer("one", closed=True), an_offer("two"))
    hours = HoursBook(store)
    is_open = {one.settings["practice"]: hours.is_open(one, NOON) for one in desk.accounts}
    assert is_open == {"mastodon": True, "mastodon.closed": False}


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("socket.connect", (None, ("192.0.2.7", 443))),
        ("socket.connect", (None, ("2001:db8::7", 443, 0, 0))),
        ("socket.sendto", (None, ("192.0.2.7", 53))),
        ("socket.getaddrinfo", ("mastodon.social", 443, 0, 0, 0)),
        ("socket.gethostbyname", ("mastodon.social",)),
    ],
)
def test_the_seal_lets_nothing_reach_a_network(event: str, arguments: tuple[object, ...]) -> None:
    with pytest.raises(Sealed):
        refuse(event, arguments)


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("socket.connect", (None, ("127.0.0.1", 5000))),
        ("socket.connect", (None, "/run/user/0/bus")),
        ("socket.getaddrinfo", ("localhost", 80, 0, 0, 0)),
        ("open", ("file", "r", 0)),
    ],
)
def test_the_seal_leaves_this_machine_alone(event: str, arguments: tuple[object, ...]) -> None:
    refuse(event, arguments)


def a_sitting(total: int = 80, agent: str = "LB", days: int = 0) -> Sitting:
    return Sitting(NOON + timedelta(days=days), agent, "it", 1, 3, total, (80, 80, 80, 80))


def test_sittings_are_kept_by_agent_and_forgotten_by_agent(store: Store) -> None:
    for one in (a_sitting(60), a_sitting(70, "GN"), a_sitting(80, days=1)):
        keep_sitting(store, one)
    assert [one.total for one in sittings_of(store, "LB")] == [60, 80]
    forget_sittings(store, "LB", NOON)
    assert sittings_of(store, "LB") == ()
    assert len(sittings_of(store, "GN")) == 1


def test_unreadable_sittings_are_left_out_and_at_most_200_are_kept(store: Store) -> None:
    store.settings.set("practice.history", [7, {"at": "never"}, {"agent": "LB"}], NOON)
    assert sittings_of(store, "LB") == ()
    for number in range(205):
        keep_sitting(store, a_sitting(number % 100, days=number))
    assert len(sittings_of(store, "LB")) == 200
    store.settings.set("practice.history", "nonsense", NOON)
    assert sittings_of(store, "LB") == ()


def test_nothing_that_anybody_wrote_is_in_what_is_kept(store: Store) -> None:
    desk = Desk(store, an_offer("one"))
    channel = desk.channel()
    desk.says(channel)
    desk.answer(channel, "Sorry, we check it: send us a private message.", THREAD)
    results = read_results(store, rules(), Tone.load(resource_path("tone")), desk.clock.now)
    sitting = sitting_of(results, at=NOON, agent="LB", language="en", level=1)
    assert sitting is not None
    keep_sitting(store, sitting)
    kept = str(store.settings.get("practice.history"))
    exported = "\n".join(",".join(row) for row in csv_rows(results))
    for words in ("charged", "Toby", "Sorry", "check it"):
        assert words not in kept
        assert words not in exported
    assert sitting_of((), at=NOON, agent="LB", language="en", level=1) is None


def test_a_cell_of_the_export_never_begins_as_a_formula(store: Store) -> None:
    desk = Desk(store, an_offer("one"))
    title = "=1+1"
    table = a_table(title=title)
    plan = plan_of(Level.CALM, [(scenario_from("", "en", table), table)], {"en": WORDS}, NOON)
    PlanBook(store).keep(plan, NOON)
    desk.says(desk.channel())
    results = read_results(store, rules(), Tone.load(resource_path("tone")), NOON)
    assert [row[0] for row in csv_rows(results)][1] == "'=1+1"


def test_tries_and_plans_survive_the_store_and_bad_ones_are_none(store: Store) -> None:
    desk = Desk(store, an_offer("one"))
    read = PlanBook(store).read()
    assert read is not None
    assert (read.entries, read.level, read.pace) == (desk.plan.entries, Level.CALM, 0)
    Tries(store).add(Try("practice01x1", ("privacy.request",), "x" * 200, NOON))
    assert [len(one.words) for one in Tries(store).all()] == [80]
    bad_ones: list[object] = [None, [], {"level": 9}, {"level": 1, "entries": 3}]
    for bad in bad_ones:
        store.settings.set("practice.plan", bad, NOON)
        assert PlanBook(store).read() is None
        assert read_results(store, rules(), Tone.load(resource_path("tone")), NOON) == ()


@pytest.mark.parametrize(
    ("source", "level", "count", "wanted"),
    [
        (Source.SCENARIOS, Level.CALM, 9, ["easy"]),
        (Source.SCENARIOS, Level.BUSY, 9, ["easy", "hard"]),
        (Source.PAST, Level.BUSY, 9, ["own1", "own2", "own3"]),
        (Source.BOTH, Level.BUSY, 9, ["easy", "own1", "hard", "own2", "own3"]),
        (Source.BOTH, Level.BUSY, 2, ["easy", "own1"]),
    ],
)
def test_cases_are_chosen_by_source_level_and_number(
    source: Source, level: Level, count: int, wanted: list[str]
) -> None:
    scenarios = [an_offer("easy"), an_offer("hard", level=3)]
    past = [an_offer(f"own{number}", past=True) for number in (1, 2, 3)]
    same: Callable[..., list[Offer]] = lambda offers: [*offers]  # noqa: E731
    found = chosen(Choice("en", source, level, count), scenarios, past, same)
    assert [scenario.key for scenario, _ in found] == wanted
