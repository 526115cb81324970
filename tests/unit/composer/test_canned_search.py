"""Finding a canned reply: by what is typed, by what the customer asked, and the reason that is given."""

from __future__ import annotations

import pytest

from desktop.composer import CannedMatch, Place, Why, search_canned, starter_replies
from desktop.composer.likeness import ALIKE_FROM, Alike, Likeness
from desktop.model import Network, Visibility
from desktop.system.resources import resource_path
from tests.unit.composer.replies import in_languages, reply

STARTER = starter_replies(resource_path("canned"))


@pytest.fixture(scope="module")
def likeness() -> Likeness:
    return Likeness()


def shortcuts(found: tuple[CannedMatch, ...]) -> list[str]:
    return [one.reply.shortcut for one in found]


def test_a_shortcut_is_found_by_its_beginning_and_a_title_by_its_words() -> None:
    replies = (reply("guasto", "Zona e orario"), reply("reclamo", "Guasto risolto"), reply("altro", "Bolletta"))
    found = search_canned(replies, "gua", "it")
    assert [(one.reply.shortcut, one.why) for one in found] == [("guasto", Why.SHORTCUT), ("reclamo", Why.TITLE)]
    for typed in ("ris gua", "ris-gua", "gua.ris", "Gua_Ris"):
        assert shortcuts(search_canned(replies, typed, "it")) == ["reclamo"], typed
    assert shortcuts(search_canned(replies, "asto", "it")) == []


def test_folder_text_and_the_customers_own_words_are_searched_too() -> None:
    replies = (
        reply("a", folder="Billing/Refunds"),
        reply("b", body="Il modem si riavvia"),
        reply("c", asked="internet lento"),
    )
    assert [(one.reply.shortcut, one.why) for one in search_canned(replies, "refu", "it")] == [("a", Why.FOLDER)]
    assert [(one.reply.shortcut, one.why) for one in search_canned(replies, "modem", "it")] == [("b", Why.TEXT)]
    assert shortcuts(search_canned(replies, "lento", "it")) == ["c"]


def test_a_misspelt_word_is_still_found_after_all_others() -> None:
    replies = (reply("rimborso", "Tempi"), reply("altro", "Bolletta"))
    assert [(one.reply.shortcut, one.why) for one in search_canned(replies, "rimbroso", "it")] == [
        ("rimborso", Why.SPELLING)
    ]
    assert search_canned(replies, "xyz", "it") == ()


def test_accents_and_case_do_not_matter() -> None:
    replies = (reply("avaria", "Avería: què passa?", "ca"),)
    for typed in ("AVERIA", "que", "què", "avarÌa"):
        assert search_canned(replies, typed, "ca")


def test_replies_in_the_customers_language_come_first_then_the_surer_reason_then_use() -> None:
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


def test_the_text_is_in_the_customers_language_and_a_substitute_says_so() -> None:
    replies = (in_languages("due", "it", "es"),)
    own, other, unknown = (search_canned(replies, "due", language)[0] for language in ("es", "ca", ""))
    assert (own.text.language, own.is_substitute) == ("es", False)
    assert (other.text.language, other.is_substitute, other.wanted) == ("es", True, "ca")
    assert (unknown.text.language, unknown.is_substitute) == ("it", False)


def test_a_language_can_be_asked_for_behind_the_shortcut() -> None:
    replies = (in_languages("guasto", "it", "ca"), in_languages("guasto-ok", "it", "ca"))
    first = search_canned(replies, "guasto-ca", "it")[0]
    assert (first.reply.shortcut, first.text.language, first.is_substitute) == ("guasto", "ca", False)


def test_a_mark_asks_for_what_is_approved_in_a_crisis() -> None:
    replies = (reply("a"), reply("b", crisis=True), reply("c", "Altro", crisis=True))
    assert shortcuts(search_canned(replies, "!", "it")) == ["c", "b"]
    assert shortcuts(search_canned(replies, "!alt", "it")) == ["c"]


def test_nothing_typed_offers_everything_what_suits_first_then_what_is_used() -> None:
    replies = (reply("z", "Z"), reply("used", uses=3), reply("alike"))
    alike = {"alike/it": Alike(80, ("luce",)), "z/it": Alike(ALIKE_FROM - 1, ("e",))}
    found = search_canned(replies, "", "it", alike=alike)
    assert [(one.reply.shortcut, one.why) for one in found] == [
        ("alike", Why.LIKENESS),
        ("used", Why.USE),
        ("z", Why.LISTED),
    ]
    assert found[0].alike == Alike(80, ("luce",))
    assert len(search_canned(STARTER, " ", "it", 7)) == 7


def test_a_text_is_left_out_where_it_does_not_fit() -> None:
    replies = (reply("a", network=Network.X), reply("b", visibility=Visibility.DIRECT), reply("c"))
    assert shortcuts(search_canned(replies, "", "it", place=Place(Network.EMAIL))) == ["b", "c"]
    assert shortcuts(search_canned(replies, "", "it", place=Place(visibility=Visibility.PUBLIC))) == ["a", "c"]


@pytest.mark.parametrize(
    ("question", "language", "shortcut", "word"),
    [
        ("Da ieri niente corrente in tutto il quartiere, quando torna la luce?", "it", "guasto", "luce"),
        ("Mi avete addebitato due volte la bolletta", "it", "doppio", "addebitato"),
        ("Me han cobrado dos veces el recibo", "es", "doppio", "cobrado"),
        ("Com es llegeix el comptadors de casa?", "ca", "lettura", "comptadors"),
        ("Where is my parcell? it should have arived on Monday", "en", "ritardo", "parcell"),
        ("Voglio disdire il contratto e cambiare gestore", "it", "disdetta", "disdire"),
        ("Ma questo profilo è vostro o è una truffa?", "it", "attenzione", "truffa"),
    ],
)
def test_a_question_is_like_the_reply_that_answers_it(
    likeness: Likeness, question: str, language: str, shortcut: str, word: str
) -> None:
    found = likeness.of(question, language, STARTER)
    best = search_canned(STARTER, "", language, 1, alike=found)[0]
    assert (best.reply.shortcut, best.why) == (shortcut, Why.LIKENESS)
    assert best.alike is not None
    assert word in best.alike.words


def test_a_question_about_something_else_suggests_nothing(likeness: Likeness) -> None:
    found = likeness.of("Che bel tramonto stasera sul lago", "it", STARTER)
    assert max((one.score for one in found.values()), default=0) < ALIKE_FROM
    assert likeness.of("", "it", STARTER) == {}
    assert likeness.of("guasto", "qq", STARTER) == {}


def test_a_changed_reply_is_compared_as_it_is_now(likeness: Likeness) -> None:
    assert likeness.of("piscina riscaldata", "it", (reply("a"),)) == {}
    changed = likeness.of("piscina riscaldata", "it", (reply("a", asked="piscine riscaldate"),))
    assert changed["a/it"].score > ALIKE_FROM
