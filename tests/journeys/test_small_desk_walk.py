"""A small desk on one network, walked in the real window with the real engine: offline, closed, two accounts, afterwards.

The walks share one window; each leaves the desk open and the network back, so that they may come in any order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.accounts.closed_rules import ClosedRules
from desktop.clocks import Ladder
from desktop.clocks.ladder import LEADER, Step, StepDeed
from desktop.demo.networks import Persona
from desktop.follow_up.rules import AccountRule, FollowUpRules, keep_rules
from desktop.guardrails import OpeningHours
from desktop.model import (
    AccountRole,
    CaseId,
    CaseStatus,
    ClockKind,
    DeliveryState,
    HealthState,
    HoldReason,
    Lane,
    MessageClass,
)
from desktop.system.clock import utc_now
from tests.journeys.deskside import KEY, always_open
from tests.journeys.hands import (
    CONTROL,
    SHIFTED,
    case_with,
    choose,
    click,
    detail_of,
    found,
    front,
    in_lane,
    key,
    open_case,
    rows_of,
    send,
    stops,
    timeline,
    waiting,
    words_of,
    write,
)
from tests.journeys.townside import ServedTown, TownDesk
from tests.journeys.windowed import Windowed, windowed
from ui.reports.table import FigureTable
from ui.settings.preferences import keep_undo_seconds

pytestmark = pytest.mark.slow

ROME = ZoneInfo("Europe/Rome")
LUCIA, BRUNO = Persona("lucia", "Lucia Ferro", "lucia_ferro"), Persona("bruno", "Bruno Alvisi", "bruno_alvisi")
ELIO, FLORA = Persona("elio", "Elio Testa", "elio_testa"), Persona("flora", "Flora Conti", "flora_conti")
CARLA, DINO = Persona("carla", "Carla Monti", "carla_monti"), Persona("dino", "Dino Serra", "dino_serra")


class SmallDesk:
    """A window, the town of its care account, and another one in which the company's brand account is."""

    def __init__(self, at: Windowed, desk: TownDesk, care: ServedTown, brand: ServedTown) -> None:
        self.at = at
        self.desk = desk
        self.care = care
        self.brand = brand

    def hears(self, town: ServedTown, who: Persona, text: str, *, direct: bool = False) -> None:
        """Let somebody write, and have the engine look (F5)."""
        town.write(who, text, direct=direct)
        key(self.at, Qt.Key.Key_F5)

    def set_hours(self, hours: OpeningHours, *, acknowledges: bool = False) -> None:
        """Keep opening hours as their dialog does, and tell the engine."""
        rules = ClosedRules(acknowledges=acknowledges)
        self.at.session.hours.set_schedule(None, hours, rules, at=utc_now(), actor="LB")
        self.at.window._parts.doors.settings_changed.emit("hours")  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def small(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SmallDesk]:
    with ServedTown(timedelta(hours=3)) as care, ServedTown() as brand:
        desk = TownDesk(tmp_path_factory.mktemp("small"), care)
        desk.join(brand, AccountRole.BRAND, "@aurora_marchio")
        with windowed(QtBot(request), qapp, desk) as at:
            keep_undo_seconds(at.session.store, 0, utc_now())
            at.until(lambda: case_with(at, "La bolletta") is not None)
            yield SmallDesk(at, desk, care, brand)


@pytest.fixture(autouse=True)
def open_again(small: SmallDesk) -> Iterator[None]:
    """Leave the desk open and the network there."""
    yield
    small.care.come_back()
    small.set_hours(always_open())
    front(small.at)
    small.at.list_pane.setFocus()


def closed_until(moment: datetime) -> OpeningHours:
    """Return hours of a desk that opens for one hour of the week."""
    local = moment.astimezone(ROME)
    week: list[list[dict[str, str]]] = [[] for _ in range(7)]
    week[local.weekday()] = [{"from": "10:00", "to": "11:00"}]
    return OpeningHours.from_dict({**always_open().to_dict(), "week": week})


