"""The inbox's tools: saved views, search, deeds on several cases, dropping; made once the window is furnished."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from desktop.inbox import SavedView, ViewDone
from desktop.model import CaseStatus
from desktop.store import StoreError
from ui.bridge import JobRunner
from ui.cases.bulk_deeds import BulkDeeds
from ui.inbox.views_controller import SavedViewsController
from ui.session import Session
from ui.shell import inbox_actions
from ui.shell.company import Company
from ui.shell.dropping import Dropping
from ui.shell.errands import Errands
from ui.shell.first_screen import FirstScreen
from ui.shell.furnishings import Furnishings
from ui.shell.own_keys import keep_keys, kept_keys
from ui.shell.pop_outs import PopOuts
from ui.shell.searching import Searching
from ui.shell.shortcuts_install import InstalledShortcuts
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.shell.window import MainWindow

translate = QCoreApplication.translate


class InboxTools(QObject):
    """Window thread only."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        jobs: JobRunner,
        first: FirstScreen,
        parts: Furnishings,
        errands: Errands,
        window: MainWindow,
    ) -> None:
        """Make the tools and connect them."""
        super().__init__(window)
        self._session = session
        self._first = first
        self._parts = parts
        self._errands = errands
        frame = first.frame
        self.views = SavedViewsController(session, theme, jobs, window)
        self.bulk = BulkDeeds(session, theme, window, frame.list.select_after)
        self.searching = Searching(session, theme, jobs, frame, first.inbox, parts.conversation.timeline)
        self.dropping = Dropping(session, theme, frame.navigation.targets, self.views.book, self.bulk, window)
        conversation = parts.conversation
        self.company = Company(session, conversation, frame.model, window)
        self._connect_views()
        self._connect_bulk()
        parts.case.shown.connect(self.company.show)
        self.pop_outs = PopOuts(session, theme, jobs, first, parts, errands, lambda: self.letters_enabled, self)
        self.letters_enabled = True
        parts.case.shown.connect(self.searching.show_hit)
        self.searching.known_read.connect(self.views.set_known)
        self.views.refresh()
        self.searching.read_known()

    def connect_last(self) -> None:
        """Connect what must hear of a case after everybody else."""
        self._parts.case.shown.connect(self.pop_outs.follow)
        self._first.frame.list.pop_out_requested.connect(self.pop_outs.open)
        self._parts.conversation.header.pop_out_requested.connect(self.pop_outs.open_shown)

    def offer_views(self) -> None:
        """Let the palette offer the saved views as they are now."""
        inbox_actions.offer_views(self._parts.actions, self.views.book.all(), self.show_view)

    def change_key(self, installed: InstalledShortcuts, number: str, keys: str) -> None:
        """Give a line of the map another key, "" for its usual one, in every window, and keep it."""
        line = self._parts.table.change(number, keys)
        own = {key: one for key, one in kept_keys(self._session).items() if key != number}
        keep_keys(self._session, {**own, number: keys} if keys else own)
        for given in (installed, *(window.keys for window in self.pop_outs.windows)):
            given.change(line)
        action = self._parts.actions.get(line.runs)
        if action is not None:
            self._parts.actions.add(replace(action, shortcut=line.keys[0]))

    def set_letters_enabled(self, enabled: bool) -> None:
        """Let single letters act in the windows of their own, or not."""
        self.letters_enabled = enabled
        for window in self.pop_outs.windows:
            window.keys.set_letters_enabled(enabled)

    def tick(self) -> None:
        """A minute passed: another window may have changed the views."""
        self.views.refresh()
        self.pop_outs.tick()

    def leave(self) -> None:
        """Finish what was begun: the window closes."""
        self.bulk.finish()
        self.pop_outs.leave()
        self.company.leave()

    def keep_as_view(self) -> None:
        """Open the form of a new view with what is searched for, or with the lane that is shown."""
        inbox = self._first.inbox
        query = inbox.typed or (inbox.view.query if inbox.view is not None else f"in:{inbox.lane.value}")
        self.views.begin(query)

    def write_in(self, case_id: int) -> None:
        """Go on with a draft where it is: in the window of its own that the case has, else here."""
        if not self.pop_outs.write_in(case_id):
            self._errands.write_in(case_id)

    def discard_draft(self) -> None:
        """Throw the draft of the conversation in front away; undo brings it back."""
        detail = self._parts.case.detail
        if detail is None:
            return
        self._parts.composing.save()
        try:
            done = self._session.drafts.throw_away(detail.row.id, self._session.agent.name)
        except StoreError as error:
            self._first.inbox.fail(error)
            return
        if done is not None:
            self._parts.composing.forget()
            self._parts.after.on_done(done)

    def show_view(self, uid: str) -> None:
        """Show a saved view's list."""
        view = self.views.book.get(uid)
        if view is not None:
            self._on_view_shown(view)

    def _connect_views(self) -> None:
        first, views = self._first, self.views
        section = first.frame.navigation.add_saved_views()
        first.frame.navigation.view_chosen.connect(self.show_view)
        section.edit_requested.connect(views.edit)
        section.remove_requested.connect(views.remove)
        section.move_requested.connect(views.move)
        section.add_requested.connect(self.keep_as_view)
        views.changed.connect(section.set_views)
        views.changed.connect(self._on_views_changed)
        views.counted.connect(section.set_counts)
        views.done.connect(self._on_view_done)
        views.shown.connect(self._on_view_shown)
        views.failed.connect(first.inbox.fail)
        first.inbox.counts_changed.connect(lambda _: views.count())
        first.inbox.view_changed.connect(lambda view: first.frame.navigation.set_current_view(view.uid))
        first.frame.list.keep_requested.connect(self.keep_as_view)
        self._parts.conversation.toast.undo_requested.connect(self._on_toast_undo_requested)

    def _connect_bulk(self) -> None:
        pane, bulk, parts = self._first.frame.list, self.bulk, self._parts
        bulk.done.connect(parts.after.on_done)
        bulk.failed.connect(self._first.inbox.fail)
        bulk.progressed.connect(pane.set_progress)
        pane.solve_requested.connect(lambda ids: bulk.set_status(ids, CaseStatus.SOLVED))
        pane.assign_to_me_requested.connect(lambda ids: bulk.assign(ids, bulk.me))
        pane.status_chosen.connect(bulk.set_status)
        pane.priority_requested.connect(bulk.ask_priority)
        pane.tags_requested.connect(bulk.ask_tags)
        pane.bulk_menu_requested.connect(bulk.open_menu)

    def _on_views_changed(self, views: tuple[SavedView, ...]) -> None:
        """Follow a view that was changed or deleted while it is shown."""
        inbox_actions.offer_views(self._parts.actions, views, self.show_view)
        inbox = self._first.inbox
        if inbox.view is None or inbox.is_given:
            return
        now = next((view for view in views if view.uid == inbox.view.uid), None)
        if now is None:
            self._first.choose_lane(inbox.lane)
        elif now != inbox.view:
            inbox.show_view(now)

    def _on_view_shown(self, view: SavedView) -> None:
        self._first.frame.lists.setCurrentWidget(self._first.frame.list)
        self._first.frame.top.search.clear()
        self._first.inbox.show_view(view)

    def _on_view_done(self, done: ViewDone) -> None:
        words = {
            "added": translate("Views", "View “{name}” saved"),
            "changed": translate("Views", "View “{name}” changed"),
            "moved": translate("Views", "View “{name}” moved"),
            "removed": translate("Views", "View “{name}” deleted"),
        }[done.what]
        self._parts.conversation.toast.show_done(words.replace("{name}", done.view.name), done)

    def _on_toast_undo_requested(self, token: object) -> None:
        if isinstance(token, ViewDone):
            self.views.undo(token)
