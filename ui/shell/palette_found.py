"""The palette's rows of what was found: conversations, customers, tickets, canned replies, deeds of what is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.inbox import without_personal_data
from desktop.model import ClockState, ThreadKind, initials_of
from ui.inbox import clock_look, network_name, present_clock
from ui.inbox.wording import day_or_time
from ui.shell.palette_match import Match, folded, match, ranked
from ui.shell.palette_rows import (
    FoundCase,
    FoundCustomer,
    FoundTicket,
    OfferedReply,
    PaletteRow,
    RowKind,
    Spans,
)
from ui.tickets.words import state_chip, state_name

translate = QCoreApplication.translate

_BEFORE = 24
"""Characters of a message that are shown before the first match, cut at a word."""

_LONGEST = 120
_SHORT = 60
"""A text up to this length is shown from its beginning."""

_LOUD = (ClockState.AT_RISK, ClockState.BREACHED, ClockState.QUEUED)
_MOST_TAGS = 2


@dataclass(frozen=True, slots=True)
class Front:
    """What is in front: whose conversation, "" for none, and whether there is a list that can be searched."""

    case: str = ""
    has_search: bool = False


@dataclass(frozen=True, slots=True)
class PaletteContext:
    """What rows are presented with."""

    now: datetime
    tz: tzinfo
    hours_open: bool = True
    front: Front = Front()


def case_row(found: FoundCase, typed: str, context: PaletteContext) -> PaletteRow:
    """Return a conversation's row: the words that match, and its clock where it is short, else its time."""
    case = found.case
    name = case.name.strip() or case.handle.strip() or translate("Palette", "Unknown sender")
    shown = without_personal_data(found.text) if case.thread_kind is ThreadKind.PUBLIC else found.text
    text, spans = excerpt(shown, typed)
    named = match(typed, name)
    clock = present_clock(case, now=context.now, tz=context.tz, hours_open=context.hours_open)
    loud = clock is not None and clock.state in _LOUD
    time = day_or_time(case.last_at, context.now, context.tz)
    spoken = (translate("Palette", "Conversation with {name}").replace("{name}", name), network_name(case.network))
    said = (", ".join(spoken), clock.spoken if clock is not None and loud else time, text.lstrip("…"))
    return PaletteRow(
        RowKind.CASE,
        int(case.id),
        name,
        ". ".join(said),
        title_spans=named.spans if named is not None else (),
        detail=text,
        detail_spans=spans,
        avatar_key=case.customer_uid,
        initials=initials_of(name),
        chip=clock_look(clock) if clock is not None and loud else None,
        aside="" if loud else time,
    )


def customer_row(found: FoundCustomer, typed: str) -> PaletteRow:
    """Return a person's row: handle, messages, networks."""
    if found.interactions == 1:
        interactions = translate("Palette", "1 message")
    else:
        interactions = translate("Palette", "{count} messages").replace("{count}", f"{found.interactions:,}")
    detail = ", ".join(part for part in (found.handle, interactions) if part)
    name = found.name.strip() or found.handle
    named = match(typed, name)
    networks = ", ".join(network_name(one) for one in found.networks)
    return PaletteRow(
        RowKind.CUSTOMER,
        found.case_id,
        name,
        f"{translate('Palette', 'Customer')} {name}. {detail}. {networks}",
        title_spans=named.spans if named is not None else (),
        detail=detail,
        avatar_key=found.uid,
        initials=initials_of(name),
        networks=found.networks,
    )


def ticket_row(found: FoundTicket, typed: str) -> PaletteRow:
    """Return a ticket's row: how people name it, what it is about, whose conversation it belongs to, its state."""
    detail = ", ".join(part for part in (found.title, found.name) if part)
    said = (translate("Palette", "Ticket {name}").replace("{name}", found.label), detail)
    return PaletteRow(
        RowKind.TICKET,
        found.case_id,
        found.label,
        ". ".join((*said, state_name(found.state, found.state_name))),
        title_spans=_spans(typed.lstrip("#"), found.label),
        detail=detail,
        detail_spans=_spans(typed, detail),
        icon="ticket",
        chip=state_chip(found.state, found.state_name),
    )


def reply_rows(replies: Sequence[OfferedReply], typed: str, limit: int) -> list[PaletteRow]:
    """Return the canned replies whose title or shortcut matches, the best first."""
    hits = ranked(typed, [(reply.title, reply.shortcut) for reply in replies], limit)
    rows = []
    for number, hit in hits:
        reply = replies[number]
        detail = ", ".join(part for part in (f"/{reply.shortcut}", reply.language) if part)
        spoken = f"{translate('Palette', 'Canned reply')} {reply.title}. {detail}"
        rows.append(
            PaletteRow(
                RowKind.REPLY,
                reply.shortcut,
                reply.title,
                spoken,
                title_spans=hit.spans,
                detail=detail,
                icon="lightning",
            )
        )
    return rows


def typed_rows(typed: str, tags: Sequence[str], context: PaletteContext) -> list[PaletteRow]:
    """Return what can be done with the words that were typed: tag the conversation, search the list for them."""
    rows = []
    if context.front.case:
        for number, hit in ranked(typed, [(tag, "") for tag in tags], _MOST_TAGS):
            rows.append(_tag_row(tags[number], hit, context.front.case))
    if context.front.has_search and typed:
        words = translate("Palette", "Search the list for “{words}”")
        at = words.find("{words}")
        spans = ((at, at + len(typed)),) if at >= 0 else ()
        words = words.replace("{words}", typed)
        where = translate("Palette", "customers, messages, tickets")
        rows.append(
            PaletteRow(
                RowKind.SEARCH,
                typed,
                words,
                f"{words}, {where}",
                title_spans=spans,
                detail=where,
                icon="magnifying-glass",
            )
        )
    return rows


def _tag_row(tag: str, hit: Match, case: str) -> PaletteRow:
    words = translate("Palette", "Add tag {tag}")
    before = words.find("{tag}")
    spans = tuple((start + before, end + before) for start, end in hit.spans) if before >= 0 else ()
    words = words.replace("{tag}", tag)
    return PaletteRow(RowKind.TAG, tag, words, f"{words}, {case}", title_spans=spans, detail=case, icon="tag")


def excerpt(text: str, typed: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the part of a text around the first match, on one line, and where the matches are in it."""
    line = " ".join(text.split())
    places = [place for word in typed.split() if (place := folded(line).find(folded(word))) >= 0]
    start = min(places, default=0)
    if start <= _BEFORE or len(line) <= _SHORT:
        shown = line[:_LONGEST]
    else:
        cut = line.find(" ", start - _BEFORE)
        begin = cut + 1 if 0 <= cut < start else start
        shown = "…" + line[begin : begin + _LONGEST]
    spans = []
    for word in typed.split():
        place = folded(shown).find(folded(word))
        if place >= 0:
            spans.append((place, place + len(word)))
    return shown, tuple(sorted(spans))


def _spans(typed: str, text: str) -> Spans:
    hit = match(typed, text) if typed.strip() else None
    return hit.spans if hit is not None else ()
