"""Dropping conversations on the navigation: what each line takes, and carrying it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from desktop.cases import Done, together
from desktop.inbox import Drop, DropRefusal, ViewBook, drop_on_lane, drop_on_view, read_query
from desktop.model import CaseId, Lane
from desktop.store import StoreError
from ui.cases.bulk_deeds import BulkDeeds
from ui.cases.reason_dialog import ask_reason
from ui.inbox.drop_words import refusal_words
from ui.session import Session
from ui.shell.drop_targets import DropTargets
from ui.theme import Theme


class Dropping(QObject):
    """Answers the navigation's targets. Window thread only."""

    def __init__(
        self, session: Session, theme: Theme, targets: DropTargets, book: ViewBook, bulk: BulkDeeds, window: QWidget
    ) -> None:
        """Take drops from now on."""
        super().__init__(window)
        self._session = session
        self._theme = theme
        self._book = book
        self._bulk = bulk
        self._window = window
        targets.refusal = self.refusal
        targets.dropped.connect(self._on_targets_dropped)

    def refusal(self, key: str) -> str:
        """Return why nothing can be dropped on a line, "" if it can."""
        meant = self._meant(key)
        return refusal_words(meant) if isinstance(meant, DropRefusal) else ""

    def drop(self, key: str, case_ids: Sequence[int], at: QPoint) -> None:
        """Do what dropping cases on a line means."""
        meant = self._meant(key)
        there = self._still_there(case_ids)
        if isinstance(meant, DropRefusal) or not there:
            return
        if meant.abuse:
            self._ask_about_abuse(there)
        else:
            self._bulk.drop(there, meant, at)

    def _still_there(self, case_ids: Sequence[int]) -> tuple[int, ...]:
        """Return the cases that were not erased while they were carried, each once."""
        try:
            return tuple(dict.fromkeys(int(row.id) for row in self._session.inbox.rows([*map(CaseId, case_ids)])))
        except StoreError:
            return ()

    def _meant(self, key: str) -> Drop | DropRefusal:
        me = self._session.agent.initials
        kind, _, name = key.partition(".")
        if kind == "lane":
            return drop_on_lane(Lane(name), me)
        view = self._book.get(name)
        if view is None:
            return DropRefusal.FACT
        read = read_query(view.query, now=self._session.clock(), tz=self._session.tz)
        return drop_on_view(read.query, me)

    def _ask_about_abuse(self, case_ids: Sequence[int]) -> None:
        title = self.tr("Mark as abuse…")
        meaning = self.tr("It waits in the lane Abuse from now on. The customer is told nothing.")
        offered = (self.tr("Insults"), self.tr("Threats"), self.tr("Hate speech"), self.tr("Spam"))
        reason = ask_reason(self._theme, title, meaning, offered, self._window)
        if reason:
            self._bulk.run(case_ids, self._marking(reason))

    def _marking(self, reason: str) -> Callable[[Sequence[CaseId]], Done]:
        mark = partial(self._session.abuse.mark, reason=reason)
        return lambda ids: together([mark(case_id) for case_id in ids])

    def _on_targets_dropped(self, key: str, case_ids: tuple[int, ...], at: QPoint) -> None:
        self.drop(key, case_ids, at)
