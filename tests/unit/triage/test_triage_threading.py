"""Which case an arrival belongs to, and whether it wants anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desktop.model import CaseId, CaseStatus, Direction, Mechanical, MessageClass, Network, ThreadKind
from desktop.triage import KnownCase, awaits_answer, case_of, plain_subject, reopens

NOW = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)


def known(number: int, **changes: Any) -> KnownCase:
    values: dict[str, Any] = {
        "id": CaseId(number),
        "status": CaseStatus.OPEN,
        "network": Network.EMAIL,
        "thread_kind": ThreadKind.EMAIL,
        "last_at": NOW - timedelta(days=1),
        "subject": "Bolletta di marzo",
    }
    return KnownCase(**{**values, **changes})


def belongs(**changes: Any) -> CaseId | None:
    values: dict[str, Any] = {
        "thread_case": None,
        "referenced_cases": (),
        "known": (),
        "network": Network.EMAIL,
        "thread_kind": ThreadKind.EMAIL,
        "subject": "Re: Bolletta di marzo",
        "at": NOW,
    }
    return case_of(**{**values, **changes})


def test_the_thread_decides_before_everything_else() -> None:
    assert belongs(thread_case=CaseId(7), referenced_cases=(CaseId(8),), known=(known(9),)) == 7


def test_the_latest_reference_decides_where_the_thread_is_new() -> None:
    assert belongs(referenced_cases=(CaseId(3), CaseId(8)), known=(known(9),)) == 8


def test_a_reply_that_lost_its_references_finds_its_subject() -> None:
    assert belongs(known=(known(9), known(4, subject="Altro"))) == 9
    assert belongs(subject="R: RE: bolletta  di MARZO", known=(known(9),)) == 9


def test_the_same_subject_without_a_reply_mark_is_a_new_matter() -> None:
    assert belongs(subject="Bolletta di marzo", known=(known(9),)) is None


def test_an_old_case_of_the_same_subject_is_left_alone() -> None:
    assert belongs(known=(known(9, last_at=NOW - timedelta(days=15)),)) is None


def test_an_empty_subject_joins_nothing() -> None:
    assert belongs(subject="Re:", known=(known(9, subject=""),)) is None


def test_a_direct_message_continues_the_public_case_we_moved_it_from() -> None:
    public = known(5, network=Network.X, thread_kind=ThreadKind.PUBLIC, subject="")
    assert belongs(network=Network.X, thread_kind=ThreadKind.DIRECT, subject="", known=(public,)) == 5


@pytest.mark.parametrize(
    "changes",
    [
        {"network": Network.FACEBOOK},
        {"status": CaseStatus.SOLVED},
        {"last_at": NOW - timedelta(hours=49)},
        {"thread_kind": ThreadKind.DIRECT},
    ],
)
def test_a_direct_message_joins_no_other_kind_of_case(changes: dict[str, Any]) -> None:
    case = known(5, **{"network": Network.X, "thread_kind": ThreadKind.PUBLIC, **changes})
    assert belongs(network=Network.X, thread_kind=ThreadKind.DIRECT, subject="", known=(case,)) is None


def test_between_two_public_cases_a_direct_message_does_not_guess() -> None:
    cases = tuple(known(number, network=Network.X, thread_kind=ThreadKind.PUBLIC) for number in (5, 6))
    assert belongs(network=Network.X, thread_kind=ThreadKind.DIRECT, subject="", known=cases) is None


def test_a_public_post_of_its_own_is_a_new_case() -> None:
    case = known(5, network=Network.X, thread_kind=ThreadKind.PUBLIC)
    assert belongs(network=Network.X, thread_kind=ThreadKind.PUBLIC, subject="", known=(case,)) is None


@pytest.mark.parametrize("subject", ["Re: Guasto", "RE: Fwd: guasto", "R: guasto ", "RV:Guasto", "Re[2]: GUASTO"])
def test_reply_marks_of_every_mail_program_are_left_out(subject: str) -> None:
    assert plain_subject(subject) == "guasto"


def test_a_word_that_only_begins_like_a_mark_stays() -> None:
    assert plain_subject("Recesso: contratto") == "recesso: contratto"


def test_a_thank_you_never_reopens_a_case_nor_awaits_an_answer() -> None:
    assert not reopens(MessageClass.PRAISE_THANKS, None, "Grazie mille!")
    assert not awaits_answer(MessageClass.PRAISE_THANKS, None, "Grazie mille!")


def test_a_thank_you_that_asks_something_reopens_it() -> None:
    assert reopens(MessageClass.PRAISE_THANKS, None, "Grazie! E per il rimborso?")


def test_chatter_does_not_reopen_a_case() -> None:
    assert not reopens(MessageClass.NOISE, None, "👍")


@pytest.mark.parametrize("mechanical", list(Mechanical))
@pytest.mark.parametrize("kind", list(MessageClass))
def test_what_no_person_wrote_never_reopens_a_case(mechanical: Mechanical, kind: MessageClass) -> None:
    assert not reopens(kind, mechanical, "Urgente?")
    assert not awaits_answer(kind, mechanical, "Urgente?")


@pytest.mark.parametrize("kind", sorted(set(MessageClass) - {MessageClass.PRAISE_THANKS, MessageClass.NOISE}))
def test_everything_else_reopens_and_awaits(kind: MessageClass) -> None:
    assert reopens(kind, None, "testo")
    assert awaits_answer(kind, None, "testo")


def test_our_own_messages_await_nothing() -> None:
    assert not awaits_answer(MessageClass.COMPLAINT, None, "testo", Direction.OUTGOING)
