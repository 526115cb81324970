"""What can be done with the customer in front, and with the reports, as the palette lists it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from ui.shell.furnishings import Furnishings
from ui.shell.palette_actions import ActionRegistry, plain_action


def fill_profile(registry: ActionRegistry, parts: Furnishings, show_profile: Callable[[], object]) -> None:
    """Offer the profile's own buttons by name; what opens a field there brings the profile to the front first."""
    pane, customer = parts.profile, parts.customer

    def is_known() -> bool:
        return customer.customer is not None

    def name() -> str:
        return parts.case.detail.row.name if parts.case.detail is not None else ""

    def add(number: str, source: str, run: Callable[[], object], icon: str) -> None:
        words = QCoreApplication.translate("Actions", source)
        registry.add(plain_action(number, words, run, icon=icon, is_enabled=is_known, context=name))

    def in_profile(run: Callable[[], object]) -> Callable[[], object]:
        def shown() -> None:
            show_profile()
            run()

        return shown

    add("customer_note", "Add a note about the customer", in_profile(pane.notes.open_editor), "note")
    add("customer_tag", "Add a tag to the customer", in_profile(pane.tags.open_field), "tag")
    add("customer_details", "Fill in the customer's details…", pane.details.edit_requested.emit, "pencil-simple")
    add("customer_consent", "Note a consent of the customer…", pane.consents.add_requested.emit, "check")
    add("customer_past", "Show all past interactions", in_profile(partial(pane.past.all_requested.emit, True)), "list")
    add("customer_export", "Export the customer's data…", customer.ask_export, "export")
    add("customer_erase", "Erase the customer's data…", customer.ask_erase, "eraser")


def fill_reports(registry: ActionRegistry, parts: Furnishings) -> None:
    """Offer what the reports' page can do while it is shown."""
    reports = parts.reports

    def add(number: str, source: str, run: Callable[[], object], icon: str) -> None:
        words = QCoreApplication.translate("Actions", source)
        registry.add(plain_action(number, words, run, icon=icon, is_enabled=lambda: reports.is_open))

    def csv() -> None:
        if reports.controller is not None:
            reports.controller.page.csv_requested.emit()

    def pdf() -> None:
        if reports.controller is not None:
            reports.controller.page.pdf_requested.emit()

    def trial() -> None:
        if reports.controller is not None:
            reports.controller.page.trial_requested.emit()

    add("report_csv", "Export the report as CSV…", csv, "export")
    add("report_pdf", "Export the report as PDF…", pdf, "file-pdf")
    add("report_trial", "Self-test…", trial, "user-focus")
