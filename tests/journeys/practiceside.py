"""A practice desk with its real window and its real engine process, for journeys that are walked as an agent walks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.commands.rules import load_guardrails
from desktop.model import Agent
from desktop.practice import Level, Offer, Plan, furnish, plan_of, read_scenarios
from desktop.store import open_store
from desktop.system.clock import utc_now
from desktop.system.profile import Profile, prepare
from desktop.system.resources import resource_path
from desktop.system.vault import SessionVault
from tests.journeys.deskside import KEY
from tests.journeys.windowed import PATIENCE_MS, Windowed
from ui.bridge import EngineProcess, JobRunner, own_command
from ui.practice.controller import Practising
from ui.session import begin_session
from ui.shell import apply_style
from ui.shell.window import MainWindow
from ui.theme import Scheme, Theme, load_tokens

LAURA = Agent("Laura Bianchi", "LB", "^LB")


class PractisedWindow(Windowed):
    """A practice window, and the sitting in it."""

    practising: Practising


def scenarios_of(language: str, *keys: str) -> list[Offer]:
    """Return shipped scenarios in this order."""
    _, found = read_scenarios(resource_path("practice"), language)
    by_key = {scenario.key: (scenario, table) for scenario, table in found}
    return [by_key[key] for key in keys]


def plan_for(offers: Sequence[Offer], language: str, level: Level = Level.CALM) -> Plan:
    """Return a plan whose customers answer at once."""
    words, _ = read_scenarios(resource_path("practice"), language)
    return plan_of(level, offers, {language: words}, utc_now(), pace=0)


@contextmanager
def practising(
    bot: QtBot, app: QApplication, folder: Path, plan: Plan, scheme: Scheme = Scheme.LIGHT
) -> Iterator[PractisedWindow]:
    """Open a practice window, start its engine as `sportello --practice` does, and close both afterwards."""
    profile = prepare(Profile(folder / "practice"))
    store = open_store(profile, KEY)
    furnish(store, plan, utc_now(), "Europe/Rome")
    session = begin_session(profile, store, KEY, SessionVault(), utc_now, is_demo=True)
    session.is_practice = True
    session.set_agent(LAURA)
    theme = Theme(load_tokens(resource_path("styles", "tokens.json")), scheme)
    apply_style(app, theme)
    jobs = JobRunner(lambda: open_store(profile, KEY))
    command = own_command("practice-engine", "--profile", str(profile.folder))
    engine = EngineProcess(command, session.unlock_line)
    rules = load_guardrails()
    window = MainWindow(session, theme, jobs, engine, lambda: rules)
    window.resize(1440, 900)
    walk = PractisedWindow(bot, session, window, engine)
    walk.practising = Practising(session, theme, window, engine, lambda: rules)
    window.furnished.connect(engine.start)
    window.show()
    bot.waitUntil(lambda: window.is_furnished, timeout=PATIENCE_MS)
    try:
        yield walk
    finally:
        window.close()
        assert engine.wait(40)
        window.deleteLater()
        bot.wait(1)
        store.close()
        app.setStyleSheet("")
