"""How web listening is connected."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.model import Network
from ui.accounts.feeds_page import FeedsPage
from ui.accounts.plan import Plan, Preparation


def listening_plan() -> Plan:
    """Return the plan, worded in the language in force."""
    return Plan(
        Network.LISTENING,
        _tr("What news sites, blogs and forums say of your company."),
        (
            Preparation(
                "broadcast",
                _tr("The feeds to read"),
                _tr("Addresses of RSS or Atom feeds; Sportello can find those that a page names."),
            ),
            Preparation(
                "magnifying-glass",
                _tr("What to listen for"),
                _tr("The brand, its products, how people misspell them, and what only shares the name."),
            ),
            Preparation(
                "arrow-square-out",
                _tr("How it is answered"),
                _tr("On the page itself, in the browser. You record the answer here, and the clock stops."),
            ),
        ),
        FeedsPage,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Accounts", text)
