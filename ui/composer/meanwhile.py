"""What happened while a reply was being written, and that it stops the sending until it was read."""

from __future__ import annotations

from datetime import datetime

from desktop.composer.news import NewsWatch
from desktop.model import CaseId
from ui.composer.writing import Writing
from ui.session import Session


class Meanwhile:
    """Watches the case in front. Window thread only."""

    def __init__(self, session: Session, writing: Writing) -> None:
        """Watch nothing yet."""
        self._session = session
        self._writing = writing
        self._watch = NewsWatch(session.store)

    def begin(self, case_id: CaseId, since: datetime | None) -> None:
        """Watch a case from now on; one whose draft was left at `since` from that moment."""
        self._writing.news = ()
        self._watch.look(case_id, until=since)

    def keep_up(self) -> None:
        """Take everything for seen: nothing is being written yet, or the news were read."""
        self._writing.news = ()
        if self._writing.case is not None:
            self._watch.look(self._writing.case.row.id)

    def stops(self) -> bool:
        """Look what is new, and tell whether it has to be read first."""
        self._writing.news = self._watch.news(self._session.agent.name)
        return bool(self._writing.news)
