"""What each network's threads allow, as a table: one row for each rule of a network."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import desktop.channels
from desktop.channels.manifest import Manifest
from desktop.guardrails import Asked, DraftFacts, permission, permission_in
from desktop.guardrails.cost import cost_findings
from desktop.guardrails.permits import HIDES
from desktop.model import (
    Account,
    AccountHealth,
    AccountId,
    AccountLimits,
    AccountRole,
    CaseId,
    Counting,
    Declared,
    DeliveryId,
    Fix,
    HealthState,
    Network,
    Permission,
    PermissionNote,
    Purpose,
    Refusal,
    ThreadId,
    ThreadKind,
    ThreadView,
    Visibility,
    declared_of,
)

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
PUBLIC, DIRECT, EMAIL = ThreadKind.PUBLIC, ThreadKind.DIRECT, ThreadKind.EMAIL
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ask(network: Network, kind: ThreadKind, **changes: Any) -> Permission:
    facts: dict[str, Any] = {
        "role": AccountRole.CARE,
        "health": AccountHealth(HealthState.CONNECTED),
        "limits": AccountLimits(),
        "customer_handle": "@marta@social.example",
        "last_incoming_at": NOW - HOUR,
        "now": NOW,
    }
    return permission(Asked(network=network, thread_kind=kind, **{**facts, **changes}))


def a_thread(**changes: Any) -> ThreadView:
    facts: dict[str, Any] = {
        "id": ThreadId(1),
        "case_id": CaseId(1),
        "account_id": AccountId(1),
        "network": Network.X,
        "kind": PUBLIC,
        "remote_id": "100",
        "subject": "",
        "permalink": None,
        "customer_handle": "@marta",
        "last_incoming_at": NOW - HOUR,
        "last_incoming_remote_id": "101",
    }
    return ThreadView(**{**facts, **changes})


def an_account(network: Network = Network.X, number: int = 1, **settings: Any) -> Account:
    return Account(AccountId(number), f"a{number}", network, "Aurora", "@aurora", AccountRole.CARE, settings)


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
        (Network.INSTAGRAM, PUBLIC, None, None),
        (Network.INSTAGRAM, DIRECT, Refusal.NO_PUBLIC, None),
        (Network.BLUESKY, PUBLIC, None, None),
        (Network.BLUESKY, DIRECT, Refusal.NO_PUBLIC, None),
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


MONITORED = {"role": AccountRole.MONITORED}
BRAND = {"role": AccountRole.BRAND}
EXPIRED = {"health": AccountHealth(HealthState.SIGN_IN)}
HUMAN = {"declared": Declared(human_agent=True)}
NO_DM = {"declared": Declared(private=False)}
DM_TRIED = {"declared": Declared(private=True)}

# rule, network, kind, what differs, why not in public, why not in private, the next best way
RULES: list[tuple[str, Network, ThreadKind, dict[str, Any], Refusal | None, Refusal | None, Fix | None]] = [
    (
        "any: a monitored account never answers",
        Network.MASTODON,
        PUBLIC,
        MONITORED,
        Refusal.MONITORED,
        Refusal.MONITORED,
        Fix.SWITCH_ACCOUNT,
    ),
    ("any: a brand account may answer", Network.X, PUBLIC, BRAND, None, None, None),
    ("any: sign in first", Network.EMAIL, EMAIL, EXPIRED, Refusal.SIGN_IN, Refusal.SIGN_IN, None),
    (
        "mail: nobody reads the answer to a bounce",
        Network.EMAIL,
        EMAIL,
        {"mechanical_last": True},
        Refusal.MECHANICAL,
        Refusal.MECHANICAL,
        None,
    ),
    (
        "mail: somebody to send it to",
        Network.EMAIL,
        EMAIL,
        {"customer_handle": " "},
        Refusal.NO_PUBLIC,
        Refusal.NO_RECIPIENT,
        None,
    ),
    (
        "mail: no window ever closes",
        Network.EMAIL,
        EMAIL,
        {"last_incoming_at": NOW - 900 * DAY},
        Refusal.NO_PUBLIC,
        None,
        None,
    ),
    (
        "mastodon: a direct post needs a name",
        Network.MASTODON,
        PUBLIC,
        {"customer_handle": ""},
        None,
        Refusal.NO_RECIPIENT,
        None,
    ),
    (
        "mastodon: a direct thread too",
        Network.MASTODON,
        DIRECT,
        {"customer_handle": ""},
        Refusal.NO_PUBLIC,
        Refusal.NO_RECIPIENT,
        Fix.OPEN_IN_BROWSER,
    ),
    ("mastodon: answers who did not address us", Network.MASTODON, PUBLIC, {"addressed": False}, None, None, None),
    (
        "mastodon: an old post can be answered",
        Network.MASTODON,
        PUBLIC,
        {"last_incoming_at": NOW - 400 * DAY},
        None,
        None,
        None,
    ),
    (
        "x 1: a reply needs a mention or quote",
        Network.X,
        PUBLIC,
        {"addressed": False},
        Refusal.NOT_MENTIONED,
        None,
        Fix.OPEN_IN_BROWSER,
    ),
    (
        "x 1: nothing automatic without consent",
        Network.X,
        DIRECT,
        {"purpose": Purpose.SURVEY},
        Refusal.NEEDS_CONSENT,
        Refusal.NEEDS_CONSENT,
        None,
    ),
    (
        "x 1: with consent it may",
        Network.X,
        DIRECT,
        {"purpose": Purpose.AUTOMATIC, "consented": True},
        Refusal.NO_PUBLIC,
        None,
        None,
    ),
    (
        "x 1: who may reply is the author's to say",
        Network.X,
        PUBLIC,
        {"closed_public": Refusal.REPLIES_OFF},
        Refusal.REPLIES_OFF,
        None,
        Fix.MOVE_TO_DIRECT,
    ),
    (
        "x 1: direct messages that the person closed",
        Network.X,
        DIRECT,
        {"closed_direct": Refusal.NO_DIRECT},
        Refusal.NO_PUBLIC,
        Refusal.NO_DIRECT,
        Fix.OPEN_IN_BROWSER,
    ),
    (
        "meta 2: the customer writes first",
        Network.INSTAGRAM,
        DIRECT,
        {"last_incoming_at": None},
        Refusal.NO_PUBLIC,
        Refusal.NO_DIRECT,
        Fix.OPEN_IN_BROWSER,
    ),
    (
        "meta 2: 24 hours",
        Network.FACEBOOK,
        DIRECT,
        {"last_incoming_at": NOW - DAY},
        Refusal.NO_PUBLIC,
        Refusal.WINDOW_ENDED,
        Fix.OPEN_IN_BROWSER,
    ),
    (
        "meta 2: a moment before 24 hours",
        Network.FACEBOOK,
        DIRECT,
        {"last_incoming_at": NOW - DAY + timedelta(seconds=1)},
        Refusal.NO_PUBLIC,
        None,
        None,
    ),
    (
        "meta 2: HUMAN_AGENT where the account declares it",
        Network.FACEBOOK,
        DIRECT,
        {"last_incoming_at": NOW - 6 * DAY, **HUMAN},
        Refusal.NO_PUBLIC,
        None,
        None,
    ),
    (
        "meta 2: HUMAN_AGENT ends after 7 days",
        Network.INSTAGRAM,
        DIRECT,
        {"last_incoming_at": NOW - 7 * DAY, **HUMAN},
        Refusal.NO_PUBLIC,
        Refusal.WINDOW_ENDED,
        Fix.OPEN_IN_BROWSER,
    ),
    (
        "meta 2: HUMAN_AGENT never for surveys",
        Network.FACEBOOK,
        DIRECT,
        {"last_incoming_at": NOW - 2 * DAY, "purpose": Purpose.SURVEY, **HUMAN},
        Refusal.NO_PUBLIC,
        Refusal.WINDOW_ENDED,
        Fix.OPEN_IN_BROWSER,
    ),
    (
        "meta 2: a survey within 24 hours may",
        Network.FACEBOOK,
        DIRECT,
        {"purpose": Purpose.SURVEY},
        Refusal.NO_PUBLIC,
        None,
        None,
    ),
    (
        "meta 2: a private reply within 7 days",
        Network.FACEBOOK,
        PUBLIC,
        {"last_incoming_at": NOW - 6 * DAY},
        None,
        None,
        None,
    ),
    (
        "meta 2: no private reply after 7 days",
        Network.FACEBOOK,
        PUBLIC,
        {"last_incoming_at": NOW - 7 * DAY, **HUMAN},
        None,
        Refusal.WINDOW_ENDED,
        None,
    ),
    (
        "meta 2: one private reply a comment",
        Network.INSTAGRAM,
        PUBLIC,
        {"private_reply_used": True},
        None,
        Refusal.PRIVATE_REPLY_USED,
        None,
    ),
    (
        "meta 2: a Facebook comment that is hidden can be answered",
        Network.FACEBOOK,
        PUBLIC,
        {"hidden": True},
        None,
        None,
        None,
    ),
    (
        "meta 2: no reply to a hidden Instagram comment",
        Network.INSTAGRAM,
        PUBLIC,
        {"hidden": True},
        Refusal.HIDDEN,
        None,
        Fix.MOVE_TO_DIRECT,
    ),
    (
        "meta 2: and none in private once that was used",
        Network.INSTAGRAM,
        PUBLIC,
        {"hidden": True, "private_reply_used": True},
        Refusal.HIDDEN,
        Refusal.PRIVATE_REPLY_USED,
        Fix.OPEN_IN_BROWSER,
    ),
    (
        "meta 2: not on live video",
        Network.INSTAGRAM,
        PUBLIC,
        {"closed_public": Refusal.LIVE},
        Refusal.LIVE,
        None,
        Fix.MOVE_TO_DIRECT,
    ),
    (
        "bluesky 4: chat that the sign-in does not reach",
        Network.BLUESKY,
        DIRECT,
        NO_DM,
        Refusal.NO_PUBLIC,
        Refusal.NOT_ENABLED,
        Fix.OPEN_IN_BROWSER,
    ),
    ("bluesky 4: a public post all the same", Network.BLUESKY, PUBLIC, NO_DM, None, Refusal.NOT_ENABLED, None),
    ("bluesky 4: chat that was tried", Network.BLUESKY, DIRECT, DM_TRIED, Refusal.NO_PUBLIC, None, None),
    (
        "bluesky 4: a thread gate",
        Network.BLUESKY,
        PUBLIC,
        {"closed_public": Refusal.REPLIES_OFF, **NO_DM},
        Refusal.REPLIES_OFF,
        Refusal.NOT_ENABLED,
        Fix.OPEN_IN_BROWSER,
    ),
    (
        "telegram 5: the customer writes first",
        Network.TELEGRAM,
        DIRECT,
        {"last_incoming_at": None},
        Refusal.NO_PUBLIC,
        Refusal.NO_DIRECT,
        None,
    ),
    (
        "telegram 5: then for ever",
        Network.TELEGRAM,
        DIRECT,
        {"last_incoming_at": NOW - 400 * DAY},
        Refusal.NO_PUBLIC,
        None,
        None,
    ),
    (
        "listening 5: nothing can be answered from here",
        Network.LISTENING,
        PUBLIC,
        {"addressed": False},
        Refusal.NOT_MENTIONED,
        Refusal.NO_DIRECT,
        Fix.OPEN_IN_BROWSER,
    ),
    (
        "listening 6: there is no other account to switch to",
        Network.LISTENING,
        PUBLIC,
        {"addressed": False, "role": AccountRole.MONITORED},
        Refusal.MONITORED,
        Refusal.MONITORED,
        Fix.OPEN_IN_BROWSER,
    ),
]


@pytest.mark.parametrize(
    ("network", "kind", "changes", "public", "direct", "instead"),
    [rule[1:] for rule in RULES],
    ids=[rule[0] for rule in RULES],
)
def test_every_rule_says_why_and_what_else_can_be_done(
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
    ("kind", "declared", "window"),
    [
        (DIRECT, Declared(), DAY),
        (DIRECT, Declared(human_agent=True), 7 * DAY),
        (PUBLIC, Declared(), 7 * DAY),
    ],
)
def test_meta_gives_a_window_to_answer_in_private(kind: ThreadKind, declared: Declared, window: timedelta) -> None:
    wrote = NOW - HOUR
    allowed = ask(Network.INSTAGRAM, kind, last_incoming_at=wrote, declared=declared)
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
    ("network", "public", "direct"),
    [
        (Network.X, (280, Counting.WEIGHTED), (10_000, Counting.WEIGHTED)),
        (Network.FACEBOOK, (8_000, Counting.CHARACTERS), (2_000, Counting.CHARACTERS)),
        (Network.INSTAGRAM, (2_200, Counting.CHARACTERS), (1_000, Counting.BYTES)),
        (Network.MASTODON, (500, Counting.MASTODON), (500, Counting.MASTODON)),
        (Network.BLUESKY, (300, Counting.GRAPHEMES), (1_000, Counting.GRAPHEMES)),
        (Network.TELEGRAM, (4_096, Counting.CHARACTERS), (4_096, Counting.CHARACTERS)),
        (Network.EMAIL, (None, Counting.CHARACTERS), (None, Counting.CHARACTERS)),
    ],
)
def test_each_limit_names_its_counter(
    network: Network, public: tuple[int | None, Counting], direct: tuple[int | None, Counting]
) -> None:
    allowed = ask(network, DIRECT)
    assert (allowed.public_limit, allowed.public_counting) == public
    assert (allowed.direct_limit, allowed.direct_counting) == direct


@pytest.mark.parametrize(
    ("network", "kind", "changes", "hides"),
    [
        (Network.X, PUBLIC, {"begun_by_us": True}, True),
        (Network.X, PUBLIC, {}, False),
        (Network.X, DIRECT, {"begun_by_us": True}, False),
        (Network.FACEBOOK, PUBLIC, {"begun_by_us": True}, True),
        (Network.FACEBOOK, PUBLIC, {}, False),
        (Network.INSTAGRAM, PUBLIC, {"begun_by_us": True, **BRAND}, True),
        (Network.INSTAGRAM, PUBLIC, {"begun_by_us": True, **MONITORED}, False),
        (Network.MASTODON, PUBLIC, {"begun_by_us": True}, False),
        (Network.LISTENING, PUBLIC, {}, False),
    ],
)
def test_only_some_networks_hide_replies(
    network: Network, kind: ThreadKind, changes: dict[str, Any], hides: bool
) -> None:
    assert ask(network, kind, **changes).may_hide is hides


def manifests() -> list[Manifest]:
    """Return the manifests of all channels."""
    folders = [each.name for each in pkgutil.iter_modules(desktop.channels.__path__) if each.ispkg]
    modules = [importlib.util.find_spec(f"desktop.channels.{name}.manifest") for name in folders]
    return [importlib.import_module(spec.name).MANIFEST for spec in modules if spec is not None]


@pytest.mark.parametrize("manifest", manifests(), ids=lambda manifest: manifest.network.value)
def test_the_channels_and_the_permission_agree_on_what_can_be_done(manifest: Manifest) -> None:
    assert manifest.hides is (manifest.network in HIDES)
    assert manifest.answers_public is ask(manifest.network, PUBLIC).may_public
    assert manifest.answers_private is ask(manifest.network, DIRECT).may_direct


@pytest.mark.parametrize(
    ("network", "kind", "changes", "notes"),
    [
        (Network.X, PUBLIC, {}, {PermissionNote.LINK_COSTS, PermissionNote.ENCRYPTED_APART}),
        (Network.X, DIRECT, {}, {PermissionNote.ENCRYPTED_APART}),
        (Network.MASTODON, PUBLIC, {}, {PermissionNote.NAMES_ARE_RECIPIENTS}),
        (Network.TELEGRAM, DIRECT, {}, {PermissionNote.KEPT_A_DAY}),
        (Network.FACEBOOK, PUBLIC, {}, {PermissionNote.ONE_PRIVATE_REPLY}),
        (Network.FACEBOOK, PUBLIC, {"private_reply_used": True}, set()),
        (Network.INSTAGRAM, PUBLIC, {}, {PermissionNote.JOINS_TOP_COMMENT, PermissionNote.ONE_PRIVATE_REPLY}),
        (Network.FACEBOOK, DIRECT, {}, set()),
        (Network.FACEBOOK, DIRECT, {"last_incoming_at": NOW - 2 * DAY, **HUMAN}, {PermissionNote.AS_HUMAN_AGENT}),
        (Network.EMAIL, EMAIL, {}, set()),
    ],
)
def test_what_an_agent_should_know_is_noted(
    network: Network, kind: ThreadKind, changes: dict[str, Any], notes: set[PermissionNote]
) -> None:
    assert set(ask(network, kind, **changes).notes) == notes


def test_what_a_reply_costs_is_said_where_it_costs() -> None:
    public, direct = ask(Network.X, PUBLIC), ask(Network.X, DIRECT)
    assert (public.cost, public.public_micros, public.link_micros) == ("0.010 USD", 10_000, 200_000)
    assert (direct.cost, direct.direct_micros) == ("0.015 USD", 15_000)
    free = ask(Network.MASTODON, PUBLIC)
    assert (free.cost, free.public_micros, free.link_micros, free.direct_micros) == ("", 0, 0, 0)


@pytest.mark.parametrize(
    ("text", "visibility", "left", "rules"),
    [
        ("Domani alle otto", Visibility.PUBLIC, None, []),
        ("Guardi https://guasti-aurora.com/orari", Visibility.PUBLIC, 5_000_000, ["cost.link"]),
        ("Guardi guasti-aurora.com", Visibility.PUBLIC, None, ["cost.link"]),
        ("Guardi https://guasti-aurora.com/orari", Visibility.DIRECT, None, []),
        ("Domani alle otto", Visibility.PUBLIC, 0, ["cost.budget"]),
        ("Domani alle otto", Visibility.DIRECT, -20_000, ["cost.budget"]),
    ],
)
def test_a_dear_reply_is_advised_against_and_never_blocked(
    text: str, visibility: Visibility, left: int | None, rules: list[str]
) -> None:
    facts = DraftFacts(text, visibility, Network.X, permission=ask(Network.X, PUBLIC), budget_left_micros=left)
    findings = list(cost_findings(facts))
    assert [finding.rule for finding in findings] == rules
    assert all(finding.decision.value == "advise" for finding in findings)


def test_only_the_account_that_was_named_may_reply_on_x() -> None:
    thread = a_thread()
    assert permission_in(thread, an_account(), now=NOW).may_public
    assert permission_in(thread, an_account(number=2), now=NOW).why_not_public is Refusal.NOT_MENTIONED
    elsewhere = a_thread(network=Network.MASTODON)
    assert permission_in(elsewhere, an_account(Network.MASTODON, 2), now=NOW).may_public


def test_a_delivery_is_not_in_its_own_way() -> None:
    thread = a_thread(network=Network.FACEBOOK, private_reply=DeliveryId(7))
    page = an_account(Network.FACEBOOK)
    assert permission_in(thread, page, now=NOW, sending=DeliveryId(7)).may_direct
    assert permission_in(thread, page, now=NOW, sending=DeliveryId(8)).why_not_direct is Refusal.PRIVATE_REPLY_USED
    assert permission_in(thread, page, now=NOW).why_not_direct is Refusal.PRIVATE_REPLY_USED


@pytest.mark.parametrize(
    ("settings", "declared"),
    [
        ({}, Declared()),
        ({"declares.human_agent": True, "declares.private": False}, Declared(human_agent=True, private=False)),
        ({"declares.human_agent": "yes", "declares.private": 1, "budget_micros_month": "5"}, Declared()),
        ({"budget_micros_month": 5_000_000}, Declared(budget_micros=5_000_000)),
        ({"budget_micros_month": -1}, Declared()),
    ],
)
def test_an_account_declares_only_what_it_says_plainly(settings: dict[str, Any], declared: Declared) -> None:
    assert declared_of(an_account(**settings)) == declared
