"""Start-up of the window: display, profile, store, theme, first paint, and then the engine."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from desktop.commands.arguments import WindowOptions

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.guardrails import Guardrails
    from desktop.store import Store
    from desktop.system.profile import Profile
    from ui.bridge import EngineProcess, JobRunner
    from ui.session import Session
    from ui.shell.window import MainWindow
    from ui.theme import Theme

    Attach = Callable[[MainWindow, EngineProcess, Callable[[], Guardrails]], Callable[[], bool]]

_UNUSABLE, _STORE_UNUSABLE, _ALREADY = 2, 4, 3
_SCREENSHOT_PATIENCE_MS = 30_000
_LOOK_MS = 200
_DEMO_PATIENCE = 25.0  # seconds


def run(options: WindowOptions) -> int:
    """Open the window and return the process's exit code when it closes."""
    from desktop.commands.speaking import complain
    from ui.shell.display import missing_display

    missing = missing_display()
    if missing is not None:
        complain(f"{missing}; the window needs one. Its commands work without.")
        return _UNUSABLE
    if options.screenshot is not None and not can_be_written(options.screenshot):
        complain(f"{options.screenshot} can't be written; no window was opened.")
        return _UNUSABLE
    with ExitStack() as stack:
        if options.practice:
            from ui.practice.app import open_practice

            return open_practice(options, stack)
        return _open(options, stack)


def _open(options: WindowOptions, stack: ExitStack) -> int:
    from PySide6.QtWidgets import QApplication

    from desktop.commands.profile import profile_sentence
    from desktop.commands.speaking import complain
    from desktop.system.clock import utc_now
    from desktop.system.lock import AlreadyRunning, ProcessLock
    from desktop.system.log import log_to
    from desktop.system.profile import Profile, ProfileUnusable, default_profile, prepare
    from desktop.system.vault import CredentialStore, SessionVault
    from ui.session import begin_session
    from ui.shell.unlocking import UnlockFailed, show_failure, unlock

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    folder = throw_away_folder(stack, "demo") if options.demo else options.profile
    try:
        profile = prepare(Profile(folder) if folder else default_profile())
    except ProfileUnusable as error:
        complain(profile_sentence(error))
        return _UNUSABLE
    try:
        stack.enter_context(ProcessLock(profile.window_lock))
    except AlreadyRunning:
        if options.screenshot is None and _raise_first_window(profile):
            return 0
        complain("this profile is open in another window; close it first.")
        return _ALREADY
    except OSError:
        complain(profile_sentence(ProfileUnusable("read_only", profile.window_lock)))
        return _UNUSABLE
    log_to(profile.log, "window")
    vault = SessionVault() if options.demo else CredentialStore(str(profile.folder))
    try:
        store, key = unlock(profile, vault, asking(options))
    except UnlockFailed as failure:
        complain(failure.sentence)
        if options.screenshot is None:
            show_failure(failure.sentence)
        return _STORE_UNUSABLE
    stack.callback(store.close)
    session = begin_session(profile, store, key, vault, utc_now, is_demo=options.demo)
    if options.demo:
        from ui.demo import settle_in_town

        settle_in_town(session, options.seed, stack, surge=options.surge)
    return show(application, session, options, dressed(application, session.store, options))


def asking(options: WindowOptions) -> Callable[[bool], str | None]:
    """Return what gives a passphrase: the environment at first, then a person; nobody where a picture is wanted."""
    from desktop.commands.profile import given_passphrase
    from ui.shell.unlocking import ask_passphrase

    given = [given_passphrase()]

    def ask(is_new: bool) -> str | None:
        passphrase = given.pop() if given else None
        if passphrase is None and options.screenshot is None:
            return ask_passphrase(is_new)
        return passphrase

    return ask


def dressed(application: QApplication, store: Store, options: WindowOptions) -> Theme:
    """Return the theme that was chosen, and dress the application in it."""
    from desktop.system.resources import resource_path
    from ui.settings.preferences import appearance_of
    from ui.shell.style import apply_style, dress
    from ui.theme import Scheme, Theme, load_tokens

    kept = appearance_of(store)
    scheme = kept.scheme if options.theme == Scheme.SYSTEM else Scheme(options.theme)
    theme = Theme(load_tokens(resource_path("styles", "tokens.json")), scheme, kept.text_percent / 100)
    theme.changed.connect(lambda: apply_style(application, theme))
    dress(application, theme)
    return theme


