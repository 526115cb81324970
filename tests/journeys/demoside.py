"""A desk in the demo: the whole town served by a thread of this process, and a profile with all its accounts."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop.demo import Town, TownServer, connect, demo_hours, fresh_networks, serve
from desktop.events import Unlock, decode
from desktop.model import Agent, HealthState, Network
from desktop.store import Store, open_store
from desktop.system.clock import utc_now
from desktop.system.profile import Profile, prepare
from desktop.system.vault import SessionVault
from tests.journeys.deskside import KEY, EngineRun, wait_until

LAURA = Agent("Laura Bianchi", "LB", "^LB")
_PATIENCE = 60.0
_UNDER_WAY = {HealthState.CONNECTING, HealthState.SYNCING}


class ServedDemo:
    """The town with all its networks, or only some. Time stands still in it but for `let_pass`. Use it as a context."""

    def __init__(self, *only: Network) -> None:
        """Nothing is served yet."""
        self._only = only
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="demo")
        self.server: TownServer

    def __enter__(self) -> Self:
        """Serve; the town can be asked when this returns."""
        self._thread.start()
        networks = [one for one in fresh_networks(3, utc_now) if not self._only or one.network in self._only]
        town = Town(3, utc_now(), networks)
        self.server = asyncio.run_coroutine_threadsafe(serve(town, pace=0), self._loop).result(_PATIENCE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving and end the thread."""
        asyncio.run_coroutine_threadsafe(self.server.close(), self._loop).result(_PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def let_pass(self, seconds: float) -> None:
        """Let some seconds of the script pass; the clock moves on to now."""

        async def advance() -> None:
            self.server.town.advance(seconds, utc_now())

        asyncio.run_coroutine_threadsafe(advance(), self._loop).result(_PATIENCE)

    def does(self, deed: Callable[[Town], object]) -> None:
        """Let something happen in the town now."""

        async def happen() -> None:
            self.server.town.now = utc_now()
            deed(self.server.town)

        asyncio.run_coroutine_threadsafe(happen(), self._loop).result(_PATIENCE)

    def kill(self, network: Network) -> None:
        """Let a network vanish; nobody listens where it was."""
        dying = self.server.town.networks[network].close()
        asyncio.run_coroutine_threadsafe(dying, self._loop).result(_PATIENCE)


class DemoProfile:
    """A profile on disk to which every account of the town is connected, as `sportello --demo` does it."""

    def __init__(self, folder: Path, demo: ServedDemo) -> None:
        self.profile = prepare(Profile(folder / "demo"))
        vault = SessionVault()
        with self.store() as store:
            store.settings.set("hours", demo_hours(always_open=True), utc_now())
            connect(store, vault, demo.server.accounts(), utc_now())
        self.secrets = vault.all()
        self._unlock = Unlock((KEY.raw or b"").hex(), "", self.secrets)

    def store(self) -> Store:
        """Open the profile's store."""
        return open_store(self.profile, KEY)

    @contextmanager
    def engine(self) -> Iterator[EngineRun]:
        """Run the engine as the window does; it must end well when it is left."""
        process = subprocess.Popen(
            [sys.executable, "-m", "desktop", "engine", "--profile", str(self.profile.folder), "--unlock-from-stdin"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        run = EngineRun(process)
        run.nudge(self._unlock)
        reader = threading.Thread(target=_read, args=(run,), daemon=True)
        reader.start()
        try:
            yield run
            assert run.leave() == 0
        finally:
            run.kill()
            reader.join(_PATIENCE)


def _read(run: EngineRun) -> None:
    assert run.process.stdout is not None
    try:
        for line in run.process.stdout:
            event = decode(line)
            if event is not None:
                run.events.put(event)  # type: ignore[arg-type]
    except ValueError:
        return


def is_pulled(store: Store) -> bool:
    """Tell whether every account was pulled once, or can't be."""
    return all(account.health.state not in _UNDER_WAY for account in store.accounts.all())


def wait_for_first_pull(store: Store) -> None:
    """Wait until every account was pulled once, or can't be."""
    wait_until(lambda: is_pulled(store), "every account was pulled")
