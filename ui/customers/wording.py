"""The profile's words: figures, languages, how an interaction ended, why an identity was tied, what was undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from desktop.customers import CustomerDone
from desktop.model import Deed, Identity, LinkReason, Network, Reason, ReasonCode
from ui.inbox import network_name, reason_name
from ui.text import clock_time

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_MANY = 100_000

translate = QCoreApplication.translate

_LANGUAGES: Mapping[str, object] = {
    "it": QT_TRANSLATE_NOOP("Profile", "Italian"),
    "ca": QT_TRANSLATE_NOOP("Profile", "Catalan"),
    "es": QT_TRANSLATE_NOOP("Profile", "Spanish"),
    "en": QT_TRANSLATE_NOOP("Profile", "English"),
    "fr": QT_TRANSLATE_NOOP("Profile", "French"),
    "de": QT_TRANSLATE_NOOP("Profile", "German"),
    "pt": QT_TRANSLATE_NOOP("Profile", "Portuguese"),
}
_OUTCOMES: Mapping[str, object] = {
    "new": QT_TRANSLATE_NOOP("Profile", "New"),
    "open": QT_TRANSLATE_NOOP("Profile", "Open"),
    "waiting": QT_TRANSLATE_NOOP("Profile", "Waiting for customer"),
    "snoozed": QT_TRANSLATE_NOOP("Profile", "Snoozed"),
    "solved": QT_TRANSLATE_NOOP("Profile", "Solved"),
    "unanswered": QT_TRANSLATE_NOOP("Profile", "Unanswered"),
}


def figure(count: int) -> str:
    """Return a whole number as the reader's language groups its digits: "1,204"."""
    locale = QLocale()
    if locale.language() == QLocale.Language.C:
        locale = QLocale(QLocale.Language.English)
    return locale.toString(count)


def follower_words(count: int) -> str:
    """Return "1,204 followers", "120k followers" from a hundred thousand on."""
    if count >= _MANY:
        return reason_name(Reason(ReasonCode.FOLLOWERS, str(count)))
    if count == 1:
        return translate("Profile", "1 follower")
    return translate("Profile", "{count} followers").replace("{count}", figure(count))


def place_words(networks: Sequence[Network]) -> str:
    """Return where somebody writes, for when nothing better is known: "On X, Mastodon", "By e-mail"."""
    if set(networks) == {Network.EMAIL}:
        return translate("Profile", "By e-mail")
    names = dict.fromkeys(network_name(network) for network in networks)
    return translate("Profile", "On {networks}").replace("{networks}", ", ".join(names)) if names else ""


def language_words(codes: tuple[str, ...]) -> str:
    """Return "Italian", "Italian and Catalan"; at most two, "" for none."""
    names = [_language(code) for code in codes[:2]]
    if len(names) < 2:
        return "".join(names)
    return translate("Profile", "{one} and {other}").replace("{one}", names[0]).replace("{other}", names[1])


def _language(code: str) -> str:
    if code in _LANGUAGES:
        return translate("Profile", str(_LANGUAGES[code]))
    language = QLocale(code).language()
    return code if language == QLocale.Language.C else QLocale.languageToString(language)


def outcome_words(outcome: str, seconds: int | None, mark: int | None = None) -> str:
    """Return how an interaction ended: "Unanswered", "Solved in 3 h, rated 4", "Solved in 1 day"."""
    if mark is not None:
        words = translate("Profile", "{outcome}, rated {mark}").replace("{mark}", str(mark))
        return words.replace("{outcome}", outcome_words(outcome, seconds))
    if outcome == "solved" and seconds is not None:
        return translate("Profile", "Solved in {span}").replace("{span}", span_words(seconds))
    return translate("Profile", str(_OUTCOMES.get(outcome, outcome)))


