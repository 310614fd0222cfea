"""A site that lives: releases are added, changed and taken down while a dataset follows it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from tests.site.release import Release, make_releases
from tests.site.server import Answer, Site
from tests.site.ways import LISTING, SITEMAP, Item, listing, sitemap

Edit = Callable[[str], str]
_MISSING = Answer("<h1>Page not found</h1>", 404)


class LivingSite(Site):
    """Releases in today's mark-up, a listing and a sitemap; answers conditional requests."""

    protocol = "HTTP/1.1"

    def __init__(self, count: int) -> None:
        super().__init__()
        self.releases = {one.number: replace(one, is_old=False) for one in make_releases(count)}
        self.edits: dict[int, Edit] = {}
        """What is done to the page of one release."""
        self.rewrite: Edit = str
        """What is done to every page."""
        self.gone: set[int] = set()
        """Releases that are taken down, from the listing too."""
        self.failing: set[int] = set()
        """Releases that are answered with 500."""
        self.vanished = False
        """Whether every release is gone, though the listing shows it."""
        self.shows_rows = True
        self.has_sitemap = False

    @property
    def newest(self) -> int:
        """Number of the newest release."""
        return max(self.releases)

    def publish(self, count: int) -> list[int]:
        """Add releases, newer than all."""
        newest = self.releases[self.newest]
        added = [replace(newest, number=newest.number + n) for n in range(1, count + 1)]
        self.releases |= {one.number: one for one in added}
        return [one.number for one in added]

    def numbers(self, places: Iterable[int]) -> list[int]:
        """Numbers of releases by their places in the listing, from 0."""
        ordered = sorted(self.releases, reverse=True)
        return [ordered[place] for place in places]

    def forget(self) -> None:
        """Forget what was asked."""
        self.seen.clear()

    @property
    def asked(self) -> list[int]:
        """Releases that were asked for, in order."""
        return [number for path in self.paths if (number := self._number(path)) is not None]

    @property
    def listings(self) -> int:
        """How many pages of the listing were asked for."""
        return sum(urlsplit(path).path == LISTING for path in self.paths)

    def _number(self, path: str) -> int | None:
        number = path.rpartition("/")[2]
        return int(number) if number.isdigit() and int(number) in self.releases else None

    def answer(self, path: str) -> Answer:
        """What it says to the next request for a path."""
        number = self._number(path)
        if number is not None:
            return self._page(self.releases[number])
        shown = [one for one in self.releases.values() if one.number not in self.gone]
        items = [Item(one.path, one) for one in sorted(shown, key=lambda one: -one.number)]
        if urlsplit(path).path == LISTING:
            return Answer(listing(items if self.shows_rows else [], path, "", is_old=True))
        if self.has_sitemap and path.endswith((SITEMAP, "sitemap.xml.gz", "-sitemap.xml")):
            return sitemap(items, path) or _MISSING
        return _MISSING

    def _page(self, release: Release) -> Answer:
        number = release.number
        if number in self.failing:
            return Answer("<h1>Internal error</h1>", 500)
        if number in self.gone or self.vanished:
            return _MISSING
        page = self.rewrite(self.edits.get(number, str)(release.page()))
        tag = f'"{hashlib.sha256(page.encode()).hexdigest()[:16]}"'
        is_known = self.seen[-1].headers.get("If-None-Match") == tag
        return Answer("" if is_known else page, 304 if is_known else 200, {"ETag": tag})
