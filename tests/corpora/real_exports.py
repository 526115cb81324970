"""Where the real exports lie, if this machine has them, and what every test of them is marked with."""

from __future__ import annotations

from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "../shared/data"
MAILS = DATA / "mail/spamassassin/spamassassin_raw_emails.tar.gz"
TALK = DATA / "volume/irc_ubuntu/train-logs.tar.gz"

MARKS = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not DATA.is_dir(), reason="the real exports (../shared/data) are not on this machine"),
]
