"""Replying to many: prepares, shows and queues the replies a few at a time, so that the window never waits for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.cases import Done
from desktop.guardrails import Guardrails
from desktop.model import CaseId, Deed, Delivery, DeliveryId, DraftMode, Verdict
from desktop.outbox import Blocked, Reply
from desktop.outbox.bulk import Addressee, BulkLine, BulkReply, Template
from desktop.store import StoreError
from ui.composer.bulk_dialog import BulkReplyDialog
from ui.composer.canned import language_name
from ui.composer.canned_shelf import CannedShelf
from ui.composer.draft_view import DraftView, default_mode, judge, signed, view_of
from ui.session import Session
from ui.settings.preferences import undo_seconds_of
from ui.theme import Theme

_SLICE = 0.008  # seconds of work between two paintings
_SHOWN_EVERY = 0.15  # seconds
_LEAST_UNDO = 15  # seconds: many at once are worth a longer look


class BulkReplying(QObject):
    """Answers several selected conversations with one text. Window thread only."""

    done = Signal(object)
    """A Done for all of them."""
    queued = Signal(object)
    """A CaseId, the last one, once all are queued."""
    failed = Signal(object)
    """A StoreError: those after it were not queued."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        shelf: CannedShelf,
        guardrails: Callable[[], Guardrails],
        window: QWidget,
    ) -> None:
        """`guardrails` loads the rules when they are first needed."""
        super().__init__(window)
        self._session = session
        self._theme = theme
        self._shelf = shelf
        self._guardrails = guardrails
        self._window = window
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work_on)
        self._work: Iterator[BulkLine] | Iterator[Delivery] | None = None
        self._views: dict[CaseId, DraftView] = {}
        self._made: list[Delivery] = []
        self._done_so_far = 0
        self._fresh: list[BulkLine] = []
        self._shown_at = 0.0
        self._sending = False
        self._template = Template("", {})

    def ask(self, case_ids: Sequence[int], canned_uid: str = "") -> BulkReplyDialog | None:
        """Ask for the text to these conversations; None where fewer than two are selected.

        `canned_uid` is the canned reply to begin with, "" for none.
        """
        if len(case_ids) < 2:
            return None
        self._ids = tuple(CaseId(one) for one in case_ids)
        self._made = []
        self._bulk = BulkReply(self._addressee, self._judge)
        canned = [(one.uid, f"/{one.shortcut}, {one.title}") for one in self._shelf.all()]
        dialog = BulkReplyDialog(self._theme, len(self._ids), canned, self._window)
        self._dialog = dialog
        dialog.text_changed.connect(self._on_text_changed)
        dialog.canned_chosen.connect(self._on_canned_chosen)
        dialog.model.text_edited.connect(self._on_text_edited)
        dialog.send_requested.connect(self._send)
        dialog.finished.connect(self._on_finished)
        dialog.open()
        if canned_uid:
            dialog.canned.box.choose(canned_uid)
            self._on_canned_chosen(canned_uid)
        return dialog

    @property
    def is_busy(self) -> bool:
        """Whether replies are being prepared or queued."""
        return self._work is not None

    # --- preparing --------------------------------------------------------------------------------------------

    def _addressee(self, case_id: CaseId) -> Addressee | None:
        session = self._session
        case = session.cases.detail(case_id)
        if case is None:
            return None
        mode = default_mode(case)
        view = view_of(session, case, mode) if mode is not DraftMode.NOTE else None
        if view is None:
            return None
        self._views[case_id] = view

        def values(language: str) -> dict[str, str]:
            return self._shelf.values(language, view)

        draft = session.drafts.of(case_id)
        has_draft = draft is not None and bool(draft.text.strip() or draft.attachments)
        return Addressee(case, view.thread, view.account, view.visibility, values, has_draft)

    def _judge(self, to: Addressee, text: str) -> Verdict:
        return judge(self._session, self._guardrails(), self._views[to.case.row.id], text)

    def _on_text_changed(self, text: str) -> None:
        self._template = Template(text, self._template.bodies, self._template.uid)
        self._begin(self._bulk.prepare(self._ids, self._template))

    def _on_canned_chosen(self, uid: object) -> None:
        reply = next((one for one in self._shelf.all() if one.uid == uid), None)
        if reply is None:
            self._template = Template(self._template.main, {})
            self._dialog.show_languages("")
            return
        main = reply.texts[0]
        others = {one.language: one.body for one in reply.texts[1:]}
        self._template = Template(main.body, others, reply.uid)
        self._dialog.show_languages(", ".join(language_name(one) for one in others))
        self._dialog.put_text(main.body)

    def _on_text_edited(self, row: int, text: str) -> None:
        model = self._dialog.model
        model.put(row, self._bulk.edited(model.lines[row], text))

    # --- sending ----------------------------------------------------------------------------------------------

    def _send(self) -> None:
        if not self.is_busy:
            self._begin(self._deliveries(self._dialog.model.leaving), sending=True)

    def _deliveries(self, lines: Sequence[BulkLine]) -> Iterator[Delivery]:
        session, seconds = self._session, undo_seconds_of(self._session.store)
        for line in lines:
            view = self._views[line.case_id]
            reply = Reply(
                case=view.case,
                thread=view.thread,
                account=view.account,
                visibility=view.visibility,
                text=signed(session, view, line.text),
                agent=session.agent.name,
                language="" if view.case.language == "unknown" else view.case.language,
            )
            try:
                yield session.outbox.queue(reply, line.verdict, undo_seconds=max(seconds, _LEAST_UNDO))
            except Blocked:
                continue

    def _tell(self) -> None:
        """Offer one undo for all that were queued."""
        made = tuple(one.id for one in self._made)
        cases = tuple(one.case_id for one in self._made)
        if made:
            self.queued.emit(cases[-1])
            self.done.emit(Done(Deed.BULK_REPLY, cases, str(len(made)), lambda: self._take_back(made)))

    def _take_back(self, made: Sequence[DeliveryId]) -> None:
        self._session.outbox.discard_all(made, self._session.agent.name)

    # --- a few at a time --------------------------------------------------------------------------------------

    def _begin(self, work: Iterator[BulkLine] | Iterator[Delivery], *, sending: bool = False) -> None:
        self._work = work
        self._sending = sending
        self._done_so_far, self._fresh, self._shown_at = 0, [], perf_counter()
        self._dialog.set_busy(0, sending=sending)
        if not self._sending:
            self._dialog.model.clear()
        self._timer.start()

    def _work_on(self) -> None:
        """Do some more, for as long as a frame can spare."""
        assert self._work is not None
        until, ended = perf_counter() + _SLICE, False
        try:
            while perf_counter() < until:
                one = next(self._work, None)
                if one is None:
                    ended = True
                    break
                self._done_so_far += 1
                if isinstance(one, BulkLine):
                    self._fresh.append(one)
                elif isinstance(one, Delivery):
                    self._made.append(one)
        except StoreError as error:
            ended = True
            self.failed.emit(error)
        if ended or perf_counter() - self._shown_at > _SHOWN_EVERY:
            self._show_progress(ended=ended)
        if ended:
            self._end()

    def _show_progress(self, *, ended: bool) -> None:
        """Show what is there by now: a table costs more to paint than a reply to prepare."""
        self._dialog.model.add(self._fresh)
        self._fresh = []
        self._dialog.set_busy(None if ended else self._done_so_far, sending=self._sending)
        self._shown_at = perf_counter()

    def _end(self) -> None:
        self._timer.stop()
        self._work = None
        if self._sending:
            self._dialog.accept()

    def _on_finished(self) -> None:
        """Stop what is under way; what was queued already can be taken back."""
        self._timer.stop()
        self._work = None
        self._tell()
        self._made = []
        self._dialog.deleteLater()
