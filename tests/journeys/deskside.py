"""A desk for journeys: a profile with a real mailbox, and the engine as the process that it is."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from desktop.channels import secret_name
from desktop.events import Event, Nudge, Unlock, decode, encode
from desktop.guardrails import OpeningHours
from desktop.model import Account, AccountRole, CaseId, Lane, Network, Verdict, Visibility
from desktop.model.verdicts import Decision
from desktop.outbox import OutboxDesk, Reply
from desktop.store import Store, StoreKey, open_store
from desktop.system.clock import utc_now
from desktop.system.profile import Profile, prepare
from tests.servers.mailserver import PASSWORD, MailServer

KEY = StoreKey(raw=bytes(range(32)))
ALLOWED = Verdict(Decision.ALLOW)
PATIENCE = 60.0


def always_open() -> OpeningHours:
    """Return hours that never hold a reply."""
    day = [{"from": "00:00", "to": "24:00"}]
    return OpeningHours.from_dict(
        {
            "timezone": "Europe/Rome",
            "week": [day] * 7,
            "country": None,
            "region": None,
            "closures": [],
            "holidays_off": False,
        }
    )


def wait_until(fact: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """Return the first true value of a fact; fail with `what` if it never becomes true."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        value = fact()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"never came true: {what}")


@dataclass
class EngineRun:
    """One run of the engine's process."""

    process: subprocess.Popen[str]
    events: Queue[Event] = field(default_factory=Queue)

    def nudge(self, nudge: Nudge) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(encode(nudge) + "\n")
        self.process.stdin.flush()

    def wait_for(self, kind: type[Any], patience: float = PATIENCE) -> Any:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            try:
                event = self.events.get(timeout=0.2)
            except Empty:
                assert self.process.poll() is None, f"the engine ended with {self.process.returncode}"
                continue
            if isinstance(event, kind):
                return event
        raise AssertionError(f"no {kind.__name__} came")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self._close()

    def leave(self) -> int:
        """Close stdin and return the exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        code = self.process.wait(timeout=40)
        self._close()
        return code

    def _close(self) -> None:
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None and not stream.closed:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue


class Deskside:
    """A profile on disk with one care mailbox of a mail server."""

    def __init__(self, folder: Path, server: MailServer, user: str = "care") -> None:
        self.profile = prepare(Profile(folder / "desk"))
        self.server = server
        with self.store() as store:
            store.settings.set("hours", always_open().to_dict(), utc_now())
            store.settings.set("outbox.look_up_again", [1.0, 2.0, 4.0], utc_now())
            self.account: Account = store.accounts.add(
                Network.EMAIL,
                name="Aurora Energia",
                handle=server.address(user),
                role=AccountRole.CARE,
                settings=server.settings(user),
                actor="test",
                at=utc_now(),
            )
        self.secrets = {
            secret_name(self.account.uid, "password"): PASSWORD,
            secret_name(self.account.uid, "copy_mark"): "kept over restarts, as a credential store does",
        }

    def store(self) -> Store:
        return open_store(self.profile, KEY)

    def start_engine(self) -> EngineRun:
        assert KEY.raw is not None
        process = subprocess.Popen(
            [sys.executable, "-m", "desktop", "engine", "--profile", str(self.profile.folder), "--unlock-from-stdin"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        run = EngineRun(process)
        run.nudge(Unlock(KEY.raw.hex(), "", self.secrets))

        def read() -> None:
            assert process.stdout is not None
            try:
                for line in process.stdout:
                    event = decode(line)
                    if event is not None:
                        run.events.put(event)  # type: ignore[arg-type]
            except ValueError:
                return

        threading.Thread(target=read, daemon=True).start()
        return run

    def only_case(self, store: Store) -> CaseId | None:
        ids = store.lanes.ids(Lane.ALL, agent="LB", at_risk_before=utc_now())
        return CaseId(ids[0]) if ids else None

    def queue_reply(self, store: Store, text: str) -> str:
        """Queue a reply in the only case and return the delivery's uid."""
        case_id = self.only_case(store)
        assert case_id is not None
        detail = store.cases.detail(case_id)
        assert detail is not None
        reply = Reply(detail, detail.threads[0], self.account, Visibility.DIRECT, text, "Laura Bianchi", "it")
        return OutboxDesk(store, utc_now).queue(reply, ALLOWED, undo_seconds=0).uid


def as_json(value: object) -> str:
    """Return one line of JSON."""
    return json.dumps(value)
