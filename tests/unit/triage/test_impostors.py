"""Impostors: who looks like us is told by which letters one sees it, and nobody else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.model.impostors import LookAlike, Trait
from desktop.system.resources import resource_path
from desktop.triage.impostors import Face, ImpostorWatch

OURS = (
    Face("@auroraenergia@social.example", "Aurora Energia"),
    Face("AuroraEnergia", "Aurora Energia"),
    Face("aurora-energia.example", "Aurora Energia"),
)


WATCH = ImpostorWatch.load(resource_path("triage"))


def look_alikes(author: Face, ours: tuple[Face, ...] = OURS) -> tuple[LookAlike, ...]:
    return WATCH.look_alikes(author, ours)


def traits(handle: str, name: str = "") -> list[Trait]:
    return [one.trait for one in look_alikes(Face(handle, name))]


@pytest.mark.parametrize(
    ("handle", "name", "trait"),
    [
        ("@auroraenergia@elsewhere.example", "", Trait.SAME_HANDLE),
        ("Aurora_Energia", "", Trait.SAME_HANDLE),
        ("AuroraEnergla", "", Trait.SAME_HANDLE),
        ("Aur0raEnergia", "", Trait.SAME_HANDLE),
        ("аurоrаenergia", "", Trait.SAME_HANDLE),
        ("AuroraEnerga", "", Trait.NEAR_HANDLE),
        ("AuroraEnergiia", "", Trait.NEAR_HANDLE),
        ("AuroraEnergia_Help", "", Trait.CARE_HANDLE),
        ("assistenza_auroraenergia", "", Trait.CARE_HANDLE),
        ("auroraenergia.cares", "", Trait.CARE_HANDLE),
        ("AuroraEnergia2026", "", Trait.SAME_HANDLE),
        ("auroraenergialover", "", None),
        ("pinco", "Aurora Energia", Trait.SAME_NAME),
        ("pinco", "AURORA ENERGlA", Trait.SAME_NAME),
        ("pinco", "Auróra Energìa", Trait.SAME_NAME),
        ("pinco", "Aurora Enregia", Trait.NEAR_NAME),
        ("pinco", "Aurora Energia Assistenza Clienti", Trait.CARE_NAME),
        ("pinco", "Servei client Aurora Energia", Trait.CARE_NAME),
    ],
)
def test_a_look_alike_is_told_with_its_trait(handle: str, name: str, trait: Trait | None) -> None:
    assert traits(handle, name)[:1] == ([trait] if trait else [])


@pytest.mark.parametrize(
    ("handle", "name"),
    [
        ("@auroraenergia@social.example", "Aurora Energia"),  # ourselves
        ("AURORAENERGIA", "whatever"),
        ("aurora", "Aurora Bianchi"),
        ("energia_pulita", "Energia Pulita"),
        ("auroraboreale", "Aurora Boreale"),
        ("mario", "Mario, cliente di Aurora Energia da anni"),
        ("fans", "Aurora Energia fan club"),
        ("", ""),
        ("@", "   "),
    ],
)
def test_others_are_left_in_peace(handle: str, name: str) -> None:
    assert traits(handle, name) == []


def test_the_evidence_names_what_is_theirs_and_what_is_ours() -> None:
    found = look_alikes(Face("AuroraEnergia_Help", "Support"), OURS[1:])
    assert (found[0].theirs, found[0].ours) == ("AuroraEnergia_Help", "AuroraEnergia")


def test_a_short_name_is_compared_letter_for_letter_only() -> None:
    short = (Face("tim", "Tim"),)
    assert look_alikes(Face("tom", "Tom"), short) == ()
    assert [one.trait for one in look_alikes(Face("TlM", ""), short)] == [Trait.SAME_HANDLE]


@given(st.text(max_size=40), st.text(max_size=60))
def test_no_name_is_too_strange(handle: str, name: str) -> None:
    for one in look_alikes(Face(handle, name)):
        assert one.theirs in (handle, name)
