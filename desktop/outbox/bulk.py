"""Bulk reply: one text made into one reply for each of many customers, and which of them may leave.

Every reply is filled for its customer and says it in words of its own; what is half filled, blocked, said already to
the same customer or in the same words stays here and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.composer import fill, variation_for, variations, vary
from desktop.model import Account, CaseDetail, CaseId, Decision, ThreadView, Verdict, Visibility

_MOST_TRIES = 40  # variations that are tried until the words are new
_FIRST_NAME, _NAME = "customer.first_name", "customer.name"


class WhyNot(StrEnum):
    """Why a reply can't leave as it is."""

    NOWHERE = "nowhere"  # the case is gone, or has no thread or account to answer in
    SAME_CUSTOMER = "same_customer"  # another selected case is theirs too
    WAITING = "waiting"  # a reply to this case is on its way already
    DRAFT = "draft"  # something is being written there, which must not be lost
    BLOCKED = "blocked"  # the verdict says why
    SAME_WORDS = "same_words"  # somebody else would read exactly this


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where one customer's reply would go, as whom, and what fills its placeholders in a language."""

    case: CaseDetail
    thread: ThreadView
    account: Account
    visibility: Visibility
    values: Callable[[str], Mapping[str, str]]
    has_draft: bool = False  # something else is being written to them


@dataclass(frozen=True, slots=True)
class Template:
    """A text with placeholders and alternatives, in one or more languages. `main` is for everybody else."""

    main: str
    bodies: Mapping[str, str]
    uid: str = ""  # of the canned reply that it came from

    def body_for(self, language: str) -> str:
        """Return the text for a customer of this language."""
        return self.bodies.get(language) or self.main

    def language_for(self, language: str, otherwise: str) -> str:
        """Return the language in which the placeholders are filled."""
        return language if self.bodies.get(language) else otherwise


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One customer's reply. `to` is None where there is nobody to answer; `why_not` None: it may leave."""

    case_id: CaseId
    to: Addressee | None
    text: str
    verdict: Verdict
    why_not: WhyNot | None = None
    is_edited: bool = False


class BulkReply:
    """Prepares replies one by one, so that the window can do some, paint, and go on. Holds who and what was taken."""

    def __init__(
        self,
        addressee_of: Callable[[CaseId], Addressee | None],
        judge: Callable[[Addressee, str], Verdict],
        main_language: str = "",
    ) -> None:
        """`judge` says what the guardrails say of a text to somebody; `main_language` is the template's main one."""
        self._addressee_of = addressee_of
        self._judge = judge
        self._main_language = main_language
        self._customers: dict[int, CaseId] = {}
        self._said: dict[str, CaseId] = {}

    def prepare(self, case_ids: Iterable[CaseId], template: Template) -> Iterator[BulkLine]:
        """Yield the reply of each case in order. What was prepared before is forgotten."""
        self._customers, self._said = {}, {}
        for case_id in case_ids:
            yield self._line(case_id, template)

    def edited(self, line: BulkLine, text: str) -> BulkLine:
        """Return a reply with a text that an agent wrote for this customer alone, judged again."""
        self._forget(line)
        if line.to is None:
            return line
        return self._checked(line.case_id, line.to, text, is_edited=True)

    def _line(self, case_id: CaseId, template: Template) -> BulkLine:
        to = self._addressee_of(case_id)
        if to is None:
            return BulkLine(case_id, None, "", Verdict(Decision.BLOCK), WhyNot.NOWHERE)
        return self._checked(case_id, to, self._personal(to, template))

    def _personal(self, to: Addressee, template: Template) -> str:
        """Return the template filled for a customer in words that nobody else gets, as far as it has others."""
        language = to.case.language
        body = template.body_for(language)
        values = dict(to.values(template.language_for(language, self._main_language)))
        first = variation_for(body, f"{to.case.row.customer_uid}/{template.uid}")
        count = variations(body)
        text = ""
        for names in (values, {**values, _FIRST_NAME: values.get(_NAME, "")}):
            for step in range(min(count, _MOST_TRIES)):
                text = fill(vary(body, (first + step) % count), names).text
                if _plain(text) not in self._said:
                    return text
        return text

    def _checked(self, case_id: CaseId, to: Addressee, text: str, *, is_edited: bool = False) -> BulkLine:
        verdict = self._judge(to, text)
        line = BulkLine(case_id, to, text, verdict, None, is_edited)
        why_not = self._why_not(line, to)
        if why_not is None:
            self._customers[int(to.case.row.customer_id)] = case_id
            self._said[_plain(text)] = case_id
        return replace(line, why_not=why_not)

    def _why_not(self, line: BulkLine, to: Addressee) -> WhyNot | None:
        if to.case.row.queued:
            return WhyNot.WAITING
        if to.has_draft:
            return WhyNot.DRAFT
        if self._customers.get(int(to.case.row.customer_id), line.case_id) != line.case_id:
            return WhyNot.SAME_CUSTOMER
        if line.verdict.decision is Decision.BLOCK or not line.text.strip():
            return WhyNot.BLOCKED
        if self._said.get(_plain(line.text), line.case_id) != line.case_id:
            return WhyNot.SAME_WORDS
        return None

    def _forget(self, line: BulkLine) -> None:
        """Let others have the customer and the words of a line that is about to change."""
        self._customers = {key: case_id for key, case_id in self._customers.items() if case_id != line.case_id}
        self._said = {key: case_id for key, case_id in self._said.items() if case_id != line.case_id}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
