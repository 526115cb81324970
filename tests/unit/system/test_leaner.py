"""The engine's process loads httpx alone: no command line, no terminal's colours."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
import desktop.commands.engine
assert "httpx" not in sys.modules, "imported before it could be made leaner"
from desktop.system.leaner import without_httpx_command_line
without_httpx_command_line()
import desktop.engine
import httpx
httpx.AsyncClient()
print([name for name in ("rich", "pygments", "httpx._main") if sys.modules.get(name) is not None])
"""


@pytest.mark.slow  # a process of its own
def test_the_engine_loads_httpx_without_its_command_line() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
