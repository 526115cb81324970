"""The counters against the networks' own vectors."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from desktop.composer.counting import count
from desktop.composer.links import find_links
from desktop.model import Counting

DATA = Path(__file__).parents[2] / "../shared/data/counting"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the counting vectors are not on this machine")


def _scalar(text: str) -> Any:
    """Read a quoted YAML scalar or a flow list of them, which share their escapes with Python's literals."""
    return ast.literal_eval(text.strip())


def _section(name: str, file: str) -> str:
    text = (DATA / "twitter-text/conformance" / file).read_text("utf-8")
    begin = text.index(f"\n  {name}:\n")
    following = re.compile(r"\n  \w+:\n").search(text, begin + len(name) + 4)
    return text[begin : following.start() if following else None]


def _weighted_cases(section: str) -> list[Any]:
    cases = []
    for item in _section(section, "validate.yml").split("    - description: ")[1:]:
        text = re.search(r"^      text: (.+)$", item, re.MULTILINE)
        length = re.search(r"weightedLength: (\d+)", item)
        assert text
        assert length
        cases.append(pytest.param(_scalar(text[1]), int(length[1]), id=item.splitlines()[0]))
    return cases


def _link_cases(section: str) -> list[Any]:
    cases = []
    for item in _section(section, "extract.yml").split("    - description: ")[1:]:
        text = re.search(r"^      text: (.+)$", item, re.MULTILINE)
        expected = re.search(r"^      expected: (\[.*\])$", item, re.MULTILINE)
        if text and expected:
            cases.append(pytest.param(_scalar(text[1]), _scalar(expected[1]), id=item.splitlines()[0]))
    return cases


def _weighted() -> list[Any]:
    if not DATA.is_dir():
        return []
    sections = ("WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest")
    return [case for section in sections for case in _weighted_cases(section)]


def _links() -> list[Any]:
    sections = ("urls", "urls_with_directional_markers")
    return [case for section in sections for case in _link_cases(section)] if DATA.is_dir() else []


def _grapheme_cases() -> list[Any]:
    if not DATA.is_dir():
        return []
    lines = (DATA / "unicode/GraphemeBreakTest.txt").read_text("utf-8").splitlines()
    return [line.split("#")[0].strip() for line in lines if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize(("text", "length"), _weighted())
def test_a_weighted_length_is_the_one_x_counts(text: str, length: int) -> None:
    assert count(text, Counting.WEIGHTED) == length


@pytest.mark.parametrize(("text", "expected"), _links())
def test_a_link_is_seen_where_x_sees_one(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_links(text, bare=True)] == expected


def test_every_break_of_the_unicode_table_is_kept() -> None:
    cases = _grapheme_cases()
    wrong = []
    for case in cases:
        clusters = [part for part in case.split("÷") if part.strip()]
        text = "".join(chr(int(code, 16)) for cluster in clusters for code in cluster.replace("×", " ").split())
        if count(text, Counting.GRAPHEMES) != len(clusters):
            wrong.append(case)
    assert len(cases) == 602
    assert set(wrong) <= {"÷ 2701 × 200D × 2701 ÷"}  # U+2701 is no longer pictographic since Unicode 17


def test_bluesky_lengths_are_graphemes_and_bytes() -> None:
    for case in json.loads((DATA / "bluesky/richtext_length_vectors.json").read_text("utf-8"))["length"]:
        assert count(case["text"], Counting.GRAPHEMES) == case["graphemes"]
        assert count(case["text"], Counting.BYTES) == case["utf8_bytes"]


def test_mastodon_verdicts_are_the_servers() -> None:
    data = json.loads((DATA / "mastodon/status_length_cases.json").read_text("utf-8"))
    for case in data["cases"]:
        length = count(case["spoiler_text"] + case["text"], Counting.MASTODON, data["url_counts_as"])
        assert (length <= data["max"]) is case["valid"], case["name"]
