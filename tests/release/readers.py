"""Somebody who reads a site while it is being released."""

import threading
from collections import Counter
from collections.abc import Sequence

import httpx

from tests.release.sites import PAGES

PATIENCE = 300
"""Seconds that an answer may take: only a server that has ended takes so long."""


class reading:  # noqa: N801 - read as a verb
    """A reader who fetches one page after the other until the block ends."""

    def __init__(self, address: str, pages: Sequence[str] = PAGES) -> None:
        self.address, self.pages = address, pages
        self.answers: Counter[str] = Counter()
        self.done = threading.Event()
        self.wrong: list[str] = []
        self.thread = threading.Thread(target=self.read)

    def read(self) -> None:
        with httpx.Client(base_url=self.address, trust_env=False, timeout=PATIENCE) as client:
            while not self.done.is_set():
                for page in self.pages:
                    answer = client.get("/" + page)
                    if answer.status_code == 200:
                        self.answers[answer.text] += 1
                    else:
                        self.wrong.append(f"{page}: {answer.status_code}")
                # Whoever releases needs the machine too.
                self.done.wait(0.005)

    def __enter__(self) -> Counter[str]:
        self.thread.start()
        return self.answers

    def __exit__(self, *_why: object) -> None:
        self.done.set()
        self.thread.join()
        assert self.wrong == []
