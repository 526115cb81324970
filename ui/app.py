"""Start-up of the window: display, profile, store, theme, first paint, and then the engine."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from desktop.commands.arguments import WindowOptions

_UNUSABLE, _STORE_UNUSABLE, _ALREADY = 2, 4, 3
_SCREENSHOT_PATIENCE_MS = 30_000
_LOOK_MS = 200


def run(options: WindowOptions) -> int:
    """Open the window and return the process's exit code when it closes."""
    from ui.shell.display import missing_display

    missing = missing_display()
    if missing is not None:
        print(f"sportello: {missing}; the window needs one. Its commands work without.", file=sys.stderr)  # noqa: T201
        return _UNUSABLE
    with ExitStack() as stack:
        return _open(options, stack)


def _open(options: WindowOptions, stack: ExitStack) -> int:
    from PySide6.QtWidgets import QApplication

    from desktop.commands.profile import profile_sentence
    from desktop.system.clock import utc_now
    from desktop.system.log import log_to
    from desktop.system.profile import Profile, ProfileUnusable, default_profile, prepare
    from desktop.system.vault import CredentialStore, SessionVault
    from ui.bridge import raise_first_window
    from ui.session import begin_session
    from ui.shell.unlocking import UnlockFailed, ask_passphrase, show_failure, unlock

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    folder = _demo_folder(stack) if options.demo else options.profile
    try:
        profile = prepare(Profile(folder) if folder else default_profile())
    except ProfileUnusable as error:
        print(f"sportello: {profile_sentence(error)}", file=sys.stderr)  # noqa: T201
        return _UNUSABLE
    if raise_first_window(profile.folder):
        return 0
    log_to(profile.log, "window")
    vault = SessionVault() if options.demo else CredentialStore(str(profile.folder))
    try:
        store, key = unlock(profile, vault, ask_passphrase)
    except UnlockFailed as failure:
        print(f"sportello: {failure.sentence}", file=sys.stderr)  # noqa: T201
        if options.screenshot is None:
            show_failure(failure.sentence)
        return _STORE_UNUSABLE
    stack.callback(store.close)
    session = begin_session(profile, store, key, vault, utc_now, is_demo=options.demo)
    if options.demo:
        _settle_in_town(session, options, stack)
    return _show(application, session, options)


def _show(application, session, options: WindowOptions) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001
    from PySide6.QtCore import QTimer

    from desktop.commands.rules import load_guardrails
    from desktop.store import open_store
    from desktop.system.resources import resource_path
    from ui.bridge import EngineProcess, JobRunner, SingleWindow, engine_command
    from ui.shell.style import apply_style
    from ui.shell.window import MainWindow
    from ui.theme import Scheme, Theme, load_tokens

    theme = Theme(load_tokens(resource_path("styles", "tokens.json")), Scheme(options.theme))
    apply_style(application, theme)
    jobs = JobRunner(lambda: open_store(session.profile, session.key))
    engine = EngineProcess(engine_command(session.profile.folder), session.unlock_line)
    rules: list[object] = []

    def guardrails():  # type: ignore[no-untyped-def]  # noqa: ANN202
        if not rules:
            rules.append(load_guardrails())
        return rules[0]

    window = MainWindow(session, theme, jobs, engine, guardrails)
    window.resize(*(options.size or (1440, 900)))
    single = SingleWindow(session.profile.folder, window)
    single.raise_requested.connect(window.raise_)
    window.show()
    QTimer.singleShot(0, engine.start)
    if options.screenshot is not None:
        _photograph(window, options.screenshot)
    return int(application.exec())


def _photograph(window, target: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Write a picture once the window has nothing more to read, or after half a minute, and close it."""
    from PySide6.QtCore import QElapsedTimer, QTimer

    waited = QElapsedTimer()
    waited.start()
    quiet = 0
    timer = QTimer(window)

    def look() -> None:
        nonlocal quiet
        quiet = quiet + 1 if window.is_settled else 0
        if quiet >= 20 or waited.elapsed() > _SCREENSHOT_PATIENCE_MS:
            timer.stop()
            window.grab().save(str(target))
            window.close()

    timer.timeout.connect(look)
    timer.start(_LOOK_MS)


def _demo_folder(stack: ExitStack) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="sportello-demo-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _settle_in_town(session, options: WindowOptions, stack: ExitStack) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Start the town as a process and connect its company's account to the throw-away profile."""
    from desktop.accounts.mastodon import keep_token
    from desktop.demo import demo_account, demo_hours
    from desktop.model import AccountRole, Agent, Network

    town = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "desktop.demo.process", "--seed", str(options.seed), "--pace", "0.4"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    stack.callback(town.kill)
    assert town.stdout is not None
    report = json.loads(town.stdout.readline())
    demo = demo_account(report["url"], report["token"], report["account_id"])
    session.set_agent(Agent("Laura Bianchi", "LB", "^LB"))
    session.store.settings.set("hours", demo_hours(always_open=True), session.clock())
    session.hours.forget()
    account = session.store.accounts.add(
        Network.MASTODON,
        name=demo.name,
        handle=demo.handle,
        role=AccountRole.CARE,
        settings=demo.settings,
        actor="demo",
        at=session.clock(),
    )
    keep_token(session.vault, account.uid, demo.token)
