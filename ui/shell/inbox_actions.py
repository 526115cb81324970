"""The inbox's actions by name: views, orders, filters, selection, states, sending, its own window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from desktop.inbox import SavedView
from desktop.model import CaseStatus, HandOverWay, Sort
from ui.composer.composer_presenter import SendKind
from ui.inbox.header import ListFilter
from ui.inbox.wording import sort_name, status_name
from ui.shell.first_screen import FirstScreen
from ui.shell.furnishings import Furnishings
from ui.shell.palette_actions import Action, ActionRegistry, plain_action
from ui.shell.shortcuts import ShortcutTable
from ui.shell.shortcuts_install import table_action

if TYPE_CHECKING:
    from ui.shell.inbox_tools import InboxTools

VIEW_IDS = "saved."
"""Before a view's uid in the id of the action that shows it."""
_STATUSES = (CaseStatus.OPEN, CaseStatus.WAITING)
_STATUS_ICONS = {CaseStatus.OPEN: "circle-half", CaseStatus.WAITING: "clock-clockwise"}
_WAYS = (
    (HandOverWay.EMAIL, QT_TRANSLATE_NOOP("Actions", "Hand over to e-mail"), "envelope-simple"),
    (HandOverWay.PHONE, QT_TRANSLATE_NOOP("Actions", "Hand over to the phone"), "phone"),
    (HandOverWay.VISIT, QT_TRANSLATE_NOOP("Actions", "Hand over to a visit"), "storefront"),
)

_PAGES = (
    ("agent", QT_TRANSLATE_NOOP("Actions", "Settings: agent"), "user"),
    ("team", QT_TRANSLATE_NOOP("Actions", "Settings: team"), "users-three"),
    ("appearance", QT_TRANSLATE_NOOP("Actions", "Settings: appearance"), "text-aa"),
    ("sending", QT_TRANSLATE_NOOP("Actions", "Settings: sending"), "paper-plane-tilt"),
    ("notices", QT_TRANSLATE_NOOP("Actions", "Settings: notifications"), "bell"),
    ("hours", QT_TRANSLATE_NOOP("Actions", "Settings: opening hours"), "clock"),
    ("targets", QT_TRANSLATE_NOOP("Actions", "Settings: response times"), "timer"),
    ("profile", QT_TRANSLATE_NOOP("Actions", "Settings: text for the profile"), "megaphone-simple"),
    ("priority", QT_TRANSLATE_NOOP("Actions", "Settings: priority"), "gauge"),
    ("privacy", QT_TRANSLATE_NOOP("Actions", "Settings: privacy"), "shield-check"),
    ("retention", QT_TRANSLATE_NOOP("Actions", "Settings: how long things are kept"), "eraser"),
    ("details", QT_TRANSLATE_NOOP("Actions", "Settings: customer details"), "identification-card"),
    ("canned", QT_TRANSLATE_NOOP("Actions", "Settings: canned replies"), "lightning"),
    ("follow_up", QT_TRANSLATE_NOOP("Actions", "Settings: asking afterwards"), "smiley"),
    ("playbooks", QT_TRANSLATE_NOOP("Actions", "Settings: playbooks"), "list-numbers"),
    ("faces", QT_TRANSLATE_NOOP("Actions", "Settings: impersonators"), "user-focus"),
    ("accounts", QT_TRANSLATE_NOOP("Actions", "Settings: channels"), "broadcast"),
    ("tickets", QT_TRANSLATE_NOOP("Actions", "Settings: ticket systems"), "ticket"),
)
"""The settings' pages: their group, their name in the palette, their icon."""


