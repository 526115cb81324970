"""What of a case goes along with a ticket: who wrote what when, its files, with personal data covered if wished."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from desktop.model import AttachmentId, CaseDetail, Direction, ItemKind, NoteKind, TimelineItem, Visibility
from desktop.model.tickets import TicketFile
from desktop.store import Store

MOST_FILE_BYTES = 20_000_000
_MOST_ITEMS = 200
_MOST_CHARACTERS = 60_000
_TITLE = 120
_SKIPPED_NOTES = frozenset((NoteKind.TICKET.value, NoteKind.TICKET_REPLY.value))

Mask = Callable[[str], str]
"""Returns a text with its personal data covered."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a new ticket may carry. `files` are the conversation's attachments without their bytes: id, name, size."""

    title: str
    text: str
    files: tuple[tuple[AttachmentId, str, int], ...]


def carried(
    detail: CaseDetail, items: Sequence[TimelineItem], tz: tzinfo, mask: Mask | None, *, with_notes: bool = True
) -> Carried:
    """Return a title and the conversation as plain text, oldest first. `mask` None: nothing is covered."""
    cover = mask or str
    shown = [item for item in items if item.kind in (ItemKind.MESSAGE, ItemKind.NOTE) and not item.deleted]
    if not with_notes:
        shown = [item for item in shown if item.kind is ItemKind.MESSAGE]
    shown = [item for item in shown if item.detail not in _SKIPPED_NOTES or item.kind is ItemKind.MESSAGE]
    lines = [f"{cover(detail.row.name)} · {detail.row.network.value} · {cover(detail.row.handle)}"]
    lines += [_said(item, tz, cover) for item in shown[-_MOST_ITEMS:]]
    files = tuple((one.id, one.name, one.size) for item in shown for one in item.attachments if not one.dangerous)
    first = next((item for item in shown if item.direction is Direction.INCOMING), None)
    title = detail.subject or (first.text if first is not None else detail.row.snippet)
    return Carried(_short(cover(title)), "\n\n".join(lines)[-_MOST_CHARACTERS:], files)


def files_of(store: Store, wanted: Sequence[AttachmentId]) -> tuple[TicketFile, ...]:
    """Return the bytes of some attachments, as far as they are here and together at most 20 MB."""
    found: list[TicketFile] = []
    room = MOST_FILE_BYTES
    for attachment_id in wanted:
        about, content = store.attachments.get(attachment_id), store.attachments.content(attachment_id)
        if about is not None and content and len(content) <= room:
            room -= len(content)
            found.append(TicketFile(about.name, about.content_type, content))
    return tuple(found)


def _said(item: TimelineItem, tz: tzinfo, cover: Mask) -> str:
    when = f"{item.at.astimezone(tz):%Y-%m-%d %H:%M}"
    where = {Visibility.PUBLIC: "public", Visibility.DIRECT: "private", Visibility.INTERNAL: "note"}[item.visibility]
    names = "".join(f"\n[{one.name}]" for one in item.attachments)
    return f"{when} · {cover(item.author_name)} · {where}\n{cover(item.text)}{names}"


def _short(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= _TITLE else line[: _TITLE - 1].rsplit(" ", 1)[0] + "…"
