"""Made actions, cases, customers and replies for the palette's tests and pictures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from desktop.model import Lane, Network
from tests.ui.conversation import NOW, TZ, case
from ui.inbox import lane_name
from ui.shell.palette_actions import Action, ActionKind, ActionRegistry, plain_action
from ui.shell.palette_found import PaletteContext
from ui.shell.palette_rows import Found, FoundCase, FoundCustomer, OfferedReply
from ui.shell.shortcuts import ShortcutTable
from ui.shell.shortcuts_install import table_action, view_action

LANES = (Lane.MY_OPEN, Lane.UNASSIGNED, Lane.AT_RISK, Lane.OUTBOX, Lane.DRAFTS)
TABLE = ShortcutTable(LANES)
CONTEXT = PaletteContext(NOW, TZ)
NAMED = ("solve", "snooze", "tag", "assign_to_me", "sync", "hand_over", "mode_note", "settings", "shortcuts", "quit")


def nothing() -> None:
    """Do nothing."""


def actions(run: Callable[[str], object] | None = None) -> list[Action]:
    """Return a window's actions: some of the table, the views, a channel. `run` is told the id."""

    def runner(number: str) -> Callable[[], object]:
        return (lambda: run(number)) if run is not None else nothing

    named = [table_action(TABLE, number, runner(number)) for number in NAMED]
    views = [view_action(TABLE, lane, lane_name(lane), "tray", runner(f"view.{lane.value}")) for lane in LANES]
    channel = plain_action("account.1", "@lumeservizi", runner("account.1"), kind=ActionKind.ACCOUNT)
    return [*named, *views, channel]


def registry(run: Callable[[str], object] | None = None, recent: tuple[str, ...] = ()) -> ActionRegistry:
    """Return a registry of those."""
    made = ActionRegistry(recent)
    made.add(*actions(run))
    return made


REPLIES = (
    OfferedReply("leggere", "Come leggere la bolletta", "Italian"),
    OfferedReply("duplicato", "Duplicato bolletta via e-mail", "Italian"),
    OfferedReply("outage", "Power cut in your street", "English"),
)


def found_case(number: int = 1, text: str = "", **changed: Any) -> FoundCase:
    """Return a case with a message that matches."""
    words = text or "Buongiorno, mi avete addebitato due volte la bolletta di febbraio e nessuno risponde"
    row = case(id=number, customer_uid=f"customer-{number}", **changed).row
    return FoundCase(row, words)


def found_bills() -> Found:
    """Return two conversations and a customer that match "bol"."""
    soon = found_case(1, name="Marta Sanna", due_at=NOW + timedelta(minutes=13))
    old = found_case(
        2, "Il numero guasti in bolletta non risponde", name="Elena Trova", last_at=NOW - timedelta(days=90)
    )
    person = FoundCustomer(3, "customer-3", "Ettore Bollani", "@ettore.bollani", (Network.MASTODON, Network.EMAIL), 31)
    return Found((soon, old), (person,))
