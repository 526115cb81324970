"""What an empty lane says: what it collects, and the next useful fact or the way to begin."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from desktop.model import Account, Lane, Network, listening_of
from ui.widgets import NoticeWords


def empty_words(lane: Lane, *, listens: bool = False, narrowed: bool = False) -> NoticeWords:
    """Return a lane's bold line and its fact. `listens`: some account does; `narrowed`: a filter hides the rest."""
    if narrowed:
        return NoticeWords(_tr("Nothing matches the filter"), _tr("Clear it to see the whole view."), "funnel-simple")
    if lane is Lane.LISTENING:
        return _listening_words(listens)
    title, fact, icon = _WORDS[lane]()
    return NoticeWords(title, fact, icon)


def hears(account: Account) -> bool:
    """Tell whether an account listens for something now."""
    return account.network is Network.LISTENING or listening_of(account).is_on


def _listening_words(listens: bool) -> NoticeWords:
    collects = _tr("What names the company without addressing it is collected here: posts, news, forums.")
    if listens:
        return NoticeWords(_tr("Nothing was heard lately"), collects, "ear", _tr("Change what to listen for"))
    title = _tr("No account listens yet")
    fact = f"{collects} {_tr('Say which words count.')}"
    return NoticeWords(title, fact, "ear", _tr("Choose what to listen for"))


_WORDS: dict[Lane, Callable[[], tuple[str, str, str]]] = {
    Lane.MY_OPEN: lambda: (
        _tr("Nothing is waiting for you"),
        _tr("Press G then U for conversations nobody has taken."),
        "tray",
    ),
    Lane.UNASSIGNED: lambda: (
        _tr("Every conversation is taken"),
        _tr("New ones appear here by themselves."),
        "user-plus",
    ),
    Lane.AT_RISK: lambda: (
        _tr("Nothing at risk"),
        _tr("A conversation appears here 15 minutes before it is due."),
        "hourglass-medium",
    ),
    Lane.REPEAT: lambda: (
        _tr("Nobody had to ask twice"),
        _tr("Who asks again what was never answered appears here, on whatever channel."),
        "repeat",
    ),
    Lane.SNOOZED: lambda: (
        _tr("Nothing is snoozed"),
        _tr("Press S on a conversation to put it away until later."),
        "bell-z",
    ),
    Lane.WAITING: lambda: (
        _tr("No customer owes an answer"),
        _tr("Answered conversations wait here."),
        "clock-clockwise",
    ),
    Lane.SOLVED: lambda: (_tr("Nothing is solved yet"), _tr("Press E on a conversation to solve it."), "check-circle"),
    Lane.ALL: lambda: (_tr("No conversations yet"), _tr("What customers write appears here by itself."), "tray"),
    Lane.IMPOSTORS: lambda: (
        _tr("Nobody was seen answering in your place"),
        _tr("Who looks like one of your accounts and answers a customer appears here, with what shows it."),
        "user-focus",
    ),
    Lane.ABUSE: lambda: (
        _tr("No abuse"),
        _tr("Insults and threats wait here for a decision, and who is muted for as long as that lasts."),
        "prohibit",
    ),
    Lane.OUTBOX: lambda: (
        _tr("The outbox is empty"),
        _tr("Replies wait here while they are held or offline."),
        "paper-plane-tilt",
    ),
    Lane.DRAFTS: lambda: (_tr("No drafts"), _tr("What you type is kept here until you send it."), "pencil-line"),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("InboxController", text)