def show(
    application: QApplication,
    session: Session,
    options: WindowOptions,
    theme: Theme,
    *,
    command: list[str] | None = None,
    attach: Attach | None = None,
) -> int:
    """Open the window on a session and return the exit code when it closes.

    `command` starts another engine than the usual one. `attach` adds to the window before it is shown, and returns
    what says that a picture can be taken.
    """
    from PySide6.QtCore import QTimer

    from desktop.store import open_store
    from ui.bridge import EngineProcess, JobRunner, engine_command
    from ui.shell.style import lay_sheet
    from ui.shell.window import MainWindow
    from ui.starting import SETTLED_MS, settle

    jobs = JobRunner(lambda: open_store(session.profile, session.key))
    engine = EngineProcess(command or engine_command(session.profile.folder), session.unlock_line)
    guardrails = _guardrails(session.profile)
    window = MainWindow(session, theme, jobs, engine, guardrails)
    window.resize(*(options.size or (1440, 900)))
    lay_sheet(application, theme)
    ready = attach(window, engine, guardrails) if attach else _settle_demo(session, engine, window)
    window.furnished.connect(engine.start)
    window.furnished.connect(lambda: _listen_to_second_starts(session.profile, window))
    window.furnished.connect(lambda: QTimer.singleShot(SETTLED_MS, lambda: settle(window)))
    window.furnished.connect(lambda: QTimer.singleShot(SETTLED_MS, lambda: _warm_up(jobs, guardrails)))
    window.show()
    if options.screenshot is not None:
        _photograph(window, options.screenshot, ready)
    return _run_to_the_end(application, session, engine)


def _run_to_the_end(application, session, engine) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001
    from ui.bridge import ClosingSignals

    closing = ClosingSignals(application.closeAllWindows, insist=lambda: _close_unasked(application))
    code = int(application.exec())
    if session.is_demo:
        engine.wait(_DEMO_PATIENCE)  # its profile is about to be deleted
    closing.stop()
    return closing.exit_code or code


def _close_unasked(application) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Close every dialog without its question, then the windows: drafts are kept in any case."""
    from PySide6.QtWidgets import QDialog

    while isinstance(dialog := application.activeModalWidget(), QDialog):
        dialog.done(QDialog.DialogCode.Rejected.value)
    application.closeAllWindows()


def _guardrails(profile: Profile) -> Callable[[], Guardrails]:
    """Return what loads the rules at the first question and keeps them; a second thread that asks meanwhile waits."""
    alone = Lock()

    @cache
    def load() -> Guardrails:
        from desktop.commands.rules import load_guardrails

        return load_guardrails(profile)

    def loaded() -> Guardrails:
        with alone:
            return load()

    return loaded


def _warm_up(jobs: JobRunner, guardrails: Callable[[], Guardrails]) -> None:
    """Load the rules in the background, before the first reply. Unreadable ones are told to whoever asks next."""

    def load(_: Store) -> None:
        from desktop.guardrails.privacy import RulesUnreadable

        with suppress(RulesUnreadable):
            guardrails()

    jobs.run("guardrails", load, lambda _: None)


def _raise_first_window(profile: Profile) -> bool:
    from ui.bridge import raise_first_window

    return raise_first_window(profile.folder)


def _listen_to_second_starts(profile: Profile, window: MainWindow) -> None:
    """Come to the front when the program is started again on the same profile."""
    from ui.bridge import SingleWindow

    single = SingleWindow(profile.folder, window)
    single.raise_requested.connect(window.come_forward)


def _settle_demo(session, engine, window) -> Callable[[], bool]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Let the demo's colleagues share the work after the first pull; return whether that is over."""
    if not session.is_demo:
        return lambda: True
    from ui.demo import DemoDesk

    desk = DemoDesk(session, engine.event_received.connect)
    desk.settled.connect(window.begin_with)
    return lambda: desk.is_settled


def can_be_written(target: Path) -> bool:
    """Return whether a file can be written there, before a window is opened for it. What is there stays as it is."""
    was_there = target.exists()
    try:
        with target.open("ab"):
            pass
        if not was_there:
            target.unlink()
    except (OSError, ValueError):
        return False
    return True


def _photograph(window, target: Path, ready: Callable[[], bool]) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Write a picture once the window has nothing more to read, or after half a minute, and close it."""
    from PySide6.QtCore import QCoreApplication, QElapsedTimer, QTimer

    from desktop.commands.speaking import complain

    waited = QElapsedTimer()
    waited.start()
    quiet = 0
    timer = QTimer(window)

    def look() -> None:
        nonlocal quiet
        quiet = quiet + 1 if ready() and window.is_settled else 0
        if quiet >= 20 or waited.elapsed() > _SCREENSHOT_PATIENCE_MS:
            timer.stop()
            if not window.grab().save(str(target), "PNG"):
                complain(f"{target} can't be written; no picture was made.")
                QCoreApplication.exit(_UNUSABLE)
            window.close()

    timer.timeout.connect(look)
    timer.start(_LOOK_MS)


def throw_away_folder(stack: ExitStack, kind: str) -> Path:
    """Return a new folder for a profile that goes with the stack."""
    folder = Path(tempfile.mkdtemp(prefix=f"sportello-{kind}-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    return folder
