"""The release pages of a run: those that were found, and those that wait to be asked for."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from osce_scraper.discovery.found import Found


class Frontier:
    """Knows each page by its address, so none is found or entered twice."""

    def __init__(self, limit: int = 0) -> None:
        """Begin without pages.

        Args:
            limit: How many may be found; 0 for any number.
        """
        self.limit = limit
        self._found: set[str] = set()
        self._entered: set[str] = set()
        # As requests they would fill the memory.
        self._waiting: deque[Found] = deque()

    @property
    def is_full(self) -> bool:
        """Whether as many pages were found as are wanted."""
        return 0 < self.limit <= len(self._found)

    def find(self, pages: Iterable[Found]) -> list[Found]:
        """Note pages, up to the limit; those are given that nothing has found before."""
        fresh = []
        for page in pages:
            if page.url not in self._found and not self.is_full:
                self._found.add(page.url)
                fresh.append(page)
        return fresh

    def enter(self, page: Found) -> bool:
        """Note a page that is to be asked for; whether it has not been noted as that before."""
        is_new = page.url not in self._entered
        self._entered.add(page.url)
        return is_new

    def put_off(self, page: Found) -> None:
        """Let a page wait until nothing else is left to do."""
        self._waiting.append(page)

    def next(self) -> Found | None:
        """The page that waits longest, which then waits no more."""
        return self._waiting.popleft() if self._waiting else None
