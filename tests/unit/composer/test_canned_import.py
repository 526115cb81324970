"""Taking canned replies in: what is new, what is there, what becomes of a shortcut that is taken."""

from __future__ import annotations

import pytest

from desktop.composer.canned_import import OnDuplicate, free_shortcut, plan_import
from tests.unit.composer.replies import reply

OURS = (reply("guasto", uid="1", uses=9, body="Nostro"), reply("privato", uid="2"))
THEIRS = (reply("Guasto", uid="8", body="Loro"), reply("privato", uid="2"), reply("nuovo", uid="9"))


def test_a_plan_says_what_is_new_what_is_there_and_what_is_taken() -> None:
    plan = plan_import(OURS, THEIRS)
    assert [one.shortcut for one in plan.new] == ["nuovo"]
    assert [(one.incoming.uid, one.present.uid) for one in plan.duplicates] == [("8", "1")]
    assert plan.same == 1


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        (OnDuplicate.SKIP, [("9", "nuovo", "Testo", 0)]),
        (OnDuplicate.REPLACE, [("9", "nuovo", "Testo", 0), ("1", "Guasto", "Loro", 9)]),
        (OnDuplicate.BOTH, [("9", "nuovo", "Testo", 0), ("new", "Guasto-2", "Loro", 0)]),
    ],
)
def test_a_taken_shortcut_is_skipped_replaced_or_kept_beside(
    choice: OnDuplicate, kept: list[tuple[str, str, str, int]]
) -> None:
    taken = plan_import(OURS, THEIRS).carried_out(OURS, choice)
    known = {"1", "2", "8", "9"}
    found = [(one.uid if one.uid in known else "new", one.shortcut, one.texts[0].body, one.uses) for one in taken]
    assert found == kept


def test_each_duplicate_can_be_decided_on_its_own() -> None:
    plan = plan_import(OURS, THEIRS)
    assert len(plan.carried_out(OURS, OnDuplicate.SKIP, {"8": OnDuplicate.REPLACE})) == 2


def test_the_same_id_under_another_shortcut_is_a_duplicate_unless_that_reply_is_meant_by_another_row() -> None:
    renamed = reply("rinominato", uid="1")
    assert [one.present.uid for one in plan_import(OURS, (renamed,)).duplicates] == ["1"]
    both = plan_import(OURS, (renamed, reply("guasto", uid="7")))
    assert [one.present.uid for one in both.duplicates] == ["1"]
    assert both.new[0].shortcut == "rinominato"
    assert both.new[0].uid != "1"


def test_taking_the_same_file_again_changes_nothing() -> None:
    taken = plan_import(OURS, THEIRS).carried_out(OURS, OnDuplicate.REPLACE)
    after = (*(one for one in OURS if one.uid != "1"), *taken)
    again = plan_import(after, THEIRS)
    assert (again.new, again.duplicates, again.same) == ((), (), 3)


def test_a_free_shortcut_has_the_smallest_number() -> None:
    assert free_shortcut("a", ()) == "a"
    assert free_shortcut("a", ("a", "a-2")) == "a-3"
