"""Keep one record of each id, whatever addresses it was found under."""

from __future__ import annotations

from osce_scraper.extensions.dropped import DroppedPage
from osce_scraper.extensions.ledger import Ledger
from osce_scraper.extensions.memory import Memory
from osce_scraper.items import PressRelease
from osce_scraper.normalise.addresses import canonical_url, has_section
from osce_scraper.pipelines.component import Pipeline

Rank = tuple[bool, bool, str]


class DeduplicatePipeline(Pipeline):
    """`PressRelease` in and out; of one id the best address stands.

    A better address that comes later is handed on too: the exporter keeps the last of an id.
    """

    def __init__(
        self, ledger: Ledger, site: str | None = None, memory: Memory | None = None
    ) -> None:
        super().__init__(ledger, site, memory)
        self.best: dict[str, Rank] = {}

    def process_item(self, item: PressRelease) -> PressRelease:
        """Hand on a record that is new, or better than the one before it.

        Raises:
            DroppedPage: For a record that stands already under a better address.
        """
        rank = self._rank(item.capture.url, item.url)
        known = self.best.get(item.id)
        stands = known is not None and known <= rank
        is_beaten = stands or (known is None and self._is_held(item, rank))
        if known is not None or is_beaten:
            self.ledger.enter_duplicate()
        if is_beaten:
            raise DroppedPage(f"duplicate of {item.id}", "duplicate", record_id=item.id)
        self.best[item.id] = rank
        return item

    def _is_held(self, item: PressRelease, rank: Rank) -> bool:
        """Whether the dataset has the record from another page, a better one that still gives it.

        A page is never held against itself: it may redirect, or call itself otherwise, today.
        """
        if self.memory is None:
            return False
        holding = self.memory.holding(item.id)
        if holding is None or holding.is_page_missing or holding.page == self.memory.page_of(item):
            return False
        return self._rank(holding.line["capture"]["url"], holding.line["url"]) < rank

    def _rank(self, fetched_url: str | None, own_url: str | None) -> Rank:
        """The page's own address first, then a section before `/node/`, then in order."""
        fetched = canonical_url(fetched_url or "", self.site) or ""
        return fetched != own_url, not has_section(fetched), fetched
