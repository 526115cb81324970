"""Canned replies: the starter set, and which language a conversation gets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.composer import (
    KNOWN_PLACEHOLDERS,
    CannedReply,
    CannedText,
    CannedUnreadable,
    count,
    fill,
    missing_placeholders,
    placeholder_values,
    placeholders_in,
    starter_replies,
    variations,
    vary,
    with_signature,
)
from desktop.composer.canned_faults import faults_of
from desktop.model import Agent, Counting, Visibility
from desktop.system.resources import resource_path
from tests.unit.composer.replies import in_languages

STARTER = starter_replies(resource_path("canned"))
KNOWN = placeholder_values(
    first_name="Massimiliano",
    customer_name="Massimiliano Sanguineti",
    customer_handle="@massimiliano",
    agent=Agent("Laura Bianchi", "LB", "^LB"),
    account_handle="@AuroraEnergia",
    account_name="Aurora Energia",
    case_subject="Guasto",
    next_opening="lunedì 16 settembre alle 9:00",
    today="9:00–13:00, 14:00–18:00",
)


def test_the_starter_set_speaks_four_languages_and_has_no_fault() -> None:
    assert {reply.languages for reply in STARTER} == {("it", "ca", "es", "en")}
    assert len({one.uid for one in STARTER}) == len({one.shortcut for one in STARTER}) == len(STARTER) >= 28
    assert [faults_of(one, STARTER) for one in STARTER] == [()] * len(STARTER)


def test_no_language_of_the_starter_set_repeats_another() -> None:
    for reply in STARTER:
        assert len({text.body for text in reply.texts}) == len({text.title for text in reply.texts}) == 4
        assert all(text.asked for text in reply.texts)


def test_only_statements_for_a_crisis_are_approved_for_one_and_they_are_never_varied() -> None:
    approved = [one for one in STARTER if one.crisis]
    assert {one.folder for one in approved} == {"Crisis"}
    assert [variations(text.body) for one in approved for text in one.texts] == [1] * 4 * len(approved)


def said_by(reply: CannedReply) -> Iterator[str]:
    """Yield every variation of every text."""
    for text in reply.texts:
        for number in range(variations(text.body)):
            yield vary(text.body, number)


@pytest.mark.parametrize("reply", STARTER, ids=lambda one: one.shortcut)
def test_a_starter_text_fills_into_a_signed_post_of_280(reply: CannedReply) -> None:
    for body in said_by(reply):
        filled = fill(body, KNOWN)
        assert {span.name for span in filled.spans if not span.prompt} <= set(KNOWN_PLACEHOLDERS)
        assert all(span.prompt for span in filled.missing)
        signed = with_signature(filled.text, "^LB", Visibility.PUBLIC)
        assert count(signed, Counting.WEIGHTED) <= 280, signed


@pytest.mark.parametrize("reply", STARTER, ids=lambda one: one.shortcut)
def test_a_starter_text_reads_well_for_a_customer_without_a_name(reply: CannedReply) -> None:
    values = {"hours.next_opening": "domani alle 9:00", "hours.today": "9:00–18:00", "account.handle": "@aurora"}
    for body in said_by(reply):
        prompts = {span.name: "martedì" for span in placeholders_in(body) if span.prompt}
        filled = fill(body, {**prompts, **values})
        assert missing_placeholders(filled.text) == ()
        assert not any(ugly in filled.text for ugly in ("  ", " ,", " .", "{", "}", "[[", "|")), filled.text


@pytest.mark.parametrize(
    ("language", "languages", "given"),
    [
        ("ca", ("it", "es", "en", "ca"), "ca"),
        ("ca", ("it", "en", "es"), "es"),
        ("de", ("it", "en", "es"), "en"),
        ("de", ("it", "es"), "it"),
        ("", ("it", "en"), "it"),
        ("es", ("ca",), "ca"),
    ],
)
def test_a_conversation_gets_its_own_language_or_the_next_best(
    language: str, languages: tuple[str, ...], given: str
) -> None:
    assert in_languages("a", *languages).text_for(language).language == given


def test_a_reply_is_called_by_its_first_text() -> None:
    reply = in_languages("a", "it", "en")
    assert (reply.title, reply.text_in("fr"), reply.languages) == ("Title it", None, ("it", "en"))
    assert CannedReply("u", "a", "", (CannedText("it", "T", "B"),)).uses == 0


@pytest.mark.parametrize("content", [None, "reply = 1", "[[reply]]\nkey = 'a'", "not toml", "", "[[reply]]\ntext = 3"])
def test_a_broken_file_of_replies_says_so(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "starter.toml").write_text(content, "utf-8")
    with pytest.raises(CannedUnreadable, match=r"starter\.toml"):
        starter_replies(tmp_path)
