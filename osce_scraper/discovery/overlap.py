"""How far a listing is read that was read before: down to a safe overlap with what is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

DEPTH = 100
"""Rows on end that must be known: pinned and back-dated items, and rows that new ones have pushed
down while paging, stand between them."""


@dataclass(slots=True)
class Bookmark:
    """Where reading a listing stopped before its end."""

    at: str | None = None
    """Address of the page that was read last."""
    is_whole: bool = False
    """Whether the listing has been read to its end."""


@dataclass(slots=True)
class Overlap:
    """What earlier runs know of one listing, and how much of it this run has met."""

    is_known: Callable[[str], bool]
    """Whether an earlier run found a page, by its canonical address."""
    shown: int = 0
    """Known rows that this run has met."""
    run: int = 0
    """Of these the ones that stood one after the other, last of all."""
    is_reached: bool = False
    is_read: bool = False
    """Whether the site answered with a page that can be judged."""

    def passes(self, keys: Iterable[str]) -> bool:
        """Whether a page leads so deep into what is known that nothing new can lie below it."""
        for key in keys:
            is_known = self.is_known(key)
            self.shown += is_known
            self.run = self.run + 1 if is_known else 0
            self.is_reached |= self.run >= DEPTH
        return self.is_reached


@dataclass(slots=True)
class ReadBefore:
    """What earlier runs know of all listings of a site."""

    is_known: Callable[[str], bool]
    bookmarks: dict[str, Bookmark] = field(default_factory=dict)
    """By language."""
    overlaps: dict[str, Overlap] = field(default_factory=dict)
    """Of the listings that were read before and that this run has begun to read, by language."""

    def begin(self, language: str) -> tuple[Overlap | None, str | None]:
        """Begin a listing.

        Returns:
            The overlap that ends it, or after which reading goes on at the address; None where
            all of it is to be read.
        """
        bookmark = self.bookmarks.setdefault(language, Bookmark())
        if not bookmark.is_whole and bookmark.at is None:
            return None, None
        return self.overlaps.setdefault(language, Overlap(self.is_known)), bookmark.at

    def judge(self, language: str) -> None:
        """Note that the site answered: what a listing shows now can be held against it."""
        if language in self.overlaps:
            self.overlaps[language].is_read = True

    def mark(self, language: str, at: str) -> None:
        """Note that a page of a listing that was not read before was read."""
        if not self.bookmarks[language].is_whole:
            self.bookmarks[language].at = at

    def finish(self, language: str) -> None:
        """Note that a listing was read to its end."""
        self.bookmarks[language] = Bookmark(is_whole=True)
