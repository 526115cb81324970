"""A Request Tracker of our own on loopback: SQLite in a folder, a user with a token, Starlet in front."""

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

_LIBRARY = Path("/usr/share/request-tracker5/lib")
_PROGRAM = Path("/usr/share/request-tracker5/libexec/rt-server")
_HOW = "Request Tracker is not installed: apt install --no-install-recommends request-tracker5 rt5-db-sqlite rt5-standalone"
_READY_SECONDS = 60.0
_STOP_SECONDS = 10.0
KEY_FIELD = "Sportello"

_SITE = """\
Set($rtname, 'example.test');
Set($Organization, 'example.test');
Set($WebDomain, '127.0.0.1');
Set($WebPort, {port});
Set($WebPath, '');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '{folder}/rt5');
Set($MailCommand, 'testfile');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'error');
Set($MasonDataDir, '{folder}/mason');
Set($MasonSessionDir, '{folder}/sessions');
Set(%GnuPG, Enable => 0);
Set(%SMIME, Enable => 0);
Set($DisallowExecuteCode, 1);
1;
"""
_PEOPLE = """\
use RT -init;
my $root = RT->SystemUser;
my %tokens;
for my $name (qw(desk anna)) {
    my $user = RT::User->new($root);
    $user->Create(Name => $name, RealName => ucfirst $name, EmailAddress => "$name\\@example.test", Privileged => 1);
    for my $right (qw(SeeQueue ShowTicket ShowTicketComments CreateTicket ReplyToTicket CommentOnTicket
                      ModifyTicket DeleteTicket SeeCustomField ModifyCustomField TakeTicket OwnTicket)) {
        $user->PrincipalObj->GrantRight(Right => $right, Object => RT->System);
    }
    $user->PrincipalObj->GrantRight(Right => 'ManageAuthTokens', Object => RT->System);
    my $token = RT::AuthToken->new($root);
    my ($ok, $said, $words) = $token->Create(Owner => $user->id, Description => 'test');
    print "$name=$words\\n";
}
my $scrips = RT::Scrips->new($root);  # they write mails, and take half of each request's time
$scrips->UnLimit;
while (my $scrip = $scrips->Next) { $scrip->SetDisabled(1); }
my $field = RT::CustomField->new($root);
$field->Create(Name => '%s', Type => 'FreeformSingle', LookupType => RT::Ticket->CustomFieldLookupType);
$field->AddToObject(RT::Queue->new($root));
""".replace("%s", KEY_FIELD)


class RequestTracker:
    """Use it as a context. `token` is the desk's, `other_token` a colleague's who works in the tickets."""

    def __init__(self) -> None:
        """Skip the test where it is not installed; fail it in CI."""
        if not _PROGRAM.exists() or shutil.which("rt-setup-database-5") is None:
            pytest.fail(_HOW) if os.environ.get("CI") else pytest.skip(_HOW)
        self.folder = Path(tempfile.mkdtemp(prefix="rt-"))
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
        words = [str(_PROGRAM), "--server", "Starlet", "--host", "127.0.0.1", "--port", str(self.port)]
        log = (self.folder / "log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [*words, "--max-workers", "2"], env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline:
            assert self._process.poll() is None, (self.folder / "log").read_text()
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/REST/2.0/rt", headers=self._signed(), trust_env=False).is_success:
                    return
            time.sleep(0.1)
        pytest.fail("Request Tracker did not answer in time")

    def stop(self) -> None:
        """Stop the server; its tickets stay."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, 15)
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, 9)
                self._process.wait(_STOP_SECONDS)
            self._process = None

    def _prepare(self) -> None:
        for name in ("mason", "sessions"):
            (self.folder / name).mkdir()
        (self.folder / "site.pm").write_text(_SITE.format(port=self.port, folder=self.folder), encoding="utf-8")
        setup = ["rt-setup-database-5", "--action", "init", "--skip-create", "--dba", "", "--dba-password", ""]
        self._run(setup)
        script = self.folder / "people.pl"
        script.write_text(_PEOPLE, encoding="utf-8")
        said = self._run(["perl", f"-I{_LIBRARY}", "-MRT", str(script)])
        tokens = dict(line.split("=", 1) for line in said.splitlines() if "=" in line)
        self.token, self.other_token = tokens["desk"], tokens["anna"]

    def _run(self, words: list[str]) -> str:
        done = subprocess.run(
            words, env=self._environment(), capture_output=True, text=True, check=False, cwd=self.folder
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _environment(self) -> dict[str, str]:
        own = {
            "RT_SITE_CONFIG": str(self.folder / "site.pm"),
            "RT_SITE_CONFIG_DIR": str(self.folder / "no_more"),  # the system's own would count more than ours
            "TMPDIR": str(self.folder),
        }
        return {**os.environ, "LANG": "C.UTF-8", **own}

    def _signed(self) -> dict[str, str]:
        return {"Authorization": f"token {self.token}"}

    def _clean(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
