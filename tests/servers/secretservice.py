"""A real Secret Service on a session bus of its own: gnome-keyring with its own home, gone when the context ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

NEEDED = "apt-get install dbus gnome-keyring"
ROOT = Path(__file__).parents[2]
_PASSWORD = b"correct horse"
_READY_SECONDS = 60.0
_ASK = "import keyring; print(keyring.get_keyring().name, keyring.get_password('Sportello', 'nothing'))"
_LOCK = "import secretstorage as s; s.get_default_collection(s.dbus_init()).lock()"
_ALL = (
    "import secretstorage as s; found = s.get_default_collection(s.dbus_init()).get_all_items();"
    "print('\\n'.join(one.get_secret().decode() for one in found))"
)


def require_secret_service() -> None:
    """Skip the test where the programs are not there; fail it in CI."""
    if all(shutil.which(name) for name in ("dbus-daemon", "gnome-keyring-daemon")):
        return
    if os.environ.get("CI"):
        pytest.fail(f"no Secret Service: {NEEDED}")
    pytest.skip(f"no Secret Service: {NEEDED}")


class SecretService:
    """A bus and an unlocked keyring. Use it as a context; programs reach it through `run`."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        require_secret_service()
        self.home = Path()
        self._address = ""
        self._bus: subprocess.Popen[bytes] | None = None
        self._keyring: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start both and wait until a secret can be asked for."""
        self.home = Path(tempfile.mkdtemp(prefix="keys-", dir="/tmp"))  # short: socket paths end at 107 bytes
        (self.home / "run").mkdir(mode=0o700)
        self._bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self.environment,
        )
        assert self._bus.stdout is not None
        self._address = self._bus.stdout.readline().decode().strip()
        self.unlock()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop both and remove what they kept."""
        self.kill_bus()
        self._stop_keyring()
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a program that has this service, and nothing else of this session."""
        names = ("PATH", "LANG", "VIRTUAL_ENV", "PYTHONPATH")
        kept = {name: os.environ[name] for name in names if name in os.environ}
        return kept | {
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.home / "run"),
            "DBUS_SESSION_BUS_ADDRESS": self._address,
        }

    def unlock(self) -> None:
        """Start the keyring with its password; it is open when this returns."""
        self._stop_keyring()
        self._keyring = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self.environment,
        )
        assert self._keyring.stdin is not None
        self._keyring.stdin.write(_PASSWORD)
        self._keyring.stdin.close()
        deadline = time.monotonic() + _READY_SECONDS
        while self.run("-c", _ASK).stdout.strip() != "SecretService Keyring None":
            assert time.monotonic() < deadline, "the Secret Service did not answer in time"

    def lock(self) -> None:
        """Lock the keyring, as a screen lock may do."""
        assert self.run("-c", _LOCK).returncode == 0

    def secrets(self) -> list[str]:
        """Return every secret that is kept."""
        return self.run("-c", _ALL).stdout.split()

    def kill_bus(self) -> None:
        """Take the session bus away, and with it the way to the keyring."""
        if self._bus is not None:
            self._bus.kill()
            self._bus.wait()
            assert self._bus.stdout is not None
            self._bus.stdout.close()
            self._bus = None

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run Python with this service, to its end."""
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def _stop_keyring(self) -> None:
        if self._keyring is not None:
            self._keyring.kill()
            self._keyring.wait()
            self._keyring = None
