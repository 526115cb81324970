"""A small IMAP server on loopback that can be odd: it keeps mail in lists and answers as it is told to."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Answer = Callable[[str, str], list[bytes] | None]
"""Takes a tag and a command's words; returns the lines to send instead of the usual answer, None for the usual."""

HANG_UP = b"\x00hang up\x00"
"""A line that closes the connection instead of being sent."""


@dataclass(slots=True)
class FakeFolder:
    """One folder: its mail by UID."""

    mails: dict[int, bytes] = field(default_factory=dict)
    validity: int = 1
    flags: str = ""

    @property
    def next_uid(self) -> int:
        return next(reversed(self.mails), 0) + 1  # they stand in the order in which they came

    def add(self, raw: bytes) -> int:
        """Put a mail in and return its UID."""
        uid = self.next_uid
        self.mails[uid] = raw
        return uid


class FakeImap:
    """The server: `folders` is its world, `odd` its whims, `commands` what clients asked for."""

    def __init__(self) -> None:
        self.folders: dict[str, FakeFolder] = {"INBOX": FakeFolder(), "Sent": FakeFolder(flags="\\Sent")}
        self.capabilities = "IMAP4rev1 IDLE MOVE UIDPLUS AUTH=PLAIN AUTH=XOAUTH2"
        self.greeting = b"* OK ready"
        self.go_ahead = b"+ idling"
        self.password = "right"
        self.token = "token-1"
        self.tells_next_uid = True
        self.odd: list[Answer] = []
        self.commands: list[str] = []
        self.connections = 0
        self.port = 0
        self._idlers: set[asyncio.StreamWriter] = set()
        self._talks: set[asyncio.Task[None]] = set()

    def answer(self, pattern: str, *lines: bytes, times: int = 1) -> None:
        """Answer a command that matches `pattern` with `lines` ("%s" is the tag), the next `times` times."""
        left = [times]

        def whim(tag: str, words: str) -> list[bytes] | None:
            if left[0] and re.match(pattern, words, re.IGNORECASE):
                left[0] -= 1
                return [line.replace(b"%s", tag.encode()) for line in lines]
            return None

        self.odd.append(whim)

    async def arrive(self, raw: bytes, folder: str = "INBOX") -> int:
        """Put a mail into a folder and tell whoever idles."""
        uid = self.folders[folder].add(raw)
        await self.tell(b"* %d EXISTS" % len(self.folders[folder].mails))
        return uid

    async def tell(self, line: bytes) -> None:
        """Say something to whoever idles."""
        await self.tell_raw(line + b"\r\n")

    async def tell_raw(self, words: bytes) -> None:
        """Send bytes to whoever idles, whole lines or not."""
        for writer in list(self._idlers):
            writer.write(words)
            await writer.drain()

    def tell_at_once(self, folder: str) -> None:
        """Tell whoever idles how many mails a folder has now, without waiting until it is said."""
        for writer in self._idlers:
            writer.write(b"* %d EXISTS\r\n" % len(self.folders[folder].mails))

    async def until_idle(self) -> None:
        """Wait until a client idles."""
        async with asyncio.timeout(60):
            while not self._idlers:  # noqa: ASYNC110 - the set changes, there is no event
                await asyncio.sleep(0.005)

    def cut(self) -> None:
        """Drop every connection that idles."""
        for writer in list(self._idlers):
            writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk to one client."""
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        try:
            await _Talk(self, reader, writer).run()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return  # a cancelled talk would be logged as an error
        finally:
            self._idlers.discard(writer)
            writer.transport.abort()
            self._talks.discard(task)

    def idles(self, writer: asyncio.StreamWriter, *, now: bool) -> None:
        """Note that a client idles, or no longer does."""
        if now:
            self._idlers.add(writer)
        else:
            self._idlers.discard(writer)

    async def stop(self) -> None:
        """End every talk."""
        talks = list(self._talks)
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


class _Talk:
    """One connection's dialogue."""

    def __init__(self, server: FakeImap, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        self._selected = FakeFolder()

    async def run(self) -> None:
        await self._send(self._server.greeting)
        while line := (await self._reader.readline()).decode(errors="replace").rstrip("\r\n"):
            tag, _, words = line.partition(" ")
            self._server.commands.append(re.sub(r"^UID ", "", words) if words.startswith("UID ") else words)
            odd = next((lines for whim in self._server.odd if (lines := whim(tag, words)) is not None), None)
            if odd is not None:
                for each in odd:
                    await self._send(each)
                continue
            await self._usual(tag, words)
            if words.upper() == "LOGOUT":
                return

    async def _send(self, line: bytes) -> None:
        if line == HANG_UP:
            raise ConnectionError
        self._writer.write(line + b"\r\n")
        await self._writer.drain()

    async def _usual(self, tag: str, words: str) -> None:
        name = words.split(" ", maxsplit=1)[0].upper()
        if name == "UID":
            name = "UID_" + words.split(" ")[1].upper()
        method = getattr(self, f"_on_{name.lower()}", None)
        if method is None:
            await self._send(f"{tag} BAD unknown".encode())
            return
        await method(tag, words)

    async def _ok(self, tag: str, words: str = "done") -> None:
        await self._send(f"{tag} OK {words}".encode())

    async def _on_capability(self, tag: str, _: str) -> None:
        await self._send(f"* CAPABILITY {self._server.capabilities}".encode())
        await self._ok(tag)

    async def _on_login(self, tag: str, words: str) -> None:
        if words.endswith(f'"{self._server.password}"'):
            await self._ok(tag)
        else:
            await self._send(f"{tag} NO [AUTHENTICATIONFAILED] no".encode())

    async def _on_authenticate(self, tag: str, words: str) -> None:
        import base64

        await self._send(b"+ ")
        said = base64.b64decode(await self._reader.readline())
        if words.endswith("XOAUTH2") and f"auth=Bearer {self._server.token}\x01".encode() not in said:
            await self._send(b"+ " + base64.b64encode(b'{"status":"401"}'))
            assert await self._reader.readline() == b"\r\n", "the reason of a refusal is answered with nothing"
            await self._send(f"{tag} NO [AUTHENTICATIONFAILED] no".encode())
            return
        await self._ok(tag)

    async def _on_list(self, tag: str, _: str) -> None:
        for name, folder in self._server.folders.items():
            await self._send(f'* LIST ({folder.flags}) "/" "{name}"'.encode())
        await self._ok(tag)

    async def _on_select(self, tag: str, words: str) -> None:
        name = words.split(" ", 1)[1].strip('"')
        if name not in self._server.folders:
            await self._send(f"{tag} NO [NONEXISTENT] no such folder".encode())
            return
        self._selected = self._server.folders[name]
        await self._send(b"* %d EXISTS" % len(self._selected.mails))
        await self._send(b"* OK [UIDVALIDITY %d] valid" % self._selected.validity)
        if self._server.tells_next_uid:
            await self._send(b"* OK [UIDNEXT %d] next" % self._selected.next_uid)
        mode = "READ-ONLY" if words.upper().startswith("EXAMINE") else "READ-WRITE"
        await self._ok(tag, f"[{mode}] open")

    _on_examine = _on_select

    async def _on_create(self, tag: str, words: str) -> None:
        self._server.folders[words.split(" ", 1)[1].strip('"')] = FakeFolder()
        await self._ok(tag)

    async def _on_uid_search(self, tag: str, words: str) -> None:
        found = list(self._selected.mails)
        header = re.search(r'HEADER (\S+) "([^"]*)"', words)
        uids = re.search(r"\bUID (\d+):(\d+|\*)", words.removeprefix("UID "))
        if header is not None:
            line = re.compile(
                rf"^{re.escape(header[1])}:.*{re.escape(header[2])}".encode(), re.IGNORECASE | re.MULTILINE
            )
            found = [uid for uid in found if line.search(self._selected.mails[uid])]
        if uids is not None:
            last = 10**9 if uids[2] == "*" else int(uids[2])
            found = [uid for uid in found if int(uids[1]) <= uid <= last] or (found[-1:] if uids[2] == "*" else [])
        await self._send(b"* SEARCH " + b" ".join(b"%d" % uid for uid in found))
        await self._ok(tag)

    async def _on_uid_fetch(self, tag: str, words: str) -> None:
        for uid in self._asked(words.split(" ")[2]):
            raw = self._selected.mails[uid]
            start = re.search(r"BODY\.PEEK\[\]<0\.(\d+)>", words)
            if "RFC822.SIZE" in words:
                await self._send(b"* 1 FETCH (UID %d RFC822.SIZE %d)" % (uid, len(raw)))
            elif "HEADER" in words:
                head = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
                await self._send(b"* 1 FETCH (UID %d BODY[HEADER] {%d}\r\n%s)" % (uid, len(head), head))
            else:
                raw = raw[: int(start[1])] if start else raw
                part = b"BODY[]<0>" if start else b"BODY[]"
                await self._send(b"* 1 FETCH (UID %d %s {%d}\r\n%s)" % (uid, part, len(raw), raw))
        await self._ok(tag)

    async def _on_uid_store(self, tag: str, words: str) -> None:
        await self._ok(tag)

    async def _on_uid_copy(self, tag: str, words: str) -> None:
        for uid in self._asked(words.split(" ")[2]):
            self._server.folders[words.split('"')[1]].add(self._selected.mails[uid])
        await self._ok(tag)

    async def _on_uid_move(self, tag: str, words: str) -> None:
        for uid in self._asked(words.split(" ")[2]):
            self._server.folders[words.split('"')[1]].add(self._selected.mails.pop(uid))
        await self._ok(tag)

    async def _on_uid_expunge(self, tag: str, words: str) -> None:
        for uid in self._asked(words.split(" ")[2]):
            self._selected.mails.pop(uid, None)
        await self._ok(tag)

    async def _on_append(self, tag: str, words: str) -> None:
        size = int(words.rpartition("{")[2].rstrip("}"))
        await self._send(b"+ go on")
        raw = await self._reader.readexactly(size)
        await self._reader.readline()
        self._server.folders[words.split('"')[1]].add(raw)
        await self._ok(tag)

    async def _on_idle(self, tag: str, _: str) -> None:
        await self._send(self._server.go_ahead)
        self._server.idles(self._writer, now=True)
        try:
            assert await self._reader.readline() in (b"DONE\r\n", b"")
        finally:
            self._server.idles(self._writer, now=False)
        await self._ok(tag)

    async def _on_logout(self, tag: str, _: str) -> None:
        await self._send(b"* BYE bye")
        await self._ok(tag)

    def _asked(self, numbers: str) -> list[int]:
        wanted: set[int] = set()
        for run in numbers.split(","):
            first, _, last = run.partition(":")
            wanted |= set(range(int(first), int(last or first) + 1))
        return [uid for uid in self._selected.mails if uid in wanted]


@asynccontextmanager
async def running(server: FakeImap, context: ssl.SSLContext | None) -> AsyncIterator[FakeImap]:
    """Listen on a free port of 127.0.0.1 while the context is open; without TLS if `context` is None."""
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=context)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        await server.stop()
        await asyncio.sleep(0)
