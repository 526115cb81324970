"""How a command speaks: one line a complaint, UTF-8 on every console, and no word about a pipe that was closed."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class CommandFailed(Exception):
    """A command can't go on; `sentence` is for the person, `code` the process's exit code."""

    def __init__(self, sentence: str, code: int) -> None:
        """Keep the sentence and the exit code."""
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


class OutputClosed(Exception):
    """Nobody reads the output any more, as behind `head`: no fault, and nothing more to do."""


def complain(sentence: str) -> None:
    """Say one line on standard error, whatever a file's name holds. One that can't be written is no reason to stop."""
    line = "".join(one if one.isprintable() else "?" for one in sentence.replace("\n", " "))
    with contextlib.suppress(OSError, ValueError):
        print(f"sportello: {line}", file=sys.stderr, flush=True)


def prepare_streams() -> None:
    """Open the standard streams that the caller closed, and let all of them speak UTF-8.

    What can't be shown is replaced, never an error. A stream that is None would make `print` write elsewhere, and a
    free descriptor 2 would be given to the next file, so that a library's complaint ended up inside the store.
    """
    _occupy_descriptors()
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            # Open until the process ends, like the stream that it stands for.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


@contextmanager
def writing_output() -> Iterator[None]:
    """Tell a fault of standard output from every other one. Raises OutputClosed or CommandFailed."""
    try:
        yield
    except BrokenPipeError as error:
        raise OutputClosed from error
    except OSError as error:
        raise CommandFailed(f"Standard output can't be written ({reason_of(error)}).", 2) from error


def say(line: str) -> None:
    """Write one line to standard output at once. Raises OutputClosed or CommandFailed."""
    with writing_output():
        print(line, flush=True)


def let_output_go() -> None:
    """Keep the interpreter from complaining at its end about an output that can't be written."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def reason_of(error: OSError) -> str:
    """Return what the operating system says of an error, without a path."""
    return error.strerror or type(error).__name__


def _occupy_descriptors() -> None:
    """Give the descriptors 0, 1 and 2 to the null device where they are free."""
    with contextlib.suppress(OSError):
        while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:  # noqa: PLR2004 - standard error's number
            continue
        os.close(descriptor)
