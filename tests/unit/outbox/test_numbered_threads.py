"""A text in numbered parts: sent in order, each answering the one before, none twice, and taken back as one text."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.accounts.hours_book import HoursBook
from desktop.composer.parts import Room, cut, joined
from desktop.guardrails import DraftFacts, Guardrails
from desktop.model import (
    CaseDetail,
    CaseId,
    Counting,
    Decision,
    Delivery,
    DeliveryState,
    Finding,
    Lane,
    OutgoingAttachment,
    Refused,
    Verdict,
    Visibility,
    verdict_of,
)
from desktop.outbox import OutboxDesk, Reply, Sender
from desktop.outbox.recheck import Recheck
from desktop.store import Store
from tests.effort import examples
from tests.factories import NOON, a_store, an_account, an_arrival, taken
from tests.unit.sync import virtual_time
from tests.unit.sync.scripted_channel import ScriptedChannel, Step
from tests.unit.sync.virtual_time import run

ALLOWED = Verdict(Decision.ALLOW)
TEXT = "The crew comes at nine. Keep the meter free.\n\nHave the bill at hand, and call us if nobody comes. ^LB"
PARTS = cut(TEXT, Room(50, Counting.CHARACTERS))


def now() -> datetime:
    """Return the loop's time, noon outside of one."""
    try:
        return virtual_time.now()
    except RuntimeError:
        return NOON


class StubbornChannel(ScriptedChannel):
    """Knows a step "refused" beside the others."""

    async def _meet(self, script: list[Step]) -> None:
        if script and script[0].what == "refused":
            script.pop(0)
            raise Refused("duplicate")
        await super()._meet(script)


