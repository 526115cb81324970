"""The judge of the Graph finds what is wrong, and the whole of a conversation passes it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop.demo.networks.graph.world import IG_ID, PAGE_ID
from tests.contract.graph_place import judge
from tests.contract.graph_spec import SPECIFICATIONS, GraphSpec

pytestmark = pytest.mark.skipif(not SPECIFICATIONS.exists(), reason="the specifications are not beside this checkout")
SIGNED = {"authorization": "Bearer x", "content-type": "application/json"}


@pytest.fixture
def spec() -> GraphSpec:
    found = judge()
    assert found is not None
    return found


def body_of(payload: Any) -> bytes:
    return json.dumps(payload).encode()


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "words"),
    [
        ("GET", f"/v26.0/{PAGE_ID}/feed", "fields=id,colour", {}, "PagePost.colour: no such field"),
        ("GET", f"/v26.0/{PAGE_ID}/feed", "fields=id,comments.order(sideways){id}", {}, "is none of"),
        ("GET", f"/v26.0/{PAGE_ID}/feed", "fields=id,comments.limit(1){id,parent{mood}}", {}, "Comment.mood"),
        ("GET", f"/v26.0/{PAGE_ID}/conversations", "platform=messenger&since=17", {}, "unknown parameter since"),
        ("GET", f"/v26.0/{PAGE_ID}/conversations", "platform=pigeon", {}, "'pigeon' is none of"),
        ("GET", f"/v26.0/{PAGE_ID}/feed", "access_token=EAAB", {}, "a token in the address"),
        ("GET", f"/v26.0/{PAGE_ID}/nothing", "", {}, "no such operation"),
        ("GET", f"/v26.0/{IG_ID}/conversations", "", {}, "no such operation"),
        ("GET", "/v26.0/", "ids=1_2&fields=id", {}, "ids of"),
        ("GET", "/feed", "", {}, "no place of the Graph"),
        ("POST", f"/v26.0/{PAGE_ID}/messages", "", {"message": {"text": "x"}, "recipient": {"phone": "1"}}, "to {"),
        ("POST", f"/v26.0/{PAGE_ID}/messages", "", {"message": {"words": "x"}, "recipient": {"id": "1"}}, "no message"),
        ("POST", f"/v26.0/{PAGE_ID}/messages", "", {"message": {"text": "x"}, "recipient": {"id": "1"}, "tag": "A"}, "a tag without"),
        ("POST", f"/v26.0/{PAGE_ID}/messages", "", {"message": {"text": "x"}, "recipient": {"id": "1"}, "mood": 1}, "unknown field mood"),
        ("POST", f"/v26.0/{IG_ID}/mentions", "", {"message": "x"}, "media_id is missing"),
    ],
)  # fmt: skip
def test_a_request_that_is_wrong_is_found(
    spec: GraphSpec, method: str, path: str, query: str, body: Any, words: str
) -> None:
    spec.check_request(method, path, query, SIGNED, body_of(body) if body else b"")
    assert words in "\n".join(spec.faults)


@pytest.mark.parametrize(
    ("query", "payload", "words"),
    [
        ("fields=id", {"data": [{"id": "1", "message": "x"}]}, "nobody asked for it"),
        ("fields=id,created_time", {"data": [{"id": "1", "created_time": "yesterday"}]}, "is no time"),
        ("fields=id,is_hidden", {"data": [{"id": "1", "is_hidden": 1}]}, "int is no bool"),
        ("fields=id,from", {"data": [{"id": "1", "from": "Marta"}]}, "str is no Object"),
        ("fields=id", {"data": [{"message": "x"}]}, "no id"),
        ("fields=id", {"entries": []}, "no edge"),
        ("fields=id,comments.limit(1){id}", {"data": [{"id": "1", "comments": {"data": [{"id": "2", "text": "x"}]}}]}, "comments[0].text: nobody asked"),
        ("fields=id", {"data": [], "paging": {"next": 7}}, "is no paging"),
    ],
)  # fmt: skip
def test_an_answer_that_is_wrong_is_found(spec: GraphSpec, query: str, payload: Any, words: str) -> None:
    if words == "is no paging":
        payload["paging"]["next"] = "elsewhere"
    path = f"/v26.0/{PAGE_ID}/feed"
    spec.check_request("GET", path, query, SIGNED, b"")
    spec.check_answer("GET", path, 200, body_of(payload))
    assert words in "\n".join(spec.faults)


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ({"error": "no"}, "is no error of the Graph"),
        ({"error": {"message": "x", "type": "y", "code": "7", "fbtrace_id": "z"}}, "error.code is '7'"),
        ({"error": {"message": "x", "type": "y", "code": 7}}, "error.fbtrace_id is missing"),
        ({"error": {"message": "x", "type": "y", "code": 7, "fbtrace_id": "z", "mood": 1}}, "error.mood"),
    ],
)
def test_an_error_that_is_wrong_is_found(spec: GraphSpec, payload: Any, words: str) -> None:
    spec.check_answer("GET", f"/v26.0/{PAGE_ID}/feed", 400, body_of(payload))
    assert words in "\n".join(spec.faults)


def test_what_was_written_is_answered_as_the_collection_shows(spec: GraphSpec) -> None:
    path = f"/v26.0/{PAGE_ID}/messages"
    spec.check_request("POST", path, "", SIGNED, body_of({"message": {"text": "x"}, "recipient": {"id": "1"}}))
    spec.check_answer("POST", path, 200, body_of({"recipient_id": "1", "message_id": "m_1"}))
    assert spec.faults == []
    spec.check_answer("POST", path, 200, body_of({"id": "m_1"}))
    assert "is not the collection's" in spec.faults[0]
