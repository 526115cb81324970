"""`sportello export`: everything, row by row, and never half a file in the place of a whole one."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from desktop.commands.profile import open_profile
from desktop.store import StoreDamaged
from desktop.store.export import COLUMNS
from tests.factories import NOON, an_account, an_arrival, taken
from tests.unit.commands.conftest import Sportello

TEXTS = ["Perché no? 👍", '=HYPERLINK("x")', 'due\nrighe, e "virgolette"']


@pytest.fixture
def filled(desk: Path) -> Path:
    """A profile with three messages."""
    with open_profile(desk) as store:
        arrivals = [taken(an_arrival(f"m{number}", text=text)) for number, text in enumerate(TEXTS)]
        store.intake.take(an_account(store), arrivals, NOON)
    return desk


def test_json_lines_hold_every_message_with_its_case_and_customer(sportello: Sportello, filled: Path) -> None:
    done = sportello("export", "--profile", filled)
    assert (done.code, done.complaints) == (0, [])
    assert sorted(one["text"] for one in done.answers) == sorted(TEXTS)
    assert all(tuple(one) == COLUMNS for one in done.answers)
    assert {one["customer"] for one in done.answers} == {"Marta Rossi"}


def test_a_csv_file_is_read_back_and_runs_no_formula(sportello: Sportello, filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    done = sportello("export", "--profile", filled, "--format", "csv", "--output", target)
    assert (done.code, done.out, done.complaints) == (0, "", [])
    rows = list(csv.DictReader(io.StringIO(target.read_bytes().decode("utf-8"), newline="")))
    assert sorted(row["text"] for row in rows) == sorted([TEXTS[0], "'" + TEXTS[1], TEXTS[2]])
    assert not list(tmp_path.glob("*.part"))


def test_without_a_store_nothing_is_made(sportello: Sportello, desk: Path) -> None:
    done = sportello("export", "--profile", desk)
    assert (done.code, done.complaints) == (2, [f"There is no store in {desk}; nothing was made."])
    assert not desk.exists()


def test_a_target_that_can_not_be_written_is_one_line(sportello: Sportello, filled: Path, tmp_path: Path) -> None:
    absent = tmp_path / "absent" / "out.csv"
    done = sportello("export", "--profile", filled, "--output", absent)
    assert done.code == 2
    assert done.complaints == [f"{absent} can't be written (No such file or directory); what was there is unchanged."]
    full = sportello("export", "--profile", filled, "--output", "/dev/full")
    assert full.code == 2
    assert full.complaints == ["/dev/full can't be written (No space left on device); what was there is unchanged."]


def test_an_export_that_breaks_off_leaves_the_earlier_file(
    sportello: Sportello, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.json"
    sportello("export", "--profile", filled, "--output", target)
    before = target.read_bytes()

    def broken(self: object) -> object:
        raise StoreDamaged(filled)

    monkeypatch.setattr("desktop.store.export.Export.messages", broken)
    done = sportello("export", "--profile", filled, "--output", target)
    assert done.code == 4
    assert done.complaints[0].startswith("The store is damaged. It was left as it is for rescue; there is no backup")
    assert done.complaints[0].endswith("The export is not complete.")
    assert target.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))
