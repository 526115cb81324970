"""A written reason covers what it was written for: never what may not be overridden, and nothing that is found later."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.composer.parts import Room, cut
from desktop.model import (
    CaseDetail,
    CaseId,
    Counting,
    Decision,
    Deed,
    Delivery,
    DeliveryState,
    Finding,
    HoldReason,
    Lane,
    Verdict,
    Visibility,
    verdict_of,
)
from desktop.outbox import LEAST_REASON, Blocked, OutboxDesk, Reply, Sender, says_enough
from desktop.store import Store
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, taken
from tests.unit.sync.scripted_channel import ScriptedChannel
from tests.unit.sync.virtual_time import now, run

TEXT = "Scrivo anche a @luca e @anna."
REASON = "Luca segue il caso con noi"


def mention(start: int = 15, *, overridable: bool = True, rule: str = "recipients.extra_mention") -> Finding:
    words = TEXT[start : start + 5]
    return Finding(rule, "mention", Decision.BLOCK, start, start + 5, words, overridable=overridable)


CLOSED = Finding("hours.closed", "closed", Decision.HOLD, until=NOON.replace(hour=20))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        an_account(opened)
        opened.intake.take(opened.accounts.all()[0], [taken(an_arrival())], NOON)
        yield opened


def case_of(store: Store) -> CaseDetail:
    case = store.cases.detail(CaseId(store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)[0]))
    assert case is not None
    return case


def queue(store: Store, verdict: Verdict, reason: str = REASON, *, in_parts: bool = False) -> Delivery:
    case = case_of(store)
    parts = cut(TEXT, Room(20, Counting.CHARACTERS)) if in_parts else ()
    reply = Reply(
        case,
        case.threads[0],
        store.accounts.all()[0],
        Visibility.PUBLIC,
        TEXT,
        "Laura",
        override_reason=reason,
        parts=parts,
    )
    return OutboxDesk(store, FakeClock()).queue(reply, verdict, undo_seconds=0)


def overrides(store: Store) -> list[object]:
    return [line.after for line in store.journal.newest() if line.deed is Deed.OVERRIDE]


@pytest.mark.parametrize("reason", ["", "   ", "ok", "........", " o k ! ", "1234567"])
def test_a_reason_that_says_nothing_lifts_no_block(store: Store, reason: str) -> None:
    with pytest.raises(Blocked):
        queue(store, verdict_of((mention(),)), reason)
    assert store.deliveries.open() == ()
    assert overrides(store) == []


def test_letters_and_digits_make_a_reason() -> None:
    assert not says_enough("a" * (LEAST_REASON - 1))
    assert says_enough("é" * LEAST_REASON)


def test_where_one_finding_can_t_be_overridden_no_reason_lifts_the_others(store: Store) -> None:
    with pytest.raises(Blocked):
        queue(store, verdict_of((mention(), mention(23, overridable=False))))


@pytest.mark.parametrize("in_parts", [False, True])
def test_the_journal_keeps_reason_rule_kind_and_agent_once_and_never_the_words(store: Store, in_parts: bool) -> None:
    queue(store, verdict_of((mention(), mention(23))), f"  {REASON}\n", in_parts=in_parts)
    (line,) = [line for line in store.journal.newest() if line.deed is Deed.OVERRIDE]
    assert (line.actor, line.after) == (
        "Laura",
        {"reason": REASON, "findings": [["recipients.extra_mention", "mention"]] * 2},
    )
    assert "luca" not in str(line.after).replace(REASON, "")


def test_a_reason_where_nothing_blocks_is_not_kept_for_later(store: Store) -> None:
    delivery = queue(store, verdict_of((CLOSED,)))
    assert (delivery.override_reason, delivery.overridden) == ("", ())
    assert overrides(store) == []


@pytest.mark.parametrize(
    ("later", "state", "reason"),
    [
        ((mention(),), DeliveryState.SENT, None),
        ((mention(), mention(23)), DeliveryState.HELD, HoldReason.GUARDRAIL),
        ((mention(rule="privacy.value"),), DeliveryState.HELD, HoldReason.GUARDRAIL),
        ((mention(overridable=False),), DeliveryState.HELD, HoldReason.GUARDRAIL),
        ((mention(), CLOSED), DeliveryState.HELD, HoldReason.CLOSED),
        ((mention(), Finding("new_message", "message", Decision.HOLD)), DeliveryState.HELD, HoldReason.NEW_MESSAGE),
    ],
)
def test_the_check_before_sending_lets_the_same_finding_pass_and_stops_at_a_new_one(
    store: Store, later: tuple[Finding, ...], state: DeliveryState, reason: HoldReason | None
) -> None:
    async def scenario() -> None:
        channel = ScriptedChannel("one", now)
        sender = Sender(store, lambda _: channel, lambda _: verdict_of(later), now, lambda _: None)
        delivery = queue(store, verdict_of((mention(),)))
        sender.work()
        await asyncio.sleep(1)
        kept = store.deliveries.get(delivery.id)
        assert kept is not None
        assert (kept.state, kept.hold_reason) == (state, reason)
        assert len(channel.sent) == (state is DeliveryState.SENT)

    run(scenario())
