"""The first start on a fresh machine: it sets up, or says in one sentence what is missing."""

import ast
import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scripts import environment
from scripts.environment import ROOT, RUN, TEST, SetupError

PYTHON = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
VERB = """
import os, sys, tiny
print(sys.argv[1:], os.getcwd())
sys.exit(tiny.STATUS)
"""


@pytest.fixture
def path(tmp_path):
    """A PATH that holds python3 and git and nothing else."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "python3").symlink_to(PYTHON)
    (folder / "git").symlink_to(shutil.which("git"))
    return folder


@pytest.fixture
def house(tmp_path):
    """The smallest repository: the bootstrap, a lock of one package, a verb that uses it."""
    root = tmp_path / "工会 门户" / "house"
    (root / "scripts").mkdir(parents=True)
    for name in ("__init__.py", "environment.py", "portal"):
        shutil.copy(ROOT / "scripts" / name, root / "scripts")
    (root / "scripts" / "verbs.py").write_text(VERB, encoding="utf-8")
    (root / RUN).write_text(f"tiny==1.0 --hash=sha256:{make_wheel(tmp_path / 'index')}\n")
    return root


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A virtual environment just made, with pip in it and nothing else."""
    venv = tmp_path_factory.mktemp("empty") / ".venv"
    environment.create(venv)
    return venv


@pytest.fixture
def made(house, empty):
    """The same house when its environment is made and holds nothing yet."""
    venv = house / ".venv"
    # A pip that installs writes files of its own: those of the other tests stay as they are.
    shutil.copytree(empty, venv, symlinks=True, copy_function=os.link)
    (venv / "made").unlink()
    (venv / "made").write_text(environment.identity(venv), encoding="utf-8")
    return house


def make_wheel(folder: Path) -> str:
    """Put a package of one line into folder and give its SHA-256."""
    folder.mkdir()
    wheel = folder / "tiny-1.0-py3-none-any.whl"
    files = {
        "tiny.py": "STATUS = 7\n",
        "tiny-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        "tiny-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }
    record = "".join(
        f"{name},sha256={base64.urlsafe_b64encode(sha).decode().rstrip('=')},{len(text)}\n"
        for name, text in files.items()
        for sha in [hashlib.sha256(text.encode()).digest()]
    )
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        archive.writestr("tiny-1.0.dist-info/RECORD", record)
    return environment.digest(wheel)