def test_offline_everything_is_read_written_and_queued_and_checked_again_when_the_network_is_back(
    small: SmallDesk,
) -> None:
    at, town = small.at, small.care
    small.hears(town, LUCIA, "Il contatore segna Quaglia77, cosa vuol dire?")
    case_id = open_case(at, "Quaglia77")
    town.vanish()
    key(at, Qt.Key.Key_F5)
    at.until(lambda: at.session.store.accounts.all()[0].health.state is HealthState.OFFLINE)
    key(at, Qt.Key.Key_F, CONTROL)
    at.type_text(at.part("search"), "Quaglia77")
    at.until(lambda: at.list_pane.list_view.model().rowCount() == 1)
    assert "Quaglia77" in rows_of(at)
    write(at, "E un codice di prova, passa da solo")
    send(at)
    at.until(lambda: in_lane(at, Lane.OUTBOX, case_id))
    small.set_hours(closed_until(utc_now() + timedelta(days=3)))
    town.come_back()
    at.until(lambda: held_for(at, "codice di prova") is HoldReason.CLOSED)
    assert town.count_of("codice di prova") == 0
    small.set_hours(always_open())
    at.until(lambda: town.count_of("codice di prova") == 1)
    front(at)
    found(at.window, QLineEdit, "search").clear()


def held_for(at: Windowed, text: str) -> HoldReason | None:
    """Return why a reply is held, None where it is not."""
    reply = waiting(at, text)
    return reply.hold_reason if reply is not None and reply.state is DeliveryState.HELD else None


def test_a_closed_desk_says_once_in_private_when_it_opens_and_holds_the_reply_until_then(small: SmallDesk) -> None:
    at, town = small.at, small.care
    small.set_hours(closed_until(utc_now() + timedelta(days=3)), acknowledges=True)
    at.until(lambda: "Closed" in at.part("hours_pill").accessibleName())
    small.hears(town, BRUNO, "Buonasera, la app non si apre da ieri", direct=True)
    at.until(lambda: town.count_of("alle 10") == 1)
    small.hears(town, BRUNO, "Ci siete? Ancora niente", direct=True)
    open_case(at, "Ancora niente")
    write(at, "La app e tornata, provi adesso")
    stops(at, "Closed now")
    send(at)
    at.until(lambda: held_for(at, "La app e tornata") is HoldReason.CLOSED)
    small.set_hours(always_open())
    at.until(lambda: town.count_of("La app e tornata") == 1)
    assert town.count_of("alle 10") == 1


def test_the_care_account_answers_and_the_brand_is_warned_before_it_speaks(small: SmallDesk) -> None:
    at = small.at
    small.hears(small.brand, CARLA, "Da voi si paga anche Gabbiano55 con la carta?")
    open_case(at, "Gabbiano55")
    assert at.part("composer_account").accessibleName() == "As @aurora", "the care account speaks by itself"
    write(at, "Si, anche con la carta")
    assert at.composer.strip.isHidden()
    click(at.composer, "composer_account")
    choose(at, "@aurora_marchio")
    stops(at, "This account is not the one for customer care.")
    click(at.composer.strip, "guard_switch_account")
    at.until(lambda: at.part("composer_account").accessibleName() == "As @aurora")
    at.until(at.composer.strip.isHidden)


def test_after_solved_the_customer_is_asked_and_the_mark_stands_in_the_profile(small: SmallDesk) -> None:
    at, town = small.at, small.care
    days = tuple((kind, 0) for kind in MessageClass)
    account = at.session.store.accounts.all()[0]
    keep_rules(at.session.store, FollowUpRules(((account.uid, AccountRule(days)),)), at=utc_now(), actor="LB")
    small.hears(town, DINO, "Buongiorno, mi manda la copia della fattura Merlo33?", direct=True)
    case_id = open_case(at, "Merlo33")
    write(at, "Buongiorno Dino, la copia e nella sua area clienti")
    at.press(at.composer.editor, Qt.Key.Key_Return, SHIFTED)
    at.until(lambda: town.count_of("la copia e nella sua area") == 1)
    at.until(lambda: detail_of(at, case_id).row.status is CaseStatus.SOLVED)
    two_hours_pass(at, int(case_id))
    at.until(lambda: town.count_of("Basta un numero da 1 (male) a 5 (molto bene)") == 1)
    town.catch_up()
    small.hears(town, DINO, "5", direct=True)
    open_case(at, "Merlo33")
    at.until(lambda: "5 of 5" in words_of(at.part("profile_satisfaction")))
    assert detail_of(at, case_id).row.status is CaseStatus.SOLVED
    assert cases_of(at, DINO) == [case_id], "the mark came in a thread of its own and opened no conversation"


