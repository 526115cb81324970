"""Erasing from the window: what goes and what stays is said, the name is typed, and the person is gone afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.customers import ErasurePreview, PersonErased
from desktop.model import Deed
from desktop.store import Erasable, ErasureRefused
from tests.ui.customers.test_profile_controller import Desk
from tests.ui.customers.test_profile_controller import desk as desk  # noqa: PLC0414 - a fixture
from ui.customers import FootState, ProfileShown
from ui.customers.erase_dialog import EraseDialog
from ui.customers.erase_words import erased_words, going_lines, staying_lines
from ui.theme import Theme
from ui.widgets import CheckBox

NOTHING = Erasable(1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
MUCH = Erasable(3, 47, 120, 2, 4, 1_840_000, 1, 1, 3, 5, 2, 4, 2, 90, 1)


@pytest.fixture
def ask(qtbot: QtBot, light: Theme) -> Callable[..., EraseDialog]:
    def _ask(name: str = "Marta Rossi", counts: Erasable = MUCH, backups: tuple[Path, ...] = ()) -> EraseDialog:
        dialog = EraseDialog(light, name, ErasurePreview(counts, backups))
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return _ask


def part(dialog: QDialog, name: str) -> Any:
    found = dialog.findChild(QWidget, name)
    assert found is not None, name
    return found


@pytest.mark.parametrize(
    ("typed", "enabled"), [("Marta Rossi", True), ("  marta   ROSSI ", True), ("Marta", False), ("", False)]
)
def test_only_the_typed_name_lets_a_person_be_erased(
    ask: Callable[..., EraseDialog], typed: str, enabled: bool
) -> None:
    dialog = ask()
    QTest.keyClicks(part(dialog, "erase_typed"), typed)
    assert part(dialog, "erase").isEnabled() is enabled


def test_enter_in_the_field_never_erases(ask: Callable[..., EraseDialog]) -> None:
    dialog = ask()
    field: QLineEdit = part(dialog, "erase_typed")
    QTest.keyClicks(field, "Marta Rossi")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert dialog.result() != QDialog.DialogCode.Accepted


def test_backups_stay_unless_somebody_says_so(ask: Callable[..., EraseDialog]) -> None:
    assert ask().findChild(CheckBox) is None
    both = [Path("a.db"), Path("b.db")]
    dialog = ask(backups=tuple(both))
    assert list(dialog.unwanted_backups) == []
    part(dialog, "erase_backups").click()
    assert list(dialog.unwanted_backups) == both


def test_only_what_there_is_is_named() -> None:
    assert len(going_lines(ErasurePreview(NOTHING, ()))) == 2
    assert len(going_lines(ErasurePreview(MUCH, ()))) == 11
    assert ("trash", "Attachments: 4 (2 MB)") in going_lines(ErasurePreview(MUCH, ()))
    unknown = replace(MUCH, attachment_bytes=0)
    assert ("trash", "Attachments: 4") in going_lines(ErasurePreview(unknown, ())), "of which no size is known"
    assert len(staying_lines(ErasurePreview(MUCH, ()))) == len(staying_lines(ErasurePreview(NOTHING, ()))) + 1


def test_what_is_left_to_do_is_said() -> None:
    done = PersonErased(NOTHING, (), scrubbed=True, backups_left=0)
    assert erased_words(done) == "Erased: conversations 1, messages 1."
    assert "as soon as nobody reads it" in erased_words(replace(done, scrubbed=False))
    assert "priority.json" in erased_words(replace(done, favours_left=True))
    assert erased_words(replace(done, backups_left=2)).endswith("Backups that still hold this person: 2.")


def test_an_erased_customer_is_gone_and_their_backup_too(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = desk.write("Marta Rossi", "Bolletta doppia")
    backup = desk.session.profile.backups / "sportello-v3.db"
    backup.parent.mkdir(parents=True, exist_ok=True)
    backup.write_bytes(b"old")

    def agree(dialog: EraseDialog) -> int:
        part(dialog, "erase_backups").click()
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(EraseDialog, "exec", agree)
    desk.show(row)
    desk.part("profile_erase").click()
    qtbot.waitUntil(lambda: bool(desk.done))
    assert (desk.done[0].deed, desk.done[0].undo, desk.done[0].case_ids) == (Deed.CUSTOMER_ERASED, None, (row.id,))
    assert desk.session.customers.profile(row.customer_id) is None
    assert not backup.exists()
    assert desk.shown() is ProfileShown.NOBODY
    assert desk.part("profile_empty_title").text() == "Erased"


def test_who_cancels_has_erased_nothing(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[EraseDialog] = []

    def refuse(dialog: EraseDialog) -> int:
        asked.append(dialog)
        return QDialog.DialogCode.Rejected

    monkeypatch.setattr(EraseDialog, "exec", refuse)
    row = desk.write("Marta Rossi", "Bolletta doppia")
    desk.show(row)
    desk.part("profile_erase").click()
    qtbot.waitUntil(lambda: bool(asked))
    assert desk.session.customers.profile(row.customer_id) is not None
    assert desk.copy() is FootState.IDLE


def test_a_refusal_says_why_and_what_to_do(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise ErasureRefused("sending")

    monkeypatch.setattr("ui.customers.erasing.preview_erasure", refused)
    desk.show(desk.write("Marta Rossi", "Bolletta doppia"))
    desk.part("profile_erase").click()
    qtbot.waitUntil(lambda: desk.copy() is FootState.REFUSED)
    assert desk.pane.foot.said.startswith("A reply is leaving at this moment. Nothing was erased.")
