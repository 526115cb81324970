"""What each network's threads allow, as a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desktop.guardrails import permission
from desktop.model import (
    AccountHealth,
    AccountLimits,
    AccountRole,
    Fix,
    HealthState,
    Network,
    Permission,
    Refusal,
    ThreadKind,
)

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
PUBLIC, DIRECT, EMAIL = ThreadKind.PUBLIC, ThreadKind.DIRECT, ThreadKind.EMAIL


def ask(network: Network, kind: ThreadKind, **changes: Any) -> Permission:
    facts: dict[str, Any] = {
        "role": AccountRole.CARE,
        "health": AccountHealth(HealthState.CONNECTED),
        "limits": AccountLimits(),
        "customer_handle": "@marta@social.example",
        "last_incoming_at": NOW - timedelta(hours=1),
        "mechanical_last": False,
        "now": NOW,
    }
    return permission(network=network, thread_kind=kind, **{**facts, **changes})


@pytest.mark.parametrize(
    ("network", "kind", "public", "direct"),
    [
        (Network.MASTODON, PUBLIC, None, None),
        (Network.MASTODON, DIRECT, Refusal.NO_PUBLIC, None),
        (Network.EMAIL, EMAIL, Refusal.NO_PUBLIC, None),
        (Network.X, PUBLIC, None, None),
        (Network.X, DIRECT, Refusal.NO_PUBLIC, None),
        (Network.FACEBOOK, PUBLIC, None, None),
        (Network.FACEBOOK, DIRECT, Refusal.NO_PUBLIC, None),
        (Network.INSTAGRAM, DIRECT, Refusal.NO_PUBLIC, None),
        (Network.BLUESKY, PUBLIC, None, None),
        (Network.TELEGRAM, DIRECT, Refusal.NO_PUBLIC, None),
        (Network.LISTENING, PUBLIC, Refusal.NOT_MENTIONED, Refusal.NO_DIRECT),
    ],
)
def test_each_network_allows_its_own_ways(
    network: Network, kind: ThreadKind, public: Refusal | None, direct: Refusal | None
) -> None:
    allowed = ask(network, kind)
    assert (allowed.why_not_public, allowed.why_not_direct) == (public, direct)
    assert (allowed.may_public, allowed.may_direct) == (public is None, direct is None)


@pytest.mark.parametrize(
    ("network", "kind", "changes", "public", "direct", "instead"),
    [
        (
            Network.MASTODON,
            PUBLIC,
            {"role": AccountRole.MONITORED},
            Refusal.MONITORED,
            Refusal.MONITORED,
            Fix.SWITCH_ACCOUNT,
        ),
        (
            Network.EMAIL,
            EMAIL,
            {"health": AccountHealth(HealthState.SIGN_IN)},
            Refusal.SIGN_IN,
            Refusal.SIGN_IN,
            None,
        ),
        (Network.EMAIL, EMAIL, {"mechanical_last": True}, Refusal.MECHANICAL, Refusal.MECHANICAL, None),
        (Network.EMAIL, EMAIL, {"customer_handle": " "}, Refusal.NO_PUBLIC, Refusal.NO_RECIPIENT, None),
        (Network.MASTODON, PUBLIC, {"customer_handle": ""}, None, Refusal.NO_RECIPIENT, None),
        (
            Network.MASTODON,
            DIRECT,
            {"customer_handle": ""},
            Refusal.NO_PUBLIC,
            Refusal.NO_RECIPIENT,
            Fix.OPEN_IN_BROWSER,
        ),
        (Network.X, PUBLIC, {"mentions_us": False}, Refusal.NOT_MENTIONED, None, Fix.MOVE_TO_DIRECT),
        (Network.LISTENING, PUBLIC, {}, Refusal.NOT_MENTIONED, Refusal.NO_DIRECT, Fix.OPEN_IN_BROWSER),
        (Network.TELEGRAM, DIRECT, {"last_incoming_at": None}, Refusal.NO_PUBLIC, Refusal.NO_DIRECT, None),
        (
            Network.FACEBOOK,
            DIRECT,
            {"last_incoming_at": NOW - timedelta(hours=24)},
            Refusal.NO_PUBLIC,
            Refusal.WINDOW_ENDED,
            Fix.OPEN_IN_BROWSER,
        ),
        (
            Network.INSTAGRAM,
            DIRECT,
            {"last_incoming_at": None},
            Refusal.NO_PUBLIC,
            Refusal.NO_DIRECT,
            Fix.OPEN_IN_BROWSER,
        ),
        (
            Network.FACEBOOK,
            PUBLIC,
            {"last_incoming_at": NOW - timedelta(days=7)},
            None,
            Refusal.WINDOW_ENDED,
            None,
        ),
    ],
)
def test_a_closed_way_says_why_and_what_else_can_be_done(
    network: Network,
    kind: ThreadKind,
    changes: dict[str, Any],
    public: Refusal | None,
    direct: Refusal | None,
    instead: Fix | None,
) -> None:
    allowed = ask(network, kind, **changes)
    assert (allowed.why_not_public, allowed.why_not_direct, allowed.instead) == (public, direct, instead)


@pytest.mark.parametrize(
    ("kind", "human_agent", "window"),
    [(DIRECT, False, timedelta(hours=24)), (DIRECT, True, timedelta(days=7)), (PUBLIC, False, timedelta(days=7))],
)
def test_meta_gives_a_window_to_answer_in_private(kind: ThreadKind, human_agent: bool, window: timedelta) -> None:
    wrote = NOW - timedelta(hours=1)
    allowed = ask(Network.INSTAGRAM, kind, last_incoming_at=wrote, human_agent=human_agent)
    assert allowed.may_direct
    assert allowed.until == wrote + window


@pytest.mark.parametrize("state", [HealthState.OFFLINE, HealthState.RATE_LIMITED, HealthState.CONNECTING])
def test_an_account_out_of_reach_still_takes_replies_for_the_outbox(state: HealthState) -> None:
    assert ask(Network.MASTODON, PUBLIC, health=AccountHealth(state)).may_public


def test_the_servers_own_limit_goes_before_the_networks() -> None:
    allowed = ask(Network.MASTODON, PUBLIC, limits=AccountLimits(public_limit=5_000))
    assert (allowed.public_limit, allowed.direct_limit) == (5_000, 500)
    assert ask(Network.EMAIL, EMAIL).direct_limit is None


@pytest.mark.parametrize(
    ("network", "kind", "hides"),
    [(Network.X, PUBLIC, True), (Network.X, DIRECT, False), (Network.MASTODON, PUBLIC, False)],
)
def test_only_some_networks_hide_replies(network: Network, kind: ThreadKind, hides: bool) -> None:
    assert ask(network, kind).may_hide is hides


def test_what_a_reply_costs_is_said_where_it_costs() -> None:
    assert ask(Network.X, PUBLIC).cost
    assert not ask(Network.MASTODON, PUBLIC).cost
