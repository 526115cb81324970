"""A session on a fresh store with one account and some customers, for tests of controllers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop.model import Account, Agent, CaseDetail, CaseId, Decision, Delivery, Lane, Verdict, Visibility
from desktop.outbox import Reply
from desktop.store import open_store
from desktop.system.vault import SessionVault
from tests.factories import KEY, NOON, FakeClock, a_profile, an_account, an_arrival, an_author, taken
from ui.session import Session, begin_session

LIVIA = Agent("Livia Bruno", "LB", "^LB")
CUSTOMERS = ("Ada Neri", "Bo Li", "Cleo Sala")


def a_session(folder: Path, clock: FakeClock, customers: Sequence[str] = CUSTOMERS) -> tuple[Session, Account]:
    """Open a session in which each of some customers has written once. Close its store yourself."""
    profile = a_profile(folder / "profile")
    session = begin_session(profile, open_store(profile, KEY), KEY, SessionVault(), clock)
    session.set_agent(LIVIA)
    account = an_account(session.store)
    arrivals = [
        taken(an_arrival(f"m{n}", author=an_author(name), text=f"{name} asks about the bill"))
        for n, name in enumerate(customers)
    ]
    session.store.intake.take(account, arrivals, NOON)
    return session, account


def case_ids(session: Session) -> list[CaseId]:
    """Return the cases in the order in which their customers were given."""
    ids = session.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON)
    rows = {row.name: row.id for row in session.store.lanes.rows(ids)}
    return [rows[name] for name in CUSTOMERS if name in rows]


def detail(session: Session, number: int = 0) -> CaseDetail:
    """Return one customer's case."""
    found = session.cases.detail(case_ids(session)[number])
    assert found is not None
    return found


def queue(session: Session, account: Account, text: str, number: int = 0, *, undo_seconds: int = 0) -> Delivery:
    """Queue a public reply to one customer."""
    case = detail(session, number)
    reply = Reply(case, case.threads[0], account, Visibility.PUBLIC, text, LIVIA.name)
    return session.outbox.queue(reply, Verdict(Decision.ALLOW), undo_seconds=undo_seconds)
