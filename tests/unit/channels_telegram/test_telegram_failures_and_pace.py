"""What each refusal of the Bot API means, how fast a bot writes, and where a token may go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.channels.telegram.cursor import Cursor, decoded
from desktop.channels.telegram.failures import Moved, NotThere, read_failure, send_failure
from desktop.channels.telegram.pace import WAITED_OUT, Pace
from desktop.channels.telegram.settings import api_of, is_token
from desktop.demo.networks.telegram.rules import Flood, Refusal
from desktop.model import (
    Account,
    AccountId,
    AccountRole,
    ChannelError,
    Network,
    OutcomeUnknown,
    Refused,
    SignInExpired,
    TemporaryFailure,
)
from tests.effort import examples

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)


def said(words: str, **parameters: int) -> dict[str, object]:
    return {"ok": False, "description": words, **({"parameters": parameters} if parameters else {})}


@pytest.mark.parametrize(
    ("status", "payload", "kind", "reason"),
    [
        (401, said("Unauthorized"), SignInExpired, "token_refused"),
        (404, said("Not Found"), SignInExpired, "token_refused"),
        (404, None, TemporaryFailure, "blocked_on_the_way"),
        (403, None, TemporaryFailure, "blocked_on_the_way"),
        (403, said("Forbidden: no"), Refused, "forbidden"),
        (409, said("Conflict: terminated by other getUpdates request"), TemporaryFailure, "other_consumer"),
        (409, said("Conflict: can't use getUpdates method while webhook is active"), TemporaryFailure, "webhook_set"),
        (409, None, TemporaryFailure, "other_consumer"),
        (400, said("Bad Request: nonsense"), Refused, "http_400"),
        (429, said("Too Many Requests", retry_after=7), TemporaryFailure, "rate_limited"),
        (502, None, TemporaryFailure, "http_502"),
        (302, None, TemporaryFailure, "redirected"),
    ],
)
def test_every_answer_to_a_call_means_one_thing(
    status: int, payload: Any, kind: type[ChannelError], reason: str
) -> None:
    failure = read_failure(status, {}, payload, NOW)
    assert (type(failure), failure.reason) == (kind, reason)


@pytest.mark.parametrize(
    ("status", "payload", "kind", "reason"),
    [
        (400, said("Bad Request: message is too long"), Refused, "too_long"),
        (400, said("Bad Request: message caption is too long"), Refused, "too_long"),
        (400, said("Bad Request: message text is empty"), Refused, "empty"),
        (400, said("Bad Request: message to be replied not found"), Refused, "reply_target_gone"),
        (400, said("Bad Request: chat not found"), Refused, "no_recipient"),
        (400, said("Bad Request: group chat was upgraded", migrate_to_chat_id=-100), Moved, "moved"),
        (400, said("Bad Request: message to delete not found"), NotThere, "not_found"),
        (400, said("Bad Request: message can't be deleted for everyone"), Refused, "not_deletable"),
        (400, said("Bad Request: PHOTO_INVALID_DIMENSIONS"), Refused, "attachment_refused"),
        (400, said("Bad Request: not enough rights to send text messages to the chat"), Refused, "forbidden"),
        (400, said("Bad Request: surprise"), Refused, "not_accepted"),
        (403, said("Forbidden: bot was blocked by the user"), Refused, "blocked"),
        (403, said("Forbidden: bot can't initiate conversation with a user"), Refused, "no_direct"),
        (403, said("Forbidden: user is deactivated"), Refused, "no_recipient"),
        (403, said("Forbidden: bot was kicked from the supergroup chat"), Refused, "forbidden"),
        (403, None, TemporaryFailure, "blocked_on_the_way"),
        (413, None, Refused, "message_too_large"),
        (429, said("Too Many Requests", retry_after=7), TemporaryFailure, "rate_limited"),
        (500, said("Internal Server Error"), OutcomeUnknown, "http_500"),
        (504, None, OutcomeUnknown, "http_504"),
        (401, said("Unauthorized"), SignInExpired, "token_refused"),
    ],
)
def test_every_answer_to_a_text_means_one_thing(
    status: int, payload: Any, kind: type[ChannelError], reason: str
) -> None:
    failure = send_failure(status, {}, payload, NOW)
    assert (type(failure), failure.reason) == (kind, reason)


@pytest.mark.parametrize(
    ("payload", "headers", "seconds"),
    [
        (said("", retry_after=35), {"Retry-After": "90"}, 35),
        (said(""), {"Retry-After": "90"}, 90),
        (said("", retry_after=10**9), {}, 3600),
        (said("", retry_after=0), {}, 1),
        (None, {}, 60),
    ],
)
def test_a_busy_server_says_how_long(payload: Any, headers: dict[str, str], seconds: float) -> None:
    failure = read_failure(429, headers, payload, NOW)
    assert isinstance(failure, TemporaryFailure)
    assert failure.retry_after == seconds


@settings(max_examples=examples(30), deadline=None)
@given(st.text(max_size=60) | st.builds(str, st.lists(st.none() | st.integers(), max_size=3)))
def test_a_damaged_cursor_begins_anew(text: str) -> None:
    assert decoded(text) == Cursor()


def test_a_cursor_survives_and_counts_only_while_telegram_does() -> None:
    cursor = decoded(Cursor(410_000_017, NOW).encoded())
    assert cursor == Cursor(410_000_017, NOW)
    assert cursor.offset_at(NOW + timedelta(days=5)) == 410_000_017
    assert cursor.offset_at(NOW + timedelta(days=7)) is None
    assert Cursor().offset_at(NOW) is None


@settings(deadline=None, max_examples=examples(40))
@given(st.lists(st.tuples(st.sampled_from((-7, -8, 5, 6)), st.floats(0, 3)), max_size=60))
async def test_whoever_keeps_the_pace_is_never_told_to_slow_down(plan: list[tuple[int, float]]) -> None:
    passed = [0.0]

    async def sleep(seconds: float) -> None:
        assert seconds <= WAITED_OUT
        passed[0] += seconds + 1e-6

    pace, flood = Pace(lambda: passed[0], sleep), Flood(lambda: NOW + timedelta(seconds=passed[0]))
    for chat, pause in plan:
        passed[0] += pause
        try:
            await pace.turn(chat)
        except TemporaryFailure as failure:
            passed[0] += (failure.retry_after or 0) + 1e-6
            await pace.turn(chat)
        try:
            flood.count(chat)
        except Refusal as refusal:
            raise AssertionError("the network had to say so") from refusal


@pytest.mark.parametrize(
    "api", ["http://api.telegram.org", "ftp://x", "api.telegram.org", "https://", "http://10.0.0.1"]
)
def test_a_token_goes_only_over_https(api: str) -> None:
    with pytest.raises(ValueError, match="https"):
        api_of(Account(AccountId(1), "a", Network.TELEGRAM, "", "", AccountRole.CARE, {"api": api}))


def test_a_token_looks_like_one() -> None:
    assert is_token("7100200300:AAF-x_yz0123456789012345678901234")
    for text in ("", "7100200300", "7100200300:AA/../getMe", "7100200300:" + "é" * 30, "abc:" + "x" * 30):
        assert not is_token(text)
