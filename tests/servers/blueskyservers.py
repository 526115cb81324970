"""A real Bluesky on loopback: account server, directory and index of the AT Protocol, with a database and a cache."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sportello-tests" / "bluesky"
_SCRIPT = Path(__file__).with_name("bluesky_network.cjs")
_PACKAGE = Path(__file__).with_name("bluesky_package.json")
_READY_SECONDS = 90.0
_DATABASE_SECONDS = 30.0

_HOW_NODE = (
    f"Bluesky's servers are not installed: copy {_PACKAGE.name} to {FOLDER}/package.json and run "
    f"`npm install --prefix {FOLDER}` (Node 18 or newer; three minutes, 400 MB)"
)
_HOW_SERVICES = "PostgreSQL or Redis is not installed: apt-get install postgresql redis-server"


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the servers are. `chat_service` is the DID under which requests go on to `chat_port` of this machine."""

    url: str
    chat_service: str
    chat_port: int


@contextmanager
def bluesky_servers() -> Iterator[Servers]:
    """Start the whole network and wait until it can be asked. Skips where something is not there; fails in CI."""
    node, database, cache = _programs()
    home = Path(tempfile.mkdtemp(prefix="bluesky-", dir="/tmp"))  # short: socket paths end at 107 bytes
    chat_port = _free_ports(1)[0]
    try:
        with _database(database, home) as database_url, _cache(cache, home) as cache_at:
            environment = {
                **os.environ,
                "DB_POSTGRES_URL": database_url,
                "DB_POSTGRES_SCHEMA": "tests_" + "".join(secrets.choice("abcdefghijkl") for _ in range(8)),
                "REDIS_HOST": cache_at,
                "LOG_ENABLED": "false",
                "TMPDIR": str(home),
            }
            command = [node, "--no-deprecation", str(_SCRIPT), str(FOLDER), "full", f"http://127.0.0.1:{chat_port}"]
            with _running(command, environment, home / "network.log") as told:
                yield Servers(told["pds"], f"{told['chat']}#bsky_chat", chat_port)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _programs() -> tuple[str, Path, str]:
    node, cache = shutil.which("node"), shutil.which("redis-server")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    database = found[-1].parent if found else _beside(shutil.which("initdb"))
    if node is None or not (FOLDER / "node_modules" / "@atproto" / "dev-env").is_dir():
        _missing(_HOW_NODE)
    if cache is None or database is None:
        _missing(_HOW_SERVICES)
    return node, database, cache


def _beside(program: str | None) -> Path | None:
    return Path(program).parent if program else None


def _missing(how: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(how)
    pytest.skip(how)


@contextmanager
def _database(programs: Path, home: Path) -> Iterator[str]:
    """Run a PostgreSQL of our own; it refuses to be root, so root lends it its own user."""
    folder, port = home / "pg", _free_ports(1)[0]
    folder.mkdir()
    lent: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
        shutil.chown(folder, "postgres")
        lent = ["runuser", "-u", "postgres", "--"]
    home.chmod(0o755)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c fsync=off"
    control = [*lent, str(programs / "pg_ctl"), "-D", str(folder), "-w"]
    _done([*lent, str(programs / "initdb"), "-D", str(folder), "-A", "trust", "-U", "admin", "-E", "UTF8"])
    _done([*control, "-l", str(folder / "log"), "-o", options, "start"])
    try:
        yield f"postgresql://admin@127.0.0.1:{port}/postgres"
    finally:
        _done([*control, "-m", "immediate", "stop"])


def _done(command: Sequence[str]) -> None:
    # not captured: what it starts would keep a pipe open
    subprocess.run(
        command, check=True, timeout=_DATABASE_SECONDS, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@contextmanager
def _cache(program: str, home: Path) -> Iterator[str]:
    port = _free_ports(1)[0]
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(home)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_answered(port, b"PING\r\n", b"+PONG")
        yield f"127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait(60)


def _wait_until_answered(port: int, question: bytes, answer: bytes) -> None:
    deadline = time.monotonic() + _DATABASE_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0) as asked:
            asked.sendall(question)
            if asked.recv(64).startswith(answer):
                return
        time.sleep(0.05)
    pytest.fail("the cache did not answer in time")


@contextmanager
def _running(command: Sequence[str], environment: dict[str, str], log: Path) -> Iterator[dict[str, str]]:
    """Run the network until the context ends; yield what it says of itself. It ends with its stdin."""
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        )
        given_up = threading.Timer(_READY_SECONDS, process.kill)
        given_up.start()
        try:
            told = _told(process)
            given_up.cancel()
            if told is None:
                pytest.fail(f"Bluesky's servers did not start: {log.read_text('utf-8', 'replace')[-600:]}")
            yield told
        finally:
            given_up.cancel()
            process.kill()
            process.communicate()


def _told(process: subprocess.Popen[bytes]) -> dict[str, str] | None:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(b'{"pds"'):
            told: dict[str, str] = json.loads(line)
            return told
    return None


def _free_ports(count: int) -> list[int]:
    held = [socket.socket() for _ in range(count)]
    try:
        for each in held:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in held]
    finally:
        for each in held:
            each.close()
