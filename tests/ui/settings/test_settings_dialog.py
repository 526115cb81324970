"""The settings dialog: what waits for Save, what counts at once, what is refused, and what is told by group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
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
from desktop.store.errors import StoreBusy, StoreFull
from desktop.store.settings import Settings
from tests.factories import NOON, FakeClock
from tests.ui.accounts.hands import Hands
from tests.ui.sessions import a_session
from ui.accounts import AccountRemoval, ConnectWizard, ListeningDialog
from ui.session import Session
from ui.settings import SettingsDialog, appearance_of, undo_seconds_of
from ui.settings.hours_dialog import HoursDialog
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


def test_a_page_is_made_when_it_is_first_shown_under_the_name_it_has_in_the_list(opened: Opened) -> None:
    dialog, _, _ = opened()
    assert [page.group for page in dialog._pages] == ["agent"]
    for group in dialog.groups:
        dialog.show_group(group)
    assert [(page.group, page.icon, page.title) for page in dialog._pages] == [
        (chapter.group, chapter.icon, chapter.title) for chapter in dialog._chapters
    ]
    first = list(dialog._pages)
    dialog.show_group("agent")
    assert dialog._pages == first


def test_nothing_waits_at_first_and_the_pages_are_walked_with_arrows(opened: Opened) -> None:
    dialog, hands, _ = opened()
    assert hands.words("cancel") == "Close"
    assert hands.focus.objectName() == "settings_agent"
    groups = list(dialog.groups)
    assert groups[:2] == ["agent", "appearance"]
    assert len(set(groups)) == len(groups)
    seen = [dialog.group]
    for _ in groups[1:]:
        hands.press(Key.Key_Down)
        seen.append(dialog.group)
    assert seen == groups
    assert hands.focus.objectName() == f"settings_{groups[-1]}"


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


def test_every_schedule_is_seen_and_an_account_gets_hours_of_its_own(desk: Desk, opened: Opened) -> None:
    session, account = desk
    dialog, hands, told = opened("hours")
    assert hands.words("week_0") == "Mon–Fri 9–18 · Europe/Rome"
    assert hands.words("status_0_words") == "Open now, until 18:00. Next opening Fri 13 March, 09:00"
    assert hands.words(f"week_{account.id}") == "Keeps the hours of all accounts"
    hands.click(f"edit_hours_{account.id}")
    hours = dialog.findChild(HoursDialog)
    assert hours is not None
    inside = Hands(hands.qtbot, hours)
    inside.click("day_5")
    inside.click("save_hours")
    assert session.hours.of(account).week[5] == (Slot.of("09:00", "18:00"),)
    assert session.hours.of(None).week[5] == ()
    assert told == ["hours"]
    assert hands.words(f"week_{account.id}") == "Mon–Sat 9–18 · Europe/Rome"


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


def test_a_page_that_can_not_be_read_says_so_and_is_read_again(
    desk: Desk, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise StoreBusy

    dialog, hands, told = opened()
    with monkeypatch.context() as broken:
        broken.setattr(Settings, "get", busy)
        hands.click("settings_sending")
        assert (dialog.group, hands.words("sending_title")) == ("sending", "Sending")
        assert "Another program holds the store" in hands.words("settings_unread_words")
        hands.click("settings_read_again")
        assert dialog.findChild(QWidget, "undo_seconds_8") is None
    hands.click("settings_read_again")
    hands.tab_to("undo_seconds_8")
    assert (dialog.group, told, hands.words("cancel")) == ("sending", [], "Close")


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
