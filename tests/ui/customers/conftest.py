"""Made profiles: a customer with a long history, as picture 01 has one, and the pane that shows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.model import (
    CaseId,
    CaseRow,
    CustomerId,
    CustomerNote,
    CustomerProfile,
    Identity,
    IdentityId,
    LinkReason,
    Network,
    PastInteraction,
    Reason,
    ReasonCode,
    Visibility,
)
from desktop.store import Question
from tests.ui.conversation import NOW, TZ, case
from ui.customers import Moment, ProfilePane, present_profile
from ui.theme import Theme

MOMENT = Moment(NOW, TZ)


def days(count: float) -> datetime:
    return NOW - timedelta(days=count)


def identity(number: int = 1, network: Network = Network.X, handle: str = "@irene_v", **changed: Any) -> Identity:
    """Return one identity of Irene."""
    values: dict[str, Any] = {
        "id": IdentityId(number),
        "customer_id": CustomerId(1),
        "network": network,
        "handle": handle,
        "name": "Irene Valsecchi",
        "followers": None,
        "verified": False,
        "first_seen_at": days(900),
    }
    return Identity(**values | changed)


def past(number: int, subject: str = "Lampione spento", **changed: Any) -> PastInteraction:
    """Return one past interaction."""
    values: dict[str, Any] = {
        "case_id": number,
        "network": Network.X,
        "subject": subject,
        "last_at": days(2),
        "outcome": "solved",
        "resolution_seconds": 10_800,
    }
    return PastInteraction(**values | changed)


def profile(**changed: Any) -> CustomerProfile:
    """Return Irene, whom the desk has known for years."""
    values: dict[str, Any] = {
        "id": CustomerId(1),
        "name": "Irene Valsecchi",
        "languages": ("it",),
        "followers": 1_204,
        "interactions": 131,
        "since": datetime(2017, 5, 4, tzinfo=TZ),
        "top_share": 5,
        "identities": (
            identity(followers=1_204),
            identity(2, Network.FACEBOOK, "Irene Valsecchi"),
            identity(3, Network.EMAIL, "i.valsecchi@example.org", verified=True, reason=LinkReason.AGENT, is_first=False),
        ),
        "interactions_shown": (
            past(1, "Via Larga è al buio", last_at=days(0.1), outcome="open", resolution_seconds=None),
            past(2, "Lampioni spenti in via Larga", outcome="unanswered", resolution_seconds=None),
            past(3, "Voltura contratto luce", network=Network.EMAIL, last_at=days(49)),
            past(4, "Bolletta stimata alta", network=Network.FACEBOOK, last_at=days(128), resolution_seconds=86_400),
            past(5, "Autolettura", network=Network.EMAIL, last_at=days(400), resolution_seconds=240),
        ),
        "cases_total": 47,
        "notes": (
            CustomerNote("n1", "Giulia Neri", "Prefers e-mail after 18:00. Old meter, replacement booked for April.", days(1)),
        ),
        "tags": ("fatturazione", "SDD", "cliente storico"),
        "uid": "irene",
    }  # fmt: skip
    return CustomerProfile(**values | changed)


def repeat_row(detail: str = "1") -> CaseRow:
    """Return Irene's case with the reason of a repeated question."""
    return case(reasons=(Reason(ReasonCode.ASKED_BEFORE, detail),)).row


def earlier(**changed: Any) -> Question:
    """Return what she asked two days ago."""
    values: dict[str, Any] = {
        "message_id": 7,
        "case_id": CaseId(2),
        "network": Network.X,
        "visibility": Visibility.PUBLIC,
        "at": days(2),
        "text": "i lampioni di via Larga sono spenti di nuovo, quando viene qualcuno a vedere?",
    }
    return Question(**values | changed)


Show = Callable[..., ProfilePane]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """A shown pane: `show(theme, profile(), row, earlier, width=287)`."""

    def _show(
        theme: Theme,
        shown: CustomerProfile | None = None,
        row: CaseRow | None = None,
        asked: Question | None = None,
        *,
        width: int = 287,
        height: int = 852,
    ) -> ProfilePane:
        pane = ProfilePane(theme)
        qtbot.addWidget(pane)
        pane.resize(width, height)
        if shown is not None:
            fill(pane, shown, row, asked)
        pane.show()
        qtbot.waitExposed(pane)
        QTest.qWait(0)
        return pane

    return _show


def fill(pane: ProfilePane, shown: CustomerProfile, row: CaseRow | None = None, asked: Question | None = None) -> None:
    """Show a profile as the controller does."""
    state = present_profile(shown, row, MOMENT, asked)
    pane.show_profile(state, starts_over=True)
    pane.show_past(state)
