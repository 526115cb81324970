"""Where things are in one mailbox: the folders to pull, the one for sent mail, the one that holds everything."""

from __future__ import annotations

import logging

from desktop.channels.email.folders import INBOX, all_mail_folder, new_sent_name, sent_folder
from desktop.channels.email.responses import Folder
from desktop.channels.email.session import CommandRefused, ImapSession
from desktop.channels.email.settings import EmailSettings

_LOG = logging.getLogger(__name__)


class Places:
    """The folders of one mailbox, asked once per connection. Used in the mailbox's thread only."""

    def __init__(self, settings: EmailSettings) -> None:
        """`settings` may name the Sent folder; else it is found."""
        self._settings = settings
        self._asked: ImapSession | None = None
        self._folders: tuple[Folder, ...] = ()

    def to_pull(self, session: ImapSession) -> tuple[str, ...]:
        """Return the folders to pull, INBOX first."""
        sent = self.sent(session) if self._settings.pull_sent else None
        names = (INBOX, *self._settings.folders, *((sent,) if sent else ()))
        return tuple(dict.fromkeys(names))

    def sent(self, session: ImapSession) -> str | None:
        """Return the folder of sent mail, None if there is none."""
        return self._settings.sent_folder or sent_folder(self._known(session))

    def sent_or_new(self, session: ImapSession) -> str:
        """Return the folder of sent mail, made now if there was none. Raises TemporaryFailure."""
        found = self.sent(session)
        if found:
            return found
        name = new_sent_name(self._known(session))
        session.make_folder(name)
        self._asked = None
        return name

    def all_mail(self, session: ImapSession) -> str | None:
        """Return the folder that holds every message, None where there is none."""
        return all_mail_folder(self._known(session))

    def _known(self, session: ImapSession) -> tuple[Folder, ...]:
        if self._asked is not session:
            try:
                self._folders = session.folders()
            except CommandRefused as refusal:
                _LOG.info("mailbox lists no folders: %s", refusal.reason)
                self._folders = ()
            self._asked = session
        return self._folders
