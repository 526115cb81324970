"""Reports: what the desk answered and how soon, what the networks' badges say of it, and what would make it better."""

from __future__ import annotations
