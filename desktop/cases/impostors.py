"""What an agent decides about a look-alike: that it may look like us, which is remembered and can be taken back."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime

from desktop.cases.desk import Done
from desktop.model import Agent, CaseId, Deed, KnownFace, Network, Sighting
from desktop.store import Store
from desktop.system.resources import resource_path


class ImpostorDesk:
    """One agent's word on faces. Belongs to the thread of its store."""

    def __init__(self, store: Store, agent: Callable[[], Agent], clock: Callable[[], datetime]) -> None:
        """`agent` returns who sits here now; it is written into the journal."""
        self._store = store
        self._agent = agent
        self._clock = clock

    def seen_in(self, case_id: CaseId) -> tuple[Sighting, ...]:
        """Return the look-alikes that answered in a case, the newest first."""
        return self._store.impostors.in_case(case_id)

    def report_page(self, seen: Sighting) -> str | None:
        """Return the page where a look-alike is reported: the network's form, else the post that has a menu for it."""
        with resource_path("triage", "impostors.toml").open("rb") as file:
            forms = tomllib.load(file)["report"]
        return str(forms[seen.network.value]) if seen.network.value in forms else seen.permalink

    def known(self) -> tuple[KnownFace, ...]:
        """Return every account that may look like us."""
        return self._store.impostors.known()

    def know(self, network: Network, handle: str, note: str = "") -> Done:
        """Keep an account as one that may look like us. Raises ValueError for an empty handle."""
        if not handle.strip(" @"):
            raise ValueError("a known account needs a handle")
        name = self._agent().name
        cases = self._store.impostors.know(network, handle, note.strip(), actor=name, at=self._clock())

        def undo() -> None:
            self._store.impostors.forget(network, handle, actor=self._agent().name, at=self._clock())

        return Done(Deed.KNOWN_FACE, tuple(CaseId(one) for one in sorted(cases)), handle, undo)

    def forget(self, face: KnownFace) -> Done:
        """Know an account no more."""
        name = self._agent().name
        cases = self._store.impostors.forget(face.network, face.handle, actor=name, at=self._clock())

        def undo() -> None:
            self._store.impostors.know(face.network, face.handle, face.note, actor=self._agent().name, at=self._clock())

        return Done(Deed.KNOWN_FACE, tuple(CaseId(one) for one in sorted(cases)), "", undo)
