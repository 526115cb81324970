"""The Graph's errors: each means one thing, whatever the server's words, and none says more than a code."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.graph.failures import (
    BadToken,
    MissingScope,
    NotThere,
    TooMuch,
    change_failure,
    read_failure,
    send_failure,
)
from desktop.model import ChannelError, OutcomeUnknown, Refused, SignInExpired, TemporaryFailure

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def error(code: Any, subcode: Any = None, message: Any = "no", **more: Any) -> dict[str, Any]:
    inner = {"message": message, "type": "OAuthException", "code": code, **more}
    return {"error": {**inner, **({"error_subcode": subcode} if subcode else {})}}


READS: list[tuple[int, Any, type[ChannelError], str]] = [
    (400, error(190, 463), BadToken, "token_refused"),
    (400, error(102), BadToken, "token_refused"),
    (401, {"error": "no"}, BadToken, "token_refused"),
    (400, error(100, message="Invalid OAuth access token."), BadToken, "token_refused"),
    (403, error(10, 492), BadToken, "token_refused"),
    (400, error(100, message="Invalid appsecret_proof provided in the API argument"), BadToken, "app_secret_refused"),
    (400, error(101, message="Error validating client secret"), BadToken, "app_secret_refused"),
    (400, error(4), TemporaryFailure, "rate_limited"),
    (400, error(17), TemporaryFailure, "rate_limited"),
    (400, error(32), TemporaryFailure, "rate_limited"),
    (400, error(613), TemporaryFailure, "rate_limited"),
    (400, error(80002), TemporaryFailure, "rate_limited"),
    (429, None, TemporaryFailure, "rate_limited"),
    (403, error(10, 1893063), TemporaryFailure, "page_restricted"),
    (400, error(368), TemporaryFailure, "blocked_for_now"),
    (403, error(200, message="Requires pages_messaging permission"), MissingScope, "missing_scope:pages_messaging"),
    (403, error(10, message="the 'pages_read_user_content' permission"), MissingScope, "missing_scope:pages_read_user_content"),
    (403, error(200, message="Permissions error"), Refused, "forbidden"),
    (403, error(3, message="Application does not have the capability"), Refused, "forbidden"),
    (400, error(100, 33), NotThere, "not_found"),
    (404, error(803, message="Some of the aliases you requested do not exist: 1_2"), NotThere, "not_found"),
    (400, error(100, message="Tried accessing nonexisting field (x)"), Refused, "graph_100"),
    (500, error(1, message="Please reduce the amount of data"), TooMuch, "too_much_asked"),
    (500, error(2), TemporaryFailure, "http_500"),
    (400, error(1), TemporaryFailure, "http_400"),
    (400, error(12345, is_transient=True), TemporaryFailure, "http_400"),
    (502, None, TemporaryFailure, "http_502"),
    (403, None, TemporaryFailure, "blocked_on_the_way"),
    (403, {}, Refused, "http_403"),
    (302, None, TemporaryFailure, "redirected"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "payload", "kind", "reason"), READS)
def test_an_error_of_a_read_means_one_thing(status: int, payload: Any, kind: type[ChannelError], reason: str) -> None:
    for meaning in (read_failure, change_failure):
        failure = meaning(status, {}, payload, NOW)
        assert (type(failure), failure.reason) == (kind, reason)


SENDS: list[tuple[int, Any, type[ChannelError], str]] = [
    (400, error(10, 2018278), Refused, "window_ended"),
    (400, error(10, 2534022), Refused, "window_ended"),
    (400, error(10, message="(#10) This message is sent outside of allowed window."), Refused, "window_ended"),
    (400, error(10900), Refused, "private_reply_used"),
    (400, error(10, 2534025), Refused, "private_reply_used"),
    (400, error(10901), Refused, "window_ended"),
    (400, error(10903), Refused, "no_direct"),
    (400, error(551, 1545041), Refused, "no_direct"),
    (400, error(100, 2018001), Refused, "no_recipient"),
    (400, error(100, 2018292), Refused, "reply_target_gone"),
    (400, error(100, 33), Refused, "reply_target_gone"),
    (400, error(100, 2018034), Refused, "empty"),
    (400, error(100, message="Length of param message[text] must be less than or equal to 2000"), Refused, "too_long"),
    (400, error(100, message="You cannot reply to hidden comments"), Refused, "hidden"),
    (400, error(506), Refused, "duplicate"),
    (400, error(1200), TemporaryFailure, "not_sent_for_now"),
    (400, error(32), TemporaryFailure, "rate_limited"),
    (400, error(190), BadToken, "token_refused"),
    (400, error(100), Refused, "not_accepted"),
    (500, error(1), OutcomeUnknown, "http_500"),
    (400, error(1, 1357046), OutcomeUnknown, "http_400"),
    (500, None, OutcomeUnknown, "http_500"),
    (408, None, OutcomeUnknown, "http_408"),
    (403, None, TemporaryFailure, "blocked_on_the_way"),
]


@pytest.mark.parametrize(("status", "payload", "kind", "reason"), SENDS)
def test_an_error_of_a_text_means_one_thing(status: int, payload: Any, kind: type[ChannelError], reason: str) -> None:
    failure = send_failure(status, {}, payload, NOW)
    assert (type(failure), failure.reason) == (kind, reason)


def test_what_is_gone_among_many_is_named_by_the_error() -> None:
    words = "(#803) Some of the aliases you requested do not exist: 122_1,122_7"
    failure = read_failure(404, {}, error(803, message=words), NOW)
    assert isinstance(failure, NotThere)
    assert failure.gone == ("122_1", "122_7")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 300.0),
        ({"retry-after": "40"}, 40.0),
        ({"retry-after": "999999"}, 3600.0),
        ({"x-business-use-case-usage": '{"1":[{"type":"pages","estimated_time_to_regain_access":7}]}'}, 420.0),
        ({"x-business-use-case-usage": '{"1":[{"type":"pages","estimated_time_to_regain_access":0}]}'}, 300.0),
        ({"x-business-use-case-usage": "<html>"}, 300.0),
    ],
)
def test_a_limit_says_in_its_own_words_how_long(headers: dict[str, str], seconds: float) -> None:
    failure = read_failure(400, headers, error(80001), NOW)
    assert isinstance(failure, TemporaryFailure)
    assert failure.retry_after == seconds


def test_only_our_own_permissions_are_ever_named() -> None:
    words = "(#200) Requires marta_bellini permission of the_customer"
    assert read_failure(403, {}, error(200, message=words), NOW).reason == "forbidden"


@given(status=st.integers(200, 599), payload=ODD, inner=ODD, words=ODD)
def test_whatever_is_answered_is_a_channel_error_with_a_short_code(
    status: int, payload: Any, inner: Any, words: Any
) -> None:
    for answer in (payload, {"error": inner}, error(inner, words, words), error(200, words, words)):
        for meaning in (read_failure, send_failure):
            failure = meaning(status, {"retry-after": str(words)[:20]}, answer, NOW)
            assert isinstance(failure, SignInExpired | TemporaryFailure | Refused | OutcomeUnknown)
            assert len(failure.reason) < 60
            assert " " not in failure.reason
