from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from osce_scraper import captures
from osce_scraper.errors import RunFailedError, UnreadableInputError
from osce_scraper.extraction import outcome
from osce_scraper.extraction.extract import extract
from osce_scraper.extraction.outcome import Outcome
from osce_scraper.items import Capture
from osce_scraper.reading import read_captures
from tests.archive.warcs import record
from tests.conftest import FIXTURES, Invoke, python_command
from tests.extraction.sharing_at_once import use_tiny_pieces
from tests.test_cli import PAGE, captures_file, page_capture

RELEASES = 70  # more than all workers hold at a time


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Files of every kind: captures by the line, loose pages, an archive; some are refused."""
    folder = tmp_path_factory.mktemp("inputs")
    lines = [page_capture(200_000 + number) for number in range(RELEASES)]
    lines[7]["status"] = 404
    lines[40]["html"] = "<h1>A page without any release</h1>"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE.read_bytes()
    warc = folder / "pages.warc"
    warc.write_bytes(record("response", http, target_uri="https://www.osce.org/node/296497"))
    return [captures_file(folder / "captures.jsonl", *lines), PAGE, warc]


@pytest.fixture(scope="module")
def one_by_one(inputs: list[Path]) -> list[Outcome]:
    return list(extract(inputs))


def test_every_page_gives_one_outcome_in_the_order_of_the_pages(
    one_by_one: list[Outcome],
) -> None:
    kinds = [outcome.kind for outcome in one_by_one]
    assert kinds == [
        "rejected" if number in {7, 40} else "record" for number in range(RELEASES + 2)
    ]
    assert "secretariat/200007: http_error" in one_by_one[7].note


def test_several_workers_give_what_one_gives(
    inputs: list[Path], one_by_one: list[Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_tiny_pieces(monkeypatch, 200_000)
    assert list(extract(inputs, workers=2)) == one_by_one


@pytest.mark.parametrize("workers", [1, 2])
def test_a_file_that_breaks_gives_what_came_before(tmp_path: Path, workers: int) -> None:
    path = captures_file(tmp_path / "captures.jsonl", *map(page_capture, range(5000, 5020)))
    path.write_text(path.read_text("utf-8") + "{broken\n", "utf-8")
    found: list[Outcome] = []
    with pytest.raises(UnreadableInputError, match=":21: "):
        found.extend(extract([path], workers=workers))
    assert len(found) == 20


def test_a_page_that_breaks_the_reader_stops_no_other(
    inputs: list[Path], monkeypatch: pytest.MonkeyPatch, invoke: Invoke
) -> None:
    def stumble(captures: list[Capture]) -> list[object]:
        if captures[0].url and captures[0].url.endswith("200003"):
            raise RecursionError("too deep")
        return list(read_captures(captures))

    monkeypatch.setattr(outcome, "read_captures", stumble)
    result = invoke("extract", str(inputs[0]))
    assert result.exit_code == 3
    assert "failed: https://www.osce.org/secretariat/200003: RecursionError: too deep" in (
        result.stderr
    )
    assert len(result.stdout.splitlines()) == RELEASES - 3


def test_no_more_pages_are_read_than_workers_can_take(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = 0

    def endless(_path: Path, _url: str | None) -> object:
        nonlocal taken
        while True:
            taken += 1
            yield Capture(url=None, status=404, body=b"<p>gone</p>")

    monkeypatch.setattr(captures, "read_file", endless)
    outcomes = extract([Path("endless.jsonl")], workers=2)
    assert [next(outcomes).kind for _ in range(40)] == ["rejected"] * 40
    outcomes.close()  # type: ignore[attr-defined]
    assert taken <= 40 + 2 * 3 * 16


def test_a_worker_that_is_killed_is_an_error_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def killing(_path: Path, _url: str | None) -> object:
        for number in range(400):
            if number == 200:
                for child in children():
                    os.kill(child, signal.SIGKILL)
            yield Capture(url=None, status=404, body=b"<p>gone</p>")

    monkeypatch.setattr(captures, "read_file", killing)
    with pytest.raises(RunFailedError, match="a worker process was ended"):
        list(extract([Path("any.jsonl")], workers=2))


def children() -> list[int]:
    """Processes that this one has started with `multiprocessing`, its helper left out."""
    import multiprocessing  # noqa: PLC0415

    return [child.pid for child in multiprocessing.active_children() if child.pid]


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A command that reads with two workers, some records of which are written."""
    path = tmp_path / "captures.jsonl"
    output = tmp_path / "records.jsonl"
    page = (FIXTURES / "new-strong" / "page.html").read_text("utf-8")
    captures_file(path, {"url": None, "html": page, "status": 200})
    path.write_bytes(path.read_bytes() * 20_000)
    arguments = ("extract", str(path), "--workers", "2", "-o", str(output))
    # Whoever starts the tests may have CTRL-C ignored, as shells do in the background.
    hears = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [*python_command(hears), *arguments]
    with suppress(ProcessLookupError):
        process = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
        part = tmp_path / f".records.jsonl.{process.pid}.part"
        deadline = time.monotonic() + 30
        while not (part.exists() and part.stat().st_size):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
        yield process
        os.killpg(process.pid, signal.SIGKILL)  # if a test failed


def test_ctrl_c_ends_all_processes_and_leaves_no_file(
    tmp_path: Path, reading: subprocess.Popen[bytes]
) -> None:
    os.killpg(reading.pid, signal.SIGINT)
    _, complaint = reading.communicate(timeout=30)
    assert reading.returncode == 1
    assert complaint.decode().strip() == "Aborted!"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["captures.jsonl"]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_stays_when_the_first_is_ended(
    reading: subprocess.Popen[bytes], number: signal.Signals
) -> None:
    reading.send_signal(number)
    reading.communicate(timeout=30)  # it waits for all that could still write
