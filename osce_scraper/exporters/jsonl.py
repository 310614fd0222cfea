"""Normalised JSONL through Scrapy's feed exports: sorted, one line an id.

Records wait in a temporary file until the run ends, so memory stays flat: only their keys are
held. Equal records give equal bytes, whatever the order in which their pages came.
"""

from __future__ import annotations

import tempfile
from typing import IO, TYPE_CHECKING, Any, Self

import jsonlines
import orjson
from scrapy.exporters import BaseItemExporter

from osce_scraper.dataset.order import release_key
from osce_scraper.items import PressRelease

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector


class JsonlExporter(BaseItemExporter):
    """Writes press releases sorted by date (nulls last), then id; the last of an id stands."""

    def __init__(
        self, file: IO[bytes], *, stats: StatsCollector | None = None, **kwargs: Any
    ) -> None:
        super().__init__(dont_fail=True, **kwargs)
        self.file = file
        self.stats = stats
        self.spool = tempfile.TemporaryFile()  # noqa: SIM115 - closed in finish_exporting
        self.writer = jsonlines.Writer(self.spool, dumps=orjson.dumps)
        self.lines: dict[str, tuple[str, str, int]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, file: IO[bytes], **kwargs: Any) -> Self:
        """Build the exporter so that it can say how many lines it wrote."""
        return cls(file, stats=crawler.stats, **kwargs)

    def export_item(self, item: PressRelease) -> None:
        """Take a record.

        Raises:
            TypeError: For an item that is no press release or cannot be written as JSON. Scrapy
                only logs that, so the command compares what was written with what was read.
        """
        if not isinstance(item, PressRelease):
            raise TypeError(f"a press release was expected, not {type(item).__name__}")
        offset = self.spool.tell()
        self.writer.write(item.model_dump())
        self.lines[item.id] = (*release_key(item), offset)

    def finish_exporting(self) -> None:
        """Write the records in their order."""
        for _, _, offset in sorted(self.lines.values()):
            self.spool.seek(offset)
            self.file.write(self.spool.readline())
        self.spool.close()
        if self.stats is not None:
            self.stats.set_value("osce/exported", len(self.lines))
