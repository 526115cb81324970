"""How often X may be asked, what its refusals mean, and what things cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.x.failures import change_failure, read_failure, send_failure
from desktop.channels.x.prices import DIRECT_READ, MICROS, OWNED_READ, POST_READ, Ledger, kind_of_post
from desktop.channels.x.windows import LONGEST_PAUSE, Windows, pause_of
from desktop.model import ChannelError, OutcomeUnknown, Refused, SignInExpired, Spent, TemporaryFailure
from tests.factories import FakeClock

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)


def headers(limit: int, remaining: int, seconds: float) -> dict[str, str]:
    return {
        "x-rate-limit-limit": str(limit),
        "x-rate-limit-remaining": str(remaining),
        "x-rate-limit-reset": str(int(NOW.timestamp() + seconds)),
    }


def test_what_is_unknown_is_allowed_and_what_is_used_up_waits() -> None:
    windows = Windows()
    assert windows.affords("dm_read", NOW)
    windows.note("dm_read", {"date": "today"}, NOW)
    assert windows.pause("dm_read", NOW) == 0
    windows.note("dm_read", headers(15, 0, 300), NOW)
    assert windows.pause("dm_read", NOW) == 300
    assert not windows.affords("dm_read", NOW)
    assert windows.affords("search", NOW)
    assert windows.affords("dm_read", NOW + timedelta(seconds=301))


def test_the_second_half_of_a_window_is_spread_over_its_time() -> None:
    windows = Windows()
    windows.note("dm_read", headers(15, 8, 600), NOW)
    assert windows.affords("dm_read", NOW)
    windows.note("dm_read", headers(15, 5, 500), NOW)
    assert not windows.affords("dm_read", NOW + timedelta(seconds=60))
    assert windows.affords("dm_read", NOW + timedelta(seconds=100))
    assert windows.pause("dm_read", NOW) == 0  # what must be asked still may


@given(steps=st.lists(st.integers(1, 120), min_size=1, max_size=80))
def test_reads_that_ask_first_never_meet_a_closed_window(steps: list[int]) -> None:
    windows, at, ends, left = Windows(), NOW, NOW, 0
    for step in steps:
        at += timedelta(seconds=step)
        if not windows.affords("dm_read", at):
            continue
        if at >= ends:
            ends, left = at + timedelta(minutes=15), 15
        assert left > 0
        left -= 1
        reset = {"x-rate-limit-reset": str(int(ends.timestamp()) + 1)}
        windows.note("dm_read", {"x-rate-limit-limit": "15", "x-rate-limit-remaining": str(left), **reset}, at)


@pytest.mark.parametrize(
    ("named", "seconds"),
    [
        ({}, None),
        ({"x-rate-limit-reset": str(int(NOW.timestamp()) + 240)}, 240),
        ({"retry-after": "90", "x-rate-limit-reset": str(int(NOW.timestamp()) + 240)}, 90),
        ({"x-rate-limit-reset": str(int(NOW.timestamp()) - 30)}, 1),
        ({"x-rate-limit-reset": "never"}, None),
        (
            {
                "x-rate-limit-reset": str(int(NOW.timestamp()) + 240),
                "x-user-limit-24hour-remaining": "0",
                "x-user-limit-24hour-reset": str(int(NOW.timestamp()) + 40_000),
            },
            LONGEST_PAUSE,
        ),
    ],
)
def test_a_pause_is_what_the_headers_say(named: dict[str, str], seconds: float | None) -> None:
    assert pause_of(named, NOW) == seconds


def detail(words: str, kind: str = "forbidden") -> dict[str, Any]:
    return {"type": f"https://api.x.com/2/problems/{kind}", "title": "Forbidden", "detail": words}


@pytest.mark.parametrize(
    ("status", "payload", "expected", "reason"),
    [
        (401, {}, SignInExpired, "token_refused"),
        (402, {"title": "CreditsDepleted"}, TemporaryFailure, "credits_used_up"),
        (403, detail("", "credits"), TemporaryFailure, "credits_used_up"),
        (403, detail("no"), SignInExpired, "forbidden"),
        (403, None, TemporaryFailure, "blocked_on_the_way"),
        (404, {}, Refused, "not_found"),
        (429, {}, TemporaryFailure, "rate_limited"),
        (400, {"errors": [{"message": "[post.fields] is unknown"}]}, Refused, "unknown_fields"),
        (400, detail("since_id"), Refused, "http_400"),
        (503, None, TemporaryFailure, "http_503"),
        (302, None, TemporaryFailure, "redirected"),
    ],
)
def test_every_answer_to_a_read_means_one_thing(
    status: int, payload: object, expected: type[ChannelError], reason: str
) -> None:
    failure = read_failure(status, {}, payload, NOW)
    assert isinstance(failure, expected)
    assert failure.reason == reason


@pytest.mark.parametrize(
    ("status", "words", "expected", "reason"),
    [
        (403, "You are not allowed to create a Post with duplicate content.", Refused, "duplicate"),
        (
            403,
            "Reply to this conversation is not allowed because you have not been mentioned",
            Refused,
            "not_mentioned",
        ),
        (403, "You attempted to reply to a Post that is deleted or not visible to you.", Refused, "reply_target_gone"),
        (400, "Your post text is too long.", Refused, "too_long"),
        (403, "A post may hold at most one cashtag.", Refused, "too_many_cashtags"),
        (403, "You cannot send messages to this user.", Refused, "no_direct"),
        (400, "Your media IDs are invalid.", Refused, "attachment_refused"),
        (400, "text must not be blank", Refused, "empty"),
        (403, "The token lacks a scope", SignInExpired, "forbidden"),
        (403, "Something else", Refused, "forbidden"),
        (404, "", Refused, "reply_target_gone"),
        (401, "", SignInExpired, "token_refused"),
        (402, "", TemporaryFailure, "credits_used_up"),
        (429, "", TemporaryFailure, "rate_limited"),
        (408, "", OutcomeUnknown, "http_408"),
        (500, "", OutcomeUnknown, "http_500"),
        (503, "", OutcomeUnknown, "http_503"),
    ],
)
def test_every_answer_to_a_text_means_one_thing(
    status: int, words: str, expected: type[ChannelError], reason: str
) -> None:
    failure = send_failure(status, {}, detail(words), NOW, replying=True)
    assert type(failure) is expected
    assert failure.reason == reason


def test_a_change_that_x_does_not_allow_is_refused_and_one_it_could_not_make_is_tried_again() -> None:
    assert isinstance(change_failure(403, {}, detail("Not yours."), NOW), Refused)
    assert isinstance(change_failure(502, {}, None, NOW), TemporaryFailure)


def test_a_thing_read_twice_in_a_day_is_paid_for_once() -> None:
    clock = FakeClock(NOW)
    ledger = Ledger(clock)
    ledger.remember([("1", NOW - timedelta(hours=1)), ("2", NOW - timedelta(days=1))])
    ledger.read(POST_READ, ["1", "2", "3", "3"])
    ledger.read(OWNED_READ, ["3"])
    ledger.read(DIRECT_READ, ["dm-1"])
    assert ledger.told() == (Spent("dm_read", 1, 10_000), Spent("post_read", 2, 10_000))
    assert ledger.told() == ()
    clock.advance(86_400)
    ledger.read(POST_READ, ["3"])
    assert ledger.told() == (Spent("post_read", 1, 5_000),)


def test_a_link_makes_a_post_dear_and_a_summons_cheap() -> None:
    prices = [
        MICROS[kind_of_post(has_link=link, replying=replying)] for link in (False, True) for replying in (False, True)
    ]
    assert prices == [15_000, 10_000, 200_000, 200_000]
