"""What the timeline shows of a case: how each of its items reads as a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.model import (
    Agent,
    Direction,
    ItemKind,
    Network,
    ThreadKind,
    TimelineItem,
    initials_of,
    traits_of,
)
from ui.cases.delivery_presenter import present_delivery
from ui.cases.mask_presenter import MaskView, ValueFinder, present_mask
from ui.cases.moderation_presenter import ModerationView, present_moderation
from ui.cases.timeline_rows import (
    FileRow,
    Hit,
    HitKind,
    MessageRow,
    NoteRow,
    Remark,
    Shape,
    TimelineRow,
)
from ui.cases.timeline_sketch import Sketch, sketch_timeline, thread_kind_of
from ui.cases.timeline_words import (
    mechanical_words,
    note_words,
    size_words,
    visibility_words,
)
from ui.text import clock_time

if TYPE_CHECKING:
    from desktop.guardrails.privacy import ValueSpan

_ONE_AVATAR_WITHIN = timedelta(minutes=2)
_FILE_ICONS = {"application/pdf": "file-pdf", "image": "image", "text": "file-text", "audio": "music-note"}


def _no_values(_text: str) -> tuple[ValueSpan, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class TimelineContext:
    """What the presenter must know beside the items. `tz` is the zone in which times are written.

    `may_hide` and `may_delete` are the messages for which the network allows it, `never_answered` the keys of those
    that are marked so. `values_in` gives the personal data of a text, which is covered where a customer posted it in
    public.
    """

    now: datetime
    tz: tzinfo
    agent: Agent
    online: bool = True
    network_names: Mapping[Network, str] = field(default_factory=dict)
    may_hide: frozenset[int] = frozenset()
    may_delete: frozenset[int] = frozenset()
    never_answered: frozenset[str] = frozenset()
    values_in: ValueFinder = _no_values

    def network_name(self, network: Network | None) -> str:
        """Return the name of a network as people say it, "" for none."""
        if network is None:
            return ""
        return self.network_names.get(network) or traits_of(network).display_name


def present_timeline(items: Sequence[TimelineItem], context: TimelineContext) -> tuple[TimelineRow, ...]:
    """Return the rows of a case's items, which come oldest first."""
    return tuple(present_row(sketch, context) for sketch in sketch_timeline(items, context.now, context.tz))


def present_row(sketch: Sketch, context: TimelineContext) -> TimelineRow:
    """Return the row that a sketch is to become."""
    if sketch.marker is not None:
        return sketch.marker
    if sketch.is_note:
        return _note_row(sketch.item, context)
    return _message_row(sketch.item, sketch.last, context)


def _note_row(item: TimelineItem, context: TimelineContext) -> NoteRow:
    name = item.author_name or context.agent.name
    time = clock_time(item.at, context.tz)
    icon, caption = note_words(item.detail)
    spoken = QCoreApplication.translate("Timeline", "{kind}, {name}, {time}. {text}")
    kind = caption.partition(",")[0]
    return NoteRow(
        item.key,
        name,
        caption,
        time,
        item.text,
        _filled(spoken, kind=kind, name=name, time=time, text=item.text),
        _files(item),
        icon,
    )


def _message_row(item: TimelineItem, last: TimelineItem | None, context: TimelineContext) -> MessageRow:
    ours = item.direction is Direction.OUTGOING
    name, by_line = _own_name(item, context) if ours else _their_name(item, context)
    icon, words = visibility_words(item)
    delivery = present_delivery(item, context.now, context.tz, context.network_name(item.network), context.online)
    time = clock_time(item.at, context.tz)
    moderated = _moderated(item, context)
    mask = present_mask(item, context.values_in, context.network_name(item.network), moderated.deeds)
    remarks = _remarks(item, never_answered=item.key in context.never_answered)
    return MessageRow(
        key=item.key,
        at=item.at,
        shape=Shape.BUBBLE if thread_kind_of(item) is ThreadKind.DIRECT else Shape.CARD,
        ours=ours,
        name=name,
        by_line=by_line,
        initials=initials_of(name),
        avatar_key=item.author_key or name,
        network=None if ours else item.network,
        shows_avatar=not (ours and _same_speaker(last, item)),
        visibility_icon=icon,
        visibility_text=words,
        time_text=time,
        text=mask.text,
        plain=mask.plain,
        subject=item.subject if thread_kind_of(item) is ThreadKind.EMAIL else "",
        quoted=item.quoted,
        faded=item.deleted,
        counts=_counts(item),
        remarks=(*remarks, *moderated.remarks),
        delivery=delivery.remark,
        countdown=delivery.countdown,
        ways=delivery.ways,
        strip=delivery.strip or moderated.strip or mask.strip,
        files=_files(item),
        permalink=_permalink(item, context),
        html=_html(item),
        deeds=moderated.deeds,
        spoken=_spoken(
            item,
            mask.text,
            (words, name, time, delivery.spoken, *(one.text for one in remarks), moderated.spoken, _covered(mask)),
        ),
    )


