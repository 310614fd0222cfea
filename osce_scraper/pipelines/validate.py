"""Check every record against the schema before it is published."""

from __future__ import annotations

from osce_scraper.errors import PageRefusedError
from osce_scraper.extensions.dropped import DroppedPage
from osce_scraper.items import PressRelease, Rejected
from osce_scraper.pipelines.component import Pipeline
from osce_scraper.reading import validate


class ValidatePipeline(Pipeline):
    """`PressRelease` in and out; what does not fit the schema is refused, with its fields."""

    def process_item(self, item: PressRelease) -> PressRelease:
        """Validate a record.

        Raises:
            DroppedPage: For a record that breaks the schema.
        """
        try:
            return validate(item)
        except PageRefusedError as error:
            rejected = Rejected(
                url=item.capture.url,
                reason=error.reason,
                detail=error.detail,
                captured_at=item.captured_at,
                capture=item.capture,
            )
            self.ledger.enter_rejected(rejected)
            raise DroppedPage(str(error), "rejected", rejected=rejected) from error
