"""`sportello canned`: replies go out and come in, refused rows are named, nothing else is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.commands.canned import WORDS
from desktop.composer.canned_faults import CannedFaultKind
from tests.unit.commands.conftest import Sportello

HEAD = "shortcut,language,title,text\n"
NONE_TAKEN = "0 with a shortcut that is taken left as they are"


@pytest.fixture
def made(sportello: Sportello, desk: Path, tmp_path: Path) -> Path:
    """A profile with one reply of its own."""
    file = tmp_path / "own.csv"
    file.write_text(f"{HEAD}mio,it,Il mio,Testo\n", "utf-8")
    assert sportello("canned", "import", file, "--profile", desk).code == 0
    return desk


def test_what_one_desk_writes_another_one_takes_in_exactly(sportello: Sportello, made: Path, tmp_path: Path) -> None:
    written = {}
    for name in ("out.csv", "out.json"):
        assert sportello("canned", "export", tmp_path / name, "--profile", made).complaints == []
        other = tmp_path / f"desk-{name}"
        done = sportello("canned", "import", tmp_path / name, "--profile", other)
        assert (done.code, done.complaints) == (0, [])
        assert done.out.strip().endswith(f"1 new, 29 already there, {NONE_TAKEN}, 0 rows refused")
        written[name] = json.loads(sportello("canned", "export", "-", "--profile", other).out)
    assert written["out.csv"] == written["out.json"]
    assert written["out.csv"]["replies"][-1]["shortcut"] == "mio"


def test_refused_rows_are_named_and_the_good_ones_taken(sportello: Sportello, desk: Path, tmp_path: Path) -> None:
    file = tmp_path / "some.csv"
    file.write_text(f'{HEAD}a b,it,T,B\nrotto,it,T,"B\nbuono,it,T,Ciao {{?ora}}\nx,it,T,Ciao {{nome}}\n', "utf-8")
    done = sportello("canned", "import", file, "--profile", desk)
    assert done.code == 2
    assert done.complaints == [
        f"{file}, line 2: “a b” can't be a shortcut; use letters, figures and hyphens; left out.",
        f"{file}, line 3: a quote that never closes; left out.",
        f"{file}, line 5: there is no placeholder {{nome}}; left out.",
    ]
    assert done.out.strip() == f"{file}: 1 new, 0 already there, {NONE_TAKEN}, 3 rows refused"


@pytest.mark.parametrize(
    ("choice", "bodies"),
    [("skip", ["Testo"]), ("replace", ["Nuovo"]), ("both", ["Testo", "Nuovo"])],
)
def test_a_taken_shortcut_is_dealt_with_as_asked(
    sportello: Sportello, made: Path, tmp_path: Path, choice: str, bodies: list[str]
) -> None:
    file = tmp_path / "more.csv"
    file.write_text(f"{HEAD}MIO,it,Il mio,Nuovo\n", "utf-8")
    seen = sportello("canned", "import", file, "--profile", made, "--duplicates", choice, "--preview")
    assert "would be" in seen.out
    assert own_bodies(sportello, made) == ["Testo"], "a preview changes nothing"
    assert sportello("canned", "import", file, "--profile", made, "--duplicates", choice).code == 0
    assert own_bodies(sportello, made) == bodies


def own_bodies(sportello: Sportello, desk: Path) -> list[str]:
    replies = json.loads(sportello("canned", "export", "-", "--profile", desk).out)["replies"]
    return [one["texts"][0]["text"] for one in replies if one["shortcut"].lower().startswith("mio")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"nome;testo", "does not name the columns shortcut and text in its first line; nothing was changed."),
        (None, "can't be read (No such file or directory); nothing was changed."),
        (b"{}", "holds no list of replies; nothing was changed."),
    ],
)
def test_a_file_of_something_else_changes_nothing(
    sportello: Sportello, desk: Path, tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "odd.csv"
    if content is not None:
        file.write_bytes(content)
    done = sportello("canned", "import", file, "--profile", desk)
    assert (done.code, done.complaints) == (2, [f"{file} {said}"])
    assert not desk.exists()


def test_a_place_that_can_not_be_written_is_one_line(sportello: Sportello, made: Path, tmp_path: Path) -> None:
    absent = tmp_path / "absent" / "out.csv"
    done = sportello("canned", "export", absent, "--profile", made)
    assert done.complaints == [f"{absent} can't be written (No such file or directory); what was there is unchanged."]
    assert sportello("canned", "export", "/dev/full", "--profile", made).code == 2


def test_every_fault_that_refuses_a_row_has_words() -> None:
    never = {CannedFaultKind.SHORTCUT_TAKEN, CannedFaultKind.TOO_LONG}
    assert {kind.value for kind in CannedFaultKind if kind not in never} <= set(WORDS)
