"""Files of canned replies: read back exactly as written, and a bad row costs nothing but itself."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.composer import CannedReply, CannedText, starter_replies
from desktop.composer.canned_faults import faults_of
from desktop.composer.canned_files import (
    CannedFileUnreadable,
    read_csv,
    read_file,
    read_json,
    write_csv,
    write_file,
    write_json,
)
from desktop.composer.canned_rows import COLUMNS
from desktop.model import Network, Visibility
from desktop.system.resources import resource_path
from tests.unit.composer.replies import reply

STARTER = starter_replies(resource_path("canned"))
HEAD = ",".join(COLUMNS)

texts = st.text(st.characters(codec="utf-8", exclude_characters="{}[]\0"), max_size=30)
spoken = texts.filter(str.strip)


@st.composite
def replies(draw: st.DrawFn) -> tuple[CannedReply, ...]:
    made = []
    for number in range(draw(st.integers(1, 3))):
        languages = draw(st.lists(st.sampled_from(("it", "ca", "es")), min_size=1, max_size=3, unique=True))
        made.append(
            CannedReply(
                uid=f"u{number}",
                shortcut=f"s-{number}",
                folder=draw(texts),
                texts=tuple(CannedText(one, draw(spoken), draw(spoken), draw(texts)) for one in languages),
                network=draw(st.sampled_from((None, Network.X, Network.EMAIL))),
                visibility=draw(st.sampled_from((None, *Visibility))),
                crisis=draw(st.booleans()),
            )
        )
    return tuple(made)


@given(replies())
def test_whatever_was_written_is_read_back_exactly(written: tuple[CannedReply, ...]) -> None:
    assert all(not fault.blocks for one in written for fault in faults_of(one, ()))
    for read in (read_csv(write_csv(written)), read_json(write_json(written))):
        assert read.refused == ()
        assert read.replies == written


@pytest.mark.parametrize("name", ["out.csv", "out.json"])
def test_the_starter_set_goes_through_a_file_unchanged(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_file(path, STARTER)
    assert read_file(path).replies == STARTER
    again = tmp_path / f"again-{name}"
    write_file(again, read_file(path).replies)
    assert again.read_bytes() == path.read_bytes()
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([name, again.name])


def test_no_spreadsheet_runs_a_cell_as_a_formula() -> None:
    text = write_csv((reply("a", "=1+1", body="'=cmd"),))
    assert "'=1+1" in text
    assert "''=cmd" in text


def test_bad_rows_are_refused_one_by_one_with_line_and_reason() -> None:
    rows = [
        HEAD,
        "1,buono,General,it,Titolo,Testo,,,,",
        "2,due parole,General,it,Titolo,Testo,,,,",
        '3,aperto,General,it,Titolo,"Testo,,,,',
        "4,vuoto,General,it,Titolo,,,,,",
        "5,ignoto,General,it,Titolo,Ciao {nome},,,,",
        "6,rete,General,it,Titolo,Testo,,icq,,",
        "1,buono,General,it,Titolo,Altro,,,,",
        "7,crisi,General,it,Titolo,Testo,,,,forse",
        "8,lungo,General,it,Titolo,Testo,,,,,in più",
        '9,buono-2,General,en,"Title, with comma","Two',
        'lines",,x,public,yes',
        "",
        "10,buono,General,it,Titolo,Testo,,,,",
    ]
    read = read_csv("\n".join(rows))
    assert [(one.line, one.reason, one.detail) for one in read.refused] == [
        (3, "shortcut_odd", "due parole"),
        (4, "open_quote", ""),
        (5, "body_empty", ""),
        (6, "unknown_placeholder", "nome"),
        (7, "network_unknown", "icq"),
        (8, "language_twice", "it"),
        (9, "crisis_odd", "forse"),
        (10, "too_many_columns", ""),
        (14, "shortcut_twice", "buono"),
    ]
    assert [(one.shortcut, one.texts[0].body) for one in read.replies] == [
        ("buono", "Testo"),
        ("buono-2", "Two\nlines"),
    ]
    assert (read.replies[1].network, read.replies[1].crisis) == (Network.X, True)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_spreadsheets_own_ways_are_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = (("Shortcut", "language", "TITLE", "text"), ("/perché", "IT", "Così", "È così"), ("perché", "ca", "T", "B"))
    path = tmp_path / "table.csv"
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    (read,) = read_file(path).replies
    assert (read.shortcut, read.languages, read.texts[0].body) == ("perché", ("it", "ca"), "È così")
    assert read.uid


def test_a_broken_object_costs_nothing_but_itself() -> None:
    whole = write_json((reply("a"), reply("b"), reply("c")))
    broken = whole.replace('"shortcut": "b"', '"shortcut": b"')
    read = read_json(broken)
    assert [one.shortcut for one in read.replies] == ["a", "c"]
    assert [(one.reason, broken.splitlines()[one.line - 1]) for one in read.refused] == [("not_json", "    {")]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("7", "not_an_object"),
        ('{"shortcut": "a", "texts": 3}', "texts_odd"),
        ('{"shortcut": "a", "texts": []}', "no_text"),
        ('{"shortcut": 5, "language": "it", "title": "T", "text": "B"}', "not_a_text"),
        ('{"shortcut": "a", "language": "it", "title": "T", "text": "{x", "n": 1}', "not_a_text"),
        (
            '{"shortcut": "a", "texts": [{"language": "it", "title": "T", "text": "B"}, {"language": "it"}]}',
            "title_empty",
        ),
    ],
)
def test_an_odd_object_is_refused_whole(item: str, reason: str) -> None:
    read = read_json(f'[{item}, {{"shortcut": "ok", "language": "it", "title": "T", "text": "B"}}]')
    assert [one.reason for one in read.refused] == [reason]
    assert [one.shortcut for one in read.replies] == ["ok"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", "nome;testo\na;b", "no_columns"),
        ("a.csv", "", "no_columns"),
        ("a.csv", "\x89P\rNG;\0", "no_columns"),
        ("a.csv", "a\rb\n", "no_columns"),
        ("a.json", '{"x": 1}', "not_json"),
    ],
)
def test_a_file_of_something_else_is_refused_whole(tmp_path: Path, name: str, content: str, reason: str) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(CannedFileUnreadable, match=reason):
        read_file(path)


@given(st.text(max_size=120))
def test_no_file_is_too_odd_to_be_read_or_refused(content: str) -> None:
    with suppress(CannedFileUnreadable):
        read_csv(content)
    read_csv(f"{HEAD}\n{content}")
    read_json(f"[{content}")
    read_json(f'{{"replies": [{content}]}}')