def fill_inbox(registry: ActionRegistry, tools: InboxTools, first: FirstScreen) -> None:
    """Offer what can be done with the list: its order, its filter, its selection, and views."""
    pane, views = first.frame.list, tools.views

    def several() -> bool:
        return len(pane.selected_ids()) > 1

    def kept() -> str:
        return first.inbox.view.uid if first.inbox.view is not None else ""

    def shows_view() -> bool:
        return bool(kept())

    for sort in Sort:
        words = _words("Sort: {order}").replace("{order}", sort_name(sort))
        registry.add(_plain(f"sort.{sort.value}", words, partial(pane.sort_chosen.emit, sort), "sort-ascending"))

    def add(number: str, source: str, run: Callable[[], object], icon: str, may: Callable[[], bool] = _always) -> None:
        registry.add(plain_action(number, _words(source), run, icon=icon, is_enabled=may))

    add("found_best", "Search: best first", partial(pane.best_chosen.emit, True), "sort-ascending")
    add("found_newest", "Search: newest first", partial(pane.best_chosen.emit, False), "sort-ascending")
    add("unread_only", "Show unread only", partial(first.inbox.filter, ListFilter(True)), "funnel-simple")
    add("no_filter", "Clear the filter", partial(first.inbox.filter, ListFilter()), "funnel-simple")
    add("select_all", "Select all", pane.select_all, "check")
    add("select_none", "Select none", pane.select_none, "x", several)
    add("keep_view", "Keep as a view…", tools.keep_as_view, "bookmark-simple")
    add("edit_view", "Edit this view…", lambda: views.edit(kept()), "pencil-simple", shows_view)
    add("delete_view", "Delete this view", lambda: views.remove(kept()), "trash", shows_view)
    add("forget_searches", "Forget the last searches", tools.searching.forget, "clock-counter-clockwise")


def fill_case(registry: ActionRegistry, table: ShortcutTable, tools: InboxTools, parts: Furnishings) -> None:
    """Offer what can be done with the conversation in front beyond its keys."""
    case, composer = parts.case, parts.conversation.composer

    def shown() -> bool:
        return case.detail is not None

    def solved() -> bool:
        return case.detail is not None and case.detail.row.status is CaseStatus.SOLVED

    def add(
        number: str, source: str, run: Callable[[], object], icon: str, enabled: Callable[[], bool] = shown
    ) -> None:
        registry.add(plain_action(number, _words(source), run, icon=icon, is_enabled=enabled))

    registry.add(table_action(table, "pop_out", tools.pop_outs.open_shown, shown))
    for status in _STATUSES:
        words = _words("Status: {status}").replace("{status}", status_name(status))
        run = partial(case.set_status, status)
        registry.add(plain_action(f"status.{status.value}", words, run, icon=_STATUS_ICONS[status], is_enabled=shown))
    add("reopen", "Reopen", partial(case.set_status, CaseStatus.OPEN), "arrow-counter-clockwise", solved)
    add("unassign", "Assign to nobody", partial(case.assign, None), "user")
    add("merge_case", "Merge with another conversation…", case.ask_merge, "git-merge")
    add("unmerge_case", "Unmerge", case.unmerge, "git-merge")
    add("send_by_name", "Send", composer.send, "paper-plane-tilt")
    add("send_and_solve_by_name", "Send and solve", partial(composer.send, SendKind.SEND_AND_SOLVE), "check-circle")
    add("send_and_snooze_by_name", "Send and snooze", partial(composer.send, SendKind.SEND_AND_SNOOZE), "bell-z")
    add("send_later", "Send later…", partial(composer.send_at, None), "clock")
    add("canned_by_name", "Canned replies", composer.open_canned, "lightning")
    add("mention", "Mention a colleague", composer.begin_mention, "at")
    add("solved_by_name", "Status: Solved", case.solve, "check-circle")
    add("discard_draft", "Discard the draft", tools.discard_draft, "trash")
    add("go_to_end", "Go to the newest message", parts.conversation.timeline.go_to_end, "caret-down")
    for way, source, icon in _WAYS:
        add(f"hand_over.{way.value}", str(source), partial(composer.hand_over_requested.emit, way), icon)


def fill_doors(registry: ActionRegistry, parts: Furnishings, first: FirstScreen) -> None:
    """Offer the settings' pages and what opens from the bars."""
    doors = parts.doors
    for group, source, icon in _PAGES:
        run = partial(doors.open_settings, group)
        registry.add(_plain(f"settings.{group}", _words(str(source)), run, icon))
    registry.add(
        _plain(
            "hours",
            _words("Opening hours…"),
            lambda: doors.open_hours(first.surroundings.account_with_hours),
            "clock",
        ),
        _plain("notices", _words("Show the notices"), first.frame.top.open_notices, "bell"),
    )


def offer_views(registry: ActionRegistry, views: tuple[SavedView, ...], show: Callable[[str], object]) -> None:
    """Offer the saved views anew."""
    registry.drop(VIEW_IDS)
    for view in views:
        registry.add(_plain(f"{VIEW_IDS}{view.uid}", view.name, partial(show, view.uid), view.icon))


def _always() -> bool:
    return True


def _plain(number: str, words: str, run: Callable[[], object], icon: str) -> Action:
    return plain_action(number, words, run, icon=icon)


def _words(source: str) -> str:
    return QCoreApplication.translate("Actions", source)
