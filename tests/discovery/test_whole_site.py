"""Each way of discovery alone, on a whole site with traps: it finds everything that it can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from urllib.parse import urlsplit

import pytest

from osce_scraper.discovery.choose import Plan, choose, shortfall
from osce_scraper.discovery.window import Window
from osce_scraper.items import Capture
from tests.discovery.driver import HOME, Run, Serve, drive, page
from tests.site.traps import is_trap
from tests.site.whole import WAYS, WholeSite

COUNT = 120
FAULTS = ("traps", "drift", "aliases")
NEWEST = 10
"""Items in a feed."""


@contextmanager
def whole_site(*ways: str, is_old: bool = True) -> Iterator[WholeSite]:
    with WholeSite(COUNT, FAULTS, ways=ways or WAYS, is_old=is_old) as site:
        yield site


def serving(site: WholeSite) -> Serve:
    """Answers from the site, without the wire."""

    def serve(url: str) -> Capture:
        parts = urlsplit(url)
        answer = site.answer(parts.path + (f"?{parts.query}" if parts.query else ""))
        return page(url, answer.body, answer.status)

    return serve


def numbers(run: Run) -> set[int]:
    return {int(url.rpartition("/")[2]) for url in run.urls}


def discover(name: str, site: WholeSite, window: Window | None = None) -> tuple[Run, str | None]:
    """Drive one way; and why releases may be missing."""
    (way,) = choose(Plan(names=(name,), window=window or Window()))
    run = drive(way, serving(site))
    assert not [url for url in run.asked if is_trap(url.removeprefix(HOME))]
    return run, shortfall([way])


@pytest.mark.parametrize("is_old", [True, False], ids=["labelled-rows", "teasers"])
def test_listing_finds_everything_once(is_old: bool) -> None:
    with whole_site(is_old=is_old) as site:
        run, missing = discover("listing", site)
        assert missing is None
        assert numbers(run) == set(site.exported)
        assert len(run.urls) == len(set(run.urls))
        titles = {found.row.title for found in run.found if found.row}
        assert titles == {release.title for release in site.exported.values()}


def test_sitemap_finds_everything_once() -> None:
    with whole_site() as site:
        run, missing = discover("sitemap", site)
        assert missing is None
        assert len(run.asked) == 4  # an index, and three parts
        listed = {item.release.number for item in site.items}
        assert numbers(run) == listed
        assert len(run.urls) == len(set(run.urls))


@pytest.mark.parametrize("is_old", [True, False], ids=["rss", "atom"])
def test_feed_finds_the_newest_and_says_what_it_cannot_reach(is_old: bool) -> None:
    with whole_site(is_old=is_old) as site:
        run, missing = discover("feed", site)
        newest = [item for item in site.items if item.href.startswith("/")][:NEWEST]
        assert numbers(run) == {item.release.number for item in newest}
        oldest = min(item.release.day for item in newest)
        assert f"none before {oldest} can be found here" in (missing or "")


@pytest.mark.parametrize("is_old", [True, False], ids=["labelled-rows", "teasers"])
def test_listing_finds_every_release_of_a_window(is_old: bool) -> None:
    since, until = date(2026, 1, 20), date(2026, 2, 3)
    with whole_site(is_old=is_old) as site:
        wanted = {n for n, one in site.exported.items() if since <= one.day <= until}
        assert wanted
        run, missing = discover("listing", site, Window(since, until))
        assert missing is None
        assert numbers(run) == wanted


@pytest.mark.parametrize("name", WAYS)
def test_way_that_the_site_does_not_offer_says_so(name: str) -> None:
    with whole_site(*(way for way in WAYS if way != name)) as site:
        run, missing = discover(name, site)
        assert run.urls == []
        assert missing is not None
        assert missing.startswith(f"{name}: 0 found")
