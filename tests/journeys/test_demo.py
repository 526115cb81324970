"""The demo from end to end: seven networks pulled by the real engine, a shared desk, answers, and what comes back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from desktop.demo.desk import settle_desk
from desktop.demo.setup import demo_hours
from desktop.events import OutboxEdited, SyncNow
from desktop.guardrails import OpeningHours
from desktop.inbox import Inbox
from desktop.model import (
    CaseDetail,
    CaseId,
    CaseRow,
    Delivery,
    DeliveryState,
    Direction,
    HealthState,
    Lane,
    Network,
    ThreadKind,
    Visibility,
)
from desktop.outbox import OutboxDesk, Reply
from desktop.store import Store
from desktop.system.clock import utc_now
from tests.journeys.demoside import LAURA, DemoProfile, ServedDemo, wait_for_first_pull
from tests.journeys.deskside import ALLOWED, wait_until

pytestmark = pytest.mark.slow

ANSWERS = {
    (Network.FACEBOOK, "Davide Colletti", ThreadKind.PUBLIC): "Davide, ci dispiace: la squadra arriva entro le 12.",
    (Network.X, "Quartiere Nord News", ThreadKind.PUBLIC): "Siamo al lavoro, ripristiniamo tutto entro le 12. ^LB",
    (Network.X, "Marta Sanguineti", ThreadKind.DIRECT): "Grazie Marta, il rimborso parte oggi: lo vede entro venerdì.",
    (
        Network.MASTODON,
        "Núria Pujolràs",
        ThreadKind.PUBLIC,
    ): "Ho sentim Núria, el tècnic passarà demà abans de les deu.",
    (Network.BLUESKY, "Oriol Batet", ThreadKind.PUBLIC): "Oriol, comença a les 24 h: podeu activar-la avui mateix. ^LB",
    (
        Network.INSTAGRAM,
        "hannah.whitcombe",
        ThreadKind.PUBLIC,
    ): "Hannah, the Duo plan: we can set it up today in English.",
    (Network.TELEGRAM, "Rocío Benavente", ThreadKind.DIRECT): "Lo sentimos, Rocío: puede pagar hoy por transferencia.",
}


@pytest.fixture(scope="module")
def demo() -> Iterator[ServedDemo]:
    with ServedDemo() as served:
        yield served


def rows_in(store: Store, lane: Lane) -> list[CaseRow]:
    """Return the rows of a lane as Laura sees it."""
    return store.lanes.rows(store.lanes.ids(lane, agent=LAURA.initials, at_risk_before=utc_now()))


def case_of(store: Store, network: Network, name: str) -> CaseDetail:
    """Return somebody's case among Laura's."""
    row = next(row for row in rows_in(store, Lane.MY_OPEN) if (row.network, row.name) == (network, name))
    detail = store.cases.detail(row.id)
    assert detail is not None
    return detail


def queue(store: Store, network: Network, name: str, kind: ThreadKind, text: str) -> Delivery:
    """Queue an answer in somebody's thread of a kind."""
    detail = case_of(store, network, name)
    thread = next(thread for thread in detail.threads if thread.kind is kind)
    account = store.accounts.get(thread.account_id)
    assert account is not None
    visibility = Visibility.DIRECT if kind is ThreadKind.DIRECT else Visibility.PUBLIC
    reply = Reply(detail, thread, account, visibility, text, LAURA.name, detail.language)
    return OutboxDesk(store, utc_now).queue(reply, ALLOWED, undo_seconds=0)


def came_back(store: Store, delivery: Delivery) -> bool:
    """Tell whether the customer wrote again after an answer; some networks tell times by the second."""
    since = delivery.created_at - timedelta(seconds=2)
    items = store.timeline.items(delivery.case_id)
    return any(item.direction is Direction.INCOMING and item.at > since for item in items)


def test_laura_answers_on_every_network_and_the_customers_react(tmp_path: Path, demo: ServedDemo) -> None:
    profile = DemoProfile(tmp_path, demo)
    with profile.engine() as engine, profile.store() as store:
        wait_for_first_pull(store)
        assert {account.health.state for account in store.accounts.all()} == {HealthState.CONNECTED}
        assert settle_desk(store, LAURA, utc_now) == case_of(store, Network.X, "Marta Sanguineti").row.id
        _the_desk_looks_like_a_morning(store)
        deliveries = [queue(store, *where, text) for where, text in ANSWERS.items()]
        demo.let_pass(0)
        engine.nudge(OutboxEdited())
        _all_were_sent(store, deliveries)
        demo.let_pass(90)
        for delivery in deliveries:
            engine.nudge(SyncNow())
            wait_until(partial(came_back, store, delivery), f"an answer to {delivery.text}")
        assert {account.health.state for account in store.accounts.all()} <= {
            HealthState.CONNECTED,
            HealthState.SYNCING,
        }


def _all_were_sent(store: Store, deliveries: list[Delivery]) -> None:
    for delivery in deliveries:
        kept = wait_until(partial(_settled, store, delivery), f"{delivery.text!r} was sent or refused")
        assert kept.state is DeliveryState.SENT, (kept.text, kept.error)


def _settled(store: Store, delivery: Delivery) -> Delivery | None:
    kept = store.deliveries.get(delivery.id)
    return kept if kept is not None and kept.state in {DeliveryState.SENT, DeliveryState.REFUSED} else None


def _the_desk_looks_like_a_morning(store: Store) -> None:
    inbox = Inbox(store, LAURA, utc_now, OpeningHours.from_dict(demo_hours(always_open=True)))
    page = inbox.page(Lane.MY_OPEN)
    assert [section.count for section in page.sections] == [2, 3, 7]
    mine = inbox.rows([CaseId(number) for number in page.ids])
    assert {row.network for row in mine} == {*Network} - {Network.EMAIL}
    assert {row.unread for row in mine} == {True, False}
    counts = inbox.counts(list(Lane))
    assert counts[Lane.AT_RISK] == 5
    assert all(times > 0 for times in counts.values()), counts
    assert counts[Lane.DRAFTS] == 2
    assert counts[Lane.SNOOZED] == 1
    assert (counts[Lane.IMPOSTORS], counts[Lane.ABUSE]) == (2, 1)
    others = {row.assignee for row in rows_in(store, Lane.ALL)}
    assert {"LB", "GN", None} <= others
    profile = store.people.profile(case_of(store, Network.X, "Marta Sanguineti").row.customer_id)
    assert profile is not None
    assert {identity.network for identity in profile.identities} == {Network.X, Network.FACEBOOK}
    assert profile.notes
    assert "SDD" in profile.tags


def test_one_dead_network_leaves_the_others_and_the_desk_alive(tmp_path: Path) -> None:
    with ServedDemo() as demo:
        profile = DemoProfile(tmp_path, demo)
        demo.kill(Network.FACEBOOK)
        with profile.engine(), profile.store() as store:
            wait_for_first_pull(store)
            states = {account.network: account.health.state for account in store.accounts.all()}
            assert states.pop(Network.FACEBOOK) is HealthState.OFFLINE
            assert set(states.values()) == {HealthState.CONNECTED}
            assert settle_desk(store, LAURA, utc_now) is not None
            mine = {row.network for row in rows_in(store, Lane.MY_OPEN)}
            assert mine == {*Network} - {Network.EMAIL, Network.FACEBOOK}


def test_the_program_makes_its_own_picture(tmp_path: Path) -> None:
    picture = tmp_path / "demo.png"
    done = subprocess.run(
        [sys.executable, "-m", "ui", "--demo", "--screenshot", str(picture)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert picture.read_bytes().startswith(b"\x89PNG")
