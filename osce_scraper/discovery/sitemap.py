"""The site's sitemap: an index of parts, or the addresses themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from osce_scraper.discovery.found import Found, Step
from osce_scraper.discovery.sieve import mapped_address, release_address, site_address
from osce_scraper.discovery.way import Discovery
from osce_scraper.discovery.window import Window, stamp
from osce_scraper.discovery.xml_page import local_name, read_xml, text_of
from osce_scraper.items import Capture

MOST_PARTS = 1_000
MOST_ADDRESSES = 500_000
_PARAMETERS = ("page",)  # Drupal numbers the parts of a sitemap by it


@dataclass(frozen=True, slots=True)
class _Entry:
    is_part: bool
    url: str
    lastmod: str | None


class Sitemaps(Discovery):
    """Follows a sitemap's parts, and takes what may be a release by its address.

    A sitemap does not tell a release from a document, so pages found here are vouched for by
    nothing.
    """

    name = "sitemap"

    def __init__(
        self,
        window: Window,
        site: str | None = None,
        languages: Sequence[str] = ("en",),
        addresses: Sequence[str] = (),
    ) -> None:
        """Plan the sitemap.

        Args:
            window: Publishing dates that are wanted; a page last changed before is left out.
            site: Address of a mirror that stands in for the site.
            languages: Languages whose addresses are wanted; empty for all.
            addresses: Sitemaps that robots.txt names.
        """
        super().__init__(site)
        self.window = window
        self.languages = languages
        named = (mapped_address(one, site, _PARAMETERS) for one in addresses)
        self._start = [one for one in named if one] or [site_address("/sitemap.xml", site)]
        self._parts: set[str] = set()
        self._excess: str | None = None
        self._names_any = False

    def _first(self) -> list[str]:
        return [url for url in self._start if self._is_new_part(url)]

    def _read(self, capture: Capture) -> Step:
        page = read_xml(
            capture.content, ("url", "sitemap"), ("urlset", "sitemapindex"), self._entry
        )
        wanted = [one for one in page.items if one.is_part and self._is_wanted(one)]
        parts = (mapped_address(one.url, self.site, _PARAMETERS) for one in wanted)
        follow = [url for url in parts if url and self._is_new_part(url)]
        found = self._new(one for entry in page.items if (one := self._found(entry)))
        problem, self._excess = self._excess, None
        if page.problem is not None:
            problem = f"{capture.url}: {page.problem}"
        elif self._awaited == 1 and not follow and not self._names_any:
            problem = f"{capture.url}: the sitemap names no release"
        return Step(found, follow, problem)

    def _lose(self, cause: str, *, is_absent: bool) -> Step:
        del is_absent  # one way or the other, a part is missing
        return Step(problem=cause)

    def _entry(self, element: etree._Element) -> _Entry | None:
        """An `<url>` or `<sitemap>`; addresses of pictures in it have a parent of their own."""
        values = {local_name(child): text_of(child) for child in element if _is_plain(child)}
        url = values.get("loc", "")
        is_part = local_name(element) == "sitemap"
        return _Entry(is_part, url, stamp(values.get("lastmod"))) if url else None

    def _found(self, entry: _Entry) -> Found | None:
        url = None if entry.is_part else release_address(entry.url, self.site, self.languages)
        if url is None:
            return None
        self._names_any = True
        if self.count >= MOST_ADDRESSES:
            self._excess = f"more than {MOST_ADDRESSES} addresses; the rest was left out"
            return None
        return Found(url, lastmod=entry.lastmod) if self._is_wanted(entry) else None

    def _is_wanted(self, entry: _Entry) -> bool:
        if entry.is_part and not self.window.holds_change(entry.lastmod):
            self._names_any = True  # what it holds is too old, but it is there
            return False
        return self.window.holds_change(entry.lastmod)

    def _is_new_part(self, url: str) -> bool:
        if url in self._parts:
            return False
        if len(self._parts) >= MOST_PARTS:
            self._excess = f"more than {MOST_PARTS} parts; the rest was left out"
            return False
        self._parts.add(url)
        return True


def _is_plain(element: etree._Element) -> bool:
    return isinstance(element.tag, str)
