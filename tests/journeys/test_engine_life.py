"""How an engine's process lives: one per store, to the end of its send, and no longer than its window."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.events import CasesChanged, EngineFault, EngineReady, OutboxEdited, decode
from desktop.model import DeliveryState
from desktop.system.lock import is_held
from tests.journeys.deskside import EngineRun, wait_until
from tests.journeys.townside import ServedTown, TownDesk

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def town() -> Iterator[ServedTown]:
    with ServedTown() as served:
        yield served


@pytest.fixture
def desk(tmp_path: Path, town: ServedTown) -> TownDesk:
    return TownDesk(tmp_path, town)


def ready(desk: TownDesk) -> EngineRun:
    engine = desk.start_engine()
    engine.wait_for(EngineReady)
    return engine


def test_an_engine_with_nothing_to_send_ends_at_once_when_its_window_is_gone(desk: TownDesk) -> None:
    engine = ready(desk)
    began = time.monotonic()
    assert engine.leave() == 0
    assert time.monotonic() - began < 30, "it waits for sends only"
    assert not is_held(desk.profile.engine_lock)


def test_an_engine_finishes_its_send_when_its_window_is_gone(desk: TownDesk, town: ServedTown) -> None:
    engine = ready(desk)
    engine.wait_for(CasesChanged)
    text = "Abbiamo verificato, il rimborso parte venerdì."
    late = town.answer_late(3.0)
    with desk.store() as store:
        delivery = desk.queue_reply(store, text)
        engine.nudge(OutboxEdited())
        wait_until(lambda: late.times == 0, "the town has the request and lets it wait")
        assert town.count_of(text) == 0
        assert engine.leave() == 0
        kept = store.deliveries.get(delivery.id)
    assert kept is not None
    assert kept.state is DeliveryState.SENT
    assert town.count_of(text) == 1


def test_a_send_that_a_crash_cut_off_is_not_sent_again_by_the_next_engine(desk: TownDesk, town: ServedTown) -> None:
    engine = ready(desk)
    engine.wait_for(CasesChanged)
    text = "Ti scriviamo in privato."
    late = town.answer_late(1.0)
    with desk.store() as store:
        delivery = desk.queue_reply(store, text)
        engine.nudge(OutboxEdited())
        wait_until(lambda: late.times == 0, "the town has the request and lets it wait")
        engine.kill()
        wait_until(lambda: town.count_of(text) == 1, "the town did what it was asked")
        following = ready(desk)

        def is_sent() -> bool:
            kept = store.deliveries.get(delivery.id)
            return kept is not None and kept.state is DeliveryState.SENT

        wait_until(is_sent, "the next engine finds the post")
        assert following.leave() == 0
    assert town.count_of(text) == 1


def test_a_second_engine_steps_back_and_a_killed_one_leaves_no_lock(desk: TownDesk) -> None:
    first = ready(desk)
    second = desk.start_engine()
    assert second.process.wait(60) == 3
    wait_until(lambda: not second.events.empty(), "the second one says why")
    assert second.events.get() == EngineFault("already_running")
    second.kill()
    assert first.process.poll() is None
    first.kill()
    third = ready(desk)
    assert third.leave() == 0


def test_an_engine_at_a_terminal_is_ended_quietly_by_ctrl_c(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPORTELLO_PASSPHRASE", "correct horse")
    with subprocess.Popen(
        [sys.executable, "-m", "desktop", "engine", "--profile", str(tmp_path / "desk")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as engine:  # fmt: skip
        assert engine.stdout is not None
        assert isinstance(decode(engine.stdout.readline()), EngineReady)
        engine.send_signal(signal.SIGINT)
        _, said = engine.communicate(timeout=60)
    assert (engine.returncode, said) == (130, "")


def test_an_engine_of_a_window_leaves_ctrl_c_to_the_window(desk: TownDesk) -> None:
    engine = ready(desk)
    engine.process.send_signal(signal.SIGINT)
    with pytest.raises(subprocess.TimeoutExpired):
        engine.process.wait(1)
    assert engine.leave() == 0


def test_an_engine_that_is_given_nothing_to_open_the_store_with_says_so_and_ends(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "engine", "--unlock-from-stdin", "--profile", str(tmp_path / "desk")],
        input="nonsense\n", capture_output=True, text=True, check=False, timeout=60,
        env={"PATH": "", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (4, "")
    assert decode(done.stdout) == EngineFault("passphrase_needed")
