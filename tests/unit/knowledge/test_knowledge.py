"""Kept answers: free of personal data, versioned, found, offered while writing, and written out for the site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.composer.likeness import ALIKE_FROM, Likeness
from desktop.guardrails import Guardrails
from desktop.knowledge import (
    KnowledgeBook,
    NotFit,
    as_replies,
    cleaned_answer,
    export_site,
    questions_without_entry,
)
from desktop.model import Deed
from desktop.model.knowledge import FaqEntry, FaqText
from desktop.store import Store
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_author, taken
from tests.loaded import shipped_guardrails

QUESTION = "Come leggo l’autolettura dal contatore nuovo?"
ANSWER = "Prema il tasto blu finché vede A1, poi annoti le cinque cifre.\n\nLe invii dall’area clienti entro il 20."


@cache
def guardrails() -> Guardrails:
    """Return the guardrails that come with the program."""
    return shipped_guardrails()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
def book(store: Store, clock: FakeClock) -> KnowledgeBook:
    return KnowledgeBook(store, guardrails, lambda: "Laura", clock, lambda: ("help@aurora.example",))


def entry(answer: str = ANSWER, question: str = QUESTION, uid: str = "e1", category: str = "Contatore") -> FaqEntry:
    return FaqEntry(uid, category, (FaqText("it", question, answer),))


def test_an_entry_is_kept_with_a_version_for_every_change(book: KnowledgeBook, clock: FakeClock) -> None:
    book.keep(entry())
    clock.advance(60)
    book.keep(entry("Prema il tasto verde.\n"))
    book.keep(entry("Prema il tasto verde."))
    (kept,) = book.all()
    text = kept.text_in("it")
    assert text is not None
    assert (text.version, text.answer, text.agent) == (2, "Prema il tasto verde.", "Laura")
    assert [(one.version, one.answer) for one in book.versions("e1", "it")] == [
        (2, "Prema il tasto verde."),
        (1, ANSWER),
    ]


def test_languages_come_and_go_and_nothing_is_lost(book: KnowledgeBook, store: Store) -> None:
    english = FaqText("en", "How do I read the new meter?", "Press the blue button.")
    book.keep(FaqEntry("e1", "Meter", (*entry().texts, english)))
    book.keep(entry())
    (kept,) = book.all()
    assert [one.language for one in kept.texts] == ["it"]
    assert book.versions("e1", "en")[0].answer == "Press the blue button."
    assert [one.deed for one in store.journal.newest(2)] == [Deed.KNOWLEDGE, Deed.KNOWLEDGE]


def test_what_is_removed_can_be_taken_back_and_so_can_a_change(book: KnowledgeBook) -> None:
    made = book.keep(entry())
    gone = book.remove("e1")
    assert book.all() == ()
    assert book.find("contatore") == ()
    assert gone.undo is not None
    gone.undo()
    assert [one.uid for one in book.find("contatore")] == ["e1"]
    assert made.undo is not None
    made.undo()
    assert book.all() == ()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (entry(question="  "), "question"),
        (entry(answer="\n"), "answer"),
        (entry(answer="x" * 9_000), "long"),
        (FaqEntry("e1", "", ()), "question"),
        (entry(answer="Scriva a marta.rossi@posta.example e le rispondiamo."), "personal"),
        (entry(answer="Il suo IBAN IT60X0542811101000000123456 è registrato."), "personal"),
        (entry(question="Perché IT60X0542811101000000123456 non va?"), "personal"),
        (entry(answer="Ci mandi il suo codice fiscale e il numero della carta."), "personal"),
    ],
)
def test_what_could_not_be_published_is_not_kept(book: KnowledgeBook, given: FaqEntry, reason: str) -> None:
    with pytest.raises(NotFit) as refused:
        book.keep(given)
    assert refused.value.reason == reason
    assert book.all() == ()


def test_a_question_is_a_customers_and_asks_nobody_for_their_data(book: KnowledgeBook) -> None:
    asked = "Mi mandate il vostro codice fiscale e il numero di conto?"
    book.keep(entry("Sono in fondo a ogni bolletta.", asked))
    assert [one.uid for one in book.find("bolletta")] == ["e1"]
    with pytest.raises(NotFit):
        book.keep(entry(asked))


def test_the_companys_own_address_may_be_published(book: KnowledgeBook) -> None:
    book.keep(entry("Scriva a help@aurora.example."))
    assert len(book.all()) == 1


def test_entries_are_found_by_words_however_they_are_accented(book: KnowledgeBook) -> None:
    book.keep(entry())
    book.keep(entry("Entro 30 giorni.", "Quando arriva il rimborso?", "e2", "Rimborsi"))
    assert [one.uid for one in book.find("AUTOLETTURA")] == ["e1"]
    assert [one.uid for one in book.find("rimb")] == ["e2"]
    assert [one.uid for one in book.find("  ")] == ["e1", "e2"]
    assert book.find('") OR 1') == ()


def test_an_answer_to_one_person_says_nothing_of_them_any_more() -> None:
    text = (
        "Gentile Marta, il rimborso di 86 euro va sul conto IT60X0542811101000000123456. "
        "Se cambia, scriva a marta.rossi@posta.example o a help@aurora.example. @marta_93 grazie ^LB"
    )
    clean = cleaned_answer(text, guardrails(), names=["Marta Rossi", "@marta_93"], own_values=["help@aurora.example"])
    for secret in ("Marta", "IT60", "posta.example", "marta_93", "^LB"):
        assert secret not in clean.text
    assert "help@aurora.example" in clean.text
    assert "86 euro" in clean.text
    assert "Gentile," in clean.text
    assert "marta.rossi@posta.example" in clean.taken


@given(st.text(max_size=80), st.sampled_from(["Marta Rossi", "Bo Li", "@ada", ""]))
def test_cleaning_never_fails_and_a_name_never_stays(text: str, name: str) -> None:
    clean = cleaned_answer(f"{text} Marta {text}", guardrails(), names=[name, "Marta"])
    assert "Marta" not in clean.text.split()


def test_entries_are_offered_among_the_replies_by_likeness(book: KnowledgeBook) -> None:
    book.keep(entry("Usi {questo} o [[quello|altro]].", uid="e1"))
    book.keep(entry("Entro 30 giorni.", "Quando arriva il rimborso?", "e2", ""))
    replies = as_replies(book.all(), taken=["faq-quando-arriva-il"])
    found = Likeness().of("Non riesco a leggere il contatore per l’autolettura", "it", replies)
    assert found["faq:e1"].score >= ALIKE_FROM
    assert "faq:e2" not in found
    by_uid = {one.uid: one for one in replies}
    assert by_uid["faq:e1"].texts[0].body == "Usi (questo) o [ [quello|altro]]."
    assert by_uid["faq:e1"].folder == "FAQ/Contatore"
    assert by_uid["faq:e2"].shortcut == "faq-quando-arriva-il-2"
    assert as_replies([FaqEntry("e3", "", ())]) == ()


def test_what_is_asked_again_and_again_without_an_entry_is_named(store: Store, book: KnowledgeBook) -> None:
    account = an_account(store)
    asked = [
        ("Quando arriva il rimborso della bolletta di gennaio?", "Ada"),
        ("Il rimborso della bolletta di gennaio quando arriva?", "Bo"),
        ("Avete uno sportello a Cuneo?", "Cleo"),
    ]
    for number, (text, who) in enumerate(asked):
        arrival = an_arrival(f"m{number}", text=text, author=an_author(who), sent_at=NOON, language_hint="it")
        store.intake.take(account, [taken(arrival)], NOON)
    later = NOON + timedelta(days=1)
    (gap,) = questions_without_entry(store, later)
    assert gap.count == 2
    assert "rimborso" in gap.text
    book.keep(entry("Entro 30 giorni.", "Quando arriva il rimborso della bolletta di gennaio?", "e2"))
    assert questions_without_entry(store, later) == ()


NASTY = "<script>alert(1)</script> & *stella* #1 [x](y)"


class Tags(HTMLParser):
    """Notes the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)


def test_the_site_gets_whole_files_in_which_an_entry_is_only_text() -> None:
    entries = [entry(), entry(NASTY, NASTY, "e2", ""), FaqEntry("e3", "X", (FaqText("en", "Only English?", "Yes."),))]
    page = export_site(entries, "it", "html", title="Domande <frequenti>", other="Altro")
    tags = Tags()
    tags.feed(page)
    assert "script" not in tags.seen
    assert page.count("<details") == 2
    assert "Domande &lt;frequenti&gt;" in page
    marked = export_site(entries, "it", "md", title="Domande", other="Altro")
    assert marked.startswith("# Domande\n")
    assert "\\*stella\\*" in marked
    assert marked.index("## Contatore") < marked.index("## Altro")
    data = json.loads(export_site(entries, "it", "json", title="Domande", other="Altro"))
    assert [(one["id"], one["category"]) for one in data["entries"]] == [("e1", "Contatore"), ("e2", "")]
    assert data["entries"][1]["answer"] == NASTY
    with pytest.raises(KeyError):
        export_site(entries, "it", "pdf", title="", other="")
