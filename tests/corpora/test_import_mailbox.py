"""A real mailbox of 6,046 mails through `sportello import` and out again through `sportello export`."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import pytest

from desktop.commands import program
from desktop.commands.profile import open_profile
from tests.corpora.conftest import Import
from tests.corpora.real_exports import MAILS, MARKS

pytestmark = MARKS


def test_a_mailbox_of_six_thousand_mails_comes_in_whole_and_only_once(
    tmp_path: Path, desk: Path, take: Import, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mails"
    with tarfile.open(MAILS) as archive:
        archive.extractall(folder, filter="data")
    first = take(folder)
    assert first.startswith("6,046 read, 6,046 imported, 0 already there, 320 repaired (charset 190, date 64, ")
    assert first.endswith(", 0 refused")
    again = take(folder)
    assert again.startswith("6,046 read, 0 imported, 6,046 already there, ")
    assert program.run(["export", "--profile", str(desk)]) == 0
    exported = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len({one["id"] for one in exported}) == len(exported) == 6_046
    with open_profile(desk) as store:
        assert store.connection.faults() == []
