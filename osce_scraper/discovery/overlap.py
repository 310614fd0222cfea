"""How far a listing is read that was read before: down to a safe overlap with what is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

DEPTH = 100
"""Rows on end that must be known: pinned and back-dated items, and rows that new ones have pushed
down while paging, stand between them."""


@dataclass(slots=True)
class Bookmark:
    """How far earlier runs have read a listing."""

    at: str | None = None
    """Address of the page that was read last, where it was not read to its end."""
    is_whole: bool = False
    """Whether the listing has been read to its end."""
    unfinished: list[str] = field(default_factory=list)
    """Runs that found new rows at the top, and did not come down to what was known before."""


@dataclass(slots=True)
class Overlap:
    """What earlier runs know of one listing, and how much of it this run has met."""

    found_before: Callable[[str], str | None]
    """The earlier run that found a page, by the page's canonical address."""
    unfinished: frozenset[str] = frozenset()
    """Runs below whose rows others may lie that nobody has seen."""
    shown: int = 0
    """Known rows that this run has met."""
    run: int = 0
    """Of these the ones that stood one after the other, last of all."""
    is_reached: bool = False
    is_read: bool = False
    """Whether the listing was read as far as it should be, so that it can be judged."""

    def passes(self, pages: Iterable[str]) -> bool:
        """Whether a listing leads so deep into what is known that nothing new can lie below.

        Args:
            pages: Canonical addresses of the releases that it shows next.
        """
        for page in pages:
            found_in = self.found_before(page)
            is_known = found_in is not None
            self.shown += is_known
            self.run = self.run + 1 if is_known and found_in not in self.unfinished else 0
            self.is_reached |= self.run >= DEPTH
        return self.is_reached


@dataclass(slots=True)
class ReadBefore:
    """What earlier runs know of all listings of a site."""

    found_before: Callable[[str], str | None]
    run_id: str
    """Of the run that reads now."""
    bookmarks: dict[str, Bookmark] = field(default_factory=dict)
    """By language."""
    overlaps: dict[str, Overlap] = field(default_factory=dict)
    """Of the listings that were read before, as far as this run has begun them, by language."""

    def begin(self, language: str) -> tuple[Overlap | None, str | None]:
        """Begin a listing.

        Returns:
            The overlap that ends it, or after which reading goes on at the address; None where
            all of it is to be read.
        """
        bookmark = self.bookmarks.setdefault(language, Bookmark())
        if not bookmark.is_whole and bookmark.at is None:
            return None, None
        overlap = Overlap(self.found_before, frozenset(bookmark.unfinished))
        self.overlaps[language] = overlap
        bookmark.unfinished.append(self.run_id)  # until it is known to have come down
        return overlap, bookmark.at

    def judge(self, language: str) -> None:
        """Note that a listing was read: what it showed can be held against it."""
        if language in self.overlaps:
            self.overlaps[language].is_read = True

    def mark(self, language: str, at: str) -> None:
        """Note that a page of a listing that was not read before was read."""
        if not self.bookmarks[language].is_whole:
            self.bookmarks[language].at = at

    def close(self, language: str) -> None:
        """Note that nothing was missed so far: where the overlap is reached, no gap is left."""
        overlap = self.overlaps.get(language)
        if overlap is not None and overlap.is_reached:
            self.bookmarks[language].unfinished = []

    def finish(self, language: str) -> None:
        """Note that a listing was read to its end."""
        self.bookmarks[language] = Bookmark(is_whole=True)
