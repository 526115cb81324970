"""Mails that no person wrote."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop.model import Arrival, Mechanical

Read = Callable[..., Arrival]


def _report(kind: str) -> dict[str, str]:
    return {"content_type": f"multipart/report; report-type={kind}; boundary=cut"}


REPORT = "--cut\r\n\r\nIt could not be delivered.\r\n--cut\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n--cut--"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        (_report("delivery-status"), Mechanical.BOUNCE),
        (_report("feedback-report"), Mechanical.BOUNCE),
        (_report("disposition-notification"), Mechanical.AUTO_REPLY),
        ({"content_type": "multipart/report; boundary=cut"}, Mechanical.BOUNCE),
        ({"from": "MAILER-DAEMON@mx.example", "return_path": "<>"}, Mechanical.BOUNCE),
        ({"from": "postmaster@mx.example", "subject": "Undeliverable: hello"}, Mechanical.BOUNCE),
        ({"x_failed_recipients": "a@x.example"}, Mechanical.BOUNCE),
        ({"auto_submitted": "auto-replied (vacation)"}, Mechanical.AUTO_REPLY),
        ({"auto_submitted": "auto-generated; x=y"}, Mechanical.AUTO_REPLY),
        ({"x_autoreply": "yes"}, Mechanical.AUTO_REPLY),
        ({"precedence": "auto_reply"}, Mechanical.AUTO_REPLY),
        ({"subject": "Risposta automatica: il suo ordine"}, Mechanical.AUTO_REPLY),
        ({"subject": "Fuori ufficio fino a lunedì"}, Mechanical.AUTO_REPLY),
        ({"subject": "Resposta automàtica: comanda"}, Mechanical.AUTO_REPLY),
        ({"subject": "Respuesta automática: pedido"}, Mechanical.AUTO_REPLY),
        ({"subject": "Out of office: your order"}, Mechanical.AUTO_REPLY),
        ({"content_type": "text/calendar; method=REQUEST"}, Mechanical.CALENDAR),
        ({"list_id": "News <news.shop.example>"}, Mechanical.LIST),
        ({"list_unsubscribe": "<https://x.example>"}, Mechanical.LIST),
        ({"precedence": "bulk"}, Mechanical.LIST),
        ({"list_id": "<news.x.example>", "auto_submitted": "auto-replied"}, Mechanical.AUTO_REPLY),
    ],
)
def test_a_machine_is_recognised(read: Read, fields: dict[str, str], kind: Mechanical) -> None:
    assert read(REPORT, **fields).mechanical is kind


@pytest.mark.parametrize(
    "fields",
    [
        {"auto_submitted": "no"},
        {"x_auto_response_suppress": "All"},
        {"precedence": "first-class"},
        {"subject": "Why do I get an automatic reply?"},
        {"subject": "Undeliverable parcel"},
        {"return_path": "<>"},
        {"list_id": "Care <care.shop.example>"},
    ],
)
def test_a_person_is_not_taken_for_a_machine(read: Read, fields: dict[str, str]) -> None:
    assert read(**fields).mechanical is None


def test_a_calendar_file_that_a_person_attached_is_a_persons_mail(read: Read) -> None:
    body = "--cut\r\n\r\nMy free days\r\n--cut\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n--cut--"
    assert read(body, content_type="multipart/mixed; boundary=cut").mechanical is None


def test_an_invitation_beside_its_text_is_recognised(read: Read) -> None:
    body = "--cut\r\n\r\nMeeting\r\n--cut\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n--cut--"
    assert read(body, content_type="multipart/alternative; boundary=cut").mechanical is Mechanical.CALENDAR
