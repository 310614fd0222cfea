from __future__ import annotations

import hashlib
import json
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osce_scraper.dataset.files import (
    describe,
    fill_rates,
    line_of,
    pack,
    read_lines,
    whole_file,
    write_records,
)
from osce_scraper.errors import UnusableTargetError
from osce_scraper.items import Failed, Image, Provenance, Translation
from tests.conftest import MakeRecord, tree_of


def failed(number: int) -> Failed:
    url = f"https://www.osce.org/büro/{number}"
    return Failed(url=url, cause="timeout", attempts=3, last_status=None)


def test_records_are_lines_of_utf_8_in_order(tmp_path: Path) -> None:
    path = tmp_path / "failed.jsonl"
    write_records(path, [failed(2), failed(1)])
    assert path.read_text("utf-8") == (
        '{"url":"https://www.osce.org/büro/2","cause":"timeout","attempts":3,"last_status":null}\n'
        '{"url":"https://www.osce.org/büro/1","cause":"timeout","attempts":3,"last_status":null}\n'
    )
    assert list(read_lines(path)) == [failed(2).model_dump(), failed(1).model_dump()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(), caption=st.none() | st.text(), number=st.integers(0, 2**63 - 1))
def test_a_line_holds_what_the_record_says_of_itself(
    make_record: MakeRecord, title: str, caption: str | None, number: int
) -> None:
    record = make_record(
        title=title,
        images=[Image(url="https://www.osce.org/a.jpg", caption=caption)],
        translations=[Translation(language="ru", url="https://www.osce.org/ru/cio/1000")],
        capture=Provenance(url=None, status=200, sha256="0" * 64, archive="a", offset=number),
    )
    assert line_of(record) == orjson.dumps(record.model_dump()) + b"\n"
    line = json.dumps(record.model_dump(), ensure_ascii=False, separators=(",", ":"))
    assert line_of(record).decode() == f"{line}\n"


def test_no_records_make_an_empty_file(tmp_path: Path) -> None:
    write_records(tmp_path / "rejected.jsonl", [])
    assert (tmp_path / "rejected.jsonl").read_bytes() == b""
    assert describe(tmp_path / "rejected.jsonl") == {
        "name": "rejected.jsonl",
        "bytes": 0,
        "records": 0,
        "sha256": hashlib.sha256(b"").hexdigest(),
    }


def test_file_is_described_truly(tmp_path: Path) -> None:
    path = tmp_path / "failed.jsonl"
    write_records(path, [failed(n) for n in range(1000)])
    content = path.read_bytes()
    assert describe(path) == {
        "name": "failed.jsonl",
        "bytes": len(content),
        "records": 1000,
        "sha256": hashlib.sha256(content).hexdigest(),
    }


@pytest.mark.parametrize("compression", ["gz", "zst"])
@pytest.mark.parametrize("count", [0, 1000])
def test_packed_file_is_described_as_it_lies_there(
    tmp_path: Path, compression: str, count: int
) -> None:
    plain = tmp_path / "failed.jsonl"
    write_records(plain, [failed(n) for n in range(count)])
    rates = fill_rates(plain)
    packed = pack(plain, compression)
    assert list(tree_of(tmp_path)) == [f"failed.jsonl.{compression}"]
    assert list(read_lines(packed)) == [failed(n).model_dump() for n in range(count)]
    assert fill_rates(packed) == rates
    assert describe(packed) == {
        "name": f"failed.jsonl.{compression}",
        "bytes": packed.stat().st_size,
        "records": count,
        "sha256": hashlib.sha256(packed.read_bytes()).hexdigest(),
    }


@pytest.mark.parametrize("compression", ["gz", "zst"])
def test_records_are_written_as_the_name_says(tmp_path: Path, compression: str) -> None:
    written = tmp_path / f"written.jsonl.{compression}"
    write_records(written, [failed(1), failed(2)])
    write_records(tmp_path / "packed.jsonl", [failed(1), failed(2)])
    assert written.read_bytes() == pack(tmp_path / "packed.jsonl", compression).read_bytes()


def test_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("old", "utf-8")
    with whole_file(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_text("utf-8") == "old"
    assert tree_of(tmp_path) == {"out.jsonl": b"new"}


def write_and_fail(path: Path) -> None:
    with whole_file(path) as file:
        file.write(b"half")
        raise RuntimeError("planted")


@pytest.mark.parametrize("old", [None, b"old"])
def test_file_stays_as_it_was_after_an_error(tmp_path: Path, old: bytes | None) -> None:
    path = tmp_path / "out.jsonl"
    if old is not None:
        path.write_bytes(old)
    with pytest.raises(RuntimeError, match="planted"):
        write_and_fail(path)
    assert tree_of(tmp_path) == ({} if old is None else {"out.jsonl": old})


def test_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "out.jsonl"
    with pytest.raises(UnusableTargetError) as caught, whole_file(path):
        pass
    assert str(path) in str(caught.value)


def test_fill_rates_are_shares_to_four_digits(tmp_path: Path, make_record: MakeRecord) -> None:
    path = tmp_path / "press_releases.jsonl"
    none = make_record(date=None, date_source=None, node_id=None, revision=0)
    write_records(path, [make_record(), make_record(), none])
    rates = fill_rates(path)
    assert list(rates) == list(json.loads(path.read_bytes().splitlines()[0]))
    assert rates["title"] == 1.0
    assert rates["date"] == 0.6667
    assert rates["places"] == 0.0
    assert rates["revision"] == 1.0  # 0 is a value


def test_fill_rates_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "press_releases.jsonl").touch()
    assert fill_rates(tmp_path / "press_releases.jsonl") == {}
