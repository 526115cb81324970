"""Loading `keyring` without what it brings along for others: HTTP, TLS, archives and catalogues, which no secret needs.

A window reads its key before it paints anything. Nine tenths of loading keyring go into a downloader, archives and
a box of iterators that the libraries below it offer to other programs, and into what is only opened where nobody has
said which credential store to use: the catalogue of installed packages, and where somebody has: its settings.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

_FOR_OTHERS = (
    "backports.tarfile",
    "configparser",
    "importlib_metadata",
    "more_itertools",
    "platform",
    "subprocess",
    "urllib.request",
)


def load_keyring() -> ModuleType:
    """Return `keyring`, loaded lightly at the first call of the process."""
    with _put_off(() if "keyring" in sys.modules else _FOR_OTHERS):
        import keyring
    return keyring


@contextmanager
def _put_off(names: tuple[str, ...]) -> Iterator[None]:
    """Let an import of these modules load nothing meanwhile; whoever imports them afterwards gets them whole."""
    laid = {name: _stand_in(name) for name in names if name not in sys.modules}
    sys.modules |= laid
    try:
        yield
    finally:
        for name, module in laid.items():
            _lift(name, module)


def _stand_in(name: str) -> ModuleType:
    """Return a module that makes room for the real one when something of it is asked for."""
    module = ModuleType(name)

    def ask(attribute: str) -> object:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        _lift(name, module)
        return getattr(import_module(name), attribute)

    vars(module)["__getattr__"] = ask
    return module


def _lift(name: str, module: ModuleType) -> None:
    if sys.modules.get(name) is module:
        del sys.modules[name]
