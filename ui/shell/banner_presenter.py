"""Which banners there are reasons for and how fresh the inbox is, from the channels' states. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.model import Account, HealthState
from ui.inbox import network_name
from ui.shell.banner import BannerAction, BannerKind, BannerMessage
from ui.shell.topbar import SyncKind, SyncState
from ui.text.times import clock_time, short_moment

translate = QCoreApplication.translate

VIEW_OUTBOX, TRY_NOW, RESTART, LATER = "view_outbox", "try_now", "restart", "later"
SIGN_IN = "sign_in:"
"""Codes of the banners' actions; after SIGN_IN stands the account's id."""

_REACHED = (HealthState.CONNECTED, HealthState.SYNCING, HealthState.RATE_LIMITED, HealthState.CONNECTING)


@dataclass(frozen=True, slots=True)
class BannerFacts:
    """What banners depend on. `queued` counts what has not gone out; `update` is a version that is ready to start."""

    accounts: Sequence[Account]
    queued: int
    now: datetime
    tz: tzinfo
    update: str = ""


def is_online(accounts: Sequence[Account]) -> bool:
    """Return whether replies go out at once: some channel can be reached, or it is not known yet."""
    states = {one.health.state for one in accounts}
    return HealthState.OFFLINE not in states or any(state in states for state in _REACHED)


def present_banners(facts: BannerFacts) -> Mapping[BannerKind, BannerMessage | None]:
    """Return each banner's message, None where there is no reason for one. The crisis banner is not decided here."""
    return {
        BannerKind.OFFLINE: None if is_online(facts.accounts) else _offline(facts),
        BannerKind.SIGN_IN: _expired(facts),
        BannerKind.UPDATE: _update(facts.update) if facts.update else None,
    }


def present_sync(facts: BannerFacts) -> SyncState:
    """Return how fresh the inbox is."""
    states = {one.health.state for one in facts.accounts}
    if not facts.accounts:
        return SyncState(SyncKind.NO_CHANNELS)
    if not is_online(facts.accounts):
        return SyncState(SyncKind.OFFLINE)
    last = _last_sync(facts.accounts)
    if last is None or HealthState.SYNCING in states:
        return SyncState(SyncKind.SYNCING)
    return SyncState(SyncKind.SYNCED, short_moment(last, facts.now, facts.tz))


def _offline(facts: BannerFacts) -> BannerMessage:
    last = _last_sync(facts.accounts)
    aside = ""
    if last is not None:
        moment = short_moment(last, facts.now, facts.tz)
        aside = translate("Banner", "Last synced {moment}").replace("{moment}", moment)
    actions = [BannerAction(TRY_NOW, translate("Banner", "Try now"), "arrows-clockwise")]
    if facts.queued:
        actions.insert(0, BannerAction(VIEW_OUTBOX, translate("Banner", "View outbox")))
    return BannerMessage(translate("Banner", "Offline."), _queued_words(facts.queued), aside, tuple(actions))


def _queued_words(count: int) -> str:
    if not count:
        return translate("Banner", "You can read and write everything, replies go out when you are back.")
    if count == 1:
        return translate("Banner", "1 reply queued, it goes out when you are back.")
    words = translate("Banner", "{count} replies queued, they go out when you are back.")
    return words.replace("{count}", str(count))


def _expired(facts: BannerFacts) -> BannerMessage | None:
    expired = [one for one in facts.accounts if one.health.state is HealthState.SIGN_IN]
    if not expired:
        return None
    first = expired[0]
    action = (BannerAction(f"{SIGN_IN}{int(first.id)}", translate("Banner", "Sign in")),)
    if len(expired) > 1:
        title = translate("Banner", "{count} sign-ins expired.").replace("{count}", str(len(expired)))
        names = ", ".join(f"{network_name(one.network)} {one.handle or one.name}".strip() for one in expired)
        text = translate("Banner", "Nothing new arrives from {names}.").replace("{names}", names)
        return BannerMessage(title, text, "", action)
    from ui.shell.notices_words import not_arriving

    pattern = translate("Banner", "{network} sign-in expired {moment}.")
    moment = expiry_moment(first.health.since, facts.now, facts.tz)
    title = pattern.replace("{network}", network_name(first.network)).replace(
        " {moment}", f" {moment}" if moment else ""
    )
    return BannerMessage(title, f"{not_arriving(first.network)}.", "", action)


def expiry_moment(since: datetime | None, now: datetime, tz: tzinfo) -> str:
    """Return "today at 09:12", "yesterday at 18:30", else "on Mon 09:12"; "" if it is not known."""
    if since is None:
        return ""
    days = (now.astimezone(tz).date() - since.astimezone(tz).date()).days
    time = clock_time(since, tz)
    if days == 0:
        return translate("Banner", "today at {time}").replace("{time}", time)
    if days == 1:
        return translate("Banner", "yesterday at {time}").replace("{time}", time)
    return translate("Banner", "on {moment}").replace("{moment}", short_moment(since, now, tz))


def _update(version: str) -> BannerMessage:
    title = translate("Banner", "Sportello {version} is ready.").replace("{version}", version)
    text = translate("Banner", "It starts the next time you open Sportello. Drafts and the outbox stay as they are.")
    actions = (
        BannerAction(RESTART, translate("Banner", "Restart now")),
        BannerAction(LATER, translate("Banner", "Later"), quiet=True),
    )
    return BannerMessage(title, text, "", actions)


def _last_sync(accounts: Sequence[Account]) -> datetime | None:
    moments = [one.health.last_sync_at for one in accounts if one.health.last_sync_at is not None]
    return max(moments) if moments else None
