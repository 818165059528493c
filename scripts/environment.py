"""The environment of every entry point: .venv, made from the hashed locks at first use."""

# Standard library only: this runs before anything is installed, perhaps on a Python that is too
# old and must be told so.

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
RUN = "requirements.lock"
TEST = "requirements-test.lock"

OLDEST_PYTHON = (3, 11)
CANNOT_WORK = 3
INTERRUPTED = 130


class SetupError(Exception):
    """The environment cannot stand; the message says in one sentence what to do next."""


def say(chinese: str, english: str) -> None:
    """Tell the person what happens, on stderr: stdout belongs to the verb's own answer."""
    print(f"{chinese} / {english}", file=sys.stderr, flush=True)


def become(*arguments: str, locks: tuple[str, ...] = (RUN,)) -> NoReturn:
    """Replace this process by the environment's Python with the given arguments."""
    python = stand(locks)
    os.execve(python, [str(python), "-P", *arguments], surroundings())  # noqa: S606 - our own Python


def stand(locks: tuple[str, ...]) -> Path:
    """Give the environment's Python, with all the locks installed, or leave with one sentence."""
    try:
        require_machine()
        return prepare(ROOT, locks)
    except SetupError as error:
        print(error, file=sys.stderr)
        sys.exit(CANNOT_WORK)
    except KeyboardInterrupt:
        say("已中断；下次会从头准备。", "Interrupted; the next start begins afresh.")
        sys.exit(INTERRUPTED)


