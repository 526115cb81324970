"""Each guardrail by itself: content, limits, account, recipients, closed hours, permission."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from desktop.guardrails import DraftFacts, OpeningHours, WhenClosed, default_hours, text_limit
from desktop.guardrails.account import account_findings
from desktop.guardrails.allowed import permission_findings
from desktop.guardrails.closed import closed_findings
from desktop.guardrails.content import content_findings
from desktop.guardrails.limits import limit_findings
from desktop.guardrails.recipients import recipient_findings
from desktop.model import (
    AccountId,
    AccountRole,
    Decision,
    Finding,
    Fix,
    Network,
    Permission,
    Refusal,
    ThreadKind,
    Visibility,
)

SATURDAY = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
MONDAY_NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def draft(text: str = "Grazie, guardiamo subito.", **changes: Any) -> DraftFacts:
    return replace(DraftFacts(text, Visibility.PUBLIC, Network.MASTODON), **changes)


def only(findings: Any) -> Finding:
    (finding,) = findings
    assert isinstance(finding, Finding)
    return finding


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\u2060", "\ufe0f"])
def test_a_text_that_shows_nothing_is_blocked(text: str) -> None:
    finding = only(content_findings(draft(text)))
    assert (finding.rule, finding.decision, finding.overridable) == ("text.empty", Decision.BLOCK, False)


def test_a_file_alone_and_an_emoji_alone_may_leave() -> None:
    assert not list(content_findings(draft("", has_attachments=True)))
    assert not list(content_findings(draft("👍")))


def test_every_placeholder_left_blocks_where_it_stands() -> None:
    text = "Torna alle {?ora stimata}, {customer.first_name}. {agent.name|Noi}"
    findings = list(content_findings(draft(text)))
    assert [(finding.kind, text[finding.start : finding.end]) for finding in findings] == [
        ("ora stimata", "{?ora stimata}"),
        ("customer.first_name", "{customer.first_name}"),
        ("agent.name", "{agent.name|Noi}"),
    ]
    assert {(finding.rule, finding.decision, finding.fixes) for finding in findings} == {
        ("placeholder.missing", Decision.BLOCK, (Fix.FILL_PLACEHOLDER,))
    }


@pytest.mark.parametrize(
    ("network", "visibility", "text", "over"),
    [
        (Network.MASTODON, Visibility.PUBLIC, "a" * 500, None),
        (Network.MASTODON, Visibility.PUBLIC, "a" * 506, "6"),
        (Network.X, Visibility.PUBLIC, "a" * 250 + " https://example.org/" + "b" * 90, None),
        (Network.X, Visibility.PUBLIC, "字" * 141, "2"),
        (Network.BLUESKY, Visibility.PUBLIC, "👩‍👩‍👧‍👧" * 121, "25"),
        (Network.INSTAGRAM, Visibility.DIRECT, "è" * 501, "2"),
        (Network.EMAIL, Visibility.DIRECT, "a" * 100_000, None),
    ],
)
def test_a_text_over_the_limit_is_blocked_and_says_by_how_much(
    network: Network, visibility: Visibility, text: str, over: str | None
) -> None:
    findings = list(limit_findings(draft(text, network=network, visibility=visibility)))
    assert [finding.text for finding in findings] == ([over] if over else [])
    assert all((f.rule, f.decision, f.fixes) == ("limits.too_long", Decision.BLOCK, (Fix.SHORTEN,)) for f in findings)


def test_the_limit_is_the_drafts_then_the_permissions_then_the_networks() -> None:
    allowed = Permission(may_public=True, may_direct=True, public_limit=1_000, direct_limit=None)
    assert text_limit(draft()) == 500
    assert text_limit(draft(permission=allowed)) == 1_000
    assert text_limit(draft(permission=allowed, visibility=Visibility.DIRECT)) is None
    assert text_limit(draft(permission=allowed, text_limit=20)) == 20


CARE, BRAND, MONITORED = AccountRole.CARE, AccountRole.BRAND, AccountRole.MONITORED
ONE, TWO = AccountId(1), AccountId(2)


@pytest.mark.parametrize(
    ("role", "account", "thread", "kind", "has_care", "rules"),
    [
        (CARE, ONE, ONE, ThreadKind.DIRECT, True, []),
        (CARE, ONE, TWO, ThreadKind.PUBLIC, True, []),
        (CARE, ONE, TWO, ThreadKind.DIRECT, True, ["account.other"]),
        (BRAND, ONE, TWO, ThreadKind.PUBLIC, True, ["account.other"]),
        (BRAND, ONE, ONE, ThreadKind.PUBLIC, True, ["account.not_care"]),
        (BRAND, ONE, ONE, ThreadKind.PUBLIC, False, []),
        (MONITORED, ONE, ONE, ThreadKind.PUBLIC, True, ["account.monitored"]),
        (None, None, ONE, None, False, []),
    ],
)
def test_the_account_that_speaks_is_the_one_that_should(
    role: AccountRole | None,
    account: AccountId | None,
    thread: AccountId,
    kind: ThreadKind | None,
    has_care: bool,
    rules: list[str],
) -> None:
    facts = draft(
        account_role=role, account_id=account, thread_account_id=thread, thread_kind=kind, has_care_account=has_care
    )
    findings = list(account_findings(facts))
    assert [finding.rule for finding in findings] == rules
    for finding in findings:
        advises = finding.rule == "account.not_care"
        assert finding.decision is (Decision.ADVISE if advises else Decision.BLOCK)
        assert finding.fixes == (Fix.SWITCH_ACCOUNT,)


def test_in_private_the_brand_account_is_not_told_to_switch() -> None:
    facts = draft(account_role=BRAND, has_care_account=True, thread_kind=ThreadKind.DIRECT)
    assert only(account_findings(facts)).fixes == ()


def direct(text: str, **changes: Any) -> DraftFacts:
    known = {"customer_handle": "@marta@social.example", "own_handle": "@aurora@care.example", **changes}
    return draft(text, visibility=Visibility.DIRECT, **known)


@pytest.mark.parametrize(
    ("text", "extra"),
    [
        ("@marta@social.example grazie", []),
        ("@Marta@Social.Example grazie", []),
        ("@marta grazie", ["@marta"]),  # on our own server that is somebody else
        ("Scrivi a @collega per favore", ["@collega"]),
        ("(@collega@altrove.example), @aurora", ["@collega@altrove.example"]),
        ("scrivi a aiuto@example.org, o vedi https://social.example/@altri", []),
        ("@uno @due", ["@uno", "@due"]),
    ],
)
def test_every_name_written_in_a_mastodon_direct_message_would_read_it(text: str, extra: list[str]) -> None:
    findings = list(recipient_findings(direct(text)))
    assert [finding.text for finding in findings] == extra
    assert all(text[finding.start : finding.end] == finding.text for finding in findings)
    assert all((finding.decision, finding.overridable) == (Decision.BLOCK, True) for finding in findings)


def test_without_our_servers_name_a_customer_may_be_named_short() -> None:
    assert not list(recipient_findings(direct("@marta ciao", own_handle="")))
    assert only(recipient_findings(direct("@luca ciao", own_handle=""))).text == "@luca"


def test_names_in_public_and_on_other_networks_are_just_names() -> None:
    assert not list(recipient_findings(direct("@altri", network=Network.X)))
    assert not list(recipient_findings(replace(direct("@altri"), visibility=Visibility.PUBLIC)))


def closed(**changes: Any) -> list[Finding]:
    return list(closed_findings(draft(**{"hours": default_hours(), "now": SATURDAY, **changes})))


def test_a_reply_outside_opening_hours_is_held_until_the_desk_opens() -> None:
    finding = only(closed())
    assert (finding.rule, finding.decision, finding.until) == ("hours.closed", Decision.HOLD, MONDAY_NINE)
    assert finding.fixes == (Fix.SEND_ACKNOWLEDGEMENT, Fix.HOLD_UNTIL_OPEN)


def test_a_reply_while_the_desk_is_open_goes_at_once() -> None:
    assert not closed(now=MONDAY_NINE)
    assert not closed(hours=None)


def test_an_acknowledgement_is_neither_held_nor_offered_twice() -> None:
    assert not closed(acknowledgement=True)
    assert only(closed(acknowledged=True)).fixes == (Fix.HOLD_UNTIL_OPEN,)


def test_a_desk_that_sends_at_once_only_sees_the_hours() -> None:
    finding = only(closed(when_closed=WhenClosed.SEND))
    assert (finding.decision, finding.until, finding.fixes) == (Decision.ADVISE, None, (Fix.SEND_ACKNOWLEDGEMENT,))


def test_a_desk_that_asks_holds_until_somebody_decides() -> None:
    finding = only(closed(when_closed=WhenClosed.ASK))
    assert (finding.decision, finding.kind, finding.until) == (Decision.HOLD, "ask", MONDAY_NINE)
    assert Fix.SEND_ANYWAY in finding.fixes
    assert only(closed(when_closed=WhenClosed.ASK, past_hours=True)).decision is Decision.ADVISE


def test_nothing_is_held_for_an_opening_that_never_comes() -> None:
    never = OpeningHours("Europe/Rome", ((),) * 7)
    assert only(closed(hours=never)).decision is Decision.ADVISE


@pytest.mark.parametrize(
    ("visibility", "rule"),
    [(Visibility.PUBLIC, "permission.not_mentioned"), (Visibility.DIRECT, "permission.window_ended")],
)
def test_a_way_that_the_thread_does_not_allow_is_blocked(visibility: Visibility, rule: str) -> None:
    refused = Permission(
        may_public=False,
        may_direct=False,
        why_not_public=Refusal.NOT_MENTIONED,
        why_not_direct=Refusal.WINDOW_ENDED,
        instead=Fix.OPEN_IN_BROWSER,
    )
    finding = only(permission_findings(draft(permission=refused, visibility=visibility)))
    assert (finding.rule, finding.decision, finding.fixes) == (rule, Decision.BLOCK, (Fix.OPEN_IN_BROWSER,))


def test_an_expired_sign_in_lets_the_reply_wait_in_the_outbox() -> None:
    refused = Permission(may_public=False, may_direct=False, why_not_public=Refusal.SIGN_IN)
    assert only(permission_findings(draft(permission=refused))).decision is Decision.ADVISE
