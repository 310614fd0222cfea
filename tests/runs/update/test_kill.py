"""A run may end at any moment: the dump is whole, and the next run goes on where it was."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

from osce_scraper.audit import audit
from tests.conftest import Command
from tests.runs.update.dataset import Dataset
from tests.site.living import LivingSite

_KILLS = 20
# The process dies at the n-th time that it brings something to the disk, or moves a name.
_DIES_WRITING = """
import os, signal
_left = {left}
def _counted(act):
    def counted(*given, **named):
        global _left
        _left -= 1
        if _left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return act(*given, **named)
    return counted
for _name in ("fsync", "rename", "replace", "symlink"):
    setattr(os, _name, _counted(getattr(os, _name)))
"""


def _kill_at_request(dataset: Dataset, number: int) -> bool:
    """Start an update and kill it when the site has got so many requests; whether it was."""
    with dataset.start() as process:
        end = time.monotonic() + 20
        while len(dataset.site.seen) < number and process.poll() is None:
            assert time.monotonic() < end
            time.sleep(0.002)
        process.kill()
        process.communicate()
    return process.returncode == -signal.SIGKILL


def _kill_at_write(dataset: Dataset, number: int) -> bool:
    """Run an update that dies when it writes for the n-th time; whether it did."""
    return dataset.update(code=_DIES_WRITING.format(left=number)).returncode == -signal.SIGKILL


def test_killed_at_any_moment_nothing_breaks_and_nothing_is_read_twice(
    tmp_path: Path, command: Command
) -> None:
    rolls = random.Random(1)  # noqa: S311 - the same moments each time
    with LivingSite(12) as site:
        dataset = Dataset(tmp_path / "killed", site, command)
        killed = 0
        while killed < _KILLS:
            site.publish(3)
            durable = dataset.durable() if dataset.folder.exists() else set()
            is_at_write = rolls.random() < 0.6
            kill = _kill_at_write if is_at_write else _kill_at_request
            killed += kill(dataset, rolls.randint(1, 16 if is_at_write else 8))
            assert durable.isdisjoint(site.asked)
            if (dataset.folder / "current").exists():
                assert list(audit(dataset.folder)) == []
        durable = dataset.durable()
        run = dataset.update()
        assert (run.returncode, run.stderr) == (0, "")
        assert durable.isdisjoint(site.asked)
        assert list(audit(dataset.folder)) == []
        other = Dataset(tmp_path / "whole", site, command)
        assert other.update().returncode == 0
        assert dataset.said == other.said
        assert len(dataset.records) == len(site.releases)
