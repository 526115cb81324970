"""The notices' controller on a real store: what it finds there, hands to the tray and keeps in the bell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.cases import CaseDesk
from desktop.events import AccountsChanged, CasesChanged, CrisisChanged, DeliveriesChanged, EngineReady
from desktop.guardrails import OpeningHours, Slot
from desktop.model import Account, AccountHealth, Agent, Deed, DeliveryState, HealthState, Surge, Surging, Visibility
from desktop.store import open_store
from tests.factories import KEY, NOON, FakeClock, an_arrival, an_author, taken
from tests.ui.happenings import happening
from tests.ui.sessions import LIVIA, a_session, case_ids, queue
from ui.bridge import JobRunner
from ui.session import Session
from ui.shell.banner import BannerAction, BannerKind, BannerMessage
from ui.shell.notices import Notice, NoticeKind
from ui.shell.notices_choice import NoticeChoice, keep_notice_choice
from ui.shell.notices_controller import NoticeCentre
from ui.shell.topbar import TopBar
from ui.shell.tray import Tray, tray_icon
from ui.theme import Theme


@dataclass
class FakeIcon:
    """A system's tray icon that notes what it is asked."""

    messages: list[tuple[str, str]] = field(default_factory=list)
    tips: list[str] = field(default_factory=list)
    shown: bool = False

    def setIcon(self, icon: QIcon) -> None:
        assert not icon.isNull()

    def setToolTip(self, tip: str) -> None:
        self.tips.append(tip)

    def setContextMenu(self, menu: QMenu) -> None:
        assert menu.actions()

    def showMessage(self, title: str, msg: str, icon: QIcon, msecs: int) -> None:
        self.messages.append((title, msg))

    def show(self) -> None:
        self.shown = True

    def hide(self) -> None:
        self.shown = False


@dataclass
class Desk:
    """A window's notices with everything they need."""

    session: Session
    account: Account
    clock: FakeClock
    icon: FakeIcon
    top: TopBar
    tray: Tray
    centre: NoticeCentre
    jobs: JobRunner
    front: list[int | None]

    def look(self, qtbot: QtBot) -> None:
        """Look now and wait for the answer."""
        self.centre._soon.stop()
        with qtbot.waitSignal(self.centre.looked):
            self.centre._look()

    def kinds(self) -> list[NoticeKind]:
        return [one.kind for one in self.centre.bell.happenings]


@pytest.fixture
def desk(qtbot: QtBot, light: Theme, tmp_path: Path) -> Iterator[Desk]:
    clock = FakeClock()
    session, account = a_session(tmp_path, clock)
    session.hours.set_desk_hours(hours(), NOON)
    session.cases.assign(case_ids(session)[:2], LIVIA.initials)
    window = QWidget()
    top = TopBar(light, window)
    icon = FakeIcon()
    tray = Tray(light, window, icon, is_available=True)
    jobs = JobRunner(lambda: open_store(session.profile, KEY))
    front: list[int | None] = [None]
    centre = NoticeCentre(session, jobs, top, tray, lambda: front[0])
    qtbot.addWidget(window, before_close_func=lambda _: centre.leave())
    yield Desk(session, account, clock, icon, top, tray, centre, jobs, front)
    jobs.close()
    session.store.close()


def hours(*, is_open: bool = True) -> OpeningHours:
    """Return hours that are always open, or never."""
    day = (Slot.of("00:00", "24:00"),) if is_open else ()
    return OpeningHours("Europe/Rome", (day,) * 7, holidays_off=False)


def arrive(desk: Desk, number: int, text: str = "And now?", visibility: Visibility = Visibility.PUBLIC) -> int:
    """Let a customer write again in their thread; return the case."""
    name = ("Ada Neri", "Bo Li", "Cleo Sala")[number]
    arrival = an_arrival(
        f"again-{number}-{desk.clock().timestamp()}",
        thread_remote_id=f"m{number}",
        author=an_author(name),
        text=text,
        sent_at=desk.clock(),
        visibility=visibility,
    )
    desk.session.store.intake.take(desk.account, [taken(arrival)], desk.clock())
    return int(case_ids(desk.session)[number])


def read_all(desk: Desk) -> None:
    for case in case_ids(desk.session):
        desk.session.cases.open(case)


def test_a_new_message_in_my_open_conversation_is_told_once(qtbot: QtBot, desk: Desk) -> None:
    read_all(desk)
    desk.clock.advance(60)
    case = arrive(desk, 0, "still dark here")
    desk.centre.on_event(CasesChanged((case,), 1))
    desk.look(qtbot)
    assert desk.icon.messages == [("New message from Ada N. on Mastodon", "still dark here")]
    desk.centre.on_event(CasesChanged((case,), 1))
    desk.look(qtbot)
    assert len(desk.icon.messages) == 1
    assert desk.tray.unread == 1


