"""A desk on a fake network: served by this process, so that it can be made slow, with one customer's question on it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop.channels import secret_name
from desktop.demo.faults import Fault
from desktop.demo.networks import Heard, Persona
from desktop.demo.networks.mastodon import MastodonNetwork
from desktop.events import Unlock, decode
from desktop.model import Account, AccountRole, CaseId, Delivery, Lane, Network, ThreadKind, Visibility
from desktop.outbox import OutboxDesk, Reply
from desktop.store import Store, open_store
from desktop.system.clock import utc_now
from desktop.system.profile import Profile, prepare
from tests.journeys.deskside import ALLOWED, KEY, EngineRun, always_open

POSTING = "/api/v1/statuses"
_MARTA = Persona("marta", "Marta Rossi", "marta_rossi")
_START_SECONDS = 60.0


class ServedTown:
    """A network in a thread of this process. Use it as a context."""

    def __init__(self, ago: timedelta = timedelta(0)) -> None:
        """Nothing is served yet. The town's clock shows so much less than ours, until `catch_up`."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="town")
        self._heard: list[Heard] = []
        self._is_gone = False
        self.network = MastodonNetwork(lambda: utc_now() - ago, seed=3)
        self.network.heard.append(self._heard.append)

    def __enter__(self) -> Self:
        """Serve; the network can be asked when this returns."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.network.start(), self._loop).result(_START_SECONDS)
        self._loop.call_soon_threadsafe(self.network.says, _MARTA, "La bolletta è arrivata due volte.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving and end the thread."""
        asyncio.run_coroutine_threadsafe(self.network.close(), self._loop).result(_START_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def write(self, persona: Persona, text: str, *, direct: bool = False) -> None:
        """Let somebody post now."""
        self._loop.call_soon_threadsafe(partial(self.network.says, persona, text, direct=direct))

    def catch_up(self) -> None:
        """Let the town's clock show what ours shows from now on."""
        self.network.now = utc_now

    def vanish(self) -> None:
        """Listen no more and drop every connection, until `come_back`."""
        self._is_gone = True
        asyncio.run_coroutine_threadsafe(self.network.close(), self._loop).result(_START_SECONDS)

    def come_back(self) -> None:
        """Listen again where it was; harmless where it listens."""
        if not self._is_gone:
            return
        self._is_gone = False
        port = int(self.network.url.rpartition(":")[2])
        asyncio.run_coroutine_threadsafe(self.network.start(port=port), self._loop).result(_START_SECONDS)

    def answer_late(self, seconds: float) -> Fault:
        """Let the next post take its time; the fault's `times` is 0 once the request has come."""
        fault = Fault("POST", POSTING, delay=seconds)
        self._loop.call_soon_threadsafe(self.network.faults.add, fault)
        return fault

    def count_of(self, text: str) -> int:
        """Return how many posts of the company hold a text."""
        return len(self.heard(text))

    def heard(self, text: str) -> list[Heard]:
        """Return the posts of the company that hold a text."""
        return [heard for heard in tuple(self._heard) if text in heard.text]


class TownDesk:
    """A profile on disk with the company's account on a town."""

    def __init__(self, folder: Path, town: ServedTown) -> None:
        self.profile = prepare(Profile(folder / "desk"))
        self.secrets: dict[str, str] = {}
        with self.store() as store:
            store.settings.set("hours", always_open().to_dict(), utc_now())
        self.account = self.join(town)
        self.unlock = Unlock((KEY.raw or b"").hex(), "", self.secrets)

    def join(self, town: ServedTown, role: AccountRole = AccountRole.CARE, handle: str = "") -> Account:
        """Connect the company's account on a town, before the window opens; a second one needs another `handle`."""
        with self.store() as store:
            account = store.accounts.add(
                Network.MASTODON,
                name="Aurora Energia",
                handle=handle or town.network.account_handle(),
                role=role,
                settings=town.network.account_settings(),
                actor="test",
                at=utc_now(),
            )
        self.secrets |= {secret_name(account.uid, kind): value for kind, value in town.network.secrets().items()}
        return account

    def store(self) -> Store:
        """Open the profile's store."""
        return open_store(self.profile, KEY)

    def start_engine(self) -> EngineRun:
        """Start the engine as the window does."""
        process = subprocess.Popen(
            [sys.executable, "-m", "desktop", "engine", "--profile", str(self.profile.folder), "--unlock-from-stdin"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        run = EngineRun(process)
        run.nudge(self.unlock)

        def read() -> None:
            assert process.stdout is not None
            for line in process.stdout:
                event = decode(line)
                if event is not None:
                    run.events.put(event)  # type: ignore[arg-type]

        self._reader = threading.Thread(target=read, daemon=True)
        self._reader.start()
        return run

    def queue_reply(self, store: Store, text: str) -> Delivery:
        """Queue a public answer to somebody in the town."""
        for number in store.lanes.ids(Lane.ALL, agent="LB", at_risk_before=utc_now()):
            detail = store.cases.detail(CaseId(number))
            thread = next((one for one in detail.threads if one.kind is ThreadKind.PUBLIC), None) if detail else None
            if detail is not None and thread is not None:
                reply = Reply(detail, thread, self.account, Visibility.PUBLIC, text, "Laura Bianchi", "it")
                return OutboxDesk(store, utc_now).queue(reply, ALLOWED, undo_seconds=0)
        raise AssertionError("nobody in the town has written in public")
