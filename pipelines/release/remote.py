"""Releases on a web server, reached by ssh and rsync; it needs a shell, rsync and flock."""

import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.release.manifest import File, Manifest
from pipelines.release.media import media
from pipelines.release.target import leftovers

_READY = "ready"


@dataclass
class Remote:
    """A target on another machine: `host` as ssh knows it, `path` there.

    `ssh` is the command that reaches it, with its options.
    """

    host: str
    path: str
    ssh: Sequence[str] = ("ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=15")
    _shared: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The place, as messages name it."""
        return f"{self.host}:{self.path}"

    @property
    def root(self) -> str:
        """The folder, as the machine it stands on names it."""
        return self.path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock over there for as long as our connection stands.

        All that is done meanwhile goes through this one connection.
        """
        script = f"""mkdir -p "$1/releases" "$1/incoming"
            exec flock "$1/lock" sh -c "echo {_READY}; exec cat\""""
        with TemporaryDirectory(prefix="portal-") as folder:
            way = ("-o", f"ControlPath={folder}/way")
            command = [*self.ssh, "-o", "ControlMaster=yes", *way, *self._there(script)]
            with subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            ) as held:
                if held.stdout is None or held.stdout.readline().strip() != _READY:
                    raise HouseError(_("{host} gave no lock").format(host=self.host))
                self._shared = way
                try:
                    self._run('rm -rf "$1"/incoming/* "$1"/.*.new')
                    self.remove(leftovers(self))
                    yield
                finally:
                    self._shared = ()

    def current(self) -> str | None:
        """The name of the public release."""
        shown = self._run('readlink "$1/current" || true').strip()
        return shown.rpartition("/")[2] or None

    def names(self) -> list[str]:
        """The names of all complete releases."""
        return self._run('ls -1 "$1/releases"').split()

    def read(self, name: str) -> Manifest:
        """What a release really consists of: sizes and digests as the machine there counts them.

        A machine that lies is found by fetching the live site, not here.
        """
        here = 'cd "$1/releases/$2"'
        links = self._run(f"{here} && find . -type l -printf '%P\\0'", name).split("\0")
        sizes = self._run(f"{here} && find . -type f -printf '%s %P\\0'", name).split("\0")
        sums = self._run(f"{here} && find . -type f -exec sha256sum -z {{}} +", name).split("\0")
        digests = {line[66:].removeprefix("./"): line[:64] for line in sums if line}
        files = {path: File(0, "link", None) for path in links if path}
        for line in filter(None, sizes):
            size, path = line.split(" ", 1)
            files[path] = File(int(size), digests[path], media(path))
        return Manifest(files)

    def digest(self, name: str, path: str) -> str | None:
        """The digest of one file of a release; None where there is no such file."""
        script = 'cd "$1/releases/$2" && if test -e "$3"; then sha256sum <"$3"; fi'
        return self._run(script, name, path)[:64] or None

    def put(self, name: str, manifest: Manifest, source: Path) -> None:
        """Send a release; what the public one has already is linked over there."""
        public = self.current()
        before = [f"--link-dest=../../releases/{public}"] if public else []
        # --checksum: what is linked has these very bytes; the time of a file says nothing.
        self._call(
            *("rsync", "--recursive", "--links", "--checksum", "--chmod=D755,F644"),
            *before,
            *("-e", shlex.join([*self.ssh, *self._shared])),
            *(f"{source}/", f"{self.host}:{self.path}/incoming/{name}/"),
        )
        self._run(
            'find "$1/incoming/$2" -exec sync {} + && '
            'mv "$1/incoming/$2" "$1/releases/$2" && sync "$1/releases"',
            name,
        )
        if self.read(name) != manifest:
            self.remove([name])
            raise HouseError(
                _("what arrived at {host} is not what was sent").format(host=self.host)
            )

    def switch(self, name: str) -> None:
        """Make a release public by renaming one link."""
        self._run(
            'cd "$1" && ln -sfn "releases/$2" .current.new && mv -T .current.new current && sync .',
            name,
        )

    def remove(self, names: Iterable[str]) -> None:
        """Remove releases; they leave their place first, so no half one ever stands there."""
        for name in names:
            self._run('cd "$1" && mv "releases/$2" "incoming/old-$2" && rm -rf incoming/*', name)

    def text(self, name: str) -> str:
        """A small file beside the releases."""
        return self._run('if test -f "$1/$2"; then cat "$1/$2"; fi', name)

    def write(self, name: str, text: str) -> None:
        """Write it, all or nothing."""
        self._run(
            'cat >"$1/.$2.new" && sync "$1/.$2.new" && mv -T "$1/.$2.new" "$1/$2" && sync "$1"',
            name,
            given=text,
        )

    def _run(self, script: str, *arguments: str, given: str | None = None) -> str:
        command = [*self.ssh, *self._shared, *self._there(script, *arguments)]
        return self._call(*command, given=given)

    def _there(self, script: str, *arguments: str) -> list[str]:
        """The host, and a script for its shell: the target's folder is $1."""
        return [self.host, shlex.join(["sh", "-ec", script, "sh", self.path, *arguments])]

    def _call(self, *command: str, given: str | None = None) -> str:
        try:
            done = subprocess.run(command, input=given, capture_output=True, check=False, text=True)
        except FileNotFoundError as error:
            raise HouseError(
                _("{program} is not on this machine: please install it").format(
                    program=error.filename
                )
            ) from error
        if done.returncode != 0:
            print(done.stderr, end="", file=sys.stderr)
            raise HouseError(
                _("{target} did not do as it was told; what was public stays public").format(
                    target=self.name
                )
            )
        return done.stdout
