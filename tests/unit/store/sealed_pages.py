"""Opens a sealed file page by page, as somebody with the key and a hex editor would, past everything SQLite forgets.

SQLCipher 4: AES-256-CBC, each page with its own vector, which stands in front of the page's HMAC at its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from desktop.store import StoreKey

_PAGE, _RESERVE, _VECTOR, _SALT = 4096, 48, 16, 16
_LOG_HEAD, _FRAME_HEAD = 32, 24


def pages(path: Path, key: StoreKey) -> Iterator[bytes]:
    """Yield the plain bytes of every page of a store, free ones too, and of every frame of its log."""
    content = path.read_bytes()
    for number in range(len(content) // _PAGE):
        yield _opened(content[number * _PAGE : (number + 1) * _PAGE], key, is_first=number == 0)
    log = path.with_name(path.name + "-wal")
    frames = log.read_bytes()[_LOG_HEAD:] if log.exists() else b""
    size = _FRAME_HEAD + _PAGE
    for place in range(0, len(frames) - size + 1, size):
        number = int.from_bytes(frames[place : place + 4], "big")
        yield _opened(frames[place + _FRAME_HEAD : place + size], key, is_first=number == 1)


def holds(path: Path, key: StoreKey, word: str) -> bool:
    """Tell whether a word stands anywhere in the file or its log."""
    wanted = word.encode()
    return any(wanted in page for page in pages(path, key))


def _opened(page: bytes, key: StoreKey, *, is_first: bool) -> bytes:
    assert key.raw is not None
    vector = page[_PAGE - _RESERVE : _PAGE - _RESERVE + _VECTOR]
    sealed = page[_SALT if is_first else 0 : _PAGE - _RESERVE]
    cipher = Cipher(algorithms.AES(key.raw), modes.CBC(vector)).decryptor()
    plain: bytes = cipher.update(sealed) + cipher.finalize()
    return plain
