"""One mail from a real mailbox to an answer that the customer reads, through the real window and the real engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.model import CaseStatus, DeliveryState, Lane
from tests.journeys.deskside import Deskside
from tests.journeys.windowed import Windowed, windowed
from tests.servers.mailaccounts import written_mail
from tests.servers.mailserver import MailServer
from ui.composer import Composer
from ui.inbox import CaseListPane

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]

QUESTION = "Buongiorno, mi avete addebitato due volte la bolletta di febbraio. Come riavere i soldi?"
BLOCKED = "Per il rimborso ci mandi la password della sua area clienti."
# typed key by key, which Qt's test library can only do with ASCII letters
ANSWER = "Buongiorno Marta, ha ragione: il secondo addebito non era dovuto, il rimborso parte domani."


def read_mail(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_mail_is_answered_through_the_guardrails_and_read_by_the_customer(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    with MailServer(tmp_path) as server:
        earlier = datetime.now(UTC) - timedelta(days=6)
        server.deliver(
            "care",
            written_mail(
                "Quando leggete il contatore?", subject="Lettura", message_id="old@example.test", sent_at=earlier
            ),
        )
        desk = Deskside(tmp_path, server)
        with windowed(qtbot, qapp, desk) as at:
            choose_lane(at, Lane.UNASSIGNED)
            pane = at.part("case_list_pane")
            assert isinstance(pane, CaseListPane)
            at.until(lambda: pane.list_view.model().rowCount() > 0)
            server.deliver("care", written_mail(QUESTION, subject="Doppio addebito", message_id="new@example.test"))
            open_case_about(at, pane, "Doppio addebito")
            is_blocked_for_asking_a_password(at)
            answer_and_wait_until_sent(at)
            the_customer_reads_it(server)
            the_case_waits_for_the_customer(at)


def choose_lane(at: Windowed, lane: Lane) -> None:
    at.bot.mouseClick(at.part(f"view_{lane.value}"), Qt.MouseButton.LeftButton)


def open_case_about(at: Windowed, pane: CaseListPane, subject: str) -> None:
    def found() -> int | None:
        ids = at.session.store.lanes.ids(Lane.UNASSIGNED, agent="LB", at_risk_before=datetime.now(UTC))
        about = [one for one in ids if (detail := at.session.cases.detail(one)) and detail.subject == subject]
        return about[0] if about else None

    at.until(lambda: (case := found()) is not None and pane.select_case(case))
    at.until(lambda: QUESTION in shown_texts(at))


def shown_texts(at: Windowed) -> str:
    case_id = at.part("case_list_pane").current_id()  # type: ignore[attr-defined]
    return " ".join(item.text for item in at.session.cases.timeline(case_id)) if case_id else ""


def is_blocked_for_asking_a_password(at: Windowed) -> None:
    composer = at.part("composer")
    assert isinstance(composer, Composer)
    pane = at.part("case_list_pane")
    at.bot.keyClick(pane.focusProxy(), Qt.Key.Key_Return)
    at.until(composer.editor.hasFocus)
    at.bot.keyClicks(composer.editor, BLOCKED)
    at.until(composer.strip.isVisible)
    at.bot.keyClick(composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at.bot.wait(50)
    assert at.session.store.deliveries.open() == ()
    composer.editor.selectAll()
    at.bot.keyClicks(composer.editor, ANSWER)
    at.until(composer.strip.isHidden)


def answer_and_wait_until_sent(at: Windowed) -> None:
    composer = at.part("composer")
    assert isinstance(composer, Composer)
    at.bot.keyClick(composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at.until(lambda: len(at.session.store.deliveries.open()) == 1)
    assert composer.text() == ""
    assert at.session.store.deliveries.open()[0].state is DeliveryState.HELD  # the seconds to change one's mind
    at.until(lambda: at.session.store.deliveries.open() == ())


def the_customer_reads_it(server: MailServer) -> None:
    received = [read_mail(raw) for raw in server.read_mailbox("marta")]
    assert [mail["Subject"] for mail in received] == ["Re: Doppio addebito"]
    body = received[0].get_body(("plain",))
    assert body is not None
    assert body.get_content().startswith(ANSWER)
    assert received[0]["In-Reply-To"] == "<new@example.test>"


def the_case_waits_for_the_customer(at: Windowed) -> None:
    case_id = at.part("case_list_pane").current_id()  # type: ignore[attr-defined]
    ids = at.session.store.lanes.ids(Lane.WAITING, agent="LB", at_risk_before=datetime.now(UTC))
    detail = at.session.cases.detail(case_id if case_id in ids else ids[0])
    assert detail is not None
    assert detail.row.status is CaseStatus.WAITING
