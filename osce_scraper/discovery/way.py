"""The one interface of all ways of discovery."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from osce_scraper.discovery.found import Found, Step
from osce_scraper.items import Capture

_PROBLEMS_SHOWN = 3


class Discovery(ABC):
    """One way to find releases.

    Whoever drives it asks for the addresses that it names, and gives back each page as a
    capture (`read`), or the reason why there is none (`lose`), until nothing is left to follow.
    """

    name: ClassVar[str]
    """`listing`, `sitemap`, `feed`, `urls` or `cdx`."""
    reaches_all: bool = True
    """Whether it can find everything that was asked for."""
    title: ClassVar[str] = ""
    """What a report calls it, where its name does not tell it from another."""

    def __init__(self, site: str | None = None) -> None:
        """Begin with nothing found.

        Args:
            site: Address of a mirror that stands in for the site.
        """
        self.site = site
        self.pages = 0
        self.outside = 0
        """Releases that it saw and that are not of the dates that were asked for."""
        self.problems: list[str] = []
        self._addresses: set[str] = set()
        self._awaited = 0
        self._is_asked = False

    @property
    def count(self) -> int:
        """How many release pages it has found."""
        return len(self._addresses)

    @property
    def is_over(self) -> bool:
        """Whether no page of it is asked for any more."""
        return self._awaited == 0

    @property
    def is_whole(self) -> bool:
        """Whether it has come to its end, and every page of it could be read."""
        return self._awaited == 0 and not self.problems

    def known(self) -> list[Found]:
        """What it finds without asking for a page."""
        return []

    def first(self) -> list[str]:
        """Addresses to ask first, on the mirror where there is one."""
        addresses = self._first()
        self._awaited += len(addresses)
        return addresses

    def read(self, capture: Capture) -> Step:
        """Read a page of this way, whatever its status."""
        if capture.status is not None and not 200 <= capture.status < 300:
            cause = f"{capture.url}: the server answered {capture.status}"
            return self._account(self._lose(cause, is_absent=capture.status in {404, 410}))
        self.pages += 1
        return self._account(self._read(capture))

    def lose(self, url: str, cause: str, *, is_absent: bool = False) -> Step:
        """Go on without a page that could not be had at all.

        Args:
            url: What was asked for.
            cause: Why it could not be had, in words.
            is_absent: Whether there is no such page, as far as anybody knows.
        """
        return self._account(self._lose(f"{url}: {cause}", is_absent=is_absent))

    def report(self) -> str:
        """What it found, and how it ended or why it gave up, for a person."""
        name = self.title or self.name
        if not self._is_asked and not self.count:
            return f"{name}: not asked"
        pages = "1 page" if self.pages == 1 else f"{self.pages} pages"
        return f"{name}: {self.count} found on {pages}; {self._outcome()}"

    def _outcome(self) -> str:
        if not self.problems:
            return self._ending() if self.is_over else "not read further"
        shown = "; ".join(self.problems[:_PROBLEMS_SHOWN])
        more = len(self.problems) - _PROBLEMS_SHOWN
        return f"gave up: {shown}" + (f"; and {more} more problems" if more > 0 else "")

    @abstractmethod
    def _first(self) -> list[str]: ...

    @abstractmethod
    def _read(self, capture: Capture) -> Step: ...

    @abstractmethod
    def _lose(self, cause: str, *, is_absent: bool) -> Step: ...

    def _ending(self) -> str:
        return "read to its end"

    def _new(self, found: Iterable[Found]) -> list[Found]:
        """Those that were not found before."""
        fresh = []
        for one in found:
            if one.url not in self._addresses:
                self._addresses.add(one.url)
                fresh.append(one)
        return fresh

    def _account(self, step: Step) -> Step:
        self._is_asked = True
        self._awaited += len(step.follow) - 1
        if step.problem is not None:
            self.problems.append(step.problem)
        return step
