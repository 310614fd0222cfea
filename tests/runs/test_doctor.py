"""`osce-scraper doctor`: at most 8 requests, and words that a person understands."""

from __future__ import annotations

import json
from pathlib import Path

from osce_scraper.items import Capture, PressRelease
from osce_scraper.reading import read_captures
from tests.conftest import Command, Run, StartSite
from tests.site import Answer, Routes, Site, listed, releases

GOOD = range(662271, 662281)


def examine(command: Command, site: Site, *arguments: str) -> Run:
    return command("doctor", "--site", site.url, "--delay", "0", *arguments)


def test_a_site_that_is_well(command: Command, start_site: StartSite, tmp_path: Path) -> None:
    site = start_site({**releases(*GOOD), "/press-releases": listed(*GOOD)})
    run = examine(command, site, "--save", str(tmp_path / "saved"))
    assert (run.returncode, run.stderr) == (0, "")
    assert len(site.seen) <= 8
    assert "robots.txt   answered 404; 0 s between requests" in run.stdout
    assert "discovery    listing: 10 found" in run.stdout
    assert "  date            " in run.stdout
    assert run.stdout.splitlines()[-1].startswith("saved ")
    assert "verdict      a crawl would work" in run.stdout


def test_saved_pages_are_fixtures(command: Command, start_site: StartSite, tmp_path: Path) -> None:
    site = start_site({**releases(*GOOD), "/press-releases": listed(*GOOD)})
    examine(command, site, "--save", str(tmp_path))
    cases = sorted(tmp_path.iterdir())
    assert len(cases) == 3
    for case in cases:
        facts = json.loads((case / "capture.json").read_text("utf-8"))
        capture = Capture(**facts, body=(case / "page.html").read_bytes())
        (again,) = read_captures([capture.model_copy(update={"url": None})])
        assert isinstance(again, PressRelease)
        wanted = json.loads((case / "record.json").read_text("utf-8"))
        assert (again.title, again.body) == (wanted["title"], wanted["body"])


def test_a_search_index_is_told(command: Command, start_site: StartSite) -> None:
    script = "<script src='/libraries/typesense-instantsearch-adapter.min.js'></script>"
    listing = listed(*GOOD)
    told = "search       runs on a Typesense index"
    plain = start_site({**releases(*GOOD), "/press-releases": listing})
    searching = start_site({**releases(*GOOD), "/press-releases": script + listing})
    assert told not in examine(command, plain).stdout
    assert told in examine(command, searching).stdout


def test_a_site_without_releases_is_ill(command: Command, start_site: StartSite) -> None:
    site = start_site({"/press-releases": "<p>Please log in.</p>"})
    run = examine(command, site)
    assert run.returncode == 1
    assert len(site.seen) <= 8
    assert "pages        none was had" in run.stdout
    assert "verdict      a crawl would not work" in run.stdout


def test_pages_that_are_no_releases_are_told(command: Command, start_site: StartSite) -> None:
    empty: Routes = dict.fromkeys(releases(*GOOD), "<h1>Page not found</h1>")
    site = start_site({**empty, "/press-releases": listed(*GOOD)})
    run = examine(command, site)
    assert run.returncode == 1
    assert "rejected, " in run.stdout


def test_robots_that_cannot_be_had_are_told(command: Command, start_site: StartSite) -> None:
    site = start_site({"/robots.txt": Answer("busy", 503), "/press-releases": listed(*GOOD)})
    run = examine(command, site)
    assert run.returncode == 1
    assert "robots.txt   could not be had" in run.stdout
    assert {seen.path for seen in site.seen} == {"/robots.txt"}
