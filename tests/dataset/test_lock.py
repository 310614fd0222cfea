from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from osce_scraper.dataset.lock import locked
from osce_scraper.errors import LockedError
from tests.conftest import quiet_environment

SINCE = "2026-03-01T08:00:00Z"
_HOLD = f"""
import sys
from pathlib import Path
from osce_scraper.dataset.lock import locked
with locked(Path(sys.argv[1]), "{SINCE}"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock until its standard input is closed."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=quiet_environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def is_free(folder: Path) -> bool:
    with locked(folder, SINCE):
        return True


def test_who_comes_second_is_told_who_came_first(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    words = f"another run holds the lock: process {holder.pid}, since {SINCE}"
    with pytest.raises(LockedError, match=words):
        is_free(tmp_path)


def test_lock_falls_with_the_process_however_it_ends(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait(10)
    assert (tmp_path / ".holder").exists()  # what it has left keeps nobody out
    assert is_free(tmp_path)


def test_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path, SINCE):
        raise ZeroDivisionError
    assert is_free(tmp_path)
    assert not (tmp_path / ".holder").exists()


def test_holder_in_this_process_is_told_too(tmp_path: Path) -> None:
    with locked(tmp_path, SINCE), pytest.raises(LockedError, match=f"process {os.getpid()}"):
        is_free(tmp_path)


@pytest.mark.parametrize(("left", "words"), [(None, "begun just now"), ("", "not known")])
def test_holder_that_has_not_said_who_it_is(
    tmp_path: Path, holder: subprocess.Popen[str], left: str | None, words: str
) -> None:
    assert holder.poll() is None
    (tmp_path / ".holder").unlink()
    if left is not None:
        (tmp_path / ".holder").write_text(left, "utf-8")
    with pytest.raises(LockedError, match=words):
        is_free(tmp_path)
