"""What the guard strip says of a verdict, without a window."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.model import Decision, Finding, Fix, Refusal, Verdict, Visibility, verdict_of
from tests.ui.drafts import ACKNOWLEDGEMENT, asking_verdict, closed_verdict, finding, strip_of
from ui.guardrails import StripPage, StripState
from ui.guardrails.strip_presenter import Family, family_of


def said(verdict: Verdict, **changed: Any) -> StripState:
    state = strip_of(verdict, **changed)
    assert state is not None
    return state


def first(*findings: Finding, **changed: Any) -> StripPage:
    return said(verdict_of(findings), **changed).pages[0]


def test_nothing_is_said_of_a_draft_that_may_go() -> None:
    assert strip_of(None) is None
    assert strip_of(verdict_of(())) is None


def test_nothing_is_said_of_an_empty_draft() -> None:
    assert strip_of(verdict_of((Finding("text.empty", "text", Decision.BLOCK),))) is None


def test_a_public_request_for_personal_data_names_the_words_and_the_way_out() -> None:
    state = said(asking_verdict())
    (page,) = state.pages
    assert page.title == "This public reply asks for personal data (tax code, IBAN)."
    assert page.text == (
        "Move to a direct message. Anyone on Mastodon could read the answer, so sending is blocked "
        "until the marked words are gone."
    )
    assert [action.text for action in page.actions] == ["Move to direct message", "Insert privacy notice"]
    assert (page.tint, state.problems, state.blocks, len(page.spans)) == ("red", 2, True, 2)


def test_a_long_find_is_named_by_its_kind() -> None:
    page = first(finding(words="To refund you at once, write us your tax code"))
    assert "(tax code)" in page.title


def test_where_there_is_no_direct_message_none_is_promised() -> None:
    page = first(finding(words="IBAN", fixes=(Fix.INSERT_PRIVACY_NOTICE,)))
    assert not page.text.startswith("Move")


def test_values_in_public_are_contained_not_asked_for() -> None:
    page = first(finding("privacy.value", "IBAN"))
    assert page.title.startswith("This public reply contains personal data")


def test_in_private_the_strip_advises_in_amber() -> None:
    page = first(finding("privacy.advice", "IBAN", decision=Decision.ADVISE, fixes=()), visibility=Visibility.DIRECT)
    assert (page.tint, page.text) == ("amber", "Say why it is needed, and ask only for what is needed.")


def test_secrets_are_never_asked_for_even_in_private() -> None:
    page = first(finding("privacy.credentials", kind="credentials"), visibility=Visibility.DIRECT)
    assert page.title.startswith("Passwords and codes are never asked for")
    assert page.tint == "red"


def test_closed_hours_offer_an_acknowledgement_with_its_text() -> None:
    (page,) = said(closed_verdict()).pages
    assert page.title == "Closed now — opens Mon 09:00."
    assert page.text == "Your reply will be held; send acknowledgement now?"
    assert page.preview == ACKNOWLEDGEMENT
    assert [action.text for action in page.actions] == ["Send acknowledgement", "Hold without it"]
    assert page.tint == "amber"


def test_offline_the_acknowledgement_queues() -> None:
    assert said(closed_verdict(), online=False).pages[0].text.endswith("It queues while offline.")


def test_a_customer_who_was_told_is_not_told_again() -> None:
    (page,) = said(closed_verdict(fixes=(Fix.HOLD_UNTIL_OPEN,))).pages
    assert (page.text, page.preview) == ("Your reply will be held until then.", "")
    assert [action.text for action in page.actions] == ["Hold until Mon 09:00"]


def test_hours_that_only_advise_do_not_promise_a_hold() -> None:
    (page,) = said(closed_verdict(decision=Decision.ADVISE), opens_text="").pages
    assert (page.title, page.text) == ("Closed now.", "Your reply goes out all the same.")


@pytest.mark.parametrize(
    ("over", "title"),
    [
        ("6", "6 characters over the limit for Mastodon."),
        ("1", "1 character over the limit for Mastodon."),
        ("", "Too long for Mastodon."),
    ],
)
def test_too_long_says_by_how_much(over: str, title: str) -> None:
    assert first(Finding("limits.too_long", "characters", Decision.BLOCK, text=over)).title == title


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        ("account.monitored", "This account only listens."),
        ("account.other", "Irene wrote to another account."),
        ("account.not_care", "This account is not the one for customer care."),
        ("account.removed", "This account is no longer connected."),
    ],
)
def test_each_wrong_account_has_its_own_reason(rule: str, title: str) -> None:
    assert first(Finding(rule, "account", Decision.BLOCK)).title == title


def test_a_missing_placeholder_is_named() -> None:
    page = first(Finding("placeholder.missing", "time", Decision.BLOCK, 0, 7, "{?time}", (Fix.FILL_PLACEHOLDER,)))
    assert page.title == "1 placeholder to fill: time."
    assert [action.fix for action in page.actions] == [Fix.FILL_PLACEHOLDER]


def test_a_mention_of_somebody_else_is_named() -> None:
    page = first(finding("recipients.extra_mention", "Irene", kind="mention"))
    assert page.title == "This reply also reaches Irene."


@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_has_a_sentence(refusal: Refusal) -> None:
    page = first(Finding(f"permission.{refusal}", refusal.value, Decision.BLOCK))
    assert page.title
    assert "{" not in page.title + page.text


def test_an_unknown_rule_is_still_said() -> None:
    assert "horoscope" in first(Finding("stars.bad", "horoscope", Decision.BLOCK)).title


def test_blocks_come_first_and_the_rest_are_pages() -> None:
    state = said(verdict_of((*closed_verdict().findings, *asking_verdict().findings)))
    assert [page.tint for page in state.pages] == ["red", "amber"]


def test_a_block_is_overridden_only_with_a_reason() -> None:
    page = first(finding(words="IBAN", fixes=(Fix.MOVE_TO_DIRECT, Fix.SEND_ANYWAY), overridable=True))
    assert [(action.fix, action.text) for action in page.actions] == [
        (Fix.MOVE_TO_DIRECT, "Move to direct message"),
        (None, "Send with a reason…"),
    ]
    assert page.text.endswith("Take the marked words out, or say why they must be there.")


def test_one_block_that_can_not_be_overridden_keeps_all_closed() -> None:
    page = first(
        finding(words="IBAN", overridable=True, fixes=(Fix.SEND_ANYWAY,)), finding(words="tax code", overridable=False)
    )
    assert all(action.fix not in (None, Fix.SEND_ANYWAY) for action in page.actions)


def test_advice_can_be_passed_over_at_once() -> None:
    page = first(Finding("new_message", "message", Decision.HOLD, fixes=(Fix.SEND_ANYWAY,)))
    assert [action.fix for action in page.actions] == [Fix.SEND_ANYWAY]


@pytest.mark.parametrize("family", list(Family))
def test_rules_belong_to_the_family_of_their_first_word(family: Family) -> None:
    assert family_of(f"{family}.anything") is family


@pytest.mark.parametrize(
    ("rule", "decision", "words"),
    [
        ("own.block", Decision.BLOCK, "A rule of this desk stops this: Number plate (targa)."),
        ("own.advice", Decision.ADVISE, "A rule of this desk advises against this: Number plate (targa)."),
        ("own.slow", Decision.ADVISE, "A rule of this desk took too long and was not applied (Number plate)."),
        ("own.unreadable", Decision.ADVISE, "A rule of this desk is broken and was not applied (Number plate)."),
    ],
)
def test_a_rule_of_the_desk_is_named(rule: str, decision: Decision, words: str) -> None:
    text = "targa" if rule in ("own.block", "own.advice") else ""
    finding = Finding(rule, "Number plate", decision, 0, len(text), text)
    assert first(finding).title == words


def test_rules_of_the_desk_that_can_not_be_read_are_told_of() -> None:
    assert first(Finding("own.unreadable", "", Decision.ADVISE)).title == "The rules of this desk can't be read."


def test_in_a_crisis_a_canned_reply_is_said_to_be_held_and_what_leaves_instead() -> None:
    page = first(Finding("crisis", "canned", Decision.HOLD))
    assert page.title == "Crisis mode is on. This canned reply will be held."
    assert "/!" in page.text
    assert (page.tint, page.actions) == ("amber", ())
