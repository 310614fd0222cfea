"""`--discover`: which ways a run takes, and whether they sufficed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from osce_scraper.discovery.choose import AUTO, Plan, choose, parse_names, shortfall
from osce_scraper.discovery.way import Discovery
from osce_scraper.errors import UnreadableInputError
from tests.discovery.driver import HOME, drive, page, serving
from tests.discovery.paged import PagedListing, items

START = f"{HOME}/press-releases?rows=50&solrsort=ds_date+desc"
SITEMAP = f"<urlset><url><loc>{HOME}/secretariat/660000</loc></url></urlset>"


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("auto", ("listing", "sitemap", "feed")),
        ("listing", ("listing",)),
        (" sitemap , cdx ", ("sitemap", "cdx")),
        ("cdx,auto,listing", ("cdx", "listing", "sitemap", "feed")),
        ("urls,,urls", ("urls",)),
    ],
)
def test_names_are_read_in_order_each_once(given: str, names: tuple[str, ...]) -> None:
    assert parse_names(given) == names


@pytest.mark.parametrize("given", ["", ",", "everything", "listing,all", "Listing"])
def test_other_names_are_refused(given: str) -> None:
    with pytest.raises(ValueError, match="auto, listing, sitemap, feed, urls, cdx"):
        parse_names(given)


def test_public_archives_are_asked_only_when_they_are_named() -> None:
    assert [way.name for way in choose(Plan(names=AUTO))] == ["listing", "sitemap", "feed"]
    (wayback,) = choose(Plan(names=("cdx",)))
    assert wayback.first()[0].startswith("https://web.archive.org/cdx/search/cdx?")


def test_stand_ins_are_asked_in_the_archives_stead() -> None:
    plan = Plan(names=("cdx",), wayback="http://127.0.0.1:1", common_crawl="http://127.0.0.1:2")
    assert [way.first()[0].partition("?")[0] for way in choose(plan)] == [
        "http://127.0.0.1:1/cdx/search/cdx",
        "http://127.0.0.1:2/collinfo.json",
    ]


def test_a_file_of_addresses_is_one_of_the_ways(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"{HOME}/cio/52484\n")
    ways = choose(Plan(names=("urls", "listing"), urls=file))
    assert [way.name for way in ways] == ["urls", "listing"]
    assert [found.url for found in ways[0].known()] == [f"{HOME}/cio/52484"]
    assert ways[1].known() == []


def test_a_file_that_cannot_be_read_or_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError):
        choose(Plan(names=("urls",), urls=tmp_path / "missing"))
    with pytest.raises(ValueError, match="needs a file"):
        choose(Plan(names=("urls",)))


def test_every_way_says_its_name_and_reports(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"{HOME}/cio/52484\n")
    for way in choose(Plan(names=parse_names("auto,urls,cdx"), urls=file)):
        assert way.report().startswith(way.name)


# --- whether they sufficed


def ways_with(*working: str) -> list[Discovery]:
    """All ways of `auto`, driven to their end on a site that offers only some."""
    ways = choose(Plan())
    listing = PagedListing(items(1))
    for way in ways:
        pages = {f"{HOME}/sitemap.xml": SITEMAP} if "sitemap" in working else {}
        serve = listing if way.name == "listing" and "listing" in working else serving(pages)
        drive(way, serve)
    return ways


@pytest.mark.parametrize("working", [("listing",), ("sitemap",), ("listing", "sitemap")])
def test_listing_or_sitemap_suffices(working: tuple[str, ...]) -> None:
    ways = ways_with(*working)
    assert shortfall(ways) is None
    assert {found for way in ways for found in way.report().split(":")[:1]} == set(AUTO)


def test_what_is_missing_is_said_by_every_way() -> None:
    said = shortfall(ways_with())
    assert said is not None
    assert all(f"{name}: 0 found" in said for name in AUTO)


def test_a_feed_alone_does_not_suffice() -> None:
    (feed,) = choose(Plan(names=("feed",)))
    body = f"<rss><item><title>A</title><link>{HOME}/cio/52484</link></item></rss>"
    drive(feed, lambda url: page(url, body))
    assert feed.is_whole
    assert "the newest items only" in (shortfall([feed]) or "")


@pytest.mark.parametrize("name", AUTO)
def test_a_way_that_is_not_at_its_end_does_not_suffice(name: str) -> None:
    (way,) = choose(Plan(names=(name,)))
    way.first()
    assert shortfall([way]) == f"{name}: not asked"


def test_the_user_s_own_addresses_suffice_only_where_nothing_else_was_asked(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(f"{HOME}/cio/52484\n")
    ways = choose(Plan(names=("urls", "listing"), urls=file))
    assert shortfall(ways[:1]) is None
    drive(ways[1], lambda _: "timeout")
    assert shortfall(ways) is not None


def test_many_problems_make_a_short_report() -> None:
    (way,) = choose(Plan(names=("sitemap",)))
    index = "".join(f"<sitemap><loc>{HOME}/{n}.xml</loc></sitemap>" for n in range(50))
    drive(way, serving({f"{HOME}/sitemap.xml": f"<sitemapindex>{index}</sitemapindex>"}))
    assert len(way.problems) == 50
    assert way.report().endswith("; and 47 more problems")


def test_discovery_knows_no_scrapy() -> None:
    code = (
        "import sys, osce_scraper.discovery.choose, osce_scraper.discovery.search_index;"
        "sys.exit(bool({'scrapy', 'twisted'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
