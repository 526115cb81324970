"""The second opinion on a language: py3langid's byte model, read without numpy and for a few languages only.

The library itself keeps 142 languages and numpy resident, about 100 MB. Here the unpacked model stays in a temporary
file that is mapped into memory, so that only the pages a text touches become resident, and only the columns that are
asked for are kept. The model, its features and its scores are the library's own.
"""

from __future__ import annotations

import math
import mmap
import struct
import sys
import unicodedata
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

_CHUNK = 1 << 18  # bytes unpacked at a time
_BYTES = 256  # transitions per state of the automaton, one per byte
_TYPECODES = {"u2": "H", "u4": "I", "i4": "i", "f4": "f"}
_ROWS = 2_048  # rows of the table read at a time
_LOCAL_HEADER = struct.Struct("<4s22xHH")  # of a zip member: signature, lengths of its name and extra field


class ModelUnreadable(Exception):
    """The model file is absent or of a layout that this program does not know: go on without it."""


@dataclass(frozen=True, slots=True)
class NgramModel:
    """Byte n-gram scores for some languages. Immutable once read; safe in any thread."""

    languages: tuple[str, ...]
    _columns: tuple[array[float], ...]  # per language, one weight per feature
    _priors: tuple[float, ...]
    _moves: memoryview[int]
    _rows: memoryview[int]
    _features: memoryview[int]

    def probabilities(self, text: str) -> list[float]:
        """Return each language's probability, in the order of `languages`; all alike where nothing is known."""
        data = unicodedata.normalize("NFC", text.lower() if text.isupper() else text).encode("utf-8", "replace")
        counts = self._counts(data)
        if not counts:
            return [1 / len(self.languages)] * len(self.languages)
        seen = [(feature, math.log1p(count)) for feature, count in counts.items()]
        heat = 1 / math.sqrt(len(data))  # the library's own calibration: a long text is not certainty itself
        scores = [
            (prior + sum([column[feature] * weight for feature, weight in seen])) * heat
            for column, prior in zip(self._columns, self._priors, strict=True)
        ]
        best = max(scores)
        likelihoods = [math.exp(score - best) for score in scores]
        total = sum(likelihoods)
        return [likelihood / total for likelihood in likelihoods]

    def rest(self) -> None:
        """Give back the memory of the pages that texts have touched; the next text reads them again, a page in 1 µs.

        They are a file's, so the system would take them when it needs them; until then they count as this process's.
        Windows takes them of its own accord.
        """
        mapped = self._moves.obj
        if sys.platform != "win32" and isinstance(mapped, mmap.mmap):
            mapped.madvise(mmap.MADV_DONTNEED)

    def _counts(self, data: bytes) -> Counter[int]:
        """Walk the automaton over the bytes and count the features it passes."""
        moves, rows, features = self._moves, self._rows, self._features
        state = 0
        seen = []
        for byte in data:
            state = moves[rows[state] * _BYTES + byte]
            feature = features[state]
            if feature >= 0:
                seen.append(feature)
        return Counter(seen)


def model_path() -> Path:
    """Return where py3langid keeps its model. Raises ModelUnreadable if the library is not installed."""
    spec = find_spec("py3langid")  # finds the folder without importing the library, which would load numpy
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnreadable("py3langid is not installed")
    return Path(spec.submodule_search_locations[0]) / "data" / "model.npz.xz"


def read_model(path: Path, languages: Sequence[str]) -> NgramModel:
    """Read the columns of `languages`; takes half a second and 80 MB of temporary disk. Raises ModelUnreadable."""
    import lzma  # only who reads the model pays for these
    import shutil
    import tempfile
    import zipfile

    try:
        with tempfile.TemporaryFile(suffix=".npz") as unpacked:
            with lzma.open(path) as packed:
                shutil.copyfileobj(packed, unpacked, _CHUNK)
            unpacked.flush()
            with zipfile.ZipFile(unpacked) as archive:
                places = {info.filename: (info.header_offset, info.file_size) for info in archive.infolist()}
            mapped = memoryview(mmap.mmap(unpacked.fileno(), 0, access=mmap.ACCESS_READ))
            return _model(_Members(unpacked, mapped, places), languages)
    except (
        OSError,
        EOFError,
        lzma.LZMAError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        struct.error,
    ) as error:
        raise ModelUnreadable(type(error).__name__) from error


@dataclass(frozen=True, slots=True)
class _Members:
    """The arrays of an uncompressed .npz archive, read in place."""

    file: IO[bytes]
    mapped: memoryview[int]
    places: dict[str, tuple[int, int]]  # by name: offset of the local header, size of the content in bytes

    def place_of(self, name: str) -> tuple[str, int, int]:
        """Return an array's NumPy type, e.g. "u2", and where its numbers start and end (NEP 1, version 1.0)."""
        at, size = self.places[name + ".npy"]
        signature, name_length, extra_length = _LOCAL_HEADER.unpack_from(self.mapped, at)
        start = at + _LOCAL_HEADER.size + name_length + extra_length
        if signature != b"PK\3\4" or bytes(self.mapped[start : start + 7]) != b"\x93NUMPY\x01":
            raise ValueError("not a .npy member of version 1")
        (length,) = struct.unpack_from("<H", self.mapped, start + 8)
        header = bytes(self.mapped[start + 10 : start + 10 + length]).decode("latin-1")
        kind = header.split("'descr': '", 1)[1].split("'", 1)[0]
        if "'fortran_order': False" not in header or kind[0] != "<":
            raise ValueError("not rows of little-endian numbers")
        return kind[1:], start + 10 + length, start + size

    def numbers_of(self, name: str) -> memoryview[int]:
        """Return an array's numbers without copying them."""
        kind, start, end = self.place_of(name)
        return self.mapped[start:end].cast(_TYPECODES[kind])  # type: ignore[call-overload, no-any-return]

    def texts_of(self, name: str) -> list[str]:
        """Return an array's texts."""
        kind, start, end = self.place_of(name)
        width = 4 * int(kind.removeprefix("U"))
        return [bytes(self.mapped[at : at + width]).decode("utf-32-le").rstrip("\0") for at in range(start, end, width)]

    def columns_of(self, name: str, width: int, wanted: list[int]) -> tuple[array[float], ...]:
        """Return some columns of a table of half-precision numbers, read in chunks so that none of it stays mapped."""
        kind, start, end = self.place_of(name)
        if kind != "f2":
            raise ValueError("not half precision")
        columns = tuple(array("f") for _ in wanted)
        self.file.seek(start)
        rows = (end - start) // (2 * width)
        for first in range(0, rows, _ROWS):
            chunk = memoryview(self.file.read(2 * width * min(_ROWS, rows - first))).cast("H")
            for column, index in zip(columns, wanted, strict=True):
                halves = chunk[index::width].tobytes()
                column.extend(struct.unpack(f"<{len(halves) // 2}e", halves))
        return columns


def _model(members: _Members, languages: Sequence[str]) -> NgramModel:
    classes = members.texts_of("classes")
    wanted = [classes.index(language) for language in languages]
    priors = members.numbers_of("pc")
    return NgramModel(
        tuple(languages),
        members.columns_of("ptc", len(classes), wanted),
        tuple(priors[index] for index in wanted),
        members.numbers_of("nextmove"),
        members.numbers_of("nextmove_row"),
        members.numbers_of("out_feat"),
    )
