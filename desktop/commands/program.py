"""The command line: the window by default, and everything an administrator or a script does without one.

sportello [--demo | --practice] [--profile DIR] [--screenshot FILE] · engine · doctor · import · export · check ·
triage · canned

Exit codes: 0 done; 1 the doctor found a fault; 2 unusable arguments, files or lines (the good ones were still
processed); 3 already running; 4 the store can't be opened; 70 an unforeseen fault; 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from desktop.commands.arguments import WindowOptions, add_window_options, folder, window_options
from desktop.commands.speaking import (
    CommandFailed,
    OutputClosed,
    complain,
    let_output_go,
    prepare_streams,
    say,
    writing_output,
)
from desktop.system.interrupts import INTERRUPTED, interruptible

OpenWindow = Callable[[WindowOptions], int]
Command = Callable[[argparse.Namespace], int]

_DONE, _UNUSABLE, _FAULT = 0, 2, 70
_WINDOWS_OWN = ("town", "practice-engine")


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line, and where the options are explained."""

    def error(self, message: str) -> NoReturn:
        """Complain and end the process with 2. The window's own commands are named to nobody."""
        for own in _WINDOWS_OWN:
            message = message.replace(f", '{own}'", "").replace(f", {own}", "")
        complain(f"{message}; see {self.prog} --help.")
        raise SystemExit(_UNUSABLE)


class _Version(argparse.Action):
    """Looks the version up when it is asked for, and not at every start."""

    def __call__(self, *_given: object, **_named: object) -> NoReturn:
        """Say the version and end the process."""
        from desktop.system.version import version

        say(f"sportello {version()}")
        raise SystemExit(_DONE)


def run(arguments: Sequence[str] | None = None, *, open_window: OpenWindow | None = None) -> int:
    """Run one command and return the process's exit code. `open_window` opens the window where one is installed.

    Nobody is shown a traceback: an unforeseen fault is one line, its place in the program named.
    """
    prepare_streams()
    try:
        with interruptible():
            code = _carry_out(arguments, open_window)
            with writing_output():
                sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except OutputClosed:
        let_output_go()
        code = _DONE
    except CommandFailed as failure:
        complain(failure.sentence)
        let_output_go()
        code = failure.code
    return code


def _carry_out(arguments: Sequence[str] | None, open_window: OpenWindow | None) -> int:
    """Parse and obey. Raises KeyboardInterrupt, OutputClosed and CommandFailed; every other fault is told here."""
    try:
        options = _parser().parse_args(arguments)
        command: Command = getattr(options, "command", None) or (lambda given: _window(given, open_window))
        return command(options)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else _DONE
    except (OutputClosed, CommandFailed):
        raise
    except BrokenPipeError as error:
        raise OutputClosed from error
    except Exception as error:
        if os.environ.get("SPORTELLO_DEBUG"):
            raise
        return _unforeseen(error)


def _unforeseen(error: Exception) -> int:
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    complain(
        f"an unforeseen fault, {type(error).__name__} at {where}. What was stored before is safe; "
        "SPORTELLO_DEBUG=1 shows the details."
    )
    return _FAULT


