"""The options of the window, as typed and as values."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path

_SMALLEST = (640, 480)
_LARGEST = (7680, 4320)
_MOST_DIGITS = 5
_LARGEST_SEED = 2**63
_LONGEST_NAME = 255  # bytes, of every file system in use
_LONGEST_ECHO = 80  # characters of what was typed that a complaint gives back


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """How to open the window. Sizes are logical pixels; `theme` is system, light or dark."""

    profile: Path | None = None
    demo: bool = False
    seed: int = 1
    screenshot: Path | None = None
    theme: str = "system"
    surge: bool = False
    practice: bool = False
    key_from_stdin: bool = False
    size: tuple[int, int] | None = None


def add_window_options(parser: argparse.ArgumentParser) -> None:
    """Add the window's options to the top-level parser."""
    parser.add_argument("--profile", type=folder, default=None, metavar="DIR", help="the profile folder")
    parser.add_argument("--demo", action="store_true", help="open a throw-away profile with a small living town")
    parser.add_argument("--seed", type=_seed, default=1, metavar="N", help="the demo town's seed")
    parser.add_argument("--surge", action="store_true", help="let an outage make the demo's customers write at once")
    parser.add_argument(
        "--practice", action="store_true", help="practise on invented or one's own solved cases; nothing is sent"
    )
    parser.add_argument("--key-from-stdin", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(
        "--screenshot", type=Path, default=None, metavar="FILE", help="write a PNG of the idle window and leave"
    )
    parser.add_argument("--theme", choices=("system", "light", "dark"), default="system")
    parser.add_argument("--size", type=_size, default=None, metavar="WxH", help="the window's size, such as 1440x900")


def window_options(options: argparse.Namespace) -> WindowOptions:
    """Return the typed options as values."""
    return WindowOptions(
        profile=options.profile,
        demo=options.demo,
        seed=options.seed,
        screenshot=options.screenshot,
        theme=options.theme,
        size=options.size,
        surge=options.surge,
        practice=options.practice,
        key_from_stdin=options.key_from_stdin,
    )


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not all(part.isascii() and part.isdigit() and len(part) <= _MOST_DIGITS for part in (width, height)):
        raise argparse.ArgumentTypeError(f"{clipped(text)!r} is not a size such as 1440x900")
    size = int(width), int(height)
    if not all(low <= one <= high for one, low, high in zip(size, _SMALLEST, _LARGEST, strict=True)):
        raise argparse.ArgumentTypeError(f"{text!r} is not between 640x480 and 7680x4320")
    return size


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST_SEED)) and int(text) < _LARGEST_SEED):
        raise argparse.ArgumentTypeError(f"{clipped(text)!r} is not a whole number from 0 on")
    return int(text)


def folder(text: str) -> Path:
    """Return a folder that was named. An empty name is none: a script's unset variable must make no desk where it runs.

    Raises argparse.ArgumentTypeError.
    """
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of the folder is empty")
    if any(len(os.fsencode(part)) > _LONGEST_NAME for part in Path(text).parts) or "\0" in text:
        raise argparse.ArgumentTypeError(f"{clipped(text)!r} is no name that a folder can have")
    return Path(text)


def clipped(text: str) -> str:
    """Return the beginning of what was typed, for a complaint."""
    return text if len(text) <= _LONGEST_ECHO else f"{text[:_LONGEST_ECHO]}…"
