"""Canned replies: the starter set, and finding one while typing."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.composer import (
    KNOWN_PLACEHOLDERS,
    CannedReply,
    CannedUnreadable,
    count,
    fill,
    missing_placeholders,
    placeholder_values,
    search_canned,
    starter_replies,
    with_signature,
)
from desktop.model import Agent, Counting, Network, Visibility
from desktop.system.resources import resource_path

STARTER = starter_replies(resource_path("canned"))


def reply(shortcut: str, title: str = "Titolo", language: str = "it", **changes: object) -> CannedReply:
    values: dict[str, object] = {"uid": f"{shortcut}/{language}", "body": "Testo", "folder": "general", **changes}
    return CannedReply(shortcut=shortcut, title=title, language=language, **values)  # type: ignore[arg-type]


def shortcuts(found: tuple[CannedReply, ...]) -> list[str]:
    return [one.shortcut for one in found]


def test_the_starter_set_speaks_four_languages_alike() -> None:
    by_language = {
        language: [one for one in STARTER if one.language == language] for language in ("it", "ca", "es", "en")
    }
    assert sum(map(len, by_language.values())) == len(STARTER) >= 24
    assert len({len(texts) for texts in by_language.values()}) == 1
    assert len({one.uid for one in STARTER}) == len({one.shortcut for one in STARTER}) == len(STARTER)


@pytest.mark.parametrize("starter", STARTER, ids=lambda one: one.shortcut)
def test_a_starter_text_fills_into_a_signed_post_of_280(starter: CannedReply) -> None:
    values = placeholder_values(
        first_name="Massimiliano",
        agent=Agent("Laura Bianchi", "LB", "^LB"),
        account_handle="@AuroraEnergia",
        case_subject="Guasto",
        next_opening="lunedì 16 settembre alle 9:00",
        today="9:00–13:00, 14:00–18:00",
    )
    filled = fill(starter.body, values)
    assert {span.name for span in filled.spans if not span.prompt} <= set(KNOWN_PLACEHOLDERS)
    assert all(span.prompt for span in filled.missing)
    signed = with_signature(filled.text, "^LB", Visibility.PUBLIC)
    assert count(signed, Counting.WEIGHTED) <= 280


@pytest.mark.parametrize("starter", STARTER, ids=lambda one: one.shortcut)
def test_a_starter_text_reads_well_for_a_customer_without_a_name(starter: CannedReply) -> None:
    prompts = {span.name: "martedì" for span in missing_placeholders(starter.body) if span.prompt}
    values = {"hours.next_opening": "domani alle 9:00", "hours.today": "9:00–18:00"}
    filled = fill(starter.body, {**prompts, **values})
    assert filled.missing == ()
    assert not any(ugly in filled.text for ugly in ("  ", " ,", " .", "{", "}"))


def test_a_shortcut_is_found_by_its_beginning_and_a_title_by_its_words() -> None:
    replies = (reply("guasto", "Zona e orario"), reply("reclamo", "Guasto risolto"), reply("altro", "Bolletta"))
    assert shortcuts(search_canned(replies, "gua", "it")) == ["guasto", "reclamo"]
    assert shortcuts(search_canned(replies, "ris gua", "it")) == ["reclamo"]
    assert shortcuts(search_canned(replies, "asto", "it")) == []


def test_accents_and_case_do_not_matter() -> None:
    replies = (reply("avaria", "Avería: què passa?", "ca"),)
    for typed in ("AVERIA", "que", "què", "avarÌa"):
        assert search_canned(replies, typed, "ca")


def test_the_customers_language_comes_first_then_shortcuts_then_use() -> None:
    replies = (
        reply("gas-en", "Gas", "en", uses=90),
        reply("altro", "Gas e luce", uses=50),
        reply("gas-2", "B", uses=2),
        reply("gas-1", "A", uses=2),
        reply("gas-9", "C", uses=9),
    )
    assert shortcuts(search_canned(replies, "gas", "it")) == ["gas-9", "gas-1", "gas-2", "altro", "gas-en"]
    assert shortcuts(search_canned(replies, "gas", "en"))[0] == "gas-en"
    assert shortcuts(search_canned(replies, "gas", "it", 2)) == ["gas-9", "gas-1"]


def test_nothing_typed_offers_everything() -> None:
    assert len(search_canned(STARTER, "", "it", 500)) == len(STARTER)
    assert len(search_canned(STARTER, " ", "it", 7)) == 7


def test_a_text_is_left_out_where_it_does_not_fit() -> None:
    replies = (
        reply("a", network=Network.X),
        reply("b", visibility=Visibility.DIRECT),
        reply("c"),
    )
    assert shortcuts(search_canned(replies, "", "it", network=Network.EMAIL)) == ["b", "c"]
    assert shortcuts(search_canned(replies, "", "it", visibility=Visibility.PUBLIC)) == ["a", "c"]


@pytest.mark.parametrize("content", [None, "reply = 1", "[[reply]]\nkey = 'a'", "not toml", "", "[[reply]]\ntext = 3"])
def test_a_broken_file_of_replies_says_so(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "starter.toml").write_text(content, "utf-8")
    with pytest.raises(CannedUnreadable, match=r"starter\.toml"):
        starter_replies(tmp_path)
