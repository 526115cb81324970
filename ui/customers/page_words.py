"""The words of the copy that a person may ask for, in the window's language."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from desktop.customers import Exported, PageWords
from desktop.model import CaseStatus, MessageClass, Reason, ReasonCode
from desktop.model.known import ConsentKind
from ui.customers.known_presenter import consent_name
from ui.customers.wording import figure
from ui.inbox import reason_name, status_name

translate = QCoreApplication.translate

_CLASSES = {
    MessageClass.URGENT: QT_TRANSLATE_NOOP("PersonPage", "Urgent"),
    MessageClass.COMPLAINT: QT_TRANSLATE_NOOP("PersonPage", "Complaint"),
    MessageClass.PURCHASE_INTENT: QT_TRANSLATE_NOOP("PersonPage", "Purchase intent"),
    MessageClass.BRAND_PREFERENCE: QT_TRANSLATE_NOOP("PersonPage", "Brand preference"),
    MessageClass.FAQ_QUESTION: QT_TRANSLATE_NOOP("PersonPage", "Common question"),
    MessageClass.TECHNICAL_QUESTION: QT_TRANSLATE_NOOP("PersonPage", "Technical question"),
    MessageClass.SUGGESTION: QT_TRANSLATE_NOOP("PersonPage", "Suggestion"),
    MessageClass.PRAISE_THANKS: QT_TRANSLATE_NOOP("PersonPage", "Praise or thanks"),
    MessageClass.NOISE: QT_TRANSLATE_NOOP("PersonPage", "Not for us"),
    MessageClass.ABUSE: QT_TRANSLATE_NOOP("PersonPage", "Abuse"),
}
_FAILURES = {
    "no_customer": QT_TRANSLATE_NOOP("PersonPage", "This customer is not in the store any more. Nothing was written."),
    "disk_full": QT_TRANSLATE_NOOP("PersonPage", "The disk is full, nothing was written. Choose another place."),
    "not_allowed": QT_TRANSLATE_NOOP("PersonPage", "That folder is read-only, nothing was written. Choose another."),
    "no_folder": QT_TRANSLATE_NOOP("PersonPage", "That folder is not there, nothing was written. Choose another one."),
    "busy": QT_TRANSLATE_NOOP("PersonPage", "The store is busy, nothing was written. Try again in a moment."),
}


def page_words() -> PageWords:
    """Return the page's words."""
    return PageWords(
        language=QLocale().bcp47Name().split("-")[0] if QLocale().language() != QLocale.Language.C else "en",
        title=translate("PersonPage", "Data held about {name}"),
        made=translate(
            "PersonPage", "Made on {moment} with Sportello. data.json holds the same and the history for programs."
        ),
        absent=translate("PersonPage", "{name} was never fetched from the network; it is not in this copy."),
        person=translate("PersonPage", "Person"),
        since=translate("PersonPage", "Known since"),
        tags=translate("PersonPage", "Tags"),
        identities=translate("PersonPage", "Identities"),
        followers=translate("PersonPage", "{count} followers"),
        verified=translate("PersonPage", "verified by the network"),
        rating=translate("PersonPage", "Rating given"),
        consent=translate("PersonPage", "Consent"),
        agreed=translate("PersonPage", "agreed"),
        refused=translate("PersonPage", "refused or taken back"),
        notes=translate("PersonPage", "Notes about the person"),
        conversations=translate("PersonPage", "Conversations"),
        status=translate("PersonPage", "Status"),
        found=translate("PersonPage", "What was found"),
        priority=translate("PersonPage", "Priority"),
        internal_notes=translate("PersonPage", "Internal note"),
        draft=translate("PersonPage", "Unsent draft"),
        unsent=translate("PersonPage", "Not yet sent"),
        quoted=translate("PersonPage", "Quoted"),
        deleted=translate("PersonPage", "Deleted on the network"),
        public=translate("PersonPage", "public"),
        private=translate("PersonPage", "private"),
        others=translate("PersonPage", "Messages of other people in this conversation are left out: {count}."),
        elsewhere=translate("PersonPage", "In other people's conversations"),
        nothing=translate("PersonPage", "Nothing."),
        codes=_codes(),
    )


def exported_words(exported: Exported) -> str:
    """Return what the foot says of a copy that was written."""
    words = translate("PersonPage", "Saved as {file}: conversations {cases}, messages {messages}, files {files}.")
    words = words.replace("{file}", exported.path.name).replace("{cases}", figure(exported.conversations))
    return words.replace("{messages}", figure(exported.messages)).replace("{files}", figure(exported.files))


def failure_words(reason: str) -> str:
    """Return what happened, what was kept and what to do when no copy was written."""
    other = translate("PersonPage", "The file can't be written there, nothing was written. Choose another place.")
    return translate("PersonPage", str(_FAILURES[reason])) if reason in _FAILURES else other


def _codes() -> dict[str, str]:
    codes = {status.value: status_name(status) for status in CaseStatus}
    codes["merged"] = translate("PersonPage", "Merged into another conversation")
    codes.update({code.value: reason_name(Reason(code)) for code in ReasonCode if code is not ReasonCode.FOLLOWERS})
    codes[ReasonCode.FOLLOWERS.value] = translate("PersonPage", "Many followers")
    codes.update({kind.value: consent_name(kind) for kind in ConsentKind})
    return codes | {kind.value: translate("PersonPage", str(words)) for kind, words in _CLASSES.items()}
