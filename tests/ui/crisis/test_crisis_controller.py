"""The crisis' controller: nothing is switched by itself, two windows say the same, and switching off asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.model import Account, Deed, HoldReason, Surge, Surging
from desktop.store import open_store
from tests.factories import KEY, NOON, FakeClock, a_profile
from tests.ui.sessions import LIVIA, a_session, case_ids
from ui.bridge import JobRunner
from ui.crisis.controller import CrisisController
from ui.session import Session
from ui.shell.banner import Banner
from ui.theme import Theme

SURGE = Surge(Surging.VOLUME, 30, 3.0)
CANNED = (
    "Salve Marta, il guasto in zona Torino nord è stato riparato. Se è ancora senza corrente, ci risponda qui e "
    "controlliamo subito. Grazie della pazienza."
)


class Window:
    """A window's banner and controller over a store, and what they told."""

    def __init__(self, qtbot: QtBot, session: Session, theme: Theme, folder: Path) -> None:
        self.session = session
        self.frame = QWidget()
        self.banner = Banner(theme, motion=False, parent=self.frame)
        self.jobs = JobRunner(lambda: open_store(a_profile(folder / "profile"), KEY))
        self.controller = CrisisController(session, theme, self.jobs, self.banner, self.frame)
        qtbot.addWidget(self.frame, before_close_func=lambda _: self.controller.leave())
        self.told: list[str] = []
        self.controller.switched.connect(lambda: self.told.append("switched"))
        self.controller.released.connect(lambda: self.told.append("released"))
        self.controller.search_requested.connect(self.told.append)
        self.holding: list[tuple[object, str]] = []
        self.controller.holding_requested.connect(lambda ids, uid: self.holding.append((ids, uid)))
        self.controller.refresh()

    @property
    def says(self) -> str:
        return self.banner.accessibleName() if not self.banner.isHidden() else ""

    def close(self) -> None:
        self.jobs.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Session, Account]]:
    session, account = a_session(tmp_path, FakeClock())
    yield session, account
    session.store.close()


@pytest.fixture
def window(qtbot: QtBot, desk: tuple[Session, Account], light: Theme, tmp_path: Path) -> Iterator[Window]:
    made = Window(qtbot, desk[0], light, tmp_path)
    yield made
    made.close()


def surge(desk: tuple[Session, Account]) -> None:
    session, account = desk
    session.store.crisis.see(account.id, SURGE, saying="blackout", share=70, at=NOON)


def queue_canned(desk: tuple[Session, Account]) -> None:
    from desktop.guardrails.crisis import CRISIS
    from desktop.model import Decision, Finding, Verdict, Visibility
    from desktop.outbox import Reply
    from tests.ui.sessions import detail

    session, account = desk
    case = detail(session)
    reply = Reply(case, case.threads[0], account, Visibility.PUBLIC, CANNED, LIVIA.name)
    verdict = Verdict(Decision.HOLD, (Finding(CRISIS, "canned", Decision.HOLD),))
    session.outbox.queue(reply, verdict, undo_seconds=0)


def press(dialog: QWidget | None, name: str) -> None:
    assert dialog is not None
    button = dialog.findChild(QAbstractButton, name)
    assert button is not None
    button.click()


def test_a_surge_is_told_and_nothing_is_switched_by_itself(window: Window, desk: tuple[Session, Account]) -> None:
    assert window.says == ""
    surge(desk)
    window.controller.refresh()
    assert window.says.startswith("Volume surge. 30 people wrote")
    assert window.controller.mode is None
    assert desk[0].store.crisis.modes() == ()


def test_a_person_switches_it_on_and_the_playbook_is_shown(window: Window, desk: tuple[Session, Account]) -> None:
    window.controller.act("crisis_on")
    assert window.says.startswith("Crisis mode is on.")
    assert window.told == ["switched"]
    panel = window.controller.panel
    assert panel is not None
    assert panel.isVisible()
    assert len(panel.steps.boxes) == 8
    panel.steps.boxes[0].click()
    assert [one.agent for one in desk[0].crisis.ticks()] == [LIVIA.name]


def test_another_window_on_the_same_store_says_the_same(
    qtbot: QtBot, window: Window, desk: tuple[Session, Account], light: Theme, tmp_path: Path
) -> None:
    profile = a_profile(tmp_path / "profile")
    beside = Session(profile, open_store(profile, KEY), KEY, desk[0].vault, desk[0].clock, LIVIA)
    other = Window(qtbot, beside, light, tmp_path)
    try:
        window.controller.act("crisis_on")
        other.controller._look()
        assert other.says == window.says
        assert other.told == ["switched"]
        other.controller.ask_off()
        window.controller._look()
        assert window.says == ""
    finally:
        other.close()
        beside.store.close()


def test_with_nothing_held_it_is_switched_off_without_a_question(window: Window) -> None:
    window.controller.act("crisis_on")
    assert window.controller.ask_off() is None
    assert window.says == ""
    assert window.told == ["switched", "switched", "released"]


def test_switching_off_asks_what_becomes_of_what_was_held(window: Window, desk: tuple[Session, Account]) -> None:
    window.controller.act("crisis_on")
    queue_canned(desk)
    window.controller.refresh()
    assert "1 reply is held." in window.says
    dialog = window.controller.ask_off()
    press(dialog, "crisis_off_cancel")
    assert window.controller.mode is not None, "a question that is left changes nothing"
    press(window.controller.ask_off(), "crisis_leave")
    (left,) = desk[0].store.deliveries.open()
    assert left.hold_reason is HoldReason.CRISIS
    window.controller.act("crisis_on")
    press(window.controller.ask_off(), "crisis_send")
    (going,) = desk[0].store.deliveries.open()
    assert going.hold_reason is None
    assert window.told[-1] == "released"


def test_mute_hides_the_banner_for_an_hour(window: Window, desk: tuple[Session, Account]) -> None:
    surge(desk)
    window.controller.refresh()
    window.controller.act("crisis_mute")
    assert window.says == ""
    assert desk[0].store.journal.newest(1)[0].deed is Deed.CRISIS
    clock = desk[0].clock
    assert isinstance(clock, FakeClock)
    clock.advance(3_601)
    desk[0].store.crisis.see(desk[1].id, SURGE, saying="", share=0, at=clock())
    window.controller.refresh()
    assert window.says.startswith("Volume surge.")


def test_one_holding_reply_goes_to_everybody_who_waits_with_the_approved_text(
    window: Window, desk: tuple[Session, Account]
) -> None:
    surge(desk)
    desk[0].clock.advance(60)  # type: ignore[attr-defined]
    desk[0].store.crisis.see(desk[1].id, SURGE, saying="", share=0, at=desk[0].clock())
    window.controller.refresh()
    window.controller.act("crisis_holding")
    ((ids, uid),) = window.holding
    assert isinstance(ids, tuple)
    assert sorted(ids) == sorted(int(one) for one in case_ids(desk[0]))
    assert next(one for one in desk[0].canned.all() if one.uid == uid).shortcut == "crisi"


def test_the_panel_shows_the_posts_and_opens_them_in_the_list(
    qtbot: QtBot, window: Window, desk: tuple[Session, Account]
) -> None:
    desk[0].clock.advance(60)  # type: ignore[attr-defined]
    surge(desk)
    window.controller.refresh()
    window.controller.show_panel()
    panel = window.controller.panel
    assert panel is not None
    qtbot.waitUntil(lambda: panel.voices.rowCount() == 3)
    assert panel.figures.account == desk[1].id
    panel.in_list.click()
    assert window.told[-1] == f'account:"{desk[1].handle}" after:1h'