def test_other_peoples_conversations_are_not_told(qtbot: QtBot, desk: Desk) -> None:
    read_all(desk)
    case = arrive(desk, 2)
    desk.centre.on_event(CasesChanged((case,), 1))
    desk.look(qtbot)
    assert desk.icon.messages == []


def test_the_conversation_in_front_is_not_told_even_later(qtbot: QtBot, desk: Desk) -> None:
    read_all(desk)
    desk.clock.advance(60)
    case = arrive(desk, 0)
    desk.front[0] = case
    desk.centre.on_event(CasesChanged((case,), 1))
    desk.look(qtbot)
    desk.front[0] = None
    desk.centre.on_event(CasesChanged((case,), 1))
    desk.look(qtbot)
    assert desk.icon.messages == []
    assert desk.kinds() == []


def test_a_direct_messages_text_stays_hidden(qtbot: QtBot, desk: Desk) -> None:
    read_all(desk)
    desk.clock.advance(60)
    case = arrive(desk, 1, "my code is 4471", Visibility.DIRECT)
    desk.centre.on_event(CasesChanged((case,), 1))
    desk.look(qtbot)
    assert desk.icon.messages == [("New direct message from Bo L. on Mastodon", "")]
    assert all("4471" not in line for line in bell_lines(desk))


def bell_lines(desk: Desk) -> list[str]:
    menu = desk.top.findChild(QMenu, "notices_menu")
    assert menu is not None
    return [action.text() for action in menu.actions()]


def test_deadlines_are_told_at_risk_once_and_overdue_once(qtbot: QtBot, desk: Desk) -> None:
    read_all(desk)
    desk.clock.advance(48 * 60)
    for _ in range(2):
        desk.look(qtbot)
    assert sorted(desk.kinds()) == [NoticeKind.AT_RISK, NoticeKind.AT_RISK]
    desk.clock.advance(15 * 60)
    for _ in range(2):
        desk.look(qtbot)
    assert sorted(desk.kinds()).count(NoticeKind.BREACHED) == 2
    assert len(desk.kinds()) == 4


def test_a_clock_whose_end_moves_is_not_told_of_again(qtbot: QtBot, desk: Desk) -> None:
    read_all(desk)
    desk.clock.advance(48 * 60)
    desk.look(qtbot)
    with desk.session.store.connection.writing():
        for facts in desk.session.store.clocks.facts(case_ids(desk.session)):
            later = replace(facts.reply, due_at=desk.clock() + timedelta(minutes=5), at_risk_at=NOON)
            desk.session.store.clocks.keep([(facts.case_id, later, facts.solution, None)])
    desk.look(qtbot)
    assert desk.kinds() == [NoticeKind.AT_RISK, NoticeKind.AT_RISK]


def test_a_clock_that_stands_still_is_told_of_when_it_runs(qtbot: QtBot, desk: Desk) -> None:
    read_all(desk)
    desk.session.keep_schedule(None, hours(is_open=False), desk.session.hours.rules(None))
    desk.clock.advance(48 * 60)
    desk.look(qtbot)
    assert desk.kinds() == []
    desk.session.keep_schedule(None, hours(), desk.session.hours.rules(None))
    desk.look(qtbot)
    assert desk.kinds() == [NoticeKind.AT_RISK, NoticeKind.AT_RISK]
    assert "12 min left" in [title for title, _ in desk.icon.messages]


def test_a_kind_that_is_switched_off_stays_in_the_bell(qtbot: QtBot, desk: Desk) -> None:
    read_all(desk)
    keep_notice_choice(desk.session.store, NoticeChoice(off=frozenset({NoticeKind.MESSAGE})), NOON)
    desk.clock.advance(60)
    case = arrive(desk, 0)
    desk.centre.on_event(CasesChanged((case,), 1))
    desk.look(qtbot)
    assert desk.icon.messages == []
    assert desk.kinds() == [NoticeKind.MESSAGE]


def test_a_vip_is_told_of_while_nobody_has_the_case(qtbot: QtBot, desk: Desk) -> None:
    read_all(desk)
    desk.session.cases.set_tags(case_ids(desk.session)[2], ["VIP"])
    desk.clock.advance(60)
    case = arrive(desk, 2, "where is my engineer")
    desk.centre.on_event(CasesChanged((case,), 1))
    desk.look(qtbot)
    assert desk.icon.messages == [("A VIP writes: Cleo S. on Mastodon", "where is my engineer")]
    desk.session.cases.assign(case_ids(desk.session)[2:], "GV")
    desk.clock.advance(60)
    arrive(desk, 2, "hello?")
    desk.centre.on_event(CasesChanged((case,), 1))
    desk.look(qtbot)
    assert len(desk.icon.messages) == 1


