"""Own solved cases become scenarios that say nothing of anybody, with the answer that was given beside each turn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.cases import CaseDesk
from desktop.guardrails import Guardrails
from desktop.model import (
    Account,
    Agent,
    Arrival,
    Author,
    CaseStatus,
    Direction,
    Lane,
    Mechanical,
    Network,
    ThreadKind,
    Visibility,
)
from desktop.practice import past_cases, scenario_from
from desktop.practice.past import masked_text
from desktop.store import Store
from tests.factories import NOON, a_store, an_account, an_arrival, an_assessment, taken
from tests.loaded import shipped_guardrails

LATER = NOON + timedelta(days=1)
MARINA = Author(Network.MASTODON, "marina", "@marina.rossi@borgo.example", "Marina Rossi")


def rules() -> Guardrails:
    return shipped_guardrails()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as made:
        yield made


class Talk:
    """A conversation on Mastodon, a minute between two messages."""

    def __init__(self, store: Store, account: Account | None = None) -> None:
        self._store = store
        self._account = account or an_account(store)
        self._count = 0

    def customer(self, text: str, **changes: object) -> None:
        """Let the customer write."""
        self._take(text, Direction.INCOMING, changes)

    def desk(self, text: str, **changes: object) -> None:
        """Let the desk answer."""
        self._take(text, Direction.OUTGOING, changes)

    def solve(self) -> None:
        """Solve every case."""
        ids = self._store.lanes.ids(Lane.ALL, agent="", at_risk_before=LATER)
        rows = self._store.lanes.rows(ids)
        CaseDesk(self._store, Agent("Laura", "LB", ""), lambda: LATER).set_status(
            [row.id for row in rows], CaseStatus.SOLVED
        )

    def _take(self, text: str, direction: Direction, changes: dict[str, object]) -> None:
        self._count += 1
        values: dict[str, object] = {
            "thread_remote_id": "talk",
            "author": MARINA,
            "direction": direction,
            "sent_at": NOON + timedelta(minutes=self._count),
            "text": text,
        }
        arrival: Arrival = an_arrival(f"m{self._count}", **(values | changes))
        self._store.intake.take(self._account, [taken(arrival, **_assessed(direction))], LATER)


def _assessed(direction: Direction) -> dict[str, object]:
    return {"assessment": an_assessment()} if direction is Direction.INCOMING else {}


def tables(store: Store, language: str = "it", most: int = 9) -> list[dict[str, object]]:
    return past_cases(store, rules(), LATER, language, most)


def test_a_solved_case_is_a_scenario_with_the_answers_that_were_given(store: Store) -> None:
    talk = Talk(store)
    talk.customer("Buongiorno, sono Marina Rossi: la bolletta di marzo è doppia.")
    talk.desk("Ci dispiace Marina, controlliamo. ^LB")
    talk.customer("Grazie, e quando arriva il rimborso?")
    talk.desk("Le scriviamo appena parte, @marina.rossi@borgo.example.")
    talk.solve()
    (table,) = tables(store)
    scenario = scenario_from("", "it", table)
    assert scenario.opening[0].text == "Buongiorno, sono Cliente 1: la bolletta di marzo è doppia."
    assert [turn.model for turn in scenario.turns] == [
        "Ci dispiace Cliente 1, controlliamo.",
        "Le scriviamo appena parte, @….",
    ]
    first, second = scenario.turns
    assert (first.good.text, first.good.next) == ("Grazie, e quando arriva il rimborso?", "turn2")
    assert (second.good.text, second.good.next) == ("", "end")
    assert (scenario.customer, scenario.handle, scenario.is_past) == ("Cliente 1", "@cliente1", True)
    assert "arina" not in str(table)
    assert "ossi" not in str(table)


def test_numbers_and_addresses_are_covered(store: Store) -> None:
    talk = Talk(store)
    talk.customer(
        "Il codice fiscale è RSSMRA80A01H501U, scrivetemi a marina@posta.example o guardate https://foto.example/x1"
    )
    talk.desk("Grazie, verifichiamo.")
    talk.solve()
    (table,) = tables(store)
    text = scenario_from("", "it", table).opening[0].text
    for secret in ("RSSMRA80A01H501", "marina@posta", "foto.example"):
        assert secret not in str(table)
    assert "•" in text
    assert rules().personal_data_in(text) == ()


def test_what_was_said_in_private_is_practised_in_private(store: Store) -> None:
    talk = Talk(store)
    private = {"visibility": Visibility.DIRECT, "thread_kind": ThreadKind.DIRECT}
    talk.customer("La bolletta è doppia.", **private)
    talk.desk("Controlliamo.", **private)
    talk.solve()
    (table,) = tables(store)
    assert scenario_from("", "it", table).direct


def test_what_nobody_answered_is_still_open_or_is_of_another_language_is_left_out(store: Store) -> None:
    talk = Talk(store)
    talk.customer("La bolletta è doppia.")
    talk.desk("Controlliamo.")
    assert tables(store) == [], "not solved"
    talk.solve()
    assert tables(store, "en") == []
    assert len(tables(store)) == 1
    assert tables(store, most=0) == []


def test_an_automatic_answer_is_no_answer(store: Store) -> None:
    talk = Talk(store)
    talk.customer("La bolletta è doppia.")
    talk.desk("Apriamo lunedì.", mechanical=Mechanical.AUTO_REPLY)
    talk.solve()
    assert tables(store) == []


NAMES = ("Marina Rossi", "@marina.rossi@borgo.example")


@given(st.lists(st.sampled_from(["Marina", "ROSSI", "marina rossi", "ciao", "la bolletta", "@marina.rossi", ",", "!"])))
def test_no_order_of_words_lets_a_name_through(words: list[str]) -> None:
    plain = masked_text(" ".join(words), rules(), NAMES, "Cliente 1").casefold()
    assert "marina" not in plain
    assert "rossi" not in plain


def test_a_name_inside_another_word_stays() -> None:
    assert masked_text("La marinata costa", rules(), NAMES, "Cliente 1") == "La marinata costa"
