"""`sportello import`: everything read is accounted for, and taking a file again adds nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from desktop.commands.profile import open_profile
from desktop.store import StoreFull
from tests.unit.commands.conftest import Sportello
from tests.unit.commands.running import as_lines

AT = "2026-03-12T12:00:00Z"
HEAD = "id,author,text,created_at,in_reply_to,inbound\n"
MAIL = (
    "From: Marta <marta@example.org>\nTo: care@shop.example\nSubject: Doppio addebito\n"
    "Message-ID: <1@example.org>\nDate: Thu, 12 Mar 2026 12:00:00 +0000\n\nMi avete addebitato due volte.\n"
)


def written(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def exported(sportello: Sportello, desk: Path) -> list[dict[str, Any]]:
    return sportello("export", "--profile", desk).answers


def test_a_table_with_every_known_damage_comes_in_with_honest_counts(
    sportello: Sportello, desk: Path, tmp_path: Path
) -> None:
    table = written(
        tmp_path / "export.csv",
        b"\xef\xbb\xbf" + HEAD.encode() + b'"571,566,571,564",marta,"Primo\rrigo",' + AT.encode() + b",,True\n"
        b"1.0931955909792809e+18,luca,perso," + AT.encode() + b",,True\n"
        b'77,care,"It\xc3\xa2\xe2\x82\xac\xe2\x84\xa2s &amp; t\xc3\xa8 1/2",'
        + AT.encode()
        + b',"571,566,571,564",False\n'
        b"78,care,caff\xe8 2/2," + AT.encode() + b",77,False\n" + b",,,,,\n" * 20_000,
    )
    done = sportello("import", "--profile", desk, table)
    assert done.code == 2
    assert done.complaints == [f"{table}, line 3: its id lost digits in a spreadsheet; left out."]
    assert done.out == (
        f"{table}: 4 read, 3 imported, 0 already there, 3 repaired (id_grouped 2, bare_cr 1, html_entities 1, "
        "mojibake 1, not_utf8 1), 1 refused (id_lost_digits 1)\n"
    )
    found = exported(sportello, desk)
    assert [one["text"] for one in found] == ["Primo\nrigo", "It’s & tè 1/2", "caffè 2/2"]
    assert len({one["case"] for one in found}) == 1
    assert [one["direction"] for one in found] == ["incoming", "outgoing", "outgoing"]


def test_taking_the_same_files_again_adds_nothing(sportello: Sportello, desk: Path, tmp_path: Path) -> None:
    table = written(tmp_path / "rows.csv", f"{HEAD}1,marta,ciao,{AT},,\n1,marta,ciao,{AT},,\n2,luca,ciao,{AT},,\n")
    mail = written(tmp_path / "one.eml", MAIL)
    first = sportello("import", "--profile", desk, table, mail)
    assert "3 read, 2 imported, 1 already there" in first.out
    assert "1 read, 1 imported, 0 already there" in first.out
    before = exported(sportello, desk)
    again = sportello("import", "--profile", desk, table, mail)
    assert again.code == 0
    assert "3 read, 0 imported, 3 already there" in again.out
    assert "1 read, 0 imported, 1 already there" in again.out
    assert exported(sportello, desk) == before


@pytest.mark.slow
def test_messages_of_one_moment_keep_the_order_of_the_file_however_many_they_are(
    sportello: Sportello, desk: Path, tmp_path: Path
) -> None:
    rows = [
        {"id": number, "author": "marta", "text": f"n{number}", "created_at": "2026-03-12", "thread": "one"}
        for number in range(4_500)
    ]
    done = sportello("import", "--profile", desk, written(tmp_path / "day.jsonl", as_lines(rows)))
    assert "4,500 read, 4,500 imported, 0 already there, 0 repaired, 0 refused" in done.out
    assert [one["text"] for one in exported(sportello, desk)] == [f"n{number}" for number in range(4_500)]


def test_answers_above_their_questions_find_each_other(sportello: Sportello, desk: Path, tmp_path: Path) -> None:
    rows = "".join(
        f"{number},{'marta' if number % 2 else 'care'},n{number},2026-03-12T12:{number:02}:00Z,{number - 1},{number % 2 == 1}\n"
        for number in range(59, 0, -1)
    )
    lonely = f"99,care,a tutti,{AT},,False\n"
    done = sportello("import", "--profile", desk, written(tmp_path / "newest.csv", HEAD + rows + lonely))
    assert done.complaints[-1].endswith("message 99: our own message, to nobody; left out.")
    assert "60 read, 59 imported" in done.out
    assert len({one["case"] for one in exported(sportello, desk)}) == 1


def test_good_files_are_taken_beside_bad_ones(sportello: Sportello, desk: Path, tmp_path: Path) -> None:
    good = written(tmp_path / "good.csv", f"{HEAD}1,marta,ciao,{AT},,\n")
    empty = tmp_path / "empty"
    empty.mkdir()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done = sportello("import", "--profile", desk, tmp_path / "absent.csv", good, empty, pipe)
    assert done.code == 2
    assert "1 read, 1 imported" in done.out
    assert done.complaints == [
        f"{tmp_path / 'absent.csv'} does not exist; it is left out.",
        f"{pipe} is no file; save it to one first; it is left out.",
        f"{empty} is a folder without mail files; it is left out.",
    ]


def test_a_file_that_is_no_mail_is_named_and_makes_no_account(sportello: Sportello, desk: Path, tmp_path: Path) -> None:
    done = sportello("import", "--profile", desk, written(tmp_path / "noise.bin", bytes(range(256)) * 9))
    assert done.code == 2
    assert "1 read, 0 imported" in done.out
    with open_profile(desk) as store:
        assert list(store.accounts.all()) == []


def test_messages_go_into_the_account_that_is_named(sportello: Sportello, desk: Path, tmp_path: Path) -> None:
    mail = written(tmp_path / "one.eml", MAIL)
    own = written(
        tmp_path / "own.eml",
        MAIL.replace("Marta <marta@example.org>", "Care <care@shop.example>")
        .replace("To: care@shop.example", "To: marta@example.org")
        .replace("<1@", "<2@"),
    )
    sportello("import", "--profile", desk, "--account", "Care@shop.example", mail, own)
    found = exported(sportello, desk)
    assert [one["direction"] for one in found] == ["incoming", "outgoing"]
    assert {one["account"] for one in found} == {"Care@shop.example"}
    table = written(tmp_path / "rows.csv", f"{HEAD}1,marta,ciao,{AT},,\n")
    sportello("import", "--profile", desk, "--account", "Piazza", table)
    refused = sportello("import", "--profile", desk, "--account", "piazza", mail)
    assert refused.code == 2
    assert refused.complaints == ["mail can only go into an account for e-mail; name another one."]


def test_refusals_are_named_one_by_one_only_at_first(sportello: Sportello, desk: Path, tmp_path: Path) -> None:
    done = sportello("import", "--profile", desk, written(tmp_path / "bad.jsonl", "nonsense\n" * 500))
    assert len(done.complaints) == 21
    assert done.complaints[20].endswith("more were left out; the reasons are counted at the end.")
    assert "500 refused (not_json 500)" in done.out


def test_a_store_that_fills_up_keeps_what_came_before(
    sportello: Sportello, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = written(tmp_path / "r.csv", HEAD + "".join(f"{n},marta,ciao {n},{AT},,\n" for n in range(300)))
    with open_profile(desk) as store:
        take, calls = type(store.intake).take, []

    def full(self: object, *given: Any) -> Any:
        calls.append(given)
        if len(calls) > 1:
            raise StoreFull(desk)
        return take(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr("desktop.store.intake.Intake.take", full)
    done = sportello("import", "--profile", desk, table)
    assert done.code == 4
    assert done.complaints == [
        "The disk is full. What was stored before is safe; free 200 MB and try again. What was imported so far is kept."
    ]
    monkeypatch.setattr("desktop.store.intake.Intake.take", take)
    assert "300 read, 100 imported, 200 already there" in sportello("import", "--profile", desk, table).out


def test_an_import_without_a_credential_store_or_passphrase_makes_no_store(
    sportello: Sportello, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPORTELLO_PASSPHRASE", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    monkeypatch.setattr("keyring.core._keyring_backend", None)
    desk = tmp_path / "desk"
    done = sportello("import", "--profile", desk, written(tmp_path / "one.eml", MAIL))
    assert done.code == 4
    assert done.complaints == [
        (
            "There is no credential store for the key. Give a passphrase in SPORTELLO_PASSPHRASE or at a terminal; "
            "nothing was changed."
        )
    ]
    assert not (desk / "sportello.db").exists()
