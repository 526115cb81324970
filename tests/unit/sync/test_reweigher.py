"""Weighing again: a desk's new weights reach open cases, due times stay, and the same weights change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.cases import CaseDesk
from desktop.events import CasesChanged
from desktop.model import Account, Agent, Arrival, CaseRow, CaseStatus, Direction, FactorName, Lane, ReasonCode
from desktop.store import Store
from desktop.sync import CampaignWatch, Pipeline, Reweigher
from desktop.triage import OwnPriorityFile, Triage
from desktop.triage.own_priority import Favour, FavourKind, OwnPhrase, OwnPriority
from desktop.triage.own_priority_file import write_own_priority
from tests.factories import NOON, FakeClock, a_store, an_account, an_arrival, an_author
from tests.loaded import shipped_triage, triage_with
from tests.unit.sync.scripted_channel import AlwaysOpen

TEXTS = (
    "Sono senza luce da ieri e mio padre ha il respiratore, aiutatemi!",
    "Mi avete addebitato due volte la bolletta, è una vergogna",
    "A che ora aprite lo sportello di via Roma?",
    "Vorrei attivare la fibra, quanto costa?",
    "Grazie mille, siete stati gentilissimi!",
)
PETITION = (
    "Chiediamo ad Aurora di ritirare subito l'aumento delle tariffe deciso a gennaio, che pesa su migliaia di famiglie."
)


@pytest.fixture(scope="module")
def triage() -> Triage:
    return shipped_triage()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        yield opened


class Desk:
    """A store with its pipeline and the engine's reweigher over a file of the desk."""

    def __init__(self, store: Store, triage: Triage, folder: Path) -> None:
        self.store, self.triage, self.clock = store, triage, FakeClock(NOON + timedelta(hours=6))
        self.file = folder / "priority.json"
        self.account: Account = an_account(store)
        self.watch = CampaignWatch(store, self.clock)
        self.pipeline = Pipeline(store, triage, AlwaysOpen(), self.clock, str.lower)

    def take(self, *arrivals: Arrival) -> None:
        result = self.pipeline.take(self.account, arrivals)
        self.watch.hear(CasesChanged(tuple(sorted(result.case_ids)), result.new))

    def reweigher(self) -> Reweigher:
        file = OwnPriorityFile(self.file)
        return Reweigher(self.store, file, triage_with, self.pipeline, self.clock, triage_with(file.read()))

    def weigh(self, reweigher: Reweigher | None = None) -> set[int]:
        reweigher = reweigher or self.reweigher()
        changed: set[int] = set()
        while reweigher.follow():
            changed |= reweigher.step()
        return changed

    def all_rows(self) -> tuple[CaseRow, ...]:
        return tuple(self.store.lanes.rows(list(self.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON))))

    def rows(self) -> dict[str, CaseRow]:
        return {row.snippet: row for row in self.all_rows()}


@pytest.fixture
def desk(store: Store, triage: Triage, tmp_path: Path) -> Desk:
    made = Desk(store, triage, tmp_path)
    made.take(*(post(number, text) for number, text in enumerate(TEXTS)))
    return made


def post(number: int, text: str, author: str = "", **changes: object) -> Arrival:
    name = author or f"Person {number}"
    return an_arrival(
        f"m{number}", author=an_author(name), text=text, sent_at=NOON + timedelta(minutes=number), **changes
    )


def test_weighing_by_the_same_weights_changes_no_case(desk: Desk) -> None:
    before = desk.rows()
    desk.take(
        post(20, "E allora? Nessuno risponde!", "Person 1", thread_remote_id="m1"),
        post(21, "Grazie", "Person 0", thread_remote_id="m0"),
    )
    reweigher = desk.reweigher()
    assert not reweigher.is_working
    reweigher._begin()
    assert desk.weigh(reweigher) == set()
    assert before.keys() - desk.rows().keys() <= {TEXTS[0], TEXTS[1]}


def test_new_weights_reach_open_cases_and_leave_due_times_as_they_were(desk: Desk) -> None:
    before, reweigher = desk.rows(), desk.reweigher()
    favoured = Favour(FavourKind.HANDLE, "@person.2", 30)
    write_own_priority(desk.file, OwnPriority({"urgency.complaint": 35}, favours=(favoured,)))
    changed = desk.weigh(reweigher)
    after = desk.rows()
    assert {row.id for row in after.values() if row.priority != before[row.snippet].priority} == changed
    assert after[TEXTS[1]].priority > before[TEXTS[1]].priority
    assert after[TEXTS[2]].priority == before[TEXTS[2]].priority + 30
    assert [row.due_at for row in after.values()] == [before[text].due_at for text in after]
    assert after[TEXTS[4]].priority == before[TEXTS[4]].priority


