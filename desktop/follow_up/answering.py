"""The answerer: reads what came after a question, writes the mark down, and lets a low one reopen its case.

Whether an arrival is nothing but an answer is asked at intake, so that it neither reopens a case nor counts as a new
question; what it says is read from the store afterwards, so that a crash between the two loses no mark.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from desktop.follow_up.channels import read_channels
from desktop.follow_up.marks import read_mark, wants_no_more
from desktop.follow_up.rules import rules_of
from desktop.model import Account, Arrival, CaseId, CaseStatus, Deed, Direction, Visibility
from desktop.model.follow_up import Answered, Asking, OpenQuestion
from desktop.model.known import Consent, ConsentKind
from desktop.store import Store
from desktop.store.journal import ENGINE

BY_ANSWER = "answer"
"""How a consent was taken back that a customer took back by answering a question."""


class Answerer:
    """Reads answers. Engine process, one event loop thread."""

    def __init__(self, store: Store, leader: Callable[[], str], clock: Callable[[], datetime]) -> None:
        """`leader` returns the initials of the team leader where the rules name none."""
        self._store = store
        self._leader = leader
        self._clock = clock

    def only_answers(self, account: Account, arrivals: Sequence[Arrival]) -> dict[str, CaseId]:
        """Return the cases asked about of those arrivals, by remote id, that are nothing but the answer."""
        asked = self._store.follow_ups.open_in(account.id, self._clock())
        found = ((asked.get(one.author.remote_id), one) for one in arrivals) if asked else ()
        return {
            one.remote_id: question.case_id
            for question, one in found
            if question is not None and is_nothing_but_an_answer(question, one)
        }

    def work(self) -> tuple[int, ...]:
        """Write down what came and return the cases it is about."""
        changed = dict[int, None]()
        for answer in self._store.follow_ups.answers():
            if self._take(answer):
                changed[int(answer.question.case_id)] = None
        return tuple(changed)

    def _take(self, answer: Answered) -> bool:
        if wants_no_more(answer.text):
            return self._leave_alone(answer)
        if answer.question.asking is Asking.CHANNELS:
            choice = read_channels(answer.text)
            return choice is not None and self._store.follow_ups.note_channels(answer, choice.uses, choice.rather)
        mark = read_mark(answer.text).mark
        return mark is not None and self._rate(answer, mark)

    def _rate(self, answer: Answered, mark: int) -> bool:
        rules = rules_of(self._store)
        with self._store.connection.writing():
            if not self._store.follow_ups.rate(answer, mark):
                return False
            if mark <= rules.low:
                self._reopen(answer, rules.leader or self._leader())
        return True

    def _reopen(self, answer: Answered, leader: str) -> None:
        """Open the case again, the team leader's where there is one. Inside the transaction of its mark."""
        now, case_id = self._clock(), answer.question.case_id
        before = self._store.cases.intent(case_id)
        wanted = replace(
            before,
            status=CaseStatus.OPEN.value,
            status_at=now,
            snoozed_until=None,
            assignee=leader or before.assignee,
        )
        self._store.cases.change(case_id, wanted, deed=Deed.STATUS, actor=ENGINE, at=now)
        if leader and leader != before.assignee:
            self._store.journal.record(
                Deed.ASSIGN,
                actor=ENGINE,
                at=now,
                case_id=int(case_id),
                before=[before.status, before.assignee],
                after=[wanted.status, leader],
            )

    def _leave_alone(self, answer: Answered) -> bool:
        now = self._clock()
        with self._store.connection.writing():
            if not self._store.follow_ups.close(answer):
                return False
            case = self._store.cases.detail(answer.question.case_id)
            if case is not None:
                consent = Consent(ConsentKind.SURVEY, given=False, how=BY_ANSWER, agent=ENGINE, at=now)
                self._store.consents.add(case.row.customer_id, consent)
        return True


def is_nothing_but_an_answer(question: OpenQuestion, arrival: Arrival) -> bool:
    """Tell whether an arrival says nothing that wants an answer of ours: a mark, two channels, or STOP."""
    came_after = arrival.sent_at >= question.asked_at
    in_private = arrival.direction is Direction.INCOMING and arrival.visibility is Visibility.DIRECT
    if not came_after or not in_private or arrival.mechanical is not None or arrival.attachments:
        return False
    if wants_no_more(arrival.text):
        return True
    if question.asking is Asking.CHANNELS:
        return read_channels(arrival.text) is not None
    return read_mark(arrival.text).only
