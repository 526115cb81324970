"""`sportello check` and the window say the same of a draft, on every network, in public and in private."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.commands import lines, rules
from desktop.guardrails import Guardrails, permission_in
from desktop.model import AccountRole, Agent, CaseId, Decision, DraftMode, Lane, Network, Verdict
from desktop.store import open_store
from desktop.system.vault import SessionVault
from tests.factories import KEY, NOON, FakeClock, a_profile, an_arrival, an_author, taken
from tests.journeys.deskside import always_open
from tests.loaded import shipped_guardrails
from ui.composer.draft_view import DraftView, judge
from ui.session import Session, begin_session

DRAFTS = (
    ("it", "Buongiorno, la corrente è tornata in tutta la zona."),
    ("it", "Ci scriva qui il suo codice fiscale e l'indirizzo."),
    ("it", "Bonifico su IT60X0542811101000000123456, grazie."),
    ("it", "1/2 Ci scriva il suo codice"),
    ("it", "2/2 fiscale, oppure ci chiami."),
    ("it", "Gentile {customer_first_name}, la {?data} passa il tecnico."),
    ("it", "Il suo codice cliente è 10023456."),
    ("ca", "Ens pot enviar el seu DNI per aquí?"),
    ("es", "Su contraseña, por favor, para entrar en la cuenta."),
    ("en", "Ask @luca@elsewhere.example, he knows https://aurora.example/bills?id=4"),
    ("en", "CUSTOMER thank you, @aurora looks into it."),
    ("en", "CUSTOMER and CUSTOMER@elsewhere.example, a word with both of you."),
    ("en", "👩‍👩‍👧‍👦" * 400),
    ("en", "Long " * 2_500),
    ("unknown", "   \u200b "),
)
WAYS = {"public": DraftMode.PUBLIC, "private": DraftMode.DIRECT}
SURROUNDINGS = ("permission.", "account.", "hours.", "cost.", "promise.", "repeated.")
"""What the command knows nothing of, as it says of itself: hours, accounts, prices, earlier replies."""


@pytest.fixture(scope="module")
def guardrails() -> Guardrails:
    return shipped_guardrails()


def spoken(verdict: Verdict) -> list[tuple[str, str, str, int, int]]:
    """Return a verdict without what depends on where the draft is written. How much is too much depends on names."""
    return sorted(
        (one.rule, one.kind, one.decision.value, one.start, one.end)
        for one in verdict.findings
        if not one.rule.startswith(SURROUNDINGS)
    )


def in_the_window(session: Session, guardrails: Guardrails, handles: dict[str, str]) -> dict[str, Verdict]:
    """Judge every draft as the composer does, in a conversation of its language and network, for the `handles`."""
    said: dict[str, Verdict] = {}
    for network in Network:
        account = session.store.accounts.add(
            network, name="Aurora", handle="@aurora", role=AccountRole.CARE, settings={}, actor="L", at=NOON
        )
        author = an_author(network=network)
        session.store.intake.take(account, [taken(an_arrival(f"m-{network.value}", author=author))], NOON)
    for case_id in session.store.lanes.ids(Lane.ALL, agent="", at_risk_before=NOON):
        case = session.store.cases.detail(CaseId(case_id))
        assert case is not None
        thread = case.threads[0]
        owner = session.store.accounts.get(thread.account_id)
        assert owner is not None
        allowed = permission_in(thread, owner, now=NOON)
        for way, mode in WAYS.items():
            for number, (language, text) in enumerate(DRAFTS):
                session.store.connection.raw.execute("UPDATE cases SET language = ?", (language,))
                written = session.store.cases.detail(CaseId(case_id))
                assert written is not None
                view = DraftView(written, mode, thread, owner, allowed)
                words = text.replace("CUSTOMER", thread.customer_handle)
                said[f"{owner.network.value} {way} {number}"] = judge(session, guardrails, view, words)
                handles[owner.network.value] = thread.customer_handle
    return said


def test_two_hundred_drafts_get_the_same_verdict_from_the_command_and_the_window(
    tmp_path: Path, guardrails: Guardrails, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = a_profile(tmp_path / "profile")
    session = begin_session(profile, open_store(profile, KEY), KEY, SessionVault(), FakeClock())
    with session.store:
        session.set_agent(Agent("Livia Bruno", "LB", ""))
        session.store.settings.set("hours", always_open().to_dict(), NOON)
        handles: dict[str, str] = {}
        said = in_the_window(session, guardrails, handles)
    assert len(said) >= 200
    drafts = tmp_path / "drafts.jsonl"
    rows = []
    for key in said:
        network, way, number = key.split()
        language, text = DRAFTS[int(number)]
        row = {"id": key, "text": text.replace("CUSTOMER", handles[network]), "visibility": way, "network": network}
        rows.append({**row, "language": language, "customer": handles[network], "account": "@aurora"})
    drafts.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    monkeypatch.setattr(rules, "load_guardrails", lambda _profile=None: guardrails)
    assert lines.check_lines(drafts, profile.folder) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["id"] for answer in answers] == list(said)
    assert {answer["decision"] for answer in answers} == {"allow", "advise", "block"}
    for answer in answers:
        expected = spoken(said[answer["id"]])
        found = sorted((one["rule"], one["kind"], one["start"], one["end"]) for one in answer["findings"])
        assert found == [(rule, kind, start, end) for rule, kind, _, start, end in expected], answer["id"]
        decisions = [Decision(decision) for _, _, decision, _, _ in expected]
        worst = max(decisions, key=lambda one: one.severity, default=Decision.ALLOW)
        assert answer["decision"] == worst.value, answer["id"]
