"""What is logged at INFO or above never holds an address, a handle, a token or a message's text."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from desktop.system.log import log_to


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The file that this process logs to while a test runs."""
    with logging_to(tmp_path / "sportello.log"):
        yield tmp_path / "sportello.log"


@contextmanager
def logging_to(path: Path) -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers.copy(), root.level
    log_to(path, "engine")
    yield
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        with suppress(OSError):  # what could not be written is still not written
            handler.close()
    root.setLevel(level)


@pytest.mark.parametrize(
    "secret",
    ["marta.rossi@example.org", "@marta", "@marta@town.example", "ab" * 32, "xoxb-1234567890-abcdefghijkl"],
)
def test_what_may_be_personal_is_redacted(log: Path, secret: str) -> None:
    logging.getLogger("desktop.test").info("account %s of %s", 7, secret)
    line = log.read_text(encoding="utf-8")
    assert secret not in line
    assert "engine INFO desktop.test account 7 of [redacted]" in line


@pytest.mark.expects_warnings
def test_an_error_is_logged_by_its_kind_and_never_with_its_words(log: Path) -> None:
    try:
        int("la bolletta di Marta")
    except ValueError:
        logging.getLogger("desktop.test").exception("a delivery failed")
    line = log.read_text(encoding="utf-8")
    assert "a delivery failed (ValueError)" in line
    assert "bolletta" not in line


def test_what_is_below_info_is_not_written(log: Path) -> None:
    logging.getLogger("desktop.test").debug("la bolletta di Marta")
    assert not log.exists()
    logging.getLogger("desktop.test").info("account 7 is back")
    assert "Marta" not in log.read_text(encoding="utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_a_log_that_can_not_be_written_stops_nothing_and_says_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for path in (Path("/dev/full"), tmp_path / "absent" / "sportello.log"):
        with logging_to(path):
            logging.getLogger("desktop.test").info("account 7 is back")
    assert capfd.readouterr().err == ""
