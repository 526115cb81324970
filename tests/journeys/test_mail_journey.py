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

from desktop.model import CaseId, CaseStatus, DeliveryState, Lane
from tests.journeys.deskside import Deskside
from tests.journeys.windowed import Windowed, windowed
from tests.servers.mailaccounts import written_mail
from tests.servers.mailserver import MailServer

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]

QUESTION = "Buongiorno, mi avete addebitato due volte la bolletta di febbraio. Come riavere i soldi?"
BLOCKED = "Per il rimborso ci mandi la password della sua area clienti."
ANSWER = "Buongiorno Marta, ha ragione: il secondo addebito non era dovuto, il rimborso parte domani."
CONTROL = Qt.KeyboardModifier.ControlModifier


def read_mail(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def test_a_mail_is_answered_through_the_guardrails_and_read_by_the_customer(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    with MailServer(tmp_path) as server:
        earlier = datetime.now(UTC) - timedelta(days=6)
        old = written_mail(
            "Quando leggete il contatore?", subject="Lettura", message_id="old@example.test", sent_at=earlier
        )
        server.deliver("care", old)
        with windowed(qtbot, qapp, Deskside(tmp_path, server)) as at:
            at.click("view_unassigned")
            at.until(lambda: at.list_pane.list_view.model().rowCount() > 0)
            server.deliver("care", written_mail(QUESTION, subject="Doppio addebito", message_id="new@example.test"))
            case_id = open_case_about(at, "Doppio addebito")
            is_blocked_for_asking_a_password(at)
            answer_and_wait_until_sent(at)
            received = [read_mail(raw) for raw in server.read_mailbox("marta")]
            assert [mail["Subject"] for mail in received] == ["Re: Doppio addebito"]
            assert text_of(received[0]).startswith(ANSWER)
            assert received[0]["In-Reply-To"] == "<new@example.test>"
            detail = at.session.cases.detail(case_id)
            assert detail is not None
            assert detail.row.status is CaseStatus.WAITING


def test_a_conversation_that_we_begin_goes_on_when_it_is_answered(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    with MailServer(tmp_path) as server, windowed(qtbot, qapp, Deskside(tmp_path, server)) as at:
        account = at.session.store.accounts.all()[0]
        case_id = at.session.cases.begin(account, "Marta Conti <marta@example.test>", "Il suo contatore")
        at.window.begin_with(case_id)
        at.until(at.composer.isVisible)
        at.type_text(at.composer.editor, ANSWER)
        answer = at.composer.editor
        at.press(answer, Qt.Key.Key_Return, CONTROL)
        at.until(lambda: bool(server.read_mailbox("marta")))
        first = read_mail(server.read_mailbox("marta")[0])
        assert first["Subject"] == "Il suo contatore"
        assert first["References"] is None
        sent_id = str(first["Message-ID"]).strip("<>")
        server.deliver(
            "care",
            written_mail(
                "Grazie mille!", subject="Re: Il suo contatore", message_id="b@example.test", in_reply_to=sent_id
            ),
        )
        at.until(lambda: "Grazie mille!" in texts(at, case_id))


def open_case_about(at: Windowed, subject: str) -> CaseId:
    """Wait for a case in the list, choose it, and return it once its mail is shown."""

    def found() -> CaseId | None:
        ids = at.session.store.lanes.ids(Lane.UNASSIGNED, agent="LB", at_risk_before=datetime.now(UTC))
        details = (at.session.cases.detail(CaseId(one)) for one in ids)
        return next((detail.row.id for detail in details if detail is not None and detail.subject == subject), None)

    at.until(lambda: (case := found()) is not None and at.list_pane.select_case(case))
    case_id = found()
    assert case_id is not None
    at.until(lambda: QUESTION in texts(at, case_id))
    return case_id


def texts(at: Windowed, case_id: CaseId) -> list[str]:
    return [item.text for item in at.session.cases.timeline(case_id)]


def is_blocked_for_asking_a_password(at: Windowed) -> None:
    at.press(at.list_pane.list_view, Qt.Key.Key_Return)
    at.until(at.composer.editor.hasFocus)
    at.type_text(at.composer.editor, BLOCKED)
    at.until(at.composer.strip.isVisible)
    at.press(at.composer.editor, Qt.Key.Key_Return, CONTROL)
    assert at.session.store.deliveries.open() == ()
    at.composer.editor.selectAll()
    at.type_text(at.composer.editor, ANSWER)
    at.until(at.composer.strip.isHidden)


def answer_and_wait_until_sent(at: Windowed) -> None:
    at.press(at.composer.editor, Qt.Key.Key_Return, CONTROL)
    at.until(lambda: len(at.session.store.deliveries.open()) == 1)
    assert at.composer.text() == ""
    assert at.session.store.deliveries.open()[0].state is DeliveryState.HELD  # the seconds to change one's mind
    at.until(lambda: at.session.store.deliveries.open() == ())
