"""What the command palette lists for what was typed: which groups, in which order, how many rows of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from ui.shell.palette_actions import Action, ActionKind
from ui.shell.palette_found import (
    PaletteContext,
    case_row,
    customer_row,
    reply_rows,
    ticket_row,
    typed_rows,
)
from ui.shell.palette_match import Match, folded, ranked
from ui.shell.palette_rows import Found, OfferedReply, PaletteItem, PaletteRow, PaletteTitle, RowKind
from ui.widgets import key_caps

translate = QCoreApplication.translate

MOST_ROWS = 12
_SHARES = {RowKind.CASE: 4, RowKind.CUSTOMER: 3, RowKind.TICKET: 2, RowKind.REPLY: 3}
_FEWEST_ACTIONS = 4
_PREFIXES = {"@": RowKind.CUSTOMER, "/": RowKind.REPLY, ">": RowKind.ACTION, "#": RowKind.TICKET}


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed without its mark; `only` is the kind that the mark (@ / > #) asks for."""

    text: str
    only: RowKind | None = None


def query_of(typed: str) -> Query:
    """Return what a person means: "@ma" customers, "/gua" replies, ">sol" actions, "#14" tickets, "ma" any."""
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
        RowKind.CASE: [case_row(one, query.text, context) for one in found.cases],
        RowKind.CUSTOMER: [customer_row(one, query.text) for one in found.customers],
        RowKind.TICKET: [ticket_row(one, query.text) for one in found.tickets],
        RowKind.REPLY: reply_rows(replies, query.text, MOST_ROWS),
        RowKind.ACTION: _action_rows(possible, query.text),
    }
    if query.only is not None:
        return _titled(_title(query.only), groups[query.only])
    return _shared(groups, query.text, typed_rows(query.text, found.tags, context))


def count_rows(items: Sequence[PaletteItem]) -> int:
    """Return how many rows there are, titles not counted."""
    return sum(1 for item in items if isinstance(item, PaletteRow))


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


def _shared(groups: dict[RowKind, list[PaletteRow]], typed: str, last: list[PaletteRow]) -> tuple[PaletteItem, ...]:
    """Share twelve rows: one of each group first, then each its part; actions never fewer than four if there are.

    `last` are the deeds made of what is typed: they end the actions, and never go without room.
    """
    actions = groups[RowKind.ACTION]
    room = MOST_ROWS - min(len(actions) + len(last), _FEWEST_ACTIONS)
    counts = {kind: min(len(groups[kind]), 1) for kind in _SHARES}
    room -= sum(counts.values())
    for kind, share in _SHARES.items():
        more = min(share, len(groups[kind]), counts[kind] + room) - counts[kind]
        counts[kind] += more
        room -= more
    shown = {kind: groups[kind][:count] for kind, count in counts.items()}
    left = MOST_ROWS - sum(counts.values()) - len(last)
    shown[RowKind.ACTION] = [*actions[:left], *last]
    order = [*_SHARES, RowKind.ACTION]
    if any(folded(row.title).startswith(folded(typed)) for row in actions[:left]):
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
        RowKind.TICKET: translate("Palette", "Tickets"),
        RowKind.REPLY: translate("Palette", "Canned replies"),
        RowKind.ACTION: translate("Palette", "Actions"),
    }[kind]


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
