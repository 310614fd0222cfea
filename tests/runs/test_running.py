"""Settings of a run, by what the user asked for."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from osce_scraper.archive.replay import ReplayIndex
from osce_scraper.options import CrawlOptions
from osce_scraper.origins import Origin
from osce_scraper.runs.running import replaying, settings_for
from tests.archive.warcs import URL, response, write

AT = "2015-06-30T00:00:00Z"


@pytest.mark.parametrize(
    ("origin", "body"),
    [
        (Origin(at=AT), b"old"),
        (Origin(), b"new"),
        # Of a public archive the copies were chosen when the file was written.
        (Origin(name="wayback", at=AT), b"new"),
    ],
)
def test_of_several_captures_in_a_file_the_one_asked_for_is_replayed(
    tmp_path: Path, origin: Origin, body: bytes
) -> None:
    old = response(body=b"old", date="2015-01-01T00:00:00Z")
    path = write(tmp_path / "a.warc.gz", old, response(body=b"new"))
    replayed = Origin(name=origin.name, replay=(path,), at=origin.at)
    options = CrawlOptions(output=tmp_path / "dump", origin=replayed)
    with ExitStack() as stack:
        settings = replaying(options, settings_for(options), stack)
        replay = settings["OSCE_REPLAY"]
        assert isinstance(replay, ReplayIndex)
        found = replay.find(URL)
        assert found is not None
        assert found.body == body
    assert settings.getfloat("DOWNLOAD_DELAY") == 0
    assert settings.getdict("DOWNLOAD_SLOTS") == {"public archives": {"delay": 0}}
