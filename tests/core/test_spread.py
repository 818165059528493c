"""Work spread over processes comes back as if it had been done here."""

import os
import subprocess
import sys
from multiprocessing import active_children

import pytest

from pipelines.core import spread as spreading
from pipelines.core.errors import HouseError
from pipelines.core.spread import beside, spread


@pytest.mark.parametrize("processes", [1, 2, 3])
@pytest.mark.parametrize("items", [0, 1, 3, 100])
def test_the_order_is_kept(items, processes):
    """With many processes and with one alone, for much work and none."""
    base = 7
    assert spread(lambda number: number + base, range(items), 2, processes) == list(
        range(7, items + 7)
    )


def test_much_work_leaves_this_process():
    """Few items are not worth another process."""
    assert os.getpid() in spread(lambda _: os.getpid(), range(5), 5, 2)
    assert os.getpid() not in spread(lambda _: os.getpid(), range(6), 5, 2)


def test_what_is_raised_there_is_raised_here():
    """An error in one process is not lost."""

    def refuse(number: int) -> int:
        raise HouseError(f"{number} is wrong")

    with pytest.raises(HouseError, match="is wrong"):
        spread(refuse, range(10), 2, 2)


@pytest.mark.skipif(spreading.processors() == 1, reason="one processor alone")
def test_work_beside_this_process(tmp_path):
    """All of it is tried, and what goes wrong is left to whoever needs the outcome."""

    def work(number: int) -> None:
        if number == 1:
            raise HouseError("wrong")
        (tmp_path / f"{number}").write_text(str(os.getpid()), encoding="utf-8")

    beside(work, range(3))
    for child in active_children():
        child.join()
    made = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert set(made) == {"0", "2"}
    assert str(os.getpid()) not in made.values()


def test_a_machine_that_cannot_fork(monkeypatch):
    """One process does everything, and nothing is begun beside it."""
    monkeypatch.delattr(os, "sched_getaffinity")
    beside(lambda _: None, range(3))
    assert active_children() == []
    assert spreading.processors() == 1
    assert spread(lambda _: os.getpid(), range(5), 1) == [os.getpid()] * 5


WAITING = """
import time
from pipelines.core.spread import spread
spread(lambda _: (print("ready", flush=True), time.sleep(600)), range(2), 1, 2)
"""


def test_killed_with_its_children():
    """Whoever kills the parent kills the children with it."""
    command = [sys.executable, "-c", WAITING]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert all(parent.stdout.readline() for _child in range(2))
        parent.kill()
        # The pipe ends when nobody is left who could write to it.
        assert parent.stdout.read() == ""
