"""The reports' controller: reads reports off the window's thread, shows them, and asks others for what they lead to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.model import CaseId, Lane, Network
from desktop.reports.advice import Advice, AdviceKind, advice_of
from desktop.reports.channels import SETTING as CHANNELS_SETTING
from desktop.reports.channels import Form, Own, read_own
from desktop.reports.period import Period, Preset, preset_period
from desktop.reports.questions import AskedOften, asked_often
from desktop.reports.report import Asking, Report, read_report
from desktop.store import Store, StoreError
from ui.bridge import JobRunner
from ui.reports.page import ReportsPage
from ui.reports.words import count_words
from ui.session import Session
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.reports.period_menu import DaysDialog
    from ui.reports.trial_controller import TrialController
    from ui.reports.trial_dialog import TrialDialog

_SLOT, _OFTEN_SLOT = "report", "report_questions"
_KEPT = "reports/preset"
_PATIENCE_MS = 300


class ReportsController(QObject):
    """One page. Window thread; reports are read in the jobs' thread."""

    cases_requested = Signal(str, object)
    """A name and the cases that are to be shown in the list."""
    case_requested = Signal(int)
    lane_requested = Signal(object)
    hours_requested = Signal()
    closed = Signal()
    failed = Signal(object)
    """A StoreError: what is shown is what was read before."""
    _progressed = Signal(str, int, int)

    def __init__(self, session: Session, theme: Theme, jobs: JobRunner, parent: QWidget) -> None:
        """Make the page below `parent`; nothing is read before `show`."""
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._jobs = jobs
        self.page = ReportsPage(theme, parent)
        self._asking: Asking | None = None
        self._report: Report | None = None
        self._often: tuple[AskedOften, ...] = ()
        self._words = ""
        self._trial: TrialController | None = None
        self._reading = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._say_progress)
        self._connect()

    @property
    def report(self) -> Report | None:
        """The report that is shown."""
        return self._report

    @property
    def is_settled(self) -> bool:
        """True if nothing is being read."""
        return not self._reading

    def show(self) -> None:
        """Read the report anew, of the period that was chosen last."""
        if self._asking is None:
            kept = self._session.store.settings.get(_KEPT)
            preset = next((one for one in Preset if one.value == kept), Preset.THIS_MONTH)
            self._asking = Asking(self._preset(preset))
        self.page.set_asking(self._asking)
        self.page.set_networks(self._networks())
        self.read(self._asking)

    def read(self, asking: Asking) -> None:
        """Read a report and show it when it is there."""
        self._asking = asking
        self.page.set_asking(asking)
        self._reading = True
        self._words = _tr("Reading the messages…")
        self._patience.start()
        now, told = self._session.clock(), self._progressed.emit

        def work(store: Store) -> Report:
            return read_report(store, asking, now, told)

        def often(store: Store) -> tuple[AskedOften, ...]:
            return asked_often(store, asking.period.since, asking.period.until)

        self._jobs.run(_SLOT, work, self._on_report_read, self._on_failed)
        self._jobs.run(_OFTEN_SLOT, often, self._on_often_read, self._on_failed)

    def ask_days(self) -> DaysDialog | None:
        """Ask from when to when."""
        if self._asking is None:
            return None
        from ui.reports.period_menu import DaysDialog

        dialog = DaysDialog(self._theme, self._asking.period, self._today(), self.page)
        dialog.days_chosen.connect(self._on_days_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def compare(self) -> None:
        """Ask the four questions about channels, beside what the desk knows itself."""
        now = self._session.clock()
        self._jobs.run("report_channels", lambda store: read_own(store, now), self._on_own_read, self._on_failed)

    def open_trial(self) -> TrialDialog:
        """Open the self-test."""
        if self._trial is None:
            from ui.reports.trial_controller import TrialController

            self._trial = TrialController(self._session, self._theme, self.page)
            self._trial.changed.connect(self.show)
            self._trial.failed.connect(self.failed)
        return self._trial.open()

    def _connect(self) -> None:
        page, sheet = self.page, self.page.sheet
        page.asked.connect(self.read)
        page.period.preset_chosen.connect(self._on_preset_chosen)
        page.days_requested.connect(self.ask_days)
        page.csv_requested.connect(self._on_csv_requested)
        page.pdf_requested.connect(self._on_pdf_requested)
        page.trial_requested.connect(self.open_trial)
        page.closed.connect(self.closed)
        sheet.badge_cases_requested.connect(self._on_badge_cases_requested)
        sheet.advice_chosen.connect(self._on_advice_chosen)
        sheet.case_requested.connect(self.case_requested)
        sheet.comparison_requested.connect(self.compare)
        self._progressed.connect(self._on_progressed)

    # --- what was read ----------------------------------------------------------------------------------------

    def _on_report_read(self, report: Report) -> None:
        self._reading = False
        self._patience.stop()
        self._report = report
        self.page.set_report(report, advice_of(report))

    def _on_often_read(self, found: tuple[AskedOften, ...]) -> None:
        self._often = found
        self.page.set_often(found)

    def _on_own_read(self, own: Own) -> None:
        from ui.reports.channels_dialog import ChannelsDialog

        form = Form.from_dict(self._session.store.settings.get(CHANNELS_SETTING))
        dialog = ChannelsDialog(self._theme, form, own, self.page)
        dialog.kept.connect(self._on_form_kept)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_form_kept(self, form: Form) -> None:
        try:
            self._session.store.settings.set(CHANNELS_SETTING, form.to_dict(), self._session.clock())
        except StoreError as error:
            self.failed.emit(error)

    def _on_failed(self, error: StoreError) -> None:
        self._reading = False
        self._patience.stop()
        self.page.set_state(_tr("The figures could not be read. What is shown is from before."), failed=True)
        self.failed.emit(error)

    def _on_progressed(self, step: str, done: int, of: int) -> None:
        if step == "derive":
            words = _tr("Pairing questions with answers: {done} of {of} conversations")
            self._words = words.format(done=count_words(done), of=count_words(of))
        else:
            self._words = _tr("{n} questions read").format(n=count_words(done))
        if self._reading and not self._patience.isActive():
            self._say_progress()

    def _say_progress(self) -> None:
        if self._reading:
            self.page.set_state(self._words)

    # --- what is asked ----------------------------------------------------------------------------------------

    def _on_preset_chosen(self, preset: Preset) -> None:
        try:
            self._session.store.settings.set(_KEPT, preset.value, self._session.clock())
        except StoreError as error:
            self.failed.emit(error)
        self.page.ask_for(self._preset(preset))

    def _on_days_chosen(self, first: date, last: date) -> None:
        self.page.ask_for(Period(first, last, self._session.tz))

    def _on_badge_cases_requested(self) -> None:
        badge = self._report.badge if self._report is not None else None
        if badge is not None:
            self._ask_for_cases(Network.FACEBOOK, badge.winning or badge.open)

    def _on_advice_chosen(self, advice: Advice) -> None:
        if advice.kind is AdviceKind.PEAK_WHILE_CLOSED:
            self.hours_requested.emit()
        elif advice.kind is AdviceKind.NOBODY_LISTENS:
            self.lane_requested.emit(Lane.LISTENING)
        elif advice.network is not None and self._report is not None:
            self._open_unanswered(advice, self._report.period)

    def _open_unanswered(self, advice: Advice, period: Period) -> None:
        store = self._session.store
        ids = [int(one.id) for one in store.accounts.all_ever() if one.network is advice.network]
        try:
            found = store.reports.unanswered(ids, period.since, period.until)
        except StoreError as error:
            self.failed.emit(error)
            return
        assert advice.network is not None
        self._ask_for_cases(advice.network, found)

    def _ask_for_cases(self, network: Network, case_ids: Sequence[CaseId]) -> None:
        from ui.inbox import network_name

        self.cases_requested.emit(_tr("{network}, no reply").format(network=network_name(network)), case_ids)

    def _on_csv_requested(self) -> None:
        path = self._ask_path(_tr("Export the report as CSV"), "csv")
        if path is not None and self._report is not None:
            from ui.reports.export import write_csv

            self._write(lambda report: write_csv(path, report, self._often), path)

    def _on_pdf_requested(self) -> None:
        path = self._ask_path(_tr("Export the report as PDF"), "pdf")
        if path is not None and self._report is not None:
            from ui.reports.export import write_pdf

            self._write(lambda report: write_pdf(path, report, self._often), path)

    def _write(self, work: Callable[[Report], None], path: Path) -> None:
        assert self._report is not None
        try:
            work(self._report)
        except OSError as error:
            words = _tr("{name} could not be written: {why}. Choose another folder.")
            self.page.set_state(words.format(name=path.name, why=error.strerror or error), failed=True)
            return
        self.page.set_state(_tr("{name} was written.").format(name=path.name))

    def _ask_path(self, title: str, ending: str) -> Path | None:
        if self._report is None or self._reading:
            return None
        period = self._report.period
        name = f"report-{period.first.isoformat()}-{period.last.isoformat()}.{ending}"
        chosen, _ = QFileDialog.getSaveFileName(self.page, title, name, f"*.{ending}")
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(f".{ending}")

    # --- the desk ---------------------------------------------------------------------------------------------

    def _networks(self) -> list[Network]:
        seen = {one.network for one in self._session.store.accounts.all_ever()}
        return [one for one in Network if one in seen]

    def _preset(self, preset: Preset) -> Period:
        return preset_period(preset, self._today(), self._session.tz)

    def _today(self) -> date:
        return self._session.local_now().date()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Reports", text)
