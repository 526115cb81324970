"""A copy of everything held about a person: one archive with a page to read, JSON for programs, and the files.

It is written beside its place and moved there at the end, so that a failure leaves no half of it.
"""

from __future__ import annotations

import errno
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, TextIO

from desktop.customers.page import PageMaker, PageWords, file_place
from desktop.model import CustomerId
from desktop.store import HeldAttachment, HeldMessage, HeldPerson, Store

FORMAT = "sportello-person-1"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where."""

    path: Path
    conversations: int
    messages: int
    files: int


class ExportFailed(Exception):
    """Nothing was written. `reason` is a code: no_customer, disk_full, not_allowed, no_folder, unwritable."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def export_person(
    store: Store, customer_id: CustomerId, target: Path, *, made_at: datetime, tz: tzinfo, words: PageWords
) -> Exported:
    """Write a person's archive to `target`, replacing what is there.

    Runs in the background: a few milliseconds a conversation, and some seconds for a store of a million messages.

    Raises ExportFailed or StoreError, and then `target` is as it was.
    """
    person = store.dossier.person(customer_id)
    if person is None:
        raise ExportFailed("no_customer")
    beside = target.with_name(target.name + ".part")
    try:
        try:
            with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
                writer = _Writer(store, customer_id, person, archive, made_at)
                writer.write_json()
                writer.write_page(PageMaker(words, tz))
                writer.write_files()
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise ExportFailed(_reason(error)) from error
    return Exported(target, writer.conversations, writer.messages, len(writer.files))


class _Writer:
    """Writes the parts of one archive, one conversation in memory at a time."""

    def __init__(
        self, store: Store, customer_id: CustomerId, person: HeldPerson, archive: zipfile.ZipFile, made_at: datetime
    ) -> None:
        self._store = store
        self._customer_id = customer_id
        self._person = person
        self._archive = archive
        self._made_at = made_at
        self.conversations = 0
        self.messages = 0
        self.files: list[HeldAttachment] = []

    def write_json(self) -> None:
        dossier, customer = self._store.dossier, self._customer_id
        with self._text("data.json") as stream:
            head = {"format": FORMAT, "made_at": self._made_at, "person": asdict(self._person)}
            stream.write(_dumped(head).removesuffix("\n}") + ',\n  "conversations": [')
            for number, held in enumerate(dossier.conversations(customer)):
                values = asdict(held) | {
                    "messages": [self._counted(message) for message in dossier.messages(customer, held.id)]
                }
                values.pop("id")
                stream.write(("," if number else "") + "\n" + _dumped(values))
                self.conversations += 1
            stream.write('\n  ],\n  "messages_in_other_conversations": ')
            stream.write(_dumped([self._counted(one) for one in dossier.messages_elsewhere(customer)]))
            stream.write(',\n  "history": ')
            stream.write(_dumped([asdict(event) for event in dossier.events(customer)]) + "\n}\n")

    def write_page(self, maker: PageMaker) -> None:
        dossier, customer = self._store.dossier, self._customer_id
        with self._text("index.html") as stream:
            stream.writelines(maker.head(self._person, self._made_at))
            for held in dossier.conversations(customer):
                stream.writelines(maker.conversation(held, dossier.messages(customer, held.id)))
            stream.writelines(maker.elsewhere(dossier.messages_elsewhere(customer)))
            stream.write(maker.tail())

    def write_files(self) -> None:
        for held in self.files:
            content = self._store.attachments.content(held.id)
            if content is not None:
                self._archive.writestr(file_place(held.id, held.name), content)

    def _counted(self, message: HeldMessage) -> dict[str, Any]:
        self.messages += 1
        self.files.extend(one for one in message.attachments if one.is_here)
        values = asdict(message)
        values.pop("id")
        for held, file in zip(message.attachments, values["attachments"], strict=True):
            file["id"] = file_place(held.id, held.name) if held.is_here else None
        return values

    @contextmanager
    def _text(self, name: str) -> Iterator[TextIO]:
        with (
            self._archive.open(name, "w", force_zip64=True) as binary,
            io.TextIOWrapper(binary, encoding="utf-8", errors="replace", newline="\n") as stream,
        ):
            yield stream


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=datetime.isoformat)


def _reason(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "disk_full"
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return "not_allowed"
    return "no_folder" if isinstance(error, (FileNotFoundError, NotADirectoryError)) else "unwritable"
