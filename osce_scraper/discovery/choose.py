"""Which ways of discovery a run takes (`--discover`), and whether they sufficed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from osce_scraper.discovery.common_crawl import FILES, CommonCrawl
from osce_scraper.discovery.feed import Feeds
from osce_scraper.discovery.listing import Listings
from osce_scraper.discovery.overlap import ReadBefore
from osce_scraper.discovery.sitemap import Sitemaps
from osce_scraper.discovery.urls import AddressFile
from osce_scraper.discovery.way import Discovery
from osce_scraper.discovery.wayback import WAYBACK, Wayback
from osce_scraper.discovery.window import Window

AUTO = ("listing", "sitemap", "feed")
"""What the site itself offers; public archives are asked only when they are named."""
NAMES = (*AUTO, "urls", "cdx")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run wants to discover, and where."""

    names: tuple[str, ...] = AUTO
    window: Window = field(default_factory=Window)
    site: str | None = None
    """Address of a mirror that stands in for the site."""
    languages: tuple[str, ...] = ("en",)
    """Languages that are wanted; empty for all."""
    urls: Path | None = None
    """File of addresses, for `urls`."""
    sitemaps: tuple[str, ...] = ()
    """Sitemaps that robots.txt names."""
    wayback: str | None = WAYBACK
    """Address of the Wayback Machine; None leaves it out of `cdx`."""
    common_crawl: str | None = None
    """Address of Common Crawl's index server; None leaves it out of `cdx`."""
    files: str = FILES
    """Address of Common Crawl's files."""
    takes_copies: bool = False
    """Whether pages come from the archives too, so that what they hold is all there is."""
    nearest: datetime | None = None
    """Time that archived copies should be nearest to; None for the newest."""
    read_before: ReadBefore | None = None
    """What earlier runs have read of the listings; None to read all."""


def parse_names(given: str) -> tuple[str, ...]:
    """Read a value of `--discover`: names with commas between; `auto` stands for several.

    Raises:
        ValueError: For a name that is none, or for none at all.
    """
    names: list[str] = []
    for name in filter(None, (part.strip() for part in given.split(","))):
        if name != "auto" and name not in NAMES:
            raise ValueError(f"'{name}' is none of auto, {', '.join(NAMES)}")
        names += AUTO if name == "auto" else (name,)
    if not names:
        raise ValueError(f"one of auto, {', '.join(NAMES)} was expected")
    return tuple(dict.fromkeys(names))


def choose(plan: Plan) -> list[Discovery]:
    """Make the ways that a plan names, in its order.

    Raises:
        UnreadableInputError: For a file of addresses that cannot be read.
        ValueError: For `urls` without a file.
    """
    return [way for name in plan.names for way in _ways(name, plan)]


def _ways(name: str, plan: Plan) -> list[Discovery]:
    window, site, languages = plan.window, plan.site, plan.languages
    if name == "listing":
        return [Listings(window, site, languages, plan.read_before)]
    if name == "sitemap":
        return [Sitemaps(window, site, languages, plan.sitemaps)]
    if name == "feed":
        return [Feeds(window, site, languages)]
    if name == "cdx":
        return _archives(plan)
    if plan.urls is None:
        raise ValueError("'urls' needs a file of addresses")
    return [AddressFile(plan.urls, site)]


def _archives(plan: Plan) -> list[Discovery]:
    window, languages, nearest = plan.window, plan.languages, plan.nearest
    ways: list[Discovery] = []
    if plan.wayback is not None:
        ways.append(Wayback(window, plan.wayback, languages, nearest))
    if plan.common_crawl is not None:
        ways.append(CommonCrawl(window, plan.common_crawl, plan.files, languages, nearest))
    for way in ways:
        way.reaches_all = plan.takes_copies
    return ways


def shortfall(ways: Sequence[Discovery]) -> str | None:
    """Why releases may be missing.

    Returns:
        None where a way that can find all (listing, sitemap, or the index of the archive that
        pages come from) came to its end, or where nothing was asked for but the user's own
        addresses; else what each way says of itself.
    """
    of_site = [way for way in ways if way.name != AddressFile.name]
    if not of_site or any(way.reaches_all and way.is_whole for way in of_site):
        return None
    return "; ".join(way.report() for way in of_site)
