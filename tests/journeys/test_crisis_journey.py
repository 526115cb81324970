"""A surge from end to end, in the real window with the real engine: banner, crisis mode, a reply held and released."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from desktop.demo.surge import crowd, ordinary_weeks
from desktop.model import DeliveryState, HoldReason, Lane
from desktop.system.clock import utc_now
from tests.journeys.townside import ServedTown, TownDesk
from tests.journeys.windowed import Windowed, windowed
from ui.shell.banner import Banner

pytestmark = pytest.mark.slow

CANNED = (
    "Salve, il guasto in zona Torino nord e stato riparato. Se manca ancora la corrente, ci risponda qui e "
    "controlliamo subito. Grazie della pazienza."
)
OWN = "Il tecnico arriva alle sei, la chiamo io."


@pytest.fixture
def town() -> Iterator[ServedTown]:
    with ServedTown() as served:
        yield served


@pytest.fixture
def opened(town: ServedTown, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Windowed]:
    desk = TownDesk(tmp_path, town)
    with desk.store() as store:
        store.crisis.keep_hours(desk.account.id, ordinary_weeks(3, utc_now()))
    with windowed(qtbot, qapp, desk) as window:
        yield window


def banner(opened: Windowed) -> str:
    """Return what the banner says, "" while there is none."""
    found = opened.part("banner")
    assert isinstance(found, Banner)
    return found.accessibleName() if found.isVisible() else ""


def press(opened: Windowed, name: str) -> None:
    """Click a button wherever it is: banner, panel or question."""
    button = next(
        one
        for window in QApplication.topLevelWidgets()
        for one in window.findChildren(QAbstractButton, name)
        if one.isVisible()
    )
    button.click()


def answer(opened: Windowed, text: str) -> None:
    """Write a reply to the first of the list and send it."""
    opened.composer.set_text(text)
    opened.composer.text_changed.emit(text)
    opened.until(lambda: opened.composer.text() == text)
    opened.composer.send()
    opened.until(lambda: opened.composer.text() == "")


def standing(opened: Windowed, text: str) -> tuple[DeliveryState, HoldReason | None] | None:
    """Return where a reply stands, None once it is sent or before it is written."""
    found = next((one for one in opened.session.store.deliveries.open() if text in one.text), None)
    return (found.state, found.hold_reason) if found is not None else None


def test_a_surge_is_told_and_crisis_mode_holds_a_canned_reply_until_it_is_switched_off(
    opened: Windowed, town: ServedTown
) -> None:
    lanes = opened.session.store.lanes
    opened.until(lambda: bool(lanes.ids(Lane.ALL, agent="LB", at_risk_before=utc_now())))
    assert banner(opened) == ""
    for persona, text in crowd(3, 60):
        town.write(persona, text)
    opened.until(lambda: "Volume surge" in banner(opened))
    assert "«" in banner(opened)
    assert opened.session.store.crisis.mode() is None, "nothing is switched by itself"

    press(opened, "banner_crisis_on")
    opened.until(lambda: "Crisis mode is on" in banner(opened))
    case_id = lanes.ids(Lane.ALL, agent="LB", at_risk_before=utc_now())[0]
    opened.window._wiring._errands.show_case(int(case_id))  # type: ignore[union-attr]
    opened.until(opened.composer.isVisible)
    answer(opened, CANNED)
    opened.until(lambda: standing(opened, CANNED) == (DeliveryState.HELD, HoldReason.CRISIS))
    answer(opened, OWN)
    opened.until(lambda: town.count_of(OWN) == 1)
    assert town.count_of("riparato") == 0
    assert standing(opened, CANNED) == (DeliveryState.HELD, HoldReason.CRISIS)

    press(opened, "banner_crisis_off")
    press(opened, "crisis_send")
    opened.until(lambda: town.count_of("riparato") == 1)
    assert "Crisis mode is on" not in banner(opened)
    assert "Volume surge" in banner(opened), "the surge goes on without the mode"
