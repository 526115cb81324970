"""Which order each view was last shown in."""

from __future__ import annotations

from desktop.model import Sort
from desktop.store import StoreError
from ui.session import Session

_KEY = "inbox.sorts"


class SortMemory:
    """Keeps the orders with the desk. Window thread only."""

    def __init__(self, session: Session) -> None:
        """Read what was kept."""
        self._session = session
        kept = session.store.settings.get(_KEY)
        known = kept if isinstance(kept, dict) else {}
        self._sorts: dict[str, str] = {str(key): str(one) for key, one in known.items()}

    def of(self, key: str, usual: Sort) -> Sort:
        """Return the order of a view, the usual one where none was chosen."""
        return next((one for one in Sort if one.value == self._sorts.get(key)), usual)

    def keep(self, key: str, sort: Sort) -> None:
        """Remember the order that was chosen for a view."""
        self._sorts[key] = sort.value
        try:
            self._session.store.settings.set(_KEY, self._sorts, self._session.clock())
        except StoreError:
            return  # an order is worth no error message
