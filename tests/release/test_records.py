"""What is written down of releases and incidents, away from the web server."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines.core import marked
from pipelines.core.desks.incidents import Incident
from pipelines.core.errors import HouseError
from pipelines.release import incident, manifest, records
from pipelines.release.records import Release
from tests.release.sites import NOW, site


@pytest.fixture
def release(tmp_path):
    """A release of a small site."""
    return Release(NOW, "publish", "/srv/portal", "", site(tmp_path / "site", "v1"))


def test_a_record_is_read_as_written(release):
    """Nothing is lost between a release and its record."""
    assert records.parse(release.as_text()) == release
    assert manifest.parse(release.manifest.as_text()) == release.manifest


def test_an_altered_record_is_refused(release, tmp_path):
    """The id holds the manifest: who changes a digest changes the id."""
    one = next(iter(release.manifest.files.values())).digest
    with pytest.raises(ValueError, match=release.manifest.id):
        records.parse(release.as_text().replace(one, "0" * 64))
    records.record(release, tmp_path, tmp_path)
    path = next((tmp_path / "releases").iterdir())
    path.write_text(path.read_text().replace(one, "0" * 64))
    with pytest.raises(HouseError, match="restore it from the archive"):
        records.latest(tmp_path, tmp_path)


def test_records_keep_their_order(release, tmp_path):
    """The newest record says what should be public, whatever its id and time."""
    for how in ("publish", "rollback", "publish"):
        records.record(replace(release, how=how), tmp_path, tmp_path)
    assert [one.how for one in records.newest(tmp_path, tmp_path, 2)] == ["publish", "rollback"]
    assert records.known(tmp_path, tmp_path) == {release.manifest.id}


def test_without_records_nothing_is_known(tmp_path):
    """No folder and no repository: no record, and no crash."""
    assert records.latest(tmp_path, tmp_path) is None
    assert records.known(tmp_path, tmp_path) == set()
    assert records.commit_of(tmp_path) == ""


def test_incidents_are_added_and_fit_the_register(tmp_path):
    """Each incident is a file of its own, as the register of incidents reads it (YZ-09c)."""
    one = Incident(
        kind="takedown",
        found=NOW - timedelta(minutes=12),
        done=NOW,
        by="song-ci",
        reason="数字“有误”",
        target="/srv/portal",
        path="union-news/a.md",
        told=("jiang-he",),
    )
    first, second = incident.keep(one, tmp_path), incident.keep(one, tmp_path)
    assert first != second
    written = marked.read(first.read_text("utf-8")).data
    registered = Incident.model_validate(written)
    assert (registered.minutes, registered.reason) == (12, "数字“有误”")
