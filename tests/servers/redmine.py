"""A Redmine of our own on loopback: a copy of the package's database and folders, two people with keys, WEBrick."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx
import pytest

from tests.servers.ports import free_port

_HOME = Path("/usr/share/redmine")
_DATABASE = Path("/var/lib/dbconfig-common/sqlite3/redmine/instances/default/redmine_default")
_GEMS = _HOME / "Gemfile.local"
_HOW = "Redmine is not installed: apt install --no-install-recommends redmine redmine-sqlite, and root to start it"
_READY_SECONDS = 60.0
_STOP_SECONDS = 10.0
KEY_FIELD = "Sportello"
PROJECT = "assistenza"

_PEOPLE = """\
Setting.rest_api_enabled = 1
Redmine::DefaultData::Loader.load("en") if Redmine::DefaultData::Loader.no_data?
project = Project.create!(name: "Assistenza", identifier: "%(project)s", trackers: Tracker.all)
role = Role.find_by!(name: "Manager")
{"desk" => "Dora", "anna" => "Anna"}.each do |login, name|
  user = User.new(firstname: name, lastname: "Bruni", mail: "#{login}@example.test", language: "en")
  user.login = login
  user.password = user.password_confirmation = "correct horse battery"
  user.save!
  Member.create!(project: project, principal: user, roles: [role])
  puts "#{login}=#{user.api_key}"
end
IssueCustomField.create!(name: "%(field)s", field_format: "string", is_for_all: true, is_filter: true,
                         searchable: true, trackers: Tracker.all)
puts "field=#{IssueCustomField.first.id}"
""".replace("%(project)s", PROJECT).replace("%(field)s", KEY_FIELD)


class Redmine:
    """Use it as a context. `token` is the desk's key, `other_token` a colleague's who works in the tickets."""

    def __init__(self) -> None:
        """Skip the test where it is not installed or can't be started; fail it in CI."""
        if not (_HOME / "config.ru").exists() or os.geteuid() != 0:
            pytest.fail(_HOW) if os.environ.get("CI") else pytest.skip(_HOW)
        self.folder = Path(tempfile.mkdtemp(prefix="redmine-"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.token = self.other_token = ""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Make the database and the people, start the server, and ask it until it answers."""
        try:
            self._prepare()
            self.start()
        except BaseException:
            self._clean()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clean()

    def start(self) -> None:
        """Start the server where it does not run."""
        words = ["bundle", "exec", "rails", "server", "-u", "webrick", "-b", "127.0.0.1", "-p", str(self.port)]
        log = (self.folder / "log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [*words, "-P", str(self.folder / "pid")],
                cwd=_HOME,
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline:
            assert self._process.poll() is None, (self.folder / "log").read_text()
            with suppress(httpx.HTTPError):
                asked = httpx.get(
                    f"{self.url}/users/current.json", headers={"X-Redmine-API-Key": self.token}, trust_env=False
                )
                if asked.is_success:
                    return
            time.sleep(0.1)
        pytest.fail("Redmine did not answer in time")

    def stop(self) -> None:
        """Stop the server; its tickets stay."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, 9)
            self._process.wait(_STOP_SECONDS)
            self._process = None

    def _prepare(self) -> None:
        if not _GEMS.exists():
            _GEMS.write_text("gem 'webrick'\n", encoding="utf-8")
        shutil.copyfile(_DATABASE, self.folder / "database")
        script = self.folder / "people.rb"
        script.write_text(_PEOPLE, encoding="utf-8")
        done = subprocess.run(
            ["bundle", "exec", "rails", "runner", str(script)],
            cwd=_HOME,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        said = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
        self.token, self.other_token = said["desk"], said["anna"]

    def _environment(self) -> dict[str, str]:
        own = {"DATABASE_URL": f"sqlite3:{self.folder / 'database'}", "X_DEBIAN_SITEID": "default"}
        return {**os.environ, "LANG": "C.UTF-8", "RAILS_ENV": "production", **own}

    def _clean(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
