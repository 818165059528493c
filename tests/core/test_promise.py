"""Who asks for what was promised waits for it, and is never told half of it."""

import subprocess
import sys
import time
from threading import Thread

import pytest

from pipelines.core.promise import fulfilled, promised, told

ASKING = """
import sys
from pathlib import Path
from pipelines.core.promise import fulfilled
print(fulfilled(Path(sys.argv[1])))
"""


def asking(place):
    """Another process that asks."""
    command = [sys.executable, "-c", ASKING, str(place)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_who_asks_waits_for_what_was_promised(tmp_path):
    """Another process, before and after the promise is kept."""
    place = tmp_path / "told"
    with promised(place) as keep:
        early = asking(place)
        time.sleep(0.3)
        assert early.poll() is None
        keep(lambda: {"a": (1, 2)})
        assert early.communicate()[0] == "{'a': (1, 2)}\n"
        assert asking(place).communicate()[0] == "{'a': (1, 2)}\n"
    assert fulfilled(place) is None


def test_a_promise_that_is_not_kept_is_nothing(tmp_path):
    """Whoever waited looks himself; what was told the last time is forgotten."""
    place = tmp_path / "told"
    with promised(place) as keep:
        keep(lambda: [1])
    found = []
    with promised(place):
        waiting = Thread(target=lambda: found.append(fulfilled(place)))
        waiting.start()
        assert not found
    waiting.join()
    assert found == [None]


def test_nobody_waits_for_what_failed(tmp_path):
    """Though the block goes on."""

    def broken():
        raise OSError("no such disk")

    place = tmp_path / "told"
    with promised(place) as keep:
        with pytest.raises(OSError, match="no such disk"):
            keep(broken)
        assert asking(place).communicate(timeout=30)[0] == "None\n"


def test_where_nothing_was_promised_nobody_waits(tmp_path):
    """As when Pelican is run by itself; a spoilt answer is none."""
    place = tmp_path / "told"
    assert fulfilled(place) is None
    assert fulfilled(tmp_path / "nowhere" / "told") is None
    with promised(place) as keep:
        keep(lambda: [1])
        place.write_bytes(place.read_bytes()[:-1])
        assert fulfilled(place) is None


def test_who_is_told_nothing_finds_out(tmp_path):
    """Nobody promised, or not this; an answer that holds nothing is an answer."""
    place = tmp_path / "told"
    assert told(None, lambda: [2]) == [2]
    assert told(str(place), lambda: [2]) == [2]
    with promised(place) as keep:
        keep(dict)
        assert told(str(place), lambda: [2]) == {}
