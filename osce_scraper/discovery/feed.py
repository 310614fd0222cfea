"""The site's feed of its newest items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lxml import etree

from osce_scraper.discovery.entries import read_entry
from osce_scraper.discovery.found import Found, Step
from osce_scraper.discovery.sieve import mapped_address, site_address
from osce_scraper.discovery.way import Discovery
from osce_scraper.discovery.window import Window, row_date
from osce_scraper.discovery.xml_page import read_xml
from osce_scraper.items import Capture

# Of facts 5.4 and 7, the one that answered in 2026 first; /rss.xml and /rss are known to be gone.
_SERVICE = "https://feeds.osce.org/OSCELatestNews"
_PATHS = ("/press-releases/rss", "/news/rss", "/rss/news", "/news.xml", "/rss/latest-stories")


class Feeds(Discovery):
    """Reads the first feed that answers."""

    name = "feed"
    reaches_all = False

    def __init__(
        self, window: Window, site: str | None = None, languages: Sequence[str] = ("en",)
    ) -> None:
        """Plan the feeds.

        Args:
            window: Publishing dates that are wanted.
            site: Address of a mirror that stands in for the site.
            languages: Languages whose addresses are wanted; empty for all.
        """
        super().__init__(site)
        self.window = window
        self.languages = languages
        service = mapped_address(_SERVICE, site)
        own = [site_address(path, site) for path in _PATHS]
        self._untried = [service, *own] if service else own
        self._oldest: date | None = None

    def _first(self) -> list[str]:
        return [self._untried.pop(0)]

    def _read(self, capture: Capture) -> Step:
        def entry(element: etree._Element) -> Found | None:
            return read_entry(element, self.site, self.languages)

        page = read_xml(capture.content, ("item", "entry"), ("rss", "RDF", "feed"), entry)
        if not page.items:
            problem = page.problem or "the page leads to no release"
            return self._lose(f"{capture.url}: {problem}", is_absent=False)
        days = [day for one in page.items if (day := row_date(one.row))]
        self._oldest = min(days, default=None)
        found = self._new(one for one in page.items if self.window.holds(one.row))
        return Step(found, [], f"{capture.url}: {page.problem}" if page.problem else None)

    def _lose(self, cause: str, *, is_absent: bool) -> Step:
        del is_absent  # a feed that is broken is as good as none
        if self._untried:
            return Step(follow=[self._untried.pop(0)])
        return Step(problem=f"no feed answers; the last one, {cause}")

    def _ending(self) -> str:
        if self._oldest is None:
            return "a feed holds the newest items only"
        return f"a feed holds the newest items only: none before {self._oldest} can be found here"
