"""Open the page and read the navigation taxonomy off it."""

from __future__ import annotations

from osce_scraper.items import Capture
from osce_scraper.pages.page import Page, check_capture, open_page
from osce_scraper.pipelines.component import Pipeline


class TaxonomyPipeline(Pipeline):
    """`Capture` in, `Page` out; the menu goes to the ledger, not into every record."""

    def process_item(self, item: Capture) -> Page:
        """Parse the page, once for all pipelines.

        Raises:
            DroppedPage: For a page that is refused before it is read.
        """
        with self.refusing(item):
            check_capture(item, self.site)
            page = open_page(item, self.site)
        if page.taxonomy is not None:
            self.ledger.enter_taxonomy(item.captured_at, page.taxonomy)
        return page
