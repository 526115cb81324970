"""What is asked all day long reads an index, never everything that was ever written or sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from desktop.model import AccountRole, Author, CaseId, HandOverWay, Lane, Network, ThreadKind
from desktop.store import Store
from desktop.store.connection import Connection
from desktop.store.hand_overs import LetterTo
from tests.factories import NOON, a_store, an_account, an_arrival, an_author, taken

GROWING = {"message", "thread", "delivery", "cases", "case_row", "identity", "customer"}
MARTA = Author(Network.EMAIL, "marta@example.org", "marta@example.org", "Marta Rossi")


class Plans:
    """How each statement is carried out, asked at the moment at which it is."""

    def __init__(self, connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
        self.whole: list[tuple[str, str]] = []
        self.asked = 0
        self._raw = connection.raw
        for name in ("read", "read_one", "read_column", "write", "write_many"):
            monkeypatch.setattr(Connection, name, self._noting(getattr(Connection, name)))

    def _noting(self, plain: Callable[..., Any]) -> Callable[..., Any]:
        def noted(connection: Connection, sql: str, *values: Any) -> Any:
            self._note(sql)
            return plain(connection, sql, *values)

        return noted

    def _note(self, sql: str) -> None:
        if sql.split(maxsplit=1)[0].upper() not in ("SELECT", "WITH", "UPDATE", "DELETE"):
            return
        self.asked += 1
        unknown: Sequence[None] = (None,) * sql.count("?")
        for row in self._raw.execute(f"EXPLAIN QUERY PLAN {sql}", unknown).fetchall():
            step, table, *how = row[3].split()
            if step == "SCAN" and table in GROWING and "delivery_open" not in how:
                self.whole.append((row[3], sql))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with a_store(tmp_path) as opened:
        mailbox = an_account(opened, Network.EMAIL, "care@example.org")
        for number in (1, 2):
            letter = an_arrival(f"m{number}", author=MARTA, thread_kind=ThreadKind.EMAIL, thread_remote_id=f"m{number}")
            opened.intake.take(mailbox, [taken(letter)], NOON)
        yield opened


def _hand_over_and_take_back(store: Store) -> None:
    letter = LetterTo(store.accounts.all()[0], MARTA, "Rimborso")
    handed = store.hand_overs.record(CaseId(1), HandOverWay.EMAIL, "dati", actor="Laura", at=NOON, letter=letter)
    assert store.hand_overs.take_back(handed, actor="Laura", at=NOON)


def _merge_and_part(store: Store) -> None:
    store.cases.merge(CaseId(1), CaseId(2), actor="Laura", at=NOON)
    store.cases.unmerge(CaseId(1), actor="Laura", at=NOON)


ASKED: dict[str, Callable[[Store], object]] = {
    "the outbox lane": lambda store: store.lanes.ids(Lane.OUTBOX, agent="LB", at_risk_before=NOON),
    "the outbox's counter": lambda store: store.lanes.count(Lane.OUTBOX, agent="LB", at_risk_before=NOON),
    "what crisis mode holds": lambda store: store.crisis.held(),
    "what waits": lambda store: store.deliveries.waiting(),
    "the list of what waits": lambda store: store.deliveries.listed(50),
    "what is to be sent": lambda store: store.deliveries.open(),
    "what one account is to send": lambda store: store.deliveries.open(store.accounts.all()[0].id),
    "who has a handle": lambda store: store.kinship.with_handles([(Network.X, "marta")]),
    "whom a network verified": lambda store: store.kinship.verified_as(["marta"]),
    "two cases merged and parted": _merge_and_part,
    "a letter begun and taken back": _hand_over_and_take_back,
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_nothing_is_looked_through_from_end_to_end(
    store: Store, asked: Callable[[Store], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = Plans(store.connection, monkeypatch)
    asked(store)
    assert plans.asked
    assert plans.whole == []


def test_a_mention_of_a_post_that_was_heard_before_looks_through_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    care, brand = an_account(store, Network.X, "@auroracare"), an_account(store, Network.X, "@aurora")
    store.accounts.change(brand, role=AccountRole.BRAND, name="Aurora", settings={}, actor="Laura", at=NOON)
    heard = an_arrival("p1", author=an_author(network=Network.X), mentions_us=False)
    store.intake.take(brand, [taken(heard)], NOON)
    plans = Plans(store.connection, monkeypatch)
    store.intake.take(care, [taken(an_arrival("p1", author=an_author(network=Network.X), mentions_us=True))], NOON)
    assert plans.whole == []
    threads = store.connection.read("SELECT account_id FROM thread WHERE remote_id = 'p1' OR account_id > 1")
    assert [row[0] for row in threads] == [care.id]
