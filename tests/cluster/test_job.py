from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from osce_scraper.cluster import job
from osce_scraper.cluster.parts import Note, prepare_folder
from osce_scraper.cluster.work import Work
from osce_scraper.dataset.lock import locked
from osce_scraper.errors import RunFailedError
from tests.archive.warcs import write
from tests.cluster.test_fetch import no_object
from tests.cluster.test_work import pages
from tests.conftest import Invoke
from tests.test_cli import check_usage_error


def test_daft_and_ray_are_asked_to_report_nothing_to_their_makers() -> None:
    assert os.environ["DAFT_ANALYTICS_ENABLED"] == "0"
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"


class InTurn:
    """Stands in for Daft: one input after the other, in this process; gives up at a name."""

    open_object = staticmethod(no_object)
    gives_up_at = "nothing"

    def __init__(self) -> None:
        self.calls: list[object] = []

    def start(self, ray: str | None) -> None:
        self.calls.append(("start", ray))

    def stop(self, ray: str | None) -> None:
        self.calls.append(("stop", ray))

    def list_objects(self, pattern: str) -> list[str]:
        return [pattern.replace("*", "a")]

    def share_out(
        self, work: Work, addresses: Sequence[str], workers: int | None, ray: str | None
    ) -> Iterator[Note]:
        self.calls.append((workers, ray))
        for address in reversed(addresses):
            if self.gives_up_at in address:
                raise RunFailedError("the engine gave up: a process was ended")
            yield work.read(address)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> InTurn:
    engine = InTurn()
    monkeypatch.setattr(job, "_engine", lambda _ray: engine)
    return engine


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with two archives."""
    folder = tmp_path / "archive"
    folder.mkdir()
    write(folder / "a.warc.gz", *pages(7001))
    write(folder / "b.warc.gz", *pages(7002, 7003))
    return folder


@pytest.mark.usefixtures("engine")
def test_each_input_gives_a_part_and_the_run_is_quiet(
    archive: Path, tmp_path: Path, invoke: Invoke
) -> None:
    parts = tmp_path / "parts"
    result = invoke("extract", "--engine", "daft", archive / "*.warc.gz", "-o", parts)
    assert (result.exit_code, result.output) == (0, "")
    for kind in ("records", "rejected", "notes"):
        names = [path.name[:2] for path in sorted((parts / kind).iterdir())]
        assert names == ["a-", "b-"]


@pytest.mark.usefixtures("engine")
def test_the_records_together_are_those_of_extract(
    archive: Path, tmp_path: Path, invoke: Invoke
) -> None:
    own, refused, gathered = (tmp_path / name for name in ("own", "refused", "gathered"))
    inputs = sorted(archive.iterdir())
    invoke("extract", *inputs, "-o", own, "--rejected", refused)
    for _ in range(2):  # rejections of parts that stand are gathered too
        command = ("extract", "--engine", "daft", archive / "*", "-o", tmp_path / "parts")
        assert invoke(*command, "--rejected", gathered).exit_code == 0
        assert gathered.read_bytes() == refused.read_bytes() != b""
    records = sorted((tmp_path / "parts" / "records").iterdir())
    assert b"".join(path.read_bytes() for path in records) == own.read_bytes()


@pytest.mark.usefixtures("engine")
def test_an_input_that_cannot_be_read_is_named_and_stops_no_other(
    archive: Path, tmp_path: Path, invoke: Invoke
) -> None:
    (archive / "c.warc.gz").write_bytes(b"no archive")
    result = invoke("extract", "--engine", "daft", archive / "*", "-o", tmp_path / "parts")
    assert result.exit_code == 3
    assert result.stderr.startswith(f"unreadable: {archive / 'c.warc.gz'}: broken at byte 0")
    assert len(list((tmp_path / "parts" / "notes").glob("[ab]-*"))) == 2


@pytest.mark.usefixtures("engine")
def test_inputs_of_which_none_can_be_read_are_wrong_usage(tmp_path: Path, invoke: Invoke) -> None:
    (tmp_path / "c.warc.gz").write_bytes(b"no archive")
    result = invoke("extract", "--engine", "daft", tmp_path / "c.warc.gz", "-o", tmp_path / "parts")
    check_usage_error(result, "unreadable: ", "no file could be read")


def test_a_run_that_gives_up_keeps_what_it_had_and_the_next_goes_on(
    engine: InTurn, archive: Path, tmp_path: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("extract", "--engine", "daft", archive / "*", "-o", tmp_path / "parts")
    engine.gives_up_at = "a.warc"
    result = invoke(*command)
    assert (result.exit_code, result.stderr) == (
        1,
        "Error: the engine gave up: a process was ended\n",
    )
    assert engine.calls[-1] == ("stop", None)
    stamps = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("b-*")}
    assert stamps
    monkeypatch.undo()
    monkeypatch.setattr(job, "_engine", lambda _ray: InTurn())
    assert invoke(*command).exit_code == 0
    assert stamps == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("b-*")}
    assert list(tmp_path.rglob("records/a-*"))


def test_workers_and_the_address_of_a_cluster_reach_the_engine(
    engine: InTurn, archive: Path, tmp_path: Path, invoke: Invoke
) -> None:
    options = ("--workers", "8", "--ray", "127.0.0.1:6379", "-o", tmp_path / "parts")
    assert invoke("extract", "--engine", "daft", archive / "*", *options).exit_code == 0
    address = "127.0.0.1:6379"
    assert engine.calls == [("start", address), (8, address), ("stop", address)]


@pytest.mark.usefixtures("engine")
def test_a_second_run_in_one_folder_is_told_of_the_first(
    archive: Path, tmp_path: Path, invoke: Invoke
) -> None:
    parts = tmp_path / "parts"
    prepare_folder(parts)
    with locked(parts, "2026-03-02T08:00:00Z"):
        result = invoke("extract", "--engine", "daft", archive / "*", "-o", parts)
    assert result.exit_code == 4
    assert "another run holds the lock" in result.stderr


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("target", ["archive", "archive/a.warc.gz"])
def test_a_target_that_holds_something_else_is_left_alone(
    archive: Path, tmp_path: Path, invoke: Invoke, target: str
) -> None:
    result = invoke("extract", "--engine", "daft", archive / "*", "-o", tmp_path / target)
    check_usage_error(result, target)
    assert len(list(archive.iterdir())) == 2


@pytest.mark.parametrize(("missing", "options"), [("daft", ()), ("ray", ("--ray", "local"))])
def test_without_the_extra_the_message_says_what_to_install(
    tmp_path: Path,
    invoke: Invoke,
    monkeypatch: pytest.MonkeyPatch,
    missing: str,
    options: tuple[str, ...],
) -> None:
    monkeypatch.setattr(job, "find_spec", lambda name: None if name == missing else name)
    result = invoke("extract", "--engine", "daft", "*.warc", "-o", tmp_path / "parts", *options)
    check_usage_error(result, f"'{missing}'", "pip install '.[cluster]'")
    assert not (tmp_path / "parts").exists()


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--engine", "daft"), "-o"),
        (("--engine", "daft", "-o", "parts", "--url", "https://www.osce.org/1"), "--url"),
        (("--engine", "daft", "-o", "parts", "--explain"), "--explain"),
        (("--ray", "local"), "--ray"),
        (("--format", "parquet"), "--format"),
        (("-o", "."), "folder"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    invoke: Invoke, options: tuple[str, ...], word: str
) -> None:
    check_usage_error(invoke("extract", "page.html", *options), word)
