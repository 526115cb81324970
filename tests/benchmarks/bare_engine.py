"""The floor of the engine's memory: a Python that has loaded asyncio and httpx and waits for its end."""

from __future__ import annotations

import asyncio
import sys

import httpx

if __name__ == "__main__":
    print(asyncio.__name__, httpx.__name__, flush=True)
    sys.stdin.read()
