"""The words of an erasure: what goes, what stays and why, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.customers import ErasurePreview, PersonErased
from ui.cases.timeline_words import size_words
from ui.customers.wording import figure

translate = QCoreApplication.translate

_NAMED = 5  # FAQ entries
Line = tuple[str, str]
"""An icon and its words."""


def going_lines(preview: ErasurePreview) -> list[Line]:
    """Return what goes, most telling first; nothing is named of which there is nothing."""
    counts = preview.counts
    said = counts.messages + counts.messages_elsewhere
    lines = [
        ("trash", _counted(translate("Erasure", "Identities: {count}"), counts.identities)),
        (
            "trash",
            translate("Erasure", "Conversations: {cases}, with {messages} messages and replies")
            .replace("{cases}", figure(counts.conversations))
            .replace("{messages}", figure(said)),
        ),
    ]
    if counts.attachments:
        words = _counted(translate("Erasure", "Attachments: {count}"), counts.attachments)
        size = f" ({size_words(counts.attachment_bytes)})" if counts.attachment_bytes else ""
        lines.append(("trash", words + size))
    others = (
        (translate("Erasure", "Drafts: {count}"), counts.drafts),
        (translate("Erasure", "Replies that wait and will not be sent: {count}"), counts.unsent),
        (translate("Erasure", "Notes: {count}"), counts.notes),
        (translate("Erasure", "Ratings: {count}"), counts.ratings),
        (translate("Erasure", "Links to tickets: {count} (the tickets themselves stay there)"), counts.tickets),
        (translate("Erasure", "Values of your own fields: {count}"), counts.own_values),
        (translate("Erasure", "Consents: {count}"), counts.consents),
        (translate("Erasure", "Details of {count} journal lines, and the last searches"), counts.journal_lines),
    )
    lines += [("trash", _counted(words, count)) for words, count in others if count]
    if counts.kept_answers:
        words = translate("Erasure", "Their name, handle or number in {count} texts of the FAQ, old versions included")
        named = ", ".join(f"“{one}”" for one in preview.entries[:_NAMED])
        lines.append(("trash", _counted(words, counts.kept_answers) + (f": {named}" if named else "")))
    if preview.favours:
        lines.append(("trash", translate("Erasure", "Points that favour them in the priority")))
    return lines


def staying_lines(preview: ErasurePreview) -> list[Line]:
    """Return what stays, each with its reason."""
    lines = [
        (
            "note",
            translate(
                "Erasure",
                "That you erased somebody, when and how much, without a name: you must be able to show it "
                "(GDPR, article 5.2).",
            ),
        ),
        (
            "shield-check",
            translate(
                "Erasure",
                "Salted marks of the erased ids, so that no later sync brings them back. They say nothing else.",
            ),
        ),
        ("chart-bar", translate("Erasure", "Figures in reports: they count messages and name nobody.")),
    ]
    kept = preview.counts.kept_cases
    if kept:
        words = translate("Erasure", "What other people wrote in {count} shared conversations: it is theirs.")
        lines.append(("users-three", _counted(words, kept)))
    outside = translate("Erasure", "What is on the networks, in ticket systems and in copies you exported yourself.")
    return [*lines, ("arrow-square-out", outside)]


def erased_words(erased: PersonErased) -> str:
    """Return what was done, and what is left to do."""
    counts = erased.counts
    words = translate("Erasure", "Erased: conversations {cases}, messages {messages}.")
    words = words.replace("{cases}", figure(counts.conversations))
    words = words.replace("{messages}", figure(counts.messages + counts.messages_elsewhere))
    if not erased.scrubbed:
        words += " " + translate("Erasure", "The file is cleared as soon as nobody reads it.")
    if erased.backups_left:
        left = translate("Erasure", "Backups that still hold this person: {count}.")
        words += " " + _counted(left, erased.backups_left)
    if erased.favours_left:
        words += " " + translate(
            "Erasure", "The desk’s own priority still favours them: priority.json can’t be written."
        )
    return words


def refusal_words(reason: str) -> str:
    """Return why nothing was erased and what to do."""
    if reason == "sending":
        return translate("Erasure", "A reply is leaving at this moment. Nothing was erased. Try again in a minute.")
    if reason == "no_customer":
        return translate("Erasure", "This customer is not in the store any more.")
    return translate("Erasure", "The store did not answer. Nothing was erased. Try again in a moment.")


def _counted(words: str, count: int) -> str:
    return words.replace("{count}", figure(count))
