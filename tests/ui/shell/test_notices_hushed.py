"""Who is muted or blocked raises no notification, neither in their own case nor in somebody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desktop.model import Account, CaseId
from desktop.store.lane_sections import Standing
from tests.factories import NOON, FakeClock, an_arrival, an_author, taken
from tests.ui.sessions import LIVIA, a_session, case_ids
from ui.session import Session
from ui.shell.notices import NoticeKind
from ui.shell.notices_watch import Question, look

LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Session, Account]]:
    session, account = a_session(tmp_path, FakeClock(LATER))
    session.cases.assign(case_ids(session), LIVIA.initials)
    yield session, account
    session.store.close()


def messages(session: Session, case_id: CaseId) -> list[NoticeKind]:
    question = Question(LIVIA, LATER, Standing(LATER, LATER), news_in=frozenset({int(case_id)}))
    return [one.kind for one in look(session.store, question).happenings if one.kind is NoticeKind.MESSAGE]


def test_a_muted_author_is_not_told_of_and_is_again_when_it_ends(desk: tuple[Session, Account]) -> None:
    session, _ = desk
    ada = case_ids(session)[0]
    assert messages(session, ada) == [NoticeKind.MESSAGE]
    session.abuse.mute(ada, "insults")
    assert messages(session, ada) == []
    session.abuse.hear_again(ada)
    assert messages(session, ada) == [NoticeKind.MESSAGE]


def test_a_blocked_author_is_not_told_of_in_another_customers_conversation(desk: tuple[Session, Account]) -> None:
    session, account = desk
    ada, bo, _ = case_ids(session)
    session.abuse.block(bo, timedelta(hours=1), "threats")
    intrusion = an_arrival(
        "m9", author=an_author("Bo Li"), thread_remote_id="m0", in_reply_to="m0", sent_at=LATER, text="Ha!"
    )
    session.store.intake.take(account, [taken(intrusion)], LATER)
    assert messages(session, ada) == []
    session.abuse.hear_again(bo)
    assert messages(session, ada) == [NoticeKind.MESSAGE]
