"""The real servers that releases are tested with: nginx and sshd, on this machine alone."""

import os
import secrets
import shlex
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType

import pytest

from pipelines.core.charter import Charter
from pipelines.release.folder import Folder
from pipelines.release.nginx import configuration
from pipelines.release.remote import Remote
from pipelines.release.target import Target
from tests.builders import charter
from tests.conftest import miss

Serve = Callable[..., str]

_NGINX = """\
{user}daemon off;
pid {folder}/pid;
error_log {folder}/errors notice;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/t1;
    proxy_temp_path {folder}/t2;
    fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4;
    scgi_temp_path {folder}/t5;
    server {{
        listen 127.0.0.1:{port};
        include {root}/nginx.conf;
    }}
}}
"""

_SSHD = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
MaxStartups 100
"""


@pytest.fixture
def demo() -> Charter:
    """The demo federation's charter."""
    return charter()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty target on this machine."""
    return Folder(tmp_path / "target")


@pytest.fixture
def serve(program: Callable[[str], str], tmp_path: Path, demo: Charter) -> Iterator[Serve]:
    """Show a target by the real nginx as its own nginx.conf says; gives the address."""
    nginx = program("nginx")
    with ExitStack() as servers:

        def start(target: Target, moved: Mapping[str, str] = MappingProxyType({})) -> str:
            port, here = free_port(), tmp_path / "nginx"
            here.mkdir()
            target.write("nginx.conf", configuration(demo, target.root, moved))
            user = "user root;\n" if os.geteuid() == 0 else ""
            text = _NGINX.format(user=user, folder=here, port=port, root=target.root)
            (here / "conf").write_text(text, encoding="utf-8")
            command = [nginx, "-p", str(here), "-e", f"{here}/errors", "-c", f"{here}/conf"]
            servers.enter_context(running(command, port))
            return f"http://127.0.0.1:{port}"

        yield start


@pytest.fixture
def remote(program: Callable[[str], str], tmp_path: Path) -> Iterator[Remote]:
    """An empty target behind the real sshd, reached with a key made for this one test."""
    sshd, keygen = program("sshd"), program("ssh-keygen")
    program("rsync")
    here, port = tmp_path / "ssh", free_port()
    here.mkdir()
    for name in ("host", "user"):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", here / name], check=True)
    (here / "conf").write_text(_SSHD.format(port=port, folder=here), encoding="utf-8")
    if os.geteuid() == 0:
        # Debian makes it when its own service starts.
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    quiet = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR")
    options = shlex.split(" ".join(f"-o {option}" for option in ("BatchMode=yes", *quiet)))
    ssh = ("ssh", "-F", "none", "-p", str(port), "-i", str(here / "user"), *options)
    with running([sshd, "-D", "-e", "-f", str(here / "conf")], port):
        yield Remote("127.0.0.1", str(tmp_path / "far away" / "site"), ssh)


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A server of this machine, from when it answers until the end of the block."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    with server:
        try:
            while not _answers(port):
                if server.poll() is not None:
                    miss(f"a working {Path(command[0]).name}: {server.communicate()[1]}")
                time.sleep(0.02)
            yield
        finally:
            server.terminate()


def _answers(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """A port that nobody listens on, of those that no system gives to whoever asks for any."""
    while _answers(port := 10_000 + secrets.randbelow(20_000)):
        pass
    return port
