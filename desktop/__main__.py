"""The command line: the window by default, and everything an administrator or a script does without one.

sportello [--demo] [--profile DIR] [--screenshot FILE] · engine · doctor · import · export · check · triage

Exit codes: 0 done; 1 a fault was found or something was refused; 2 unusable arguments or input; 3 already running;
4 the store can't be opened; 70 an unforeseen fault.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.commands.arguments import WindowOptions, add_window_options, window_options

OpenWindow = Callable[[WindowOptions], int]

_DONE, _UNUSABLE, _FAULT, _INTERRUPTED = 0, 2, 70, 130


def main(arguments: Sequence[str] | None = None, *, open_window: OpenWindow | None = None) -> int:
    """Run one command and return the process's exit code. `open_window` opens the window where one is installed."""
    _use_utf8()
    parser = _parser()
    options = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] | None = getattr(options, "command", None)
    if command is not None:
        return _carry_out(command, options)
    if open_window is None:
        print("sportello: this installation has no window; see sportello --help for its commands.", file=sys.stderr)
        return _UNUSABLE
    return open_window(window_options(options))


def _carry_out(command: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Run a command. Nobody is shown a traceback: an unforeseen fault is one line, its place in the program named."""
    try:
        return command(options)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        _let_output_go()
        return _DONE
    except Exception as error:
        if os.environ.get("SPORTELLO_DEBUG"):
            raise
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        print(f"sportello: an unforeseen fault, {type(error).__name__} at {where}.", file=sys.stderr)
        print("What was stored before is safe. Set SPORTELLO_DEBUG=1 for the details.", file=sys.stderr)
        return _FAULT


def _let_output_go() -> None:
    """Keep the interpreter from complaining at its end that nobody reads its output any more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _use_utf8() -> None:
    """Read and write UTF-8 whatever the console's code page; what can't be shown is replaced, never an error."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sportello", description="A desktop console for social customer care.")
    parser.add_argument("--version", action="version", version=_version())
    add_window_options(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_engine(commands)
    _add_doctor(commands)
    _add_import(commands)
    _add_export(commands)
    _add_lines(commands)
    return parser


def _version() -> str:
    from desktop.system.version import version

    return f"sportello {version()}"


def _profile_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", type=Path, default=argparse.SUPPRESS, metavar="DIR", help="the profile folder")


def _add_engine(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    engine = commands.add_parser("engine", help="pull and send without a window; JSON lines in and out")
    _profile_option(engine)
    engine.add_argument("--unlock-from-stdin", action="store_true", help="read the store's key from the first line")

    def run(options: argparse.Namespace) -> int:
        from desktop.commands.engine import run_engine

        return run_engine(options.profile, unlock_from_stdin=options.unlock_from_stdin)

    engine.set_defaults(command=run)


def _add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    doctor = commands.add_parser("doctor", help="check this installation and say what to do about each fault")
    _profile_option(doctor)
    doctor.add_argument("--json", action="store_true", help="print one JSON object")

    def run(options: argparse.Namespace) -> int:
        from desktop.commands.doctor import run_doctor

        return run_doctor(options.profile, as_json=options.json)

    doctor.set_defaults(command=run)


def _add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    importing = commands.add_parser("import", help="take in mail (mbox, eml) and messages (CSV, JSONL)")
    _profile_option(importing)
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE")
    importing.add_argument("--account", default=None, metavar="NAME", help="the account the messages belong to")

    def run(options: argparse.Namespace) -> int:
        from desktop.commands.importing import run_import

        return run_import(options.profile, options.files, options.account)

    importing.set_defaults(command=run)


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    exporting = commands.add_parser("export", help="write every case and message to a file or to standard output")
    _profile_option(exporting)
    exporting.add_argument("--format", choices=("csv", "json"), default="json", help="default: json (one per line)")
    exporting.add_argument("--output", type=Path, default=None, metavar="FILE", help="default: standard output")

    def run(options: argparse.Namespace) -> int:
        from desktop.commands.exporting import run_export

        return run_export(options.profile, options.format, options.output)

    exporting.set_defaults(command=run)


def _add_lines(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser("check", help="drafts in, verdicts of the guardrails out; JSON lines")
    triage = commands.add_parser("triage", help="messages in, language, class and priority out; JSON lines")
    for parser in (check, triage):
        parser.add_argument("file", nargs="?", type=Path, default=None, metavar="FILE", help="default: standard input")

    def run_check(options: argparse.Namespace) -> int:
        from desktop.commands.lines import check_lines

        return check_lines(options.file)

    def run_triage(options: argparse.Namespace) -> int:
        from desktop.commands.lines import triage_lines

        return triage_lines(options.file)

    check.set_defaults(command=run_check)
    triage.set_defaults(command=run_triage)


if __name__ == "__main__":
    sys.exit(main())
