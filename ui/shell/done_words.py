"""What the toast says of a deed that was done: "Solved", "Snoozed until Mon 09:00", "Assigned to LB"."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from desktop.cases import Done
from desktop.model import CaseStatus, Deed, HandOverWay, Moderating
from desktop.model.tickets import TicketDeedKind
from desktop.outbox import AbuseDecision
from ui.inbox.wording import moment_name, status_name

translate = QCoreApplication.translate


def done_words(done: Done, now: datetime, tz: tzinfo) -> str | None:
    """Return the toast's words, None for a deed that needs none (reading). `now` is aware."""
    words = _words(done, now, tz)
    if words is None or len(done.case_ids) < 2 or done.deed in {Deed.MERGE, Deed.UNMERGE}:
        return words
    return translate("Done", "{count} conversations: {what}").format(count=len(done.case_ids), what=words)


def _words(done: Done, now: datetime, tz: tzinfo) -> str | None:
    match done.deed:
        case Deed.STATUS:
            return status_name(CaseStatus(done.detail))
        case Deed.SNOOZE:
            moment = moment_name(datetime.fromisoformat(done.detail), now, tz)
            return translate("Done", "Snoozed until {moment}").format(moment=moment)
        case Deed.DELIVERY_MADE | Deed.RESCHEDULED if done.detail:
            moment = moment_name(datetime.fromisoformat(done.detail), now, tz)
            return translate("Done", "Goes out {moment}").format(moment=moment)
        case Deed.ASSIGN if done.detail:
            return translate("Done", "Assigned to {agent}").format(agent=done.detail)
        case _:
            return _words_of_watch(done.deed, done.detail) or _plain_words(done.deed, done.detail)


def _words_of_watch(deed: Deed, detail: str) -> str | None:
    match deed:
        case Deed.MODERATION:
            return _moderation_words(Moderating(detail))
        case Deed.ABUSE | Deed.HUSH:
            return _abuse_words(AbuseDecision(detail))
        case Deed.PLAYBOOK | Deed.REMINDER | Deed.KNOWLEDGE:
            return _tick_words(deed, detail)
        case Deed.TICKET:
            return _ticket_words(TicketDeedKind(detail))
        case Deed.KNOWN_FACE if detail:
            return translate("Done", "{handle} is known from now on").format(handle=detail)
        case _:
            return None


def _tick_words(deed: Deed, detail: str) -> str:
    if deed is Deed.REMINDER:
        return {
            "done": translate("Done", "Follow-up done"),
            "moved": translate("Done", "Follow-up moved"),
            "cancelled": translate("Done", "Follow-up cancelled"),
        }.get(detail, translate("Done", "Follow-up set"))
    if deed is Deed.KNOWLEDGE:
        removed = detail == "removed"
        return translate("Done", "FAQ entry deleted") if removed else translate("Done", "FAQ entry saved")
    return translate("Done", "Step done") if detail else translate("Done", "Step not done after all")


def _ticket_words(kind: TicketDeedKind) -> str:
    return {
        TicketDeedKind.OPEN: translate("Done", "Opens a ticket"),
        TicketDeedKind.LINK: translate("Done", "Links the ticket"),
        TicketDeedKind.COMMENT: translate("Done", "Comments on the ticket"),
    }[kind]


def _abuse_words(decision: AbuseDecision) -> str:
    return {
        AbuseDecision.ABUSE: translate("Done", "Marked as abuse"),
        AbuseDecision.NO_ABUSE: translate("Done", "No abuse any more"),
        AbuseDecision.HIDE: translate("Done", "Hides the message on its network"),
        AbuseDecision.MUTE: translate("Done", "Muted until somebody ends it"),
        AbuseDecision.BLOCK: translate("Done", "Blocked for a time"),
        AbuseDecision.UNANSWERED: translate("Done", "Solved without an answer"),
        AbuseDecision.HEAR_AGAIN: translate("Done", "Heard again"),
    }[decision]


def _moderation_words(deed: Moderating) -> str:
    return {
        Moderating.HIDE: translate("Done", "Hides the message on its network"),
        Moderating.SHOW: translate("Done", "Shows the message again"),
        Moderating.DELETE: translate("Done", "Deletes the message on its network"),
    }[deed]


def _hand_over_words(way: str) -> str:
    return {
        HandOverWay.DIRECT.value: translate("Done", "Goes on in a direct message"),
        HandOverWay.EMAIL.value: translate("Done", "Goes on by e-mail"),
        HandOverWay.PHONE.value: translate("Done", "Goes on by phone, call noted"),
        HandOverWay.VISIT.value: translate("Done", "Goes on in person, visit noted"),
    }.get(way, translate("Done", "Handed over"))


def _plain_words(deed: Deed, detail: str) -> str | None:
    words = {
        Deed.ASSIGN: translate("Done", "Assigned to nobody"),
        Deed.TAG: translate("Done", "Tags: {tags}").format(tags=detail)
        if detail
        else translate("Done", "Tags removed"),
        Deed.DELIVERY_STATE: translate("Done", "Reply discarded"),
        Deed.NOTE: translate("Done", "Note added"),
        Deed.MERGE: translate("Done", "Conversations merged"),
        Deed.UNMERGE: translate("Done", "Conversations split again"),
        Deed.PRIORITY: translate("Done", "Priority changed"),
        Deed.DRAFT_DISCARDED: translate("Done", "Draft discarded"),
        Deed.CUSTOMER_NOTE: translate("Done", "Customer's notes changed"),
        Deed.CUSTOMER_TAG: translate("Done", "Customer's tags changed"),
        Deed.BROWSER_ANSWER: translate("Done", "Answer recorded"),
        Deed.HANDED_OVER: _hand_over_words(detail),
        Deed.KNOWN_FACE: translate("Done", "Known no more"),
        Deed.BULK_REPLY: translate("Done", "replies queued"),
        Deed.REDACTED: translate("Done", "Value covered. After this it is for good"),
    }
    return words.get(deed)
