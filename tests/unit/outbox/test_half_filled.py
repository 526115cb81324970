"""A text that is only half filled never leaves, whoever let it into the outbox and whatever reason they gave."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from desktop.accounts.hours_book import HoursBook
from desktop.guardrails import Guardrails
from desktop.model import CaseId, Decision, DeliveryState, Finding, HoldReason, Lane, Verdict, Visibility, verdict_of
from desktop.outbox import OutboxDesk, Reply, Sender
from desktop.outbox.recheck import Recheck
from tests.factories import NOON, a_store, an_account, an_arrival, taken
from tests.loaded import shipped_privacy_rules
from tests.unit.sync.scripted_channel import ScriptedChannel
from tests.unit.sync.virtual_time import now, run

ALLOWED = Verdict(Decision.ALLOW)


@pytest.mark.parametrize("reason", ["", "the customer waits"])
@pytest.mark.parametrize("text", ["Torna alle {?ora}", "Ciao {customer", "[[Ciao|Salve]] Marta"])
def test_the_sender_holds_it_at_the_last_moment(text: str, reason: str, tmp_path: Path) -> None:
    async def scenario() -> None:
        with a_store(tmp_path) as store:
            account = an_account(store)
            store.intake.take(account, [taken(an_arrival("1"))], NOON)
            (case_id,) = store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)
            case = store.cases.detail(CaseId(case_id))
            assert case is not None
            channel = ScriptedChannel("one", now)
            judge = Recheck(store, Guardrails(shipped_privacy_rules()), HoursBook(store), now)
            sender = Sender(store, lambda _: channel, judge, now, lambda _: None)
            reply = Reply(case, case.threads[0], account, Visibility.PUBLIC, text, "L", override_reason=reason)
            delivery = OutboxDesk(store, now).queue(reply, ALLOWED, undo_seconds=0)
            for _ in range(5):
                sender.work()
                await asyncio.sleep(1)
            kept = store.deliveries.get(delivery.id)
            assert kept is not None
            assert (kept.state, kept.hold_reason) == (DeliveryState.HELD, HoldReason.GUARDRAIL)
            assert kept.error == "placeholder.missing"

    run(scenario())


def test_a_written_reason_still_covers_what_may_be_overridden(tmp_path: Path) -> None:
    async def scenario() -> None:
        with a_store(tmp_path) as store:
            account = an_account(store)
            store.intake.take(account, [taken(an_arrival("1"))], NOON)
            (case_id,) = store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)
            case = store.cases.detail(CaseId(case_id))
            assert case is not None
            blocked = verdict_of((Finding("privacy.request", "email", Decision.BLOCK, overridable=True),))
            channel = ScriptedChannel("one", now)
            sender = Sender(store, lambda _: channel, lambda _: blocked, now, lambda _: None)
            reply = Reply(
                case, case.threads[0], account, Visibility.PUBLIC, "Testo", "L", override_reason="she asked for it"
            )
            delivery = OutboxDesk(store, now).queue(reply, blocked, undo_seconds=0)
            sender.work()
            await asyncio.sleep(1)
            kept = store.deliveries.get(delivery.id)
            assert kept is not None
            assert kept.state not in (DeliveryState.HELD, DeliveryState.REFUSED)

    run(scenario())