def _moderated(item: TimelineItem, context: TimelineContext) -> ModerationView:
    return present_moderation(
        item,
        context.network_name(item.network),
        online=context.online,
        may_hide=item.message_id in context.may_hide,
        may_delete=item.message_id in context.may_delete,
    )


def _own_name(item: TimelineItem, context: TimelineContext) -> tuple[str, str]:
    name = item.author_name or (context.agent.name if item.kind is ItemKind.DELIVERY else "")
    if not name:
        return item.account_name or item.author_handle, ""
    if not item.account_name:
        return name, ""
    by_line = QCoreApplication.translate("Timeline", "for {account}")
    return name, by_line.replace("{account}", item.account_name)


def _their_name(item: TimelineItem, context: TimelineContext) -> tuple[str, str]:
    name = item.author_name or item.author_handle or QCoreApplication.translate("Timeline", "Unknown sender")
    if item.author_handle and item.author_handle != name:
        return name, item.author_handle
    if item.author_name and item.network is not None and thread_kind_of(item) is ThreadKind.PUBLIC:
        on_network = QCoreApplication.translate("Timeline", "on {network}")
        return name, on_network.replace("{network}", context.network_name(item.network))
    return name, ""


def _same_speaker(last: TimelineItem | None, item: TimelineItem) -> bool:
    if last is None or last.kind not in (ItemKind.MESSAGE, ItemKind.DELIVERY):
        return False
    same = (last.direction, last.author_key, last.author_name) == (item.direction, item.author_key, item.author_name)
    return same and thread_kind_of(last) is thread_kind_of(item) and item.at - last.at <= _ONE_AVATAR_WITHIN


def _counts(item: TimelineItem) -> tuple[Remark, ...]:
    if item.engagement is None or thread_kind_of(item) is not ThreadKind.PUBLIC:
        return ()
    counted = item.engagement
    return (
        Remark("chat-circle", str(counted.replies)),
        Remark("repeat", str(counted.shares)),
        Remark("heart", str(counted.likes)),
    )


def _remarks(item: TimelineItem, *, never_answered: bool) -> tuple[Remark, ...]:
    remarks = []
    if item.mechanical is not None:
        icon, words = mechanical_words(item.mechanical)
        remarks.append(Remark(icon, words, "amber.text" if item.mechanical == "bounce" else "text.secondary", True))
    if item.in_browser:
        text = QCoreApplication.translate("Timeline", "Given in the browser")
        remarks.append(Remark("arrow-square-out", text, "text.secondary", True))
    if item.deleted:
        by_author = QCoreApplication.translate("Timeline", "Deleted by its author")
        ours = QCoreApplication.translate("Timeline", "Deleted on the network")
        text = by_author if item.direction is Direction.INCOMING else ours
        remarks.append(Remark("trash", text, "text.secondary", True))
    elif item.edited:
        remarks.append(Remark("pencil-simple", QCoreApplication.translate("Timeline", "Edited")))
    if never_answered:
        text = QCoreApplication.translate("Timeline", "Never answered")
        remarks.append(Remark("repeat", text, "violet.text", True))
    return tuple(remarks)


def _files(item: TimelineItem) -> tuple[FileRow, ...]:
    warning = QCoreApplication.translate("Timeline", "Program, not opened")
    return tuple(
        FileRow(
            file.id,
            "warning-circle-fill" if file.dangerous else _file_icon(file.content_type),
            file.name,
            size_words(file.size),
            warning if file.dangerous else "",
        )
        for file in item.attachments
    )


def _file_icon(content_type: str) -> str:
    return _FILE_ICONS.get(content_type) or _FILE_ICONS.get(content_type.partition("/")[0], "file")


def _permalink(item: TimelineItem, context: TimelineContext) -> Hit | None:
    if not item.permalink or not item.permalink.lower().startswith(("https://", "http://")):
        return None
    label = QCoreApplication.translate("Timeline", "Open on {network}")
    return Hit(HitKind.PERMALINK, item.permalink, label.replace("{network}", context.network_name(item.network)))


def _html(item: TimelineItem) -> Hit | None:
    if item.html is None or item.message_id is None:
        return None
    return Hit(HitKind.HTML, item.message_id, QCoreApplication.translate("Timeline", "View as sent"))


def _spoken(item: TimelineItem, text: str, parts: Sequence[str]) -> str:
    head = ", ".join(part for part in parts if part)
    warning = QCoreApplication.translate("Timeline", "Attachment {name}, program, not opened")
    plain = QCoreApplication.translate("Timeline", "Attachment {name}")
    files = [(warning if file.dangerous else plain).replace("{name}", file.name) for file in item.attachments]
    body = f"{item.subject}. {text}" if thread_kind_of(item) is ThreadKind.EMAIL and item.subject else text
    return ". ".join(part for part in (head, body, *files) if part)


def _covered(mask: MaskView) -> str:
    """Return what is said of personal data that is covered, "" where there is none."""
    return f"{mask.strip.title} {mask.strip.text.rstrip('.')}" if mask.strip is not None else ""


def _filled(pattern: str, **values: str) -> str:
    pieces = pattern
    for name, value in values.items():
        pieces = pieces.replace("{" + name + "}", value)
    return pieces
