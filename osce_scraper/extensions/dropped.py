"""Why a page gave no item: what a pipeline raises in the place of Scrapy's bare `DropItem`."""

from __future__ import annotations

from typing import Literal

from scrapy.exceptions import DropItem

from osce_scraper.items import Rejected


class DroppedPage(DropItem):
    """A page that was read and gives no record of its own."""

    def __init__(
        self,
        message: str,
        outcome: Literal["rejected", "duplicate", "filtered"],
        *,
        rejected: Rejected | None = None,
        record_id: str | None = None,
    ) -> None:
        """Keep what became of the page.

        Args:
            message: In words, for the log.
            outcome: In one word.
            rejected: The refusal, of a rejected page.
            record_id: The record that another page gave, of a duplicate.
        """
        super().__init__(message)
        self.outcome = outcome
        self.rejected = rejected
        self.record_id = record_id
