"""What the composer shows of a draft: verb, reasons, counter and ways of writing, without a window."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.model import (
    Decision,
    DraftMode,
    Finding,
    Network,
    Permission,
    Refusal,
    ThreadKind,
    verdict_of,
)
from tests.ui.drafts import asking_verdict, closed_verdict, facts
from ui.composer import ComposerState, present_composer


def state(**changed: Any) -> ComposerState:
    return present_composer(facts(**changed))


DIRECT = {"mode": DraftMode.DIRECT, "thread_kind": ThreadKind.DIRECT}
MAIL = {"mode": DraftMode.DIRECT, "thread_kind": ThreadKind.EMAIL, "network": Network.EMAIL, "remaining": None}
CLOSED = {"verdict": closed_verdict(), "is_open": False, "opens_text": "Mon 09:00"}


@pytest.mark.parametrize(
    ("changed", "verb", "icon"),
    [
        ({}, "Reply publicly", "globe-simple"),
        (DIRECT, "Send message", "paper-plane-tilt-fill"),
        (MAIL, "Send e-mail", "paper-plane-tilt-fill"),
        ({"mode": DraftMode.NOTE}, "Add note", "note"),
        (CLOSED, "Hold until Mon 09:00", "clock"),
        (CLOSED | {"opens_text": ""}, "Hold reply", "clock"),
        (CLOSED | {"online": False}, "Hold until Mon 09:00", "clock"),
        ({"online": False}, "Queue reply", "clock"),
        (CLOSED | {"mode": DraftMode.NOTE}, "Add note", "note"),
        ({"online": False, "mode": DraftMode.NOTE}, "Add note", "note"),
    ],
)
def test_the_verb_names_who_will_read_it_and_when(changed: dict[str, Any], verb: str, icon: str) -> None:
    shown = state(**changed)
    assert (shown.verb, shown.verb_icon, shown.enabled) == (verb, icon, True)


def test_a_blocked_draft_says_how_many_problems_there_are() -> None:
    assert (state(verdict=asking_verdict()).why_not, state(verdict=asking_verdict()).enabled) == (
        "1 problem to fix",
        False,
    )
    two = verdict_of((*asking_verdict().findings, Finding("limits.too_long", "characters", Decision.BLOCK, text="6")))
    assert state(verdict=two).why_not == "2 problems to fix"


def test_an_empty_draft_is_no_problem_yet() -> None:
    shown = state(text=" ", verdict=verdict_of((Finding("text.empty", "text", Decision.BLOCK),)))
    assert (shown.enabled, shown.is_empty, shown.why_not) == (True, True, "")


def test_a_file_alone_can_be_sent() -> None:
    assert not state(text="", files=1).is_empty


def test_a_note_is_never_blocked_by_a_public_verdict() -> None:
    assert state(mode=DraftMode.NOTE, verdict=asking_verdict()).enabled


@pytest.mark.parametrize(
    ("remaining", "text", "tint", "enabled"),
    [
        (126, "126", "accent", True),
        (21, "21", "accent", True),
        (20, "20", "amber", True),
        (0, "0", "amber", True),
        (-6, "6 over", "red", False),
    ],
)
def test_the_counter_turns_amber_at_twenty_and_red_below_nothing(
    remaining: int, text: str, tint: str, enabled: bool
) -> None:
    shown = state(remaining=remaining)
    assert shown.counter is not None
    assert (shown.counter.text, shown.counter.tint, shown.enabled) == (text, tint, enabled)


def test_thousands_are_separated() -> None:
    permission = Permission(may_public=True, may_direct=True, direct_limit=10_000)
    counter = state(**DIRECT, permission=permission, remaining=9_823).counter
    assert counter is not None
    assert (counter.text, round(counter.share, 3)) == ("9,823", 0.018)


def test_where_there_is_no_limit_there_is_no_counter() -> None:
    assert state(**MAIL).counter is None
    assert state(mode=DraftMode.NOTE, remaining=3).counter is None


@given(st.integers(-5_000, 20_000), st.one_of(st.none(), st.integers(0, 10_000)))
def test_the_ring_is_never_more_than_full(remaining: int, limit: int | None) -> None:
    permission = Permission(may_public=True, may_direct=True, public_limit=limit)
    counter = state(remaining=remaining, permission=permission).counter
    assert counter is not None
    assert 0 <= counter.share <= 1


@pytest.mark.parametrize(
    ("changed", "modes"),
    [
        ({}, ["Public reply", "Direct message", "Note"]),
        (MAIL, ["E-mail", "Note"]),
        ({"network": Network.TELEGRAM} | DIRECT, ["Direct message", "Note"]),
        ({"network": Network.LISTENING}, ["Public reply", "Note"]),
    ],
)
def test_only_ways_that_the_network_has_are_offered(changed: dict[str, Any], modes: list[str]) -> None:
    assert [segment.text for segment in state(**changed).segments] == modes


@pytest.mark.parametrize("refusal", [one for one in Refusal if one is not Refusal.SIGN_IN])
def test_a_way_that_is_closed_says_why_and_can_not_be_sent(refusal: Refusal) -> None:
    closed = Permission(may_public=False, may_direct=True, why_not_public=refusal)
    shown = state(permission=closed)
    assert not shown.enabled
    assert shown.why_not == shown.segments[0].why_not != ""
    assert "{" not in shown.why_not


def test_a_closed_public_way_never_turns_the_draft_private() -> None:
    closed = Permission(may_public=False, may_direct=True, why_not_public=Refusal.NOT_MENTIONED)
    assert state(permission=closed).mode is DraftMode.PUBLIC


def test_without_a_sign_in_the_reply_waits_in_the_outbox() -> None:
    signed_out = Permission(may_public=False, may_direct=False, why_not_public=Refusal.SIGN_IN)
    shown = state(permission=signed_out)
    assert (shown.verb, shown.enabled) == ("Queue reply", True)


def test_the_editor_is_named_after_reader_and_account() -> None:
    assert state().editor_name == "Public reply to Irene Valsecchi as @lumeservizi"
    assert state(**DIRECT).editor_name == "Direct message to Irene Valsecchi as @lumeservizi"
    assert state(mode=DraftMode.NOTE).editor_name == "Internal note"


def test_a_note_is_not_signed() -> None:
    assert (state().signature, state(mode=DraftMode.NOTE).signature) == ("^LB", "")


def test_the_tip_says_how_long_it_can_be_undone() -> None:
    assert state().send_tip == "Reply publicly, can be undone for 8 s"
    assert state(undo_seconds=0).send_tip == "Reply publicly"


def test_only_a_private_message_shows_the_key_to_send_it() -> None:
    assert state(**DIRECT).key_hint
    assert not state().key_hint
    assert not state(**DIRECT, **CLOSED).key_hint


def test_a_public_reply_says_who_else_sees_it() -> None:
    shown = state(followers=12_400, customer_name="Irene Valsecchi")
    assert shown.reach == "Seen by about 12k"
    assert shown.reach_spoken == "Public: Irene Valsecchi’s 12,400 followers can see it and pass it on"
    assert state(mode=DraftMode.DIRECT, followers=12_400).reach == ""
    assert state(followers=None).reach == state(followers=0).reach == ""
