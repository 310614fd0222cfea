from __future__ import annotations

import io
import random
from typing import Any, cast

import orjson
import pytest

from osce_scraper.exporters.jsonl import JsonlExporter
from osce_scraper.extensions.ledger import Ledger
from osce_scraper.items import PressRelease
from tests.conftest import MakeRecord


def numbered(make_record: MakeRecord, number: int, **changes: Any) -> PressRelease:
    return make_record(id=f"osce-{number}-en", node_id=number, **changes)


def export(*records: PressRelease, ledger: Ledger | None = None) -> bytes:
    file = io.BytesIO()
    exporter = JsonlExporter(file, stats=ledger.stats if ledger else None)
    exporter.start_exporting()
    for record in records:
        exporter.export_item(record)
    exporter.finish_exporting()
    return file.getvalue()


def ids(written: bytes) -> list[str]:
    return [orjson.loads(line)["id"] for line in written.splitlines()]


def test_records_are_sorted_by_date_then_id_bytewise(make_record: MakeRecord) -> None:
    records = [
        numbered(make_record, 9, date="2026-02-24"),
        numbered(make_record, 10, date="2026-02-24"),
        numbered(make_record, 30, date=None, date_source=None),
        numbered(make_record, 40, date="1996-01-01"),
        numbered(make_record, 20, date=None, date_source=None),
    ]
    wanted = [f"osce-{number}-en" for number in (40, 10, 9, 20, 30)]
    written = export(*records)
    assert ids(written) == wanted
    for seed in range(5):
        mixed = random.Random(seed).sample(records, len(records))  # noqa: S311 - no secret
        assert export(*mixed) == written


def test_line_holds_the_keys_in_order_and_utf_8(make_record: MakeRecord) -> None:
    record = make_record(body="Dušanbe – “quoted”\n\nsecond")
    written = export(record)
    assert written == orjson.dumps(record.model_dump()) + b"\n"
    assert "Dušanbe – “quoted”".encode() in written
    assert list(orjson.loads(written)) == list(PressRelease.model_fields)


def test_last_of_an_id_stands(make_record: MakeRecord, ledger: Ledger) -> None:
    first = make_record(title="first", date="2020-01-01")
    later = make_record(title="later", date="2026-02-24")
    other = numbered(make_record, 7, date="2024-01-01")
    written = export(first, other, later, ledger=ledger)
    assert ids(written) == ["osce-7-en", "osce-662279-en"]
    assert orjson.loads(written.splitlines()[1])["title"] == "later"
    assert ledger.stats.get_value("osce/exported") == 2


def test_nothing_makes_an_empty_file(ledger: Ledger) -> None:
    assert export(ledger=ledger) == b""
    assert ledger.stats.get_value("osce/exported") == 0


@pytest.mark.parametrize("item", [{"id": "osce-1-en"}, None, "text"])
def test_what_is_no_press_release_is_refused(make_record: MakeRecord, item: Any) -> None:
    file = io.BytesIO()
    exporter = JsonlExporter(file)
    with pytest.raises(TypeError):
        exporter.export_item(cast("PressRelease", item))
    exporter.export_item(make_record())
    exporter.finish_exporting()
    assert ids(file.getvalue()) == ["osce-662279-en"]


def test_record_that_cannot_be_written_leaves_the_others_whole(
    make_record: MakeRecord, ledger: Ledger
) -> None:
    file = io.BytesIO()
    exporter = JsonlExporter(file, stats=ledger.stats)
    exporter.export_item(numbered(make_record, 1))
    with pytest.raises(TypeError):
        exporter.export_item(numbered(make_record, 2, body="\ud800"))
    exporter.export_item(numbered(make_record, 3))
    exporter.finish_exporting()
    assert ids(file.getvalue()) == ["osce-1-en", "osce-3-en"]
    assert ledger.stats.get_value("osce/exported") == 2
