"""The command line's one line in, one line out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.model import Network
from desktop.triage import BadLine, triage_line
from tests.effort import examples
from tests.loaded import shipped_triage


def test_a_line_says_language_class_priority_and_why() -> None:
    result = triage_line(
        {"text": "È una vergogna, sono due settimane che aspetto il rimborso!", "network": "x", "followers": 25_000},
        shipped_triage(),
    )
    assert result["language"] == "it"
    assert result["class"] == "complaint"
    assert result["urgent"] is False
    factors = result["factors"]
    assert isinstance(factors, list)
    assert {"name": "reach", "points": 10, "evidence": "25000"} in factors
    assert sum(factor["points"] for factor in factors) == result["priority"]
    assert result["reasons"] == [{"code": "followers", "detail": "25000", "words": []}]
    classes = result["classes"]
    assert isinstance(classes, list)
    assert classes[0]["class"] == "complaint"
    assert "vergogna" in classes[0]["evidence"]


def test_the_result_is_json() -> None:
    assert json.loads(json.dumps(triage_line({"text": "ciao 😡"}, shipped_triage())))


def test_fields_that_nobody_asked_for_are_left_alone() -> None:
    assert triage_line({"text": "ciao", "id": 7, "class": {"a": 1}}, shipped_triage()) == triage_line(
        {"text": "ciao"}, shipped_triage()
    )


def test_the_language_field_is_a_hint() -> None:
    assert triage_line({"text": "la factura", "language": "ca"}, shipped_triage())["language"] == "ca"


def test_every_field_is_read() -> None:
    result = triage_line(
        {
            "text": "quando arriva il pacco?",
            "subject": "Ordine",
            "network": "mastodon",
            "visibility": "public",
            "direction": "incoming",
            "mechanical": None,
            "mentions_us": False,
            "followers": None,
            "verified": True,
            "language": None,
            "thread_language": "it",
            "interactions_90d": 3,
            "repeats_unanswered": 1,
            "waiting_seconds": 3600,
            "tags": ["vip"],
        },
        shipped_triage(),
    )
    factors = result["factors"]
    assert isinstance(factors, list)
    names = [factor["name"] for factor in factors]
    assert names == ["urgency", "reach", "activity", "repeat", "waiting", "customer_value"]
    assert result["reasons"] == [
        {"code": "asked_before", "detail": "1", "words": []},
        {"code": "no_mention", "detail": "", "words": []},
    ]


@pytest.mark.parametrize("network", list(Network))
def test_every_network_is_known(network: Network) -> None:
    assert triage_line({"text": "ciao", "network": network.value}, shipped_triage())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ([], "the line is not an object"),
        ("ciao", "the line is not an object"),
        ({}, "text: missing"),
        ({"text": None}, "text: not a text"),
        ({"text": 5}, "text: not a text"),
        ({"text": "x", "subject": ["a"]}, "subject: not a text"),
        ({"text": "x", "network": "myspace"}, "network: not one of x, facebook, instagram"),
        ({"text": "x", "network": 3}, "network: not one of"),
        ({"text": "x", "visibility": "secret"}, "visibility: not one of public, direct, internal"),
        ({"text": "x", "mechanical": "robot"}, "mechanical: not one of"),
        ({"text": "x", "followers": "many"}, "followers: not a whole number from 0"),
        ({"text": "x", "followers": True}, "followers: not a whole number from 0"),
        ({"text": "x", "followers": -1}, "followers: not a whole number from 0"),
        ({"text": "x", "followers": 10**400}, "followers: not a whole number from 0"),
        ({"text": "x", "waiting_seconds": float("nan")}, "waiting_seconds: not a number of seconds from 0"),
        ({"text": "x", "mentions_us": "yes"}, "mentions_us: not true or false"),
        ({"text": "x", "tags": "vip"}, "tags: not a list of texts"),
        ({"text": "x", "tags": [1]}, "tags: not a list of texts"),
        ({"text": "x", "language": 3}, "language: not a text"),
    ],
)
def test_a_bad_line_names_its_field(line: object, reason: str) -> None:
    with pytest.raises(BadLine) as caught:
        triage_line(line, shipped_triage())
    assert caught.value.reason.startswith(reason)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["text", "subject", "network", "followers", "tags", "waiting_seconds", "mentions_us", "language"]
)


@settings(max_examples=examples(100), deadline=None)
@given(
    st.one_of(JSON, st.dictionaries(FIELDS, JSON), st.dictionaries(FIELDS, JSON).map(lambda d: {**d, "text": "ciao"}))
)
def test_any_json_is_assessed_or_refused_by_name(line: object) -> None:
    refused = ""
    priority: object = None
    try:
        priority = triage_line(line, shipped_triage())["priority"]
    except BadLine as refusal:
        refused = refusal.reason
    assert refused or isinstance(priority, int)
