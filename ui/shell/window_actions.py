"""Every action of the window by its id: what the palette lists and the table of keys runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.model import Account, DraftMode, HandOverWay, Lane
from ui.cases.controller import CaseController
from ui.cases.watch_controller import WatchController
from ui.composer import Composer
from ui.inbox import CaseListPane, lane_name
from ui.shell.navigation import lane_icon
from ui.shell.palette_actions import Action, ActionKind, ActionRegistry, plain_action
from ui.shell.shortcuts import ShortcutTable
from ui.shell.shortcuts_install import table_action, view_action

Run = Callable[[], object]


@dataclass(frozen=True, slots=True)
class FrameDeeds:
    """What only the window itself can do."""

    palette: Run
    search: Run
    new: Run
    sync: Run
    navigation: Run
    profile: Run
    settings: Run
    shortcuts: Run
    connect: Run
    pane: Callable[[int], object]
    text_size: Callable[[int], object]
    merge_customer: Run
    close: Run
    take_next: Run
    may_take: Callable[[], bool]


def fill(
    registry: ActionRegistry,
    table: ShortcutTable,
    lanes: Sequence[Lane],
    show_lane: Callable[[Lane], object],
    deeds: FrameDeeds,
) -> None:
    """Offer the views and what the window does."""
    for lane in lanes:
        registry.add(view_action(table, lane, lane_name(lane), lane_icon(lane), lambda one=lane: show_lane(one)))  # type: ignore[misc]
    plain: dict[str, Run] = {
        "palette": deeds.palette,
        "search": deeds.search,
        "new": deeds.new,
        "sync": deeds.sync,
        "navigation": deeds.navigation,
        "profile": deeds.profile,
        "settings": deeds.settings,
        "shortcuts": deeds.shortcuts,
        "pane_next": lambda: deeds.pane(1),
        "pane_previous": lambda: deeds.pane(-1),
        "text_larger": lambda: deeds.text_size(1),
        "text_smaller": lambda: deeds.text_size(-1),
        "close": deeds.close,
        "quit": deeds.close,
    }
    registry.add(*(table_action(table, number, run) for number, run in plain.items()))
    registry.add(table_action(table, "take_next", deeds.take_next, deeds.may_take))
    connect = plain_action("connect", _words("Connect a channel…"), deeds.connect, icon="plus")
    registry.add(connect)


def fill_for_case(
    registry: ActionRegistry,
    table: ShortcutTable,
    case: CaseController,
    pane: CaseListPane,
    composer: Composer,
    deeds: FrameDeeds,
) -> None:
    """Offer what can be done with the conversation in front."""

    def name() -> str:
        return case.detail.row.name if case.detail is not None else ""

    def is_shown() -> bool:
        return case.detail is not None

    runs: dict[str, Run] = {
        "next": lambda: pane.list_view.step(1),
        "previous": lambda: pane.list_view.step(-1),
        "reply": composer.focus_editor,
        "solve": case.solve,
        "snooze": case.ask_snooze,
        "assign": case.open_assignees,
        "assign_to_me": case.assign_to_me,
        "priority": case.ask_priority,
        "tag": case.ask_tags,
        "unread": case.toggle_shown_unread,
        "merge": deeds.merge_customer,
        "undo_send": case.undo_send,
        "open_on_network": case.open_on_network,
        "mode_public": lambda: composer.choose_mode(DraftMode.PUBLIC),
        "mode_direct": lambda: composer.choose_mode(DraftMode.DIRECT),
        "mode_note": lambda: composer.choose_mode(DraftMode.NOTE),
        "hand_over": lambda: composer.hand_over_requested.emit(HandOverWay.DIRECT),
        "attach": composer.attach_requested.emit,
        "symbols": composer.open_symbols,
        "translate": composer.translate_requested.emit,
    }
    registry.add(*(table_action(table, number, run, is_shown, name) for number, run in runs.items()))
    clocks = plain_action(
        "clocks", _words("How the clock is reckoned"), case.open_clocks, icon="timer", is_enabled=is_shown, context=name
    )
    why = plain_action(
        "why_priority", _words("Why this priority…"), case.open_why, icon="gauge", is_enabled=is_shown, context=name
    )
    registry.add(clocks, why)
    registry.add(
        plain_action(
            "bulk_reply",
            _words("Reply to all selected…"),
            lambda: pane.bulk_reply_requested.emit(pane.selected_ids()),
            is_enabled=lambda: len(pane.selected_ids()) > 1,
            icon="users-three",
        )
    )


def fill_watch(registry: ActionRegistry, watch: WatchController) -> None:
    """Offer what can be done about impersonators and abuse in the conversation in front."""

    def seen() -> bool:
        return watch.has_look_alike

    def shown() -> bool:
        return watch.has_case

    registry.add(
        plain_action("abuse", _words("Abuse…"), watch.open_decisions, icon="prohibit", is_enabled=shown),
        plain_action("warn_in_public", _words("Warn in public"), watch.warn, icon="megaphone-simple", is_enabled=seen),
        plain_action(
            "report_look_alike", _words("Report impersonator"), watch.report, icon="user-focus", is_enabled=seen
        ),
        plain_action("known_face", _words("Not an impersonator"), watch.know, icon="check", is_enabled=seen),
    )


def fill_accounts(registry: ActionRegistry, accounts: Sequence[Account], narrow: Callable[[int], object]) -> None:
    """Offer the connected accounts anew."""
    registry.remove(ActionKind.ACCOUNT)
    registry.add(
        *(
            Action(
                f"account.{int(one.id)}",
                one.handle or one.name,
                "",
                "broadcast",
                lambda: True,
                lambda chosen=int(one.id): narrow(chosen),  # type: ignore[misc]
                ActionKind.ACCOUNT,
            )
            for one in accounts
        )
    )


def _words(source: str) -> str:
    from PySide6.QtCore import QCoreApplication

    return QCoreApplication.translate("Actions", source)
