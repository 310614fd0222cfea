"""Keep what a dataset has said of a page once and for all."""

from __future__ import annotations

from osce_scraper.items import PressRelease
from osce_scraper.pipelines.component import Pipeline


class RecallPipeline(Pipeline):
    """`PressRelease` in and out; a page's language, once assigned, stays, and with it the id."""

    def process_item(self, item: PressRelease) -> PressRelease:
        """Give a record the id that its page had before."""
        page = self.memory.page_of(item) if self.memory else None
        known = self.memory.id_of(page) if self.memory and page else None
        stem = item.id.removesuffix(item.language)
        if known is None or not known.startswith(stem):
            return item
        self.ledger.rename_evidence(item.id, known)
        return item.model_copy(update={"id": known, "language": known.removeprefix(stem)})
