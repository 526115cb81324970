"""Files: what a network does not take with an answer is said before anything leaves, never after."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.guardrails.facts import DraftFacts
from desktop.model import NO_FILES, Decision, FileFacts, FileRules, Finding, Fix, Visibility


def rules_of(facts: DraftFacts) -> FileRules:
    """Return what the permission says of files for the draft's way of answering."""
    if facts.permission is None:
        return NO_FILES
    public = facts.visibility is Visibility.PUBLIC
    return facts.permission.public_files if public else facts.permission.direct_files


def file_findings(facts: DraftFacts) -> Iterator[Finding]:
    """Yield what keeps files from leaving: `text` is the file's name, or how many files are taken, in figures.

    `kind` of a file that is too large is the limit in bytes, of a description that is too long the limit in characters.
    """
    if not facts.files or facts.permission is None:
        return
    rules = rules_of(facts)
    if len(facts.files) > rules.most:
        yield _finding("files.none" if rules.most == 0 else "files.too_many", "files", str(rules.most))
        return
    alone = next((file for file in facts.files if file.content_type.lower() in rules.alone), None)
    if alone is not None and len(facts.files) > 1:
        yield _finding("files.alone", alone.content_type, alone.name)
    if rules.together and rules.largest is not None and sum(file.size for file in facts.files) > rules.largest:
        largest = max(facts.files, key=lambda file: file.size)
        yield _finding("files.too_large", str(rules.largest), largest.name)
        return
    for file in facts.files:
        yield from _of_file(file, rules)


def _of_file(file: FileFacts, rules: FileRules) -> Iterator[Finding]:
    if not rules.takes(file.content_type):
        yield _finding("files.kind", file.content_type, file.name)
    elif file.size == 0:
        yield _finding("files.empty", "0", file.name)
    elif rules.largest is not None and file.size > rules.largest:
        yield _finding("files.too_large", str(rules.largest), file.name)
    if rules.describes(file.content_type) and len(file.alt_text) > rules.alt_text:
        yield Finding("files.alt_too_long", str(rules.alt_text), Decision.BLOCK, text=file.name, fixes=(Fix.SHORTEN,))


def _finding(rule: str, kind: str, text: str) -> Finding:
    return Finding(rule, kind, Decision.BLOCK, text=text)
