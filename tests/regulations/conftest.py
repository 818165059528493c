"""Messages are judged in the language of the source, whatever a test before spoke."""

from collections.abc import Iterator

import pytest

from pipelines.reports.language import speak


@pytest.fixture(autouse=True)
def plain() -> Iterator[None]:
    speak("en")
    yield
    speak("en")