def test_a_step_of_the_ladder_tells_the_one_it_names(qtbot: QtBot, desk: Desk) -> None:
    read_all(desk)
    desk.look(qtbot)
    for told in (LIVIA.initials, "GV"):
        with desk.session.store.connection.writing():
            desk.session.store.journal.record(
                Deed.ESCALATED,
                actor="engine",
                at=desk.clock(),
                case_id=int(case_ids(desk.session)[2]),
                after={"deed": "notify", "outcome": told, "clock": "first_reply", "minutes": 0},
            )
    desk.look(qtbot)
    assert desk.icon.messages == [("Escalated: Cleo S. on Mastodon", "First reply, when it is over")]


def test_what_was_not_sent_is_told_with_the_texts_safety(qtbot: QtBot, desk: Desk) -> None:
    delivery = queue(desk.session, desk.account, "hello", 1)
    for state in (DeliveryState.SENDING, DeliveryState.REFUSED):
        desk.session.store.deliveries.change(delivery.id, tuple(DeliveryState), state, actor="e", at=NOON)
    desk.centre.on_event(DeliveriesChanged((int(delivery.case_id),)))
    desk.look(qtbot)
    assert desk.icon.messages == [("Not sent to Bo L. on Mastodon", "Your text is safe in the outbox")]


def test_an_expired_sign_in_is_told_and_leads_there(qtbot: QtBot, desk: Desk) -> None:
    desk.session.store.accounts.report_health(desk.account.id, AccountHealth(HealthState.SIGN_IN, NOON))
    desk.centre.on_event(AccountsChanged((int(desk.account.id),)))
    desk.look(qtbot)
    assert desk.icon.messages == [("Mastodon sign-in expired", "New messages are not arriving")]
    with qtbot.waitSignal(desk.centre.sign_in_requested) as asked:
        desk.top.notice_chosen.emit(desk.centre.bell.happenings[0].key)
    assert asked.args == [int(desk.account.id)]


def test_a_surge_is_told_once_with_its_figures_and_leads_to_its_evidence(qtbot: QtBot, desk: Desk) -> None:
    crisis = desk.session.store.crisis
    for of in (Surging.VOLUME, Surging.ANGER):
        crisis.see(desk.account.id, Surge(of, 30, 3.0), saying="blackout", share=70, at=NOON)
    desk.centre.on_event(CrisisChanged((1, 2)))
    desk.look(qtbot)
    assert desk.icon.messages == [
        (
            "Unusually many messages",
            "30 people wrote in the last hour, 10 times the usual. 7 in 10 say «blackout».",
        )
    ]
    crisis.see(desk.account.id, Surge(Surging.VOLUME, 90, 3.0), saying="blackout", share=70, at=NOON)
    desk.look(qtbot)
    assert len(desk.icon.messages) == 1, "a surge that grows is the same one"
    with qtbot.waitSignal(desk.centre.crisis_requested):
        desk.top.notice_chosen.emit(desk.centre.bell.happenings[0].key)


def test_a_colleagues_assignment_and_mention_are_told_and_own_ones_are_not(qtbot: QtBot, desk: Desk) -> None:
    desk.look(qtbot)  # from here on the journal is news
    cases = case_ids(desk.session)
    giulia = CaseDesk(desk.session.store, Agent("Giulia Neri", "GN", "^GN"), desk.clock)
    giulia.assign([cases[2]], LIVIA.initials)
    giulia.add_note(cases[0], "The crew found a fuse. @Livia can you tell her?")
    giulia.add_note(cases[0], "Nothing for anybody.")
    desk.session.cases.assign([cases[0]], LIVIA.initials)
    desk.session.cases.add_note(cases[1], "@livia remember this")
    desk.look(qtbot)
    assert sorted(desk.kinds()) == [NoticeKind.ASSIGNED, NoticeKind.MENTION]
    assert ("Giulia Neri mentioned you", "In the conversation with Ada N. on Mastodon") in desk.icon.messages


def test_three_at_once_become_one_summary(qtbot: QtBot, desk: Desk) -> None:
    desk.session.cases.assign(case_ids(desk.session), LIVIA.initials)
    read_all(desk)
    desk.clock.advance(60)
    cases = tuple(arrive(desk, number) for number in range(3))
    desk.centre.on_event(CasesChanged(cases, 3))
    desk.look(qtbot)
    assert desk.icon.messages[-1] == ("3 new notifications", "3 new messages")
    assert len(desk.icon.messages) == 3
    assert len(desk.centre.bell.happenings) == 3