def test_what_comes_afterwards_is_weighed_by_the_new_words_too(desk: Desk) -> None:
    reweigher = desk.reweigher()
    write_own_priority(desk.file, OwnPriority(phrases=(OwnPhrase("gravity.medical", "glucometro"),)))
    desk.weigh(reweigher)
    desk.take(post(9, "Il glucometro non carica"))
    _, factors, reasons = desk.store.weighing.why(desk.rows()["Il glucometro non carica"].id)
    assert next(one.evidence for one in factors if one.name is FactorName.GRAVITY) == "glucometro"
    assert next(one.words for one in reasons if one.code is ReasonCode.MEDICAL_NEED) == ("glucometro",)


def test_a_change_made_while_no_engine_ran_is_caught_up_and_an_end_in_the_middle_too(desk: Desk) -> None:
    write_own_priority(desk.file, OwnPriority({"urgency.complaint": 35}))
    first = desk.reweigher()
    assert first.is_working
    second = desk.reweigher()
    assert second.is_working
    assert desk.weigh(second)
    assert not desk.reweigher().is_working


def test_a_file_that_can_not_be_read_changes_nothing(desk: Desk) -> None:
    reweigher = desk.reweigher()
    desk.file.write_text("{")
    assert desk.weigh(reweigher) == set()


def test_solved_cases_keep_what_they_had(desk: Desk) -> None:
    row = desk.rows()[TEXTS[1]]
    CaseDesk(desk.store, Agent("Laura", "LB", ""), desk.clock).set_status([row.id], CaseStatus.SOLVED)
    write_own_priority(desk.file, OwnPriority({"urgency.complaint": 35}))
    assert int(row.id) not in desk.weigh()


def campaign_counts(desk: Desk) -> list[str]:
    return sorted(one.detail for row in desk.all_rows() for one in row.reasons if one.code is ReasonCode.CAMPAIGN)


def test_one_text_of_many_people_is_a_campaign_with_their_number(desk: Desk) -> None:
    watch = desk.watch
    openings = ("", "Buongiorno. ", "Ciao a tutti, ", "Gentili signori: ", "")
    desk.take(*(post(30 + number, f"{opening}{PETITION}") for number, opening in enumerate(openings[:4])))
    assert watch.work() == frozenset()
    desk.take(post(40, PETITION))
    assert len(watch.work()) == 5
    assert campaign_counts(desk) == ["5"] * 5
    assert watch.work() == frozenset()
    row = next(one for one in desk.rows().values() if one.snippet.startswith("Ciao a tutti"))
    _, _, reasons = desk.store.weighing.why(row.id)
    (words,) = next(one.words for one in reasons if one.code is ReasonCode.CAMPAIGN)
    assert words in f"Ciao a tutti, {PETITION}"


def test_one_person_who_asks_again_and_again_is_no_campaign(desk: Desk) -> None:
    watch = desk.watch
    desk.take(*(post(50 + number, PETITION, "Person 7") for number in range(6)))
    assert watch.work() == frozenset()


def test_people_who_say_short_things_alike_are_no_campaign(desk: Desk) -> None:
    watch = desk.watch
    desk.take(*(post(60 + number, "Sono senza luce") for number in range(8)))
    assert watch.work() == frozenset()


def test_a_campaign_stays_told_after_another_message_another_weight_and_a_restart(desk: Desk) -> None:
    watch, reweigher = desk.watch, desk.reweigher()
    desk.take(*(post(30 + number, PETITION) for number in range(5)))
    watch.work()
    desk.take(post(70, "Nessuna risposta, è inaccettabile!", "Person 30", thread_remote_id="m30"))
    watch.work()
    write_own_priority(desk.file, OwnPriority({"urgency.complaint": 30}))
    desk.weigh(reweigher)
    assert campaign_counts(desk) == ["5"] * 5
    desk.take(post(80, PETITION))
    assert len(CampaignWatch(desk.store, desk.clock).work()) == 6


def test_our_answer_ends_the_run_that_is_weighed(desk: Desk) -> None:
    desk.take(
        post(90, "Buongiorno, risolviamo noi", "Person 1", thread_remote_id="m1", direction=Direction.OUTGOING),
        post(91, "Grazie mille!", "Person 1", thread_remote_id="m1"),
    )
    case = next(
        one for one in desk.store.weighing.of(desk.store.weighing.open_cases()) if "Grazie mille!" in one.said[-1].text
    )
    assert [one.text for one in case.said] == ["Grazie mille!"]
