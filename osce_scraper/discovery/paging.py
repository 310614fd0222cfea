"""One listing, read from page to page while the site adds to it.

New items push rows on to the next page. So a row may come twice, which does no harm, and what
appears above is missed, which a last look at the top makes good. A page without a new row is
believed only where new items at the top explain it: a server that ignores `page` gives such
pages for ever.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from osce_scraper.discovery.overlap import Overlap
from osce_scraper.discovery.sieve import row_address
from osce_scraper.discovery.window import Order, Window
from osce_scraper.items import ListingRow
from osce_scraper.normalise.addresses import canonical_url
from osce_scraper.pages.listing import Listing

MOST_PAGES = 5_000  # the whole listing has about 3,600 at ten rows a page
MOST_TOP_PAGES = 50
MOST_STALE = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """What one page of a listing gave, and which page is next; the walk ends without one."""

    rows: list[ListingRow] = field(default_factory=list)
    follow: str | None = None
    problem: str | None = None


@dataclass(slots=True)
class Look:
    """A look at the top of the listing, down to the first item that was known before it."""

    back_to: str | None
    """Where the walk goes on; None where this look ends it."""
    stale: list[str]
    """The rows of the page that brought nothing new, if that is why."""
    first: list[str] = field(default_factory=list)
    """The rows of the first page as it is now."""
    pages: int = 0
    new: set[str] = field(default_factory=set)


class Walk:
    """The state between the pages of one listing."""

    def __init__(
        self,
        window: Window,
        site: str | None = None,
        overlap: Overlap | None = None,
        resume: str | None = None,
    ) -> None:
        """Begin a listing at its top.

        Args:
            window: Publishing dates that are wanted.
            site: Address of a mirror that stands in for the site.
            overlap: What earlier runs know; where it is met, all that follows was read before,
                down to where they stopped.
            resume: Where they stopped; None where they read it to its end.
        """
        self.window = window
        self.site = site
        self.overlap = overlap
        self.resume = resume
        self.pages = 0
        self.ending = "not read to its end"
        self._known: set[str] = set()
        self._order = Order()
        self._top = ""
        self._beyond: str | None = None
        self._look: Look | None = None
        self._stale = 0
        self._credit = 0
        self._taken = 0

    @property
    def is_new_ground(self) -> bool:
        """Whether it reads what no earlier run has read."""
        return self.overlap is None and self._look is None

    def take(self, url: str, listing: Listing) -> Turn:
        """Take a page that has rows, or none where rows were expected.

        Args:
            url: Where the page was had.
            listing: What it shows.
        """
        keys = [self._key(row) for row in listing.rows]
        fresh: dict[str, ListingRow] = {}
        for key, row in zip(keys, listing.rows, strict=True):
            if key not in self._known:
                fresh.setdefault(key, row)
        self._known.update(fresh)
        if self._look is not None:
            turn = self._take_top(self._look, listing, keys, fresh)
        else:
            turn = self._take_next(url, listing, keys, list(fresh.values()))
        self._taken += 1
        if turn.follow is not None and self._taken >= MOST_PAGES:
            return Turn(turn.rows, None, f"the listing leads on after {self._taken} pages")
        return turn

    def lose(self, cause: str) -> Turn:
        """Go on without a page that could not be had, where the pager showed the one after it."""
        if self._look is not None:
            back_to, self._look = self._look.back_to, None
            return Turn([], back_to, f"the first page could not be read again: {cause}")
        self.pages += 1
        beyond, self._beyond = self._beyond, None
        return Turn([], beyond, f"page {self.pages} could not be had: {cause}")

    def release(self, row: ListingRow) -> str | None:
        """Canonical address of the release that a row leads to; None for what is not wanted."""
        return row_address(row.url, self.site) if self.window.holds(row) else None

    def is_outside(self, row: ListingRow) -> bool:
        """Whether a row leads to a release of other dates than those that are wanted."""
        return not self.window.holds(row) and row_address(row.url, self.site) is not None

    def _releases(self, rows: list[ListingRow]) -> list[str]:
        return [address for row in rows if (address := self.release(row))]

    def _key(self, row: ListingRow) -> str:
        return canonical_url(row.url or "", self.site) or row.url or row.title

    def _take_next(
        self, url: str, listing: Listing, keys: list[str], rows: list[ListingRow]
    ) -> Turn:
        self.pages += 1
        self._top = self._top or url
        self._beyond = listing.next_but_one_url
        if self._order.passes(listing.rows, self.window):
            return self._close(rows, f"ended before {self.window.since}")
        if (problem := self._fault(listing)) is not None:
            return Turn(rows, None, problem)
        if self.overlap is not None and self.overlap.passes(self._releases(listing.rows)):
            return self._leave_out(rows)
        if listing.next_url is None:
            return self._close(rows, "ended at the last page")
        if not rows:
            return self._doubt(listing.next_url, keys)
        self._stale = 0
        return Turn(rows, listing.next_url)

    def _fault(self, listing: Listing) -> str | None:
        """Why the walk cannot go on after a page."""
        if not listing.rows:
            return f"page {self.pages} shows no rows, though the pager leads to it"
        if listing.refused_url is not None:
            return f"the pager leads to {listing.refused_url}, which is no page of this listing"
        return None

    def _close(self, rows: list[ListingRow], ending: str) -> Turn:
        """End the walk, with a last look at the top where time has passed since the first."""
        self.ending = ending
        if self.pages == 1:
            return Turn(rows)
        self._look = Look(None, [])
        return Turn(rows, self._top)

    def _leave_out(self, rows: list[ListingRow]) -> Turn:
        """Pass over what was read before."""
        if self.resume is None:
            return self._close(rows, "ended where all is known")
        at, self.resume, self.overlap = self.resume, None, None
        self._credit += len(self._known)  # it may lie above what this walk has read
        return Turn(rows, at)

    def _doubt(self, next_url: str, keys: list[str]) -> Turn:
        """Go on after a page without a new row only where new items above may explain it."""
        if self._credit >= len(keys):
            self._credit -= len(keys)
            return Turn([], next_url)
        self._stale += 1
        if self._stale > MOST_STALE:
            return Turn([], None, f"{self._stale} pages on end brought nothing new")
        if self._stale > 1:
            return Turn([], next_url)
        self._look = Look(next_url, keys)
        return Turn([], self._top)

    def _take_top(
        self, look: Look, listing: Listing, keys: list[str], fresh: dict[str, ListingRow]
    ) -> Turn:
        rows = list(fresh.values())
        look.pages += 1
        look.new |= fresh.keys()
        look.first = look.first or keys
        if not keys:
            self._look = None
            return Turn([], look.back_to, "the first page shows no rows when it is read again")
        goes_deeper = keys[-1] in look.new and listing.next_url is not None
        if goes_deeper and look.pages < MOST_TOP_PAGES:
            return Turn(rows, listing.next_url)
        self._look = None
        if goes_deeper and look.back_to is None:
            return Turn(rows, None, f"more than {len(look.new)} items appeared while it was read")
        return self._go_back(look, rows)

    def _go_back(self, look: Look, rows: list[ListingRow]) -> Turn:
        if look.new:
            self._credit += len(look.new)
            self._stale = 0
        elif look.stale and look.stale == look.first:
            return Turn(rows, None, f"page {self.pages} is the first page once more")
        return Turn(rows, look.back_to)
