"""The pins: one version of every library, the same in pyproject.toml, in the hashed list and in this environment."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from importlib import metadata
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LISTED = ROOT / "packaging" / "requirements.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_ENTRY = re.compile(r"^(?P<requirement>[A-Za-z0-9][^\\#]*?)\s*\\$", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def listed() -> list[tuple[Requirement, list[str]]]:
    """Return every entry of the hashed list with its hashes."""
    text = LISTED.read_text(encoding="utf-8")
    starts = list(_ENTRY.finditer(text))
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return [
        (Requirement(start["requirement"]), _HASH.findall(text, start.end(), end))
        for start, end in zip(starts, ends, strict=True)
    ]


def versions_of(requirements: list[Requirement]) -> dict[str, set[str]]:
    """Return the exact versions of each library, whatever the markers."""
    found: dict[str, set[str]] = defaultdict(set)
    for requirement in requirements:
        (specifier,) = requirement.specifier
        assert specifier.operator == "==", f"{requirement} is no pin"
        found[canonicalize_name(requirement.name)].add(specifier.version)
    return dict(found)


def pins() -> list[Requirement]:
    return [Requirement(one) for one in PROJECT["tool"]["uv"]["constraint-dependencies"]]


def wanted_directly() -> list[Requirement]:
    return [Requirement(one) for one in PROJECT["project"]["dependencies"]]


def needed_here() -> set[str]:
    """Return every library that the program needs on this system and Python, found from what is installed."""
    found: set[str] = set()
    waiting = [canonicalize_name(one.name) for one in wanted_directly() if _applies(one.marker)]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        needs = [Requirement(one) for one in metadata.requires(name) or ()]
        waiting.extend(canonicalize_name(one.name) for one in needs if _applies(one.marker))
    return found


def _applies(marker: Marker | None) -> bool:
    return marker is None or marker.evaluate({"extra": ""})


def test_the_list_holds_every_library_the_program_needs() -> None:
    names = {canonicalize_name(requirement.name) for requirement, _ in listed()}
    assert needed_here() - names == set()


def test_every_direct_dependency_is_listed_in_a_version_that_it_allows() -> None:
    versions = versions_of([requirement for requirement, _ in listed()])
    for wanted in wanted_directly():
        for version in versions[canonicalize_name(wanted.name)]:
            assert wanted.specifier.contains(version), f"{wanted} does not allow {version}; make the list again"


def test_the_list_and_the_pins_name_the_same_versions() -> None:
    pinned = versions_of(pins())
    for name, versions in versions_of([requirement for requirement, _ in listed()]).items():
        assert pinned.get(name) == versions, (
            f"{name} is not pinned as it is listed; packaging/README.md says what to do"
        )


def test_the_tools_are_pinned_too() -> None:
    pinned = versions_of(pins())
    tools = [Requirement(one) for one in PROJECT["dependency-groups"]["dev"]]
    for tool in tools:
        versions = pinned.get(canonicalize_name(tool.name))
        assert versions, f"{tool.name} is not pinned"
        assert all(tool.specifier.contains(version) for version in versions)


def test_what_is_installed_is_what_is_pinned() -> None:
    wrong = {}
    for pin in pins():
        if not _applies(pin.marker):
            continue
        try:
            installed = metadata.version(pin.name)
        except metadata.PackageNotFoundError:
            continue  # another platform's
        if not pin.specifier.contains(installed):
            wrong[pin.name] = installed
    assert wrong == {}, "this environment was not made by `uv sync`"


def test_every_entry_has_hashes_and_no_address() -> None:
    entries = listed()
    assert len(entries) > 40
    assert all(hashes for _, hashes in entries)
    assert all(requirement.url is None for requirement, _ in entries)
    text = LISTED.read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--extra-index|--find-links|-i ", text)


def test_no_lock_file_is_committed() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
