"""What the demo's desk remembers: answers that could be published, in four languages, the same at every start."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from desktop.demo.memory import Memory
from desktop.knowledge import KnowledgeBook
from desktop.model import Agent
from tests.factories import a_store
from tests.loaded import shipped_guardrails

NOW = datetime(2026, 11, 28, 14, 40, tzinfo=UTC)
PLAN: dict[str, object] = {
    "field": [{"name": "Località", "kind": "place"}],
    **{key: [] for key in ("known", "earlier", "ticket", "follow_up")},
}


def test_its_answers_are_in_four_languages_and_fit_to_be_published(tmp_path: Path) -> None:
    agent = Agent("Laura Bianchi", "LB", "^LB")
    guardrails = shipped_guardrails()
    with a_store(tmp_path) as store:
        memory = Memory(store, agent, Agent("Giulia Neri", "GN", ""), NOW)
        for _ in range(2):
            memory.lay_down(PLAN, lambda _: (), lambda _: NOW)
        entries = store.knowledge.all()
        assert len(entries) == 8
        assert {text.language for one in entries for text in one.texts} == {"it", "en", "es", "ca"}
        assert len({one.category for one in entries}) >= 4
        book = KnowledgeBook(store, lambda: guardrails, lambda: agent.name, lambda: NOW)
        for entry in entries:
            book.keep(entry)
        assert [one.name for one in store.own_fields.all()] == ["Località"]
