"""Journal: one line of what happened, from which history, undo, audit and reports are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Deed(StrEnum):
    """What was done. The value is stored; never change one."""

    STATUS = "status"
    ASSIGN = "assign"
    SNOOZE = "snooze"
    TAG = "tag"
    NOTE = "note"
    MERGE = "merge"
    UNMERGE = "unmerge"
    READ = "read"
    PRIORITY = "priority"
    DRAFT_DISCARDED = "draft_discarded"
    DELIVERY_MADE = "delivery_made"
    DELIVERY_STATE = "delivery_state"
    OVERRIDE = "override"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_REMOVED = "account_removed"
    SETTING = "setting"
    CUSTOMER_NOTE = "customer_note"
    CUSTOMER_TAG = "customer_tag"
    CUSTOMER_MERGED = "customer_merged"
    CUSTOMER_SEPARATED = "customer_separated"
    CUSTOMER_EXPORTED = "customer_exported"
    CUSTOMER_ERASED = "customer_erased"  # how much went, never whose
    NOT_ONE_PERSON = "not_one_person"  # two identities that were proposed as one
    OWN_FIELD = "own_field"  # a field of the desk's own, or a customer's value of one
    CONSENT = "consent"
    RETENTION = "retention"  # conversations that were kept long enough
    REDACTED = "redacted"  # a value in a message, covered or shown again
    REMOVED_ON_NETWORK = "removed_on_network"
    EDITED_ON_NETWORK = "edited_on_network"
    REOPENED = "reopened"
    BROWSER_ANSWER = "browser_answer"
    CASE_BEGUN = "case_begun"
    MODERATION = "moderation"
    CANNED_REPLY = "canned_reply"
    ACKNOWLEDGED = "acknowledged"
    HANDED_OVER = "handed_over"
    BULK_REPLY = "bulk_reply"
    KNOWN_FACE = "known_face"
    ABUSE = "abuse"
    HUSH = "hush"
    RESCHEDULED = "rescheduled"
    ESCALATED = "escalated"  # a step of the ladder; the engine took it
    CRISIS = "crisis"  # crisis mode, a surge that was muted
    TICKET = "ticket"  # opened, linked, commented, changed its state
    KNOWLEDGE = "knowledge"  # an FAQ entry that was kept or removed
    RATED = "rated"  # a customer gave a mark; the engine read it
    REMINDER = "reminder"  # a follow-up that was set, ticked off or whose moment came
    PLAYBOOK = "playbook"  # a step that was ticked, steps that were changed


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One line: who did what to which case, with the values before and after (plain JSON values)."""

    id: int
    at: datetime
    actor: str  # agent's name, or "engine"
    deed: Deed
    case_id: int | None
    before: object
    after: object
