"""All guardrails together, as the window, the outbox and the command line ask them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from desktop.composer import Wording, fill, placeholder_values, placeholders_in, starter_replies, variations, vary
from desktop.guardrails import BadLine, DraftFacts, Guardrails, check_line, default_hours
from desktop.model import AccountRole, Agent, Decision, Network, ThreadKind, Visibility
from desktop.system.resources import resource_path
from tests.loaded import shipped_privacy_rules

SATURDAY = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def guardrails() -> Guardrails:
    return Guardrails(shipped_privacy_rules())


def draft(text: str, **changes: Any) -> DraftFacts:
    return replace(DraftFacts(text, Visibility.PUBLIC, Network.MASTODON, "it"), **changes)


def test_a_plain_answer_is_allowed(guardrails: Guardrails) -> None:
    verdict = guardrails.judge(draft("Buongiorno, la corrente è tornata in tutta la zona."))
    assert (verdict.decision, verdict.findings) == (Decision.ALLOW, ())


def test_a_public_request_for_personal_data_is_blocked_with_its_words(guardrails: Guardrails) -> None:
    text = "Buongiorno, ci scriva qui il suo codice fiscale."
    verdict = guardrails.judge(draft(text))
    assert verdict.decision is Decision.BLOCK
    finding = verdict.findings[0]
    assert finding.rule.startswith("privacy.")
    assert "codice fiscale" in text[finding.start : finding.end]


def test_the_worst_finding_decides_and_comes_first(guardrails: Guardrails) -> None:
    facts = draft(
        "Ciao {?nome}",
        hours=default_hours(),
        now=SATURDAY,
        account_role=AccountRole.BRAND,
        has_care_account=True,
        thread_kind=ThreadKind.PUBLIC,
    )
    verdict = guardrails.judge(facts)
    assert [finding.rule for finding in verdict.findings] == ["placeholder.missing", "hours.closed", "account.not_care"]
    assert verdict.decision is Decision.BLOCK
    assert verdict.until == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_a_note_is_judged_for_nothing_but_personal_data(guardrails: Guardrails) -> None:
    note = draft("Richiamare {?quando}", visibility=Visibility.INTERNAL, hours=default_hours(), now=SATURDAY)
    assert guardrails.judge(note).decision is Decision.ALLOW
    card = replace(note, text="Ha dato la carta 4111 1111 1111 1111")
    assert guardrails.judge(card).decision is Decision.ADVISE


def test_the_companys_own_numbers_may_be_published(guardrails: Guardrails) -> None:
    facts = draft("Il nostro numero guasti: 800 123 456, oppure guasti@example.org")
    own = replace(facts, own_values=("800123456", "guasti@example.org"))
    assert guardrails.judge(own).decision is Decision.ALLOW


def test_no_starter_reply_trips_the_guardrails_in_public(guardrails: Guardrails) -> None:
    known = {"hours.today": "9:00–18:00", "account.handle": "@aurora", "hours.next_opening": "domani"}
    values = placeholder_values(first_name="Marta", agent=Agent("Laura Bianchi", "LB", "^LB")) | known
    blocked = []
    for reply in starter_replies(resource_path("canned")):
        for one in reply.texts:
            bodies = [vary(one.body, number) for number in range(variations(one.body))]
            for body in bodies:
                prompts = {span.name: "venerdì" for span in placeholders_in(body) if span.prompt}
                verdict = guardrails.judge(draft(fill(body, values | prompts).text, language=one.language))
                if verdict.decision is not Decision.ALLOW:
                    blocked.append((reply.shortcut, one.language, verdict.findings))
    assert blocked == []


def test_what_the_program_itself_writes_passes_its_own_guardrails(guardrails: Guardrails) -> None:
    wording = Wording.load(resource_path("canned"))
    for language in wording.languages:
        acknowledgement = wording.acknowledgement(language, "9:00", first_name="Oriol")
        for text in (acknowledgement, wording.privacy_notice(language), wording.posted_data(language)):
            assert guardrails.judge(draft(text, language=language)).decision is Decision.ALLOW, text


@pytest.mark.parametrize("text", ["Ciao {customer|tu}", "Ciao {?nome", "[[Ciao|Salve]] Marta", "{ agent } scrive"])
def test_a_line_that_is_only_half_filled_is_blocked(guardrails: Guardrails, text: str) -> None:
    for visibility in ("public", "private"):
        answer = check_line({"text": text, "visibility": visibility, "network": "x"}, guardrails)
        assert answer["decision"] == "block"
        assert [one["rule"] for one in answer["findings"]] == ["placeholder.missing"]  # type: ignore[attr-defined]


def test_a_line_is_answered_with_decision_and_findings(guardrails: Guardrails) -> None:
    text = "Ci scriva qui il suo codice fiscale."
    line = {"id": 7, "text": text, "visibility": "public", "network": "mastodon", "language": "it-IT", "more": 1}
    answer = check_line(line, guardrails)
    assert list(answer) == ["id", "decision", "findings"]
    assert (answer["id"], answer["decision"]) == (7, "block")
    findings = answer["findings"]
    assert isinstance(findings, list)
    assert findings[0].keys() == {"rule", "kind", "start", "end", "text"}
    assert text[findings[0]["start"] : findings[0]["end"]] == findings[0]["text"]


def test_private_lines_are_judged_as_direct_messages_without_opening_hours(guardrails: Guardrails) -> None:
    line = {"text": "Grazie, ci vediamo domani.", "visibility": "private", "network": "email"}
    assert check_line(line, guardrails) == {"decision": "allow", "findings": []}


@pytest.mark.parametrize(
    ("known", "stopped"),
    [
        ({}, ["@marta@social.example", "@aurora"]),
        ({"customer": "@marta@social.example"}, ["@aurora"]),
        ({"customer": " marta@social.example ", "account": "@aurora@town.example"}, []),
        ({"customer": None, "account": "@aurora@town.example"}, ["@marta@social.example"]),
    ],
)
def test_the_customer_of_a_private_line_may_be_named_in_it(
    guardrails: Guardrails, known: dict[str, object], stopped: list[str]
) -> None:
    line = {"text": "@marta@social.example Grazie, scriva a @aurora.", "visibility": "private", "network": "mastodon"}
    findings = check_line({**line, **known}, guardrails)["findings"]
    assert isinstance(findings, list)
    assert [one["text"] for one in findings] == stopped


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": None}, "text: not a text"),
        ({"text": 3}, "text: not a text"),
        ({"visibility": "secret"}, "visibility: must be one of public, private"),
        ({"visibility": ["public"]}, "visibility: not a text"),
        ({"network": "myspace"}, "network: must be one of x, facebook"),
        ({"language": 5}, "language: not a text"),
        ({"customer": ["@marta"]}, "customer: not a text"),
        ({"account": 1}, "account: not a text"),
    ],
)
def test_a_bad_line_names_the_field(guardrails: Guardrails, change: dict[str, object], reason: str) -> None:
    line = {"text": "Grazie", "visibility": "public", "network": "x", **change}
    with pytest.raises(BadLine, match=reason):
        check_line(line, guardrails)


@pytest.mark.parametrize("field", ["text", "visibility", "network"])
def test_a_line_without_a_field_names_it(guardrails: Guardrails, field: str) -> None:
    line: dict[str, object] = {"text": "Grazie", "visibility": "public", "network": "x"}
    del line[field]
    with pytest.raises(BadLine, match=f"{field}: missing"):
        check_line(line, guardrails)


@pytest.mark.parametrize("line", [None, [], "text", 3])
def test_a_line_that_is_no_object_is_refused(guardrails: Guardrails, line: object) -> None:
    with pytest.raises(BadLine, match="not an object"):
        check_line(line, guardrails)


def test_values_of_others_are_found_in_what_somebody_wrote_but_not_the_companys_own(guardrails: Guardrails) -> None:
    text = "Il mio IBAN è IT60 X054 2811 1010 0000 0123 456."
    (span,) = guardrails.personal_data_in(text)
    assert text[span.start : span.end].startswith("IT60")
    assert guardrails.personal_data_in(text, ["IT60X0542811101000000123456"]) == ()