def test_which_channel_a_customer_would_rather_use_is_asked_and_stands_in_the_reports(small: SmallDesk) -> None:
    at, town = small.at, small.care
    account = at.session.store.accounts.all()[0]
    asked = FollowUpRules(((account.uid, AccountRule((), channels=0)),))
    keep_rules(at.session.store, asked, at=utc_now(), actor="LB")
    small.hears(town, ELIO, "Buongiorno, cambio banca: dove scrivo il nuovo conto Fringuello44?", direct=True)
    case_id = open_case(at, "Fringuello44")
    write(at, "Buongiorno Elio, nella sua area clienti")
    at.press(at.composer.editor, Qt.Key.Key_Return, SHIFTED)
    at.until(lambda: detail_of(at, case_id).row.status is CaseStatus.SOLVED)
    two_hours_pass(at, int(case_id))
    at.until(lambda: town.count_of("quale canale") == 1)
    town.catch_up()
    small.hears(town, ELIO, "mastodon, e-mail", direct=True)
    day = timedelta(days=1)
    at.until(lambda: bool(at.session.store.follow_ups.channel_figures(utc_now() - day, utc_now() + day)))
    assert cases_of(at, ELIO) == [case_id]
    key(at, Qt.Key.Key_R, SHIFTED)
    at.until(lambda: at.window.is_settled and at.part("report_sheet").isVisible())
    said = {row.cells[0]: row.cells[1:] for row in found(at.window, FigureTable, "report_survey").shown_rows}
    assert (said["Mastodon"], said["E-mail"]) == (("1", "0"), ("0", "1"))
    at.press(at.part("reports"), Qt.Key.Key_Escape)


def test_a_late_case_climbs_the_ladder_once(small: SmallDesk) -> None:
    at, clocks = small.at, small.at.session.clocks
    told = Step("told", ClockKind.FIRST_REPLY, -60, StepDeed.NOTIFY, LEADER)
    raised = Step("raised", ClockKind.FIRST_REPLY, -60, StepDeed.RAISE_PRIORITY)
    clocks.keep(clocks.targets, Ladder((told, raised), "GN"), at=utc_now(), actor="LB")
    at.window._parts.doors.settings_changed.emit("targets")  # type: ignore[union-attr]
    small.hears(small.care, FLORA, "Il tecnico di Cardellino21 non si vede")
    case_id = open_case(at, "Cardellino21")
    before = "First reply, 1 h before: "
    at.until(lambda: f"{before}GN was told" in rows_of(at))
    at.until(lambda: rows_of(at).count(before) == 2)
    key(at, Qt.Key.Key_F5)
    write(at, "Passa oggi alle cinque, Flora")
    send(at)
    at.until(lambda: small.care.count_of("Passa oggi alle cinque") == 1)
    assert sum(item.text.startswith(before) for item in timeline(at, case_id)) <= 2
    clocks.keep(clocks.targets, Ladder(), at=utc_now(), actor="LB")


def cases_of(at: Windowed, who: Persona) -> list[CaseId]:
    """Return the conversations with somebody."""
    theirs = (
        "SELECT DISTINCT t.case_id FROM thread t JOIN identity n ON n.id = t.identity_id WHERE n.name = ? "
        "ORDER BY t.case_id"
    )
    return [CaseId(one) for one in at.session.store.connection.read_column(theirs, (who.name,))]


def two_hours_pass(at: Windowed, case_id: int) -> None:
    """Let a case have arrived and been solved two hours earlier."""
    connection = at.session.store.connection
    with connection.writing():
        connection.write("UPDATE cases SET reopened_at = reopened_at - 7200000 WHERE id = ?", (case_id,))
        connection.write("UPDATE case_intent SET status_at = status_at - 7200000 WHERE case_id = ?", (case_id,))
    key(at, Qt.Key.Key_F5)


def test_nothing_of_a_customer_and_no_token_is_readable_on_disk(small: SmallDesk) -> None:
    at = small.at
    small.hears(small.care, LUCIA, "Nessuno legga Pettirosso11")
    at.until(lambda: case_with(at, "Pettirosso11") is not None)
    folder: Path = small.desk.profile.folder
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert len(kept) > 100_000
    private = ["Pettirosso11", "Marta Rossi", "bolletta", *small.desk.secrets.values(), (KEY.raw or b"").hex()]
    assert [word for word in private if word.encode() in kept] == []
    assert (KEY.raw or b"") not in kept
