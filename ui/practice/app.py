"""`sportello --practice`: asks what to practise on, opens a sealed desk of its own, and keeps the points afterwards.

The agent's own profile is only read before the sitting and written with figures after it; it is closed in between.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.commands.arguments import WindowOptions
from desktop.composer.tone import Tone
from desktop.model import Agent
from desktop.practice import (
    LANGUAGES,
    Belongings,
    Choice,
    Level,
    Offer,
    Result,
    ScenarioUnreadable,
    Sitting,
    Source,
    Words,
    belongings_of,
    chosen,
    forget_sittings,
    furnish,
    keep_sitting,
    past_cases,
    plan_of,
    read_results,
    read_scenarios,
    scenario_from,
    seal,
    sitting_of,
    sittings_of,
)
from desktop.store import Store, StoreError, StoreKey, key_of, open_store
from desktop.system.clock import utc_now
from desktop.system.profile import Profile, ProfileUnusable, default_profile, prepare
from desktop.system.resources import resource_path
from desktop.system.vault import CredentialStore, SessionVault

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.guardrails import Guardrails
    from ui.theme import Theme

_UNUSABLE, _STORE_UNUSABLE = 2, 4
_MOST_PAST = 12
_TRAINEE = Agent("Laura Bianchi", "LB", "^LB")
_PICTURED = 3


@dataclass(slots=True)
class OwnDesk:
    """What is taken from the agent's own desk, and where the points go; `key` None: nowhere.

    `past` are its solved cases by language, filled while a language is chosen.
    """

    profile: Profile
    key: StoreKey | None
    agent: Agent = _TRAINEE
    belongings: Belongings = field(default_factory=Belongings)
    sittings: tuple[Sitting, ...] = ()
    past: dict[str, tuple[Offer, ...]] = field(default_factory=dict)


def open_practice(options: WindowOptions, stack: ExitStack) -> int:
    """Run one practice and return the process's exit code."""
    from PySide6.QtWidgets import QApplication

    from desktop.commands.profile import profile_sentence
    from desktop.commands.speaking import complain
    from ui.shell.unlocking import UnlockFailed, show_failure

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    try:
        own, store = _own_desk(options, stack)
    except ProfileUnusable as error:
        complain(profile_sentence(error))
        return _UNUSABLE
    except UnlockFailed as failure:
        complain(failure.sentence)
        if options.screenshot is None:
            show_failure(failure.sentence)
        return _STORE_UNUSABLE
    with store:
        choice, theme = _ask(application, own, store, options)
        own.belongings = belongings_of(store)
    return _practise(application, own, choice, theme, options, stack) if choice is not None else 0


def _own_desk(options: WindowOptions, stack: ExitStack) -> tuple[OwnDesk, Store]:
    """Open the agent's own profile, or with --demo one that is thrown away. Raises ProfileUnusable, UnlockFailed."""
    from ui.app import asking, throw_away_folder
    from ui.session import agent_of
    from ui.shell.unlocking import UnlockFailed, store_sentence, unlock

    if options.demo:
        profile = prepare(Profile(throw_away_folder(stack, "own")))
        return OwnDesk(profile, None), unlock(profile, SessionVault(), asking(options))[0]
    profile = prepare(Profile(options.profile) if options.profile else default_profile())
    if options.key_from_stdin:
        key = _handed_key()
        try:
            store = open_store(profile, key)
        except StoreError as error:
            raise UnlockFailed(store_sentence(error)) from error
    else:
        store, key = unlock(profile, CredentialStore(str(profile.folder)), asking(options))
    agent = agent_of(store)
    return OwnDesk(
        profile, key, agent if agent.is_set else _TRAINEE, sittings=sittings_of(store, agent.initials)
    ), store


def _handed_key() -> StoreKey:
    """Return the key that the window which started this one wrote to our input."""
    from desktop.events import Unlock, decode

    line = decode(sys.stdin.readline()) if sys.stdin is not None else None
    unlock = line if isinstance(line, Unlock) else Unlock()
    return StoreKey(raw=bytes.fromhex(unlock.raw_key)) if unlock.raw_key else StoreKey(passphrase=unlock.passphrase)


def _ask(application: QApplication, own: OwnDesk, store: Store, options: WindowOptions) -> tuple[Choice | None, Theme]:
    """Ask what to practise on; for a picture take what the dialog would begin with."""
    from ui.app import dressed
    from ui.practice.start_dialog import StartDialog
    from ui.shell.style import lay_sheet

    theme = dressed(application, store, options)
    lay_sheet(application, theme)
    language = own.sittings[-1].language if own.sittings else usual_language()
    if options.screenshot is not None:
        return Choice(language, Source.SCENARIOS, Level.CALM, _PICTURED), theme
    dialog = StartDialog(theme, offers_of(own, store), own.sittings, language)

    def forget() -> None:
        forget_sittings(store, own.agent.initials, utc_now())
        own.sittings = ()
        dialog.show_sittings(())

    dialog.forgetting_requested.connect(forget)
    accepted = dialog.exec() == StartDialog.DialogCode.Accepted
    choice = dialog.choice if accepted else None
    dialog.deleteLater()
    return choice, theme


