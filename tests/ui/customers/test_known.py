"""Marks, the desk's own fields and consents in the profile: shown when there are any, changed by an agent, undone."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.customers import CustomerKnown
from desktop.model import CaseId
from desktop.model.known import Consent, ConsentKind, FieldKind, OwnField, OwnValue, Rating
from tests.factories import NOON
from tests.ui.customers.conftest import MOMENT, Show, days, profile
from tests.ui.customers.test_profile_controller import Desk
from tests.ui.customers.test_profile_controller import desk as desk  # noqa: PLC0414 - a fixture
from ui.customers.known_dialogs import ConsentDialog, OwnValuesDialog
from ui.customers.known_presenter import present_known, with_known
from ui.customers.presenter import present_profile
from ui.theme import Theme

SINCE = OwnField("f2", "Contratto dal", FieldKind.DATE)
TARIFF = OwnField("f3", "Tariffa", FieldKind.CHOICE, ("Mono", "Bioraria"))
POWER = OwnField("f4", "kW", FieldKind.NUMBER)
FIELDS = (SINCE, TARIFF, POWER)
MARKS = tuple(Rating(mark, days(number), CaseId(number)) for number, mark in enumerate((4, 3, 2, 4, 5), 1))
KNOWN = CustomerKnown(
    MARKS,
    FIELDS,
    (OwnValue(SINCE, "2021-04-03"), OwnValue(TARIFF, "Mono")),
    (Consent(ConsentKind.SURVEY, False, "on the phone", "Laura", days(2)),),
)


def part(dialog: QWidget, name: str) -> Any:
    found = dialog.findChild(QWidget, name)
    assert found is not None, name
    return found


def test_marks_stand_as_they_were_given_with_their_mean() -> None:
    state = present_known(KNOWN, MOMENT)
    assert state.marks_title == "Satisfaction, last 5 ratings"
    assert (state.mean, [one.figure for one in state.marks]) == ("3.6 of 5", ["5", "4", "2", "3", "4"])
    assert [one.icon for one in state.marks] == ["smiley", "smiley", "smiley-sad", "smiley-meh", "smiley"]
    one = present_known(CustomerKnown(MARKS[:1]), MOMENT)
    assert (one.marks_title, one.mean) == ("Satisfaction, 1 rating", "4.0 of 5")


def test_dates_are_written_as_people_write_them_and_a_refusal_is_no_consent() -> None:
    state = present_known(KNOWN, MOMENT)
    assert [(one.name, one.value) for one in state.details] == [("Contratto dal", "3.4.2021"), ("Tariffa", "Mono")]
    assert state.consents[0].title == "Satisfaction questions"
    assert state.consents[0].words.startswith("Refused or taken back, on the phone, ")
    assert not state.consents[0].given


def test_what_there_is_nothing_of_is_hidden(show: Show, light: Theme) -> None:
    pane = show(light, profile(), height=1_600)
    assert not any(one.isVisible() for one in (pane.satisfaction, pane.follow_up, pane.details, pane.consents))
    pane.show_known(present_known(KNOWN, MOMENT))
    assert all(one.isVisible() for one in (pane.satisfaction, pane.details, pane.consents))
    assert all(pane.isAncestorOf(one) for one in (pane.satisfaction, pane.follow_up, pane.details, pane.consents))
    assert pane.satisfaction.row.accessibleName().startswith("5 of 5, ")
    pane.show_known(present_known(CustomerKnown(), MOMENT))
    assert not pane.satisfaction.isVisible()


def test_the_follow_up_comes_and_goes_with_its_parts(show: Show, light: Theme) -> None:
    pane = show(light, profile())
    ticket, promise = QLabel("RT #1423"), QLabel("Fri 13 Mar")
    for one in (ticket, promise):
        one.hide()
        pane.follow_up.add_part(one)
    assert not pane.follow_up.isVisible()
    promise.show()
    assert pane.follow_up.isVisible()
    ticket.show()
    promise.hide()
    assert pane.follow_up.isVisible()
    ticket.hide()
    assert not pane.follow_up.isVisible()


def test_a_value_that_does_not_fit_is_said_to_and_kept_by_nobody(qtbot: QtBot, light: Theme) -> None:
    dialog = OwnValuesDialog(light, "Marta", KNOWN)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.values == {"f2": "2021-04-03", "f3": "Mono", "f4": ""}
    QTest.keyClicks(part(dialog, "own_f4"), "tre")
    part(dialog, "keep").click()
    assert dialog.result() != QDialog.DialogCode.Accepted
    assert part(dialog, "own_f4_hint").text.startswith("Write a number")
    part(dialog, "own_f4").clear()
    QTest.keyClicks(part(dialog, "own_f4"), "3,5")
    part(dialog, "keep").click()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.values["f4"] == "3.5"


def test_a_consent_needs_to_say_how(qtbot: QtBot, light: Theme) -> None:
    dialog = ConsentDialog(light, "Marta")
    qtbot.addWidget(dialog)
    assert not part(dialog, "keep").isEnabled()
    QTest.keyClicks(part(dialog, "consent_how"), "by e-mail")
    assert part(dialog, "keep").isEnabled()
    assert (dialog.kind, dialog.given, dialog.how) == (ConsentKind.AUTOMATIC, True, "by e-mail")


def test_details_and_consents_are_kept_told_of_and_undone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    row = desk.write("Marta Rossi", "Bolletta doppia")
    desk.session.store.own_fields.keep(FIELDS, actor="Laura", at=NOON)

    def fill(dialog: OwnValuesDialog) -> int:
        part(dialog, "own_f4").setText("3.5")
        return QDialog.DialogCode.Accepted

    def say(dialog: ConsentDialog) -> int:
        part(dialog, "consent_how").setText("by e-mail")
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(OwnValuesDialog, "exec", fill)
    monkeypatch.setattr(ConsentDialog, "exec", say)
    desk.show(row)
    desk.part("details_edit").click()
    assert [one.value for one in desk.session.customers.known(row.customer_id).values] == ["3.5"]
    desk.undo()
    assert desk.session.customers.known(row.customer_id).values == ()
    desk.pane.header.consent_requested.emit()
    assert desk.pane.consents.isVisible()
    assert len(desk.done) == 2


def test_the_place_and_the_day_of_a_first_contract_stand_at_the_profiles_top(show: Show, light: Theme) -> None:
    place, since = OwnField("f5", "Località", FieldKind.PLACE), OwnField("f6", "Cliente dal", FieldKind.SINCE)
    values = (OwnValue(place, "Torino"), OwnValue(since, "2017-03-09"), OwnValue(TARIFF, "Mono"))
    state = present_known(CustomerKnown(fields=(place, since, TARIFF), values=values), MOMENT)
    assert [one.name for one in state.details] == ["Tariffa"]
    person = present_profile(profile(), None, MOMENT)
    top = with_known(person, state)
    assert top.place == "Torino, writes in Italian"
    assert [one.value for one in top.facts if one.label == "customer since"] == ["2017"]
    assert with_known(person, present_known(CustomerKnown(), MOMENT)) == person
    assert "Customer since 9 March 2017" in [one.spoken for one in top.facts]
