"""How the drafts' list reads: for whom a text is, which way it would go, when it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.composer.drafts import DraftEntry
from desktop.model import DraftMode, ThreadKind, initials_of
from ui.inbox import network_name
from ui.inbox.wording import day_or_time
from ui.outbox.queue_rows import Deed, QueueAction, QueueItem, QueueRow

translate = QCoreApplication.translate


def present_drafts(entries: Sequence[DraftEntry], now: datetime, tz: tzinfo) -> tuple[QueueItem, ...]:
    """Return the rows, the one typed last first."""
    return tuple(_present(entry, now, tz) for entry in entries)


def _present(entry: DraftEntry, now: datetime, tz: tzinfo) -> QueueRow:
    draft, case = entry.draft, entry.case
    name = case.name.strip() or case.handle.strip() or translate("Outbox", "Unknown recipient")
    icon, way = _way(entry)
    time = day_or_time(draft.updated_at, now, tz)
    text = " ".join(draft.text.split()) or ", ".join(file.name for file in draft.attachments)
    spoken = (f"{name}, {network_name(case.network)}", way, time, text)
    return QueueRow(
        key=int(draft.case_id),
        case_id=int(draft.case_id),
        account_id=None,
        avatar_key=case.customer_uid,
        initials=initials_of(name),
        name=name,
        network=case.network,
        way_icon=icon,
        way_text=way,
        text=text,
        time_text=time,
        standing=None,
        deeds=(
            Deed(QueueAction.OPEN, translate("Outbox", "Continue writing")),
            Deed(QueueAction.DISCARD, translate("Outbox", "Discard")),
        ),
        more=(Deed(QueueAction.COPY, translate("Outbox", "Copy text")),) if draft.text.strip() else (),
        spoken=". ".join(part.rstrip(".") for part in spoken if part) + ".",
        whole=draft.text,
    )


def _way(entry: DraftEntry) -> tuple[str, str]:
    mode, files = entry.draft.mode, len(entry.draft.attachments)
    if mode is DraftMode.NOTE:
        icon, words = "note", translate("Outbox", "Internal note")
    elif mode is DraftMode.HAND_OVER:
        icon, words = "arrow-bend-up-right", translate("Outbox", "Hand-over")
    elif entry.case.thread_kind is ThreadKind.EMAIL:
        icon, words = "envelope-simple", translate("Outbox", "E-mail")
    elif mode is DraftMode.PUBLIC:
        icon, words = "globe-simple", translate("Outbox", "Public reply")
    else:
        icon, words = "lock-key", translate("Outbox", "Direct message")
    if not files:
        return icon, words
    more = translate("Outbox", "1 file") if files == 1 else translate("Outbox", "{count} files")
    return icon, f"{words}, {more.replace('{count}', str(files))}"
