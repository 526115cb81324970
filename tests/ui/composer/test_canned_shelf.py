"""The shelf of canned replies: filled, varied and ordered for the case that is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.composer import CannedText, vary
from desktop.guardrails import Guardrails
from desktop.model import Account, CaseId, Decision, DraftMode, Lane, Network, Verdict, Visibility
from desktop.outbox import Reply
from desktop.store import Store
from tests.factories import NOON, FakeClock, an_account, an_arrival, an_assessment, an_author, taken
from tests.loaded import shipped_privacy_rules
from tests.ui.sessions import a_session
from tests.unit.composer.replies import reply
from ui.composer.canned import substitute_words
from ui.composer.canned_shelf import CannedShelf
from ui.composer.draft_view import DraftView, judge, view_of
from ui.session import Session

CUSTOMERS = ("Marta Rossi", "Oriol Batet", "Anna Verdi")
GREETING = "[[Ciao|Salve|Buongiorno]] {customer|}, a presto."


@dataclass
class AtOnce:
    """Jobs that are done when they are asked for, on the window's own store."""

    store: Store
    ran: list[str] = field(default_factory=list)

    def run(self, slot: str, work: Callable[[Store], Any], done: Callable[[Any], None]) -> None:
        self.ran.append(slot)
        done(work(self.store))


@dataclass
class Desk:
    session: Session
    account: Account
    shelf: CannedShelf
    jobs: AtOnce

    def view(self, number: int = 0, mode: DraftMode = DraftMode.PUBLIC) -> DraftView:
        ids = sorted(self.session.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON))
        detail = self.session.cases.detail(CaseId(ids[number]))
        assert detail is not None
        found = view_of(self.session, detail, mode)
        assert found is not None
        return found


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    session, _ = a_session(tmp_path, FakeClock(), ())
    account = an_account(session.store, Network.X, "@AuroraEnergia")
    for number, name in enumerate(CUSTOMERS):
        language = "ca" if name.startswith("Oriol") else "it"
        text = "Mi avete addebitato due volte la bolletta" if number == 0 else "Hola"
        author = an_author(name, Network.X)
        arrival = an_arrival(f"m{number}", author=author, text=text, thread_remote_id=f"m{number}")
        assessment = replace(an_assessment(), language=language)
        session.store.intake.take(account, [taken(arrival, assessment=assessment)], NOON)
    session.canned.keep((reply("saluto-mio", "Saluto mio", body=GREETING, uid="own"),), (), "L")
    shelf = CannedShelf(session)
    jobs = AtOnce(session.store)
    shelf.compare_by(jobs)
    yield Desk(session, account, shelf, jobs)
    shelf.prepare(None)
    session.store.close()


def said(desk: Desk, number: int) -> str:
    found = desk.shelf.named("saluto-mio", desk.view(number))
    assert found is not None
    return found.filled.text


def test_a_reply_is_filled_for_the_case_and_counted_when_it_is_used(desk: Desk) -> None:
    text = said(desk, 0)
    assert text in {vary(GREETING, number).replace("{customer|}", "Marta") for number in range(3)}
    assert said(desk, 0) == text, "one customer always gets the same"
    desk.shelf.used("own")
    found = desk.shelf.named("saluto-mio", desk.view(0))
    assert found is not None
    assert (found.uses, found.last_used) == (1, "13:00")


def test_two_customers_after_each_other_never_get_the_same_words(desk: Desk) -> None:
    before = ""
    for number in (0, 1, 2, 0, 1, 2):
        greeting = said(desk, number).split()[0]
        assert greeting != before
        desk.shelf.used("own")
        before = greeting


def test_a_reply_without_the_customers_language_says_which_one_was_taken(desk: Desk) -> None:
    texts = (CannedText("it", "Solo", "Solo italiano"), CannedText("es", "Solo", "Sólo español"))
    desk.session.canned.keep((reply("solo", texts=texts, uid="solo"),), (), "L")
    found = desk.shelf.named("solo", desk.view(1))
    assert found is not None
    assert (found.language, substitute_words(found)) == ("es", "No text in Catalan: this is the one in Spanish")


def test_what_suits_the_question_comes_first_once_it_was_compared(qtbot: QtBot, desk: Desk) -> None:
    view = desk.view(0)
    assert desk.shelf.search("", view)[0].reason == ""
    desk.shelf.prepare(view)
    qtbot.waitUntil(lambda: desk.jobs.ran == ["canned"])
    first = desk.shelf.search("", view)[0]
    assert first.shortcut == "doppio"
    assert first.reason.startswith("Suits the question: ")
    assert "addebitato" in first.reason
    desk.shelf.prepare(view)
    assert desk.jobs.ran == ["canned"], "the same question is compared once"


def test_only_what_fits_here_is_offered(desk: Desk) -> None:
    public = {one.shortcut for one in desk.shelf.search("privato", desk.view(0))}
    direct = {one.shortcut for one in desk.shelf.search("privato", desk.view(0, DraftMode.DIRECT))}
    assert "privato" in public - direct
    assert "privato-ciao" in direct - public
    assert desk.shelf.search("", None) == ()


def test_the_same_words_to_another_customer_on_x_are_remarked_on(desk: Desk) -> None:
    rules = Guardrails(shipped_privacy_rules())
    text = "Buongiorno, la squadra arriva domani."
    first, second = desk.view(0), desk.view(1)
    out = Reply(first.case, first.thread, desk.account, Visibility.PUBLIC, f"{text} ^LB", "L")
    assert judge(desk.session, rules, second, text).decision is Decision.ALLOW
    desk.session.outbox.queue(out, Verdict(Decision.ALLOW), undo_seconds=0)
    verdict = judge(desk.session, rules, desk.view(1), text)
    assert (verdict.decision, [one.rule for one in verdict.findings]) == (Decision.ADVISE, ["repeated.text"])
    assert judge(desk.session, rules, desk.view(1), "Altro").decision is Decision.ALLOW