def surroundings() -> dict[str, str]:
    """Give the variables for our Python: modules come from this repository and .venv alone.

    Compiled modules stay, also where PYTHONDONTWRITEBYTECODE is set: to compile two hundred of
    them takes a tenth of each start.
    """
    dropped = {"PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__", "PYTHONDONTWRITEBYTECODE"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def require_machine(version: tuple[int, ...] = sys.version_info[:2]) -> None:
    """Check for what we cannot install ourselves.

    Raises:
        SetupError: Python is too old, or there is no Git or no file locking.
    """
    if version < OLDEST_PYTHON:
        now, least = (".".join(map(str, v)) for v in (version, OLDEST_PYTHON))
        raise SetupError(
            f"需要 Python {least} 或更新版本，现在是 {now}：请安装后再试。"
            f" / Python {least} or newer is needed, this is {now}: please install it."
        )
    if shutil.which("git") is None:
        raise SetupError(
            "找不到 Git：请先安装（Debian：apt install git）。"
            " / Git is not on PATH: please install it (Debian: apt install git)."
        )
    if importlib.util.find_spec("fcntl") is None:
        raise SetupError(
            "本系统须在 Linux、macOS 或 Windows 的 WSL 中运行。"
            " / This runs on Linux, macOS or in Windows' WSL."
        )


def prepare(root: Path, locks: tuple[str, ...]) -> Path:
    """Give root's Python with all the locks installed, building what is missing.

    Raises:
        SetupError: something that we cannot mend stands in the way.
    """
    venv = root / ".venv"
    python = venv / "bin" / "python"
    if all(is_installed(venv, root / lock) for lock in locks):
        return python
    try:
        with only_one(root / ".cache" / "setup.lock"):
            build(venv, root, locks)
    except OSError as error:
        raise SetupError(
            f"无法写入 {error.filename or root}（{error.strerror}）：请检查权限和磁盘空间。"
            f" / Cannot write {error.filename or root} ({error.strerror}):"
            " please check permissions and disk space."
        ) from error
    return python


def build(venv: Path, root: Path, locks: tuple[str, ...]) -> None:
    """Make venv if it is not whole, and install each lock that is not in it as it stands now."""
    if not is_whole(venv):
        say(
            "首次使用，正在 .venv 准备运行环境（约一分钟）……",
            "First use: preparing .venv (about a minute) …",
        )
        create(venv)
    for lock in locks:
        if not is_installed(venv, root / lock):
            install(venv, root / lock, root / ".cache" / "setup.log")
    say("环境已就绪。", "The environment is ready.")


# What stands in .venv is told by stamps, one a lock, each written after everything else.


def identity(venv: Path) -> str:
    """Name what a virtual environment cannot outlive: its Python's version and its own place."""
    return "python{}.{} {}".format(*sys.version_info[:2], venv)


def digest(lock: Path) -> str:
    """Give the lock's SHA-256."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def stamp(venv: Path, lock: Path) -> Path:
    """Say where venv keeps the note that lock is installed."""
    return venv / f"{lock.name}.installed"


def is_installed(venv: Path, lock: Path) -> bool:
    """Tell whether venv is whole and holds exactly this lock."""
    return is_whole(venv) and _read(stamp(venv, lock)) == digest(lock)


def is_whole(venv: Path) -> bool:
    """Tell whether venv was made to its end, here, by this version of Python."""
    return (venv / "bin" / "python").exists() and _read(venv / "made") == identity(venv)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _write(path: Path, text: str) -> None:
    """Write all or nothing."""
    draft = path.with_name(path.name + ".draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def create(venv: Path) -> None:
    """Make an empty virtual environment with pip, in place of whatever stood there.

    Raises:
        SetupError: this Python came without venv or ensurepip, as Debian's does.
    """
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        raise SetupError(
            "这个 Python 缺少 venv：请先安装（Debian：apt install python3-venv）。"
            " / This Python lacks venv: please install it (Debian: apt install python3-venv)."
        )
    if venv.exists():
        shutil.rmtree(venv)
    made = subprocess.run(
        [sys.executable, "-I", "-m", "venv", str(venv)],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        close_fds=False,
    )
    if made.returncode != 0:
        raise SetupError(
            f"无法建立 .venv：{_last_line(made.stdout + made.stderr)}"
            " / .venv could not be made: the reason stands before the stroke."
        )
    _write(venv / "made", identity(venv))


def install(venv: Path, lock: Path, log: Path) -> None:
    """Install lock into venv, wheels only, each held against its hash; pip's words go to log.

    Raises:
        SetupError: pip did not succeed.
    """
    total = len(re.findall(r"^[\w.-]+==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    say(f"按 {lock.name} 安装 {total} 个软件包……", f"Installing {total} packages …")
    stamp(venv, lock).unlink(missing_ok=True)
    pip = subprocess.Popen(
        [
            *(str(venv / "bin" / "python"), "-I", "-m", "pip", "install"),
            *("--require-hashes", "--only-binary", ":all:", "--no-deps"),
            *("--no-input", "--retries", "2", "--progress-bar", "off"),
            *("--disable-pip-version-check", "--requirement", str(lock)),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        close_fds=False,
    )
    with pip, log.open("w", encoding="utf-8") as written:
        seen = 0
        for line in pip.stdout or ():
            written.write(line)
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                seen += 1
                if seen % 10 == 0:
                    print(f"  {seen}/{total}", file=sys.stderr, flush=True)
    if pip.returncode != 0:
        raise SetupError(why_pip_failed(log))
    _write(stamp(venv, lock), digest(lock))


def why_pip_failed(log: Path) -> str:
    """Put pip's complaint into one sentence that says what to do next."""
    said = log.read_text(encoding="utf-8")
    if "DO NOT MATCH THE HASHES" in said:
        return (
            f"下载的软件包与锁定的校验值不符，已停止；请核对软件源（详见 {log}）。"
            f" / A downloaded package differs from its locked hash; check your index (see {log})."
        )
    if "No matching distribution" in said and "connection broken" not in said:
        return (
            f"软件源没有适合本机的软件包：{_last_line(said)}（详见 {log}）。"
            f" / The package index has nothing for this machine; see {log}."
        )
    if re.search("connection broken|ConnectTimeout|Max retries|resolution", said):
        return (
            f"连不上软件源：请检查网络，或用 PIP_INDEX_URL 指定镜像（详见 {log}）。"
            " / The package index does not answer: check the network,"
            f" or name a mirror in PIP_INDEX_URL (see {log})."
        )
    return (
        f"安装失败：{_last_line(said)}（详见 {log}）。"
        f" / Installing failed; see {log} and start again."
    )


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "?"


@contextlib.contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Let one process in at a time.

    The lock goes with the last process that holds it, however it ends. Our children hold it too
    (close_fds=False), so that a pip that outlives us is waited for.
    """
    import fcntl

    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle:
        os.set_inheritable(handle.fileno(), True)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("另一个进程正在准备环境，请稍候……", "Another process is preparing; waiting …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
