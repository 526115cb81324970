"""A ticket from end to end, on a real Request Tracker and a real Redmine: connected, carried there, followed back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.demo.networks import Persona
from desktop.model import CaseStatus
from desktop.model.tickets import SystemKind
from tests.journeys.hands import (
    answering,
    click,
    detail_of,
    dialog,
    found,
    front,
    has_gone,
    open_case,
    rows_of,
    settings,
    words_of,
)
from tests.journeys.townside import ServedTown, TownDesk
from tests.journeys.windowed import Windowed, windowed
from tests.servers.redmine import PROJECT, Redmine
from tests.servers.requesttracker import KEY_FIELD, RequestTracker
from ui.widgets import ComboField

pytestmark = [pytest.mark.server, pytest.mark.slow]

SARA = Persona("sara", "Sara Galli", "sara_galli")


@pytest.fixture
def tracker() -> Iterator[RequestTracker]:
    with RequestTracker() as made:
        yield made


@pytest.fixture
def redmine() -> Iterator[Redmine]:
    with Redmine() as made:
        yield made


@pytest.fixture
def town() -> Iterator[ServedTown]:
    with ServedTown() as served:
        yield served


class Colleague:
    """Anna, who works in Request Tracker and knows nothing of the desk."""

    def __init__(self, tracker: RequestTracker) -> None:
        signed = {"Authorization": f"token {tracker.other_token}"}
        self._http = httpx.Client(base_url=f"{tracker.url}/REST/2.0", headers=signed, trust_env=False, timeout=30)

    def tickets(self) -> list[str]:
        """Return the numbers of all tickets."""
        asked = self._http.get("/tickets", params={"query": "id > 0"}).raise_for_status()
        return [str(one["id"]) for one in asked.json()["items"]]

    def reads(self, number: str) -> str:
        """Return the title of a ticket and what stands in it."""
        title = self._http.get(f"/ticket/{number}").raise_for_status().json()["Subject"]
        listed = self._http.get(f"/ticket/{number}/attachments", params={"fields": "Content", "per_page": 100})
        return "\n".join([title, *(str(one.get("Content", "")) for one in listed.json()["items"])])

    def solves(self, number: str, words: str) -> None:
        """Say something to whoever asked, and resolve a ticket."""
        said = {"Content": words, "ContentType": "text/plain"}
        self._http.post(f"/ticket/{number}/correspond", json=said).raise_for_status()
        self._http.put(f"/ticket/{number}", json={"Status": "resolved"}).raise_for_status()

    def close(self) -> None:
        """Sign out."""
        self._http.close()


class Redminer:
    """Anna, who works in Redmine and knows nothing of the desk."""

    def __init__(self, redmine: Redmine) -> None:
        signed = {"X-Redmine-API-Key": redmine.other_token}
        self._http = httpx.Client(base_url=redmine.url, headers=signed, trust_env=False, timeout=30)

    def issues(self) -> list[tuple[str, str, str]]:
        """Return number, title and text of all issues."""
        listed = self._http.get("/issues.json", params={"status_id": "*"}).raise_for_status().json()["issues"]
        return [(str(one["id"]), one["subject"], one["description"]) for one in listed]

    def change(self, number: str, **issue: object) -> None:
        """Say something in an issue or give it another state."""
        self._http.put(f"/issues/{number}.json", json={"issue": issue}).raise_for_status()

    def close(self) -> None:
        """Sign out."""
        self._http.close()


def connect(at: Windowed, kind: SystemKind, **values: str) -> None:
    """Connect a ticket system in the settings; a resolved ticket solves its conversation."""
    asking = settings(at, "tickets")
    click(asking, "connect_ticket_system")
    form = dialog(at, "connect_system")
    found(form, ComboField, "system_kind_field").box.choose(kind)
    for name, value in values.items():
        found(form, QLineEdit, f"system_{name}").setText(value)
    found(form, ComboField, "effect_solved_field").box.choose("solve")
    click(form, "connect_system_save")
    at.until(lambda: has_gone(form))
    click(asking, "cancel")
    at.until(lambda: has_gone(asking))


def test_a_ticket_carries_the_conversation_and_its_state_comes_back(
    tracker: RequestTracker, town: ServedTown, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    anna = Colleague(tracker)
    with windowed(qtbot, qapp, TownDesk(tmp_path, town)) as at:
        connect(
            at,
            SystemKind.RT,
            address=tracker.url,
            token=tracker.token,
            place="General",
            key_field=KEY_FIELD,
        )
        case_id = open_case(at, "La bolletta")
        front(at)
        at.part("timeline_list").setFocus()

        def carries(asking: QDialog) -> None:
            assert "arrivata due volte" in found(asking, QPlainTextEdit, "ticket_text").toPlainText()
            found(asking, QLineEdit, "ticket_title").setText("Bill sent twice")
            click(asking, "open_ticket_go")

        with answering(at, "open_ticket", carries):
            at.press(at.part("timeline_list"), Qt.Key.Key_D)
        at.until(lambda: bool(anna.tickets()))
        (number,) = anna.tickets()
        assert "Bill sent twice" in anna.reads(number)
        assert "arrivata due volte" in anna.reads(number)
        at.until(lambda: f"RT #{number}" in words_of(at.part("profile_follow_up")))
        anna.solves(number, "It was a printing fault.")
        news(at)
        at.until(lambda: detail_of(at, case_id).row.status is CaseStatus.SOLVED)
        at.until(lambda: "printing fault" in rows_of(at))
    anna.close()


def test_a_redmine_issue_carries_the_conversation_and_what_is_said_and_done_there_comes_back(
    redmine: Redmine, town: ServedTown, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    anna = Redminer(redmine)
    with windowed(qtbot, qapp, TownDesk(tmp_path, town)) as at:
        connect(at, SystemKind.REDMINE, address=redmine.url, token=redmine.token, place=PROJECT, key_field="1")
        case_id = open_case(at, "La bolletta")
        front(at)
        at.part("timeline_list").setFocus()
        with answering(at, "open_ticket", lambda asking: click(asking, "open_ticket_go")):
            at.press(at.part("timeline_list"), Qt.Key.Key_D)
        at.until(lambda: bool(anna.issues()))
        ((number, _, text),) = anna.issues()
        assert "arrivata due volte" in text
        at.until(lambda: f"Redmine #{number}" in words_of(at.part("profile_follow_up")))
        anna.change(number, notes="Is it the same customer number?")
        news(at)
        at.until(lambda: "the same customer number" in rows_of(at))
        anna.change(number, status_id=5)
        news(at)
        at.until(lambda: detail_of(at, case_id).row.status is CaseStatus.SOLVED)
    anna.close()


def news(at: Windowed) -> None:
    """Look for news of the ticket by the menu of its row."""
    look = next(one for one in at.part("ticket_1").actions() if one.text() == "Look for news")
    look.trigger()
