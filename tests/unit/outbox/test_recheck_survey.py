"""The check before sending asks once more whether a question how it went may still be asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.cases import CaseDesk
from desktop.model import CaseStatus, Delivery
from desktop.model.known import Consent, ConsentKind
from tests.factories import a_store
from tests.unit.follow_up.follow_up_desk import FollowUpDesk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FollowUpDesk]:
    with a_store(tmp_path) as store:
        made = FollowUpDesk(store).solved()
        yield made
        made.close()


def asked(desk: FollowUpDesk) -> Delivery:
    desk.clock.advance(49 * 3_600)
    (made,) = desk.asker.work()
    return made


def rules(desk: FollowUpDesk, delivery: Delivery) -> list[str]:
    return [finding.rule for finding in desk.judge(delivery).findings]


def test_a_question_leaves_while_the_case_is_solved_and_the_customer_willing(desk: FollowUpDesk) -> None:
    assert rules(desk, asked(desk)) == []


def test_a_customer_who_said_no_meanwhile_is_not_asked(desk: FollowUpDesk) -> None:
    delivery = asked(desk)
    consent = Consent(ConsentKind.SURVEY, given=False, how="phone", agent="LB", at=desk.clock())
    desk.store.consents.add(desk.case().row.customer_id, consent)
    assert "follow_up.declined" in rules(desk, delivery)


def test_a_case_that_is_open_again_is_not_asked_about(desk: FollowUpDesk) -> None:
    delivery = asked(desk)
    cases: CaseDesk = desk.cases
    cases.set_status([desk.case().row.id], CaseStatus.OPEN)
    assert "follow_up.reopened" in rules(desk, delivery)
