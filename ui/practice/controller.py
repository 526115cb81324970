"""A sitting in the window: the pill, what was stopped, the results, once more, the next case, and the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.composer.tone import Tone
from desktop.events import SyncNow
from desktop.model import CaseId, Lane, Verdict
from desktop.practice import PlanBook, Result, Tries, Try, cases_by_uid, next_to_come, read_results, written
from desktop.store import StoreError
from desktop.system.resources import resource_path
from ui.practice.pill import PracticePill
from ui.practice.results import ResultsDialog
from ui.practice.words import tr
from ui.session import Session
from ui.shell.palette_actions import plain_action
from ui.theme import Theme

if TYPE_CHECKING:
    from desktop.guardrails import Guardrails
    from desktop.practice.play import PlayState
    from ui.bridge import EngineProcess
    from ui.shell.window import MainWindow

_LOOK_MS = 1_000


class Practising(QObject):
    """One practice window's. Window thread only; reads some settings of the throw-away store once a second."""

    scored = Signal(object)
    """The Results: something was answered, a case ended or was solved."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        window: MainWindow,
        engine: EngineProcess,
        guardrails: Callable[[], Guardrails],
    ) -> None:
        """Put the pill into the bar and say PRACTICE in the title; the rest follows when the window is furnished."""
        super().__init__(window)
        self._session = session
        self._theme = theme
        self._window = window
        self._engine = engine
        self._guardrails = guardrails
        self._tone: Tone | None = None
        self._dialog: ResultsDialog | None = None
        self._given: set[str] = set()
        self._begun = 0
        self._stood: object = None
        self.pill = PracticePill(theme)
        self.pill.clicked.connect(self.open_results)
        window.top_bar.add_pill(self.pill)
        window.setWindowTitle(f"{tr('PRACTICE')} · Sportello")
        window.furnished.connect(self._on_window_furnished)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.look)
        self._clock.start(_LOOK_MS)
        self.look()

    @property
    def dialog(self) -> ResultsDialog | None:
        """The results while they are open."""
        return self._dialog

    @property
    def has_begun(self) -> bool:
        """Whether the first case is in front."""
        return self._begun > 0

    def results(self) -> tuple[Result, ...]:
        """Return the score of every case that has come in. Raises StoreError."""
        if self._tone is None:
            self._tone = Tone.load(resource_path("tone"))
        return read_results(self._session.store, self._guardrails(), self._tone, self._session.clock())

    def look(self) -> None:
        """Say how far the sitting is; bring the first case to the front when it comes."""
        from desktop.practice.stage import PlayBook

        store = self._session.store
        try:
            plan, plays = PlanBook(store).read(), PlayBook(store).read()
        except StoreError:
            return  # the next look is a second away
        over = sum(one.has_ended for one in plays.values())
        self.pill.set_progress(over, len(plan.entries) if plan is not None else 0)
        if self._window.is_furnished and not self._given >= {*plays}:
            self._give({*plays} - self._given)
        if any(written(one) for one in plays.values()):
            self._tell_score(plays)

    def _tell_score(self, plays: Mapping[str, PlayState]) -> None:
        """Tell the score if anything changed that counts in it."""
        session = self._session
        solved = session.store.lanes.ids(Lane.SOLVED, agent="", at_risk_before=session.clock())
        stands = [(uid, len(written(one)), one.has_ended) for uid, one in plays.items()], sorted(solved)
        if stands != self._stood:
            self._stood = stands
            self.scored.emit(self.results())

    def open_results(self) -> None:
        """Show how it went so far."""
        plan = PlanBook(self._session.store).read()
        if plan is None:
            return
        dialog = ResultsDialog(self._theme, plan.target, self._window)
        dialog.again_requested.connect(self._on_dialog_again_requested)
        dialog.next_requested.connect(self._on_dialog_next_requested)
        dialog.end_requested.connect(self._on_dialog_end_requested)
        dialog.finished.connect(self._on_dialog_finished)
        dialog.show_results(self.results(), more=next_to_come(self._session.store) is not None)
        self._dialog = dialog
        dialog.open()

    def again(self, uid: str = "") -> None:
        """Let a case come once more, the one that ended last where none is named."""
        plans, now = PlanBook(self._session.store), self._session.clock()
        plan = plans.read()
        results = self.results()
        wanted = uid or (results[-1].entry.uid if results else "")
        if plan is not None and plan.entry(wanted) is not None:
            plans.keep(plan.again(wanted, now), now)
            self._hurry()

    def next(self) -> None:
        """Let the next case come now."""
        plans, now = PlanBook(self._session.store), self._session.clock()
        plan, coming = plans.read(), next_to_come(self._session.store)
        if plan is not None and coming is not None:
            plans.keep(plan.hurried(coming.uid, now), now)
            self._hurry()

    def _hurry(self) -> None:
        self._engine.nudge(SyncNow())
        self.look()

    def _give(self, uids: set[str]) -> None:
        """Let cases that have come in be this agent's, and show the first one."""
        session = self._session
        found = cases_by_uid(session.store, session.clock())
        here = {uid: found[uid].row.id for uid in uids if uid in found}
        if not here:
            return
        session.cases.assign([*here.values()], session.agent.initials)
        self._given |= {*here}
        self._window.look_again([*here.values()])
        if not self._begun:
            self._begun = int(min(here.values()))
            self._window.begin_with(self._begun)

    def _on_window_furnished(self) -> None:
        self._window.send_refused.connect(self._on_send_refused)
        store = self._session.store
        self._window.offer(
            plain_action("practice.results", tr("Practice: results…"), self.open_results, icon="chart-bar"),
            plain_action(
                "practice.next",
                tr("Practice: next case"),
                self.next,
                icon="tray",
                is_enabled=lambda: next_to_come(store) is not None,
            ),
            plain_action("practice.again", tr("Practice: the last case once more"), self.again, icon="repeat"),
            plain_action("practice.end", tr("Practice: end"), self._window.close, icon="x"),
        )

    def _on_send_refused(self, case_id: CaseId, verdict: Verdict, text: str) -> None:
        """Note what was stopped: by which rules, and the words that they name."""
        now = self._session.clock()
        found = cases_by_uid(self._session.store, now)
        uid = next((uid for uid, case in found.items() if case.row.id == case_id), "")
        findings = verdict.findings
        words = next((one.text for one in findings if one.text), " ".join(text.split()))
        if uid and findings:
            Tries(self._session.store).add(Try(uid, tuple(one.rule for one in findings), words, now))

    def _on_dialog_again_requested(self, uid: str) -> None:
        self.again(uid)
        self._close_dialog()

    def _on_dialog_next_requested(self) -> None:
        self.next()
        self._close_dialog()

    def _on_dialog_end_requested(self) -> None:
        self._close_dialog()
        self._window.close()

    def _close_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.accept()

    def _on_dialog_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
