"""Listings that shift, fail for a moment, or lead astray."""

from __future__ import annotations

from dataclasses import replace

from tests.site.faults.fault import Fault
from tests.site.release import NEWEST, Release
from tests.site.traps import trap_links


class Traps(Fault):
    """Every page links to calendars, facets, searches and files without end."""

    name = "traps"
    extra = trap_links()


class Drift(Fault):
    """Three releases are published while the listing is read, and push the others on."""

    name = "drift"

    def appearing(self) -> list[Release]:
        """Numbers that no other release has, newer than all."""
        return [replace(self.release, number=662_900 + n, day=NEWEST) for n in range(3)]


class BusyListing(Fault):
    """The second page of the listing fails once."""

    name = "busy-listing"
