"""The program as a process: closed pipes, full disks, Ctrl-C, no display; never a traceback."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.commands import program
from desktop.commands.arguments import WindowOptions
from tests.unit.commands.conftest import Sportello
from tests.unit.commands.running import ROOT, as_lines, environment, run

GOOD = {"text": "Buongiorno", "visibility": "public", "network": "x"}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and signals of POSIX")


def start(*arguments: str, module: str = "desktop", **streams: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT, env=environment(), **streams)


@pytest.mark.slow  # a process of its own
def test_a_reader_that_has_seen_enough_ends_the_command_quietly(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_bytes(as_lines([GOOD] * 5_000))
    with start("check", str(tmp_path / "drafts"), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"decision"')
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.slow  # a process of its own
def test_an_output_that_is_full_is_one_line() -> None:
    pipe = subprocess.PIPE
    with Path("/dev/full").open("wb") as full, start("check", stdin=pipe, stdout=full, stderr=pipe) as process:
        _, said = process.communicate(as_lines([GOOD]))
    assert said == b"sportello: Standard output can't be written (No space left on device).\n"
    assert process.returncode == 2


@pytest.mark.slow  # a process of its own
def test_streams_that_the_caller_closed_are_no_fault() -> None:
    shell = f"exec {sys.executable} -m desktop check"
    for closed, given, code in (("<&-", b"", 0), (">&-", as_lines([GOOD]), 0), ("2>&-", b"nonsense\n", 2)):
        done = subprocess.run(
            ["sh", "-c", f"{shell} {closed}"],
            input=given,
            capture_output=True,
            cwd=ROOT,
            env=environment(),
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (code, b"", b""), closed


@pytest.mark.slow  # a process of its own
def test_ctrl_c_ends_a_command_that_waits_with_130_and_no_word() -> None:
    pipe = subprocess.PIPE
    with start("check", stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(as_lines([GOOD]))
        process.stdin.flush()
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")


@pytest.mark.slow
def test_ctrl_c_during_an_import_keeps_what_came_before(tmp_path: Path) -> None:
    """The first complaint says that the import is under way; a pipe that is full holds it there."""
    rows = [{"id": n, "author": "marta", "text": f"n{n}", "created_at": "2026-03-12"} for n in range(3_000)]
    (tmp_path / "rows.jsonl").write_bytes(b"nonsense\n" + as_lines(rows))
    desk = tmp_path / "desk"
    with start("import", "--profile", str(desk), str(tmp_path / "rows.jsonl"), stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert b"line 1: not JSON" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
    assert process.returncode == 130
    again = run("import", "--profile", desk, tmp_path / "rows.jsonl")
    assert again.code == 2
    assert "3,001 read" in again.out


@pytest.mark.slow  # a process of its own
@pytest.mark.parametrize("module", ["desktop", "ui"])
def test_ctrl_c_while_the_program_starts_is_quiet(module: str) -> None:
    """The module that is loaded last stops, so that the signal always comes in the middle of start-up."""
    stop = (
        "import sys, os, signal, runpy\n"
        "class Slow:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'desktop.commands.arguments': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Slow())\n"
        f"sys.argv = ['sportello', 'check']\nrunpy.run_module('{module}', run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", stop], capture_output=True, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.slow  # a process of its own
@pytest.mark.parametrize("changes", [{}, {"WAYLAND_DISPLAY": "wayland-9"}])
def test_without_a_display_the_window_is_refused_in_a_sentence(tmp_path: Path, changes: dict[str, str]) -> None:
    done = run("--profile", tmp_path / "desk", program="ui", changes={"QT_QPA_PLATFORM": "", **changes})
    assert (done.code, done.out) == (2, "")
    assert len(done.complaints) == 1
    assert done.complaints[0].endswith("; the window needs one. Its commands work without.")
    assert not (tmp_path / "desk").exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nonsense"], "argument COMMAND: invalid choice: 'nonsense' (choose from "),
        (["import"], "the following arguments are required: FILE; see sportello import --help."),
        (["export", "--format", "xml"], "argument --format: invalid choice: 'xml' (choose from "),
        (["--size", "9x9"], "argument --size: '9x9' is not between 640x480 and 7680x4320; see sportello --help."),
        (["--size", "²x²"], "argument --size: "),
        (["--size", "9" * 5_000 + "x9"], "argument --size: '" + "9" * 80 + "…' is not a size such as 1440x900; see"),
        (["--seed", "one"], "argument --seed: 'one' is not a whole number from 0 on; see sportello --help."),
        (["--seed", "9" * 5_000], "argument --seed: '" + "9" * 80 + "…' is not a whole number from 0 on; see"),
        (["--profile", ""], "argument --profile: the name of the folder is empty; see sportello --help."),
        (
            ["export", "--profile", "a" * 300],
            "argument --profile: '" + "a" * 80 + "…' is no name that a folder can have",
        ),
        (["check", "--nonsense"], "unrecognized arguments: --nonsense; see sportello --help."),
    ],
)
def test_bad_arguments_are_one_line(sportello: Sportello, arguments: list[str], complaint: str) -> None:
    done = sportello(*arguments)
    assert (done.code, done.out, len(done.complaints)) == (2, "", 1)
    assert done.complaints[0].startswith(complaint)


def test_an_unknown_command_is_told_the_commands_that_the_help_lists(sportello: Sportello) -> None:
    told = sportello("nonsense").complaints[0]
    assert told.replace("'", "").endswith("triage, canned); see sportello --help.")  # later Pythons quote nothing


def test_a_profile_that_can_not_be_used_is_one_line(sportello: Sportello, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    for command in (["engine"], ["import", __file__]):
        done = sportello(*command, "--profile", tmp_path / "taken")
        assert done.code == 2
        assert done.complaints == [
            f"{tmp_path}/taken is not a folder. Nothing was changed; name another one with --profile."
        ]  # fmt: skip


def without_rights() -> list[str]:
    """Return what takes from root the right to read and write everything; nothing for anybody else."""
    if os.geteuid() != 0:
        return []
    program = shutil.which("setpriv") or pytest.skip("root needs setpriv (util-linux) to be refused anything")
    return [program, "--bounding-set=-dac_override,-dac_read_search"]


@pytest.mark.slow
def test_files_and_folders_without_permission_are_one_line(tmp_path: Path) -> None:
    closed = tmp_path / "closed.csv"
    closed.write_text("id\n")
    closed.chmod(0)
    sealed = tmp_path / "sealed"
    sealed.mkdir(mode=0o555)
    desk = sealed / "desk"
    unwritable = f"{desk} can't be written. Nothing was changed; check its permissions or name another one."
    refusals: tuple[tuple[list[str | Path], int, str], ...] = (
        (["import", closed], 2, f"{closed} can't be read (Permission denied); it is left out."),
        (["check", closed], 2, f"{closed} can't be read: Permission denied."),
        (["import", "--profile", desk, __file__], 2, unwritable),
        (["engine", "--profile", desk], 2, unwritable),
    )
    for arguments, code, complaint in refusals:
        done = run(*arguments, through=without_rights())
        assert (done.code, done.complaints) == (code, [complaint])
    doctor = run("doctor", "--json", "--profile", desk, through=without_rights())
    assert (doctor.code, doctor.answers[0]["findings"][-1]["advice"]) == (1, unwritable)


@pytest.mark.slow
def test_a_store_that_can_only_be_read_is_read_and_never_written(tmp_path: Path) -> None:
    desk, rows = tmp_path / "desk", tmp_path / "rows.jsonl"
    rows.write_bytes(as_lines([{"id": 1, "author": "marta", "text": "ciao", "created_at": "2026-03-12"}]))
    assert run("import", "--profile", desk, rows).code == 0
    store = desk / "sportello.db"
    store.chmod(0o400)
    before = store.read_bytes()
    assert [one["text"] for one in run("export", "--profile", desk, through=without_rights()).answers] == ["ciao"]
    rows.write_bytes(as_lines([{"id": 2, "author": "marta", "text": "ciao", "created_at": "2026-03-12"}]))
    done = run("import", "--profile", desk, rows, through=without_rights())
    assert done.code == 4
    assert done.complaints == [
        ("The store or its folder can't be written. Nothing was changed; check their permissions. "
        "What was imported so far is kept.")
    ]  # fmt: skip
    assert store.read_bytes() == before


def test_an_unforeseen_fault_is_one_line_that_names_its_place(
    sportello: Sportello, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_options: WindowOptions) -> int:
        raise ZeroDivisionError("personal words")

    assert program.run([], open_window=broken) == 70
    said = capsys.readouterr().err
    assert said.startswith("sportello: an unforeseen fault, ZeroDivisionError at test_process.py:")
    assert "personal words" not in said
    assert len(said.splitlines()) == 1
    monkeypatch.setenv("SPORTELLO_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        program.run([], open_window=broken)


def test_a_file_s_name_never_speaks_to_the_terminal(sportello: Sportello) -> None:
    done = sportello("check", "no\x1b[31m\nfile")
    assert done.complaints == ["no?[31m file can't be read: No such file or directory."]


def test_the_version_is_said_and_an_installation_without_window_says_so(sportello: Sportello) -> None:
    assert sportello("--version").out.startswith("sportello ")
    assert sportello().complaints == ["this installation has no window; see sportello --help for its commands."]
