"""Keep one record of each id, whatever addresses it was found under."""

from __future__ import annotations

from scrapy.exceptions import DropItem

from osce_scraper.extensions.ledger import Ledger
from osce_scraper.items import PressRelease
from osce_scraper.normalise.addresses import canonical_url, has_section
from osce_scraper.pipelines.component import Pipeline


class DeduplicatePipeline(Pipeline):
    """`PressRelease` in and out; of one id the best address stands.

    A better address that comes later is handed on too: the exporter keeps the last of an id.
    """

    def __init__(self, ledger: Ledger, site: str | None = None) -> None:
        super().__init__(ledger, site)
        self.best: dict[str, tuple[bool, bool, str]] = {}

    def process_item(self, item: PressRelease) -> PressRelease:
        """Hand on a record that is new, or better than the one before it.

        Raises:
            DropItem: For a record that stands already under a better address.
        """
        rank = self._rank(item)
        known = self.best.get(item.id)
        if known is not None:
            self.ledger.enter_duplicate()
            if known <= rank:
                raise DropItem(f"duplicate of {item.id}")
        self.best[item.id] = rank
        return item

    def _rank(self, item: PressRelease) -> tuple[bool, bool, str]:
        """The page's own address first, then a section before `/node/`, then in order."""
        fetched = canonical_url(item.capture.url or "", self.site) or ""
        return fetched != item.url, not has_section(fetched), fetched
