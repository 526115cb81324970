"""Which banners there are reasons for, in which words, how fresh the inbox is, and what a channel's line says."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from desktop.model import Account, HealthState, Network
from tests.ui.channels import NOW, TZ, account
from ui.shell import BannerKind, SyncKind, SyncState, present_account
from ui.shell.banner_presenter import BannerFacts, expiry_moment, is_online, present_banners, present_sync


def facts(*accounts: Account, queued: int = 0, **changed: Any) -> BannerFacts:
    return BannerFacts(accounts, queued, NOW, TZ, **changed)


def test_without_trouble_there_is_no_banner() -> None:
    said = present_banners(facts(account(HealthState.CONNECTED)))
    assert set(said.values()) == {None}
    assert set(present_banners(facts()).values()) == {None}


@pytest.mark.parametrize(
    ("states", "online"),
    [
        ((), True),
        ((HealthState.CONNECTING,), True),
        ((HealthState.OFFLINE,), False),
        ((HealthState.OFFLINE, HealthState.CONNECTED), True),
        ((HealthState.OFFLINE, HealthState.SIGN_IN), False),
        ((HealthState.SIGN_IN,), True),
        ((HealthState.OFFLINE, HealthState.RATE_LIMITED), True),
    ],
)
def test_the_desk_is_offline_when_no_channel_can_be_reached(states: tuple[HealthState, ...], online: bool) -> None:
    assert is_online([account(state, number=n) for n, state in enumerate(states)]) is online


@pytest.mark.parametrize(
    ("queued", "text", "codes"),
    [
        (3, "3 replies queued, they go out when you are back.", ["view_outbox", "try_now"]),
        (1, "1 reply queued, it goes out when you are back.", ["view_outbox", "try_now"]),
        (0, "You can read and write everything, replies go out when you are back.", ["try_now"]),
    ],
)
def test_offline_says_what_is_queued_and_since_when(queued: int, text: str, codes: list[str]) -> None:
    gone = account(HealthState.OFFLINE, last_sync_at=NOW - timedelta(minutes=39))
    message = present_banners(facts(gone, queued=queued))[BannerKind.OFFLINE]
    assert message is not None
    assert (message.title, message.text, message.aside) == ("Offline.", text, "Last synced 10:09")
    assert [action.code for action in message.actions] == codes


@pytest.mark.parametrize(
    ("network", "text"),
    [
        (Network.FACEBOOK, "New comments are not arriving."),
        (Network.EMAIL, "New e-mails are not arriving."),
        (Network.MASTODON, "New messages are not arriving."),
    ],
)
def test_an_expired_sign_in_says_which_since_when_and_what_is_missing(network: Network, text: str) -> None:
    expired = account(HealthState.SIGN_IN, network, 4, since=NOW - timedelta(hours=1, minutes=36))
    message = present_banners(facts(expired))[BannerKind.SIGN_IN]
    assert message is not None
    assert message.title.endswith("sign-in expired today at 09:12.")
    assert message.text == text
    assert [action.code for action in message.actions] == ["sign_in:4"]


def test_several_expired_sign_ins_are_one_banner() -> None:
    expired = [account(HealthState.SIGN_IN, network, n) for n, network in enumerate((Network.X, Network.EMAIL), 1)]
    message = present_banners(facts(*expired))[BannerKind.SIGN_IN]
    assert message is not None
    assert message.title == "2 sign-ins expired."
    assert message.text == "Nothing new arrives from X @lumeservizi, E-mail @lumeservizi."
    assert [action.code for action in message.actions] == ["sign_in:1"]


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (NOW - timedelta(hours=1), "today at 09:48"),
        (NOW - timedelta(hours=20), "yesterday at 14:48"),
        (NOW - timedelta(days=3), "on Mon 10:48"),
        (None, ""),
    ],
)
def test_the_moment_of_expiry_is_said_as_people_say_it(since: datetime | None, said: str) -> None:
    assert expiry_moment(since, NOW, TZ) == said


def test_an_expiry_without_a_moment_leaves_no_gap() -> None:
    message = present_banners(facts(account(HealthState.SIGN_IN, Network.X)))[BannerKind.SIGN_IN]
    assert message is not None
    assert message.title == "X sign-in expired."


def test_an_update_that_is_ready_says_what_stays() -> None:
    message = present_banners(facts(update="1.2.0"))[BannerKind.UPDATE]
    assert message is not None
    assert message.title == "Sportello 1.2.0 is ready."
    assert [action.code for action in message.actions] == ["restart", "later"]


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ((), SyncState(SyncKind.NO_CHANNELS)),
        ((account(HealthState.OFFLINE, last_sync_at=NOW),), SyncState(SyncKind.OFFLINE)),
        ((account(HealthState.CONNECTING),), SyncState(SyncKind.SYNCING)),
        ((account(HealthState.SYNCING, last_sync_at=NOW),), SyncState(SyncKind.SYNCING)),
        ((account(HealthState.CONNECTED, last_sync_at=NOW),), SyncState(SyncKind.SYNCED, "10:48")),
        (
            (account(HealthState.CONNECTED, last_sync_at=NOW - timedelta(days=1)),),
            SyncState(SyncKind.SYNCED, "Wed 10:48"),
        ),
    ],
)
def test_the_sync_state_is_that_of_all_channels(given: tuple[Account, ...], state: SyncState) -> None:
    assert present_sync(facts(*given)) == state


@pytest.mark.parametrize(
    ("given", "word", "spoken"),
    [
        (account(HealthState.CONNECTED), "", "Mastodon, @lumeservizi, connected"),
        (account(HealthState.SYNCING), "", "Mastodon, @lumeservizi, connected, syncing"),
        (account(HealthState.CONNECTING), "Connecting", "Mastodon, @lumeservizi, connecting"),
        (
            account(HealthState.RATE_LIMITED, retry_at=NOW + timedelta(seconds=200)),
            "4 min",
            "Mastodon, @lumeservizi, rate limited, 4 minutes left",
        ),
        (account(HealthState.RATE_LIMITED), "", "Mastodon, @lumeservizi, rate limited"),
        (account(HealthState.SIGN_IN), "Sign in", "Mastodon, @lumeservizi, sign-in expired"),
        (account(HealthState.OFFLINE), "Offline", "Mastodon, @lumeservizi, offline"),
    ],
)
def test_a_channels_line_has_a_word_unless_it_is_connected(given: Account, word: str, spoken: str) -> None:
    state = present_account(given, NOW)
    assert (state.word, state.spoken) == (word, spoken)
    assert state.needs_sign_in == (given.health.state is HealthState.SIGN_IN)


def test_every_state_has_a_glyph_of_its_own_or_a_word() -> None:
    looks = {present_account(account(state), NOW).icon for state in HealthState}
    assert len(looks) == 5
