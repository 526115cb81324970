"""The nouns that every folder shares: frozen dataclasses, ids and enums, with no behaviour beyond themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.late import late

if TYPE_CHECKING:
    from desktop.model.abuse import AbuseMark, AbuseState, Hush
    from desktop.model.accounts import Account, AccountHealth, AccountLimits, AccountRole, HealthState
    from desktop.model.agents import Agent, initials_of
    from desktop.model.cases import (
        CaseDetail,
        CaseRow,
        CaseStatus,
        ItemKind,
        Lane,
        Sort,
        ThreadView,
        TimelineItem,
    )
    from desktop.model.channel import (
        Channel,
        ChannelError,
        CheckStep,
        Fetched,
        Hiding,
        OutcomeUnknown,
        Refused,
        SignInExpired,
        Spent,
        TemporaryFailure,
    )
    from desktop.model.crisis import CrisisMode, HourCount, ReadyMade, SeenSurge, Surge, Surging, Tick, Voice
    from desktop.model.declared import Declared, declared_of
    from desktop.model.files import NO_FILES, FileFacts, FileRules, file_rules
    from desktop.model.hand_over import CallOutcome, HandOverWay, NoteKind
    from desktop.model.ids import (
        AccountId,
        AttachmentId,
        CaseId,
        CustomerId,
        DeliveryId,
        IdentityId,
        MessageId,
        ModerationId,
        ThreadId,
        fact_uid,
        made_uid,
    )
    from desktop.model.impostors import KnownFace, LookAlike, Sighting, Trait
    from desktop.model.journal import Deed, JournalEntry
    from desktop.model.listening import Listening, listening_of
    from desktop.model.messages import (
        Arrival,
        ArrivedAttachment,
        Attachment,
        Direction,
        Engagement,
        Mechanical,
        Removal,
        ThreadKind,
        Visibility,
    )
    from desktop.model.moderation import MODERATION_MAY_BECOME, Moderating, Moderation, ModerationState
    from desktop.model.networks import Counting, Network, NetworkTraits, traits_of
    from desktop.model.outbox import (
        MAY_BECOME,
        Delivery,
        DeliveryState,
        Draft,
        DraftFile,
        DraftMode,
        HoldReason,
        Outgoing,
        OutgoingAttachment,
        PartOf,
        SentReceipt,
    )
    from desktop.model.people import (
        Author,
        CustomerNote,
        CustomerProfile,
        Identity,
        LinkReason,
        PastInteraction,
    )
    from desktop.model.triage import (
        Assessment,
        ClassEvidence,
        Clock,
        ClockKind,
        ClockState,
        Factor,
        FactorName,
        MessageClass,
        Reason,
        ReasonCode,
    )
    from desktop.model.verdicts import (
        Decision,
        Finding,
        Fix,
        Overridden,
        Permission,
        PermissionNote,
        Purpose,
        Refusal,
        Verdict,
        overridden_in,
        still_said,
        verdict_of,
    )
else:
    __getattr__ = late(
        __name__,
        {
            "abuse": "AbuseMark AbuseState Hush",
            "accounts": "Account AccountHealth AccountLimits AccountRole HealthState",
            "agents": "Agent initials_of",
            "cases": "CaseDetail CaseRow CaseStatus ItemKind Lane Sort ThreadView TimelineItem",
            "channel": (
                "Channel ChannelError CheckStep Fetched Hiding OutcomeUnknown Refused SignInExpired Spent "
                "TemporaryFailure"
            ),
            "crisis": "CrisisMode HourCount ReadyMade SeenSurge Surge Surging Tick Voice",
            "declared": "Declared declared_of",
            "files": "FileFacts FileRules NO_FILES file_rules",
            "hand_over": "CallOutcome HandOverWay NoteKind",
            "ids": (
                "AccountId AttachmentId CaseId CustomerId DeliveryId IdentityId MessageId ModerationId ThreadId "
                "fact_uid made_uid"
            ),
            "impostors": "KnownFace LookAlike Sighting Trait",
            "journal": "Deed JournalEntry",
            "listening": "Listening listening_of",
            "messages": (
                "Arrival ArrivedAttachment Attachment Direction Engagement Mechanical Removal ThreadKind Visibility"
            ),
            "moderation": "MODERATION_MAY_BECOME Moderating Moderation ModerationState",
            "networks": "Counting Network NetworkTraits traits_of",
            "outbox": (
                "Delivery DeliveryState Draft DraftFile DraftMode HoldReason MAY_BECOME Outgoing "
                "OutgoingAttachment PartOf SentReceipt"
            ),
            "people": "Author CustomerNote CustomerProfile Identity LinkReason PastInteraction",
            "triage": (
                "Assessment ClassEvidence Clock ClockKind ClockState Factor FactorName MessageClass Reason ReasonCode"
            ),
            "verdicts": (
                "Decision Finding Fix Overridden Permission PermissionNote Purpose Refusal Verdict overridden_in "
                "still_said verdict_of"
            ),
        },
    )

__all__ = [
    "MAY_BECOME",
    "MODERATION_MAY_BECOME",
    "NO_FILES",
    "AbuseMark",
    "AbuseState",
    "Account",
    "AccountHealth",
    "AccountId",
    "AccountLimits",
    "AccountRole",
    "Agent",
    "Arrival",
    "ArrivedAttachment",
    "Assessment",
    "Attachment",
    "AttachmentId",
    "Author",
    "CallOutcome",
    "CaseDetail",
    "CaseId",
    "CaseRow",
    "CaseStatus",
    "Channel",
    "ChannelError",
    "CheckStep",
    "ClassEvidence",
    "Clock",
    "ClockKind",
    "ClockState",
    "Counting",
    "CrisisMode",
    "CustomerId",
    "CustomerNote",
    "CustomerProfile",
    "Decision",
    "Declared",
    "Deed",
    "Delivery",
    "DeliveryId",
    "DeliveryState",
    "Direction",
    "Draft",
    "DraftFile",
    "DraftMode",
    "Engagement",
    "Factor",
    "FactorName",
    "Fetched",
    "FileFacts",
    "FileRules",
    "Finding",
    "Fix",
    "HandOverWay",
    "HealthState",
    "Hiding",
    "HoldReason",
    "HourCount",
    "Hush",
    "Identity",
    "IdentityId",
    "ItemKind",
    "JournalEntry",
    "KnownFace",
    "Lane",
    "LinkReason",
    "Listening",
    "LookAlike",
    "Mechanical",
    "MessageClass",
    "MessageId",
    "Moderating",
    "Moderation",
    "ModerationId",
    "ModerationState",
    "Network",
    "NetworkTraits",
    "NoteKind",
    "OutcomeUnknown",
    "Outgoing",
    "OutgoingAttachment",
    "Overridden",
    "PartOf",
    "PastInteraction",
    "Permission",
    "PermissionNote",
    "Purpose",
    "ReadyMade",
    "Reason",
    "ReasonCode",
    "Refusal",
    "Refused",
    "Removal",
    "SeenSurge",
    "SentReceipt",
    "Sighting",
    "SignInExpired",
    "Sort",
    "Spent",
    "Surge",
    "Surging",
    "TemporaryFailure",
    "ThreadId",
    "ThreadKind",
    "ThreadView",
    "Tick",
    "TimelineItem",
    "Trait",
    "Verdict",
    "Visibility",
    "Voice",
    "declared_of",
    "fact_uid",
    "file_rules",
    "initials_of",
    "listening_of",
    "made_uid",
    "overridden_in",
    "still_said",
    "traits_of",
    "verdict_of",
]
