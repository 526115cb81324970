"""Tickets in the window: what stands in the profile, what the dialogs ask, and what the systems' page does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

import ui.tickets.connect_dialog
from desktop.cases import Done
from desktop.guardrails import Guardrails
from desktop.model import AttachmentId, CaseId, Deed
from desktop.model.channel import CheckStep
from desktop.model.ids import TicketDeedId, TicketSystemId
from desktop.model.tickets import (
    CaseEffect,
    RemoteTicket,
    SystemKind,
    TicketDeed,
    TicketDeedKind,
    TicketDeedState,
    TicketState,
    TicketSystem,
)
from desktop.tickets import Carried, CaseTickets, FormField
from tests.factories import NOON, FakeClock
from tests.loaded import shipped_privacy_rules
from tests.ui.sessions import a_session, detail
from ui.session import Session
from ui.shell.done_words import done_words
from ui.theme import Theme
from ui.tickets.connect_dialog import ConnectSystemDialog
from ui.tickets.controller import TicketController
from ui.tickets.dialogs import LinkTicketDialog, OpenTicketDialog
from ui.tickets.presenter import present_tickets
from ui.tickets.section import TicketsPart
from ui.tickets.systems_page import SystemsPage
from ui.tickets.words import event_sentence, reason_words
from ui.widgets import IconLine

RT = TicketSystem(TicketSystemId(0), "", SystemKind.RT, "RT", "https://rt.example", "General")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made, _ = a_session(tmp_path, FakeClock(NOON))
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def guardrails() -> Guardrails:
    return Guardrails(shipped_privacy_rules())


@pytest.fixture
def part(qtbot: QtBot, light: Theme) -> TicketsPart:
    made = TicketsPart(light)
    made.resize(288, 300)
    qtbot.addWidget(made)
    return made


def connected(session: Session, system: TicketSystem = RT) -> TicketSystem:
    return session.store.ticket_systems.add(system, actor="Livia", at=NOON)


def tied(session: Session, system: TicketSystem, state: TicketState = TicketState.OPEN) -> None:
    case = detail(session).row.id
    deed = a_deed(TicketDeedState.DOING, system)
    remote = RemoteTicket(
        "1423", "#1423", "Rimborso doppio addebito", "https://rt.example/1423", state, state.value, "1"
    )
    with session.store.connection.writing():
        session.store.tickets.tie(replace(deed, case_id=case), remote, at=NOON, next_read_at=NOON)


def a_deed(state: TicketDeedState, system: TicketSystem, error: str = "") -> TicketDeed:
    kind = TicketDeedKind.OPEN
    return TicketDeed(
        TicketDeedId(5), "S-ABCDEFGHJK", CaseId(1), system.id, kind, "T", "", True, "Livia", NOON, state, error=error
    )


def controller(session: Session, theme: Theme, part: TicketsPart, guardrails: Guardrails) -> TicketController:
    return TicketController(session, theme, part, lambda: guardrails, part)


def child(widget: QWidget, name: str) -> QWidget:
    found = widget.findChild(QWidget, name)
    assert found is not None, name
    return found


def test_a_ticket_stands_in_the_profile_with_its_state_and_opens_in_the_browser(
    session: Session, light: Theme, part: TicketsPart, guardrails: Guardrails, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    tied(session, connected(session))
    shown = controller(session, light, part, guardrails)
    shown.show(detail(session))
    part.show()
    row = child(part, "ticket_1")
    assert row.accessibleName() == "RT #1423, Open. Rimborso doppio addebito"
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(40, 10))
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert opened == ["https://rt.example/1423"] * 2
    shown.show(None)
    assert part.isHidden()


def test_without_a_system_nothing_is_offered_and_the_action_leads_to_the_settings(
    session: Session, light: Theme, part: TicketsPart, guardrails: Guardrails, qtbot: QtBot
) -> None:
    shown = controller(session, light, part, guardrails)
    shown.show(detail(session))
    assert part.isHidden()
    with qtbot.waitSignal(shown.settings_requested):
        shown.ask_open()


def test_opening_a_ticket_asks_what_goes_along_and_can_be_undone(
    session: Session, light: Theme, part: TicketsPart, guardrails: Guardrails, qtbot: QtBot
) -> None:
    connected(session)
    shown = controller(session, light, part, guardrails)
    shown.show(detail(session))

    def go() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, OpenTicketDialog)
        assert "Ada Neri asks about the bill" in dialog.words
        dialog.go.click()

    QTimer.singleShot(0, go)
    told: list[Done] = []
    shown.done.connect(told.append)
    with qtbot.waitSignal(shown.wanted):
        shown.ask_open()
    (done,) = told
    assert done.undo is not None
    assert done.deed is Deed.TICKET
    assert done_words(done, NOON, UTC) == "Opens a ticket"
    (waiting,) = shown.desk.of_case(detail(session).row.id).deeds
    assert child(part, f"ticket_deed_{int(waiting.id)}").accessibleName() == (
        "New ticket. Goes out as soon as RT can be reached."
    )
    done.undo()
    assert shown.desk.of_case(detail(session).row.id).is_empty


def test_what_was_written_by_hand_stays_when_personal_data_is_covered_or_not(qtbot: QtBot, light: Theme) -> None:
    def carry(covers: bool) -> Carried:
        return Carried("Title", "IBAN ••••" if covers else "IBAN 123", ((AttachmentId(3), "a.pdf", 2048),))

    dialog = OpenTicketDialog(light, "Ada", [RT], carry)
    qtbot.addWidget(dialog)
    assert dialog.words == "IBAN ••••"
    dialog._masks.setChecked(False)
    assert dialog.words == "IBAN 123"
    edit = dialog.findChild(QPlainTextEdit, "ticket_text")
    assert edit is not None
    edit.setPlainText("By hand")
    dialog._masks.setChecked(True)
    assert dialog.words == "By hand"
    assert dialog.files == (AttachmentId(3),)
    dialog._title.set_text("  ")
    assert not dialog.go.isEnabled()


def test_a_pasted_address_chooses_its_system(qtbot: QtBot, light: Theme) -> None:
    other = replace(RT, id=TicketSystemId(2), name="Jira", address="https://jira.example")
    dialog = LinkTicketDialog(light, [replace(RT, id=TicketSystemId(1)), other])
    qtbot.addWidget(dialog)
    assert not dialog.go.isEnabled()
    dialog._ticket.edit.setText("https://jira.example/browse/CARE-7")
    assert dialog.system_id == 2
    assert dialog.go.isEnabled()


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        (TicketDeedState.WAITING, "", "Goes out as soon as RT can be reached."),
        (TicketDeedState.DOING, "", "On its way to RT…"),
        (TicketDeedState.UNSURE, "timed_out", "RT did not answer. It is looked up before it is sent again."),
        (TicketDeedState.REFUSED, "said:Queue not set", "Not done. RT says: Queue not set"),
        (
            TicketDeedState.WAITING,
            "connection_refused",
            "Nothing answers at the address of RT. It is tried again by itself; nothing is lost.",
        ),
    ],
)
def test_how_something_wanted_stands_is_said_plainly(state: TicketDeedState, error: str, words: str) -> None:
    (line,) = present_tickets(CaseTickets((), (a_deed(state, RT, error),)), {RT.id: "RT"}, UTC)
    assert line.title == words


def test_the_timeline_tells_what_happened_to_tickets() -> None:
    assert event_sentence({"what": "opened", "ticket": "RT #7"}, "Livia") == "Livia opened the ticket RT #7"
    assert event_sentence({"what": "opened", "ticket": "RT #7"}, "") == "Sportello opened the ticket RT #7"
    assert event_sentence({"what": "state", "ticket": "RT #7", "state": "solved", "name": "resolved"}, "") == (
        "RT #7 is now: Resolved"
    )
    assert "gone" in event_sentence({"what": "state", "ticket": "RT #7", "state": "gone"}, "")
    assert event_sentence({"what": "refused", "error": "forbidden", "system": "RT"}, "") == (
        "Not done in the ticket system. RT does not allow this to whoever has this token."
    )
    assert event_sentence("nonsense", "Livia")


def test_a_code_that_nobody_knows_is_still_a_sentence() -> None:
    assert reason_words("surprise", "RT") == "RT can't be used right now."
    assert reason_words("http_502", "RT") == "RT failed (502)."


def fill(dialog: ConnectSystemDialog, **values: str) -> None:
    for name, value in values.items():
        dialog._fields[FormField(name)].set_text(value)


def trial(monkeypatch: pytest.MonkeyPatch, *steps: CheckStep) -> list[TicketSystem]:
    tried: list[TicketSystem] = []

    async def answer(system: TicketSystem, secret: str, clock: object) -> tuple[CheckStep, ...]:
        tried.append(system)
        assert secret
        return steps

    monkeypatch.setattr(ui.tickets.connect_dialog, "try_system", answer)
    return tried


def test_a_failed_test_names_its_step_and_keeps_nothing(
    session: Session, light: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial(monkeypatch, CheckStep("server", passed=True), CheckStep("sign_in", passed=False, reason="token_refused"))
    dialog = ConnectSystemDialog(session, light)
    qtbot.addWidget(dialog)
    fill(dialog, address="rt.example.org", token="1-1-x", place="General")
    dialog._save.click()
    qtbot.waitUntil(lambda: len(dialog.steps) == 2)
    assert dialog.steps == ("Reaching the server", "Signing in: Request Tracker does not accept the token.")
    assert session.store.ticket_systems.all() == ()
    assert dialog.result() != QDialog.DialogCode.Accepted


def test_a_system_is_connected_with_its_token_in_the_vault_and_its_rules(
    session: Session, light: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial(monkeypatch, *(CheckStep(step, passed=True) for step in ("server", "sign_in", "place")))
    dialog = ConnectSystemDialog(session, light)
    qtbot.addWidget(dialog)
    fill(dialog, address="rt.example.org/", token="1-1-x", place="General", key_field="Sportello")
    dialog._effects[TicketState.SOLVED].box.choose(CaseEffect.SOLVE.value)
    with qtbot.waitSignal(dialog.accepted):
        dialog._save.click()
    (system,) = session.store.ticket_systems.all()
    assert (system.name, system.address, system.place) == ("RT", "https://rt.example.org", "General")
    assert system.effects[TicketState.SOLVED] is CaseEffect.SOLVE
    assert system.key_field == "Sportello"
    assert session.vault.get(system.secret_name) == "1-1-x"


def test_what_is_missing_is_said_at_its_field_and_nothing_is_asked(
    session: Session, light: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = trial(monkeypatch)
    dialog = ConnectSystemDialog(session, light)
    qtbot.addWidget(dialog)
    fill(dialog, address="http://rt.example.org")
    dialog._test.click()
    assert dialog._fields[FormField.ADDRESS].fault.startswith("Write https://")
    assert dialog._fields[FormField.TOKEN].fault == "This is needed."
    assert tried == []


def test_each_kind_asks_for_what_it_needs(session: Session, theme: Theme, qtbot: QtBot) -> None:
    dialog = ConnectSystemDialog(session, theme)
    qtbot.addWidget(dialog)
    asked = {}
    for kind in SystemKind:
        dialog._kind.box.choose(kind.value)
        asked[kind] = {field.value for field, shown in dialog._fields.items() if not shown.isHidden()}
    assert asked[SystemKind.RT] == {"name", "address", "token", "place", "key_field"}
    assert asked[SystemKind.JIRA] == {"name", "address", "user", "token", "place", "issue_type"}
    assert asked[SystemKind.EMAIL] == {"name", "place"}
    assert not dialog._mailbox.isHidden()


def test_the_page_lists_systems_says_what_ails_them_and_removes_them(
    session: Session, light: Theme, qtbot: QtBot
) -> None:
    system = connected(session)
    session.vault.set(system.secret_name, "1-1-x")
    session.store.ticket_systems.report(system.id, "token_refused", NOON)
    page = SystemsPage(session, light)
    qtbot.addWidget(page)
    state = page.findChild(IconLine, f"ticket_system_state_{int(system.id)}")
    assert state is not None
    assert state.text == "RT does not accept the token."
    with qtbot.waitSignal(page.systems_changed):
        QTest.mouseClick(child(page, f"remove_ticket_system_{int(system.id)}"), Qt.MouseButton.LeftButton)
    assert session.store.ticket_systems.all() == ()
    assert not child(page, "no_ticket_systems").isHidden()
    qtbot.waitUntil(lambda: session.vault.get(system.secret_name) is None)


def test_names_of_its_own_for_states_are_mapped_by_the_form_and_tickets_are_read_anew(
    session: Session, light: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial(monkeypatch, CheckStep("server", passed=True))
    system = connected(session, replace(RT, own_states={"parcheggiato": TicketState.WAITING}))
    session.vault.set(system.secret_name, "1-1-x")
    tied(session, system, TicketState.UNKNOWN)
    session.store.connection.write("UPDATE ticket SET state_name = 'da verificare', etag = 'x', next_read_at = 1")
    dialog = ConnectSystemDialog(session, light, system)
    qtbot.addWidget(dialog)
    unknown = dialog.findChild(IconLine, "unknown_states")
    assert unknown is not None
    assert unknown.text == "Not understood so far: da verificare"
    assert dialog._states[TicketState.WAITING].text == "parcheggiato"
    dialog._states[TicketState.OPEN].set_text("Da  verificare, in lavorazione")
    dialog._states[TicketState.SOLVED].set_text("da verificare")
    dialog._save.click()
    assert dialog._states[TicketState.SOLVED].fault == "“da verificare” stands under “Open” already."
    dialog._states[TicketState.SOLVED].set_text("chiusa bene")
    with qtbot.waitSignal(dialog.accepted):
        dialog._save.click()
    (kept,) = session.store.ticket_systems.all()
    assert kept.own_states == {
        "parcheggiato": TicketState.WAITING,
        "Da verificare": TicketState.OPEN,
        "in lavorazione": TicketState.OPEN,
        "chiusa bene": TicketState.SOLVED,
    }
    (ticket,) = session.store.tickets.of_system(kept.id)
    assert (ticket.etag, ticket.next_read_at) == ("", session.clock())


def test_a_state_that_nobody_knows_is_said_plainly(session: Session) -> None:
    system = connected(session)
    tied(session, system, TicketState.UNKNOWN)
    session.store.connection.write("UPDATE ticket SET state_name = 'da verificare'")
    found = CaseTickets(session.store.tickets.of_system(system.id), ())
    (line,) = present_tickets(found, {system.id: "RT"}, UTC)
    assert line.title == (
        "“da verificare” is no state that Sportello knows. Say in the settings of RT what it amounts to."
    )
    said = event_sentence({"what": "state", "ticket": "RT #7", "state": "unknown", "name": "da verificare"}, "")
    assert said == "RT #7 is now: Da verificare, which is no state that Sportello knows"
