"""`sportello canned`: canned replies out of a file and into one, with every refused row named."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.commands.profile import open_existing_profile, open_profile, store_sentence
from desktop.commands.speaking import CommandFailed, complain, reason_of, say, writing_output
from desktop.composer.canned_book import CannedBook
from desktop.composer.canned_files import (
    CannedFileUnreadable,
    ReadFile,
    is_json,
    read_file,
    write_csv,
    write_file,
    write_json,
)
from desktop.composer.canned_import import ImportPlan, OnDuplicate, plan_import
from desktop.composer.canned_rows import Refused
from desktop.store import StoreError
from desktop.system.clock import utc_now
from desktop.system.resources import resource_path

_DONE, _UNUSABLE, _STORE_UNUSABLE = 0, 2, 4
_MOST_NAMED = 20
_ACTOR = "sportello canned"
_STDOUT = "-"
_UNREADABLE = {
    "too_large": "is larger than 20 MB, which no file of canned replies is",
    "no_columns": "does not name the columns shortcut and text in its first line",
    "not_json": "holds no list of replies",
}
WORDS = {
    "body_empty": "it has no text",
    "body_long": "its text is too long, by {detail} characters",
    "broken_row": "a row that is no CSV",
    "crisis_odd": "crisis is “{detail}”, neither yes nor no",
    "language_odd": "“{detail}” is no language code such as it or ca",
    "language_twice": "a second text in {detail} for the same reply",
    "network_unknown": "there is no network “{detail}”",
    "no_text": "a reply without texts",
    "not_a_text": "{detail} is not a text",
    "not_an_object": "JSON, but no object",
    "not_json": "not JSON",
    "open_quote": "a quote that never closes",
    "shortcut_differs": "the same id as before with another shortcut, “{detail}”",
    "shortcut_empty": "it has no shortcut",
    "shortcut_odd": "“{detail}” can't be a shortcut; use letters, figures and hyphens",
    "shortcut_twice": "a second reply with the shortcut “{detail}”",
    "texts_odd": "its texts are no list of objects",
    "title_empty": "it has no title",
    "title_long": "its title is too long, by {detail} characters",
    "too_many_columns": "more columns than the first line names",
    "unbalanced": "“{detail}” has no partner",
    "unknown_placeholder": "there is no placeholder {{{detail}}}",
    "visibility_unknown": "“{detail}” is neither public nor direct",
}
"""Why a row was left out, in words."""


def import_canned(folder: Path | None, file: Path, on_duplicate: OnDuplicate, *, preview: bool) -> int:
    """Take canned replies in, or say with `preview` what would happen; return the exit code.

    Raises CommandFailed where the store can't be used.
    """
    read = _read(file)
    if read is None:
        return _UNUSABLE
    try:
        with open_profile(folder) as store:
            book = CannedBook(store, resource_path("canned"), utc_now)
            plan = plan_import(book.all(), read.replies, read.refused)
            taken = plan.carried_out(book.all(), on_duplicate)
            if not preview:
                book.keep(taken, (), _ACTOR)
    except StoreError as error:
        raise CommandFailed(f"{store_sentence(error)} No canned reply was changed.", _STORE_UNUSABLE) from error
    for number, refused in enumerate(plan.refused):
        if number == _MOST_NAMED:
            complain(f"{file}: {len(plan.refused) - _MOST_NAMED:,} more rows were left out.")
            break
        complain(f"{file}, line {refused.line}: {reason_words(refused)}; left out.")
    say(_summary(file, plan, on_duplicate, preview=preview))
    return _UNUSABLE if plan.refused else _DONE


def export_canned(folder: Path | None, file: Path, form: str | None) -> int:
    """Write every canned reply; return the exit code. "-" is standard output. Raises as `say` does."""
    with open_existing_profile(folder) as store:
        try:
            replies = CannedBook(store, resource_path("canned"), utc_now).all()
        except StoreError as error:
            raise CommandFailed(f"{store_sentence(error)} Nothing was written.", _STORE_UNUSABLE) from error
    as_json = form == "json" or (form is None and (is_json(file) or str(file) == _STDOUT))
    try:
        if str(file) == _STDOUT:
            with writing_output():
                sys.stdout.write(write_json(replies) if as_json else write_csv(replies).replace("\r\n", "\n"))
        else:
            write_file(file, replies, as_json=as_json)
    except OSError as error:
        complain(f"{file} can't be written ({reason_of(error)}); what was there is unchanged.")
        return _UNUSABLE
    return _DONE


def reason_words(refused: Refused) -> str:
    """Return why a row was left out."""
    return WORDS.get(refused.reason, refused.reason).format(detail=refused.detail)


def _read(file: Path) -> ReadFile | None:
    """Return what a file holds, None after saying why nothing of it can be read."""
    try:
        return read_file(file)
    except OSError as error:
        complain(f"{file} can't be read ({reason_of(error)}); nothing was changed.")
    except CannedFileUnreadable as error:
        complain(f"{file} {_UNREADABLE.get(error.reason, error.reason)}; nothing was changed.")
    return None


def _summary(file: Path, plan: ImportPlan, on_duplicate: OnDuplicate, *, preview: bool) -> str:
    what = {OnDuplicate.SKIP: "left as they are", OnDuplicate.REPLACE: "replaced", OnDuplicate.BOTH: "kept beside"}
    would = "would be " if preview else ""
    return (
        f"{file}: {len(plan.new):,} {would}new, {plan.same:,} already there, {len(plan.duplicates):,} with a shortcut "
        f"that is taken {would}{what[on_duplicate]}, {len(plan.refused):,} rows refused"
    )
