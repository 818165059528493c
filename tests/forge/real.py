"""A real Gitea or Forgejo on this machine, for as long as a test needs it."""

import getpass
import os
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

PROGRAM = "PORTAL_GITEA"
"""The environment variable that names the program."""
ROOT, PASSWORD = "operator", "only-on-this-machine"
OWNER, REPOSITORY = "zgh", "zgh/portal"
_SETTINGS = """\
APP_NAME = portal
RUN_MODE = prod
RUN_USER = {user}
WORK_PATH = {folder}
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = {port}
ROOT_URL = http://127.0.0.1:{port}/
DISABLE_SSH = true
OFFLINE_MODE = true
[database]
DB_TYPE = sqlite3
PATH = {folder}/gitea.db
[repository]
ROOT = {folder}/repositories
[security]
INSTALL_LOCK = true
SECRET_KEY = only-on-this-machine
PASSWORD_HASH_ALGO = pbkdf2$1$8
PASSWORD_CHECK_PWN = false
[log]
MODE = file
LEVEL = warn
ROOT_PATH = {folder}/log
[indexer]
ISSUE_INDEXER_TYPE = db
[cron]
ENABLED = false
[session]
PROVIDER = memory
"""


class Real:
    """The running host: its address, and its API as any account would use it."""

    def __init__(self, url: str, administrator: str) -> None:
        self.url = url
        self.tokens = {ROOT: administrator}

    def ask(self, method: str, path: str, by: str = ROOT, **body: Any) -> Any:
        """The host's answer to an account's request. Fails where it refuses."""
        status, said = self.asked(method, path, by, **body)
        assert status < 400, f"{method} {path} by {by}: {status} {said}"
        return said

    def asked(self, method: str, path: str, by: str = ROOT, **body: Any) -> tuple[int, Any]:
        """The status and the answer, whatever they are."""
        answer = httpx.request(
            method,
            f"{self.url}/api/v1/{path.lstrip('/')}",
            headers={"Authorization": f"token {self.tokens[by]}"},
            json=None if method == "GET" else body,
            timeout=60,
        )
        json = "json" in answer.headers.get("content-type", "")
        return answer.status_code, answer.json() if json else answer.text

    def people(self, accounts: Iterable[str]) -> None:
        """Make accounts, each with a token of its own that may do what it may do."""
        for name in accounts:
            about = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
            self.ask("POST", "admin/users", **about, must_change_password=False)
            self.token(name, "write:repository", "write:issue", "read:user")

    def token(self, name: str, *scopes: str, called: str = "all") -> str:
        """A token of an account with these rights; the account uses it from now on."""
        answer = httpx.post(
            f"{self.url}/api/v1/users/{name}/tokens",
            auth=(name, PASSWORD),
            json={"name": called, "scopes": scopes},
            timeout=60,
        )
        assert answer.is_success, answer.text
        self.tokens[name] = str(answer.json()["sha1"])
        return self.tokens[name]

    def environment(self, by: str = ROOT, repository: str = REPOSITORY) -> dict[str, str]:
        """What the portal's command line needs to work as an account."""
        return {
            "PORTAL_FORGE_URL": self.url,
            "PORTAL_FORGE_REPO": repository,
            "PORTAL_FORGE_TOKEN": self.tokens[by],
        }


@contextmanager
def running(folder: Path) -> Iterator[Real]:
    """Start the host in a folder, with one administrator; stop it afterwards."""
    program = os.environ.get(PROGRAM)
    if not program:
        pytest.skip(f"{PROGRAM} names no Gitea or Forgejo program")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = folder / "app.ini"
    settings.write_text(
        _SETTINGS.format(user=getpass.getuser(), folder=folder, port=port), encoding="utf-8"
    )
    # Nothing of this machine's own settings; whoever runs the tests may be root.
    home = folder / "home"
    home.mkdir()
    around = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "GITEA_I_AM_BEING_UNSAFE_RUNNING_AS_ROOT": "true",
        "FORGEJO_I_AM_BEING_UNSAFE_RUNNING_AS_ROOT": "true",
    }
    command = [program, "--config", str(settings)]
    subprocess.run([*command, "migrate"], env=around, check=True, capture_output=True)
    made = subprocess.run(
        [
            *(*command, "admin", "user", "create", "--admin", "--username", ROOT),
            *("--password", PASSWORD, "--email", f"{ROOT}@example.org"),
            *("--must-change-password=false", "--access-token"),
        ],
        env=around,
        check=True,
        capture_output=True,
        text=True,
    )
    token = made.stdout.split("Access token was successfully created...")[-1].split()[0]
    server = subprocess.Popen(
        [*command, "web"], env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield Real(_answering(f"http://127.0.0.1:{port}", server), token)
    finally:
        server.terminate()
        server.wait(30)


def _answering(url: str, server: subprocess.Popen[bytes]) -> str:
    """The address, once somebody answers there."""
    for _attempt in range(600):
        assert server.poll() is None, "the host did not start: see its log"
        try:
            httpx.get(f"{url}/api/v1/version", timeout=5)
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return url
    raise AssertionError("the host does not answer")
