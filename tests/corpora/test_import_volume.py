"""Large real exports through `sportello import`: a mailbox of 6,046 mails, and 196,000 lines of many people's talk."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.commands import profile as profile_module
from desktop.commands import program
from desktop.commands.profile import open_profile
from desktop.model import Lane
from desktop.system.vault import SessionVault

DATA = Path(__file__).parents[2] / "../shared/data"
MAILS = DATA / "mail/spamassassin/spamassassin_raw_emails.tar.gz"
TALK = DATA / "volume/irc_ubuntu/train-logs.tar.gz"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not DATA.is_dir(), reason="the real exports (../shared/data) are not on this machine"),
]

Import = Callable[[Path], str]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    vault = SessionVault()
    monkeypatch.setattr(profile_module, "CredentialStore", lambda _scope: vault)
    monkeypatch.delenv("SPORTELLO_PASSPHRASE", raising=False)
    return tmp_path / "desk"


@pytest.fixture
def take(desk: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    """Import a file and return its counts; it must be taken without a complaint."""

    def run(file: Path) -> str:
        code = program.run(["import", "--profile", str(desk), str(file)])
        said = capsys.readouterr()
        assert (code, said.err) == (0, "")
        return said.out.strip().removeprefix(f"{file}: ")

    return run


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


_SAID = re.compile(r"\[(\d\d):(\d\d)\] <([^>]+)> (.*)")


def talk() -> Iterator[dict[str, Any]]:
    """Yield what people said as rows of an export: times end at the minute, and nobody's id is a number."""
    with tarfile.open(TALK) as archive:
        for member in sorted(archive.getmembers(), key=lambda one: one.name):
            stream = archive.extractfile(member)
            if stream is None:
                continue
            day = datetime.fromisoformat(Path(member.name).name[:10]).replace(tzinfo=UTC)
            for number, line in enumerate(stream.read().decode("utf-8", errors="replace").splitlines()):
                said = _SAID.match(line)
                if said and said[4].strip():
                    at = day + timedelta(hours=int(said[1]), minutes=int(said[2]))
                    name = f"{Path(member.name).name}-{number}"
                    yield {"id": name, "author": said[3], "text": said[4], "created_at": at.isoformat()}


def test_nearly_two_hundred_thousand_lines_of_talk_come_in_whole_and_stay_quick_to_find(
    tmp_path: Path, desk: Path, take: Import
) -> None:
    table = tmp_path / "talk.jsonl"
    count = 0
    with table.open("w", encoding="utf-8") as stream:
        for row in talk():
            stream.write(json.dumps(row) + "\n")
            count += 1
    assert count > 190_000
    counts = take(table)
    assert counts.startswith(f"{count:,} read, {count:,} imported, 0 already there, ")
    assert counts.endswith(", 0 refused")
    with open_profile(desk) as store:
        assert store.export.counts().messages == count
        ids = store.lanes.ids(Lane.ALL, agent="", at_risk_before=datetime.now(UTC))
        assert len(ids) == store.export.counts().cases
        found = store.search.messages("nvidia driver", limit=20)
        assert len(found) == 20
