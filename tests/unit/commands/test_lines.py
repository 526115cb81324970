"""`check` and `triage`: one answer a good line, one complaint a bad one, whatever the lines hold."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.commands import program
from desktop.commands.textfile import read_lines
from desktop.guardrails.own_rule import OwnRule, RuleDeed
from desktop.guardrails.own_rules import write_own_rules
from desktop.triage.own_priority import OwnPhrase, OwnPriority
from desktop.triage.own_priority_file import write_own_priority
from tests.effort import examples
from tests.unit.commands.conftest import Sportello
from tests.unit.commands.running import as_lines

GOOD = {"text": "Buongiorno", "visibility": "public", "network": "x"}
CLASSES = {
    "urgent", "complaint", "purchase_intent", "brand_preference", "faq_question", "technical_question",
    "suggestion", "praise_thanks", "noise", "abuse",
}  # fmt: skip


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_a_draft_that_asks_for_a_code_in_public_is_blocked_with_the_words_that_do(
    sportello: Sportello, tmp_path: Path
) -> None:
    text = "Ci scriva qui il suo codice fiscale"
    drafts = [GOOD | {"text": text, "id": 7}, GOOD | {"text": text, "visibility": "private", "language": "it"}]
    done = sportello("check", written(tmp_path / "drafts", as_lines(drafts)))
    assert (done.code, done.complaints) == (0, [])
    public, private = done.answers
    assert (public["id"], public["decision"]) == (7, "block")
    finding = public["findings"][0]
    assert set(finding) == {"rule", "kind", "start", "end", "text"}
    assert text[finding["start"] : finding["end"]] == finding["text"]
    assert private["decision"] != "block"


def test_a_message_gets_its_language_class_priority_and_reasons(sportello: Sportello, tmp_path: Path) -> None:
    messages = [{"text": "Non funziona da tre giorni, è una vergogna!"}, GOOD | {"visibility": "private"}]
    done = sportello("triage", written(tmp_path / "messages", as_lines(messages)))
    assert (done.code, done.complaints) == (0, [])
    complaint = done.answers[0]
    assert (complaint["language"], complaint["class"]) == ("it", "complaint")
    assert complaint["class"] in CLASSES
    assert sum(factor["points"] for factor in complaint["factors"]) == complaint["priority"]
    assert all(set(factor) == {"name", "points", "evidence"} for factor in complaint["factors"])


def test_bad_lines_are_named_and_the_good_ones_answered(sportello: Sportello, tmp_path: Path) -> None:
    lines = [
        as_lines([GOOD]), b"\n", b"nonsense\n", b"[]\n", b"null\n", b'{"text": NaN}\n', as_lines([{"text": "a"}]),
        as_lines([GOOD | {"visibility": "secret"}]), as_lines([GOOD | {"text": 5}]), b"[" * 100_000 + b"\n",
        b'{"id": ' + b"9" * 5_000 + b"}\n", as_lines([GOOD | {"text": "a" * 1_100_000}]),
        b'{"text": "a", "visibility": "public", "network": "x", "id": 1e999}\n', as_lines([GOOD]),
    ]  # fmt: skip
    done = sportello("check", written(tmp_path / "mixed", b"".join(lines)))
    assert done.code == 2
    assert len(done.answers) == 2
    assert [complaint.partition(":")[0] for complaint in done.complaints] == [f"line {n}" for n in range(3, 14)]
    assert done.complaints[0] == "line 3: not JSON (Expecting value), left out."
    assert done.complaints[-2] == "line 12: longer than 1,000,000 bytes, left out."
    assert done.complaints[-1] == "line 13: an id that can't be given back, left out."


@pytest.mark.parametrize("command", ["check", "triage"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_file_of_any_editor_is_read(sportello: Sportello, tmp_path: Path, command: str, encoding: str) -> None:
    line = json.dumps(GOOD | {"text": "Perché no?"}, ensure_ascii=False) + "\r\n"
    done = sportello(command, written(tmp_path / "file", line.encode(encoding)))
    assert (done.code, len(done.answers)) == (0, 1)


@pytest.mark.parametrize("command", ["check", "triage"])
def test_an_unreadable_file_is_one_line(sportello: Sportello, tmp_path: Path, command: str) -> None:
    absent, folder = sportello(command, tmp_path / "absent"), sportello(command, tmp_path)
    assert (absent.code, absent.complaints) == (2, [f"{tmp_path}/absent can't be read: No such file or directory."])
    assert (folder.code, folder.complaints) == (2, [f"{tmp_path} can't be read: Is a directory."])


def test_standard_input_is_read_where_no_file_is_named(sportello: Sportello, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (["check"], ["check", "-"]):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(as_lines([GOOD, GOOD]))))
        assert len(sportello(*arguments).answers) == 2


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
fields = st.sampled_from(
    [
        "text",
        "subject",
        "visibility",
        "network",
        "language",
        "id",
        "direction",
        "mechanical",
        "followers",
        "verified",
        "thread_language",
        "interactions_90d",
        "repeats_unanswered",
        "waiting_seconds",
        "tags",
        "mentions_us",
    ]
)


@given(
    st.lists(
        st.binary(max_size=200) | st.dictionaries(fields, values).map(lambda item: json.dumps(GOOD | item).encode())
    ),
    st.sampled_from(["check", "triage"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(25), deadline=None)
def test_whatever_the_lines_hold_each_is_answered_or_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: list[bytes], command: str
) -> None:
    data = b"\n".join(lines)
    file = written(tmp_path / "any", data)
    code = program.run([command, str(file)])
    said = capsys.readouterr()
    complaints = said.err.splitlines()
    assert all(line.startswith("sportello: line ") for line in complaints), said.err
    assert code == (2 if complaints else 0)
    answers: list[Any] = [json.loads(line, parse_constant=pytest.fail) for line in said.out.splitlines()]
    said_something = [line for line in read_lines(io.BytesIO(data), len(data) + 1) if line.text.strip()]
    assert len(answers) + len(complaints) == len(said_something)


def test_a_draft_is_judged_by_the_rules_of_the_desk_too(sportello: Sportello, tmp_path: Path) -> None:
    rule = OwnRule("1", "Mixer", RuleDeed.BLOCK, "frullino", must_match=("il frullino",))
    write_own_rules(tmp_path / "privacy_rules.json", [rule])
    draft = written(tmp_path / "drafts", as_lines([GOOD | {"text": "Che bel frullino!"}]))
    done = sportello("check", "--profile", str(tmp_path), draft)
    assert [one["decision"] for one in done.answers] == ["block"]
    assert [one["decision"] for one in sportello("check", draft).answers] == ["allow"]


def test_a_profile_s_weights_and_words_are_read_by_triage(sportello: Sportello, tmp_path: Path) -> None:
    own = OwnPriority({"urgency.faq_question": 25}, (OwnPhrase("class.purchase_intent", "zampillo", "it"),))
    write_own_priority(tmp_path / "priority.json", own)
    file = written(
        tmp_path / "messages.jsonl", as_lines([{"text": "Il zampillo della fontana in piazza", "network": "x"}])
    )
    as_shipped = sportello("triage", str(file))
    as_here = sportello("triage", "--profile", str(tmp_path), str(file))
    assert as_shipped.answers[0]["class"] != "purchase_intent"
    assert as_here.answers[0]["class"] == "purchase_intent"


def test_a_priority_file_that_is_none_is_said_in_one_line(sportello: Sportello, tmp_path: Path) -> None:
    (tmp_path / "priority.json").write_text('{"weights": {"urgency.complaint": 900}}')
    file = written(tmp_path / "messages.jsonl", as_lines([{"text": "Grazie"}]))
    outcome = sportello("triage", "--profile", str(tmp_path), str(file))
    assert outcome.code == 2
    assert outcome.complaints == ["priority.json: urgency.complaint: not a number from 0 to 40; nothing was read."]


@pytest.mark.parametrize("command", ["check", "triage"])
def test_a_profile_that_is_none_is_told_instead_of_judging_by_fewer_rules(
    sportello: Sportello, tmp_path: Path, command: str
) -> None:
    (tmp_path / "taken").write_text("mine")
    for name in ("taken", "not there"):
        outcome = sportello(command, "--profile", tmp_path / name)
        assert outcome.code == 2
        assert outcome.complaints == [
            f"{tmp_path / name} is not a folder. Nothing was read; name another one with --profile."
        ]
