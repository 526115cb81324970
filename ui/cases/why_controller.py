"""Why a case stands where it stands: the card of its priority, and the way from each reason to the words for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.model import CaseDetail, ReasonCode, TimelineItem
from desktop.store import StoreError
from ui.cases.priority_card import PriorityCard
from ui.cases.priority_presenter import item_with, present_why
from ui.cases.timeline import Timeline
from ui.session import Session
from ui.theme import Theme


class WhyController(QObject):
    """Opens the card and marks words in the timeline until another case is shown. Window thread only."""

    case_requested = Signal(int)
    failed = Signal(object)
    """A StoreError."""

    def __init__(
        self, session: Session, theme: Theme, timeline: Timeline, detail: Callable[[], CaseDetail | None]
    ) -> None:
        """`detail` is the case that is shown."""
        super().__init__(timeline)
        self._session = session
        self._theme = theme
        self._timeline = timeline
        self._detail = detail
        self._sought: tuple[str, ...] | None = None  # what was marked before

    def open(self, below: QWidget) -> None:
        """Show the card of the shown case under a widget."""
        detail = self._detail()
        if detail is None:
            return
        try:
            items = self._session.cases.timeline(detail.row.id)
            given = self._session.store.weighing.why(detail.row.id)
            campaign = self._campaign(detail)
        except StoreError as error:
            self.failed.emit(error)
            return
        card = PriorityCard(self._theme, present_why(detail.row.priority, given, items, campaign), below)
        card.words_requested.connect(lambda words: self.show_words(words, items))
        card.case_requested.connect(self.case_requested)
        card.open_below(below)

    def show_words(self, words: tuple[str, ...], items: Sequence[TimelineItem]) -> None:
        """Mark words and go to the message in which most of them stand."""
        key = item_with(words, items)
        if key is None:
            return
        if self._sought is None:
            self._sought = self._timeline.sought
        self._timeline.set_sought(words)
        self._timeline.go_to_item(key)
        QTimer.singleShot(0, self._timeline, lambda: self._timeline.go_to_item(key))

    def forget(self) -> None:
        """Mark again what was marked before: another case is shown."""
        if self._sought is not None:
            sought, self._sought = self._sought, None
            self._timeline.set_sought(sought)

    def _campaign(self, detail: CaseDetail) -> Sequence[tuple[int, str]]:
        """Return the other cases that hold the text of this one, those that moved last first."""
        if all(one.code is not ReasonCode.CAMPAIGN for one in detail.row.reasons):
            return ()
        from desktop.triage.campaigns import is_same_text

        texts = dict(self._session.store.weighing.in_campaigns())
        ours = texts.pop(detail.row.id, "")
        alike = [case_id for case_id, text in texts.items() if is_same_text(ours, text)]
        return [(int(row.id), row.name) for row in self._session.inbox.rows(alike)]
