"""One text for many customers: each gets their own words, and nothing half filled or blocked can leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.composer import missing_placeholders, placeholder_values
from desktop.guardrails import DraftFacts, limit_findings
from desktop.guardrails.content import content_findings
from desktop.model import (
    Account,
    AccountId,
    AccountRole,
    CaseDetail,
    CaseId,
    CaseRow,
    CaseStatus,
    CustomerId,
    Decision,
    Network,
    ThreadId,
    ThreadKind,
    ThreadView,
    Verdict,
    Visibility,
    verdict_of,
)
from desktop.outbox.bulk import Addressee, BulkLine, BulkReply, Template, WhyNot

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)


def a_case(number: int, name: str = "Marta Rossi", customer: int | None = None, **changes: Any) -> CaseDetail:
    key = number if customer is None else customer
    row = CaseRow(
        CaseId(number),
        CustomerId(key),
        f"c{key}",
        name,
        "@m",
        Network.MASTODON,
        "",
        False,
        True,
        CaseStatus.OPEN,
        None,
        NOW,
        None,
        0,
        (),
        None,
        None,
        0,
        ThreadKind.PUBLIC,
    )
    language = changes.pop("language", "it")
    return CaseDetail(replace(row, **changes), "", (), (), language, NOW, 1)


def an_addressee(case: CaseDetail) -> Addressee:
    thread = ThreadView(
        ThreadId(1), case.row.id, AccountId(1), Network.MASTODON, ThreadKind.PUBLIC, "1", "", None, "@m", NOW, "1"
    )
    account = Account(AccountId(1), "a", Network.MASTODON, "Aurora", "@aurora", AccountRole.CARE)
    first = case.row.name.split()[0] if case.row.name.split() else ""
    values = placeholder_values(first_name=first, customer_name=case.row.name)
    return Addressee(case, thread, account, Visibility.PUBLIC, lambda _language: values)


def judged(to: Addressee, text: str) -> Verdict:
    facts = DraftFacts(text, to.visibility, to.account.network, text_limit=60)
    return verdict_of((*content_findings(facts), *limit_findings(facts)))


def prepared(cases: list[CaseDetail], body: str, **bodies: str) -> list[BulkLine]:
    known = {case.row.id: an_addressee(case) for case in cases}
    bulk = BulkReply(known.get, judged)
    return list(bulk.prepare([case.row.id for case in cases], Template(body, bodies)))


def test_everybody_is_called_by_their_name() -> None:
    lines = prepared([a_case(1), a_case(2, "Ada Neri")], "Ciao {customer}, il guasto è risolto.")
    assert [line.text for line in lines] == ["Ciao Marta, il guasto è risolto.", "Ciao Ada, il guasto è risolto."]
    assert [line.why_not for line in lines] == [None, None]


def test_two_of_the_same_name_get_other_words() -> None:
    lines = prepared([a_case(1), a_case(2), a_case(3)], "[[Ciao|Salve|Buongiorno]] {customer}, è risolto.")
    assert len({line.text for line in lines}) == 3
    assert all(line.why_not is None for line in lines)


def test_without_other_words_the_whole_name_tells_them_apart() -> None:
    lines = prepared([a_case(1), a_case(2, "Marta Verdi")], "Ciao {customer}, è risolto.")
    assert [line.text for line in lines] == ["Ciao Marta, è risolto.", "Ciao Marta Verdi, è risolto."]


def test_the_same_words_do_not_leave_twice() -> None:
    lines = prepared([a_case(1), a_case(2)], "Il guasto è risolto.")
    assert [line.why_not for line in lines] == [None, WhyNot.SAME_WORDS]


def test_a_customer_with_two_cases_is_answered_once() -> None:
    lines = prepared([a_case(1, customer=9), a_case(2, customer=9)], "[[Ciao|Salve]] {customer}.")
    assert [line.why_not for line in lines] == [None, WhyNot.SAME_CUSTOMER]


def test_a_case_whose_reply_waits_is_left_out() -> None:
    assert [line.why_not for line in prepared([a_case(1, queued=1)], "Ciao {customer}.")] == [WhyNot.WAITING]


def test_a_case_with_a_draft_keeps_it() -> None:
    writing = replace(an_addressee(a_case(1)), has_draft=True)
    [line] = BulkReply({CaseId(1): writing}.get, judged).prepare([CaseId(1)], Template("Ciao {customer}.", {}))
    assert line.why_not is WhyNot.DRAFT


def test_what_is_half_filled_or_too_long_stays() -> None:
    assert [line.why_not for line in prepared([a_case(1)], "Ciao, alle {?ora}.")] == [WhyNot.BLOCKED]
    assert [line.why_not for line in prepared([a_case(1)], "Ciao {customer} " * 9)] == [WhyNot.BLOCKED]


def test_a_case_that_is_gone_says_so() -> None:
    bulk = BulkReply(lambda _case: None, judged)
    [line] = bulk.prepare([CaseId(1)], Template("Ciao", {}))
    assert line.why_not is WhyNot.NOWHERE
    assert bulk.edited(line, "Salve") == line


def test_each_gets_the_text_in_their_language() -> None:
    cases = [a_case(1), a_case(2, "Núria Pujol", language="ca"), a_case(3, "Ann Lee", language="en")]
    lines = prepared(cases, "Ciao {customer}.", ca="Hola {customer}.")
    assert [line.text for line in lines] == ["Ciao Marta.", "Hola Núria.", "Ciao Ann."]


def test_one_that_was_edited_may_leave_and_frees_its_words() -> None:
    cases = [a_case(1), a_case(2)]
    known = {case.row.id: an_addressee(case) for case in cases}
    bulk = BulkReply(known.get, judged)
    first, second = bulk.prepare(known, Template("È risolto.", {}))
    assert bulk.edited(second, "È risolto anche da lei.").why_not is None
    assert bulk.edited(first, "Tutto a posto.").why_not is None
    assert bulk.edited(second, "È risolto.").why_not is None
    assert bulk.edited(second, "tutto  a POSTO.").why_not is WhyNot.SAME_WORDS


@pytest.mark.parametrize("text", ["", "   ", "Ciao {customer"])
def test_an_edit_is_judged_like_everything_else(text: str) -> None:
    bulk = BulkReply(lambda case_id: an_addressee(a_case(int(case_id))), judged)
    [line] = bulk.prepare([CaseId(1)], Template("Ciao", {}))
    assert bulk.edited(line, text).why_not is WhyNot.BLOCKED


PIECES = st.sampled_from(
    ["{customer}", "{customer|lei}", "{?ora}", "[[Ciao|Salve]]", "[[a|b|c]]", " guasto", " risolto", "{agent}", "."]
)
CASES = st.lists(
    st.tuples(st.sampled_from(["Marta Rossi", "Marta Verdi", "Ada", "", "{customer}"]), st.integers(1, 6)),
    min_size=1,
    max_size=12,
)


@given(CASES, st.lists(PIECES, min_size=1, max_size=6), st.lists(st.text(max_size=30), max_size=4))
def test_whatever_leaves_is_whole_allowed_and_the_customers_own(
    people: list[tuple[str, int]], pieces: list[str], edits: list[str]
) -> None:
    cases = [a_case(number, name, customer) for number, (name, customer) in enumerate(people, start=1)]
    known = {case.row.id: an_addressee(case) for case in cases}
    bulk = BulkReply(known.get, judged)
    lines = list(bulk.prepare(known, Template("".join(pieces), {})))
    for number, text in enumerate(edits):
        place = number % len(lines)
        lines[place] = bulk.edited(lines[place], text)
    leaving = [line for line in lines if line.why_not is None]
    assert all(line.verdict.decision is not Decision.BLOCK for line in leaving)
    assert all(not missing_placeholders(line.text) for line in leaving)
    texts = [" ".join(line.text.casefold().split()) for line in leaving]
    assert len(set(texts)) == len(texts)
    customers = [line.to.case.row.customer_id for line in leaving if line.to is not None]
    assert len(set(customers)) == len(customers) == len(leaving)