def span_words(seconds: int) -> str:
    """Return a span in its one most telling unit: "5 min", "3 h", "1 day", "12 days". A started minute counts."""
    if seconds < _HOUR:
        return translate("Profile", "{count} min").replace("{count}", str(max(1, -(-seconds // _MINUTE))))
    if seconds < _DAY:
        return translate("Profile", "{count} h").replace("{count}", str(round(seconds / _HOUR)))
    days = round(seconds / _DAY)
    words = translate("Profile", "1 day") if days == 1 else translate("Profile", "{count} days")
    return words.replace("{count}", figure(days))


def ago_words(at: datetime, now: datetime, tz: tzinfo) -> str:
    """Return how long ago a day was: "today", "yesterday", "2 days ago", "on 10 Mar"."""
    local, today = at.astimezone(tz), now.astimezone(tz)
    days = (today.date() - local.date()).days
    if days <= 0:
        return translate("Profile", "today")
    if days == 1:
        return translate("Profile", "yesterday")
    if days <= 60:
        return translate("Profile", "{count} days ago").replace("{count}", str(days))
    return translate("Profile", "on {day}").replace("{day}", full_date(at, tz))


def full_date(at: datetime, tz: tzinfo) -> str:
    """Return "10 March 2026"."""
    return _date(at.astimezone(tz), translate("Profile", "d MMMM yyyy"))


def since_words(at: datetime, now: datetime, tz: tzinfo) -> str:
    """Return the fact of how long somebody is known: "2017", "10 Mar" within this year."""
    local = at.astimezone(tz)
    return _date(local, "d MMM") if local.year == now.astimezone(tz).year else str(local.year)


def past_date(at: datetime, now: datetime, tz: tzinfo) -> str:
    """Return "10:38" today, "Tue" within a week, "4 Nov" within eleven months, "Nov 2024" before."""
    local, today = at.astimezone(tz), now.astimezone(tz)
    days = (today.date() - local.date()).days
    if days <= 0:
        return clock_time(at, tz)
    return _date(local, "ddd" if days < 7 else "d MMM" if days < 335 else "MMM yyyy")


def tie_words(identity: Identity) -> str:
    """Return why an identity is tied to the customer, "" for the one the customer began with."""
    if identity.reason is LinkReason.FIRST_SEEN:
        return ""
    words = {
        LinkReason.SAME_EMAIL: translate("Profile", "Gave this address in a message"),
        LinkReason.SAME_LINK: translate("Profile", "Gave this profile’s link in a message"),
        LinkReason.SAME_HANDLE: translate("Profile", "Same handle, verified by both networks"),
    }.get(identity.reason, translate("Profile", "Merged by an agent"))
    basis = identity.basis
    if basis is None or identity.reason is not LinkReason.AGENT or basis.why == Deed.HANDED_OVER.value:
        return words
    told = translate("Profile", "Merged by {name}: {why}").replace("{name}", basis.agent)
    return told.replace("{why}", basis.why)


def done_words(done: CustomerDone) -> str:
    """Return what the toast says of a deed about a customer."""
    words = {
        (Deed.CUSTOMER_NOTE, True): translate("Profile", "Note added"),
        (Deed.CUSTOMER_NOTE, False): translate("Profile", "Note removed"),
        (Deed.CUSTOMER_TAG, True): translate("Profile", "Tag “{tag}” added"),
        (Deed.CUSTOMER_TAG, False): translate("Profile", "Tag “{tag}” removed"),
        (Deed.CUSTOMER_MERGED, True): translate("Profile", "Customers merged"),
        (Deed.CUSTOMER_SEPARATED, False): translate("Profile", "Identity separated"),
        (Deed.NOT_ONE_PERSON, False): translate("Profile", "{tag} is not suggested again"),
        (Deed.OWN_FIELD, True): translate("Profile", "Details kept"),
        (Deed.CONSENT, True): translate("Profile", "Consent written down"),
        (Deed.CONSENT, False): translate("Profile", "Refusal written down"),
        (Deed.CUSTOMER_ERASED, False): translate("Profile", "Customer erased"),
    }
    return words[done.deed, done.added].replace("{tag}", done.detail)


def _date(local: datetime, pattern: str) -> str:
    return QLocale().toString(QDate(local.year, local.month, local.day), pattern)
