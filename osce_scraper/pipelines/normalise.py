"""Give the raw parts of a release their meaning."""

from __future__ import annotations

from osce_scraper.articles import Article
from osce_scraper.items import PressRelease
from osce_scraper.normalise.record import normalise
from osce_scraper.pipelines.component import Pipeline


class NormalisePipeline(Pipeline):
    """`Article` in, `PressRelease` out, not validated yet."""

    def process_item(self, item: Article) -> PressRelease:
        """Make the record, and count the evidence that its values come from."""
        normalised = normalise(item, self.site)
        self.ledger.enter_evidence(normalised.record.id, normalised.evidence)
        return normalised.record
