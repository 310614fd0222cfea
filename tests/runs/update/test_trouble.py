"""Stops, locks, full disks and states that cannot be used: a clear message, and nothing lost."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from osce_scraper.audit import audit
from tests.conftest import Command
from tests.runs.update.conftest import Follow
from tests.runs.update.dataset import Dataset

_FULL = """
import errno, os
def full(descriptor):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
from osce_scraper.dataset import files
files.sync = full
"""
_FULL_STATE = """
from osce_scraper.dataset import state
_init = state.State.__init__
def small(self, path):
    _init(self, path)
    pages = self._database.execute("PRAGMA page_count").fetchone()[0]
    self._database.execute(f"PRAGMA max_page_count = {pages + 1}")
state.State.__init__ = small
"""
_BREAKS = """
from osce_scraper.pipelines.validate import ValidatePipeline
def process_item(self, item):
    raise ZeroDivisionError("a fault of our own")
ValidatePipeline.process_item = process_item
"""


def _wait_for(dataset: Dataset, releases: int) -> None:
    end = time.monotonic() + 20
    while len(dataset.site.asked) < releases:
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_stopped_run_publishes_what_is_whole_and_the_next_goes_on(
    follow: Follow, stop: signal.Signals
) -> None:
    dataset = follow(2)
    new = dataset.site.publish(8)
    with dataset.start("--delay", "0.3") as process:
        _wait_for(dataset, 3)
        process.send_signal(stop)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 3
    assert "stopped before its end; the next run goes on" in said
    assert "left for later runs" in said
    read = set(dataset.records) & set(new)
    assert 0 < len(read) < len(new)
    assert dataset.manifest["complete"] is False
    assert dataset.update().returncode == 0
    assert set(dataset.site.asked) == set(new) - read
    assert dataset.manifest["complete"] is True


def test_second_run_at_once_is_told_who_holds_the_lock(follow: Follow) -> None:
    dataset = follow(2)
    dataset.site.publish(5)
    with dataset.start("--delay", "10") as process:
        while not dataset.site.seen:
            time.sleep(0.01)
        second = dataset.command("update", dataset.folder, "--site", dataset.site.url)
        process.kill()
        process.communicate(timeout=20)
    assert second.returncode == 4
    assert f"another run holds the lock: process {process.pid}, since 20" in second.stderr
    assert dataset.update().returncode == 0


@pytest.mark.parametrize("code", [_FULL, _FULL_STATE], ids=["dump", "state"])
def test_full_disk_fails_the_run_and_loses_nothing(follow: Follow, code: str) -> None:
    dataset = follow(3)
    before = dataset.bytes()
    new = dataset.site.publish(40)
    run = dataset.update(code=code)
    assert run.returncode == 1
    assert "No space left" in run.stderr or "disk is full" in run.stderr
    assert dataset.bytes() == before
    durable = dataset.durable()
    assert dataset.update().returncode == 0
    assert durable.isdisjoint(dataset.site.asked)
    assert set(new) <= set(dataset.records)
    assert list(audit(dataset.folder)) == []


def test_small_disk_that_is_full_fails_the_run(tmp_path: Path, follow: Follow) -> None:
    dataset = follow(2)
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root, where the machine allows it")
    try:
        dataset.site.publish(150)
        small = Dataset(disk / "dataset", dataset.site, dataset.command)
        runs = [small.update("--max-requests", str(n)) for n in (12, 200)]
        assert [run.returncode for run in runs] == [0, 1], runs
        assert "full" in runs[1].stderr or "No space" in runs[1].stderr
        assert "Traceback" not in runs[1].stderr
        assert list(audit(small.folder)) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)  # noqa: S607 - of this machine


def test_faults_of_our_own_fail_the_run(follow: Follow) -> None:
    dataset = follow(2)
    before = dataset.bytes()
    dataset.site.publish(1)
    run = dataset.update(code=_BREAKS)
    assert run.returncode == 1
    assert "1 errors of our own" in run.stderr
    assert dataset.bytes() == before


def test_damaged_state_is_told_and_made_anew_from_the_dump(follow: Follow) -> None:
    dataset = follow(8)
    before = dataset.bytes()
    state = dataset.folder / "state.sqlite"
    state.write_bytes(b"no database at all" * 100)
    run = dataset.update()
    assert run.returncode == 1
    assert "state.sqlite: file is not a database; move it away" in run.stderr
    assert dataset.bytes() == before
    state.unlink()
    dataset.site.publish(1)
    run = dataset.update()
    assert run.returncode == 0, run.stderr
    assert len(dataset.records) == 9
    assert [one["op"] for one in dataset.delta()] == ["add"]


def test_state_of_a_newer_version_is_left_alone(follow: Follow) -> None:
    dataset = follow(2)
    with closing(sqlite3.connect(dataset.folder / "state.sqlite")) as state:
        state.execute("PRAGMA user_version = 99")
    run = dataset.update()
    assert run.returncode == 1
    assert "made by a newer osce-scraper (state 99" in run.stderr


def test_folder_that_cannot_be_written_is_wrong_usage(command: Command, tmp_path: Path) -> None:
    run = command("update", "/proc/nowhere/dataset", "--from", "demo")
    assert run.returncode == 2
    assert os.strerror(errno.ENOENT) in run.stderr
    (tmp_path / "letters.txt").write_text("Dear diary")
    run = command("update", tmp_path, "--from", "demo")
    assert run.returncode == 2
    assert "holds letters.txt and no dataset" in run.stderr


def test_older_state_takes_over_what_the_dump_says(follow: Follow) -> None:
    dataset = follow(8)
    state = dataset.folder / "state.sqlite"
    backup = state.read_bytes()
    dataset.site.publish(3)
    assert dataset.update().returncode == 0
    before = dataset.bytes()
    for path in dataset.folder.glob("state.sqlite*"):
        path.unlink()
    state.write_bytes(backup)
    run = dataset.update()
    assert run.returncode == 0, run.stderr
    assert dataset.bytes() == before
    assert dataset.runs[-1]["remarks"] == [
        "the state is older than the dump: the dump was taken over"
    ]
