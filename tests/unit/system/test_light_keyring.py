"""Keyring is loaded without what it brings along for others, and those who want that get it whole."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow  # a process for each

FAIL = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "PATH": ""}


def told(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "import sys\nfrom desktop.system.light_keyring import load_keyring\n" + script],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=FAIL,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_no_network_library_is_loaded_for_a_secret() -> None:
    script = """
keyring = load_keyring()
assert load_keyring() is keyring is sys.modules["keyring"]
print(keyring.get_keyring().name, *{"ssl", "http.client", "more_itertools", "urllib.request"} & {*sys.modules})
"""
    assert told(script) == "fail Keyring"


def test_what_was_left_out_is_there_whole_for_whoever_imports_it_next() -> None:
    script = """
load_keyring()
import urllib.request, more_itertools
print(urllib.request.Request("http://127.0.0.1/").host, *more_itertools.take(2, [1, 2, 3]))
"""
    assert told(script) == "127.0.0.1 1 2"


def test_what_was_there_before_stays() -> None:
    script = """
import urllib.request
before = urllib.request
load_keyring()
import urllib.request as after
print(after is before, before.Request("http://127.0.0.1/").host)
"""
    assert told(script) == "True 127.0.0.1"


def test_the_catalogue_of_packages_is_opened_where_a_store_must_be_looked_for() -> None:
    script = """
load_keyring()
from keyring.backend import get_all_keyring
print(sorted(one.name for one in get_all_keyring())[0])
"""
    assert told(script) == "chainer ChainerBackend"
