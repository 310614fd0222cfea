"""Daft itself; these tests run where the extra is installed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.archive.warcs import write
from tests.cluster.test_work import pages
from tests.conftest import Command, Invoke, StartSite
from tests.site import Answer

REASON = "the extra [cluster] is not installed"
pytest.importorskip("daft", reason=REASON)

ENGINE = ("extract", "--engine", "daft", "--workers", "2")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with three archives, of which one breaks."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in (7001, 7002, 7003):
        write(folder / f"{number}.warc.gz", *pages(number, number + 1000))
    broken = folder / "7003.warc.gz"
    broken.write_bytes(broken.read_bytes()[:-40])
    return folder


def test_two_processes_give_the_records_of_extract(
    archive: Path, tmp_path: Path, command: Command, invoke: Invoke, start_site: StartSite
) -> None:
    parts = tmp_path / "parts"
    for _ in range(2):
        run = command(*ENGINE, archive / "*.warc.gz", "-o", parts)
        assert (run.returncode, run.stdout) == (3, "")
        assert run.stderr.startswith(f"unreadable: {archive / '7003.warc.gz'}: broken at byte ")
        assert len(run.stderr.splitlines()) == 1
    for number in (7001, 7002):
        own = invoke("extract", archive / f"{number}.warc.gz")
        (path,) = (parts / "records").glob(f"{number}-*.jsonl")
        assert path.read_text("utf-8") == own.stdout != ""
    content = (archive / "7001.warc.gz").read_bytes()
    site = start_site({"/7001.warc.gz": Answer(content)})
    far = tmp_path / "far"
    assert command(*ENGINE, f"{site.url}/7001.warc.gz", "-o", far).returncode == 0
    (path,) = (far / "records").iterdir()
    assert path.read_text("utf-8") == invoke("extract", archive / "7001.warc.gz").stdout


def test_parquet_holds_the_same_values_in_the_columns_of_the_schema(
    archive: Path, tmp_path: Path, command: Command, invoke: Invoke
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason=REASON)
    parts = tmp_path / "parts"
    source = archive / "7001.warc.gz"
    assert command(*ENGINE, source, "-o", parts, "--format", "parquet").returncode == 0
    (path,) = (parts / "records").iterdir()
    lines = invoke("extract", source).stdout.splitlines()
    assert parquet.read_table(path).to_pylist() == [json.loads(line) for line in lines]
