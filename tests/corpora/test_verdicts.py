"""Ten thousand real texts as drafts: every one gets a verdict, in what time is printed and judged by nobody."""

from __future__ import annotations

import email
import email.policy
import statistics
import tarfile
from collections.abc import Iterator
from itertools import chain, islice, product
from pathlib import Path
from time import perf_counter

import pytest

from desktop.guardrails import check_line
from desktop.model import Decision, Network
from tests.loaded import shipped_guardrails

DATA = Path(__file__).parents[2] / "../shared/data"
TALK = DATA / "volume/irc_ubuntu/train-logs.tar.gz"
MAILS = DATA / "mail/spamassassin/spamassassin_raw_emails.tar.gz"
MANY = 10_000
LONGEST = 20_000  # characters: what lies behind is no draft

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not TALK.is_file() or not MAILS.is_file(), reason="the real texts are not on this machine"),
]


def files_in(archive: Path) -> Iterator[bytes]:
    with tarfile.open(archive) as opened:
        for member in opened:
            content = opened.extractfile(member) if member.isfile() else None
            if content is not None:
                yield content.read()


def lines_said() -> Iterator[str]:
    """Yield what people said to each other, a line each."""
    for content in files_in(TALK):
        for line in content.decode("utf-8", "replace").splitlines():
            said = line.partition("> ")[2]
            if said.strip():
                yield said


def mails_written() -> Iterator[str]:
    """Yield the plain text of mails, whatever their senders made of the rules for mail."""
    for content in files_in(MAILS):
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() == "text/plain":
                body = part.get_payload(decode=True)
                if isinstance(body, bytes) and body.strip():
                    yield body.decode("latin-1")[:LONGEST]
                break


def test_every_real_text_gets_a_verdict() -> None:
    guardrails = shipped_guardrails()
    ways = list(product(Network, ("public", "private")))
    texts = chain(islice(mails_written(), MANY // 5), lines_said())
    taken: list[float] = []
    said: dict[str, int] = {}
    for number, text in enumerate(islice(texts, MANY)):
        network, way = ways[number % len(ways)]
        draft = {"text": text, "visibility": way, "network": network.value, "language": "en"}
        begun = perf_counter()
        answer = check_line(draft, guardrails)
        taken.append(perf_counter() - begun)
        decision = str(answer["decision"])
        said[decision] = said.get(decision, 0) + 1
        findings = answer["findings"]
        assert isinstance(findings, list)
        assert all(0 <= one["start"] <= one["end"] <= len(text) for one in findings)
    assert len(taken) == MANY
    assert set(said) <= {one.value for one in Decision}
    p99 = statistics.quantiles(taken, n=100)[98]
    print(f"verdicts: {said}, median {statistics.median(taken) * 1e3:.2f} ms, p99 {p99 * 1e3:.2f} ms")
