"""Any other ticket system by e-mail: one letter a ticket, found again by its Message-ID, answers below the first."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from desktop.model import Channel, CheckStep, Outgoing, SentReceipt, TemporaryFailure
from desktop.model.ids import TicketSystemId
from desktop.model.tickets import NewTicket, SystemKind, TicketFile, TicketState, TicketSystem
from desktop.tickets import traits_of_kind
from desktop.tickets.by_email import EmailGateway, message_id
from tests.factories import NOON

KEY, OTHER = "S-ABCDEFGHJK", "S-ABCDEFGHJL"
SYSTEM = TicketSystem(TicketSystemId(1), "", SystemKind.EMAIL, "Desk", "", "tickets@example.org")


class Mailbox:
    """A mailbox that keeps what it sent."""

    def __init__(self, *steps: CheckStep) -> None:
        self.sent: list[Outgoing] = []
        self.steps = steps

    async def check(self) -> tuple[CheckStep, ...]:
        return self.steps

    async def send(self, outgoing: Outgoing, on_commit: Callable[[], None]) -> SentReceipt:
        on_commit()
        self.sent.append(outgoing)
        return SentReceipt(outgoing.key, NOON)

    async def look_up(self, outgoing: Outgoing) -> SentReceipt | None:
        there = any(one.key == outgoing.key for one in self.sent)
        return SentReceipt(outgoing.key, NOON) if there else None


def gateway(mailbox: Mailbox | None) -> EmailGateway:
    return EmailGateway(SYSTEM, lambda: cast("Channel | None", mailbox))


async def test_a_letter_opens_the_ticket_and_is_found_by_its_key() -> None:
    mailbox = Mailbox()
    service = gateway(mailbox)
    left: list[int] = []
    assert await service.find(KEY) is None
    made = await service.open(
        NewTicket(KEY, "Doppio addebito", "Testo", (TicketFile("a.txt", "text/plain", b"a"),)), lambda: left.append(1)
    )
    (letter,) = mailbox.sent
    assert left == [1]
    assert letter.recipient == "tickets@example.org"
    assert letter.subject == f"Doppio addebito [{KEY}]"
    assert letter.key == message_id(KEY)
    assert [one.name for one in letter.attachments] == ["a.txt"]
    assert made.state is TicketState.UNKNOWN
    found = await service.find(KEY)
    assert found is not None
    assert found.remote_id == made.remote_id


async def test_a_comment_answers_the_first_letter_once() -> None:
    mailbox = Mailbox()
    service = gateway(mailbox)
    made = await service.open(NewTicket(KEY, "Doppio", "Testo"), lambda: None)
    for _ in range(2):
        await service.comment(made.remote_id, OTHER, "Ha richiamato", lambda: None)
    _, answer = mailbox.sent
    assert answer.in_reply_to == message_id(KEY)
    assert answer.references == (message_id(KEY),)
    assert answer.text == "Ha richiamato"
    assert f"[{KEY}]" in answer.subject


async def test_without_an_open_mailbox_it_waits() -> None:
    service = gateway(None)
    with pytest.raises(TemporaryFailure, match="no_channel"):
        await service.open(NewTicket(KEY, "Doppio", "Testo"), lambda: None)
    (step,) = await service.check()
    assert (step.step, step.reason) == ("server", "no_channel")


async def test_the_mailboxs_own_fault_is_named() -> None:
    service = gateway(Mailbox(CheckStep("connect", passed=True), CheckStep("sign_in", passed=False, reason="refused")))
    (step,) = await service.check()
    assert (step.step, step.passed, step.reason) == ("sign_in", False, "refused")
    assert len(await gateway(Mailbox()).check()) == 3


async def test_a_state_that_nobody_can_ask_for_is_not_followed() -> None:
    service = gateway(Mailbox())
    assert not traits_of_kind(SystemKind.EMAIL).is_followed
    assert await service.read(KEY) is None
    assert await service.comments(KEY, "") == ()
    assert service.id_in("1423") is None