class Post:
    """One account, one customer, a desk and a sender."""

    def __init__(self, store: Store, steps: str = "") -> None:
        self.store = store
        self.channel = StubbornChannel("one", now)
        self.channel.sending = [Step(step) for step in steps.split()]
        self.account = an_account(store)
        store.intake.take(self.account, [taken(an_arrival("m1"))], NOON)
        self.desk = OutboxDesk(store, now)
        self.sender = Sender(store, lambda _: self.channel, lambda _: ALLOWED, now, lambda _: None, (5.0, 5.0))

    def case(self) -> CaseDetail:
        (case_id,) = self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)
        case = self.store.cases.detail(CaseId(case_id))
        assert case is not None
        return case

    def writes(self, undo_seconds: int = 0, files: tuple[OutgoingAttachment, ...] = ()) -> tuple[Delivery, ...]:
        case = self.case()
        reply = Reply(case, case.threads[0], self.account, Visibility.PUBLIC, TEXT, "Laura", parts=PARTS)
        self.desk.queue(replace(reply, attachments=files), ALLOWED, undo_seconds=undo_seconds)
        return self.parts()

    def parts(self) -> tuple[Delivery, ...]:
        row = self.store.connection.read_one("SELECT series FROM delivery ORDER BY id LIMIT 1")
        assert row is not None
        return self.store.deliveries.series(row[0])

    def states(self) -> list[str]:
        return [one.state.value for one in self.parts()]

    def sent(self) -> list[tuple[str, str | None]]:
        return [(outgoing.text, outgoing.in_reply_to) for _, outgoing in self.channel.sent]

    async def works(self, seconds: int) -> None:
        for _ in range(seconds):
            self.sender.work()
            await asyncio.sleep(1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


def test_three_parts_go_in_order_and_each_answers_the_one_before(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store)
        photo = OutgoingAttachment("meter.png", "image/png", b"png")
        post.writes(8, (photo,))
        await post.works(20)
        assert post.sent() == [
            ("1/3 The crew comes at nine. Keep the meter free.", "m1"),
            ("2/3 Have the bill at hand, and call us if nobody", "one-sent-1"),
            ("3/3 comes. ^LB", "one-sent-2"),
        ]
        assert [len(outgoing.attachments) for _, outgoing in post.channel.sent] == [1, 0, 0]
        assert len({outgoing.key for _, outgoing in post.channel.sent}) == 3

    run(scenario())


def test_a_refused_part_keeps_those_after_it_back_and_the_outbox_says_so(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store, "ok refused")
        post.writes()
        await post.works(30)
        assert post.states() == ["sent", "refused", "waiting"]
        entries = {entry.delivery.part.number: entry for entry in post.desk.listing().entries if entry.delivery.part}
        assert entries[3].former == entries[2].delivery
        assert entries[2].former is None
        assert post.desk.try_again(entries[2].delivery.id, "Laura")
        await post.works(10)
        assert [text[:3] for text, _ in post.sent()] == ["1/3", "2/3", "3/3"]

    run(scenario())


def test_undo_brings_the_whole_text_back(store: Store) -> None:
    post = Post(store)
    parts = post.writes(8)
    draft = post.desk.take_back(parts[1].id, "Laura")
    assert draft is not None
    assert draft.text == TEXT
    assert post.states() == ["cancelled"] * 3


def test_what_was_not_sent_comes_back_without_what_was(store: Store) -> None:
    async def scenario() -> None:
        post = Post(store, "ok refused")
        parts = post.writes()
        await post.works(30)
        draft = post.desk.take_back(parts[2].id, "Laura")
        assert draft is not None
        assert draft.text == joined(PARTS[1:])
        assert post.states() == ["sent", "cancelled", "cancelled"]

    run(scenario())


def test_discarding_a_part_takes_those_after_it_along_and_undo_brings_them_back(store: Store) -> None:
    post = Post(store)
    parts = post.writes()
    done = post.desk.discard(parts[1].id, "Laura")
    assert post.states() == ["waiting", "cancelled", "cancelled"]
    assert done is not None
    assert done.undo is not None
    done.undo()
    assert post.states() == ["waiting"] * 3


def test_what_is_held_is_released_with_its_first_part(store: Store) -> None:
    post = Post(store)
    parts = post.writes(undo_seconds=15)
    assert post.desk.try_again(parts[0].id, "Laura")
    assert post.states() == ["waiting"] * 3


class AsksTogether(Guardrails):
    """Blocks the word "bill" after the word "meter", whatever stands between them, and anything long."""

    def judge(self, facts: DraftFacts) -> Verdict:
        found = [Finding("limits.too_long", "characters", Decision.BLOCK)] if len(facts.text) > 50 else []
        if "meter" in facts.text and "bill" in facts.text:
            found.append(Finding("privacy.request", "bill", Decision.BLOCK))
        return verdict_of(tuple(found))


def test_each_part_is_judged_by_what_all_parts_say_and_by_its_own_length(store: Store) -> None:
    post = Post(store)
    parts = post.writes()
    judge = Recheck(store, AsksTogether(rules=None), HoursBook(store), now)  # type: ignore[arg-type]
    assert [[one.rule for one in judge(part).findings] for part in parts] == [["privacy.request"]] * 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(12))
@given(steps=st.lists(st.sampled_from(["ok", "offline", "refused", "odd", "limited"]), max_size=8))
def test_whatever_the_network_does_nothing_is_sent_twice_or_out_of_order(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    async def scenario() -> None:
        with a_store(tmp_path_factory.mktemp("thread")) as store:
            post = Post(store, " ".join(steps))
            post.writes()
            for _ in range(12):
                await post.works(25)
                for part in post.parts():
                    if part.state not in {DeliveryState.SENT, DeliveryState.SENDING}:
                        post.desk.try_again(part.id, "Laura")  # nothing had left: the channel fails before it commits
            numbers = [text.partition(" ")[0] for text, _ in post.sent()]
            assert numbers == ["1/3", "2/3", "3/3"]
            assert [answered for _, answered in post.sent()] == ["m1", "one-sent-1", "one-sent-2"]

    run(scenario())