def begin(house: Path, path: Path, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start scripts/portal as a bare machine would: nothing but PATH and what is given."""
    index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": (house.parent.parent / "index").as_uri()}
    return subprocess.Popen(
        [house / "scripts" / "portal", *arguments],
        cwd=path,
        env={"PATH": str(path), **index, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def start(house: Path, path: Path, *arguments: str, **variables: str) -> tuple[int, str, str]:
    """Run scripts/portal and give its status, stdout and stderr."""
    process = begin(house, path, *arguments, **variables)
    stdout, stderr = process.communicate()
    return process.returncode, stdout, stderr


def test_first_start_sets_up_and_the_second_says_nothing(house, path):
    """The verb's answer is all that stands on stdout; its status and arguments pass through."""
    answer = f"['check', '一 篇.md'] {path}\n"
    status, stdout, stderr = start(house, path, "check", "一 篇.md")
    assert (status, stdout) == (7, answer), stderr
    assert "首次使用" in stderr
    assert "First use" in stderr
    assert start(house, path, "check", "一 篇.md") == (7, answer, "")


def test_an_empty_home_is_no_home(made, path):
    """Whatever the machine says of HOME, what is locked is installed."""
    status, stdout, stderr = start(made, path, "check", HOME="")
    assert (status, stdout) == (7, f"['check'] {path}\n"), stderr
    assert "安装" in stderr


def test_no_start_compiles_what_the_last_one_did(monkeypatch):
    """Whatever the machine says of compiled modules."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    code = "import sys; print(sys.dont_write_bytecode)"
    said = subprocess.check_output([sys.executable, "-c", code], env=environment.surroundings())
    assert said == b"False\n"


@pytest.mark.campaign
def test_what_makes_an_environment_stale(house, path):
    """A changed lock is installed; a half-made or moved environment is made again."""
    start(house, path)
    with (house / RUN).open("a") as lock:
        lock.write("# a newer lock\n")
    status, _, stderr = start(house, path)
    assert (status, "首次使用" in stderr, "安装" in stderr) == (7, False, True)

    (house / ".venv" / "made").unlink()
    status, _, stderr = start(house, path)
    assert (status, "首次使用" in stderr) == (7, True)

    moved = house.rename(house.with_name("moved"))
    status, _, stderr = start(moved, path)
    assert (status, "首次使用" in stderr) == (7, True)


def test_two_first_starts_at_once_make_one_environment(house, path):
    """The second waits for the first and installs nothing."""
    both = [begin(house, path), begin(house, path)]
    said = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [7, 7], said
    assert sum("首次使用" in text for text in said) == 1


def test_a_start_killed_half_way_is_made_good(house, path):
    """Whatever a killed start left behind, the next one stands."""
    killed = begin(house, path)
    assert "首次使用" in killed.stderr.readline()
    killed.kill()
    killed.communicate()
    status, _, stderr = start(house, path)
    assert status == 7, stderr


def test_a_place_that_cannot_be_written_is_one_sentence(house, path):
    """Where .cache cannot be a folder, the sentence names it."""
    (house / ".cache").touch()
    status, stdout, stderr = start(house, path)
    assert (status, stdout) == (3, "")
    assert stderr.startswith(f"无法写入 {house / '.cache'}")


def test_a_package_that_differs_from_its_hash_is_refused(made, path):
    """Whatever the index serves, only what was locked comes in."""
    (made / RUN).write_text(f"tiny==1.0 --hash=sha256:{'0' * 64}\n")
    status, stdout, stderr = start(made, path)
    assert (status, stdout) == (3, "")
    assert "校验值不符" in stderr.splitlines()[-1]
    assert start(made, path)[0] == 3, "a failed start must not pass for a finished one"


def test_no_network_is_one_sentence(made, path):
    """An index that does not answer names the network and the setting for a mirror."""
    status, stdout, stderr = start(
        made, path, PIP_NO_INDEX="0", PIP_FIND_LINKS="", PIP_INDEX_URL="http://127.0.0.1:9/simple"
    )
    assert (status, stdout) == (3, "")
    assert "连不上软件源" in stderr.splitlines()[-1]
    assert "Traceback" not in stderr


def test_no_git_is_one_sentence(house, path):
    """Git is asked for before anything is made."""
    (path / "git").unlink()
    status, stdout, stderr = start(house, path)
    assert (status, stdout) == (3, "")
    assert stderr == (
        "找不到 Git：请先安装（Debian：apt install git）。"
        " / Git is not on PATH: please install it (Debian: apt install git).\n"
    )
    assert not (house / ".venv").exists()


def test_an_old_python_is_one_sentence():
    """Python 3.10 is told what it lacks, not shown a traceback."""
    with pytest.raises(SetupError, match=r"需要 Python 3\.11 或更新版本，现在是 3\.10"):
        environment.require_machine((3, 10))


@pytest.mark.parametrize("name", ["environment.py", "portal", "test", "bench", "lock"])
def test_an_old_python_can_read_what_tells_it(name):
    """Nothing that runs before the version is checked uses syntax newer than Python 3.7."""
    source = (ROOT / "scripts" / name).read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 7))


def test_a_python_without_venv_is_one_sentence(tmp_path, monkeypatch):
    """Debian's Python comes without ensurepip until python3-venv is installed."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SetupError, match="apt install python3-venv"):
        environment.create(tmp_path / ".venv")
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM …", "校验值不符"),
        ("WARNING: Retrying … connection broken by …\nERROR: No matching distribution", "连不上"),
        ("ERROR: No matching distribution found for tiny==1.0", "没有适合本机的软件包"),
        ("OSError: [Errno 28] No space left on device\n\n", "No space left on device"),
        ("", "安装失败：?"),
    ],
)
def test_what_pip_complains_about_becomes_a_sentence(tmp_path, said, sentence):
    """Each way to fail says what to do, and where the details stand."""
    log = tmp_path / "setup.log"
    log.write_text(said, encoding="utf-8")
    assert sentence in environment.why_pip_failed(log)
    assert "setup.log" in environment.why_pip_failed(log)


def pins(lock: str) -> set[str]:
    """Give every `name==version` of a lock, with its marker."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return set(re.findall(r"^([\w.-]+==[^\\\n]+?) *\\?$", text, re.MULTILINE))


def test_the_tests_run_on_what_the_portal_runs_on():
    """requirements-test.lock holds all of requirements.lock, version for version."""
    assert pins(RUN)
    assert pins(RUN) < pins(TEST)


@pytest.mark.parametrize("lock", [RUN, TEST])
def test_a_lock_holds_names_and_hashes_and_nothing_else(lock):
    """No address: where packages come from is the machine's own setting."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    known = re.compile(
        r"[\w.-]+==[\w.+!]+( ; [\w.]+ [<>=!]+ '[\w.]+')? \\|    --hash=sha256:[0-9a-f]{64}( \\)?"
    )
    assert [line for line in lines if not known.fullmatch(line)] == []
    assert "://" not in text


@pytest.mark.parametrize("needs", ["requirements.in", "requirements-test.in"])
def test_every_requirement_stands_in_its_lock(needs):
    """scripts/lock was run after the last change."""
    lines = (ROOT / needs).read_text(encoding="utf-8").splitlines()
    named = {re.match(r"[\w-]+", line)[0] for line in lines if re.match(r"[a-z]", line)}
    locked = {pin.partition("==")[0] for pin in pins(needs.replace(".in", ".lock"))}
    assert named
    assert named <= locked


@pytest.mark.campaign
def test_a_fresh_clone_installs_and_starts(tmp_path, path):
    """The whole lock, from the index of this machine, in a folder with a space in its name."""
    clone = tmp_path / "a clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    settings = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    index = {"PIP_NO_INDEX": "0", "PIP_FIND_LINKS": ""} | settings
    status, _, stderr = start(clone, path, "--help", **index)
    assert status == 0, stderr
    assert start(clone, path, "--help", **index)[::2] == (0, "")
