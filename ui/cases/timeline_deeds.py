"""What an agent does with one line of the timeline: a delivery, a message to hide or cover, a file, a page of HTML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.model import AttachmentId, CaseDetail, DeliveryId, MessageId
from desktop.store import StoreError
from ui.cases.file_saving import FileSaving
from ui.cases.html_view import HtmlView
from ui.cases.moderation_deeds import carry_out
from ui.cases.timeline import Timeline
from ui.cases.timeline_rows import Hit
from ui.session import Session
from ui.theme import Theme


class TimelineDeeds(QObject):
    """Carries out what the timeline asks for. Window thread only."""

    changed = Signal()
    """The shown case is to be read again. Comes before what else is told of a deed."""
    done = Signal(object)
    """A Done: what was done, to be offered for undo."""
    failed = Signal(object)
    """A StoreError: nothing was changed."""
    sending_changed = Signal()
    """A delivery was taken back or sent again, or a message is to be hidden, shown or deleted."""
    edit_requested = Signal(object)
    """A Draft that came back from the outbox."""
    link_requested = Signal(str)
    """A web address in a page of HTML was clicked."""

    def __init__(
        self, session: Session, theme: Theme, timeline: Timeline, detail: Callable[[], CaseDetail | None]
    ) -> None:
        """`detail` gives the case that is shown."""
        super().__init__(timeline)
        self._session = session
        self._theme = theme
        self._timeline = timeline
        self._detail = detail
        self.saving = FileSaving(session, self)
        self.saving.failed.connect(self.failed)
        timeline.undo_requested.connect(self.take_back)
        timeline.edit_requested.connect(self.take_back)
        timeline.retry_requested.connect(lambda delivery: self._try(lambda: self._retry(DeliveryId(delivery))))
        timeline.arrival_confirmed.connect(lambda delivery: self._try(lambda: self._confirm(DeliveryId(delivery))))
        timeline.change_time_requested.connect(lambda delivery: self._try(lambda: self._change_time(delivery)))
        timeline.moderation_requested.connect(lambda hit: self._try(lambda: self._moderate(hit)))
        timeline.redaction_requested.connect(lambda message: self._try(lambda: self._redact(MessageId(message))))
        timeline.html_requested.connect(self._on_timeline_html_requested)
        timeline.attachment_requested.connect(self._on_timeline_attachment_requested)

    def take_back(self, delivery_id: int) -> None:
        """Take a reply out of the outbox and ask for it to be edited."""
        try:
            draft = self._session.outbox.take_back(DeliveryId(delivery_id), self._session.agent.name)
        except StoreError as error:
            self.failed.emit(error)
            return
        self._tell_sending()
        if draft is not None:
            self.edit_requested.emit(draft)

    def _retry(self, delivery_id: DeliveryId) -> None:
        self._session.outbox.try_again(delivery_id, self._session.agent.name)
        self._tell_sending()

    def _confirm(self, delivery_id: DeliveryId) -> None:
        self._session.outbox.mark_sent(delivery_id, self._session.agent.name)
        self._tell_sending()

    def _change_time(self, delivery_id: int) -> None:
        from ui.composer.send_times import change_send_time  # a dialog that is seldom needed

        done = change_send_time(self._session, delivery_id, self._theme, self._window())
        self.changed.emit()
        if done is not None:
            self.sending_changed.emit()
            self.done.emit(done)

    def _moderate(self, hit: Hit) -> None:
        done = carry_out(self._session, hit)
        self._tell_sending()
        if done is not None:
            self.done.emit(done)

    def _redact(self, message_id: MessageId) -> None:
        from ui.cases.redact_dialog import ask_what_to_cover  # a dialog that is seldom needed

        value = ask_what_to_cover(self._theme, self._session.store.redactions.text_of(message_id), self._window())
        done = self._session.cases.redact(message_id, value) if value else None
        if done is not None:
            self.changed.emit()
            self.done.emit(done)

    def _on_timeline_html_requested(self, message_id: int) -> None:
        html = self._session.store.timeline.html(message_id)
        if html:
            detail = self._detail()
            view = HtmlView(self._theme, detail.subject if detail is not None else "", html, self._window())
            view.link_requested.connect(self.link_requested)
            view.open()

    def _on_timeline_attachment_requested(self, attachment_id: int) -> None:
        """Save a file where the agent says. Nothing is ever opened by itself."""
        attachments = self._session.store.attachments
        attachment = attachments.get(AttachmentId(attachment_id))
        if attachment is None or not attachments.has_content(attachment.id):
            return
        target, _ = QFileDialog.getSaveFileName(self._window(), self.tr("Save attachment"), attachment.name)
        if target:
            self.saving.save(attachment.id, Path(target))

    def _tell_sending(self) -> None:
        self.changed.emit()
        self.sending_changed.emit()

    def _try(self, deed: Callable[[], None]) -> None:
        try:
            deed()
        except StoreError as error:
            self.failed.emit(error)

    def _window(self) -> QWidget:
        return self._timeline.window()
