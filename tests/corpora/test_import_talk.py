"""Fifty thousand lines of many people's real talk through `sportello import`."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from desktop.commands.profile import open_profile
from desktop.model import Lane
from tests.corpora.conftest import Import
from tests.corpora.real_exports import MARKS, TALK

LINES = 50_000
"""Of 196,000: whatever grew with the square of them would show at a quarter already."""

pytestmark = MARKS


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


def test_fifty_thousand_lines_of_talk_come_in_whole_and_stay_quick_to_find(
    tmp_path: Path, desk: Path, take: Import
) -> None:
    table = tmp_path / "talk.jsonl"
    count = 0
    with table.open("w", encoding="utf-8") as stream:
        for row in islice(talk(), LINES):
            stream.write(json.dumps(row) + "\n")
            count += 1
    assert count == LINES
    counts = take(table)
    assert counts.startswith(f"{count:,} read, {count:,} imported, 0 already there, ")
    assert counts.endswith(", 0 refused")
    with open_profile(desk) as store:
        assert store.export.counts().messages == count
        ids = store.lanes.ids(Lane.ALL, agent="", at_risk_before=datetime.now(UTC))
        assert len(ids) == store.export.counts().cases
        found = store.search.messages("nvidia driver", limit=20)
        assert len(found) == 20
