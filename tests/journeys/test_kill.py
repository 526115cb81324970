"""Kill -9 of either process at any moment loses nothing and sends nothing twice, against a real SMTP server."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest

from desktop.events import CasesChanged, EngineReady
from desktop.model import DeliveryId, DeliveryState
from desktop.outbox import OutboxDesk
from desktop.store import Store
from desktop.system.clock import utc_now
from tests.journeys.deskside import Deskside, wait_until
from tests.servers.mailaccounts import written_mail
from tests.servers.mailserver import MailServer

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(600)]

ENGINE_KILLS = 40
WINDOW_KILLS = 15
_OPEN_FOR_GOOD = (DeliveryState.UNSURE, DeliveryState.REFUSED)


def accepted_texts(server: MailServer) -> Counter[str]:
    """Count the texts that the sending server took, each mail once whatever the number of its recipients."""
    found: Counter[str] = Counter()
    for mail in server.accepted:
        body = message_from_bytes(mail.raw).get_payload(decode=True)
        assert isinstance(body, bytes)
        found[body.decode().strip()] += 1
    return found


def settled(store: Store) -> bool:
    """True if nothing moves any more: all is sent, or waits for a person after the last look."""
    return all(
        delivery.state in _OPEN_FOR_GOOD and delivery.next_try_at is None for delivery in store.deliveries.open()
    )


def test_killing_the_engine_or_the_window_at_any_moment_loses_nothing_and_sends_nothing_twice(tmp_path: Path) -> None:
    chance = random.Random(20261124)
    with MailServer(tmp_path) as server:
        desk = Deskside(tmp_path, server)
        server.deliver("care", written_mail("Mi avete addebitato due volte."))
        engine = desk.start_engine()
        engine.wait_for(CasesChanged)
        engine.kill()
        promised = kill_windows(desk, chance)
        promised |= kill_engines(desk, server, chance)
        outcome(desk, server, promised)


def kill_windows(desk: Deskside, chance: random.Random) -> dict[str, str]:
    """Kill queueing windows at random moments; return what they had promised before they died."""
    promised: dict[str, str] = {}
    for number in range(WINDOW_KILLS):
        window = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.queueing_window", str(desk.profile.folder), f"w{number}"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert window.stdout is not None
        first = window.stdout.readline()
        time.sleep(chance.random() * 0.05)
        window.kill()
        for line in (first, *window.stdout):
            uid, _, text = line.rstrip("\n").partition(" ")
            if text.endswith("."):
                promised[uid] = text
        window.wait()
        window.stdout.close()
    return promised


def kill_engines(desk: Deskside, server: MailServer, chance: random.Random) -> dict[str, str]:
    """Kill engines at random moments around their sends; the server answers late, so that many die in doubt."""
    promised: dict[str, str] = {}
    for number in range(ENGINE_KILLS):
        text = f"Prova e{number}."
        with desk.store() as store:
            promised[desk.queue_reply(store, text)] = text
        if number % 2:
            server.relay.fail("delay", seconds=0.4)
        engine = desk.start_engine()
        engine.wait_for(EngineReady)
        time.sleep(chance.random() * 0.6)
        engine.kill()
    return promised


def outcome(desk: Deskside, server: MailServer, promised: dict[str, str]) -> None:
    """Let one engine finish; then a person sends what was not found, and the books are balanced."""
    engine = desk.start_engine()
    with desk.store() as store:
        wait_until(lambda: settled(store), "the outbox settles", patience=400)
        taken = accepted_texts(server)
        for delivery in store.deliveries.open():
            assert taken[delivery.text] == 0, "what waits for a person had left already"
            assert OutboxDesk(store, utc_now).try_again(DeliveryId(delivery.id), "Laura")
        wait_until(lambda: not store.deliveries.open(), "a person's word sends the rest", patience=120)
    assert engine.leave() == 0
    taken = accepted_texts(server)
    assert {text: taken[text] for text in promised.values()} == dict.fromkeys(promised.values(), 1)
    assert max(taken.values()) == 1
    assert len(promised) >= ENGINE_KILLS + WINDOW_KILLS
