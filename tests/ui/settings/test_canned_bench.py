"""The workbench of canned replies: what waits for Save, what is undone, what the tree shows."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desktop.composer import CannedText
from desktop.composer.canned_faults import CannedFaultKind
from tests.unit.composer.replies import reply
from ui.settings.canned_bench import Branch, CannedBench

KEPT = (
    reply("guasto", "Guasto", folder="Outages"),
    reply("rimborso", "Rimborso", folder="Billing/Refunds", uses=4),
    reply("bolletta", "Bolletta", folder="Billing", crisis=True),
)


def outline(branch: Branch) -> list[str]:
    found = [f"{branch.path}:{one.shortcut}" for one in branch.replies]
    return found + [words for below in branch.branches for words in outline(below)]


def test_nothing_waits_at_first_and_a_change_taken_back_waits_no_more() -> None:
    bench = CannedBench(KEPT)
    assert not bench.is_changed
    bench.put(replace(KEPT[0], shortcut="altro"))
    assert [one.shortcut for one in bench.changed] == ["altro"]
    bench.put(KEPT[0])
    assert not bench.is_changed


def test_the_tree_has_folders_in_folders_and_the_filter_leaves_what_matches() -> None:
    bench = CannedBench(KEPT)
    root = bench.tree()
    assert outline(root) == ["Billing:bolletta", "Billing/Refunds:rimborso", "Outages:guasto"]
    assert [(branch.name, branch.count) for branch in root.branches] == [("Billing", 2), ("Outages", 1)]
    assert outline(bench.tree("rimb")) == ["Billing/Refunds:rimborso"]
    assert outline(bench.tree(only_crisis=True)) == ["Billing:bolletta"]
    assert bench.tree("zzz").count == 0
    assert bench.folders == ("Billing", "Billing/Refunds", "Outages")


def test_a_deleted_reply_comes_back_to_its_place() -> None:
    bench = CannedBench(KEPT)
    bench.remove(KEPT[1].uid)
    bench.remove(KEPT[0].uid)
    assert bench.removed == (KEPT[0], KEPT[1])
    assert bench.restore() == KEPT[0]
    assert bench.restore() == KEPT[1]
    assert (bench.replies, bench.is_changed, bench.restore()) == (KEPT, False, None)


def test_a_new_reply_has_faults_until_it_is_written() -> None:
    bench = CannedBench(KEPT)
    made = bench.add("Billing", "ca")
    found = bench.first_fault()
    assert found is not None
    assert (found[0].uid, found[1].kind) == (made.uid, CannedFaultKind.SHORTCUT_EMPTY)
    bench.put(replace(made, shortcut="nou", texts=(CannedText("ca", "Nou", "Text"),)))
    assert bench.first_fault() is None
    bench.put(replace(made, shortcut="GUASTO", texts=(CannedText("ca", "Nou", "Text"),)))
    assert [one.kind for one in bench.faults(made.uid)] == [CannedFaultKind.SHORTCUT_TAKEN]


def test_an_empty_reply_that_is_deleted_leaves_nothing_to_undo() -> None:
    bench = CannedBench(KEPT)
    bench.remove(bench.add("", "it").uid)
    assert (bench.last_removed, bench.is_changed) == (None, False)


def test_a_copy_has_a_shortcut_of_its_own_and_was_never_used() -> None:
    bench = CannedBench(KEPT)
    copied = bench.copy(KEPT[1].uid)
    assert (copied.shortcut, copied.uses, copied.texts) == ("rimborso-2", 0, KEPT[1].texts)
    assert bench.copy(KEPT[1].uid).shortcut == "rimborso-3"
    assert bench.first_fault() is None


@given(st.lists(st.sampled_from(("add", "remove", "restore", "change", "settle")), max_size=20), st.randoms())
def test_whatever_was_done_undoing_every_deletion_brings_back_every_reply(deeds: list[str], dice: object) -> None:
    bench = CannedBench(KEPT)
    for number, deed in enumerate(deeds):
        uids = [one.uid for one in bench.replies]
        if deed == "add":
            bench.put(reply(f"n{number}"))
        elif deed == "remove" and uids:
            bench.remove(dice.choice(uids))  # type: ignore[attr-defined]
        elif deed == "restore":
            bench.restore()
        elif deed == "change" and uids:
            one = bench.get(dice.choice(uids))  # type: ignore[attr-defined]
            assert one is not None
            bench.put(replace(one, folder=f"f{number}"))
        elif deed == "settle":
            bench.settle()
    if "settle" not in deeds:
        while bench.restore() is not None:
            pass
        assert {one.uid for one in KEPT} <= {one.uid for one in bench.replies}
        assert bench.removed == ()
    assert not {one.uid for one in bench.changed} & {one.uid for one in bench.removed}