def test_what_waited_for_a_summary_is_told_when_it_is_due(qtbot: QtBot, desk: Desk) -> None:
    desk.centre.tell([happening(key=str(number), at=desk.clock()) for number in range(5)])
    assert desk.centre._flush.isActive()
    desk.clock.advance(61)
    desk.centre._on_flush_due()
    assert desk.icon.messages[-1][0] == "2 new notifications"
    assert not desk.centre._flush.isActive() or desk.centre._gathering.due_at is None


def test_outside_the_hours_the_bell_rings_silently(qtbot: QtBot, desk: Desk) -> None:
    desk.session.hours.set_desk_hours(hours(is_open=False), NOON)
    desk.centre.tell([happening(key="a", at=desk.clock())])
    assert desk.icon.messages == []
    assert desk.kinds() == [NoticeKind.MESSAGE]


def test_the_bell_survives_a_restart_and_forgets_what_was_seen(qtbot: QtBot, desk: Desk, light: Theme) -> None:
    case = int(case_ids(desk.session)[0])
    desk.centre.tell([happening(key="a", case_id=case, at=desk.clock())])
    again = NoticeCentre(desk.session, desk.jobs, desk.top, desk.tray, lambda: None)
    assert [one.key for one in again.bell.happenings] == ["a"]
    assert bell_lines(desk)[0].endswith("New message from Ada N. on X")
    desk.top.notices_opened.emit()
    assert again.bell.unseen == 0
    assert NoticeCentre(desk.session, desk.jobs, desk.top, desk.tray, lambda: None).bell.unseen == 0


def test_a_line_of_the_bell_and_a_tray_message_lead_to_the_conversation(qtbot: QtBot, desk: Desk) -> None:
    desk.centre.tell([happening(key="a", case_id=7, at=desk.clock())])
    with qtbot.waitSignal(desk.centre.case_requested) as asked:
        desk.top.notice_chosen.emit("a")
    assert asked.args == [7]
    with qtbot.waitSignal(desk.centre.case_requested) as asked:
        desk.tray._on_icon_message_clicked()
    assert asked.args == [7]


def test_banners_that_wait_stand_first_in_the_bell(qtbot: QtBot, desk: Desk) -> None:
    message = BannerMessage("Sportello 2 is ready.", "R&D", "", (BannerAction("restart", "Restart now"),))
    desk.centre.set_waiting_banners([(BannerKind.UPDATE, message)])
    assert bell_lines(desk) == ["Sportello 2 is ready. R&&D"]
    with qtbot.waitSignal(desk.centre.banner_action_requested) as asked:
        desk.top.notice_chosen.emit("banner:update")
    assert asked.args == [BannerKind.UPDATE, "restart"]


def test_events_that_tell_of_nothing_start_no_look(desk: Desk) -> None:
    desk.centre.on_event(EngineReady(1))
    assert not desk.centre._soon.isActive()
    desk.centre.tick()
    assert desk.centre._soon.isActive()


# --- the tray -------------------------------------------------------------------------------------------------


def test_without_a_tray_nothing_happens_but_counting(qtbot: QtBot, light: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    tray = Tray(light, window, is_available=False)
    tray.set_unread(3)
    tray.tell(Notice("a", "b", ("k",)))
    tray.leave()
    assert not tray.is_there
    assert tray.unread == 3


def test_the_icon_says_how_much_is_unread(desk: Desk) -> None:
    assert desk.icon.shown
    desk.tray.set_unread(4)
    assert desk.icon.tips[-1] == "Sportello, 4 unread"
    desk.tray.set_unread(0)
    assert desk.icon.tips[-1] == "Sportello"
    desk.tray.leave()
    assert not desk.icon.shown


@pytest.mark.parametrize(("unread", "size"), [(0, 64), (4, 64), (12, 64), (12, 16)])
def test_pictures_of_the_tray_icon_are_made_to_look_at(theme: Theme, tmp_path: Path, unread: int, size: int) -> None:
    image: QImage = tray_icon(theme, unread).pixmap(size, size).toImage()
    image.save(str(tmp_path / f"tray-{unread}-{size}.png"))
    corner = image.pixelColor(QPoint(size - size // 8, size - size // 8))
    assert (corner.red() > 150 and corner.green() < 120) == bool(unread)


def test_the_menu_opens_the_window_and_quits(qtbot: QtBot, desk: Desk) -> None:
    open_entry, _, _, quit_entry = desk.tray._menu.actions()
    with qtbot.waitSignal(desk.tray.raise_requested):
        open_entry.trigger()
    with qtbot.waitSignal(desk.tray.quit_requested):
        quit_entry.trigger()
