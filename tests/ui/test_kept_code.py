"""What a start compiles is kept by the check sum of its source, and a file that can't be used changes nothing."""

from __future__ import annotations

import builtins
import marshal
import re
import sys
from collections.abc import Callable
from importlib.util import MAGIC_NUMBER
from pathlib import Path

import pytest

from ui.kept_code import KeptCode
from ui.light_support import compiled_once

SOURCE = b"answer = 42\n"


@pytest.fixture(autouse=True)
def _bytecode_may_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def _answer(kept: KeptCode, source: bytes | str = SOURCE) -> object:
    names: dict[str, object] = {}
    exec(kept.compiled(source, "house/rules.py"), names)  # noqa: S102 - the source is this test's own
    return names["answer"]


def _kept(place: Path) -> KeptCode:
    kept = KeptCode(place)
    assert _answer(kept) == 42
    kept.keep()
    return kept


def test_a_later_start_compiles_nothing_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _kept(tmp_path / "code")
    later = KeptCode(tmp_path / "code")
    monkeypatch.setattr(builtins, "compile", None)
    assert _answer(later) == 42


def test_a_changed_source_is_compiled_anew(tmp_path: Path) -> None:
    _kept(tmp_path / "code")
    assert _answer(KeptCode(tmp_path / "code"), b"answer = 43\n") == 43


def test_two_files_with_one_source_keep_their_own_names(tmp_path: Path) -> None:
    kept = _kept(tmp_path / "code")
    assert kept.compiled(SOURCE, "house/rules.py").co_filename == "house/rules.py"
    assert kept.compiled(SOURCE, "house/other.py").co_filename == "house/other.py"


def test_what_another_window_kept_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "code"
    first, second = KeptCode(place), KeptCode(place)
    _answer(first)
    _answer(second, b"answer = 43\n")
    first.keep()
    second.keep()
    later = KeptCode(place)
    monkeypatch.setattr(builtins, "compile", None)
    assert (_answer(later), _answer(later, b"answer = 43\n")) == (42, 43)


def test_a_start_without_news_writes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "code"
    _kept(place)
    before = place.stat().st_mtime_ns
    _kept(place)
    assert place.stat().st_mtime_ns == before


def _with_pieces(written: bytes, piece: object) -> bytes:
    marks = marshal.loads(written[len(MAGIC_NUMBER) :])  # noqa: S302 - this test's own
    return MAGIC_NUMBER + marshal.dumps(dict.fromkeys(marks, piece))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda _: b"of another Python",
        lambda written: written[:-20],
        lambda _: MAGIC_NUMBER + marshal.dumps(["no", "pieces"]),
        lambda written: _with_pieces(written, 7),
        lambda written: _with_pieces(written, b"?"),
        lambda written: _with_pieces(written, marshal.dumps("no code")),
    ],
)
def test_a_file_that_is_of_no_use_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[bytes], bytes]
) -> None:
    place = tmp_path / "code"
    _kept(place)
    place.write_bytes(spoil(place.read_bytes()))
    _kept(place)
    later = KeptCode(place)
    monkeypatch.setattr(builtins, "compile", None)
    assert _answer(later) == 42


def test_a_folder_that_is_not_there_only_costs_time(tmp_path: Path) -> None:
    _kept(tmp_path / "nowhere" / "code")
    assert not (tmp_path / "nowhere").exists()


def test_who_wants_no_bytecode_gets_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    _kept(tmp_path / "code")
    assert not (tmp_path / "code").exists()


def test_future_statements_of_whoever_loads_a_module_hold_in_it(tmp_path: Path) -> None:
    with compiled_once(KeptCode(tmp_path / "code")):
        code = compile(b"def f(a: nowhere): ...\n", "shibokensupport/feature.py", "exec")
    exec(code, {})  # noqa: S102 - the source is this test's own


def test_only_qts_own_python_is_kept_and_what_was_replaced_is_put_back(tmp_path: Path) -> None:
    kept = KeptCode(tmp_path / "code")
    plain = builtins.compile, re.compile
    with compiled_once(kept):
        compile(b"answer = 1\n", "elsewhere.py", "exec")
        assert not kept._kept
        compile(b"answer = 1\n", "shibokensupport/mapping.py", "exec")
        assert len(kept._kept) == 1
    assert (builtins.compile, re.compile) == plain


def test_a_long_pattern_is_compiled_when_it_is_used(tmp_path: Path) -> None:
    with compiled_once(KeptCode(tmp_path / "code")):
        late = re.compile("( a | b ) #" + " " * 1_000, flags=re.VERBOSE)
        soon = re.compile("( a | b )", flags=re.VERBOSE)
    assert isinstance(soon, re.Pattern)
    assert not isinstance(late, re.Pattern)
    assert [found.group(1) for found in late.finditer("a, b")] == ["a", "b"]
    assert late.match("b") is not None
