"""The settings dialog: what waits for Save, what counts at once, what is refused, and what is told by group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.accounts.imported import add_imported_account
from desktop.guardrails import Slot
from desktop.model import (
    Account,
    AccountHealth,
    AccountId,
    AccountRole,
    Agent,
    HealthState,
    Listening,
    Network,
    listening_of,
)
from desktop.store.errors import StoreFull
from desktop.store.settings import Settings
from tests.factories import NOON, FakeClock
from tests.ui.accounts.hands import Hands
from tests.ui.sessions import a_session
from ui.accounts import AccountRemoval, ConnectWizard, ListeningDialog
from ui.session import Session
from ui.settings import SettingsDialog, appearance_of, undo_seconds_of
from ui.theme import Theme
from ui.widgets import Button

Key = Qt.Key
Desk = tuple[Session, Account]
Opened = Callable[..., tuple[SettingsDialog, Hands, list[str]]]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    session, account = a_session(tmp_path, FakeClock(), ())
    yield session, account
    session.store.close()


@pytest.fixture
def opened(qtbot: QtBot, desk: Desk, light: Theme) -> Opened:
    def show(group: str = "agent") -> tuple[SettingsDialog, Hands, list[str]]:
        dialog = SettingsDialog(desk[0], light)
        qtbot.addWidget(dialog)
        told: list[str] = []
        dialog.settings_changed.connect(told.append)
        dialog.show_group(group)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog, Hands(qtbot, dialog), told

    return show


def test_nothing_waits_at_first_and_the_pages_are_walked_with_arrows(opened: Opened) -> None:
    dialog, hands, _ = opened()
    assert hands.words("cancel") == "Close"
    assert hands.focus.objectName() == "settings_agent"
    seen = [dialog.group]
    for _ in range(4):
        hands.press(Key.Key_Down)
        seen.append(dialog.group)
    assert seen == ["agent", "appearance", "sending", "hours", "accounts"]
    assert hands.focus.objectName() == "settings_accounts"


def test_no_part_of_the_dialog_is_ever_a_window_of_its_own(opened: Opened) -> None:
    dialog, _, _ = opened("hours")
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [dialog]


def test_an_agent_is_renamed_with_the_keyboard(desk: Desk, opened: Opened) -> None:
    dialog, hands, told = opened()
    hands.write("agent_name", "Marta Rossi")
    assert "^MR" in hands.words("signature_preview_words")
    hands.press(Key.Key_Return)
    assert told == ["agent"]
    assert desk[0].agent == Agent("Marta Rossi", "MR", "^MR")
    assert not dialog.isVisible()


def test_a_name_that_will_not_do_keeps_the_dialog_open(desk: Desk, opened: Opened) -> None:
    dialog, hands, told = opened()
    hands.write("agent_name", " ")
    dialog.show_group("sending")
    hands.click("save")
    assert (dialog.group, told) == ("agent", [])
    assert hands.focus.objectName() == "agent_name"
    assert desk[0].agent.name == "Livia Bruno"


def test_colours_and_text_size_show_at_once_and_cancel_takes_them_back(
    desk: Desk, opened: Opened, light: Theme
) -> None:
    _, hands, told = opened("appearance")
    hands.tab_to("text_size_100")
    hands.press(Key.Key_Right)
    assert light.scale == 1.1
    hands.click("cancel")
    assert light.scale == 1.0
    assert told == []
    assert appearance_of(desk[0].store).text_percent == 100


def test_keys_and_motion_are_kept_with_save(desk: Desk, opened: Opened) -> None:
    _, hands, told = opened("appearance")
    for name in ("single_letters", "reduce_motion"):
        hands.tab_to(name)
        hands.press(Key.Key_Space)
    hands.click("save")
    appearance = appearance_of(desk[0].store)
    assert (appearance.single_letters, appearance.reduce_motion) == (False, True)
    assert told == ["appearance"]


def test_the_undo_time_is_chosen_and_explained(desk: Desk, opened: Opened) -> None:
    _, hands, told = opened("sending")
    hands.tab_to("undo_seconds_8")
    hands.press(Key.Key_Right)
    assert "leaves 15 s after" in hands.words("undo_note_words")
    hands.press(Key.Key_Left, 3)
    assert "can't be taken back" in hands.words("undo_note_words")
    hands.click("save")
    assert (undo_seconds_of(desk[0].store), told) == (0, ["sending"])


def test_a_lunch_break_is_typed_with_the_keyboard(desk: Desk, opened: Opened) -> None:
    _, hands, told = opened("hours")
    hands.keys_alone = True
    hands.write("to_0_0", "13")
    hands.tab_to("add_0")
    hands.press(Key.Key_Space)
    assert hands.focus.objectName() == "from_0_1"
    QTest.keyClicks(hands.focus, "1430")
    hands.write("to_0_1", "18.30")
    hands.tab_to("copy_monday")
    hands.press(Key.Key_Space)
    hands.click("save")
    hours = desk[0].hours.of(None)
    expected = (Slot.of("09:00", "13:00"), Slot.of("14:30", "18:30"))
    assert hours.week[0] == hours.week[4] == expected
    assert hours.week[5] == ()
    assert desk[0].inbox.hours == hours
    assert told == ["hours"]


def test_hours_that_overlap_are_refused_where_they_stand(desk: Desk, opened: Opened) -> None:
    before = desk[0].hours.of(None)
    _, hands, told = opened("hours")
    hands.go_to("add_2")
    hands.press(Key.Key_Space)
    hands.write("from_2_1", "17")
    hands.write("to_2_1", "20")
    hands.click("save")
    assert "overlap" in hands.words("day_fault_2_words")
    assert hands.focus.objectName() == "from_2_1"
    assert (told, desk[0].hours.of(None)) == ([], before)


def test_a_day_is_closed_and_opened_again_without_losing_its_hours(opened: Opened) -> None:
    _, hands, _ = opened("hours")
    hands.write("from_0_0", "8")
    for _ in range(2):
        hands.go_to("day_0")
        hands.press(Key.Key_Space)
    assert hands.words("from_0_0") == "08:00"


def test_holidays_follow_country_and_region_and_the_next_ones_are_named(desk: Desk, opened: Opened) -> None:
    _, hands, told = opened("hours")
    assert "6 Apr" in hands.words("next_holidays_words")
    hands.go_to("country")
    country = hands.focus
    country.setCurrentIndex(country.findData("ES"))  # type: ignore[attr-defined]
    region = hands.see(QWidget, "region")
    region.setCurrentIndex(region.findData("CT"))  # type: ignore[attr-defined]
    region.activated.emit(0)  # type: ignore[attr-defined]
    assert "3 Apr" in hands.words("next_holidays_words")
    hands.click("save")
    hours = desk[0].hours.of(None)
    assert (hours.country, hours.region, told) == ("ES", "CT", ["hours"])


def test_an_unknown_time_zone_is_refused(desk: Desk, opened: Opened) -> None:
    _, hands, told = opened("hours")
    zone = hands.see(QWidget, "zone")
    zone.setEditText("Atlantis")  # type: ignore[attr-defined]
    hands.click("save")
    assert "Choose a time zone" in hands.words("zone_fault_words")
    assert told == []


def test_an_exception_is_added_checked_and_kept(desk: Desk, opened: Opened) -> None:
    dialog, hands, _ = opened("hours")
    hands.click("add_closure")
    assert hands.focus.objectName() == "closure_name_0"
    QTest.keyClicks(hands.focus, "Stocktaking")
    hands.write("closure_hours_0", "from nine")
    hands.click("save")
    assert "from nine" in hands.words("closure_fault_0_words")
    hands.write("closure_hours_0", "9-13")
    hands.click("save")
    (closure,) = desk[0].hours.of(None).closures
    assert (closure.name, closure.slots) == ("Stocktaking", (Slot.of("09:00", "13:00"),))
    assert closure.start_date == desk[0].local_now().date()
    assert not dialog.isVisible()


def test_a_full_disk_is_told_and_the_dialog_stays(desk: Desk, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreFull

    dialog, hands, told = opened("sending")
    hands.tab_to("undo_seconds_8")
    hands.press(Key.Key_Left)
    monkeypatch.setattr(Settings, "set", full)
    hands.click("save")
    assert "disk is full" in hands.words("dialog_hint_words")
    assert (dialog.isVisible(), told) == (True, [])


def test_accounts_say_how_they_do_and_sign_in_again_in_the_wizard(desk: Desk, opened: Opened) -> None:
    session, account = desk
    session.store.accounts.report_health(account.id, AccountHealth(HealthState.SIGN_IN, NOON, detail="token_refused"))
    dialog, hands, _ = opened("accounts")
    assert "no longer accepts the sign-in" in hands.words(f"state_{account.id}_words")
    hands.click(f"sign_in_{account.id}")
    wizard = dialog.findChild(ConnectWizard)
    assert wizard is not None
    assert wizard.page.objectName() == "mastodon_sign_in"
    wizard.reject()


def test_what_an_account_listens_for_is_changed_here(qtbot: QtBot, desk: Desk, opened: Opened) -> None:
    session, account = desk
    dialog, hands, _ = opened("accounts")
    changed: list[int] = []
    dialog.account_connected.connect(changed.append)
    hands.click(f"listening_{account.id}")
    listening = dialog.findChild(ListeningDialog)
    assert listening is not None
    inside = Hands(qtbot, listening)
    inside.write("listen_words", "Aurora Energia\nAuorra")
    inside.write("listen_hashtags", "#auroraenergia")
    inside.click("save")
    assert changed == [int(account.id)]
    kept = session.store.accounts.get(account.id)
    assert kept is not None
    assert listening_of(kept) == Listening(("Aurora Energia", "Auorra"), ("auroraenergia",))
    assert (kept.role, kept.name) == (account.role, account.name)


def test_feeds_can_not_be_left_without_words_and_have_no_sign_in(qtbot: QtBot, desk: Desk, opened: Opened) -> None:
    session, _ = desk
    settings = {"feeds": "https://paper.example/feed", **Listening(("Aurora",)).settings()}
    feeds = session.store.accounts.add(
        Network.LISTENING, name="Feeds", handle="paper.example", role=AccountRole.MONITORED, settings=settings,
        actor="L", at=NOON,
    )  # fmt: skip
    dialog, hands, _ = opened("accounts")
    assert hands.words(f"sign_in_{feeds.id}") == "Feeds…"
    hands.click(f"listening_{feeds.id}")
    listening = dialog.findChild(ListeningDialog)
    assert listening is not None
    inside = Hands(qtbot, listening)
    inside.write("listen_words", "")
    inside.click("save")
    assert listening.isVisible()
    assert inside.words("listen_words_hint_words").startswith("Write at least one word")
    inside.click("cancel")


def test_an_account_of_imported_messages_can_only_be_removed(desk: Desk, opened: Opened) -> None:
    session, _ = desk
    imported = add_imported_account(session.store, Network.EMAIL, "Archive", NOON)
    dialog, _, _ = opened("accounts")
    names = {button.objectName() for button in dialog.findChildren(Button)}
    assert f"remove_account_{imported.id}" in names
    assert f"sign_in_{imported.id}" not in names


def test_an_account_is_removed_after_a_question(qtbot: QtBot, desk: Desk, opened: Opened) -> None:
    session, account = desk
    dialog, hands, _ = opened("accounts")
    removed: list[int] = []
    dialog.account_removed.connect(removed.append)
    hands.click(f"remove_account_{account.id}")
    removal = dialog.findChild(AccountRemoval)
    assert removal is not None
    Hands(qtbot, removal).click("remove")
    qtbot.waitUntil(lambda: removed == [int(account.id)])
    assert session.store.accounts.all() == ()
    assert hands.words("no_accounts_title") == "No account is connected"
    assert session.store.accounts.get(AccountId(account.id)) is not None


def test_the_dialog_fits_a_large_text(qtbot: QtBot, desk: Desk, large: Theme) -> None:
    dialog = SettingsDialog(desk[0], large)
    qtbot.addWidget(dialog)
    dialog.show()
    screen = QApplication.primaryScreen().availableSize()
    assert dialog.width() <= screen.width()
    assert dialog.height() <= screen.height()
