"""The wiring: what passes between the first screen, the furnishings, the engine and the window, each wire once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.bridge import EngineProcess
from ui.follow_up.actions import fill_follow_up
from ui.inbox.controller import LANES
from ui.knowledge.actions import fill_knowledge
from ui.practice.door import PracticeDoor, fill_practice
from ui.session import Session
from ui.shell import crisis_actions, inbox_actions, profile_actions, window_actions
from ui.shell.demo_door import DemoDoor
from ui.shell.errands import Errands
from ui.shell.first_screen import FirstScreen
from ui.shell.furnishings import Furnishings
from ui.shell.inbox_tools import InboxTools
from ui.shell.shortcuts import Place
from ui.shell.shortcuts_install import install, table_action
from ui.theme import Theme
from ui.tickets.actions import fill_tickets

if TYPE_CHECKING:
    from ui.accounts import FirstRunPage
    from ui.shell.window import MainWindow


class Wiring(QObject):
    """Connects everything to everything once the window is furnished. Window thread only."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        engine: EngineProcess,
        first: FirstScreen,
        parts: Furnishings,
        window: MainWindow,
    ) -> None:
        """Make every connection; what the first screen already knows is told to the others at once."""
        super().__init__(window)
        self._engine = engine
        self._first = first
        self._parts = parts
        self._window = window
        self._hears_engine = False
        self._session = session
        self._practice = PracticeDoor(session, window)
        self._demo = DemoDoor(window)
        self._errands = Errands(session, theme, engine, first, parts, window)
        self.tools = InboxTools(session, theme, parts.jobs, first, parts, self._errands, window)
        self._offer_actions()
        self._connect_lists()
        self._connect_conversation()
        self._connect_customer()
        self._connect_frame()
        self._connect_notices()
        self._connect_doors()
        self._connect_crisis()
        self._connect_reports()
        self._connect_first_run()
        self._errands.take_preferences(self._keys)
        self.tools.connect_last()
        for refused in (self._parts.composing.send_refused, self.tools.pop_outs.send_refused):
            refused.connect(self._window.send_refused)
        self._keys.letters_changed.connect(self.tools.set_letters_enabled)
        self.tools.set_letters_enabled(self._keys.letters_enabled)
        self._tell_what_is_known()

    def show_case(self, case_id: int) -> None:
        """Bring a case to the front."""
        self._errands.show_case(case_id)

    def leave(self) -> None:
        """Finish what was begun and hear the engine no longer: the window closes."""
        self.tools.leave()
        if self._hears_engine:
            self._hears_engine = False
            self._engine.event_received.disconnect(self._errands.hear_engine)

    def tick(self) -> None:
        """A minute passed."""
        self._parts.after.tick()
        self._parts.notices.tick()
        self.tools.tick()
        self._parts.crisis.refresh()

    def _offer_actions(self) -> None:
        first, parts = self._first, self._parts
        frame, conversation = first.frame, parts.conversation
        deeds = window_actions.FrameDeeds(
            palette=parts.palette.open,
            search=frame.top.focus_search,
            new=parts.doors.begin_conversation,
            sync=self._errands.sync,
            navigation=frame.panes.toggle_navigation,
            profile=frame.panes.toggle_profile,
            settings=parts.doors.open_settings,
            shortcuts=self._show_shortcuts,
            connect=parts.doors.connect_account,
            pane=parts.ring.step,
            text_size=self._errands.change_text_size,
            merge_customer=parts.customer.ask_merge,
            close=self._window.close,
            take_next=self._errands.take_next,
            may_take=self._errands.may_take,
        )
        window_actions.fill(parts.actions, parts.table, LANES, first.choose_lane, deeds)
        window_actions.fill_for_case(parts.actions, parts.table, parts.case, frame.list, conversation.composer, deeds)
        window_actions.fill_watch(parts.actions, parts.watch)
        crisis_actions.fill_playbook(parts.actions, parts.table, parts.playbook)
        crisis_actions.fill_crisis(parts.actions, parts.crisis)
        fill_tickets(parts.actions, parts.table, parts.tickets)
        fill_knowledge(parts.actions, parts.knowledge)
        if not self._session.is_practice:
            fill_practice(parts.actions, self._practice)
            parts.tray.practice_requested.connect(self._practice.open)
        fill_follow_up(parts.actions, parts.table, parts.follow_up, parts.doors)
        parts.actions.add(table_action(parts.table, "reports", parts.reports.open))
        inbox_actions.fill_inbox(parts.actions, self.tools, first)
        inbox_actions.fill_case(parts.actions, parts.table, self.tools, parts)
        inbox_actions.fill_doors(parts.actions, parts, first)
        profile_actions.fill_profile(parts.actions, parts, self._errands.show_profile)
        profile_actions.fill_reports(parts.actions, parts)
        self.tools.offer_views()
        places = {Place.LIST: frame.list.list_view, Place.TIMELINE: conversation.timeline.view}
        self._keys = install(self._window, parts.table, parts.actions, places, conversation.composer.editor)

    def _connect_lists(self) -> None:
        first, parts = self._first, self._parts
        pane, case, header = first.frame.list, parts.case, parts.conversation.header
        first.inbox.case_chosen.connect(case.show)
        pane.tag_requested.connect(case.ask_tags)
        pane.unread_toggled.connect(case.toggle_unread)
        pane.snooze_requested.connect(lambda _: header.open_snooze_menu())
        pane.assign_requested.connect(lambda _: header.open_assignee_menu())
        pane.bulk_reply_requested.connect(lambda _: parts.composing.save())
        pane.bulk_reply_requested.connect(parts.bulk.ask)
        parts.bulk.done.connect(parts.after.on_done)
        parts.bulk.queued.connect(self._errands.send_queued)
        parts.bulk.queued.connect(self._errands.show_if_none)
        parts.bulk.failed.connect(first.inbox.fail)
        pane.open_requested.connect(self._errands.open_from_list)
        pane.empty_action_requested.connect(parts.doors.choose_listening)
        for queue in (parts.outbox, parts.drafts):
            queue.case_requested.connect(case.show)
            queue.done.connect(parts.after.on_done)
            queue.failed.connect(first.inbox.fail)
        parts.outbox.edit_requested.connect(parts.composing.put)
        parts.outbox.sending_changed.connect(self._errands.send_changed)
        parts.outbox.sign_in_requested.connect(parts.doors.sign_in_again)
        parts.outbox.browser_requested.connect(parts.case.open_in_browser)
        parts.drafts.write_requested.connect(self.tools.write_in)
        parts.drafts.discarded.connect(lambda _: parts.composing.forget())
        parts.composing.listed_changed.connect(parts.after.count_drafts)

    def _connect_conversation(self) -> None:
        first, parts = self._first, self._parts
        case, composing, header = parts.case, parts.composing, parts.conversation.header
        case.shown.connect(self._errands.follow_case)
        self._connect_rooms()
        case.done.connect(parts.after.on_done)
        case.marked_read.connect(parts.after.note_read)
        case.failed.connect(first.inbox.fail)
        case.sending_changed.connect(self._errands.send_changed)
        case.edit_requested.connect(composing.put)
        composing.queued.connect(self._errands.send_queued)
        composing.solve_requested.connect(case.solve)
        composing.snooze_requested.connect(header.open_snooze_menu)
        composing.note_written.connect(parts.after.on_done)
        composing.failed.connect(first.inbox.fail)
        composing.focus_left.connect(first.frame.list.focus_list)
        composing.browser_requested.connect(case.open_in_browser)
        composing.settings_requested.connect(parts.doors.open_settings)
        parts.after.case_wanted.connect(self._errands.show_case)
        header.profile_toggled.connect(lambda _: first.frame.panes.toggle_profile())
        parts.conversation.profile_requested.connect(first.frame.panes.toggle_profile)
        parts.conversation.timeline.private_line_requested.connect(composing.ask_to_go_private)

    def _connect_rooms(self) -> None:
        parts, watch, errands = self._parts, self._parts.watch, self._errands
        parts.rooms.connect(parts.case, parts.composing)
        parts.rooms.tell(parts.after.on_done, self._first.inbox.fail, errands.send_changed)
        watch.case_requested.connect(errands.show_case)
        watch.left.connect(self._first.frame.list.select_after)
        parts.tickets.settings_requested.connect(lambda: parts.doors.open_settings("tickets"))
        parts.doors.settings_changed.connect(errands.follow_ticket_systems)
        self._connect_knowledge()

    def _connect_knowledge(self) -> None:
        parts, knowledge = self._parts, self._parts.knowledge
        parts.case.detail_read.connect(knowledge.show)
        parts.conversation.timeline.offer_entries()
        parts.conversation.timeline.entry_requested.connect(knowledge.make_entry)
        knowledge.done.connect(parts.after.on_done)
        knowledge.failed.connect(self._first.inbox.fail)
        parts.after.looked_again.connect(lambda _: parts.composing.shelf.forget_entries())
        parts.after.looked_again.connect(lambda _: knowledge.refresh())
        knowledge.done.connect(lambda _: parts.composing.shelf.forget_entries())
        knowledge.case_requested.connect(self._errands.show_case)

    def _connect_customer(self) -> None:
        customer = self._parts.customer
        customer.case_requested.connect(self._errands.show_case)
        customer.item_requested.connect(self._errands.show_item)
        customer.repeat_shown.connect(self._errands.note_repeat)
        customer.done.connect(self._parts.after.on_done)
        customer.failed.connect(self._first.inbox.fail)

    def _connect_frame(self) -> None:
        first, parts = self._first, self._parts
        frame, surroundings = first.frame, first.surroundings
        frame.panes.profile_shown_changed.connect(parts.conversation.header.set_profile_shown)
        frame.panes.drawer_mode_changed.connect(parts.conversation.set_strip_wanted)
        for hears_of_it in (parts.case, parts.composing, parts.outbox):
            surroundings.online_changed.connect(hears_of_it.set_online)
        surroundings.accounts_shown.connect(lambda _: self._errands.offer_accounts())
        frame.banner.action_requested.connect(self._errands.act_on_banner)
        parts.palette.case_requested.connect(self._errands.show_case)
        parts.palette.reply_requested.connect(parts.composing.put_canned)
        parts.palette.tag_requested.connect(parts.case.add_tag)
        parts.palette.search_requested.connect(self._errands.search_for)
        self._keys.letters_changed.connect(frame.list.set_letters_enabled)
        self._engine.event_received.connect(self._errands.hear_engine)
        self._hears_engine = True

    def _connect_notices(self) -> None:
        parts, window = self._parts, self._window
        self._first.frame.banner.waiting_changed.connect(parts.notices.set_waiting_banners)
        parts.notices.case_requested.connect(self._errands.raise_case)
        parts.notices.sign_in_requested.connect(parts.doors.sign_in_again)
        parts.notices.banner_action_requested.connect(self._errands.act_on_banner)
        parts.tray.raise_requested.connect(window.come_forward)
        parts.tray.quit_requested.connect(window.close)

    def _connect_crisis(self) -> None:
        parts, crisis = self._parts, self._parts.crisis
        crisis.switched.connect(lambda: parts.after.look_again_at(()))
        crisis.released.connect(self._errands.send_changed)
        crisis.case_requested.connect(self._errands.raise_case)
        crisis.search_requested.connect(self._errands.search_for)
        crisis.holding_requested.connect(self._errands.draft_holding)
        crisis.done.connect(parts.after.on_done)
        crisis.failed.connect(self._first.inbox.fail)
        parts.notices.crisis_requested.connect(crisis.show_panel)

    def _connect_reports(self) -> None:
        reports = self._parts.reports
        reports.hours_requested.connect(lambda: self._parts.doors.open_settings("hours"))
        reports.case_requested.connect(self._errands.show_case)
        reports.failed.connect(self._first.inbox.fail)

    def _connect_doors(self) -> None:
        frame, doors = self._first.frame, self._parts.doors
        frame.navigation.connect_requested.connect(doors.connect_account)
        frame.navigation.account_sign_in_requested.connect(doors.sign_in_again)
        frame.navigation.settings_requested.connect(doors.open_settings)
        frame.navigation.agent_requested.connect(lambda: doors.open_settings("agent"))
        frame.top.new_requested.connect(doors.begin_conversation)
        frame.top.hours_requested.connect(lambda: doors.open_hours(self._first.surroundings.account_with_hours))
        doors.accounts_edited.connect(self._errands.follow_accounts)
        doors.conversation_begun.connect(self._errands.write_in)
        doors.letters_toggled.connect(self._keys.set_letters_enabled)
        doors.key_changed.connect(lambda number, keys: self.tools.change_key(self._keys, number, keys))
        doors.case_requested.connect(self._errands.show_case)
        doors.settings_changed.connect(lambda group: self._errands.apply_settings(group, self._keys))
        doors.failed.connect(self._first.inbox.fail)

    def _connect_first_run(self) -> None:
        frame = self._first.frame
        if frame.first_run is None:
            frame.first_run_made.connect(self._on_first_run_made)
        else:
            self._on_first_run_made(frame.first_run)

    def _on_first_run_made(self, page: FirstRunPage) -> None:
        doors = self._parts.doors
        page.connect_requested.connect(doors.connect_account)
        page.agent_named.connect(lambda _: self._first.surroundings.show())
        page.hours_requested.connect(lambda: doors.open_settings("hours"))
        page.canned_requested.connect(lambda: doors.open_settings("canned"))
        page.demo_requested.connect(self._demo.open)
        self._demo.open_changed.connect(page.set_demo_open)
        page.shortcuts_requested.connect(self._show_shortcuts)

    def _tell_what_is_known(self) -> None:
        """Tell the furnishings what the first screen told before they were there."""
        first, parts = self._first, self._parts
        for hears_of_it in (parts.case, parts.composing, parts.outbox):
            hears_of_it.set_online(first.surroundings.is_online)
        panes = first.frame.panes
        parts.conversation.header.set_profile_shown(panes.profile_shown)
        parts.conversation.set_strip_wanted(panes.steps.drawer)
        parts.crisis.refresh()
        parts.notices.set_waiting_banners(first.frame.banner.waiting)
        self._errands.offer_accounts()
        chosen = first.frame.list.selected_ids()
        if len(chosen) == 1:
            parts.case.show(chosen[0])

    def _show_shortcuts(self) -> None:
        self._errands.show_shortcuts(self._keys)
