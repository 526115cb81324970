"""Where the X channel is tried: the fake network, judged by X's own description where that is there."""

from __future__ import annotations

from pathlib import Path

from tests.contract.openapi import OpenApi

SPECIFICATION = Path(__file__).parents[2] / "../shared/specs/x-api-v2-openapi.json"


def judge() -> OpenApi | None:
    """Return a strict judge, None where the description is not beside this checkout."""
    return OpenApi.read(SPECIFICATION, strict=True) if SPECIFICATION.exists() else None
