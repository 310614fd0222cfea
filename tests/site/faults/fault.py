"""What every misbehaviour of the whole site has: a release of its own, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from tests.site.release import Release
from tests.site.server import Answer
from tests.site.ways import Item

Ending = Literal["exported", "duplicate", "rejected", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Fate:
    """What must become of an address in the listing."""

    ending: Ending
    cause: str = ""
    """Reason of the rejection, words of the failure's cause, or why it was skipped."""
    requests: int = 1
    """How often the address is asked for."""


EXPORTED = Fate("exported")


class Fault:
    """A misbehaviour; the first line of its docstring is its help text.

    It answers for every path that ends in its release's number.
    """

    name: ClassVar[str]
    fate: ClassVar[Fate] = EXPORTED
    extra: str = ""
    """Mark-up that it adds to every page of the site."""
    robots: str = ""
    """Lines that it adds to robots.txt."""

    def __init__(self, release: Release, other: str) -> None:
        """Take a release.

        Args:
            release: On which it shows.
            other: Address of a host that is none of the site's.
        """
        self.release = release
        self.other = other

    @property
    def items(self) -> list[Item]:
        """Its rows in the listing."""
        return [Item(self.release.path, self.release)]

    @property
    def fates(self) -> dict[str, Fate]:
        """What must become of each address of its rows."""
        return {item.href: self.fate for item in self.items}

    @property
    def page(self) -> str:
        """The page as it should be."""
        return self.release.page()

    def answer(self, path: str, asked: int) -> Answer:
        """What the site says to a request for its release.

        Args:
            path: The path, which ends in the release's number.
            asked: How often it was asked for before.
        """
        del path, asked
        return self.always()

    def always(self) -> Answer:
        """The answer of a fault that says the same each time."""
        return Answer(self.page)

    def appearing(self) -> list[Release]:
        """Releases that are published while the listing is read."""
        return []
