"""Links, mentions and hashtags against the network's own vectors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.channels.bluesky.facets import FacetKind, Span, facets_of, handles_in, spans_of

VECTORS = Path(__file__).parents[2] / "../shared/data/counting/bluesky/richtext_detection_vectors.json"

pytestmark = pytest.mark.skipif(not VECTORS.exists(), reason="the detection vectors are not on this machine")


def _cases(section: str) -> list[Any]:
    cases = json.loads(VECTORS.read_text("utf-8"))[section] if VECTORS.exists() else []
    return [pytest.param(case, id=ascii(case["text"])[1:40]) for case in cases]


def _shown(text: str, span: Span) -> str:
    return text.encode()[span.start : span.end].decode()


@pytest.mark.parametrize("case", _cases("detectFacets"))
def test_links_and_mentions_are_where_bluesky_sees_them(case: dict[str, Any]) -> None:
    text = case["text"]
    spans = [span for span in spans_of(text) if span.kind is not FacetKind.TAG]
    dids = {handle: f"did:fake:{handle}" for handle in handles_in(spans)}
    found = [(_shown(text, span), dids.get(span.value, span.value)) for span in spans]
    assert found == [tuple(segment) for segment in case["segments"] if len(segment) > 1]
    assert len(facets_of(spans, dids)) == len(spans)


@pytest.mark.parametrize("case", _cases("tags"))
def test_hashtags_are_where_bluesky_sees_them(case: dict[str, Any]) -> None:
    spans = [span for span in spans_of(case["text"]) if span.kind is FacetKind.TAG]
    assert [span.value for span in spans] == case["tags"]
    assert [{"byteStart": span.start, "byteEnd": span.end} for span in spans] == case["byte_indices"]
