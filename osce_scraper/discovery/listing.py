"""The site's listings of press releases, one a language, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from osce_scraper.discovery.found import Found, Step
from osce_scraper.discovery.overlap import ReadBefore
from osce_scraper.discovery.paging import Turn, Walk
from osce_scraper.discovery.sieve import site_address
from osce_scraper.discovery.way import Discovery
from osce_scraper.discovery.window import Window
from osce_scraper.errors import PageRefusedError
from osce_scraper.items import Capture
from osce_scraper.normalise.addresses import may_fetch
from osce_scraper.pages.listing import read_listing

LANGUAGES = ("en", "ru", "uk", "sr", "it", "es", "ro")
"""Languages whose prefixes were seen (facts section 6)."""


class Listings(Discovery):
    """Reads one listing after the other, each by its pager alone.

    The first page is asked for as the site would make it for a person who wants many rows,
    sorted and filtered; where it does not answer to that, plain.
    """

    name = "listing"

    def __init__(
        self,
        window: Window,
        site: str | None = None,
        languages: Sequence[str] = ("en",),
        read_before: ReadBefore | None = None,
    ) -> None:
        """Plan the listings.

        Args:
            window: Publishing dates that are wanted.
            site: Address of a mirror that stands in for the site.
            languages: Languages that are wanted; empty for all that the site is known to have,
                and then one without a listing is no problem.
            read_before: What earlier runs have read; None to read all.
        """
        super().__init__(site)
        self.window = window
        self._guessed = frozenset(() if languages else LANGUAGES[1:])
        self._languages = [one for one in languages or LANGUAGES if one != "und"] or ["en"]
        self._forms = _forms(window)
        self._endings: list[str] = []
        self.read_before = read_before
        self._is_flawed = self._is_lost = self._is_answered = False
        self._walk = self._begin()

    def _begin(self) -> Walk:
        overlap, resume = None, None
        if self.read_before is not None and self._languages:
            overlap, resume = self.read_before.begin(self._languages[0])
        return Walk(self.window, self.site, overlap, resume)

    def _first(self) -> list[str]:
        return [self._address()]

    def _address(self) -> str:
        """First page of the listing that is read now, in the form that is tried now."""
        prefix = "" if self._languages[0] == "en" else f"/{self._languages[0]}"
        query = urlencode(self._forms[0])
        address = site_address(f"{prefix}/press-releases", self.site)
        return f"{address}?{query}" if query else address

    def _read(self, capture: Capture) -> Step:
        url = capture.url or ""
        if not may_fetch(url, self.site):
            return self._lose(f"{url} is not on the site", is_absent=False)
        try:
            listing = read_listing(capture, self.site)
        except PageRefusedError as error:
            return self._lose(f"{url}: {error}", is_absent=False)
        self._is_answered = True
        if not listing.rows and self._walk.pages == 0:
            return self._lose(f"{url}: the page shows no rows", is_absent=True)
        is_new_ground = self._walk.is_new_ground
        turn = self._walk.take(url, listing)
        self._remember(url, turn, is_new_ground=is_new_ground)
        return self._step(turn)

    def _remember(self, url: str, turn: Turn, *, is_new_ground: bool) -> None:
        """Mark how far a listing was read; behind a page that was missed nothing is marked."""
        self._is_flawed |= turn.problem is not None
        if self.read_before is None or self._is_flawed:
            return
        language = self._languages[0]
        self.read_before.close(language)
        if turn.follow is None:
            self.read_before.finish(language)
        elif is_new_ground:
            self.read_before.mark(language, url)

    def _lose(self, cause: str, *, is_absent: bool) -> Step:
        if self._walk.pages > 0:
            self._is_flawed = self._is_lost = True
            return self._step(self._walk.lose(cause))
        # The form that served one language serves all, so only the first tries them out.
        if len(self._forms) > 1 and not self._endings:
            self._forms.pop(0)
            return Step(follow=[self._address()])
        language = self._languages[0]
        is_missed = not (is_absent and language in self._guessed)
        self._endings.append(f"no listing in '{language}'")
        return Step([], self._next_listing(), cause if is_missed else None)

    def _step(self, turn: Turn) -> Step:
        language = self._languages[0]
        self.outside += sum(map(self._walk.is_outside, turn.rows))
        found = [
            Found(url, row, listing=language)
            for row in turn.rows
            if (url := self._walk.release(row))
        ]
        if turn.follow is not None:
            return Step(self._new(found), [turn.follow], turn.problem)
        self._endings.append(self._walk.ending)
        return Step(self._new(found), self._next_listing(), turn.problem)

    def _next_listing(self) -> list[str]:
        language = self._languages.pop(0)
        if self.read_before is not None and self._is_answered and not self._is_lost:
            self.read_before.judge(language)
        self._is_flawed = self._is_lost = self._is_answered = False
        self._walk = self._begin()
        return [self._address()] if self._languages else []

    def _ending(self) -> str:
        return ", ".join(dict.fromkeys(self._endings)) or "read to its end"


def _forms(window: Window) -> list[dict[str, str]]:
    """Parameters of the first page, the most helpful form first (facts section 3)."""
    many = {"rows": "50", "solrsort": "ds_date desc"}
    wanted = window.filter()
    return [many | {"filters": wanted}, many, {}] if wanted else [many, {}]
