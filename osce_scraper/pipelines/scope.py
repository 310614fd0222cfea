"""Leave out what the user did not ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from osce_scraper.dataset.scope import Scope
from osce_scraper.extensions.dropped import DroppedPage
from osce_scraper.extensions.ledger import Ledger
from osce_scraper.extensions.memory import Memory
from osce_scraper.items import PressRelease
from osce_scraper.pipelines.component import Pipeline

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class ScopePipeline(Pipeline):
    """`PressRelease` in and out; dates, languages and types outside the scope are filtered."""

    def __init__(self, ledger: Ledger, scope: Scope, memory: Memory | None = None) -> None:
        super().__init__(ledger, memory=memory)
        self.scope = scope

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline with the scope of the settings."""
        base = Pipeline.from_crawler(crawler)
        scope = Scope(**crawler.settings.getdict("OSCE_SCOPE"))
        return cls(base.ledger, scope, base.memory)

    def process_item(self, item: PressRelease) -> PressRelease:
        """Hand on a record inside the scope.

        Raises:
            DroppedPage: For a record outside.
        """
        # A record that the dataset has is kept up to date, whatever its scope is now.
        is_held = self.memory is not None and self.memory.holding(item.id) is not None
        if not is_held and not self.scope.holds(item):
            self.ledger.enter_filtered()
            raise DroppedPage(f"{item.id} is outside the scope of this run", "filtered")
        return item
