"""Faults of a canned reply as somebody wrote it: each is named, with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.composer import CannedText, missing_placeholders
from desktop.composer.canned_faults import CannedFaultKind as Kind
from desktop.composer.canned_faults import faults_of
from desktop.model import Network, Visibility
from tests.unit.composer.replies import reply


@pytest.mark.parametrize(
    ("changes", "kind", "detail"),
    [
        ({"shortcut": " "}, Kind.SHORTCUT_EMPTY, ""),
        ({"shortcut": "due parole"}, Kind.SHORTCUT_ODD, "due parole"),
        ({"shortcut": "a/b"}, Kind.SHORTCUT_ODD, "a/b"),
        ({"shortcut": "a" * 41}, Kind.SHORTCUT_ODD, "a" * 41),
        ({"shortcut": "Però"}, Kind.SHORTCUT_TAKEN, "Altro"),
        ({"texts": ()}, Kind.NO_TEXT, ""),
        ({"texts": (CannedText("italiano", "T", "B"),)}, Kind.LANGUAGE_ODD, "italiano"),
        ({"texts": (CannedText("it", "T", "B"), CannedText("it", "U", "C"))}, Kind.LANGUAGE_TWICE, "it"),
        ({"texts": (CannedText("it", " ", "B"),)}, Kind.TITLE_EMPTY, ""),
        ({"texts": (CannedText("it", "T" * 121, "B"),)}, Kind.TITLE_LONG, "1"),
        ({"texts": (CannedText("it", "T", "\n"),)}, Kind.BODY_EMPTY, ""),
        ({"texts": (CannedText("it", "T", "B" * 10_001),)}, Kind.BODY_LONG, "1"),
    ],
)
def test_what_keeps_a_reply_from_being_kept_is_named(changes: dict[str, object], kind: Kind, detail: str) -> None:
    others = (reply("pero", "Altro"),)
    faults = faults_of(replace(reply("mio"), **changes), others)  # type: ignore[arg-type]
    assert [(one.kind, one.detail, one.blocks) for one in faults] == [(kind, detail, True)]


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("Ciao {nome}", Kind.UNKNOWN_PLACEHOLDER, "{nome}"),
        ("Ciao {customer.age|x}", Kind.UNKNOWN_PLACEHOLDER, "{customer.age|x}"),
        ("Ciao {customer", Kind.UNBALANCED, "{"),
        ("Ciao customer}", Kind.UNBALANCED, "}"),
        ("Ciao {}", Kind.UNBALANCED, "{}"),
        ("[[Ciao|Salve] a tutti", Kind.UNBALANCED, "[["),
        ("Ciao|Salve]] a tutti", Kind.UNBALANCED, "]]"),
        ("[[Ciao]]", Kind.UNBALANCED, "[["),
    ],
)
def test_a_mistake_in_a_text_is_named_with_its_place(body: str, kind: Kind, words: str) -> None:
    fault = faults_of(reply("a", body=body), ())[0]
    assert (fault.kind, body[fault.start : fault.end], fault.language) == (kind, words, "it")


@pytest.mark.parametrize(
    "body", ["{customer|tu}, {?ora|le 9}", "[[Ciao {customer|}|Salve]] {opening} {hours}", "a[0] {agent} {case}"]
)
def test_what_is_written_as_it_should_be_has_no_fault(body: str) -> None:
    assert faults_of(reply("a", body=body), ()) == ()


def test_a_text_too_long_for_a_network_blocks_only_a_reply_for_that_network() -> None:
    body = "[[corto|" + "m" * 290 + "]]"
    anywhere = faults_of(reply("a", body=body), (), signature="^LB")
    assert [(one.network, one.detail, one.blocks) for one in anywhere] == [(Network.X, "14", False)]
    on_x = reply("a", body=body, network=Network.X, visibility=Visibility.PUBLIC)
    assert [one.blocks for one in faults_of(on_x, ())] == [True]
    assert faults_of(reply("a", body=body, visibility=Visibility.DIRECT), ()) == ()
    assert faults_of(reply("a", body=body, network=Network.MASTODON), ()) == ()


@given(st.text(alphabet="ab{}[]|?. customer\n", max_size=50))
def test_no_text_is_too_odd_to_be_judged_and_what_blocks_a_reply_is_seen_beforehand(body: str) -> None:
    faults = faults_of(reply("a", body=body or "x"), ())
    assert all(0 <= one.start <= one.end <= max(1, len(body)) for one in faults)
    if not faults:
        broken = [span for span in missing_placeholders(body) if not body[span.start : span.end].endswith(("}", "]]"))]
        assert broken == []
