"""The contract as mail has it: what HTTP's networks say in answers, mail servers say in lines, or can't say at all."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.model import ChannelError, OutcomeUnknown, Refused, TemporaryFailure
from tests.contract.channel_contract import ChannelContract
from tests.contract.channel_place import Desk
from tests.contract.contract_sending import TEXT, WORD
from tests.contract.mail_place import MailDesk

_MAIL = (
    b"From: =?utf-8?q?Zaffiro?= <zaffiro@posta.test>\r\nTo: servizio@aurora.test\r\nSubject: Zaffiro va male\r\n"
    b"Date: Tue, 12 May 2026 09:48:00 +0000\r\nMessage-ID: <zaffiro@posta.test>\r\nReferences: <a@b.test>\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=cut\r\n\r\n--cut\r\nContent-Type: text/plain; "
    b"charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nWmFmZmlybyB2YSBtYWxl\r\n--cut--\r\n"
)
_ODD = (b"", b"\x00", b"\xff\xfe", b"\r\n\r\n", b"9" * 400, b"a" * 5_000, b"<" * 50, b"=?utf-8?b?/w==?=", b"--cut\r\n")
SPOILT = st.builds(
    lambda start, length, odd: _MAIL[: start % len(_MAIL)] + odd + _MAIL[start % len(_MAIL) + length :],
    st.integers(0, 10**6),
    st.integers(0, 200),
    st.sampled_from(_ODD),
)
"""A mail with a part of it replaced by something odd."""

_LINES = ("", "5", "999 odd", "250", "354 go", "<html>", "\x00", "550 " + "a" * 400, "421 4.3.2 closing", "2O0 OK")
_STAGES = ("greet", "auth", "mail", "rcpt", "data", "text", "answer")
TALK = st.tuples(st.sampled_from(_STAGES), st.sampled_from(_LINES)).filter(
    lambda talk: talk[0] != "answer" or not talk[1].startswith(("550 ", "421 "))
)
"""What a sending server says at which moment. One that says a clear no has not taken the letter."""

_FEW = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))


class MailContract(ChannelContract):
    """Inherited by a test class whose `kit` has a `MailDesk`."""

    # a mail server names no moment at which it will take more: it defers (RFC 5321 4.2.1), see below
    test_a_busy_network_took_nothing_and_says_when = None  # type: ignore[assignment]
    test_a_busy_network_can_be_read_later = None  # type: ignore[assignment]
    # a letter may be of any length: what is too large is told by the sending server (RFC 1870), see below
    test_too_long_a_text_is_refused = None  # type: ignore[assignment]

    @pytest.mark.parametrize("stage", ["greet", "mail", "rcpt", "data", "text"])
    async def test_a_server_that_defers_took_nothing(self, desk: Desk, stage: str) -> None:
        assert isinstance(desk, MailDesk)
        outgoing = desk.answer_to(await desk.question(), TEXT)
        desk.mail.relay.fail(stage, "451 4.7.1 try again in 90 seconds")
        with pytest.raises(TemporaryFailure):
            await desk.channel.send(outgoing, desk.commits)
        assert desk.heard == []
        await desk.channel.send(outgoing, desk.commits)
        assert desk.posted(outgoing.text) == 1

    async def test_too_large_a_letter_is_refused_before_it_travels(self, desk: Desk) -> None:
        outgoing = desk.answer_to(await desk.question(), WORD * 30_000)
        with pytest.raises(Refused, match="message_too_large"):
            await desk.channel.send(outgoing, desk.commits)
        assert desk.committed == []
        assert desk.heard == []

    async def test_a_file_travels_with_the_letter_and_an_empty_answer_is_a_letter_too(self, desk: Desk) -> None:
        question = await desk.question()
        await desk.channel.send(desk.answer_to(question, ""), desk.commits)
        assert desk.heard[-1].remote_id

    @_FEW
    @given(mail=SPOILT)
    async def test_only_channel_errors_leave_a_pull(self, mail: bytes) -> None:
        await self._spoilt_mail_harms_nobody(mail)

    # the same test here: a spoilt mail comes beside one that is not
    test_one_spoilt_message_keeps_no_other_away = None  # type: ignore[assignment]

    @_FEW
    @given(talk=TALK)
    async def test_only_channel_errors_leave_an_answer(self, talk: tuple[str, str]) -> None:
        await self._odd_talk_is_survived(*talk)

    @pytest.mark.slow
    @pytest.mark.timeout(400)
    @settings(_FEW, max_examples=30)  # of three deeds each, on each of the networks
    @given(mail=SPOILT, talk=TALK)
    async def test_many_more_spoilt_answers_do_no_harm(self, mail: bytes, talk: tuple[str, str]) -> None:
        await self._spoilt_mail_harms_nobody(mail)
        await self._odd_talk_is_survived(*talk)

    async def _spoilt_mail_harms_nobody(self, mail: bytes) -> None:
        async with self._open() as desk:
            assert isinstance(desk, MailDesk)
            before = (await desk.pull())[1].cursor
            desk.mail.put_raw(mail)
            spared = desk.says("Rubino va bene")
            found = {arrival.remote_id for fetched in await self._pulls(desk, before) for arrival in fetched.arrivals}
            assert spared in found
            await self._allowed(desk.channel.check)
            await self._allowed(lambda: desk.channel.older(None))

    async def _odd_talk_is_survived(self, stage: str, line: str) -> None:
        async with self._open() as desk:
            assert isinstance(desk, MailDesk)
            outgoing = desk.answer_to(await desk.question(), TEXT)
            desk.mail.relay.fail(stage, line)
            told: list[str] = []
            await self._allowed(lambda: self._told(desk, outgoing, told))
            heard = desk.posted(outgoing.text)
            if told == ["sent"]:
                assert heard <= 1
            elif told == ["unsent"]:
                assert heard == 0, (stage, line)

    @staticmethod
    async def _told(desk: Desk, outgoing: object, told: list[str]) -> None:
        """Send, and note what the channel says became of it."""
        try:
            await desk.channel.send(outgoing, desk.commits)  # type: ignore[arg-type]
        except OutcomeUnknown:
            await desk.channel.look_up(outgoing)  # type: ignore[arg-type]
        except ChannelError:
            told.append("unsent")
        else:
            told.append("sent")
