"""A desk on a fake network: served by this process, so that it can be made slow, with one customer's question on it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop.channels import secret_name
from desktop.demo.faults import Fault
from desktop.demo.networks import Heard, Persona
from desktop.demo.networks.mastodon import MastodonNetwork
from desktop.events import Unlock, decode
from desktop.model import AccountRole, CaseId, Delivery, Lane, Network, ThreadKind, Visibility
from desktop.outbox import OutboxDesk, Reply
from desktop.store import Store, open_store
from desktop.system.clock import utc_now
from desktop.system.profile import Profile, prepare
from tests.journeys.deskside import ALLOWED, KEY, EngineRun, always_open

POSTING = "/api/v1/statuses"
_MARTA = Persona("marta", "Marta Rossi", "marta_rossi")
_START_SECONDS = 30.0


class ServedTown:
    """A network in a thread of this process. Use it as a context."""

    def __init__(self) -> None:
        """Nothing is served yet."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="town")
        self._heard: list[Heard] = []
        self.network = MastodonNetwork(utc_now, seed=3)
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

    def write(self, persona: Persona, text: str) -> None:
        """Let somebody post now."""
        self._loop.call_soon_threadsafe(self.network.says, persona, text)

    def answer_late(self, seconds: float) -> Fault:
        """Let the next post take its time; the fault's `times` is 0 once the request has come."""
        fault = Fault("POST", POSTING, delay=seconds)
        self._loop.call_soon_threadsafe(self.network.faults.add, fault)
        return fault

    def count_of(self, text: str) -> int:
        """Return how many posts of the company hold a text."""
        return sum(text in heard.text for heard in tuple(self._heard))


class TownDesk:
    """A profile on disk with the company's account on a town."""

    def __init__(self, folder: Path, town: ServedTown) -> None:
        self.profile = prepare(Profile(folder / "desk"))
        with self.store() as store:
            store.settings.set("hours", always_open().to_dict(), utc_now())
            self.account = store.accounts.add(
                Network.MASTODON,
                name="Aurora Energia",
                handle=town.network.account_handle(),
                role=AccountRole.CARE,
                settings=town.network.account_settings(),
                actor="test",
                at=utc_now(),
            )
        secrets = {secret_name(self.account.uid, kind): value for kind, value in town.network.secrets().items()}
        self.secrets = secrets
        self.unlock = Unlock((KEY.raw or b"").hex(), "", secrets)

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
