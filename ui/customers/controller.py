"""The profile's controller: shows who writes the case in front, and carries out what the agent asks about them.

Every deed is one call of `desktop.customers`; `done` tells what happened and how it is undone.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.customers import CustomerDone
from desktop.model import CaseRow, CustomerId
from desktop.model.people import BasisKind
from desktop.store import StoreError
from ui.bridge import JobRunner
from ui.customers.copying import Copying
from ui.customers.erasing import Erasing
from ui.customers.foot import FootState
from ui.customers.knowing import Knowing
from ui.customers.one_person import OnePerson
from ui.customers.pane import ProfilePane
from ui.customers.presenter import Moment, PastLine, ProfileState, past_lines, present_profile, present_stranger
from ui.session import Session
from ui.text import clock_time
from ui.widgets import NoticeWords

_PATIENCE = 300  # milliseconds before something that is looked up is said to be loading
_REPORTS = (FootState.SAVED, FootState.FAILED, FootState.REFUSED, FootState.ERASED)
_PAST, _TAGS = "profile.past", "profile.tags"


class CustomerController(QObject):
    """Keeps the profile pane true for one customer. Window thread only."""

    case_requested = Signal(int)
    """A past conversation is to be shown."""
    item_requested = Signal(int, str)
    """A message is to be brought into sight: its case, shown already, and its key in the timeline."""
    repeat_shown = Signal(object)
    """The RepeatCard that the profile shows now, or None: the fact for the strip where the profile has no room."""
    done = Signal(object)
    """A CustomerDone: what was done, to be offered for undo. Call `refresh` after undoing it."""
    failed = Signal(object)
    """A StoreError: nothing was changed."""

    def __init__(self, session: Session, pane: ProfilePane, jobs: JobRunner) -> None:
        """`jobs` looks up what no page bounds: all past interactions, all tags in use, the copy of a person's data."""
        super().__init__(pane)
        self._session = session
        self._pane = pane
        self._jobs = jobs
        self._customer: CustomerId | None = None
        self._row: CaseRow | None = None
        self._state: ProfileState | None = None
        self._unsaved: dict[CustomerId, str] = {}
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(lambda: pane.past.set_loading(True))
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(lambda: self.show(*self._next))
        self._next: tuple[int | None, CaseRow | None] = (None, None)
        self._one_person = OnePerson(session, pane, jobs, self._do)
        self._copying = Copying(session, pane, jobs)
        self._erasing = Erasing(session, pane, jobs)
        self._knowing = Knowing(session, pane)
        self._connect()

    @property
    def customer(self) -> CustomerId | None:
        """The customer that is shown."""
        return self._customer

    @property
    def is_settled(self) -> bool:
        """False while another customer is about to be shown."""
        return not self._turn.isActive()

    def show_soon(self, customer_id: int | None, row: CaseRow | None) -> None:
        """Show a customer when the event loop comes round again: the conversation is painted before the profile."""
        self._next = (customer_id, row)
        self._turn.start()

    def show(self, customer_id: int | None, row: CaseRow | None) -> None:
        """Show a customer beside the case `row`, or nobody."""
        self._turn.stop()
        self._keep_unsaved()
        customer = None if customer_id is None else CustomerId(customer_id)
        starts_over = customer != self._customer
        self._customer, self._row = customer, row
        if starts_over:
            self._start_over()
        self._read(starts_over=starts_over)

    def refresh(self) -> None:
        """Read what is shown again; a case that went to another person takes the profile along."""
        if self._turn.isActive():
            self.show(*self._next)
            return
        if self._customer is None:
            return
        row = self._fresh_row()
        if row is not None and row.customer_id != self._customer:
            self.show(row.customer_id, row)
            return
        self._row = row
        self._read(starts_over=False)

    # --- showing ----------------------------------------------------------------------------------------------

    def _start_over(self) -> None:
        self._state = None
        self._one_person.forget()
        self._forget_all_past()
        if self._pane.foot.state in _REPORTS:
            self._pane.foot.set_state(FootState.IDLE)

    def _read(self, *, starts_over: bool) -> None:
        if self._customer is None:
            self._pane.show_nobody()
            self.repeat_shown.emit(None)
            return
        try:
            profile = self._session.customers.profile(self._customer)
            earlier = self._session.customers.earlier_question(self._row) if self._row is not None else None
        except StoreError:
            self._show_failure()
            return
        if profile is None:
            self._pane.show_gone()
            self.repeat_shown.emit(None)
            return
        state = present_profile(profile, self._row, self._moment(), earlier)
        starts_over = starts_over or self._state is None
        self._state = state
        try:
            self._knowing.show(self._customer, state.name, self._moment())
        except StoreError:
            self._show_failure()
            return
        self._pane.show_profile(state, starts_over=starts_over, unsaved=self._unsaved.get(self._customer, ""))
        if self._pane.past.lists_all and not starts_over:
            self._list_all()
        else:
            self._pane.show_past(state)
        self.repeat_shown.emit(state.repeat)
        self._one_person.suggest(self._customer, lambda customer: customer == self._customer)

    def _show_failure(self) -> None:
        """Keep what is shown of this customer; of another one show the name that the case has."""
        moment = self._moment()
        words = NoticeWords(
            self.tr("Profile not read"),
            self.tr("The store did not answer at {time}. Nothing was changed.").replace(
                "{time}", clock_time(moment.now, moment.tz)
            ),
            "warning-circle",
            self.tr("Try again"),
        )
        if self._state is not None:
            self._pane.show_stale(words)
            return
        stranger = present_stranger(self._row) if self._row is not None else None
        self._pane.show_unreadable(stranger, words)
        self.repeat_shown.emit(None)

    def _fresh_row(self) -> CaseRow | None:
        if self._row is None:
            return None
        try:
            rows = self._session.inbox.rows([self._row.id])
        except StoreError:
            return self._row
        return rows[0] if rows else None

    def _moment(self) -> Moment:
        return Moment(self._session.clock(), self._session.tz)

    # --- all past interactions --------------------------------------------------------------------------------

    def _list_all(self) -> None:
        customer = self._customer
        assert customer is not None
        self._patience.start()
        self._jobs.run(
            _PAST,
            lambda store: _attempt(lambda: store.people.past_ids(customer)),
            lambda found: self._on_past_found(customer, found),
            self._on_past_failed,
        )

    def _on_past_found(self, customer: CustomerId, found: array[int] | StoreError) -> None:
        if customer != self._customer:
            return
        if isinstance(found, StoreError):
            self._on_past_failed(found)
            return
        self._patience.stop()
        self._pane.past.set_all(found, self._past_lines)

    def _on_past_failed(self, error: StoreError) -> None:
        self._patience.stop()
        self._pane.past.set_loading(False)
        self.failed.emit(error)

    def _past_lines(self, case_ids: Sequence[int]) -> Sequence[PastLine]:
        try:
            rows = self._session.customers.past_rows(case_ids)
        except StoreError:
            QTimer.singleShot(0, self._show_failure)  # a list asks while it paints
            return ()
        return past_lines(rows, self._moment(), self._row.id if self._row is not None else None)

    def _forget_all_past(self) -> None:
        self._patience.stop()
        self._jobs.cancel(_PAST)
        self._pane.past.set_lines((), "")

    def _on_past_all_requested(self, wants_all: bool) -> None:
        if wants_all and self._customer is not None:
            self._list_all()
        elif self._state is not None:
            self._pane.show_past(self._state)

    # --- notes and tags ---------------------------------------------------------------------------------------

    def _keep_unsaved(self) -> None:
        if self._customer is None or self._state is None:
            return
        text = self._pane.notes.editor.text
        if text.strip():
            self._unsaved[self._customer] = text
        else:
            self._unsaved.pop(self._customer, None)

    def _on_note_added(self, text: str) -> None:
        if self._do(lambda customer: self._session.customers.add_note(customer, text)):
            self._pane.notes.editor.set_text("")
            self._pane.notes.close_editor()

    def _on_note_removed(self, uid: str) -> None:
        self._do(lambda customer: self._session.customers.remove_note(customer, uid))

    def _on_tag_added(self, tag: str) -> None:
        self._do(lambda customer: self._session.customers.set_tag(customer, tag, present=True))

    def _on_tag_removed(self, tag: str) -> None:
        self._do(lambda customer: self._session.customers.set_tag(customer, tag, present=False))

    def _on_known_tags_requested(self) -> None:
        self._jobs.run(_TAGS, lambda store: store.customers.known_tags(), self._pane.tags.set_known)

    # --- one person or two ------------------------------------------------------------------------------------

    def ask_merge(self) -> None:
        """Ask which other customer is the same person and why, and merge them into the shown one."""
        if self._customer is not None and self._state is not None:
            self._one_person.ask_merge(self._customer, self._state.name)

    def merge(self, other: CustomerId, why: str, basis: BasisKind = BasisKind.UNTOLD) -> None:
        """Merge another customer into the shown one for a reason."""
        self._one_person.merge(other, why, basis)

    # --- taken away for good ----------------------------------------------------------------------------------

    def ask_erase(self) -> None:
        """Ask whether the shown customer is to be erased."""
        if self._customer is not None and self._state is not None:
            self._erasing.ask(self._customer, self._state.name)

    def _on_erased(self, done: CustomerDone) -> None:
        if done.customer_id is not None:
            self._unsaved.pop(done.customer_id, None)
        if done.customer_id == self._customer:
            self._customer, self._row, self._state = None, None, None
            self._read(starts_over=True)
        self.done.emit(done)

    # --- a copy for the person --------------------------------------------------------------------------------

    def ask_export(self) -> None:
        """Ask where to, and write a copy of everything held about the shown customer."""
        if self._customer is not None and self._state is not None:
            self._copying.ask(self._customer, self._state.name)

    def export_to(self, target: Path) -> None:
        """Write the copy to a file in the background."""
        if self._customer is not None:
            self._copying.write(self._customer, target)

    # --- carrying out -----------------------------------------------------------------------------------------

    def _connect(self) -> None:
        pane = self._pane
        pane.retry_requested.connect(self.refresh)
        pane.merge_requested.connect(self.ask_merge)
        pane.repeat.earlier_requested.connect(self._on_earlier_requested)
        pane.past.chosen.connect(self.case_requested)
        pane.past.all_requested.connect(self._on_past_all_requested)
        pane.notes.added.connect(self._on_note_added)
        pane.notes.removed.connect(self._on_note_removed)
        pane.tags.added.connect(self._on_tag_added)
        pane.tags.removed.connect(self._on_tag_removed)
        pane.tags.known_requested.connect(self._on_known_tags_requested)
        pane.foot.export_requested.connect(self.ask_export)
        pane.foot.erase_requested.connect(self.ask_erase)
        self._one_person.failed.connect(self.failed)
        self._copying.failed.connect(self.failed)
        self._erasing.done.connect(self._on_erased)
        self._knowing.done.connect(self._on_known_changed)
        self._knowing.failed.connect(self.failed)

    def _do(self, deed: Callable[[CustomerId], CustomerDone | None]) -> bool:
        """Carry out a deed about the shown customer and tell of it; False if nothing was changed."""
        if self._customer is None:
            return False
        try:
            done = deed(self._customer)
        except StoreError as error:
            self.failed.emit(error)
            return False
        except ValueError:
            return False
        self.refresh()
        if done is not None:
            self.done.emit(done)
        return True

    def _on_known_changed(self, done: CustomerDone) -> None:
        self.refresh()
        self.done.emit(done)

    def _on_earlier_requested(self, case_id: int, key: str) -> None:
        if self._row is None or case_id != self._row.id:
            self.case_requested.emit(case_id)
        self.item_requested.emit(case_id, key)


def _attempt(read: Callable[[], array[int]]) -> array[int] | StoreError:
    """Return what was read, or why it was not: a busy store must be told of too."""
    try:
        return read()
    except StoreError as error:
        return error
