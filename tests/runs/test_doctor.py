"""`osce-scraper doctor`: at most 8 requests, and words that a person understands."""

from __future__ import annotations

import json
from pathlib import Path

from osce_scraper.items import Capture, PressRelease
from osce_scraper.reading import read_captures
from tests.conftest import Command, Run, StartSite
from tests.site import Answer, Routes, Site, listed, release_page, releases

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


def test_a_folder_that_cannot_be_written_is_told_before_anybody_is_asked(
    command: Command, start_site: StartSite, tmp_path: Path
) -> None:
    site = start_site({})
    (tmp_path / "file").write_text("mine", "utf-8")
    run = examine(command, site, "--save", str(tmp_path / "file" / "saved"))
    assert (run.returncode, run.stdout, site.seen) == (2, "", [])
    assert f"{tmp_path / 'file' / 'saved'}: cannot be written: Not a directory" in run.stderr


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
    assert "pages        none was asked for" in run.stdout
    assert "to do        look at the site in a browser" in run.stdout
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
    assert "to do        wait an hour" in run.stdout


def xml(text: str) -> Answer:
    return Answer(text, headers={"Content-Type": "application/xml"})


def test_ways_say_whether_they_were_asked_and_read_further(
    command: Command, start_site: StartSite
) -> None:
    index = "<sitemapindex><sitemap><loc>https://www.osce.org/a.xml</loc></sitemap></sitemapindex>"
    listing = listed(*GOOD, following="/press-releases?page=1")
    first = "/press-releases?rows=50&solrsort=ds_date+desc"
    site = start_site({**releases(*GOOD), first: listing, "/sitemap.xml": xml(index)})
    run = examine(command, site)
    assert run.returncode == 0
    assert "discovery    listing: 10 found on 1 page; not read further\n" in run.stdout
    assert "discovery    sitemap: 0 found on 1 page; not read further\n" in run.stdout
    assert "verdict      a crawl would work\nto do        crawl" in run.stdout
    assert "missing  " not in run.stdout


def test_a_feed_alone_is_told_to_be_too_little(command: Command, start_site: StartSite) -> None:
    items = "".join(
        f"<item><title>A</title><link>https://www.osce.org{path}</link></item>"
        for path in releases(*GOOD)
    )
    feed = xml(f'<rss version="2.0"><channel>{items}</channel></rss>')
    run = examine(command, start_site({**releases(*GOOD), "/press-releases/rss": feed}))
    assert run.returncode == 0
    assert "missing      releases: " in run.stdout
    assert "not find everything: it would end with exit code 3" in run.stdout
    assert "to do        crawl for the newest releases; find older ones" in run.stdout


def test_fields_that_no_page_gives_are_told(command: Command, start_site: StartSite) -> None:
    bare = {
        path: release_page(int(path.rpartition("/")[2])).replace(
            "<dt>Fields of work:</dt><dd>Border management</dd>", ""
        )
        for path in releases(*GOOD)
    }
    listing = listed(*GOOD)
    run = examine(command, start_site({**bare, "/press-releases": listing}))
    assert run.returncode == 0
    assert "missing      fields that no page gave: fields_of_work\n" in run.stdout
    assert "to do        see whether the pages have these fields" in run.stdout


def test_pages_that_cannot_be_had_are_told_with_their_status(
    command: Command, start_site: StartSite
) -> None:
    busy: Routes = dict.fromkeys(releases(*GOOD), Answer("busy", 503))
    run = examine(command, start_site({**busy, "/press-releases": listed(*GOOD)}))
    assert run.returncode == 1
    assert "not had: the server answered 503" in run.stdout
    assert "to do        wait an hour" in run.stdout
