"""What many tests lean on: programs of the system and a real browser, found or loudly missed."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import settings

from pipelines.core import messages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BORROWED = Path(__file__).resolve().parent.parent / "node_modules"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = "not on this machine: "

PATIENCE = 120_000
"""Milliseconds until a page that never does what is waited for ends a test."""

# A busy machine is no failure: nothing here asserts how long something took.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A test that speaks Chinese leaves the next one its English."""
    yield
    messages.use({})


def miss(what: str) -> NoReturn:
    """Skip for want of something, or fail where everything is required, as .ci/run does."""
    if os.environ.get("PORTAL_BROWSER") == "required":
        pytest.fail(MISSING + what)
    pytest.skip(MISSING + what)


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """Find a program of the system, nginx or soffice or java, by its name."""

    def find(name: str) -> str:
        path = os.environ.get("PATH", os.defpath) + os.pathsep + "/usr/sbin"
        return shutil.which(name, path=path) or miss(name)

    return find


@pytest.fixture(scope="session")
def borrowed() -> Callable[[str], Path]:
    """Find a file of the npm packages, such as axe-core/axe.min.js; `npm ci` brings them."""

    def find(name: str) -> Path:
        path = BORROWED / name
        return path if path.exists() else miss(f"node_modules/{name}")

    return find


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """The system's Chromium, without a window."""
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None) or miss("Chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable, args=list(FLAGS), timeout=PATIENCE
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A fresh page of a fresh profile, as a first visit finds it."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud what could not be tested on this machine."""
    skipped = terminalreporter.stats.get("skipped", ())
    reasons = [report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple)]
    missed = sorted({why.split(MISSING)[1] for why in reasons if MISSING in why})
    if missed:
        terminalreporter.section("NOT EVERYTHING WAS TESTED", yellow=True, bold=True)
        terminalreporter.line(f"{MISSING}{', '.join(missed)}")
