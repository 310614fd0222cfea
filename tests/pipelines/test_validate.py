from __future__ import annotations

import pytest
from scrapy.exceptions import DropItem

from osce_scraper.extensions.ledger import Ledger
from osce_scraper.pipelines.validate import ValidatePipeline
from tests.conftest import MakeRecord


def test_good_record_is_handed_on(ledger: Ledger, make_record: MakeRecord) -> None:
    assert ValidatePipeline(ledger).process_item(make_record()) == make_record()
    assert ledger.rejected == []


def test_record_that_breaks_the_schema_is_rejected_with_its_fields(
    ledger: Ledger, make_record: MakeRecord
) -> None:
    record = make_record(title="", date="yesterday")
    with pytest.raises(DropItem):
        ValidatePipeline(ledger).process_item(record)
    (rejected,) = ledger.rejected
    assert rejected.reason == "schema"
    assert rejected.url == record.capture.url
    assert rejected.captured_at == record.captured_at
    assert rejected.capture == record.capture
    assert "title: " in (rejected.detail or "")
    assert "date: " in (rejected.detail or "")
    assert ledger.stats.get_value("osce/rejected/schema") == 1
