"""How many examples a costly property is tried with: all of them where a change is accepted, a quarter beside the desk."""

from __future__ import annotations

import os


def examples(many: int) -> int:
    """Return how many examples to try of a property of which `many` are tried in CI; five at least."""
    return many if os.environ.get("CI") else min(many, max(5, many // 4))
