"""What the contract's own modules need: failing assertions that show their values."""

from __future__ import annotations

import pytest

for _module in ("reading", "sending", "hostile"):
    pytest.register_assert_rewrite(f"tests.contract.contract_{_module}")
