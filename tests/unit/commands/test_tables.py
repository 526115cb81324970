"""Tables of other tools: which rows they give, and what their damage costs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.commands.rows import RowRefused
from desktop.commands.tables import Row, read_rows

HEAD = "id,author,text,created_at\n"
AT = "2026-03-12T12:00:00Z"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def rows(path: Path, data: str | bytes) -> list[Row | RowRefused]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_rows(path))


def texts(found: list[Row | RowRefused]) -> list[str]:
    return [row.fields["text"] if isinstance(row, Row) else f"{row.line} {row.reason}" for row in found]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_told_by_the_header_whatever_separates_them(table: Path, delimiter: str) -> None:
    lines = [["id", "author", "text", "created_at"], ["1", "marta", "a mezzogiorno", AT]]
    found = rows(table, "".join(delimiter.join(line) + "\n" for line in lines))
    assert texts(found) == ["a mezzogiorno"]


def test_a_text_may_hold_quotes_delimiters_and_line_ends(table: Path) -> None:
    assert texts(rows(table, f'{HEAD}1,marta,"dice ""no"",\nsempre",{AT}\n')) == ['dice "no",\nsempre']


def test_a_bare_carriage_return_stays_inside_its_text(table: Path) -> None:
    found = rows(table, f'{HEAD}1,marta,uno\rdue,{AT}\n2,marta,"tre\rquattro",{AT}\n'.encode())
    assert texts(found) == ["uno\rdue", "tre\rquattro"]


def test_carriage_returns_alone_end_the_rows_of_an_old_spreadsheet(table: Path) -> None:
    assert texts(rows(table, (HEAD + f"1,marta,uno,{AT}\n2,marta,due,{AT}\n").replace("\n", "\r"))) == ["uno", "due"]


def test_a_quote_that_never_closes_costs_its_own_row_only(table: Path) -> None:
    rest = "".join(f"{number},marta,riga {number},{AT}\n" for number in range(2, 3_000))
    found = texts(rows(table, f'{HEAD}1,marta,"mai chiusa,{AT}\n{rest}'))
    assert found == ["2 open_quote", *(f"riga {number}" for number in range(2, 3_000))]


def test_an_open_quote_near_the_end_costs_its_own_row_only(table: Path) -> None:
    assert texts(rows(table, f'{HEAD}1,marta,"aperta,{AT}\n2,marta,buona,{AT}\n')) == ["2 open_quote", "buona"]


def test_a_hundred_thousand_empty_rows_at_the_end_are_nothing(table: Path) -> None:
    assert texts(rows(table, f"{HEAD}1,marta,una,{AT}\n" + ",,,\n" * 100_000 + "\n" * 1_000)) == ["una"]


def test_empty_columns_beyond_the_header_are_nothing_and_filled_ones_are_refused(table: Path) -> None:
    assert texts(rows(table, f"{HEAD}1,marta,una,{AT},,,\n2,marta,ahi, ahi,{AT}\n")) == ["una", "3 too_many_columns"]


def test_a_table_without_the_columns_of_a_message_is_refused_once(table: Path) -> None:
    assert texts(rows(table, "nome,telefono\nmarta,1\nluca,2\n")) == ["1 no_columns"]


def test_a_line_beyond_the_limit_is_refused_and_the_next_one_read(table: Path) -> None:
    found = texts(rows(table, f"{HEAD}1,marta,{'a' * 4_100_000},{AT}\n2,marta,buona,{AT}\n"))
    assert found == ["2 line_too_long", "buona"]


def test_utf16_with_its_mark_is_read(table: Path) -> None:
    assert texts(rows(table, f"{HEAD}1,marta,perché,{AT}\n".encode("utf-16"))) == ["perché"]


def test_a_latin_line_among_others_is_read_and_says_so(table: Path) -> None:
    found = rows(table, HEAD.encode() + f"1,marta,caffè,{AT}\n".encode("latin-1") + f"2,marta,tè,{AT}\n".encode())
    assert texts(found) == ["caffè", "tè"]
    assert [row.repairs for row in found if isinstance(row, Row)] == [("not_utf8",), ()]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"text": "uno"}\n\n[1]\n{"text"\n{"text": "due"}', ["uno", "3 not_an_object", "4 not_json", "due"]),
        (b'\xef\xbb\xbf{"TEXT ": "uno"}\n', ["uno"]),
        (b'{"text": "a\rb"}\n', ["a\rb"]),
        (b"[" * 200_000 + b'\n{"text": "uno"}\n', ["1 not_json", "uno"]),
        (b'{"text": ' + b"9" * 5_000 + b'}\n{"text": "uno"}', ["1 not_json", "uno"]),
        (b'[{"text": "uno"}, 2, {"text": "due"}]', ["uno", "2 not_an_object", "due"]),
        ('{"text": "uno"}\n'.encode("utf-16"), ["uno"]),
    ],
)
def test_json_lines_give_their_objects_and_name_what_is_none(tmp_path: Path, data: bytes, expected: list[str]) -> None:
    assert texts(rows(tmp_path / "lines.jsonl", data)) == expected


def test_one_object_over_many_lines_is_one_row(tmp_path: Path) -> None:
    assert texts(rows(tmp_path / "one.json", json.dumps({"text": "uno"}, indent=2))) == ["uno"]


@given(st.binary(max_size=3_000), st.sampled_from([".csv", ".jsonl", ".json", ".tsv"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_rows_or_named_refusals(tmp_path: Path, data: bytes, ending: str) -> None:
    for row in rows(tmp_path / f"any{ending}", data):
        assert isinstance(row, Row | RowRefused)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff")), min_size=1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_quoted_text_comes_back_as_it_was(tmp_path: Path, given_texts: list[str]) -> None:
    quoted = [text.replace('"', '""') for text in given_texts]
    body = "".join(f'{number},marta,"{text}",{AT}\n' for number, text in enumerate(quoted, start=1))
    assert texts(rows(tmp_path / "quoted.csv", HEAD + body)) == given_texts
