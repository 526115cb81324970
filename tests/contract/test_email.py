"""E-mail keeps the contract of every channel, on a mail provider of its own."""

from __future__ import annotations

from desktop.channels.email.manifest import MANIFEST
from tests.contract.channel_place import Kit
from tests.contract.mail_contract import MailContract
from tests.contract.mail_place import EXPIRED, MailDesk, in_process, mail_channel

KIT = Kit(
    manifest=MANIFEST,
    network=in_process,
    channel=mail_channel,
    edits=False,
    expired=EXPIRED,
    desk=MailDesk,
)


class TestEmail(MailContract):
    """Everything that every channel promises, as mail has it."""

    kit = KIT
