"""What each refusal means, how soon a server is asked again, and where a token may go."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.bluesky.failures import (
    AlreadyThere,
    NoChat,
    NotThere,
    is_token_refused,
    pause_of,
    read_failure,
    send_failure,
)
from desktop.channels.bluesky.pace import USUAL, Pace
from desktop.channels.bluesky.session import session_of
from desktop.channels.bluesky.settings import DEFAULT_CHAT, DEFAULT_SERVER, Places, places_of
from desktop.channels.payload import Unreadable
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

NOW = datetime(2026, 5, 12, 9, 48, tzinfo=UTC)
PLACES = Places("https://bsky.social", "", DEFAULT_CHAT)


def said(name: str, message: str = "") -> dict[str, str]:
    return {"error": name, "message": message}


@pytest.mark.parametrize(
    ("status", "payload", "kind", "reason"),
    [
        (400, said("ExpiredToken"), SignInExpired, "token_refused"),
        (401, said("AuthMissing"), SignInExpired, "token_refused"),
        (401, None, SignInExpired, "token_refused"),
        (400, said("AccountTakedown"), SignInExpired, "token_refused"),
        (400, said("InvalidToken", "Bad token method"), NoChat, "chat_not_allowed"),
        (400, said("RecordNotFound"), NotThere, "not_found"),
        (400, said("NotFound"), NotThere, "not_found"),
        (404, None, NotThere, "not_found"),
        (400, said("MessagesDisabled"), Refused, "no_direct"),
        (400, said("BlockedActor"), Refused, "no_direct"),
        (400, said("RecipientNotFound"), Refused, "no_recipient"),
        (400, said("InvalidRequest"), Refused, "http_400"),
        (403, said("Forbidden"), Refused, "forbidden"),
        (403, None, TemporaryFailure, "blocked_on_the_way"),
        (429, None, TemporaryFailure, "rate_limited"),
        (502, said("UpstreamFailure"), TemporaryFailure, "http_502"),
        (501, said("MethodNotImplemented"), Refused, "http_501"),
        (302, None, TemporaryFailure, "redirected"),
    ],
)
def test_every_answer_to_a_read_means_one_thing(
    status: int, payload: Any, kind: type[ChannelError], reason: str
) -> None:
    failure = read_failure(status, {}, payload, NOW)
    assert (type(failure), failure.reason) == (kind, reason)


@pytest.mark.parametrize(
    ("status", "payload", "kind", "reason"),
    [
        (400, said("InvalidSwap"), AlreadyThere, "already_there"),
        (400, said("InvalidRequest", "grapheme too big (maximum 300, got 301) at $.record.text"), Refused, "too_long"),
        (400, said("InvalidRequest", "Record/text must not be longer than 300 graphemes"), Refused, "too_long"),
        (400, said("InvalidRequest", "blob too big (maximum 1000000)"), Refused, "not_accepted"),
        (400, said("InvalidConvo"), Refused, "reply_target_gone"),
        (400, said("ConvoLocked"), Refused, "no_direct"),
        (413, None, Refused, "message_too_large"),
        (400, said("ExpiredToken"), SignInExpired, "token_refused"),
        (429, said("RateLimitExceeded"), TemporaryFailure, "rate_limited"),
        (500, said("InternalServerError"), OutcomeUnknown, "http_500"),
        (502, None, OutcomeUnknown, "http_502"),
        (503, None, OutcomeUnknown, "http_503"),
        (408, None, OutcomeUnknown, "http_408"),
    ],
)
def test_every_answer_to_a_text_means_one_thing(
    status: int, payload: Any, kind: type[ChannelError], reason: str
) -> None:
    failure = send_failure(status, {}, payload, NOW)
    assert (type(failure), failure.reason) == (kind, reason)


def test_a_token_that_may_not_chat_is_not_renewed_for_it() -> None:
    assert is_token_refused(400, said("InvalidToken", "Token could not be verified"))
    assert not is_token_refused(400, said("InvalidToken", "Bad token method"))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "90"}, 90.0),
        ({"RateLimit-Reset": str(int(NOW.timestamp()) + 240)}, 240.0),
        ({"RateLimit-Reset": str(int(NOW.timestamp()) - 5)}, 1.0),
        ({"Retry-After": "999999"}, 3600.0),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_a_busy_server_says_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert pause_of(headers, NOW) == seconds


def test_a_server_with_little_left_for_us_is_asked_rarely() -> None:
    pace = Pace()
    assert pace.seconds(NOW) == USUAL
    reset = str(int(NOW.timestamp()) + 280)
    pace.heard({"RateLimit-Limit": "3000", "RateLimit-Remaining": "2900", "RateLimit-Reset": reset}, NOW)
    assert pace.seconds(NOW) == USUAL
    pace.heard({"RateLimit-Limit": "3000", "RateLimit-Remaining": "24", "RateLimit-Reset": reset}, NOW)
    assert 60 < pace.seconds(NOW) < 120
    pace.heard({"RateLimit-Limit": "3000", "RateLimit-Remaining": "0", "RateLimit-Reset": reset}, NOW)
    assert pace.seconds(NOW) == 280


@given(st.dictionaries(st.sampled_from(["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"]), st.text()))
def test_no_header_makes_a_pace_of_its_own(headers: dict[str, str]) -> None:
    pace = Pace()
    pace.heard(headers, NOW)
    assert USUAL <= pace.seconds(NOW) <= 300


def an_account(**settings: str) -> Account:
    return Account(AccountId(1), "a", Network.BLUESKY, "Aurora", "@aurora.test", AccountRole.CARE, dict(settings))


def test_an_account_without_settings_is_at_the_networks_own_servers() -> None:
    assert places_of(an_account()) == Places(DEFAULT_SERVER, "", DEFAULT_CHAT)


@pytest.mark.parametrize("server", ["http://bsky.social", "ftp://x.org", "aurora.org", "https://", "http://[::1"])
def test_a_token_goes_to_no_unsafe_server(server: str) -> None:
    with pytest.raises(ValueError, match="https"):
        places_of(an_account(server=server))


def test_a_chat_service_must_be_named_as_one() -> None:
    with pytest.raises(ValueError, match="chat service"):
        places_of(an_account(chat_service="https://chat.example"))


def given_session(**changes: Any) -> dict[str, Any]:
    return {"did": "did:plc:a", "handle": "a.test", "accessJwt": "a.b.c", "refreshJwt": "d.e.f", **changes}


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("https://oak.host.example/", "https://oak.host.example"),
        ("http://oak.host.example", "https://bsky.social"),
        ("http://127.0.0.1:80", "https://bsky.social"),
        ("https://localhost", "https://bsky.social"),
        ("javascript:alert(1)", "https://bsky.social"),
    ],
)
def test_a_server_of_the_world_can_send_tokens_to_no_unsafe_place(named: str, expected: str) -> None:
    document = {"service": [{"id": "did:plc:a#atproto_pds", "serviceEndpoint": named}]}
    assert session_of(given_session(didDoc=document), PLACES, NOW).pds == expected


@pytest.mark.parametrize(
    "change", [{"did": "aurora"}, {"accessJwt": ""}, {"accessJwt": "a\nb"}, {"refreshJwt": None}, {"did": None}]
)
def test_a_session_without_what_makes_it_one_is_unreadable(change: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        session_of(given_session(**change), PLACES, NOW)


def test_tokens_are_in_no_representation() -> None:
    shown = repr(session_of(given_session(accessJwt="geheim.x.y", refreshJwt="secreto.x.y"), PLACES, NOW))
    assert "geheim" not in shown
    assert "secreto" not in shown
