"""Made conversations: items, cases and drafts with defaults, and pictures that can be asked for colours."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from desktop.model import (
    AccountId,
    Agent,
    Attachment,
    AttachmentId,
    CaseDetail,
    CaseId,
    CaseRow,
    CaseStatus,
    CustomerId,
    DeliveryState,
    Direction,
    Engagement,
    ItemKind,
    Network,
    ThreadId,
    ThreadKind,
    ThreadView,
    TimelineItem,
    Visibility,
)
from ui.cases import Timeline
from ui.theme import Theme

TZ = ZoneInfo("Europe/Rome")
AGENT = Agent("Livia Bruno", "LB", "^LB")


def at(day: int, hour: int, minute: int, second: int = 0, month: int = 3) -> datetime:
    """Return a moment of spring 2026 in the desk's zone."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=TZ)


NOW = at(12, 10, 48)


def item(key: str = "m", **changed: Any) -> TimelineItem:
    """Return a public post of a customer, changed as asked."""
    values: dict[str, Any] = {
        "kind": ItemKind.MESSAGE,
        "key": key,
        "at": at(12, 9, 40),
        "direction": Direction.INCOMING,
        "visibility": Visibility.PUBLIC,
        "network": Network.MASTODON,
        "thread_kind": ThreadKind.PUBLIC,
        "author_name": "Irene Valsecchi",
        "author_handle": "@irene@social.example",
        "author_key": "irene",
        "text": "The street lamps in via Larga have been off for two nights.",
    }
    return TimelineItem(**values | changed)


def reply(key: str = "r", **changed: Any) -> TimelineItem:
    """Return a public reply of ours."""
    values: dict[str, Any] = {
        "direction": Direction.OUTGOING,
        "author_name": AGENT.name,
        "author_handle": "",
        "author_key": "livia",
        "account_name": "@lumeservizi",
        "text": "Thank you, a crew is on its way. ^LB",
        "delivery_state": DeliveryState.SENT,
    }
    return item(key, **values | changed)


def direct(key: str = "d", **changed: Any) -> TimelineItem:
    """Return a direct message of the customer."""
    values: dict[str, Any] = {"visibility": Visibility.DIRECT, "thread_kind": ThreadKind.DIRECT}
    return item(key, **values | changed)


def delivery(key: str = "out", **changed: Any) -> TimelineItem:
    """Return a direct message of ours that has not gone out."""
    values: dict[str, Any] = {
        "kind": ItemKind.DELIVERY,
        "visibility": Visibility.DIRECT,
        "thread_kind": ThreadKind.DIRECT,
        "delivery_state": DeliveryState.WAITING,
        "delivery_id": 7,
    }
    return reply(key, **values | changed)


def note(key: str = "n", **changed: Any) -> TimelineItem:
    """Return an internal note."""
    values: dict[str, Any] = {
        "kind": ItemKind.NOTE,
        "direction": Direction.NOTE,
        "visibility": Visibility.INTERNAL,
        "network": None,
        "thread_kind": None,
        "author_name": "Dario Conti",
        "author_handle": "",
        "author_key": "dario",
        "text": "The crew found a burnt fuse. @Livia can tell her.",
    }
    return item(key, **values | changed)


def event(code: str, detail: str = "", key: str = "e", **changed: Any) -> TimelineItem:
    """Return a system line."""
    return note(key, kind=ItemKind.EVENT, text=code, detail=detail, **changed)


def email(key: str = "mail", **changed: Any) -> TimelineItem:
    """Return an e-mail of the customer."""
    values: dict[str, Any] = {
        "visibility": Visibility.DIRECT,
        "thread_kind": ThreadKind.EMAIL,
        "network": Network.EMAIL,
        "author_handle": "irene@example.org",
        "subject": "Lamps off in via Larga",
        "text": "Good morning, both lamps at number 12 are dark.",
        "message_id": 31,
    }
    return item(key, **values | changed)


def file(name: str = "photo.pdf", *, size: int = 184_000, dangerous: bool = False, number: int = 5) -> Attachment:
    """Return an attachment."""
    return Attachment(AttachmentId(number), name, "application/pdf", size, dangerous)


def moved_conversation() -> list[TimelineItem]:
    """Return a complaint that was made twice in public and went on in private, like picture 01."""
    return [
        item(
            "1",
            at=at(10, 18, 22),
            text="@lumeservizi the lamps in via Larga are off again, when will somebody come and look?",
            engagement=Engagement(2, 0, 3),
            unanswered=True,
            permalink="https://social.example/@irene/1",
        ),
        item(
            "2",
            at=at(12, 9, 40),
            text="This is the SECOND time I write: two nights in the dark. My father fell on the stairs.",
            engagement=Engagement(14, 6, 37),
        ),
        reply("3", at=at(12, 9, 47), text="Good morning Irene, we are sorry. Please send us the lamp number. ^LB"),
        direct(
            "4",
            at=at(12, 10, 1),
            text="Here: lamps 4471 and 4472. The photo shows both of them, taken yesterday evening 😡",
            attachments=(file("lamps_march.pdf"),),
        ),
        note("5", at=at(12, 10, 22)),
    ]


def case(**changed: Any) -> CaseDetail:
    """Return a case; keys of its row and of the detail can be mixed."""
    detail_keys = {"subject", "tags", "threads", "language", "first_at", "messages", "merged_into"}
    row_values: dict[str, Any] = {
        "id": CaseId(1),
        "customer_id": CustomerId(1),
        "customer_uid": "irene",
        "name": "Irene Valsecchi",
        "handle": "@irene@social.example",
        "network": Network.MASTODON,
        "snippet": "",
        "snippet_is_ours": False,
        "unread": False,
        "status": CaseStatus.OPEN,
        "assignee": "LB",
        "last_at": at(12, 10, 1),
        "message_class": None,
        "priority": 40,
        "reasons": (),
        "due_at": None,
        "snoozed_until": None,
        "queued": 0,
        "thread_kind": ThreadKind.DIRECT,
    }
    row_values |= {key: value for key, value in changed.items() if key not in detail_keys}
    values: dict[str, Any] = {
        "subject": "",
        "tags": (),
        "threads": (),
        "language": "en",
        "first_at": at(10, 18, 22),
        "messages": 4,
    }
    values |= {key: value for key, value in changed.items() if key in detail_keys}
    return CaseDetail(row=CaseRow(**row_values), **values)


def thread(network: Network, kind: ThreadKind, permalink: str | None = None) -> ThreadView:
    """Return a thread of that case."""
    return ThreadView(ThreadId(1), CaseId(1), AccountId(1), network, kind, "1", "", permalink, "@irene", None, None)


def show(timeline: Timeline, items: list[TimelineItem], **changed: Any) -> None:
    """Show items in a timeline at the made moment."""
    values: dict[str, Any] = {"now": NOW, "tz": TZ, "agent": AGENT, "case_id": CaseId(1)}
    timeline.set_items(items, **values | changed)


def picture(widget: QWidget, folder: Path, name: str, theme: Theme) -> QImage:
    """Save what a widget shows as a PNG and return it."""
    image = widget.grab().toImage()
    image.save(str(folder / f"{name}-{'dark' if theme.is_dark else 'light'}.png"))
    return image


def colour_at(image: QImage, x: int, y: int) -> str:
    """Return a pixel's colour as the tokens write it."""
    return str(QColor(image.pixelColor(QPoint(x, y))).name()).upper()
