"""Names that resolve to private addresses are refused: a page must not lead into a network."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Self

from scrapy.resolver import CachingThreadedResolver

from osce_scraper.middlewares.hosts import named_hosts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred


class PrivateAddressError(OSError):
    """A name resolves to an address that is not public; raised by the resolver."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    try:
        return ipaddress.ip_address(address).is_global
    except ValueError:
        return False


class PublicResolver(CachingThreadedResolver):
    """Resolves names to public addresses only; mirrors that the user named are exempt."""

    exempt: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Build the resolver with the user's mirrors as its only exceptions."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.exempt = named_hosts(crawler.settings)
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """Resolve a name.

        Raises:
            PrivateAddressError: Through the deferred, for an address that is not public.
        """
        found = super().getHostByName(name, timeout)
        return found if name in self.exempt else found.addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if not is_public(address):
            raise PrivateAddressError(f"{name} resolves to {address}, which is not public")
        return address
