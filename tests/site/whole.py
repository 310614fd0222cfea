"""A whole site: releases in both mark-ups, all ways to find them, and faults as they are asked for.

It is the same site each time, and knows what must become of every address in its listing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from tests.site.faults import EXPORTED, FAULTS, Fate, Fault
from tests.site.release import Release, make_releases
from tests.site.server import Answer, Seen, Site
from tests.site.traps import is_trap, trap_links
from tests.site.ways import FEED, LISTING, SITEMAP, Item, feed, listing, sitemap

WAYS = ("listing", "sitemap", "feed")
_MISSING = Answer("<h1>Page not found</h1>", 404)


class WholeSite(Site):
    """Serves releases, one more for each fault, and what helps to find them."""

    protocol = "HTTP/1.1"

    def __init__(
        self,
        count: int,
        faults: Collection[str] = (),
        *,
        other: str = "http://www.example.org",
        ways: Collection[str] = WAYS,
        is_old: bool = True,
        extra: str = "",
        port: int = 0,
    ) -> None:
        """Make the site; it answers when it is entered.

        Args:
            count: How many releases have no fault.
            faults: Names of misbehaviours, see `FAULTS`.
            other: Address of a host that is none of the site's, which faults lead to.
            ways: Ways to find releases that the site offers.
            is_old: Whether listing and feed have the old form; else teasers and Atom.
            extra: Mark-up of every page, e.g. a menu.
            port: To listen on; 0 for any.
        """
        super().__init__(port=port)
        self.ways = frozenset(ways)
        self.is_old = is_old
        self.releases, self.faults = _shared_out(make_releases(count + len(faults)), faults, other)
        self.items = list(self._rows())
        self._good = {one.path: one for one in self.releases}
        self._faulty = {str(one.release.number): one for one in self.faults}
        self._appearing = [new for fault in self.faults for new in fault.appearing()]
        self._extra = extra + "".join(fault.extra for fault in self.faults)
        self._asked: Counter[str] = Counter()

    def _rows(self) -> Iterator[Item]:
        own = (Item(one.path, one) for one in self.releases)
        faulty = (item for fault in self.faults for item in fault.items)
        yield from sorted((*own, *faulty), key=lambda item: -item.release.number)

    @property
    def fates(self) -> dict[str, Fate]:
        """What must become of every address in the listing, when all of it is read."""
        good = {one.path: EXPORTED for one in (*self._good.values(), *self._appearing)}
        return good | {path: fate for fault in self.faults for path, fate in fault.fates.items()}

    @property
    def exported(self) -> dict[int, Release]:
        """The releases that must be found, by number."""
        kept = [fault.release for fault in self.faults if EXPORTED.ending in _endings(fault)]
        return {one.number: one for one in (*self._good.values(), *kept, *self._appearing)}

    @property
    def trapped(self) -> list[Seen]:
        """Requests that nobody should have made."""
        return [seen for seen in self.seen if is_trap(seen.path)]

    def answer(self, path: str) -> Answer:
        """What it says to the next request for a path."""
        with self._lock:
            asked = self._asked[path]
            self._asked[path] += 1
        if is_trap(path):
            return Answer(f"<html><body>{trap_links(asked + 1)}</body></html>")
        return self._shown(path, asked) or _MISSING

    def _shown(self, target: str, asked: int) -> Answer | None:
        path = urlsplit(target).path
        if path == "/robots.txt":
            return self._robots()
        if path == LISTING and "listing" in self.ways:
            return self._listing(target, asked)
        if path == FEED and "feed" in self.ways:
            return feed(self.items, is_atom=not self.is_old)
        if path.endswith((SITEMAP, "sitemap.xml.gz", "-sitemap.xml")):
            return sitemap(self.items, path) if "sitemap" in self.ways else None
        if release := self._good.get(path):
            return Answer(release.page(self._extra))
        fault = self._faulty.get(path.rpartition("/")[2])
        return fault.answer(path, asked) if fault else None

    def _robots(self) -> Answer:
        lines = (fault.robots for fault in self.faults if fault.robots)
        return Answer("\n".join(("User-agent: *", *lines)), headers={"Content-Type": "text/plain"})

    def _listing(self, target: str, asked: int) -> Answer:
        is_second = "page=1&" in f"{target}&"
        if is_second and not asked and any(one.name == "busy-listing" for one in self.faults):
            return Answer("<h1>Bad gateway</h1>", 502)
        page = listing(self.items, target, self._extra, is_old=self.is_old)
        with self._lock:
            while self._appearing:
                self._publish(self._appearing.pop())
        return Answer(page)

    def _publish(self, release: Release) -> None:
        self._good[release.path] = release
        self.items.insert(0, Item(release.path, release))


def _shared_out(
    releases: list[Release], names: Collection[str], other: str
) -> tuple[list[Release], list[Fault]]:
    """Give each fault a release, at even distances in the listing; the rest stay good."""
    chosen = {n * len(releases) // len(names): name for n, name in enumerate(names)}
    faults = [FAULTS[name](releases[place], other) for place, name in chosen.items()]
    return [one for place, one in enumerate(releases) if place not in chosen], faults


def _endings(fault: Fault) -> set[str]:
    return {fate.ending for fate in fault.fates.values()}
