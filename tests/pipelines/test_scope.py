from __future__ import annotations

import pytest
from scrapy.exceptions import DropItem

from osce_scraper.dataset.scope import Scope
from osce_scraper.extensions.ledger import Ledger
from osce_scraper.pipelines.scope import ScopePipeline
from tests.conftest import MakeRecord


def test_record_inside_is_handed_on(ledger: Ledger, make_record: MakeRecord) -> None:
    record = make_record()
    pipeline = ScopePipeline(ledger, Scope(since="2026-02-24", languages=("en",)))
    assert pipeline.process_item(record) is record
    assert ledger.stats.get_value("osce/filtered") is None


def test_record_outside_is_filtered(ledger: Ledger, make_record: MakeRecord) -> None:
    pipeline = ScopePipeline(ledger, Scope(since="2026-02-25"))
    with pytest.raises(DropItem):
        pipeline.process_item(make_record())
    assert ledger.stats.get_value("osce/filtered") == 1
    assert ledger.rejected == []