def usual_language() -> str:
    """Return the system's language where there are scenarios in it, else Italian."""
    from PySide6.QtCore import QLocale

    code = QLocale.system().name()[:2]
    return code if code in LANGUAGES else LANGUAGES[0]


def offers_of(own: OwnDesk, store: Store) -> Callable[[str], tuple[Sequence[Offer], Sequence[Offer]]]:
    """Return what finds a language's scenarios and the desk's own past cases in it, read once for each language."""
    from desktop.commands.rules import load_guardrails

    rules: list[Guardrails] = []

    def offers(language: str) -> tuple[Sequence[Offer], Sequence[Offer]]:
        if language not in own.past:
            rules[:] = rules or [load_guardrails()]
            tables = past_cases(store, rules[0], utc_now(), language, _MOST_PAST)
            own.past[language] = tuple((scenario_from("", language, table), table) for table in tables)
        return read_scenarios(resource_path("practice"), language)[1], own.past[language]

    return offers


def _practise(
    application: QApplication,
    own: OwnDesk,
    choice: Choice,
    theme: Theme,
    options: WindowOptions,
    stack: ExitStack,
) -> int:
    """Open the practice window and keep the points when it closes."""
    from desktop.commands.speaking import complain
    from desktop.system.log import log_to
    from ui.app import show, throw_away_folder
    from ui.bridge import own_command
    from ui.bridge.aside import Aside
    from ui.practice.words import fault_words, tr
    from ui.session import begin_session

    try:
        words, scenarios = read_scenarios(resource_path("practice"), choice.language)
    except ScenarioUnreadable as fault:
        complain(fault_words(fault))
        return _UNUSABLE
    profile = prepare(Profile(throw_away_folder(stack, "practice")))
    with suppress(OSError):
        shutil.copyfile(own.profile.privacy_rules, profile.privacy_rules)
    vault = SessionVault()
    key = key_of(profile, vault)
    store = stack.enter_context(open_store(profile, key))
    seal()
    log_to(profile.log, "window")
    _furnish(store, own, choice, scenarios, words)
    session = begin_session(profile, store, key, vault, utc_now, is_demo=True)
    session.is_practice = True
    session.set_agent(own.agent)
    rules: list[Callable[[], Guardrails]] = []
    aside, begun_at = Aside(), utc_now()

    def keep(results: Sequence[Result]) -> bool:
        return keep_points(own, choice, results, begun_at)

    def keep_meanwhile(results: Sequence[Result]) -> None:
        """Keep the points of a sitting that may yet be killed; what fails is told at its end."""
        aside.run(lambda: keep(results), lambda _: None)

    def attach(window, engine, guardrails) -> Callable[[], bool]:  # type: ignore[no-untyped-def]  # noqa: ANN001
        from ui.practice.controller import Practising

        practising = Practising(session, theme, window, engine, guardrails)
        practising.scored.connect(keep_meanwhile)
        rules.append(guardrails)
        return lambda: practising.has_begun

    command = own_command("practice-engine", "--profile", str(profile.folder))
    code = show(application, session, options, theme, command=command, attach=attach)
    tone = Tone.load(resource_path("tone"))
    aside.wait()
    if not keep(read_results(store, rules[0](), tone, utc_now())):
        complain(tr("Your points could not be kept: your own profile can't be written now. Nothing else was lost."))
    return code


def _furnish(store: Store, own: OwnDesk, choice: Choice, scenarios: Sequence[Offer], words: Words) -> None:
    def shuffled(offers: Sequence[Offer]) -> Sequence[Offer]:
        return random.sample(offers, len(offers))

    cases = chosen(choice, scenarios, own.past.get(choice.language, ()), shuffled)
    now = utc_now()
    plan = plan_of(choice.level, cases, {choice.language: words}, now)
    furnish(store, plan, now, _zone_of(own.belongings), own.belongings)


def _zone_of(belongings: Belongings) -> str:
    hours = dict(belongings.settings).get("hours")
    zone = hours.get("timezone") if isinstance(hours, dict) else None
    return zone if isinstance(zone, str) else "Europe/Rome"


def keep_points(own: OwnDesk, choice: Choice, results: Sequence[Result], begun_at: datetime) -> bool:
    """Keep the figures of the sitting that began at a moment in the agent's own profile; False if that can't be done.

    Nothing is kept where no case came in, and nowhere where there is no own profile. Any thread.
    """
    level = int(choice.level)
    sitting = sitting_of(results, at=begun_at, agent=own.agent.initials, language=choice.language, level=level)
    if sitting is None or own.key is None:
        return True
    try:
        with open_store(own.profile, own.key) as store:
            keep_sitting(store, sitting)
    except (StoreError, OSError):
        return False
    return True
