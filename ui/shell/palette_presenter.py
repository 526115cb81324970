"""What the command palette lists for what was typed: which groups, in which order, how many rows of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.model import ClockState, initials_of
from ui.inbox import clock_look, network_name, present_clock
from ui.inbox.wording import day_or_time
from ui.shell.palette_actions import Action, ActionKind
from ui.shell.palette_match import Match, folded, match, ranked
from ui.shell.palette_rows import (
    Found,
    FoundCase,
    FoundCustomer,
    OfferedReply,
    PaletteItem,
    PaletteRow,
    PaletteTitle,
    RowKind,
)
from ui.widgets import key_caps

translate = QCoreApplication.translate

MOST_ROWS = 12
_SHARES = {RowKind.CASE: 4, RowKind.CUSTOMER: 3, RowKind.REPLY: 3}
_FEWEST_ACTIONS = 4
_BEFORE = 24
"""Characters of a message that are shown before the first match, cut at a word."""

_LONGEST = 120
_SHORT = 60
"""A text up to this length is shown from its beginning."""

_PREFIXES = {"@": RowKind.CUSTOMER, "/": RowKind.REPLY, ">": RowKind.ACTION}
_LOUD = (ClockState.AT_RISK, ClockState.BREACHED, ClockState.QUEUED)


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed without its mark; `only` is the kind that the mark (@ / >) asks for."""

    text: str
    only: RowKind | None = None


@dataclass(frozen=True, slots=True)
class PaletteContext:
    """What rows are presented with."""

    now: datetime
    tz: tzinfo
    hours_open: bool = True


def query_of(typed: str) -> Query:
    """Return what a person means: "@ma" asks for customers, "/gua" for replies, ">sol" for actions."""
    stripped = typed.lstrip()
    only = _PREFIXES.get(stripped[:1])
    return Query(stripped[1:].strip() if only is not None else stripped.strip(), only)


def present_palette(
    query: Query,
    actions: Sequence[Action],
    recent: Sequence[str],
    replies: Sequence[OfferedReply],
    found: Found,
    context: PaletteContext,
) -> tuple[PaletteItem, ...]:
    """Return titles and rows. Nothing typed lists every action, those used last first, for scrolling through."""
    possible = [action for action in actions if action.is_enabled()]
    if not query.text and query.only in {None, RowKind.ACTION}:
        return _everything(possible, recent)
    groups = {
        RowKind.CASE: [_case_row(one, query.text, context) for one in found.cases],
        RowKind.CUSTOMER: [_customer_row(one, query.text) for one in found.customers],
        RowKind.REPLY: _reply_rows(replies, query.text),
        RowKind.ACTION: _action_rows(possible, query.text),
    }
    if query.only is not None:
        return _titled(_title(query.only), groups[query.only])
    return _shared(groups, query.text)


def count_rows(items: Sequence[PaletteItem]) -> int:
    """Return how many rows there are, titles not counted."""
    return sum(1 for item in items if isinstance(item, PaletteRow))


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


def _everything(actions: Sequence[Action], recent: Sequence[str]) -> tuple[PaletteItem, ...]:
    used = [action for action in actions if action.id in recent]
    rest = [action for action in actions if action.id not in recent]
    groups: list[tuple[str, list[Action]]] = [(translate("Palette", "Used last"), used)]
    names = {
        ActionKind.VIEW: translate("Palette", "Views"),
        ActionKind.ACTION: translate("Palette", "Actions"),
        ActionKind.ACCOUNT: translate("Palette", "Channels"),
    }
    groups += [(name, [action for action in rest if action.kind is kind]) for kind, name in names.items()]
    items: list[PaletteItem] = []
    for name, group in groups:
        items.extend(_titled(name, [_action_row(action, Match(0), action.context()) for action in group]))
    return tuple(items)


def _shared(groups: dict[RowKind, list[PaletteRow]], typed: str) -> tuple[PaletteItem, ...]:
    """Share twelve rows: each group its part, actions never fewer than four if there are as many."""
    actions = groups[RowKind.ACTION]
    room = MOST_ROWS - min(len(actions), _FEWEST_ACTIONS)
    shown: dict[RowKind, list[PaletteRow]] = {}
    for kind, share in _SHARES.items():
        shown[kind] = groups[kind][: min(share, room)]
        room -= len(shown[kind])
    shown[RowKind.ACTION] = actions[: MOST_ROWS - sum(len(rows) for rows in shown.values())]
    order = [*_SHARES, RowKind.ACTION]
    if any(folded(row.title).startswith(folded(typed)) for row in shown[RowKind.ACTION]):
        order = [RowKind.ACTION, *_SHARES]  # what is named exactly stands where Return finds it
    items: list[PaletteItem] = []
    for kind in order:
        items.extend(_titled(_title(kind), shown[kind]))
    return tuple(items)


def _titled(title: str, rows: Sequence[PaletteRow]) -> tuple[PaletteItem, ...]:
    return (PaletteTitle(title), *rows) if rows else ()


def _title(kind: RowKind) -> str:
    return {
        RowKind.CASE: translate("Palette", "Conversations"),
        RowKind.CUSTOMER: translate("Palette", "Customers"),
        RowKind.REPLY: translate("Palette", "Canned replies"),
        RowKind.ACTION: translate("Palette", "Actions"),
    }[kind]


def _case_row(found: FoundCase, typed: str, context: PaletteContext) -> PaletteRow:
    case = found.case
    name = case.name.strip() or case.handle.strip() or translate("Palette", "Unknown sender")
    text, spans = excerpt(found.text, typed)
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


def _customer_row(found: FoundCustomer, typed: str) -> PaletteRow:
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


def _reply_rows(replies: Sequence[OfferedReply], typed: str) -> list[PaletteRow]:
    hits = ranked(typed, [(reply.title, reply.shortcut) for reply in replies], MOST_ROWS)
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


def _action_rows(actions: Sequence[Action], typed: str) -> list[PaletteRow]:
    hits = ranked(typed, [(action.words, action.context()) for action in actions], len(actions))
    return [_action_row(actions[number], hit, _context(actions[number])) for number, hit in hits]


def _context(action: Action) -> str:
    """Return what an action is about; among others, a view and a channel say that they are one."""
    usual = {ActionKind.VIEW: translate("Palette", "View"), ActionKind.ACCOUNT: translate("Palette", "Channel")}
    return action.context() or usual.get(action.kind, "")


_USUAL_ICONS = {ActionKind.VIEW: "tray", ActionKind.ACCOUNT: "broadcast", ActionKind.ACTION: "caret-right"}


def _action_row(action: Action, hit: Match, context: str) -> PaletteRow:
    caps = key_caps(action.shortcut) if action.shortcut else ()
    said = (action.words, context, "+".join(caps))
    return PaletteRow(
        RowKind.ACTION,
        action.id,
        action.words,
        ", ".join(part for part in said if part),
        title_spans=hit.spans,
        detail=context,
        icon=action.icon or _USUAL_ICONS[action.kind],
        caps=caps,
    )