def _window(options: argparse.Namespace, open_window: OpenWindow | None) -> int:
    if open_window is None:
        complain("this installation has no window; see sportello --help for its commands.")
        return _UNUSABLE
    return open_window(window_options(options))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="sportello", description="A desktop console for social customer care.")
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    add_window_options(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_engine(commands)
    _add_doctor(commands)
    _add_import(commands)
    _add_export(commands)
    _add_lines(commands)
    _add_canned(commands)
    _add_town(commands)
    _add_practice(commands)
    return parser


def _profile_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", type=folder, default=argparse.SUPPRESS, metavar="DIR", help="the profile folder")


def _add_engine(commands: argparse._SubParsersAction[_Parser]) -> None:
    engine = commands.add_parser("engine", help="pull and send without a window; JSON lines in and out")
    _profile_option(engine)
    engine.add_argument("--unlock-from-stdin", action="store_true", help="read the store's key from the first line")

    def run(options: argparse.Namespace) -> int:
        from desktop.commands.engine import run_engine

        return run_engine(options.profile, unlock_from_stdin=options.unlock_from_stdin)

    engine.set_defaults(command=run)


def _add_doctor(commands: argparse._SubParsersAction[_Parser]) -> None:
    doctor = commands.add_parser("doctor", help="check this installation and say what to do about each fault")
    _profile_option(doctor)
    doctor.add_argument("--json", action="store_true", help="print one JSON object")

    def run(options: argparse.Namespace) -> int:
        from desktop.commands.doctor import run_doctor

        return run_doctor(options.profile, as_json=options.json)

    doctor.set_defaults(command=run)


def _add_import(commands: argparse._SubParsersAction[_Parser]) -> None:
    importing = commands.add_parser("import", help="take in mail (mbox, eml) and messages (CSV, JSONL)")
    _profile_option(importing)
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE")
    importing.add_argument("--account", default=None, metavar="NAME", help="the account the messages belong to")

    def run(options: argparse.Namespace) -> int:
        from desktop.commands.importing import run_import

        return run_import(options.profile, options.files, options.account)

    importing.set_defaults(command=run)


def _add_export(commands: argparse._SubParsersAction[_Parser]) -> None:
    exporting = commands.add_parser("export", help="write every case and message to a file or to standard output")
    _profile_option(exporting)
    exporting.add_argument("--format", choices=("csv", "json"), default="json", help="default: json (one per line)")
    exporting.add_argument("--output", type=Path, default=None, metavar="FILE", help="default: standard output")

    def run(options: argparse.Namespace) -> int:
        from desktop.commands.exporting import run_export

        return run_export(options.profile, options.format, options.output)

    exporting.set_defaults(command=run)


def _add_lines(commands: argparse._SubParsersAction[_Parser]) -> None:
    check = commands.add_parser(
        "check",
        help="drafts in, verdicts of the guardrails out; JSON lines",
        description="Reads one draft a line: text, visibility (public or private), network, and where known language, "
        "customer (the handle of who is answered, such as @marta@social.example), account (your own handle) and id.",
    )
    triage = commands.add_parser("triage", help="messages in, language, class and priority out; JSON lines")
    for parser in (check, triage):
        parser.add_argument("file", nargs="?", type=Path, default=None, metavar="FILE", help="default: standard input")

    _profile_option(check)
    _profile_option(triage)

    def run_check(options: argparse.Namespace) -> int:
        from desktop.commands.lines import check_lines

        return check_lines(options.file, options.profile)

    def run_triage(options: argparse.Namespace) -> int:
        from desktop.commands.lines import triage_lines

        return triage_lines(options.file, options.profile)

    check.set_defaults(command=run_check)
    triage.set_defaults(command=run_triage)


def _add_canned(commands: argparse._SubParsersAction[_Parser]) -> None:
    canned = commands.add_parser("canned", help="canned replies into a file (CSV, JSON) and out of one")
    deeds = canned.add_subparsers(title="deeds", metavar="DEED", required=True)
    importing = deeds.add_parser("import", help="take replies in; refused rows are named one by one")
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.add_argument(
        "--duplicates",
        choices=("skip", "replace", "both"),
        default="skip",
        help="what becomes of shortcuts that are taken; default: skip",
    )
    importing.add_argument("--preview", action="store_true", help="say what would happen and change nothing")
    exporting = deeds.add_parser("export", help="write every reply; FILE - is standard output")
    exporting.add_argument("file", type=Path, metavar="FILE")
    exporting.add_argument("--format", choices=("csv", "json"), default=None, help="default: by the file's name")
    for parser in (importing, exporting):
        _profile_option(parser)

    def run_import(options: argparse.Namespace) -> int:
        from desktop.commands.canned import import_canned
        from desktop.composer.canned_import import OnDuplicate

        return import_canned(options.profile, options.file, OnDuplicate(options.duplicates), preview=options.preview)

    def run_export(options: argparse.Namespace) -> int:
        from desktop.commands.canned import export_canned

        return export_canned(options.profile, options.file, options.format)

    importing.set_defaults(command=run_import)
    exporting.set_defaults(command=run_export)


def _add_town(commands: argparse._SubParsersAction[_Parser]) -> None:
    """The window's own: the process of `--demo`. It needs nothing of a person, so the help does not list it."""
    town = commands.add_parser("town", add_help=False)
    town.add_argument("--seed", type=int, required=True)
    town.add_argument("--pace", type=float, required=True)
    town.add_argument("--surge", action="store_true")

    def run(options: argparse.Namespace) -> int:
        from desktop.demo.process import serve_town

        return serve_town(options.seed, options.pace, surge=options.surge)

    town.set_defaults(command=run)


def _add_practice(commands: argparse._SubParsersAction[_Parser]) -> None:
    """The window's own: the engine of `--practice`, which has no way to any network. The help does not list it."""
    engine = commands.add_parser("practice-engine", add_help=False)
    engine.add_argument("--profile", type=folder, required=True)

    def run(options: argparse.Namespace) -> int:
        from desktop.commands.practice import run_practice_engine

        return run_practice_engine(options.profile)

    engine.set_defaults(command=run)
